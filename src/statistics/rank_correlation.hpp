#pragma once

#include "statistics/absence.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace querist::statistics {

/// What the p value of a rank correlation was computed from.
enum class CorrelationReference {
    exact,      ///< Every order of the ranks.
    student_t,  ///< t with n - 2 degrees of freedom.
    normal,
};

struct RankCorrelation {
    double estimate = 0;  ///< -1 to 1.
    double p_value = 1;   ///< Two-sided, of no association.
    CorrelationReference reference = CorrelationReference::exact;
    /// By Fisher's z; missing at -1 and 1, where z is infinite, and for too few pairs.
    std::optional<Interval> interval;
};

/// Spearman's rho is exact up to this many pairs without ties.
inline constexpr std::size_t exact_spearman_size = 9;

/// Kendall's tau is exact below this many pairs without ties, as in R.
inline constexpr std::size_t exact_kendall_size = 50;

/// Spearman's rho of pairs (x[i], y[i]): the correlation of their midranks. The p value is exact
/// for at most `exact_spearman_size` pairs without ties, else by Student's t. The interval has
/// standard error sqrt((1 + rho^2 / 2) / (n - 3)) on the scale of Fisher's z, from 4 pairs on.
/// Absence: no_values; too_few_values below 3 pairs; no_variation when x or y does not vary.
/// std::domain_error for lists of different lengths, values that are not finite, or a level outside
/// (0, 1).
/// Source: Spearman 1904; Bonett and Wright 2000 for the interval; equals R's
/// cor.test(x, y, method = "spearman") up to 9 pairs without ties, and with exact = FALSE beyond
/// (there R's own choice is an Edgeworth series).
[[nodiscard]] Computed<RankCorrelation> spearman_rho(
    std::span<const double> x, std::span<const double> y, double level = usual_level
);

/// Kendall's tau-b, which corrects for ties. The p value is exact below `exact_kendall_size` pairs
/// without ties, else normal with the variance under ties and without continuity correction. The
/// interval has standard error sqrt(0.437 / (n - 4)) on the scale of Fisher's z, from 5 pairs on;
/// it is meant for |tau| below 0.8.
/// Absence and std::domain_error as in spearman_rho, but 2 pairs are enough.
/// Source: Kendall 1945, Kendall 1970, Knight 1966 (n log n); Fieller, Hartley and Pearson 1957 for
/// the interval; equals R's cor.test(x, y, method = "kendall").
[[nodiscard]] Computed<RankCorrelation> kendall_tau_b(
    std::span<const double> x, std::span<const double> y, double level = usual_level
);

}  // namespace querist::statistics
