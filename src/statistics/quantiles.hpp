#pragma once

#include "statistics/absence.hpp"
#include "statistics/proportion.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace querist::statistics {

/// Hyndman and Fan's nine definitions of a sample quantile, by R's number of the type.
enum class QuantileType {
    inverse_distribution = 1,
    averaged_inverse_distribution = 2,
    nearest_even = 3,
    linear_distribution = 4,
    hydrologists = 5,
    expected_order_statistic = 6,  ///< Minitab, SPSS.
    linear_modes = 7,              ///< R and most spreadsheets.
    median_unbiased = 8,
    normal_unbiased = 9,
};

/// The quantile of `values`, in any order, at `fraction` (0 to 1). Absence::no_values when there
/// are none; std::domain_error for another fraction or a value that is not finite. Positions that
/// differ from a whole number by less than 4 units of rounding count as whole, as in R (whose 4.2
/// does so for types 4 to 6, 8 and 9 only).
/// Source: Hyndman and Fan 1996; equals R's quantile(x, fraction, type = 1 to 9).
[[nodiscard]] Computed<double> quantile_of_type(
    std::span<const double> values, double fraction, QuantileType type
);

/// The bounds of an interval that is made of two order statistics.
struct OrderStatisticInterval {
    Interval interval;          ///< Around the median.
    std::int64_t rank = 0;      ///< The bounds are the rank-th smallest and the rank-th largest.
    double attained_level = 0;  ///< At least what was asked for.
};

/// A median and, where there are enough values, its interval.
struct MedianInterval {
    double median = 0;
    std::optional<OrderStatisticInterval> bounds;
};

/// The median with the narrowest pair of symmetric order statistics whose coverage of the
/// population median is at least `level`, whatever the distribution. Discrete data (ties) only
/// raise the coverage. Without bounds when even minimum and maximum do not reach the level: below
/// 6 values at 95 %. Absence::no_values when there are none; std::domain_error for a level outside
/// (0, 1) or a value that is not finite.
/// Source: Thompson 1936, by the binomial distribution with share 1/2; equals R's
/// k <- max(which(pbinom(0:n - 1, n, 0.5) <= (1 - level) / 2)) - 1; sort(x)[c(k, n - k + 1)],
/// which DescTools::MedianCI(method = "exact") gives too.
[[nodiscard]] Computed<MedianInterval> median_interval(
    std::span<const double> values, double level = usual_level
);

}  // namespace querist::statistics
