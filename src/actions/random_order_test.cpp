// Shuffled choices and questions, from the page entry to the export.

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace querist::actions {
namespace {

using namespace fixture;

/// The tiny study; its second page is shuffled, and so are the choices of its first question.
std::string shuffled_yaml() {
    std::string yaml = study_yaml();
    const auto insert_after = [&](const std::string& line, const std::string& more) {
        yaml.insert(yaml.find(line) + line.size(), more);
    };
    insert_after("      title: Second\n", "      random order: true\n");
    insert_after("          kind: several choices\n", "          random order: true\n");
    return yaml;
}

class RandomOrderTest : public ::testing::Test {
protected:
    RandomOrderTest() { write_file(folder_.path() / "tiny" / "study.yaml", shuffled_yaml()); }

    /// Somebody who answers the first two pages; what the entry of the second says.
    nlohmann::json answered(Desk& desk) {
        const Secret secret = desk.start();
        EXPECT_TRUE(is<GoTo>(desk.send(
            secret, "first", {{"uses", "yes"}, {"reason", "x"}, {"_shown", "uses reason"}}
        )));
        EXPECT_TRUE(is<GoTo>(desk.send(secret, "second", {{"parts", "web"}, {"people", "2"}})));
        const auto entries = desk.entries(secret);
        nlohmann::json body = nlohmann::json::parse(*entries.back().body);
        body["response"] = desk.view(secret)->public_id.text();
        return body;
    }

    TemporaryFolder folder_;
};

TEST_F(RandomOrderTest, IsRecordedAndExportedAlike) {
    std::map<std::string, nlohmann::json> bodies;
    {
        Desk desk(folder_);
        for (int i = 0; i < 12; ++i) {
            nlohmann::json body = answered(desk);
            bodies[body["response"].get<std::string>()] = body;
        }
    }
    const auto stored =
        read_responses(folder_.path() / "tiny", folder_.path() / "data", {}, Wanted::all);
    ASSERT_TRUE(stored) << describe(stored.error());
    const response::ResponseTable& table = stored->table;
    ASSERT_EQ(table.size(), bodies.size());
    const auto item = [&](std::string_view id) -> const response::TableItem& {
        return table.items()[static_cast<std::size_t>(table.item_of(0, id))];
    };
    EXPECT_TRUE(item("parts").shuffles);
    EXPECT_TRUE(item("people").moves);
    EXPECT_FALSE(item("remark").moves);
    std::set<std::string> orders;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const nlohmann::json& body = bodies.at(table.responses()[i].public_id.text());
        const auto codes = body["order"]["parts"].get<std::vector<std::string>>();
        const std::string order(item("parts").order.at(i));
        EXPECT_EQ(order, fmt::format("{}", fmt::join(codes, " ")));
        EXPECT_EQ(codes.back(), "none") << "an exclusive choice keeps its place";
        const auto shown = body["shown"].get<std::vector<std::string>>();
        ASSERT_EQ(shown.size(), 2U);
        EXPECT_EQ(item("parts").place.at(i), shown[0] == "parts" ? "1" : "2");
        EXPECT_EQ(item("people").place.at(i), shown[0] == "people" ? "1" : "2");
        EXPECT_EQ(item("remark").place.at(i), "");
        orders.insert(order + shown[0]);
    }
    EXPECT_GT(orders.size(), 1U);
    EXPECT_EQ(rebuild(folder_.path() / "data", "tiny", {})->differing, 0);
}

TEST_F(RandomOrderTest, IsTheSameWhenThePageIsSentAgain) {
    Desk desk(folder_);
    const Secret secret = desk.start();
    EXPECT_TRUE(is<GoTo>(
        desk.send(secret, "first", {{"uses", "yes"}, {"reason", "x"}, {"_shown", "uses reason"}})
    ));
    EXPECT_TRUE(is<GoTo>(desk.send(secret, "second", {{"parts", "web"}})));
    const auto first = nlohmann::json::parse(*desk.entries(secret).back().body);
    EXPECT_TRUE(is<GoTo>(desk.send(secret, "second", {{"parts", "core"}})));
    const auto second = nlohmann::json::parse(*desk.entries(secret).back().body);
    EXPECT_EQ(second["revision"], 2);
    EXPECT_EQ(first["order"], second["order"]);
    EXPECT_EQ(first["shown"], second["shown"]);
}

}  // namespace
}  // namespace querist::actions
