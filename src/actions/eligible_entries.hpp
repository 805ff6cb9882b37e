#pragma once

#include "store/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace querist::actions {

/// What a response's entries say of its rewards: by compensation, whether it is eligible.
[[nodiscard]] std::map<std::string, bool> eligible_by(const std::vector<store::EntryRow>& entries);

}  // namespace querist::actions
