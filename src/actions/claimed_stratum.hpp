#pragma once

#include "instrument/instrument.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// The stratum of an account by what its keeper says of it (an object): that of the first rule that
/// fits; empty when none does. A claim is a member, or leads to members of members by dots, through
/// lists too: "orgs.isEnterprise" fits when it is true of one organisation.
[[nodiscard]] std::string claimed_stratum(
    std::span<const instrument::StratumClaim> rules, const nlohmann::json& claims
);

/// That rule; null when none fits. A claim without a text that it is to be fits what is true, a
/// list with something in it, and an object.
[[nodiscard]] const instrument::StratumClaim* fitting_rule(
    std::span<const instrument::StratumClaim> rules, const nlohmann::json& claims
);

/// The texts, numbers and truths that a claim leads to, in their order, each once.
[[nodiscard]] std::vector<std::string> claimed_texts(
    std::string_view claim, const nlohmann::json& claims
);

}  // namespace querist::actions
