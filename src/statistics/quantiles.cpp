#include "statistics/quantiles.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"
#include "statistics/ranks.hpp"
#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace querist::statistics {

namespace {

/// R's tolerance for a position that rounding moved off a whole number.
constexpr double position_slack = 4 * std::numeric_limits<double>::epsilon();

/// Where a quantile lies: `weight` of the way from the order statistic `below` (counted from 1,
/// may be 0) to the next.
struct Position {
    double below = 0;
    double weight = 0;
};

/// Types 1 to 3, which take an order statistic or the middle of two.
Position stepwise_position(double n, double fraction, QuantileType type) {
    const double place = n * fraction - (type == QuantileType::nearest_even ? 0.5 : 0);
    const double below = std::floor(place + position_slack);
    const bool beyond = place > below + position_slack;
    if (type == QuantileType::inverse_distribution) return {below, beyond ? 1.0 : 0.0};
    if (type == QuantileType::averaged_inverse_distribution) return {below, beyond ? 1.0 : 0.5};
    const bool odd = std::fmod(below, 2) != 0;
    return {below, beyond || odd ? 1.0 : 0.0};
}

/// The plotting constants a and b of types 4 to 9.
std::pair<double, double> plotting_constants(QuantileType type) {
    switch (type) {
        case QuantileType::linear_distribution:
            return {0, 1};
        case QuantileType::hydrologists:
            return {0.5, 0.5};
        case QuantileType::expected_order_statistic:
            return {0, 0};
        case QuantileType::linear_modes:
            return {1, 1};
        case QuantileType::median_unbiased:
            return {1.0 / 3, 1.0 / 3};
        case QuantileType::normal_unbiased:
            return {3.0 / 8, 3.0 / 8};
        case QuantileType::inverse_distribution:
        case QuantileType::averaged_inverse_distribution:
        case QuantileType::nearest_even:
            break;
    }
    throw std::domain_error("a quantile type is one of the nine");
}

Position linear_position(double n, double fraction, QuantileType type) {
    const auto [a, b] = plotting_constants(type);
    const double place = a + fraction * (n + 1 - a - b);
    const double below = std::floor(place + position_slack);
    const double weight = place - below;
    return {below, std::abs(weight) < position_slack ? 0 : weight};
}

bool is_stepwise(QuantileType type) {
    return type == QuantileType::inverse_distribution ||
           type == QuantileType::averaged_inverse_distribution ||
           type == QuantileType::nearest_even;
}

}  // namespace

Computed<double> quantile_of_type(
    std::span<const double> values, double fraction, QuantileType type
) {
    require(fraction >= 0 && fraction <= 1, "a quantile's fraction lies between 0 and 1");
    const std::vector<double> sorted = sorted_finite(values);
    if (sorted.empty()) return std::unexpected(Absence::no_values);
    const auto n = static_cast<double>(sorted.size());
    const Position position = is_stepwise(type) ? stepwise_position(n, fraction, type)
                                                : linear_position(n, fraction, type);
    // Positions before the first and after the last value mean that value.
    const auto at = [&](double place) {
        return sorted[static_cast<std::size_t>(std::clamp(place, 1.0, n)) - 1];
    };
    const double low = at(position.below);
    const double high = at(position.below + 1);
    if (position.weight == 0 || low == high) return low;
    if (position.weight == 1) return high;
    return (1 - position.weight) * low + position.weight * high;
}

Computed<MedianInterval> median_interval(std::span<const double> values, double level) {
    require_level(level);
    const std::vector<double> sorted = sorted_finite(values);
    if (sorted.empty()) return std::unexpected(Absence::no_values);
    MedianInterval result{.median = quantile(sorted, 0.5).value_or(0), .bounds = {}};
    const auto n = static_cast<std::int64_t>(sorted.size());
    const auto missed = [&](std::int64_t rank) { return binomial_at_most(rank - 1, n, 0.5); };
    // The largest rank whose tail is small enough; tails grow with the rank.
    std::int64_t rank = 0;
    for (std::int64_t high = n / 2 + 1; high - rank > 1;) {
        const std::int64_t middle = rank + (high - rank) / 2;
        (missed(middle) <= (1 - level) / 2 ? rank : high) = middle;
    }
    if (rank == 0) return result;
    result.bounds = OrderStatisticInterval{
        .interval =
            {result.median,
             sorted[static_cast<std::size_t>(rank - 1)],
             sorted[static_cast<std::size_t>(n - rank)]},
        .rank = rank,
        .attained_level = 1 - 2 * missed(rank),
    };
    return result;
}

}  // namespace querist::statistics
