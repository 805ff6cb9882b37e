#pragma once

#include "statistics/absence.hpp"
#include "statistics/hypergeometric.hpp"
#include "statistics/proportion.hpp"

namespace querist::statistics {

/// What to do about a cell of 0 in Woolf's odds ratio.
enum class ZeroCell {
    refuse,
    add_half,  ///< Haldane and Anscombe: 0.5 is added to all four cells where one is 0.
};

/// The odds ratio a d / (b c) with Woolf's interval: normal on the scale of logarithms. Bounds are
/// finite. Absence: zero_cell where a cell is 0 and `zero` refuses; empty_margin where a row or a
/// column is empty, whatever `zero` says. std::domain_error for negative counts or a level
/// outside (0, 1).
/// Source: Woolf 1955, Haldane 1956, Anscombe 1956; equals R's
/// exp(log(a * d / (b * c)) + c(-1, 1) * qnorm((1 + level) / 2) * sqrt(1/a + 1/b + 1/c + 1/d)).
[[nodiscard]] Computed<Interval> woolf_odds_ratio(
    FourfoldTable table, ZeroCell zero = ZeroCell::refuse, double level = usual_level
);

/// The conditional maximum likelihood estimate of the odds ratio with its exact interval, which
/// covers at least `level`. Where the first cell is the least (greatest) that its margins allow,
/// the estimate and the lower bound are 0 (the estimate and the upper bound infinity): the data
/// set no bound on that side. Absence: empty_margin; beyond_bounds for a cell with more possible
/// values than FirstCellDistribution::values_max. std::domain_error as above.
/// Source: Fisher 1935, Cornfield 1956; equals R's fisher.test(x)$estimate and $conf.int, which R
/// finds to about 4 digits only (uniroot's default), here to the last ones.
[[nodiscard]] Computed<Interval> conditional_odds_ratio(
    FourfoldTable table, double level = usual_level
);

}  // namespace querist::statistics
