#include "statistics/hypergeometric.hpp"

#include "statistics/contract.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace querist::statistics {

std::optional<FirstCellDistribution> FirstCellDistribution::of(FourfoldTable table) {
    require(
        table.a >= 0 && table.b >= 0 && table.c >= 0 && table.d >= 0, "a count is not negative"
    );
    const std::int64_t row = table.a + table.b;
    const std::int64_t column = table.a + table.c;
    // The fourth cell is what the first leaves of it.
    const std::int64_t fourth_less_first = table.d - table.a;
    FirstCellDistribution distribution;
    distribution.lowest_ = std::max<std::int64_t>(0, -fourth_less_first);
    const std::int64_t highest = std::min(row, column);
    if (highest - distribution.lowest_ >= values_max) return std::nullopt;
    // Sums of many logarithms, in more digits than what is kept of them.
    std::vector<long double> log_weights{0};
    for (std::int64_t x = distribution.lowest_; x < highest; ++x) {
        const auto from = static_cast<long double>(row - x) * static_cast<long double>(column - x);
        const auto to =
            static_cast<long double>(x + 1) * static_cast<long double>(fourth_less_first + x + 1);
        log_weights.push_back(log_weights.back() + std::log(from / to));
    }
    const long double most = std::ranges::max(log_weights);
    for (const long double log_weight : log_weights) {
        distribution.log_weights_.push_back(static_cast<double>(log_weight - most));
    }
    return distribution;
}

std::vector<double> FirstCellDistribution::probabilities(double log_odds_ratio) const {
    std::vector<double> weights = log_weights_;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] += static_cast<double>(i) * log_odds_ratio;
    }
    const double most = std::ranges::max(weights);
    double sum = 0;
    for (double& weight : weights) {
        weight = std::exp(weight - most);
        sum += weight;
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

double FirstCellDistribution::mean(double log_odds_ratio) const {
    const std::vector<double> chances = probabilities(log_odds_ratio);
    double sum = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) sum += static_cast<double>(i) * chances[i];
    return static_cast<double>(lowest_) + sum;
}

}  // namespace querist::statistics
