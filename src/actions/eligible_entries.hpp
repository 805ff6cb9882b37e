#pragma once

#include "store/store.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// What a response's entries say of its rewards: by compensation, whether it is eligible.
[[nodiscard]] std::map<std::string, bool> eligible_by(const std::vector<store::EntryRow>& entries);

/// Why the study's own rule refuses who came by the open link where known persons are paid. Nobody
/// decided it, so there is nobody who could look again.
inline constexpr std::string_view refused_as_unknown = "it came by the open link: nobody is known";

}  // namespace querist::actions
