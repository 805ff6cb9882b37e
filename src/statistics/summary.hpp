#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// The quantile of ascending `sorted` values at `fraction` (0 to 1), by linear interpolation
/// between order statistics. Empty when there are no values; std::domain_error when `fraction`
/// is outside.
/// Source: Hyndman and Fan 1996, definition 7; equals R's quantile(x, fraction, type = 7).
[[nodiscard]] std::optional<double> quantile(std::span<const double> sorted, double fraction);

/// The mean. Empty when there are no values.
/// Source: a sum with Neumaier's compensation over n; equals R's mean(x).
[[nodiscard]] std::optional<double> mean(std::span<const double> values);

/// The standard deviation of a sample (denominator n - 1). Empty below two values, and where the
/// squares are beyond a double (values around 10^154).
/// Source: two passes around the mean; equals R's sd(x).
[[nodiscard]] std::optional<double> standard_deviation(std::span<const double> values);

/// What a table of numbers prints.
struct Summary {
    std::int64_t count = 0;
    double mean = 0;
    std::optional<double> standard_deviation;  ///< Empty where there is none.
    double minimum = 0;
    double lower_quartile = 0;
    double median = 0;
    double upper_quartile = 0;
    double maximum = 0;
};

/// Empty when there are no values; std::domain_error when one is not finite.
[[nodiscard]] std::optional<Summary> summarize(std::vector<double> values);

/// Values in [low, high); the last bin of a histogram includes its `high`.
struct Bin {
    double low = 0;
    double high = 0;
    std::int64_t count = 0;
    bool operator==(const Bin&) const = default;
};

enum class Spacing { whole, any };

/// Bins of equal width 1, 2 or 5 times a power of ten (a whole number for `Spacing::whole`), the
/// smallest such width with at most `bins_max` bins, starting at a multiple of the width. Every
/// value lies in one bin; empty bins between are kept. Empty when there are no values, and when
/// their range is beyond a double.
[[nodiscard]] std::vector<Bin> histogram(
    std::span<const double> values, Spacing spacing, int bins_max = 12
);

}  // namespace querist::statistics
