#include "screening/usual_time.hpp"

#include "statistics/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace querist::screening {

namespace {

constexpr double middle = 0.5;
/// 1 / (the normal distribution's upper quartile).
constexpr double normal_consistency = 1.4826;

}  // namespace

std::optional<UsualTime> usual_time(std::span<const double> seconds, std::size_t count_min) {
    std::vector<double> logs;
    logs.reserve(seconds.size());
    for (const double one : seconds) {
        if (one > 0) logs.push_back(std::log(one));
    }
    if (logs.size() < count_min) return std::nullopt;
    std::ranges::sort(logs);
    const std::optional<double> centre = statistics::quantile(logs, middle);
    if (!centre) return std::nullopt;
    std::vector<double> deviations;
    deviations.reserve(logs.size());
    for (const double one : logs) deviations.push_back(std::abs(one - *centre));
    std::ranges::sort(deviations);
    const double spread = statistics::quantile(deviations, middle).value_or(0);
    return UsualTime{std::exp(*centre), normal_consistency * spread, logs.size()};
}

bool is_far_below(double seconds, const UsualTime& usual) {
    if (seconds <= 0 || seconds >= far_share * usual.median) return false;
    const double below = std::log(usual.median) - std::log(seconds);
    return below >= far_deviations * usual.log_spread;
}

}  // namespace querist::screening
