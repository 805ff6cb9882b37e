#include "statistics/rank_distributions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace querist::statistics {

std::vector<double> mann_whitney_distribution(std::size_t first, std::size_t second) {
    // The largest observation is of the first sample with probability m / (m + n), and then exceeds
    // all n of the second: P(m, n; u) = m P(m - 1, n; u - n) / (m + n) + n P(m, n - 1; u) / (m +
    // n).
    std::vector<std::vector<double>> of_size(second + 1, std::vector<double>{1});
    for (std::size_t m = 1; m <= first; ++m) {
        std::vector<std::vector<double>> grown{{1}};
        for (std::size_t n = 1; n <= second; ++n) {
            const double all = static_cast<double>(m + n);
            std::vector<double> chances(m * n + 1);
            for (std::size_t u = 0; u < of_size[n].size(); ++u) {
                chances[u + n] += static_cast<double>(m) / all * of_size[n][u];
            }
            for (std::size_t u = 0; u < grown[n - 1].size(); ++u) {
                chances[u] += static_cast<double>(n) / all * grown[n - 1][u];
            }
            grown.push_back(std::move(chances));
        }
        of_size = std::move(grown);
    }
    return of_size[second];
}

std::vector<double> signed_rank_distribution(std::size_t pairs) {
    std::vector<double> chances{1};
    for (std::size_t rank = 1; rank <= pairs; ++rank) {
        // Each rank counts or does not, with equal chances.
        std::vector<double> grown(chances.size() + rank);
        for (std::size_t v = 0; v < chances.size(); ++v) {
            grown[v] += chances[v] / 2;
            grown[v + rank] += chances[v] / 2;
        }
        chances = std::move(grown);
    }
    return chances;
}

std::vector<double> concordance_distribution(std::size_t size) {
    std::vector<double> chances{1};
    for (std::size_t place = 2; place <= size; ++place) {
        // The next observation is concordant with 0 to place - 1 of those before it.
        std::vector<double> grown(chances.size() + place - 1);
        for (std::size_t c = 0; c < chances.size(); ++c) {
            const double part = chances[c] / static_cast<double>(place);
            for (std::size_t more = 0; more < place; ++more) grown[c + more] += part;
        }
        chances = std::move(grown);
    }
    return chances;
}

double probability_at_most(const std::vector<double>& distribution, std::int64_t value) {
    double sum = 0;
    const auto last = static_cast<std::int64_t>(distribution.size()) - 1;
    for (std::int64_t i = 0; i <= std::min(value, last); ++i) {
        sum += distribution[static_cast<std::size_t>(i)];
    }
    return std::min(1.0, sum);
}

double probability_at_least(const std::vector<double>& distribution, std::int64_t value) {
    double sum = 0;
    const auto last = static_cast<std::int64_t>(distribution.size()) - 1;
    for (std::int64_t i = last; i >= std::max<std::int64_t>(value, 0); --i) {
        sum += distribution[static_cast<std::size_t>(i)];
    }
    return std::min(1.0, sum);
}

double two_sided_probability(const std::vector<double>& distribution, std::int64_t value) {
    const double smaller = std::min(
        probability_at_most(distribution, value), probability_at_least(distribution, value)
    );
    return std::min(1.0, 2 * smaller);
}

}  // namespace querist::statistics
