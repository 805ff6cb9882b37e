#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace querist::statistics {

/// Ranks from 1 in the order of the values; equal values share the mean of their ranks.
struct Ranking {
    std::vector<double> ranks;
    std::vector<std::int64_t> ties;  ///< Sizes of the groups of two or more equal values.

    /// The sum of t^3 - t over the groups of ties: what ties take from a rank variance.
    [[nodiscard]] double tie_cubes() const;
};

/// Midranks; R: rank(x, ties.method = "average"). Every value must be finite; else
/// std::domain_error.
[[nodiscard]] Ranking rank(std::span<const double> values);

/// std::domain_error when a value is infinite, no number or beyond 1e100 in size: such data never
/// reach a statistic.
void require_finite(std::span<const double> values);

/// `values` sorted upwards; std::domain_error unless all are finite.
[[nodiscard]] std::vector<double> sorted_finite(std::span<const double> values);

}  // namespace querist::statistics
