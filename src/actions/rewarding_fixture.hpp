#pragma once

// What the tests of the researcher's verbs about rewards share: a study that pays by codes and by
// hand.

#include "actions/fieldwork_fixture.hpp"
#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"

#include <stdexcept>
#include <string>
#include <variant>

namespace querist::actions::fixture {

inline std::string rewarding_yaml() {
    return study_yaml("tiny", R"(
compensation:
  - id: cards
    text: Each gets a gift card.
    amount: 10.00 USD
    recipients: participants
    paid: codes
    budget: 30.00 USD
  - id: team
    text: The other team is paid.
    recipients: the other team
    paid: by hand
    budget: 2000.00 EUR
    tax threshold: 600.00 EUR
)");
}

/// A study with both budgets, and its researcher.
struct Rewarding {
    Rewarding() {
        write_file(study / "study.yaml", rewarding_yaml());
        write_file(cards, "code\nAAA\nBBB\nCCC\n");
        must(set_reward_budget(study, data, "", "", clock, random));
        must(import_cards(study, cards, data, {}, clock, random));
        opened = must(open_existing_rewards(data, store::Access::read_write, random));
    }

    template <class Value>
    static Value must(Result<Value> result) {
        if (!result) throw std::runtime_error(describe(result.error()));
        return *std::move(result);
    }
    static void must(const Result<void>& result) {
        if (!result) throw std::runtime_error(describe(result.error()));
    }

    std::int64_t pay(const std::string& payee, const std::string& amount) {
        const RewardItem item = must(enter_reward(
            study,
            data,
            {.compensation = "",
             .payee = payee,
             .amount = amount,
             .reason = "work",
             .evidence = "a link"},
            clock,
            random
        ));
        const RewardCase whom{.response = std::nullopt, .item = item.number};
        must(decide_reward_case(study, data, whom, RewardDecision::eligible, "", clock, random));
        must(note_reward_paid(study, data, item.number, clock, random));
        return item.number;
    }
    [[nodiscard]] ClaimOutcome claim(const std::string& token) {
        return must(claim_reward(
            *opened.store,
            clock,
            {.study = "tiny",
             .compensation = "cards",
             .token_hash = sha256(token),
             .way = store::ClaimWay::blind}
        ));
    }
    void owe(const std::string& message) const {
        must(opened.store->run([&](store::RewardsWork& work) -> Result<void> {
            const Digest id = sha256(message);
            const auto taken =
                work.take("tiny", {"cards", 20'000, compensation::FoundEligible{id}});
            if (!taken) return std::unexpected(taken.error());
            (void)work.note_message(
                {.id = id, .study = "tiny", .compensation = "cards", .day = 20'000},
                store::MessageOutcome::owed
            );
            return {};
        }));
    }
    [[nodiscard]] std::string broken() const {
        const auto verified = must(verify_rewards(data, "tiny"));
        return verified.at(0).broken ? verified.at(0).broken->message : "";
    }
    TemporaryFolder folder;
    fs::path study = folder.path() / "tiny";
    fs::path data = folder.path() / "data";
    fs::path cards = folder.path() / "cards.csv";
    StandingClock clock;
    SeededRandom random{3};
    OpenedRewards opened;
};

inline std::string code_in(const ClaimOutcome& outcome) {
    const auto* const card = std::get_if<ShownCard>(&outcome);
    return card == nullptr ? "" : card->code;
}

}  // namespace querist::actions::fixture
