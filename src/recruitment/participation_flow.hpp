#pragma once

#include "recruitment/case_counts.hpp"

#include <cstdint>
#include <vector>

namespace querist::recruitment {

/// Cases that came to a step and no further, with the code that says why.
struct FlowLoss {
    Code code;
    std::int64_t cases = 0;  ///< At least 1.
};

/// A box of the flow diagram. `cases` is what `lost` takes away and what the next step has.
struct FlowStep {
    Step step;
    std::int64_t cases = 0;      ///< Those who came here or further.
    std::vector<FlowLoss> lost;  ///< Most cases first, then by code; empty at the last step.
};

/// How the cases of a sample went from being drawn to being counted, ready to be drawn as a
/// diagram: every step, in order, with those who went no further beside it.
struct ParticipationFlow {
    std::vector<FlowStep> steps;
    std::int64_t not_eligible = 0;  ///< Of all that was lost: codes 4.x.
};

[[nodiscard]] ParticipationFlow participation_flow(const CaseCounts& cases);

}  // namespace querist::recruitment
