#include "statistics/bootstrap.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"
#include "statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace querist::statistics {

namespace {

/// A quantile of sorted resamples, and whether it is the least or greatest of them.
struct ResampleQuantile {
    double value = 0;
    bool extreme = false;
};

/// Interpolates on the scale of normal quantiles between the order statistics around
/// (resamples + 1) * fraction (Davison and Hinkley 1997, section 5.2.1; boot:::norm.inter).
ResampleQuantile resample_quantile(const std::vector<double>& sorted, double fraction) {
    const auto count = static_cast<double>(sorted.size());
    const double place = (count + 1) * fraction;
    const double below = std::floor(place);
    if (below < 1) return {sorted.front(), true};
    if (below >= count) return {sorted.back(), true};
    const bool extreme = place <= 1 || place >= count;
    const double low = sorted[static_cast<std::size_t>(below) - 1];
    if (place == below) return {low, extreme};
    const double high = sorted[static_cast<std::size_t>(below)];
    const double from = normal_quantile(below / (count + 1));
    const double to = normal_quantile((below + 1) / (count + 1));
    return {low + (normal_quantile(fraction) - from) / (to - from) * (high - low), extreme};
}

/// A sixth of the skewness of the influence of each row, from the values without it. Empty where
/// no row has any influence.
std::optional<double> acceleration_of(double estimate, std::span<const double> left_out) {
    double largest = 0;
    for (const double value : left_out) largest = std::max(largest, std::abs(estimate - value));
    if (largest == 0) return std::nullopt;
    double squares = 0;
    double cubes = 0;
    for (const double value : left_out) {
        // In units of the largest, which cancel: neither power leaves the range of numbers.
        const double influence = (estimate - value) / largest;
        squares += influence * influence;
        cubes += influence * influence * influence;
    }
    return cubes / (6 * std::pow(squares, 1.5));
}

/// The share of resamples below a bound that a normal bound at `z` corresponds to.
double adjusted_fraction(double z, double bias, double acceleration) {
    const double shifted = bias + z;
    // Acceleration and bias beyond what the formula can adjust: its limit, an extreme resample.
    if (acceleration * shifted >= 1) return shifted > 0 ? 1 : 0;
    return normal_upper_tail(-(bias + shifted / (1 - acceleration * shifted)));
}

/// The statistic of all rows but one, for each one.
std::optional<std::vector<double>> leave_one_out(std::size_t rows, const RowStatistic& statistic) {
    std::vector<double> values;
    values.reserve(rows);
    std::vector<std::size_t> kept(rows - 1);
    std::iota(kept.begin(), kept.end(), std::size_t{1});
    for (std::size_t out = 0; out < rows; ++out) {
        const std::optional<double> value = statistic(kept);
        if (!value) return std::nullopt;
        values.push_back(*value);
        if (out + 1 < rows) kept[out] = out;
    }
    return values;
}

}  // namespace

Computed<BootstrapInterval> accelerated_interval(
    double estimate, std::vector<double> resampled, std::span<const double> left_out, double level
) {
    require_level(level);
    require_value(estimate);
    require_finite(resampled);
    require_finite(left_out);
    if (left_out.size() < 2) return std::unexpected(Absence::too_few_values);
    if (resampled.empty()) return std::unexpected(Absence::undefined_statistic);
    const std::optional<double> acceleration = acceleration_of(estimate, left_out);
    if (!acceleration) return std::unexpected(Absence::no_variation);
    std::ranges::sort(resampled);
    if (resampled.front() == resampled.back()) return std::unexpected(Absence::no_variation);
    const auto below = std::ranges::lower_bound(resampled, estimate) - resampled.begin();
    const auto count = static_cast<std::int64_t>(resampled.size());
    if (below == 0 || below == count) return std::unexpected(Absence::one_sided_resamples);
    const double bias = normal_quantile(static_cast<double>(below) / static_cast<double>(count));
    const double z = normal_reach(level);
    const auto bound = [&](double at) {
        return resample_quantile(resampled, adjusted_fraction(at, bias, *acceleration));
    };
    const ResampleQuantile low = bound(-z);
    const ResampleQuantile high = bound(z);
    return BootstrapInterval{
        .interval = {estimate, low.value, high.value},
        .bias_correction = bias,
        .acceleration = *acceleration,
        .resamples = count,
        .undefined = 0,
        .reaches_extremes = low.extreme || high.extreme,
    };
}

Computed<BootstrapInterval> bootstrap_interval(
    std::size_t rows,
    const RowStatistic& statistic,
    SeededRandom& random,
    std::int64_t resamples,
    double level
) {
    require_level(level);
    require(resamples >= 2, "a bootstrap draws at least two resamples");
    if (rows == 0) return std::unexpected(Absence::no_values);
    if (rows == 1) return std::unexpected(Absence::too_few_values);
    std::vector<std::size_t> drawn(rows);
    std::iota(drawn.begin(), drawn.end(), std::size_t{0});
    const std::optional<double> estimate = statistic(drawn);
    if (!estimate) return std::unexpected(Absence::undefined_statistic);
    const std::optional<std::vector<double>> left_out = leave_one_out(rows, statistic);
    if (!left_out) return std::unexpected(Absence::undefined_statistic);
    std::vector<double> resampled;
    resampled.reserve(static_cast<std::size_t>(resamples));
    for (std::int64_t i = 0; i < resamples; ++i) {
        for (std::size_t& row : drawn) row = random.below(rows);
        if (const std::optional<double> value = statistic(drawn)) resampled.push_back(*value);
    }
    const auto defined = static_cast<std::int64_t>(resampled.size());
    Computed<BootstrapInterval> interval =
        accelerated_interval(*estimate, std::move(resampled), *left_out, level);
    if (interval) interval->undefined = resamples - defined;
    return interval;
}

Computed<BootstrapInterval> bootstrap_values(
    std::span<const double> values,
    const std::function<std::optional<double>(std::span<const double>)>& statistic,
    SeededRandom& random,
    std::int64_t resamples,
    double level
) {
    require_finite(values);
    std::vector<double> sample;
    const RowStatistic of_rows = [&](std::span<const std::size_t> rows) {
        sample.clear();
        for (const std::size_t row : rows) sample.push_back(values[row]);
        return statistic(sample);
    };
    return bootstrap_interval(values.size(), of_rows, random, resamples, level);
}

}  // namespace querist::statistics
