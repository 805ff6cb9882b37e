#include "actions/paying_fixture.hpp"
#include "actions/reward_places.hpp"

namespace querist::actions::fixture {
namespace {

using compensation::Account;

TEST(DeliverRewardsTest, OwesEachCompleteResponseOnceWhileTheBudgetCoversIt) {
    Paying paying;
    const Secret first = paying.complete();
    (void)paying.desk->start();
    const RewardRound round = paying.round();
    EXPECT_EQ(std::tuple(round.eligible, round.owed, round.refused), std::tuple(1, 1, 0));
    EXPECT_EQ(paying.stage(first), RewardStage::owed);
    EXPECT_EQ(paying.round().eligible, 0);
    const Secret second = paying.complete();
    const Secret third = paying.complete();
    EXPECT_EQ(paying.stage(third), RewardStage::waiting);
    const RewardRound next = paying.round();
    EXPECT_EQ(std::tuple(next.eligible, next.owed, next.refused), std::tuple(2, 1, 1));
    EXPECT_EQ(paying.balance(Account::owed), 2'000);
    const bool second_owed = paying.stage(second) == RewardStage::owed;
    EXPECT_EQ(paying.stage(second_owed ? third : second), RewardStage::spent);
    // The budget is raised: what was refused is owed.
    ASSERT_TRUE(paying.rewards.store->run([](store::RewardsWork& work) -> Result<void> {
        EXPECT_TRUE(work.take("tiny", {"cards", 20'000, compensation::TotalSet{3'000}}));
        return {};
    }));
    EXPECT_EQ(paying.round().owed, 1);
    EXPECT_EQ(paying.stage(third), RewardStage::owed);
    EXPECT_EQ(paying.balance(Account::owed), 3'000);
}

TEST(DeliverRewardsTest, EntryAndMessageAreCommittedTogetherAndSayNothingOfEachOther) {
    Paying paying;
    const Secret secret = paying.complete();
    (void)paying.round();
    const std::vector<store::EntryRow> entries = paying.desk->entries(secret);
    ASSERT_EQ(entries.back().kind, response::EntryKind::eligible);
    EXPECT_EQ(
        entries.back().body,
        R"({"at":"2026-11-23T12:00:00.000000Z","compensation":"cards","eligible":true})"
    );
    paying.with_store([&](store::Store& answers) {
        EXPECT_TRUE(answers.snapshot()->eligibility().reward_messages({}, 9).empty());
    });
    // The participant's own program goes on with a response that got an entry from elsewhere.
    const Result<WithdrawOutcome> withdrawn = paying.desk->withdraw(secret);
    ASSERT_TRUE(withdrawn);
    EXPECT_TRUE(std::holds_alternative<Deleted>(*withdrawn));
    EXPECT_EQ(paying.balance(Account::owed), 1'000) << "who withdraws keeps the reward";
}

TEST(DeliverRewardsTest, WaitsForDaysOfReviewFlagsAndExclusions) {
    Paying paying("    review days: 2\n");
    const Secret plain = paying.complete();
    const Secret flagged = paying.complete();
    const auto note = [&](const Secret& secret, ReviewStep step, const char* reason) {
        const Result<Review> done = review(
            "tiny",
            paying.folder.path() / "data",
            step,
            {.response = paying.id_of(secret), .by = "ab", .reason = reason},
            paying.desk->clock(),
            paying.random
        );
        if (!done) ADD_FAILURE() << describe(done.error());
    };
    note(flagged, ReviewStep::flag, "odd");
    EXPECT_EQ(paying.round().waiting.size(), 2U);
    paying.desk->clock().advance(std::chrono::days(2) - std::chrono::microseconds(1));
    EXPECT_EQ(paying.round().waiting.size(), 2U) << "days have 24 hours, whatever the date says";
    paying.desk->clock().advance(std::chrono::microseconds(1));
    const RewardRound round = paying.round();
    EXPECT_EQ(round.owed, 1);
    ASSERT_EQ(round.waiting.size(), 1U);
    EXPECT_EQ(round.waiting[0].response, paying.id_of(flagged));
    EXPECT_EQ(round.waiting[0].reasons, std::vector<std::string>{"flag by-hand (ab: odd)"});
    EXPECT_EQ(paying.stage(plain), RewardStage::owed);
    note(flagged, ReviewStep::exclude, "copied");
    EXPECT_EQ(paying.round().owed, 0);
    note(flagged, ReviewStep::keep, "a mistake");
    EXPECT_EQ(paying.round().owed, 1);
    EXPECT_EQ(paying.stage(flagged), RewardStage::owed);
}

TEST(DeliverRewardsTest, OwesNobodyWhoCameByTheOpenLinkWhereEachPersonHasOne) {
    Paying paying;
    const Secret secret = paying.complete();
    instrument::Study study = *paying.desk->fieldwork().study("tiny");
    study.compensation[0].eligibility = instrument::Eligibility::complete_persons;
    paying.with_store([&](store::Store& answers) {
        const Result<RewardRound> round =
            deliver_rewards(answers, paying.rewards, study, paying.desk->clock(), paying.random);
        ASSERT_TRUE(round);
        EXPECT_EQ(round->not_eligible, 1);
    });
    EXPECT_EQ(paying.stage(secret), RewardStage::refused);
    EXPECT_EQ(paying.balance(Account::owed), 0);
}

TEST(DeliverRewardsTest, PersonDecidesOnceAndIsTaken) {
    Paying paying("    review days: 30\n");
    const Secret good = paying.complete();
    const Secret bad = paying.complete();
    const fs::path study = paying.folder.path() / "tiny";
    const fs::path data = paying.folder.path() / "data";
    const auto decide = [&](const Secret& secret, RewardDecision decision, const char* reason) {
        const Result<std::int64_t> done = decide_reward_case(
            study,
            data,
            {.response = paying.id_of(secret), .item = 0},
            decision,
            reason,
            paying.desk->clock(),
            paying.random
        );
        return done ? std::string() : done.error().code;
    };
    EXPECT_EQ(decide(good, RewardDecision::eligible, ""), "");
    EXPECT_EQ(decide(good, RewardDecision::refused, "too late"), "rewards.decided");
    EXPECT_EQ(decide(bad, RewardDecision::refused, " "), "rewards.no-reason");
    EXPECT_EQ(decide(bad, RewardDecision::refused, "a robot"), "");
    EXPECT_EQ(decide(bad, RewardDecision::eligible, ""), "rewards.decided");
    EXPECT_EQ(paying.stage(good), RewardStage::owed);
    EXPECT_EQ(paying.stage(bad), RewardStage::refused);
    const Result<RewardReview> review = review_rewards(study, data, paying.desk->clock());
    ASSERT_TRUE(review);
    EXPECT_TRUE(review->responses.empty());
    const auto verified = verify(data, "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->at(0).broken);
}

TEST(DeliverRewardsTest, DecisionsAreMadeAgainFromEntriesAndVerified) {
    Paying paying;
    const PublicId response = paying.id_of(paying.complete());
    (void)paying.round();
    const fs::path data = paying.folder.path() / "data";
    paying.desk->close();
    ASSERT_TRUE(rebuild(data, "tiny", {}));
    paying.with_store([&](store::Store& answers) {
        EXPECT_EQ(
            answers.snapshot()
                ->eligibility()
                .eligibility_counts(answers.snapshot()->study("tiny").value().id, "cards")
                .eligible,
            1
        );
        ASSERT_TRUE(answers.run([&](store::Transaction& transaction) -> Result<void> {
            const auto row = transaction.response_by_public_id(StudyId{1}, response);
            transaction.eligibility().decide(row.value().id, "cards", false);
            return {};
        }));
    });
    const auto verified = verify(data, "tiny", {});
    ASSERT_TRUE(verified);
    ASSERT_TRUE(verified->at(0).broken);
    EXPECT_EQ(verified->at(0).broken->code, "verify.projection");
}

TEST(DeliverRewardsTest, MessagesAreAppliedOnceWhereverARoundDies) {
    Paying paying;
    const PublicId response = paying.id_of(paying.complete());
    (void)paying.round();
    // It died before what was delivered was forgotten: the message lies there again.
    paying.with_store([&](store::Store& answers) {
        ASSERT_TRUE(answers.run([&](store::Transaction& transaction) -> Result<void> {
            EXPECT_TRUE(transaction.eligibility().queue_reward(
                {.id = reward_message_id(paying.rewards.keys, {"tiny", "cards", response}),
                 .study = "tiny",
                 .compensation = "cards",
                 .day = 20'000}
            ));
            return {};
        }));
    });
    EXPECT_EQ(paying.round().owed, 0);
    EXPECT_EQ(paying.balance(Account::owed), 1'000);
    paying.with_store([&](store::Store& answers) {
        EXPECT_TRUE(answers.snapshot()->eligibility().reward_messages({}, 9).empty());
    });
}

TEST(DeliverRewardsTest, MessagesOfAStudyWithoutABudgetHoldUpNoOther) {
    Paying paying;
    constexpr std::uint8_t many = 6;
    paying.with_store([&](store::Store& answers) {
        ASSERT_TRUE(answers.run([&](store::Transaction& transaction) -> Result<void> {
            for (int i = 0; i < 100 * many; ++i) {
                // Before every other in the order of ids.
                store::RewardMessage message{.id = {}, .study = "lost", .compensation = "cards"};
                message.id.bytes[30] = static_cast<std::uint8_t>(i / 100);
                message.id.bytes[31] = static_cast<std::uint8_t>(i % 100 + 1);
                EXPECT_TRUE(transaction.eligibility().queue_reward(message));
            }
            return {};
        }));
    });
    (void)paying.complete();
    EXPECT_EQ(paying.round().owed, 1);
    paying.with_store([&](store::Store& answers) {
        EXPECT_EQ(answers.snapshot()->eligibility().reward_messages({}, 999).size(), 100U * many)
            << "they wait for their budget, and nothing else does";
    });
}

TEST(DeliverRewardsTest, ClaimsEndDaysAfterTheStudyClosed) {
    Paying paying("    claim days: 3\n");
    (void)paying.complete();
    (void)paying.round();
    const fs::path study = paying.folder.path() / "tiny";
    ASSERT_TRUE(step_life(study, paying.folder.path() / "data", Life::closed, paying.desk->clock())
    );
    EXPECT_FALSE(paying.round().ended);
    paying.desk->clock().advance(std::chrono::days(4));
    EXPECT_TRUE(paying.round().ended);
    EXPECT_FALSE(paying.round().ended) << "once";
    EXPECT_EQ(paying.balance(Account::expired), 1'000);
}

TEST(RewardPlacesTest, NobodyBeginsWhomTheBudgetDoesNotCover) {
    Paying paying("    when budget ends: stop\n");  // it covers two
    OpenFieldwork& fieldwork = paying.desk->fieldwork();
    const auto count = [&] { fieldwork.keep_rewards(paying.desk->clock().now()); };
    const auto begins = [&] {
        const Result<ConsentOutcome> outcome = paying.desk->consent();
        return outcome && std::holds_alternative<Started>(*outcome);
    };
    count();
    EXPECT_EQ(fieldwork.newcomers("tiny"), Newcomers::welcome);
    (void)paying.complete();
    count();
    EXPECT_TRUE(begins());
    EXPECT_EQ(fieldwork.newcomers("tiny"), Newcomers::none) << "the last place is taken at once";
    EXPECT_FALSE(begins());
    count();
    EXPECT_FALSE(begins()) << "who began keeps a place";
    paying.desk->clock().advance(days_a_place_is_kept + std::chrono::minutes(1));
    count();
    EXPECT_EQ(fieldwork.newcomers("tiny"), Newcomers::welcome) << "for a time";
    const Secret last = paying.complete();
    count();
    EXPECT_EQ(paying.stage(last), RewardStage::owed);
    EXPECT_FALSE(begins());
    ASSERT_TRUE(paying.rewards.store->run([](store::RewardsWork& work) -> Result<void> {
        EXPECT_TRUE(work.take("tiny", {"cards", 20'000, compensation::TotalSet{3'000}}));
        return {};
    }));
    count();
    EXPECT_TRUE(begins()) << "the budget was raised";
}

TEST(RewardPlacesTest, NewcomersAreToldOrNothingIsSaid) {
    struct Row {
        const char* name;
        const char* end;
        Newcomers meet;
    };
    for (const Row& row :
         {Row{"told", "    when budget ends: tell participants\n", Newcomers::unpaid},
          Row{"not said", "", Newcomers::welcome}}) {
        SCOPED_TRACE(row.name);
        Paying paying(row.end);
        OpenFieldwork& fieldwork = paying.desk->fieldwork();
        for (int i = 0; i < 2; ++i) (void)paying.complete();
        fieldwork.keep_rewards(paying.desk->clock().now());
        EXPECT_EQ(fieldwork.newcomers("tiny"), row.meet);
        const Result<ConsentOutcome> outcome = paying.desk->consent();
        EXPECT_TRUE(outcome && std::holds_alternative<Started>(*outcome));
    }
}

TEST(DeliverRewardsTest, ServerOwesByItself) {
    Paying paying;
    const Secret secret = paying.complete();
    OpenFieldwork& fieldwork = paying.desk->fieldwork();
    fieldwork.keep_rewards(paying.desk->clock().now());
    EXPECT_EQ(paying.stage(secret), RewardStage::owed);
    fieldwork.keep_rewards(paying.desk->clock().now());
    EXPECT_EQ(paying.balance(Account::owed), 1'000);
}

}  // namespace
}  // namespace querist::actions::fixture
