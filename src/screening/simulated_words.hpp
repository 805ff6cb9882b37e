#pragma once

// Internal to screening: what simulated respondents write. All of it is ASCII, so that a text can
// be cut anywhere.

#include "core/core.hpp"
#include "screening/respondent_kind.hpp"

#include <cstddef>
#include <string>

namespace querist::screening {

/// An answer in words. `scripted` and `generated` are made to be much alike.
[[nodiscard]] std::string simulated_text(
    RespondentKind kind, SeededRandom& random, std::size_t characters_max
);
/// Some words beside a choice.
[[nodiscard]] std::string simulated_other(
    RespondentKind kind, SeededRandom& random, std::size_t characters_max
);

}  // namespace querist::screening
