#pragma once

#include "instrument/instrument.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace querist::actions {

/// The stratum of an account by what its issuer says of it (an object): that of the first rule that
/// fits; empty when none does.
[[nodiscard]] std::string claimed_stratum(
    const instrument::SignIn& sign_in, const nlohmann::json& claims
);

}  // namespace querist::actions
