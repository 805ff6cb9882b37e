// What is paid by hand: its budget, and what one payee gets in all.

#include "actions/rewarding_fixture.hpp"

#include <set>

namespace querist::actions::fixture {
namespace {

TEST(RewardingByHandTest, AddsUpWhatOnePayeeGetsOverAllCompensationsByHand) {
    Rewarding rewarding;
    write_file(
        rewarding.study / "study.yaml",
        rewarding_yaml() +
            "  - {id: pilots, text: Pilots are paid., recipients: pilots, paid: by hand, "
            "budget: 900.00 EUR, tax threshold: 700.00 EUR}\n"
    );
    const auto pay = [&](const char* compensation, const char* amount) {
        const RewardItem item = Rewarding::must(enter_reward(
            rewarding.study,
            rewarding.data,
            {.compensation = compensation,
             .payee = "Ada Lovelace",
             .amount = amount,
             .reason = "work",
             .evidence = "a link"},
            rewarding.clock,
            rewarding.random
        ));
        const RewardCase whom{.response = std::nullopt, .item = item.number};
        Rewarding::must(decide_reward_case(
            rewarding.study,
            rewarding.data,
            whom,
            RewardDecision::eligible,
            "",
            rewarding.clock,
            rewarding.random
        ));
        Rewarding::must(note_reward_paid(
            rewarding.study, rewarding.data, item.number, rewarding.clock, rewarding.random
        ));
    };
    pay("team", "300");
    EXPECT_TRUE(Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 0)).over.empty());
    pay("pilots", "300");
    const auto over = Rewarding::must(rewards_paid(rewarding.study, rewarding.data, 0)).over;
    ASSERT_EQ(over.size(), 1U);
    EXPECT_EQ(over[0].sum, (Money{60'000, "EUR"}));
    EXPECT_EQ(over[0].threshold, (Money{60'000, "EUR"}));
    EXPECT_EQ(over[0].compensations, (std::set<std::string>{"pilots", "team"}));
}

TEST(RewardingByHandTest, ListsABudgetThatIsNotOpenAndNamesItsCure) {
    Rewarding rewarding;
    std::string yaml = rewarding_yaml();
    const std::string amounts = "    budget: 2000.00 EUR\n    tax threshold: 600.00 EUR\n";
    yaml.erase(yaml.find(amounts), amounts.size());
    write_file(rewarding.study / "study.yaml", yaml);
    const fs::path data = rewarding.folder.path() / "other";
    const auto budget = [&](const char* compensation, const char* total) {
        return Rewarding::must(set_reward_budget(
            rewarding.study, data, compensation, total, rewarding.clock, rewarding.random
        ));
    };
    const auto enter = [&] {
        return enter_reward(
            rewarding.study,
            data,
            {.compensation = "team",
             .payee = "Ada",
             .amount = "120",
             .reason = "work",
             .evidence = "a link"},
            rewarding.clock,
            rewarding.random
        );
    };
    EXPECT_EQ(budget("", "").unopened, std::vector<std::string>{"team"});
    const Result<RewardItem> refused = enter();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "rewards.no-budget");
    EXPECT_TRUE(refused.error().cure.contains("--compensation team --total \"2000 USD\""));
    EXPECT_TRUE(budget("team", "2000 USD").unopened.empty());
    EXPECT_TRUE(enter());
}

}  // namespace
}  // namespace querist::actions::fixture
