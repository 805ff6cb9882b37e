#pragma once

#include "core/core.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// The answers to the items of one scale, respondent by respondent: what respondent r answered to
/// item i stands at values[r * items + i], empty where there is no answer. Items that are worded
/// the other way round must have been recoded. Values are at most 1e100 and values.size() is a
/// multiple of `items`, which is at least 1; else the functions below throw std::domain_error. Only
/// respondents who answered every item are used (listwise deletion).
struct ScaleAnswers {
    std::span<const std::optional<double>> values;
    std::size_t items = 0;
};

/// What one item does in its scale.
struct ItemInScale {
    /// Correlation of the item with the sum of the other items. Empty when either does not vary.
    std::optional<double> correlation_with_rest;
    /// Cronbach's alpha of the other items. Empty below two others, or when their sum does not
    /// vary.
    std::optional<double> alpha_without;
};

struct CronbachAlpha {
    Interval alpha;  ///< At most 1, without a lower bound.
    std::vector<ItemInScale> items{};
    std::int64_t respondents = 0;  ///< Who answered every item.
    std::int64_t left_out = 0;     ///< Who left out at least one.
};

/// Cronbach's alpha with Feldt's interval. A Problem with fewer than two items or two complete
/// respondents, and when the sum of the items does not vary. An item that everybody answers alike
/// stays in the scale.
/// Source: Cronbach 1951; interval: Feldt, Woodruff and Salih 1987, by the F distribution with
/// n - 1 and (n - 1)(k - 1) degrees of freedom. Equals psych::alpha(x): raw_alpha, feldt,
/// alpha.drop$raw_alpha and item.stats$r.drop.
[[nodiscard]] Result<CronbachAlpha> cronbach_alpha(
    ScaleAnswers answers, double level = usual_level
);

struct McdonaldOmega {
    Interval omega;                        ///< 0 to 1.
    std::vector<double> loadings;          ///< In units of the item.
    std::vector<double> unique_variances;  ///< In squared units of the item.
    std::int64_t respondents = 0;
    std::int64_t left_out = 0;
};

/// McDonald's omega: the share of the one common factor in the variance of the items' sum, from a
/// one-factor model fitted by maximum likelihood (Fisher scoring), with the interval of the delta
/// method on the scale of logits (expected information).
/// A Problem with fewer than three items or two complete respondents, when an item does not vary,
/// when the model does not converge, when an item's unique variance falls below 0.005 of its
/// variance (a Heywood case; factanal's own bound), and when the loadings cancel each other.
/// Source: McDonald 1999, formula 6.20; Raykov 2002 for the interval. Equals
/// f <- factanal(x, 1, control = list(opt = list(factr = 10))); s <- apply(x, 2, sd);
/// a <- sum(s * f$loadings)^2; a / (a + sum(s^2 * f$uniquenesses)).
[[nodiscard]] Result<McdonaldOmega> mcdonald_omega(
    ScaleAnswers answers, double level = usual_level
);

}  // namespace querist::statistics
