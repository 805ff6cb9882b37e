#pragma once

#include "response/walk.hpp"

namespace querist::response {

/// Why one item has no answer; `walk` has decided it.
[[nodiscard]] Gap gap_of(const instrument::Study& study, const State& state, Walk& walk, int item);

/// The letter of a gap in projections: "a" (answered) for none.
[[nodiscard]] char gap_letter(Gap gap);

}  // namespace querist::response
