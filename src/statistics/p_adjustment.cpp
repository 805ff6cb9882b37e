#include "statistics/p_adjustment.hpp"

#include "statistics/contract.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace querist::statistics {

namespace {

/// Places of the p values from the smallest up.
std::vector<std::size_t> ascending(std::span<const double> p_values) {
    require(
        std::ranges::all_of(p_values, [](double p) { return p >= 0 && p <= 1; }),
        "a p value lies between 0 and 1"
    );
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return p_values[i]; });
    return order;
}

}  // namespace

std::vector<double> holm_adjusted(std::span<const double> p_values) {
    const std::vector<std::size_t> order = ascending(p_values);
    std::vector<double> adjusted(p_values.size());
    double least = 0;  // no p value falls below the one before it
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto tests_left = static_cast<double>(order.size() - i);
        least = std::max(least, std::min(1.0, tests_left * p_values[order[i]]));
        adjusted[order[i]] = least;
    }
    return adjusted;
}

std::vector<double> benjamini_hochberg_adjusted(std::span<const double> p_values) {
    const std::vector<std::size_t> order = ascending(p_values);
    std::vector<double> adjusted(p_values.size());
    const auto tests = static_cast<double>(order.size());
    double most = 1;  // no p value exceeds the one after it
    for (std::size_t i = order.size(); i > 0; --i) {
        most = std::min(most, tests / static_cast<double>(i) * p_values[order[i - 1]]);
        adjusted[order[i - 1]] = most;
    }
    return adjusted;
}

}  // namespace querist::statistics
