// Calculated values, from the page that completes them to the export, through the fieldwork.

#include "actions/fieldwork_fixture.hpp"
#include "actions/response_table.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {
namespace {

using namespace fixture;

/// The tiny study; how many people work on it makes a team small or large, and the large ones are
/// wanted once.
std::string calculated_yaml() {
    std::string yaml = study_yaml();
    const std::string third = "    - id: last\n";
    yaml.insert(
        yaml.find(third),
        "      calculated:\n"
        "        - {id: doubled, title: Twice the people, value: people * 2, serves: [why]}\n"
        "        - id: team\n          title: Team\n          serves: [why]\n"
        "          value: 'doubled > 9 ? \"large\" : \"small\"'\n"
        "          choices: [{small: A small team}, {large: A large team}]\n"
    );
    yaml.insert(
        yaml.find("  pages:\n"),
        "  quotas:\n    - {id: large, when: team == \"large\", at most: 1, message: Enough.}\n"
    );
    return yaml;
}

class CalculatedFieldworkTest : public ::testing::Test {
protected:
    CalculatedFieldworkTest() {
        write_file(folder_.path() / "tiny" / "study.yaml", calculated_yaml());
    }

    static Secret at_second(Desk& desk) {
        Secret secret = desk.start();
        EXPECT_EQ(
            page_of(desk.send(
                secret, "first", {{"uses", "yes"}, {"reason", "x"}, {"_shown", "uses reason"}}
            )),
            1
        );
        return secret;
    }

    TemporaryFolder folder_;
};

TEST_F(CalculatedFieldworkTest, IsStoredCountedAndExported) {
    {
        Desk desk(folder_);
        const Secret one = at_second(desk);
        EXPECT_TRUE(is<GoTo>(desk.send(one, "second", {{"parts", "core"}, {"people", "4"}})));
        const auto stored = nlohmann::json::parse(*desk.entries(one).back().body);
        EXPECT_EQ(stored["calculated"].dump(), R"({"doubled":8,"team":"small"})");
        // Another answer, another value, under the next revision.
        EXPECT_TRUE(is<GoTo>(desk.send(one, "second", {{"parts", "core"}, {"people", "5"}})));
        const auto again = nlohmann::json::parse(*desk.entries(one).back().body);
        EXPECT_EQ(again["calculated"].dump(), R"({"doubled":10,"team":"large"})");
        EXPECT_TRUE(is<Completed>(desk.send(one, "last", {{"remark", "none"}})));
        EXPECT_EQ(desk.view(one)->state.status, response::Status::complete);
        const Secret late = at_second(desk);
        EXPECT_TRUE(is<Completed>(desk.send(late, "second", {{"parts", "core"}, {"people", "9"}})));
        EXPECT_EQ(desk.view(late)->state.flags, std::vector<std::string>{"quota-full:large"});
    }
    const auto stored =
        read_responses(folder_.path() / "tiny", folder_.path() / "data", {}, Wanted::all);
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_GE(stored->table.item_of(0, "team"), 0);
    const std::filesystem::path data = folder_.path() / "data";
    EXPECT_EQ(rebuild(data, "tiny", {})->differing, 0);
    const auto verified = verify(data, "tiny", {});
    ASSERT_TRUE(verified && verified->size() == 1);
    EXPECT_FALSE(verified->front().broken);
}

/// Going back with a fault keeps what can be kept, and computes from that.
TEST_F(CalculatedFieldworkTest, IsComputedFromWhatIsKept) {
    Desk desk(folder_);
    const Secret one = at_second(desk);
    EXPECT_TRUE(is<GoTo>(desk.send(one, "second", {{"parts", "core"}, {"people", "4"}})));
    EXPECT_TRUE(is<GoTo>(desk.send(one, "second", {{"parts", "web"}, {"people", "many"}}, "back")));
    const auto seen = desk.view(one);
    const int doubled = instrument::item_index(*seen->study, "doubled");
    EXPECT_EQ(
        seen->state.answers[static_cast<std::size_t>(doubled)].value,
        expression::Value{std::int64_t{8}}
    );
}

}  // namespace
}  // namespace querist::actions
