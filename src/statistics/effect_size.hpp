#pragma once

#include "statistics/absence.hpp"
#include "statistics/proportion.hpp"

#include <optional>
#include <span>

namespace querist::statistics {

/// An effect and, where its formula gives one, the interval around it.
struct EffectSize {
    double estimate = 0;
    std::optional<Interval> interval;
};

/// Cliff's delta: P(first > second) - P(first < second) over all pairs, -1 to 1. For two
/// independent samples it is the rank-biserial correlation too: 2 W / (m n) - 1 with W of
/// mann_whitney_test. The interval is asymmetric and stays within [-1, 1]; it is missing below two
/// values in a sample and where all values are the same. At delta = 1 or -1, where the variance is
/// 0, it ends at delta, and its other bound is (k - z^2) / (k + z^2) in size, with the smaller
/// sample size k. Absence: empty_group. std::domain_error for values that are not finite or a level
/// outside (0, 1).
/// Source: Cliff 1993 (consistent variance), Feng and Cliff 2004 (asymmetric interval, and the
/// bound at 1). The estimate equals R's effectsize::cliffs_delta(x, y), the interval its formula in
/// tests/statistics/effect_size_cases.R.
[[nodiscard]] Computed<EffectSize> cliffs_delta(
    std::span<const double> first, std::span<const double> second, double level = usual_level
);

/// The matched-pairs rank-biserial correlation: the difference of the rank sums of positive and
/// negative differences, over all ranks: -1 to 1. Pairs without difference are left out. The
/// interval is Fisher's z with standard error sqrt((2 n^3 + 3 n^2 + n) / 6) / ((n^2 + n) / 2); it
/// is missing at -1 and 1, where z is infinite.
/// Absence: no_values; no_differences. std::domain_error for lists of different lengths, values
/// that are not finite or a level outside (0, 1).
/// Source: Kerby 2014, King and Minium 2008; equals R's
/// effectsize::rank_biserial(x, y, paired = TRUE), which counts equal pairs in the standard error
/// all the same: there the intervals differ.
[[nodiscard]] Computed<EffectSize> paired_rank_biserial(
    std::span<const double> first, std::span<const double> second, double level = usual_level
);

}  // namespace querist::statistics
