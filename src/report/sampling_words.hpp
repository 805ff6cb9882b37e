#pragma once

#include "instrument/instrument.hpp"

#include <string>

namespace querist::report {

/// What a study file says of its population, frame, strata and sample, as sentences; empty without
/// a population.
[[nodiscard]] std::string sampling_words(const instrument::Study& study);

}  // namespace querist::report
