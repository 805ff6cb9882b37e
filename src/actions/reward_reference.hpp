#pragma once

#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace querist::actions {

/// The compensation that a person means: by its id, or without one the only one that is paid like
/// this, or at all. rewards.none, rewards.unknown-compensation, rewards.which-compensation.
[[nodiscard]] Result<const instrument::Compensation*> meant_compensation(
    const instrument::Study& study, std::string_view id, std::optional<instrument::Payment> payment
);

/// "500" or "500.00 USD" in a currency, which may be empty when the text names it.
/// rewards.bad-amount.
[[nodiscard]] Result<Money> meant_amount(std::string_view text, std::string_view currency);

/// A budget that is open. rewards.no-budget.
[[nodiscard]] Result<compensation::BudgetState> open_budget_of(
    store::RewardsView& rewards, std::string_view study, std::string_view compensation
);

/// How an item is told.
[[nodiscard]] RewardItem told_item(const store::ItemRow& row);

/// The number of the entry of a kind that stands for an item; 0 where there is none.
[[nodiscard]] std::int64_t standing_entry(
    store::RewardsView& rewards,
    std::string_view study,
    const store::ItemRow& item,
    compensation::PostingKind kind
);

/// The budgets of a study as they stand, with what is to be warned of.
[[nodiscard]] std::vector<BudgetStanding> budget_standings(
    store::RewardsView& rewards, const std::string& study
);

/// What a study pays and has no budget for yet, by id: no amount says its currency.
[[nodiscard]] std::vector<std::string> unopened_budgets(
    store::RewardsView& rewards, const instrument::Study& study
);

/// What differs between the terms that a budget was opened with and what the study says now.
[[nodiscard]] std::vector<std::string> changed_terms(
    const compensation::BudgetTerms& opened, const instrument::Study& study
);

}  // namespace querist::actions
