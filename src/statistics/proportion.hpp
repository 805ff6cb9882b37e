#pragma once

#include <cstdint>
#include <optional>

namespace querist::statistics {

/// An estimate with the interval around it.
struct Interval {
    double estimate = 0;
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

/// The level of every interval that does not say another.
inline constexpr double usual_level = 0.95;

/// The quantile of the standard normal distribution: the z with P(Z <= z) = `probability`.
/// `probability` must lie in (0, 1); else std::domain_error.
/// Source: z = -sqrt(2) erfc^-1(2 p), Boost.Math; equals R's qnorm(p).
[[nodiscard]] double normal_quantile(double probability);

/// Share of `count` in `total` with its Wilson score interval, without continuity correction.
/// Unit: fraction, 0 to 1. Empty when `total` is 0. `count` must lie in [0, total] and `level` in
/// (0, 1); else std::domain_error.
/// Source: Wilson 1927; equals R's prop.test(count, total, conf.level = level,
/// correct = FALSE)$conf.int, which is exactly 0 at count 0 and exactly 1 at count = total.
[[nodiscard]] std::optional<Interval> wilson_interval(
    std::int64_t count, std::int64_t total, double level = usual_level
);

/// Share of `count` in `total` with its Clopper-Pearson interval, which covers at least `level`
/// whatever the true share. Unit, empty result and std::domain_error as in `wilson_interval`.
/// Source: Clopper and Pearson 1934, by quantiles of the beta distribution; equals R's
/// binom.test(count, total, conf.level = level)$conf.int, which is exactly 0 at count 0 and
/// exactly 1 at count = total.
[[nodiscard]] std::optional<Interval> clopper_pearson_interval(
    std::int64_t count, std::int64_t total, double level = usual_level
);

/// Share of `count` in `total` with its Agresti-Coull interval: Wald's around the middle of the
/// Wilson interval, cut off at 0 and 1. Unit, empty result and std::domain_error as in
/// `wilson_interval`; the estimate is count / total.
/// Source: Agresti and Coull 1998; equals R's binom::binom.agresti.coull, cut off.
[[nodiscard]] std::optional<Interval> agresti_coull_interval(
    std::int64_t count, std::int64_t total, double level = usual_level
);

/// How much more often the `first` of several answers was given than the `second` by the same
/// `total` respondents, each of whom gave one answer: the difference of two shares of one sample,
/// with its interval. Unit: fraction, -1 to 1. Empty when `total` is 0. The counts must not be
/// negative and together at most `total`, and `level` lies in (0, 1); else std::domain_error.
/// Source: the adjusted Wald interval of Bonett and Price 2012, Journal of Educational and
/// Behavioral Statistics 37(4), 479-488, one added to each count and two to the total; cut at -1
/// and 1. The estimate is the difference of the shares as they are.
[[nodiscard]] std::optional<Interval> share_difference_interval(
    std::int64_t first, std::int64_t second, std::int64_t total, double level = usual_level
);

}  // namespace querist::statistics
