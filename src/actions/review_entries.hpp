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
/// The flag that a participant sets who writes against a decision; its entry has the `text`.
inline constexpr std::string_view appealed = "appeal";

/// A review as it stands after one more entry with this body, whatever its kind.
void hear(response::EntryKind kind, std::string_view body, Review& review);
/// What the last entry that speaks of it says. Of a withdrawn response: nothing.
[[nodiscard]] Review review_of(const std::vector<store::EntryRow>& entries);

}  // namespace querist::actions
