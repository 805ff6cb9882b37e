#pragma once

#include "actions/reward_desk.hpp"
#include "actions/rewards.hpp"

#include <chrono>
#include <cstdint>

namespace querist::actions {

/// How long an unfinished response keeps a place in the budget, from its consent on: who comes back
/// later may find nothing left.
inline constexpr std::chrono::days days_a_place_is_kept{3};

/// How many more responses may begin whom the budget of a study's codes covers: what is left of it,
/// without those who are complete and not told of, those who were refused for want of money, and
/// those who began within `days_a_place_is_kept` and are not done. Not below 0; of several
/// compensations the least. reward_places_unbounded in studies that pay nothing by codes.
[[nodiscard]] std::int64_t reward_places(
    store::Snapshot& answers,
    store::RewardsView& rewards,
    const instrument::Study& study,
    Instant now
);

/// What newcomers meet when there is no place.
[[nodiscard]] Newcomers newcomers_without_places(const instrument::Study& study);

}  // namespace querist::actions
