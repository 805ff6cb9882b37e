#include "actions/rewards.hpp"

#include <algorithm>
#include <array>

namespace querist::actions {

namespace {

using compensation::Claimed;
using compensation::Shown;

constexpr const char* out_of_cards = "rewards.out-of-cards";

/// What a participant is told of a problem; nothing of one that is the machine's.
std::optional<Unclaimed> told(const Problem& problem) {
    struct Row {
        std::string_view code;
        Unclaimed why;
    };
    constexpr std::array<Row, 5> rows{{
        {out_of_cards, Unclaimed::none_left},
        {"compensation.claims-ended", Unclaimed::ended},
        {"compensation.nothing-owed", Unclaimed::not_owed},
        {"compensation.no-budget", Unclaimed::not_owed},
        {"compensation.reversed", Unclaimed::not_owed},
    }};
    const auto* const row = std::ranges::find(rows, problem.code, &Row::code);
    return row == rows.end() ? std::nullopt : std::optional(row->why);
}

/// Spends the token, sets a card aside and reserves the money, unless that was done before.
Result<void> set_card_aside(store::RewardsWork& work, const ProvenClaim& claim, std::int64_t day) {
    if (const std::optional<store::ClaimRow> known = work.claim(claim.token_hash)) {
        const bool same = known->study == claim.study && known->compensation == claim.compensation;
        if (same) return {};
        return failure("compensation.nothing-owed", "this was claimed of another budget", "none");
    }
    const auto taken = work.take(claim.study, {claim.compensation, day, Claimed{claim.token_hash}});
    if (!taken) return std::unexpected(taken.error());
    if (taken->empty()) {
        return failure(
            "rewards.damaged",
            "the ledger knows this claim, and its card is gone",
            "run querist rewards verify, and restore rewards.db from a backup"
        );
    }
    if (work.reserve_card(claim.study, claim.compensation, claim.token_hash, claim.way)) return {};
    return failure(out_of_cards, "no gift card is left", "import more with querist rewards import");
}

/// Notes that the card is shown, and gives it.
Result<ShownCard> show_card(store::RewardsWork& work, const ProvenClaim& claim, std::int64_t day) {
    const auto taken = work.take(claim.study, {claim.compensation, day, Shown{claim.token_hash}});
    if (!taken) return std::unexpected(taken.error());
    const std::optional<store::ClaimRow> row = work.claim(claim.token_hash);
    Result<compensation::CardSecrets> card = work.card_of(claim.token_hash);
    if (!card) return std::unexpected(card.error());
    if (row && !row->shown) work.note_shown(claim.token_hash);
    ShownCard shown{
        .amount = {},
        .code = std::move(card->code),
        .pin = std::move(card->pin),
        .link = std::move(card->link),
    };
    if (const auto budget = work.book(claim.study).budget(claim.compensation)) {
        shown.amount = {
            .minor_units = budget->terms.each.value_or(0), .currency = budget->terms.currency
        };
    }
    return shown;
}

}  // namespace

Result<ClaimOutcome> claim_reward(
    store::RewardsStore& rewards, Clock& clock, const ProvenClaim& claim
) {
    const std::int64_t day = compensation::day_of(clock.now());
    Result<void> done =
        rewards.run([&](store::RewardsWork& work) { return set_card_aside(work, claim, day); });
    Result<ShownCard> card;
    if (done) {
        done = rewards.run([&](store::RewardsWork& work) -> Result<void> {
            card = show_card(work, claim, day);
            return card ? Result<void>{} : std::unexpected(card.error());
        });
    }
    if (done) return *std::move(card);
    if (const std::optional<Unclaimed> why = told(done.error())) return *why;
    return std::unexpected(done.error());
}

}  // namespace querist::actions
