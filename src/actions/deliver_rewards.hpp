#pragma once

#include "actions/rewarding.hpp"
#include "actions/rewards.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// Opens the budgets of what a study pays; then decides about complete responses whose days of
/// review are over, tells rewards.db of those that are eligible, and ends claims whose days are
/// over. Each step is committed by itself and may be repeated: who is killed anywhere goes on, and
/// nobody is told of twice. Not on the store's writer thread.
[[nodiscard]] Result<RewardRound> deliver_rewards(
    store::Store& answers,
    OpenedRewards& rewards,
    const instrument::Study& study,
    Clock& clock,
    RandomSource& random,
    Telling telling = Telling::once
);

/// A person's decision about a complete response: an entry of its chain and, when it is eligible, a
/// message with it. Problems: rewards.no-response, rewards.not-complete, rewards.decided.
[[nodiscard]] Result<void> decide_reward(
    store::Transaction& answers,
    const store::Keys& keys,
    const RewardOf& reward,
    RewardDecision decision,
    std::string_view reason,
    Instant now,
    RandomSource& random
);

/// Who waits for a person, without deciding about anybody.
[[nodiscard]] Result<std::vector<WaitingResponse>> waiting_responses(
    store::Snapshot& answers,
    const store::StudyRow& row,
    const instrument::Study& study,
    Instant now
);

/// Opens the budgets of what a study pays where they are not open yet, with the totals that the
/// study file names.
[[nodiscard]] Result<void> open_budgets(
    store::RewardsWork& work, const instrument::Study& study, std::int64_t day
);

/// With what a compensation's budget is opened; nothing where the study does not say its currency,
/// or nothing here pays it.
[[nodiscard]] std::optional<compensation::BudgetTerms> terms_of(
    const instrument::Compensation& compensation
);

}  // namespace querist::actions
