#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>
#include <vector>

namespace querist::actions {

/// The flags of a response that people set, as entries and projections have them.
inline constexpr std::string_view flagged_by_hand = "by-hand";
inline constexpr std::string_view exclusion_proposed = "exclusion-proposed";

/// What the last entry that speaks of it says. Of a withdrawn response: nothing.
[[nodiscard]] Review review_of(const std::vector<store::EntryRow>& entries);

}  // namespace querist::actions
