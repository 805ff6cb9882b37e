#pragma once

// Internal to instrument: which responses are looked at, in words.

#include "instrument/study.hpp"

#include <string>

namespace querist::instrument {

/// What `screening` decides, to be compared with another version's; empty without it.
[[nodiscard]] std::string screening_rules(const Study& study);
/// For who reads the protocol; without the checks.
[[nodiscard]] std::string screening_sentences(const ScreeningPlan& plan);

}  // namespace querist::instrument
