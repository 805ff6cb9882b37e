#pragma once

// Internal to actions: what is kept of what the Hub says of an account.

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>
#include <string_view>

namespace querist::actions {

/// The members that claims lead to, "user" and "isPro", and no others; with the claims themselves,
/// so that a later study file can tell what was not kept. Lists keep their length.
[[nodiscard]] std::string kept_overview(
    const nlohmann::json& overview, const std::set<std::string>& claims
);

/// Whether a kept answer tells everything that claims lead to: none is younger than the answer.
[[nodiscard]] bool tells_all(const nlohmann::json& kept, const std::set<std::string>& claims);

}  // namespace querist::actions
