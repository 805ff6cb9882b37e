#pragma once

#include "core/core.hpp"
#include "statistics/absence.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// A statistic of the respondents whose row numbers it is given, some of them several times. Empty
/// where it does not exist for such a sample. It must depend on nothing else and not on the order.
using RowStatistic = std::function<std::optional<double>(std::span<const std::size_t> rows)>;

/// A bootstrap interval and what it was made of.
struct BootstrapInterval {
    Interval interval;              ///< Around the statistic of all rows.
    double bias_correction = 0;     ///< z0: where the estimate lies among the resamples.
    double acceleration = 0;        ///< a: how the standard error changes with the statistic.
    std::int64_t resamples = 0;     ///< How many had a value of the statistic.
    std::int64_t undefined = 0;     ///< How many had none and were left out.
    bool reaches_extremes = false;  ///< A bound is the least or greatest resample: draw more.
};

/// Resamples of a published interval: with fewer the bounds at 95 % wobble visibly.
inline constexpr std::int64_t usual_resamples = 10'000;

/// The bias-corrected and accelerated bootstrap interval of a statistic of `rows` respondents.
///
/// Drawing, part of the contract so that a recorded seed gives the same interval for ever: resample
/// after resample, row after row, each row number is random.below(rows).
///
/// Absence: no_values for no rows; too_few_values for one; undefined_statistic where the statistic
/// of all rows, or of all rows but one, does not exist, or of every resample; no_variation where
/// all resamples agree or leaving any row out changes nothing; one_sided_resamples where no
/// resample or every one lies below the estimate. std::domain_error for a level outside (0, 1) or
/// fewer than 2 resamples.
/// Source: Efron 1987; equals R's boot::boot.ci(type = "bca") on the same resamples. Acceleration
/// by the jackknife, boot::empinf(type = "jack"). The bounds of a skewed statistic need not hold
/// the estimate.
[[nodiscard]] Computed<BootstrapInterval> bootstrap_interval(
    std::size_t rows,
    const RowStatistic& statistic,
    SeededRandom& random,
    std::int64_t resamples = usual_resamples,
    double level = usual_level
);

/// The part of `bootstrap_interval` without chance: from the estimate, its values on resamples and
/// its values with each row left out. Absences as above.
[[nodiscard]] Computed<BootstrapInterval> accelerated_interval(
    double estimate,
    std::vector<double> resampled,
    std::span<const double> left_out,
    double level = usual_level
);

/// `bootstrap_interval` of a statistic of one list of values: a mean, a median, a quantile.
[[nodiscard]] Computed<BootstrapInterval> bootstrap_values(
    std::span<const double> values,
    const std::function<std::optional<double>(std::span<const double>)>& statistic,
    SeededRandom& random,
    std::int64_t resamples = usual_resamples,
    double level = usual_level
);

}  // namespace querist::statistics
