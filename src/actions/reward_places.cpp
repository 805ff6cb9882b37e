#include "actions/reward_places.hpp"

#include "actions/deliver_rewards.hpp"
#include "actions/fieldwork.hpp"

#include <algorithm>

namespace querist::actions {

namespace {

constexpr int undelivered_most = 10'000;

std::int64_t places_of(
    store::Snapshot& answers,
    store::RewardsView& rewards,
    const store::StudyRow& row,
    const instrument::Compensation& compensation,
    Instant now
) {
    const auto budget = rewards.book(row.study).budget(compensation.id);
    if (!budget || budget->ended) return 0;
    std::int64_t taken = rewards.message_counts(row.study, compensation.id).refused;
    taken += answers.eligibility().eligibility_counts(row.id, compensation.id).undecided;
    taken += answers.eligibility().begun_since(row.id, now - days_a_place_is_kept);
    for (const store::RewardMessage& one :
         answers.eligibility().reward_messages({}, undelivered_most)) {
        if (one.study == row.study && one.compensation == compensation.id) ++taken;
    }
    return std::max<std::int64_t>(budget->claims_left() - taken, 0);
}

}  // namespace

std::int64_t reward_places(
    store::Snapshot& answers,
    store::RewardsView& rewards,
    const instrument::Study& study,
    Instant now
) {
    std::int64_t least = reward_places_unbounded;
    const std::optional<store::StudyRow> row = answers.study(study.id);
    if (!row) return least;
    for (const instrument::Compensation& one : study.compensation) {
        if (!is_paid_by_codes(one) || !one.at_end) continue;
        least = std::min(least, places_of(answers, rewards, *row, one, now));
    }
    return least;
}

Newcomers newcomers_without_places(const instrument::Study& study) {
    Newcomers meet = Newcomers::welcome;
    for (const instrument::Compensation& one : study.compensation) {
        if (!is_paid_by_codes(one) || !one.at_end) continue;
        if (*one.at_end == instrument::BudgetEnd::stop) return Newcomers::none;
        meet = Newcomers::unpaid;
    }
    return meet;
}

}  // namespace querist::actions
