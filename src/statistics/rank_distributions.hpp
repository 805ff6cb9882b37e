#pragma once

// Exact distributions of rank statistics without ties, as probabilities of 0, 1, 2 ... Built by
// adding only, so that each keeps its digits, however small.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace querist::statistics {

/// Of Mann and Whitney's U for samples of these sizes; R: dwilcox(0:(first * second), ...).
[[nodiscard]] std::vector<double> mann_whitney_distribution(std::size_t first, std::size_t second);

/// Of Wilcoxon's V for `pairs` differences; R: dsignrank(0:(n * (n + 1) / 2), n).
[[nodiscard]] std::vector<double> signed_rank_distribution(std::size_t pairs);

/// Of the number of concordant pairs among `size` observations (Kendall).
[[nodiscard]] std::vector<double> concordance_distribution(std::size_t size);

/// P(X <= value); 0 below 0, 1 from the last value on.
[[nodiscard]] double probability_at_most(
    const std::vector<double>& distribution, std::int64_t value
);

/// P(X >= value).
[[nodiscard]] double probability_at_least(
    const std::vector<double>& distribution, std::int64_t value
);

/// Twice the smaller of the two, at most 1.
[[nodiscard]] double two_sided_probability(
    const std::vector<double>& distribution, std::int64_t value
);

}  // namespace querist::statistics
