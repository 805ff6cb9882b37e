#pragma once

// What the tests of rewards share: a rewards.db with one budget by codes, and claims of it.

#include "actions/rewards.hpp"
#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace querist::actions::fixture {

struct StoppedClock final : Clock {
    Instant now() override { return moment; }
    Instant moment{std::chrono::days(20'000)};
};

struct TinyRewards {
    /// Money for so many claims, and so many cards.
    TinyRewards(int claims, int cards)
        : opened(open_or_make_rewards(folder.path(), random).value()) {
        work([&](store::RewardsWork& work) {
            work.open_budget(
                "tiny",
                {.id = "cards",
                 .payment = instrument::Payment::codes,
                 .currency = "USD",
                 .each = 1'000}
            );
        });
        take(compensation::TotalSet{claims * 1'000});
        work([&](store::RewardsWork& work) {
            for (int i = 0; i < cards; ++i) {
                (void)work.add_card("tiny", "cards", {"CODE" + std::to_string(i), "", ""});
            }
        });
    }

    void work(const std::function<void(store::RewardsWork&)>& does) const {
        const Result<void> done = opened.store->run([&](store::RewardsWork& work) -> Result<void> {
            does(work);
            return {};
        });
        if (!done) throw std::runtime_error(describe(done.error()));
    }
    void take(const compensation::Event& event) const {
        work([&](store::RewardsWork& work) {
            const auto taken = work.take("tiny", {"cards", 20'000, event});
            if (!taken) throw std::runtime_error(describe(taken.error()));
        });
    }
    /// As many messages are found eligible.
    void owe(int messages) const {
        work([&](store::RewardsWork& work) {
            for (int i = 0; i < messages; ++i) {
                const Digest id = sha256("message " + std::to_string(i));
                const auto taken =
                    work.take("tiny", {"cards", 20'000, compensation::FoundEligible{id}});
                if (!taken) throw std::runtime_error(describe(taken.error()));
            }
        });
    }
    void owe_to(const RewardOf& reward) const {
        const Digest id = reward_message_id(opened.keys, reward);
        take(compensation::FoundEligible{id});
        work([&](store::RewardsWork& work) {
            (void)work.note_message(
                {.id = id, .study = reward.study, .compensation = reward.compensation, .day = 20'000
                },
                store::MessageOutcome::owed
            );
        });
    }
    void import_card(int number) const {
        work([&](store::RewardsWork& work) {
            EXPECT_TRUE(work.add_card("tiny", "cards", {"CODE" + std::to_string(number), "", ""}));
        });
    }
    [[nodiscard]] static ProvenClaim claim_of(int number) {
        return {
            .study = "tiny",
            .compensation = "cards",
            .token_hash = sha256("token " + std::to_string(number)),
            .way = store::ClaimWay::blind
        };
    }
    [[nodiscard]] std::int64_t balance(compensation::Account account) const {
        return opened.store->view()->budgets("tiny").at(0).balance(account);
    }
    [[nodiscard]] store::CardCounts cards() const {
        return opened.store->view()->card_counts("tiny", "cards");
    }
    /// The whole ledger is replayed.
    void expect_verified() const {
        const std::unique_ptr<store::RewardsView> view = opened.store->view();
        compensation::Ledger ledger("tiny");
        for (const compensation::BudgetState& budget : view->budgets("tiny")) {
            ledger.open_budget(budget.terms);
        }
        view->each_entry("tiny", [&](const compensation::Entry& entry) {
            const std::optional<Problem> broken = ledger.replay(entry);
            EXPECT_FALSE(broken) << describe(broken.value_or(Problem{}));
        });
        EXPECT_EQ(ledger.head(), view->ledger_end("tiny").head);
        EXPECT_EQ(ledger.budget("cards")->balances, view->budgets("tiny").at(0).balances);
    }

    TemporaryFolder folder;
    SeededRandom random{1};
    StoppedClock clock;
    OpenedRewards opened;
};

}  // namespace querist::actions::fixture
