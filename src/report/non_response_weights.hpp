#pragma once

#include "report/weighted_shares.hpp"

namespace querist::report {

/// Weights that make up for those of the sample who did not answer, by the strata that it was drawn
/// from: a respondent of stratum h begins with 1 / chance of being released; within each class (a
/// stratum, or strata that the plan takes together) these are multiplied by what all released cases
/// of the class stand for over what its respondents do, those found not to be eligible left out;
/// all of them are then brought to the mean of 1.
/// Source: weighting-class adjustment, Oh and Scheuren 1983; Kalton and Flores-Cervantes 2003,
/// Journal of Official Statistics 19, section 2. With equal chances in each class it equals
/// weights(survey::postStratify(design, ~class, population)) of the sample's classes.
[[nodiscard]] ReportWeights non_response_weights(
    const Ground& ground, const instrument::PlannedWeights& planned
);

}  // namespace querist::report
