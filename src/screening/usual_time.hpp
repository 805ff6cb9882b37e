#pragma once

#include <optional>
#include <span>
#include <vector>

namespace querist::screening {

/// How long something usually takes, whatever a few very fast and very slow ones did.
struct UsualTime {
    double median = 0;  ///< Seconds.
    /// Of the logarithms of seconds: their median absolute deviation from the median, times 1.4826,
    /// which makes it the standard deviation where they are normal.
    double log_spread = 0;
    std::size_t count = 0;
};

/// Empty below `count_min` times. Times are seconds above 0; others are passed over.
/// Source: Leys, Ley, Klein, Bernard, Licata 2013, Journal of Experimental Social Psychology 49(4),
/// 764-766, on logarithms, because times of answering are skewed.
[[nodiscard]] std::optional<UsualTime> usual_time(
    std::span<const double> seconds, std::size_t count_min
);

/// Deviations below the median from which a time is far off: Leys and others 2013 propose 2.5.
inline constexpr double far_deviations = 2.5;
/// Share of the median that a time must also be below, so that where everybody takes nearly the
/// same time nobody is far off.
inline constexpr double far_share = 0.5;

/// Whether a time is far below the usual one: by `far_deviations` and below `far_share`.
[[nodiscard]] bool is_far_below(double seconds, const UsualTime& usual);

}  // namespace querist::screening
