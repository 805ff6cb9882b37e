#include "actions/untold_rewards.hpp"

#include "actions/paying_fixture.hpp"

namespace querist::actions::fixture {
namespace {

using compensation::Account;

class LostRewards : public testing::Test {
protected:
    LostRewards() {
        (void)paying_.complete();
        (void)paying_.complete();
        EXPECT_EQ(paying_.round().owed, 2);
        EXPECT_EQ(untold(), 0);
    }
    std::int64_t untold() { return untold_rewards(data_, &paying_.rewards, "tiny").value(); }
    void lose() {
        paying_.rewards.store.reset();
        for (const char* name : {"rewards.db", "rewards.db-wal", "rewards.db-shm"}) {
            std::filesystem::remove(data_ / name);
        }
    }
    RewardRound told_again() {
        std::optional<RewardRound> round;
        paying_.with_store([&](store::Store& answers) {
            round = deliver_rewards(
                        answers,
                        paying_.rewards,
                        *paying_.desk->fieldwork().study("tiny"),
                        paying_.desk->clock(),
                        paying_.random,
                        Telling::again
            )
                        .value();
        });
        return *round;
    }

    Paying paying_;
    std::filesystem::path data_ = paying_.folder.path() / "data";
};

TEST_F(LostRewards, IsToldByStatusWhileTheFileIsGone) {
    lose();
    EXPECT_EQ(untold_rewards(data_, nullptr, "tiny").value(), 2);
    const std::vector<std::string> warnings = reward_warnings(data_, "tiny");
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_TRUE(warnings[0].contains("knows nothing of 2 responses")) << warnings[0];
    const auto status = rewards_status(paying_.desk->folder(), data_);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, "rewards.lost");
}

TEST_F(LostRewards, PaysNobodyByItselfAndEachOnceWhenToldAgain) {
    lose();
    paying_.rewards = open_or_make_rewards(data_, paying_.random).value();
    const RewardRound round = paying_.round();
    EXPECT_EQ(std::tuple(round.owed, round.untold), std::tuple(0, 2));
    EXPECT_TRUE(verify_rewards(data_, "").value().at(0).broken);
    const RewardRound again = told_again();
    EXPECT_FALSE(verify_rewards(data_, "").value().at(0).broken);
    EXPECT_EQ(std::tuple(again.owed, again.untold), std::tuple(2, 0));
    EXPECT_EQ(told_again().owed, 0);
    EXPECT_EQ(paying_.balance(Account::owed), 2'000);
}

TEST_F(LostRewards, WhoWithdrewHidesNobodyOfAnOlderCopy) {
    const Secret told = paying_.complete();
    EXPECT_EQ(paying_.round().untold, 0);
    const std::filesystem::path copy = paying_.folder.path() / "older.db";
    paying_.rewards.store.reset();
    std::filesystem::copy_file(data_ / "rewards.db", copy);
    paying_.rewards = open_or_make_rewards(data_, paying_.random).value();
    (void)paying_.complete();
    EXPECT_EQ(paying_.round().untold, 0);
    ASSERT_TRUE(paying_.desk->withdraw(told));
    lose();
    std::filesystem::copy_file(copy, data_ / "rewards.db");
    paying_.rewards = open_or_make_rewards(data_, paying_.random).value();
    EXPECT_EQ(untold(), 1);
    EXPECT_TRUE(verify_rewards(data_, "").value().at(0).broken);
}

TEST_F(LostRewards, WhatWaitsToBeToldIsNotLost) {
    (void)paying_.complete();
    paying_.with_store([&](store::Store& answers) {
        // Found eligible, and killed before it was told.
        const auto decided = answers.run([&](store::Transaction& transaction) -> Result<void> {
            const StudyId study = transaction.study("tiny").value().id;
            const auto left = transaction.eligibility().undecided(study, "cards", {}, 9);
            return decide_reward(
                transaction,
                paying_.rewards.keys,
                {"tiny", "cards", left.at(0).public_id},
                RewardDecision::eligible,
                "",
                paying_.desk->clock().now(),
                paying_.random
            );
        });
        ASSERT_TRUE(decided);
    });
    EXPECT_EQ(untold(), 0);
    EXPECT_EQ(untold_rewards(data_, nullptr, "tiny").value(), 2);
}

}  // namespace
}  // namespace querist::actions::fixture
