#pragma once

// Tails of the distributions that tests refer to, by Boost.Math; each keeps its digits far out.

#include <cstdint>

namespace querist::statistics {

/// P(Z >= z) of the standard normal distribution; R: pnorm(z, lower.tail = FALSE).
[[nodiscard]] double normal_upper_tail(double z);

/// P(|Z| >= |z|); R: 2 * pnorm(-abs(z)).
[[nodiscard]] double normal_two_sided(double z);

/// P(X >= x) of chi-square, x >= 0, degrees > 0; R: pchisq(x, degrees, lower.tail = FALSE).
[[nodiscard]] double chi_square_upper_tail(double x, double degrees);

/// P(|T| >= |t|) of Student's t, degrees > 0; R: 2 * pt(-abs(t), degrees).
[[nodiscard]] double student_two_sided(double t, double degrees);

/// P(B <= count) of the binomial distribution with `total` draws; R: pbinom(count, total, share).
[[nodiscard]] double binomial_at_most(std::int64_t count, std::int64_t total, double share);

/// z of an interval of this level: the upper quantile at (1 - level) / 2. std::domain_error for a
/// level outside (0, 1).
[[nodiscard]] double normal_reach(double level);

}  // namespace querist::statistics
