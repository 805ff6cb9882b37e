// Fields from the link, through the fieldwork.

#include "actions/fieldwork_fixture.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {
namespace {

using namespace fixture;

/// The last page is for those who came by the forum.
std::string linked_yaml() {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("  pages:\n"),
        "  from link:\n"
        "    - {id: source, title: Where, serves: [why], allowed: [{forum: F}, {list: L}]}\n"
        "    - {id: wave, title: Wave, serves: [why], characters max: 4}\n"
    );
    const std::string last = "      title: Last\n";
    yaml.insert(yaml.find(last) + last.size(), "      shown when: source == \"forum\"\n");
    return yaml;
}

class LinkFieldsTest : public ::testing::Test {
protected:
    LinkFieldsTest() { write_file(folder_.path() / "tiny" / "study.yaml", linked_yaml()); }
    TemporaryFolder folder_;
};

TEST_F(LinkFieldsTest, AreRecordedWithTheConsentAndDecideConditions) {
    Desk desk(folder_);
    const Secret forum = desk.start({{"source", "forum"}, {"wave", "too long"}});
    const auto entries = desk.entries(forum);
    ASSERT_EQ(entries.size(), 1U);
    const auto body = nlohmann::json::parse(*entries[0].body);
    EXPECT_EQ(body["given"].dump(), R"({"source":"forum"})");
    EXPECT_EQ(body["refused"].dump(), R"(["wave"])");
    EXPECT_EQ(entries[0].body->find("too long"), std::string::npos);
    const auto seen = desk.view(forum);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state.flags, std::vector<std::string>{"link-value:wave"});
    EXPECT_EQ(page_of(desk.send(forum, "first", {{"uses", "no"}})), 2);

    const Secret list = desk.start({{"source", "list"}});
    EXPECT_TRUE(is<Completed>(desk.send(list, "first", {{"uses", "no"}})));
}

TEST_F(LinkFieldsTest, OutliveTheProcess) {
    Desk desk(folder_);
    const Secret forum = desk.start({{"source", "forum"}});
    desk.close();
    desk.open();
    const auto seen = desk.view(forum);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state.answers[0].value, expression::Value(expression::Choice{0}));
    EXPECT_EQ(page_of(desk.send(forum, "first", {{"uses", "no"}})), 2);
}

TEST_F(LinkFieldsTest, AreLeftByWhoRefuses) {
    Desk desk(folder_);
    const Result<ConsentOutcome> refused = desk.consent(false, "", {{"source", "forum"}});
    ASSERT_TRUE(refused && std::holds_alternative<Refused>(*refused));
    desk.close();
    std::string bytes;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(folder_.path() / "data")) {
        if (!file.is_regular_file()) continue;
        std::ifstream stream(file.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(stream), {});
    }
    EXPECT_EQ(bytes.find("\"given\""), std::string::npos);
}

}  // namespace
}  // namespace querist::actions
