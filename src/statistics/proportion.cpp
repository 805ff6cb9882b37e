#include "statistics/proportion.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace querist::statistics {

double normal_quantile(double probability) {
    if (!(probability > 0 && probability < 1)) {
        throw std::domain_error("a probability of a quantile lies between 0 and 1");
    }
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * probability);
}

std::optional<Interval> wilson_interval(std::int64_t count, std::int64_t total, double level) {
    if (count < 0 || count > total) throw std::domain_error("a count lies between 0 and its total");
    if (!(level > 0 && level < 1)) throw std::domain_error("a level lies between 0 and 1");
    if (total == 0) return std::nullopt;
    // The upper tail is asked for directly: 1 - (1 - level) / 2 would lose digits near level 1.
    const double z = -normal_quantile((1 - level) / 2);
    const auto n = static_cast<double>(total);
    const double share = static_cast<double>(count) / n;
    const double shift = z * z / (2 * n);
    const double reach = z * std::sqrt(share * (1 - share) / n + shift / (2 * n));
    const double scale = 1 + 2 * shift;
    Interval interval{share, (share + shift - reach) / scale, (share + shift + reach) / scale};
    // The formula gives these bounds up to rounding; R writes them as they are.
    if (count == 0) interval.low = 0;
    if (count == total) interval.high = 1;
    return interval;
}

}  // namespace querist::statistics
