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
    const std::optional<store::StudyRow> row = answers.study(study.id);
    const instrument::Compensation* const reward = instrument::paid_by_codes(study.compensation);
    if (!row || reward == nullptr || !reward->at_end) return reward_places_unbounded;
    return places_of(answers, rewards, *row, *reward, now);
}

Newcomers newcomers_without_places(const instrument::Study& study) {
    const instrument::Compensation* const reward = instrument::paid_by_codes(study.compensation);
    if (reward == nullptr || !reward->at_end) return Newcomers::welcome;
    return *reward->at_end == instrument::BudgetEnd::stop ? Newcomers::none : Newcomers::unpaid;
}

}  // namespace querist::actions
