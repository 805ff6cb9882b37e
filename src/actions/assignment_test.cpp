// Arms of an experiment, through the fieldwork.

#include "actions/fieldwork_fixture.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace querist::actions {
namespace {

using namespace fixture;

/// The last page is for one of two arms, which take three responses each.
std::string experiment_yaml() {
    std::string yaml = study_yaml();
    yaml.insert(
        yaml.find("  pages:\n"),
        "  assignments:\n"
        "    - {id: arm, title: Text, serves: [why],\n"
        "       arms: [{old: O, at most: 3}, {new: N, at most: 3}]}\n"
    );
    const std::string last = "      title: Last\n";
    yaml.insert(yaml.find(last) + last.size(), "      shown when: arm == \"new\"\n");
    return yaml;
}

class AssignmentTest : public ::testing::Test {
protected:
    AssignmentTest() { write_file(folder_.path() / "tiny" / "study.yaml", experiment_yaml()); }

    static std::string arm_of(Desk& desk, const Secret& secret) {
        const auto entries = desk.entries(secret);
        return nlohmann::json::parse(*entries.at(0).body)["given"]["arm"];
    }
    /// How many responses each arm has, as the store counts them.
    std::map<std::string, std::int64_t> counts() {
        auto store = open_existing(folder_.path() / "data", store::Access::read_only);
        if (!store) throw std::runtime_error(store.error().message);
        const auto snapshot = (*store)->snapshot();
        std::map<std::string, std::int64_t> counted;
        for (const store::ArmCount& one :
             snapshot->arm_counts(snapshot->study("tiny")->id, response::Origin::test, "arm")) {
            counted[one.arm] = one.count;
        }
        return counted;
    }
    using Counted = std::map<std::string, std::int64_t>;

    TemporaryFolder folder_;
};

TEST_F(AssignmentTest, BalancesArmsAndFlagsWhatIsBeyondTheirQuotas) {
    Desk desk(folder_);
    std::vector<Secret> secrets;
    for (int i = 0; i < 6; ++i) secrets.push_back(desk.start());
    EXPECT_EQ(counts(), (Counted{{"new", 3}, {"old", 3}}));
    for (const Secret& secret : secrets) EXPECT_TRUE(desk.view(secret)->state.flags.empty());
    const Secret more = desk.start();
    EXPECT_EQ(desk.view(more)->state.flags, std::vector<std::string>{"over-quota:arm"});
}

TEST_F(AssignmentTest, DecidesPages) {
    Desk desk(folder_);
    for (int i = 0; i < 2; ++i) {
        const Secret secret = desk.start();
        const auto outcome = desk.send(secret, "first", {{"uses", "no"}});
        EXPECT_EQ(fixture::is<GoTo>(outcome), arm_of(desk, secret) == "new");
    }
}

TEST_F(AssignmentTest, MakesRoomWhereSomebodyWithdraws) {
    Desk desk(folder_);
    std::vector<Secret> secrets;
    for (int i = 0; i < 6; ++i) secrets.push_back(desk.start());
    const std::string arm = arm_of(desk, secrets[2]);
    ASSERT_TRUE(desk.withdraw(secrets[2]));
    EXPECT_EQ(counts()[arm], 2);
    const Secret next = desk.start();
    EXPECT_EQ(arm_of(desk, next), arm);
    EXPECT_TRUE(desk.view(next)->state.flags.empty());
}

TEST_F(AssignmentTest, IsMadeAgainFromTheEntries) {
    Counted before;
    {
        Desk desk(folder_);
        for (int i = 0; i < 3; ++i) desk.start();
        before = counts();
        desk.close();
    }
    const auto rebuilt = rebuild(folder_.path() / "data", "tiny", nullptr);
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
    EXPECT_EQ(rebuilt->differing, 0);
    EXPECT_EQ(counts(), before);
}

}  // namespace
}  // namespace querist::actions
