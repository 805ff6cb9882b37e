#include "statistics/ranks.hpp"

#include "statistics/contract.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace querist::statistics {

void require_finite(std::span<const double> values) {
    for (const double value : values) require_value(value);
}

std::vector<double> sorted_finite(std::span<const double> values) {
    require_finite(values);
    std::vector<double> sorted(values.begin(), values.end());
    // What comes from counts is in order already, and may be millions.
    if (!std::ranges::is_sorted(sorted)) std::ranges::sort(sorted);
    return sorted;
}

double Ranking::tie_cubes() const {
    double sum = 0;
    for (const std::int64_t tie : ties) {
        const auto t = static_cast<double>(tie);
        sum += t * t * t - t;
    }
    return sum;
}

Ranking rank(std::span<const double> values) {
    require_finite(values);
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    Ranking ranking{.ranks = std::vector<double>(values.size()), .ties = {}};
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        // Ranks begin + 1 to end share their mean.
        const double shared = static_cast<double>(begin + 1 + end) / 2;
        for (std::size_t i = begin; i < end; ++i) ranking.ranks[order[i]] = shared;
        if (end - begin > 1) ranking.ties.push_back(static_cast<std::int64_t>(end - begin));
        begin = end;
    }
    return ranking;
}

}  // namespace querist::statistics
