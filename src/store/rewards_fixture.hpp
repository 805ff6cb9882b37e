#pragma once

// What the tests of rewards.db share: a store, and two budgets in it.

#include "store/identity_fixture.hpp"
#include "store/rewards.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace querist::store::fixture {

inline constexpr std::int64_t card_price = 1'000;

struct OpenedRewards {
    explicit OpenedRewards(
        const std::filesystem::path& folder,
        const StoreOptions& options = {},
        const Keys& keys = identity_keys
    ) {
        Result<std::unique_ptr<RewardsStore>> opened =
            open_rewards_store(folder, keys, random, options);
        if (!opened) throw std::runtime_error(describe(opened.error()));
        store = std::move(*opened);
    }
    /// Runs work that must succeed.
    void run(const std::function<Result<void>(RewardsWork&)>& work) const {
        const Result<void> done = store->run(work);
        if (!done) throw std::runtime_error(describe(done.error()));
    }
    SeededRandom random{1};
    std::unique_ptr<RewardsStore> store;
};

inline compensation::CardSecrets card_of(int number) {
    return {.code = "CODE-" + std::to_string(number), .pin = "12", .link = "https://example.org"};
}

inline RewardMessage message_of(int number) {
    return {
        .id = sha256("message " + std::to_string(number)),
        .study = "tiny",
        .compensation = "cards",
        .day = 20'000
    };
}

/// Budgets "cards" of three cards' money and two cards, and "team", in a study "tiny".
inline void fill_tiny_rewards(const OpenedRewards& opened) {
    using namespace compensation;
    opened.run([](RewardsWork& work) -> Result<void> {
        work.open_budget(
            "tiny",
            {.id = "cards",
             .payment = instrument::Payment::codes,
             .currency = "USD",
             .each = card_price}
        );
        work.open_budget(
            "tiny",
            {.id = "team",
             .payment = instrument::Payment::by_hand,
             .currency = "EUR",
             .each = std::nullopt}
        );
        for (const Happening& happening :
             {Happening{"cards", 20'000, TotalSet{3 * card_price}},
              Happening{"team", 20'000, TotalSet{50'000}}}) {
            if (const auto taken = work.take("tiny", happening); !taken) {
                return std::unexpected(taken.error());
            }
        }
        for (int i = 1; i <= 2; ++i) EXPECT_TRUE(work.add_card("tiny", "cards", card_of(i)));
        return {};
    });
}

}  // namespace querist::store::fixture
