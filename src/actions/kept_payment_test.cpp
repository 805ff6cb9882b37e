#include "actions/kept_payment.hpp"

#include "actions/paying_fixture.hpp"
#include "actions/rewarding.hpp"
#include "actions/rewards_fixture.hpp"

#include <fmt/format.h>

namespace querist::actions::fixture {
namespace {

instrument::Study paying(const std::string& compensation) {
    const std::string yaml = study_yaml("tiny", compensation);
    instrument::LoadedStudy loaded = instrument::load_study({{"study.yaml", yaml}}, "tiny");
    if (!loaded.study) throw std::runtime_error(describe(loaded.problems.front()));
    return *std::move(loaded.study);
}

std::string by_codes(
    const std::string& id, const std::string& amount, const std::string& more = ""
) {
    return fmt::format(
        R"(
compensation:
  - id: {}
    text: Each gets a gift card.
    amount: {}
    recipients: participants
    paid: codes
    budget: 20.00 USD
    eligible: complete
{})",
        id,
        amount,
        more
    );
}

std::string days(int claim_days) { return fmt::format("    claim days: {}\n", claim_days); }

TEST(KeptPaymentTest, WhatWasPromisedStays) {
    struct Row {
        const char* name;
        std::string promised;
        std::string now;
        bool kept;
    };
    const std::string more = "  - id: talk\n    text: A talk.\n    recipients: participants\n";
    const std::vector<Row> rows{
        {"the same", by_codes("cards", "10.00 USD"), by_codes("cards", "10.00 USD"), true},
        {"one more that is not paid by codes",
         by_codes("cards", "10.00 USD"),
         by_codes("cards", "10.00 USD") + more,
         true},
        {"begun", "", by_codes("cards", "10.00 USD"), true},
        {"ended", by_codes("cards", "10.00 USD"), "", false},
        {"another name", by_codes("cards", "10.00 USD"), by_codes("cards-2", "10.00 USD"), false},
        {"more", by_codes("cards", "10.00 USD"), by_codes("cards", "15.00 USD"), false},
        {"claims for longer",
         by_codes("cards", "10.00 USD", days(60)),
         by_codes("cards", "10.00 USD", days(61)),
         true},
        {"claims without end",
         by_codes("cards", "10.00 USD", days(60)),
         by_codes("cards", "10.00 USD"),
         true},
        {"claims for a shorter time",
         by_codes("cards", "10.00 USD", days(60)),
         by_codes("cards", "10.00 USD", days(59)),
         false},
        {"claims that end where none did",
         by_codes("cards", "10.00 USD"),
         by_codes("cards", "10.00 USD", days(3'650)),
         false},
        {"another currency", by_codes("cards", "10.00 USD"), by_codes("cards", "10.00 EUR"), false},
    };
    for (const Row& row : rows) {
        // A budget in another currency than the amount is another problem.
        std::string now = row.now;
        if (now.contains("EUR")) now.replace(now.find("20.00 USD"), 9, "20.00 EUR");
        const Result<void> kept = keeps_payment(paying(row.promised), paying(now));
        EXPECT_EQ(kept.has_value(), row.kept) << row.name;
        if (!kept) EXPECT_EQ(kept.error().code, "actions.payment-fixed") << row.name;
    }
}

/// The study file as it is edited while participants are paid.
class EditedWhilePaying : public testing::Test {
protected:
    void edit(const std::string& compensation) {
        write_file(paying_.folder.path() / "tiny" / "study.yaml", study_yaml("tiny", compensation));
    }
    [[nodiscard]] std::string refused_by_resuming() {
        const std::string folder = paying_.desk->folder().generic_string();
        const auto resumed =
            step_life(folder, paying_.desk->data(), Life::open, paying_.desk->clock());
        return resumed ? "" : resumed.error().code;
    }
    Paying paying_;
};

TEST_F(EditedWhilePaying, NobodyIsPaidAgainUnderAnotherName) {
    (void)paying_.complete();
    EXPECT_EQ(paying_.round().owed, 1);
    edit(by_codes("cards-2", "20.00 USD"));
    const auto owed = set_reward_budget(
        paying_.desk->folder(), paying_.desk->data(), "", "", paying_.desk->clock(), paying_.random
    );
    ASSERT_FALSE(owed);
    EXPECT_EQ(owed.error().code, "actions.payment-fixed");
    ASSERT_TRUE(
        step_life(paying_.desk->folder(), paying_.desk->data(), Life::paused, paying_.desk->clock())
    );
    EXPECT_EQ(refused_by_resuming(), "actions.payment-fixed");
    // Were it told to pay another compensation all the same, whoever has a reward gets no second.
    const instrument::Study other = paying(by_codes("cards-2", "20.00 USD"));
    paying_.with_store([&](store::Store& answers) {
        const auto round =
            deliver_rewards(answers, paying_.rewards, other, paying_.desk->clock(), paying_.random);
        ASSERT_TRUE(round);
        EXPECT_EQ(round->eligible, 0);
    });
}

}  // namespace

TEST(DraftPaymentTest, AStepThatIsRefusedChangesNothingOfWhatIsPaid) {
    TemporaryFolder folder;
    SeededRandom random{5};
    StoppedClock clock;
    const std::filesystem::path study = folder.path() / "tiny";
    const std::filesystem::path data = folder.path() / "data";
    const auto edit = [&](const std::string& amount) {
        write_file(study / "study.yaml", study_yaml("tiny", by_codes("cards", amount)));
    };
    const auto refused = [&](Life to) {
        const auto stepped = step_life(study, data, to, clock);
        return stepped ? "" : stepped.error().code;
    };
    const auto each = [&] {
        const OpenedRewards rewards =
            open_existing_rewards(data, store::Access::read_only, random).value();
        return rewards.store->view()->budgets("tiny").at(0).terms.each;
    };
    edit("10.00 USD");
    ASSERT_TRUE(step_life(study, data, Life::pilot, clock));
    ASSERT_TRUE(set_reward_budget(study, data, "", "", clock, random));
    edit("20.00 USD");
    EXPECT_EQ(refused(Life::open), "actions.payment-fixed");
    EXPECT_EQ(each(), 1'000);
    edit("10.00 USD");
    ASSERT_TRUE(step_life(study, data, Life::open, clock));
    edit("1.00 USD");
    EXPECT_EQ(refused(Life::open), "actions.wrong-step");
    EXPECT_EQ(each(), 1'000);
}

TEST(DraftPaymentTest, ADraftChangesWhatItPaysUntilItsBudgetHoldsACard) {
    TemporaryFolder folder;
    SeededRandom random{5};
    StoppedClock clock;
    const std::filesystem::path study = folder.path() / "tiny";
    const std::filesystem::path data = folder.path() / "data";
    const auto each = [&](const std::string& amount) {
        write_file(study / "study.yaml", study_yaml("tiny", by_codes("cards", amount)));
        return set_reward_budget(study, data, "", "", clock, random).value().budgets.at(0).each;
    };
    EXPECT_EQ(each("10.00 USD"), (Money{1'000, "USD"}));
    EXPECT_EQ(each("5.00 USD"), (Money{500, "USD"}));
    write_file(folder.path() / "cards.csv", "code\nAAA\n");
    ASSERT_TRUE(import_cards(study, folder.path() / "cards.csv", data, {}, clock, random));
    EXPECT_EQ(each("7.00 USD"), (Money{500, "USD"}));
    const auto opened = step_life(study, data, Life::open, clock);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "actions.payment-differs");
    EXPECT_EQ(each("5.00 USD"), (Money{500, "USD"}));
    EXPECT_TRUE(step_life(study, data, Life::open, clock));
}

}  // namespace querist::actions::fixture
