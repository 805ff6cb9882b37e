#include "statistics/proportion.hpp"

#include "statistics/contract.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace querist::statistics {

namespace {

void require_share(std::int64_t count, std::int64_t total, double level) {
    require(count >= 0 && count <= total, "a count lies between 0 and its total");
    require_level(level);
}

}  // namespace

double normal_quantile(double probability) {
    require(probability > 0 && probability < 1, "a probability of a quantile lies between 0 and 1");
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * probability);
}

std::optional<Interval> wilson_interval(std::int64_t count, std::int64_t total, double level) {
    require_share(count, total, level);
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

std::optional<Interval> clopper_pearson_interval(
    std::int64_t count, std::int64_t total, double level
) {
    require_share(count, total, level);
    if (total == 0) return std::nullopt;
    const double tail = (1 - level) / 2;
    const auto chosen = static_cast<double>(count);
    const auto others = static_cast<double>(total - count);
    Interval interval{chosen / static_cast<double>(total), 0, 1};
    // The beta quantiles do not exist at the ends, where the bounds are known.
    if (count > 0) interval.low = boost::math::ibeta_inv(chosen, others + 1, tail);
    if (count < total) interval.high = boost::math::ibetac_inv(chosen + 1, others, tail);
    return interval;
}

std::optional<Interval> agresti_coull_interval(
    std::int64_t count, std::int64_t total, double level
) {
    require_share(count, total, level);
    if (total == 0) return std::nullopt;
    const double z = -normal_quantile((1 - level) / 2);
    const double n = static_cast<double>(total) + z * z;
    const double share = (static_cast<double>(count) + z * z / 2) / n;
    const double reach = z * std::sqrt(share * (1 - share) / n);
    return Interval{
        .estimate = static_cast<double>(count) / static_cast<double>(total),
        .low = std::max(0.0, share - reach),
        .high = std::min(1.0, share + reach),
    };
}

std::optional<Interval> share_difference_interval(
    std::int64_t first, std::int64_t second, std::int64_t total, double level
) {
    if (first < 0 || second < 0 || first > total || second > total - first) {
        throw std::domain_error("counts of one sample lie between 0 and its total");
    }
    if (!(level > 0 && level < 1)) throw std::domain_error("a level lies between 0 and 1");
    if (total == 0) return std::nullopt;
    const double z = -normal_quantile((1 - level) / 2);
    const auto n = static_cast<double>(total);
    const auto a = static_cast<double>(first);
    const auto b = static_cast<double>(second);
    const double up = (a + 1) / (n + 2);
    const double down = (b + 1) / (n + 2);
    const double middle = up - down;
    const double reach = z * std::sqrt((up + down - middle * middle) / (n + 2));
    return Interval{(a - b) / n, std::max(-1.0, middle - reach), std::min(1.0, middle + reach)};
}

}  // namespace querist::statistics
