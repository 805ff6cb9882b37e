#include "actions/rewards_fixture.hpp"

#include <barrier>
#include <set>
#include <thread>

namespace querist::actions::fixture {
namespace {

using compensation::Account;

/// What an outcome is, in one word.
std::string word_of(const Result<ClaimOutcome>& outcome) {
    if (!outcome) return outcome.error().code;
    if (std::holds_alternative<ShownCard>(*outcome)) return "shown";
    switch (std::get<Unclaimed>(*outcome)) {
        case Unclaimed::unreadable:
            return "unreadable";
        case Unclaimed::not_owed:
            return "not owed";
        case Unclaimed::none_left:
            return "none left";
        case Unclaimed::ended:
            return "ended";
    }
    return "";
}
std::string code_of_card(const Result<ClaimOutcome>& outcome) {
    return word_of(outcome) == "shown" ? std::get<ShownCard>(*outcome).code : word_of(outcome);
}

TEST(ClaimRewardTest, ShowsOneCardHoweverOftenItIsClaimed) {
    TinyRewards tiny(3, 3);
    tiny.owe(2);
    const ProvenClaim claim = tiny.claim_of(1);
    const Result<ClaimOutcome> first = claim_reward(*tiny.opened.store, tiny.clock, claim);
    ASSERT_EQ(word_of(first), "shown");
    EXPECT_EQ(to_text(std::get<ShownCard>(*first).amount), "10.00 USD");
    EXPECT_EQ(
        code_of_card(claim_reward(*tiny.opened.store, tiny.clock, claim)),
        std::get<ShownCard>(*first).code
    );
    EXPECT_EQ(tiny.balance(Account::paid), 1'000);
    EXPECT_EQ(tiny.balance(Account::owed), 1'000);
    EXPECT_EQ(tiny.cards().shown, 1);
    ProvenClaim elsewhere = claim;
    elsewhere.compensation = "none";
    EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, elsewhere)), "not owed");
    EXPECT_NE(
        code_of_card(claim_reward(*tiny.opened.store, tiny.clock, tiny.claim_of(2))),
        std::get<ShownCard>(*first).code
    );
    EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, tiny.claim_of(3))), "not owed");
    EXPECT_EQ(tiny.cards().free, 1) << "a claim of what is not owed takes no card";
    tiny.expect_verified();
}

TEST(ClaimRewardTest, TellsWhyThereIsNoCard) {
    TinyRewards tiny(3, 1);
    tiny.owe(3);
    const auto claim = [&](int number) {
        return word_of(claim_reward(*tiny.opened.store, tiny.clock, tiny.claim_of(number)));
    };
    EXPECT_EQ(claim(1), "shown");
    EXPECT_EQ(claim(2), "none left");
    EXPECT_EQ(tiny.balance(Account::owed), 2'000) << "a claim without a card reserves nothing";
    tiny.import_card(77);
    EXPECT_EQ(claim(2), "shown") << "the claim stayed good";
    tiny.take(compensation::ClaimsEnded{});
    EXPECT_EQ(claim(3), "ended");
    EXPECT_EQ(claim(1), "shown") << "what was claimed before is shown still";
    tiny.expect_verified();
}

TEST(ClaimRewardTest, GoesOnWhereItDiedBetweenSettingAsideAndShowing) {
    TinyRewards tiny(1, 1);
    tiny.owe(1);
    const ProvenClaim claim = tiny.claim_of(1);
    tiny.work([&](store::RewardsWork& work) {
        ASSERT_TRUE(work.take("tiny", {"cards", 20'000, compensation::Claimed{claim.token_hash}}));
        ASSERT_TRUE(work.reserve_card("tiny", "cards", claim.token_hash, claim.way));
    });
    EXPECT_EQ(tiny.cards().reserved, 1);
    EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, claim)), "shown");
    EXPECT_EQ(tiny.balance(Account::paid), 1'000);
    tiny.expect_verified();
}

TEST(ClaimRewardTest, WhatWasTakenBackShowsNothingUnlessItIsOwedAgain) {
    TinyRewards tiny(2, 2);
    tiny.owe(1);
    const ProvenClaim claim = tiny.claim_of(1);
    EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, claim)), "shown");
    const std::int64_t paid = tiny.opened.store->view()->ledger_end("tiny").entries;
    tiny.take(compensation::Reversed{paid, "a robot", compensation::MoneyBack::no});
    EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, claim)), "not owed");
    tiny.expect_verified();
}

