#pragma once

#include "cli/json_output.hpp"
#include "screening/screening.hpp"

#include <string>

namespace querist::cli {

/// What signals and thresholds find of simulated respondents, as two tables.
[[nodiscard]] std::string trial_text(const screening::Trial& trial);
[[nodiscard]] nlohmann::ordered_json trial_json(const screening::Trial& trial);

}  // namespace querist::cli
