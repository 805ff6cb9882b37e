#pragma once

#include "core/core.hpp"

#include <cstdint>
#include <optional>

namespace querist::statistics {

enum class Sides { one, two };

/// What a test is asked for. `significance` and `power` lie in (0, 1) and power exceeds
/// significance; else the functions below throw std::domain_error.
struct TestAim {
    double significance = 0.05;
    double power = 0.8;
    Sides sides = Sides::two;  ///< Of a comparison of two shares; chi-square has one.
};

/// The power of comparing two shares in groups of `group_size` each, by the normal approximation.
/// Shares lie in [0, 1], else std::domain_error. A Problem for groups without anybody and when both
/// shares are 0 or both are 1. With equal shares it is half the significance of a two-sided test,
/// because a difference on the wrong side does not count.
/// Source: Fleiss 1981, section 3.2. Equals
/// power.prop.test(n, p1, p2, sig.level, alternative = "two.sided" or "one.sided")$power.
[[nodiscard]] Result<double> power_of_two_shares(
    std::int64_t group_size,
    double first,
    double second,
    double significance = 0.05,
    Sides sides = Sides::two
);

/// How many each of two groups needs to find a difference between these shares, rounded up.
/// Shares lie in [0, 1], else std::domain_error. A Problem when they are equal or so near that more
/// than 9e15 were needed.
/// Equals ceiling(power.prop.test(p1 = , p2 = , sig.level, power)$n), which R solves in closed
/// form.
[[nodiscard]] Result<std::int64_t> group_size_for_two_shares(
    double first, double second, TestAim aim = {}
);

/// The second shares that just differ enough from the first to be found.
struct DetectableShares {
    std::optional<double> below;  ///< Empty when not even 0 would be found.
    std::optional<double> above;  ///< Empty when not even 1 would be found.
};

/// The smallest effect that two groups of `group_size` can find when the first share is `first`, in
/// [0, 1] (else std::domain_error). A Problem for groups without anybody.
/// Equals power.prop.test(n, p1, power = , sig.level)$p2 for `above` (with tol = 1e-14), and 1 -
/// that of 1 - p1 for `below`.
[[nodiscard]] Result<DetectableShares> detectable_shares(
    std::int64_t group_size, double first, TestAim aim = {}
);

/// The power of a chi-square test with `answers` in all when the effect is w (Cohen's: the root of
/// the sum of (p1 - p0)^2 / p0 over the cells). `effect` >= 0, `degrees` >= 1, else
/// std::domain_error. A Problem without answers. The significance itself for effect 0.
/// Source: Cohen 1988, chapter 7; non-central chi-square with parameter n w^2. Equals
/// pchisq(qchisq(1 - a, df), df, ncp = n * w^2, lower.tail = FALSE), pwr::pwr.chisq.test(w, N, df).
[[nodiscard]] Result<double> power_of_chi_square(
    std::int64_t answers, double effect, std::int64_t degrees, double significance = 0.05
);

/// How many answers a chi-square test needs to find the effect, rounded up. effect > 0,
/// degrees >= 1, else std::domain_error; aim.sides has no meaning here. A Problem when more than
/// 9e15 were needed. Equals ceiling(pwr::pwr.chisq.test(w = , df = , power = )$N).
[[nodiscard]] Result<std::int64_t> answers_for_chi_square(
    double effect, std::int64_t degrees, TestAim aim = {}
);

/// The smallest effect w that a chi-square test with `answers` in all can find. degrees >= 1, else
/// std::domain_error. A Problem without answers.
/// Equals pwr::pwr.chisq.test(N = , df = , power = )$w.
[[nodiscard]] Result<double> detectable_chi_square_effect(
    std::int64_t answers, std::int64_t degrees, TestAim aim = {}
);

}  // namespace querist::statistics