TEST(ClaimRewardTest, AThousandClaimsOfOneTokenPayOne) {
    TinyRewards tiny(20, 20);
    tiny.owe(20);
    constexpr int threads = 8;
    constexpr int claims = 125;
    std::vector<std::set<std::string>> seen(threads);
    std::barrier together(threads);
    {
        std::vector<std::jthread> crowd;
        for (int i = 0; i < threads; ++i) {
            crowd.emplace_back([&, i] {
                together.arrive_and_wait();
                for (int n = 0; n < claims; ++n) {
                    seen.at(static_cast<std::size_t>(i))
                        .insert(code_of_card(
                            claim_reward(*tiny.opened.store, tiny.clock, tiny.claim_of(1))
                        ));
                }
            });
        }
    }
    std::set<std::string> all;
    for (const std::set<std::string>& one : seen) all.insert(one.begin(), one.end());
    EXPECT_EQ(all.size(), 1U);
    EXPECT_EQ(tiny.cards().shown, 1);
    EXPECT_EQ(tiny.balance(Account::paid), 1'000);
    tiny.expect_verified();
}

TEST(ClaimRewardTest, TwoProgramsThatClaimAtOncePayOne) {
    TinyRewards tiny(20, 20);
    tiny.owe(20);
    SeededRandom other_random{2};
    const Result<OpenedRewards> other =
        open_existing_rewards(tiny.folder.path(), store::Access::read_write, other_random);
    ASSERT_TRUE(other);
    std::array<std::string, 2> seen;
    for (int round = 1; round <= 10; ++round) {
        std::barrier together(2);
        {
            const auto claim = [&](std::size_t who, store::RewardsStore& store) {
                together.arrive_and_wait();
                seen.at(who) = code_of_card(claim_reward(store, tiny.clock, tiny.claim_of(round)));
            };
            const std::jthread one([&] { claim(0, *tiny.opened.store); });
            const std::jthread two([&] { claim(1, *other->store); });
        }
        EXPECT_EQ(seen.at(0), seen.at(1));
    }
    EXPECT_EQ(tiny.cards().shown, 10);
    EXPECT_EQ(tiny.balance(Account::paid), 10'000);
    tiny.expect_verified();
}

TEST(ClaimRewardTest, AThousandParticipantsOnTheLastTenCardsArePaidTen) {
    TinyRewards tiny(1'000, 10);
    tiny.owe(1'000);
    constexpr int threads = 8;
    constexpr int claims = 125;
    std::atomic<int> none_left = 0;
    std::atomic<int> others = 0;
    std::vector<std::set<std::string>> seen(threads);
    std::barrier together(threads);
    {
        std::vector<std::jthread> crowd;
        for (int i = 0; i < threads; ++i) {
            crowd.emplace_back([&, i] {
                together.arrive_and_wait();
                for (int n = 0; n < claims; ++n) {
                    const Result<ClaimOutcome> outcome = claim_reward(
                        *tiny.opened.store, tiny.clock, tiny.claim_of(1 + i * claims + n)
                    );
                    if (word_of(outcome) == "shown") {
                        seen.at(static_cast<std::size_t>(i)).insert(code_of_card(outcome));
                    } else {
                        ++(word_of(outcome) == "none left" ? none_left : others);
                    }
                }
            });
        }
    }
    std::set<std::string> all;
    for (const std::set<std::string>& one : seen) all.insert(one.begin(), one.end());
    EXPECT_EQ(all.size(), 10U);
    EXPECT_EQ(none_left, 990);
    EXPECT_EQ(others, 0);
    EXPECT_EQ(tiny.balance(Account::paid), 10'000);
    EXPECT_EQ(tiny.balance(Account::owed), 990'000);
    tiny.expect_verified();
}

TEST(ClaimCodeTest, ProvesOneClaimOnceItIsGivenOut) {
    TinyRewards tiny(2, 2);
    const RewardOf reward{.study = "tiny", .compensation = "cards", .response = {}};
    EXPECT_EQ(give_out_code(tiny.opened, reward).error().code, "rewards.not-owed");
    tiny.owe_to(reward);
    const Result<std::string> code = give_out_code(tiny.opened, reward);
    ASSERT_TRUE(code);
    EXPECT_EQ(code->size(), 32U) << "26 characters in groups of four";
    EXPECT_EQ(*give_out_code(tiny.opened, reward), *code);
    RewardOf other = reward;
    other.response.bytes.fill(1);
    EXPECT_NE(claim_code_of(tiny.opened.keys, other), *code);
    const std::unique_ptr<store::RewardsView> view = tiny.opened.store->view();
    for (const std::string& typed : {*code, " " + *code, std::string(*code).replace(4, 1, " ")}) {
        const std::optional<ProvenClaim> claim = claim_by_code(*view, "tiny", typed);
        ASSERT_TRUE(claim) << typed;
        EXPECT_EQ(claim->compensation, "cards");
        EXPECT_EQ(claim->way, store::ClaimWay::code);
        EXPECT_EQ(word_of(claim_reward(*tiny.opened.store, tiny.clock, *claim)), "shown");
    }
    EXPECT_EQ(tiny.cards().shown, 1);
    EXPECT_FALSE(claim_by_code(*view, "other", *code));
    EXPECT_FALSE(claim_by_code(*view, "tiny", claim_code_of(tiny.opened.keys, other)));
    EXPECT_FALSE(claim_by_code(*view, "tiny", "no code"));
}

}  // namespace
}  // namespace querist::actions::fixture
