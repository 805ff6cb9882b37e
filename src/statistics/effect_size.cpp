#include "statistics/effect_size.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"
#include "statistics/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

namespace {

/// How one sample stands to another.
struct Dominance {
    std::vector<double> by_value;  ///< Of each value: mean sign of its difference to the others.
    double unequal_pairs = 0;
};

Dominance dominance(std::span<const double> values, const std::vector<double>& sorted_others) {
    Dominance result;
    const auto others = static_cast<double>(sorted_others.size());
    for (const double value : values) {
        const auto [from, to] = std::ranges::equal_range(sorted_others, value);
        const auto smaller = static_cast<double>(from - sorted_others.begin());
        const auto greater = static_cast<double>(sorted_others.end() - to);
        result.by_value.push_back((smaller - greater) / others);
        result.unequal_pairs += smaller + greater;
    }
    return result;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double sample_variance(const std::vector<double>& values, double mean) {
    double sum = 0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1);
}

/// The interval at |delta| = 1.
Interval complete_separation(double delta, double smaller_size, double z) {
    const double bound = (smaller_size - z * z) / (smaller_size + z * z);
    return delta > 0 ? Interval{1, bound, 1} : Interval{-1, -1, -bound};
}

}  // namespace

Computed<EffectSize> cliffs_delta(
    std::span<const double> first, std::span<const double> second, double level
) {
    const double z = normal_reach(level);
    const std::vector<double> sorted_first = sorted_finite(first);
    const std::vector<double> sorted_second = sorted_finite(second);
    if (first.empty() || second.empty()) return std::unexpected(Absence::empty_group);
    const Dominance of_first = dominance(sorted_first, sorted_second);
    const double delta = mean_of(of_first.by_value);
    if (first.size() < 2 || second.size() < 2) return EffectSize{delta, std::nullopt};
    const auto m = static_cast<double>(first.size());
    const auto n = static_cast<double>(second.size());
    if (std::abs(delta) == 1) {
        return EffectSize{delta, complete_separation(delta, std::min(m, n), z)};
    }
    // The dominance of the second over the first is the other way round, its variance the same.
    const Dominance of_second = dominance(sorted_second, sorted_first);
    const double pairs = of_first.unequal_pairs - m * n * delta * delta;
    const double variance =
        ((n - 1) * sample_variance(of_first.by_value, delta) +
         (m - 1) * sample_variance(of_second.by_value, -delta) + pairs / ((m - 1) * (n - 1))) /
        (m * n);
    if (variance == 0) return EffectSize{delta, std::nullopt};  // all values are the same
    const double wide = z * z * variance;
    const double left = 1 - delta * delta;
    const double reach = z * std::sqrt(variance * (left * left + wide));
    const double middle = delta * left;
    return EffectSize{
        delta,
        Interval{
            .estimate = delta,
            .low = std::max(-1.0, (middle - reach) / (left + wide)),
            .high = std::min(1.0, (middle + reach) / (left + wide)),
        },
    };
}

Computed<EffectSize> paired_rank_biserial(
    std::span<const double> first, std::span<const double> second, double level
) {
    require(first.size() == second.size(), "pairs come from lists of one length");
    const double z = normal_reach(level);
    require_finite(first);
    require_finite(second);
    if (first.empty()) return std::unexpected(Absence::no_values);
    std::vector<double> sizes;
    std::vector<double> signs;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double difference = first[i] - second[i];
        if (difference == 0) continue;
        sizes.push_back(std::abs(difference));
        signs.push_back(difference > 0 ? 1 : -1);
    }
    if (sizes.empty()) return std::unexpected(Absence::no_differences);
    const Ranking ranking = rank(sizes);
    double balance = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) balance += signs[i] * ranking.ranks[i];
    const auto n = static_cast<double>(sizes.size());
    const double all = n * (n + 1) / 2;
    const double estimate = balance / all;
    if (std::abs(estimate) == 1) return EffectSize{estimate, std::nullopt};
    const double error = std::sqrt(n * (n + 1) * (2 * n + 1) / 6) / all;
    const double centre = std::atanh(estimate);
    return EffectSize{
        estimate,
        Interval{estimate, std::tanh(centre - z * error), std::tanh(centre + z * error)},
    };
}

}  // namespace querist::statistics
