#pragma once

#include "core/core.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// How sure an estimated share shall be. Each lies in (0, 1), else std::domain_error.
struct Precision {
    double margin = 0.05;  ///< Half the width of the interval, a fraction.
    double level = 0.95;   ///< Of confidence.
    double share = 0.5;    ///< The share expected; 0.5 asks for the most.
};

/// How many answers a simple random sample needs so that the normal interval of a share is not
/// wider than the margin on either side, rounded up. `population` is how many there are in all, for
/// the finite population correction; empty for a large one. Never more than the population.
/// A Problem for a population below 1, and beyond 9e15 answers.
/// Source: Cochran 1977, section 4.4: n0 = z^2 p (1 - p) / d^2; n = n0 / (1 + (n0 - 1) / N).
/// Equals z <- qnorm(1 - (1 - level) / 2); n0 <- z^2 * p * (1 - p) / d^2;
/// ceiling(n0 / (1 + (n0 - 1) / N)). 90 % and a margin of 0.1 give 68.
[[nodiscard]] Result<std::int64_t> sample_size_for_share(
    Precision precision, std::optional<std::int64_t> population = std::nullopt
);

/// The margin that `answers` reach: the inverse of sample_size_for_share. `level` and `share` lie
/// in (0, 1), else std::domain_error. 0 when everybody of the population answered.
/// A Problem without answers, and with more answers than the population.
/// Source: Cochran 1977. Equals qnorm(1 - (1 - level) / 2) * sqrt(p * (1 - p) / n *
/// (N - n) / (N - 1)), the last factor 1 for a large population.
[[nodiscard]] Result<double> margin_reached(
    std::int64_t answers,
    std::optional<std::int64_t> population = std::nullopt,
    double level = 0.95,
    double share = 0.5
);

/// Divides a sample over strata in proportion to their sizes. The parts add up to `sample` exactly
/// (largest remainder; of equal remainders the earlier stratum), and none exceeds its stratum.
/// A Problem for a negative size (naming the stratum), without anybody in the strata, for more than
/// 1e11 people, for a negative sample and for one larger than all strata together.
/// Source: Cochran 1977, section 5.5; Hamilton's method. Equals by formula
/// q <- n * N / sum(N); a <- floor(q); one more for the n - sum(a) largest q - a.
[[nodiscard]] Result<std::vector<std::int64_t>> allocate_proportionally(
    std::int64_t sample, std::span<const std::int64_t> sizes
);

/// Divides a sample over strata in proportion to size times standard deviation, which makes the
/// variance of the mean least. As allocate_proportionally, and: a stratum that would get more than
/// it holds is taken whole and the rest divided anew; what is left when no other stratum varies is
/// divided by size. sizes and deviations are of one length, else std::domain_error.
/// A Problem besides for a deviation that is negative or not finite (naming the stratum) and when
/// no stratum with people varies.
/// Source: Neyman 1934; Cochran 1977, sections 5.5 and 5.8.
[[nodiscard]] Result<std::vector<std::int64_t>> allocate_by_neyman(
    std::int64_t sample, std::span<const std::int64_t> sizes, std::span<const double> deviations
);

}  // namespace querist::statistics
