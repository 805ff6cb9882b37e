#pragma once

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

// Weights say how many people of the population a respondent stands for. Weights that come in are
// not negative and at most 1e100, one for each respondent; categories are numbered from 0 and each
// is below the number of its population figures: else the functions below throw std::domain_error.
// What they hand out adds up to the population, in the unit of the figures given (people, or 1).

/// 1 / probability for every respondent: of being drawn, times that of answering where known.
/// A Problem, naming the respondent, for a probability that is not in (0, 1] or
/// below 1e-100.
/// Source: Horvitz and Thompson 1952. Equals weights(survey::svydesign(~1, probs = p)).
[[nodiscard]] Result<std::vector<double>> inverse_probability_weights(
    std::span<const double> probabilities
);

/// `weights` times the factor that makes them add up to `total` (> 0, else std::domain_error).
/// A Problem when they add up to 0. Source: w * total / sum(w).
[[nodiscard]] Result<std::vector<double>> scale_weights(
    std::span<const double> weights, double total
);

/// Weights under which every category has the share that it has in the population: the base
/// weights times population[c] / sum of the base weights in c. `base` is empty for all 1.
/// A Problem, naming the category, when a category of the population has no respondents (or only
/// such of weight 0), when one with respondents has no population, and for a figure that is
/// negative, not finite or above 1e100. A category without respondents and without population is
/// left alone. Source: Holt and Smith 1979. Equals weights(survey::postStratify(design, ~c,
/// population)).
[[nodiscard]] Result<std::vector<double>> post_stratify(
    std::span<const std::size_t> category,
    std::span<const double> population,
    std::span<const double> base = {}
);

/// One property of the respondents whose distribution in the population is known.
struct Margin {
    std::span<const std::size_t> category;  ///< Of each respondent.
    std::span<const double> population;     ///< Of each category.
};

struct Raking {
    int rounds_max = 1'000;    ///< At least 1. A round adjusts every margin once.
    double tolerance = 1e-10;  ///< Of the population, > 0: how far a category may stay off.
};

struct RakedWeights {
    std::vector<double> weights;
    int rounds = 0;
    double off_by = 0;  ///< The largest distance of a category from its figure, as a share of all.
};

/// Weights that meet every margin at once, as near to the base weights as can be (in the sense of
/// discrimination information). `base` is empty for all 1. Margins cover the same respondents,
/// at least one margin; else std::domain_error.
/// A Problem as for post_stratify, naming margin and category; when the totals of two margins
/// differ by more than a millionth; and when `rounds_max` rounds do not reach the tolerance,
/// because no weights meet all margins (a combination that respondents lack) or it is slow.
/// Source: Deming and Stephan 1940; Ireland and Kullback 1968. Equals weights(survey::rake(design,
/// formulas, populations, control = list(maxit = 1000, epsilon = 1e-10))).
[[nodiscard]] Result<RakedWeights> rake(
    std::span<const Margin> margins, std::span<const double> base = {}, Raking raking = {}
);

/// How many respondents with equal weights would tell as much: (sum w)^2 / sum w^2. Between 1 and
/// the number of positive weights. Empty when no weight is positive.
/// Source: Kish 1965, section 11.7. Equals sum(w)^2 / sum(w^2).
[[nodiscard]] std::optional<double> effective_size(std::span<const double> weights);

/// By how much unequal weights inflate a variance: respondents with a positive weight over their
/// effective size, 1 + the squared coefficient of variation of the weights. At least 1. Empty when
/// no weight is positive.
/// Source: Kish 1992. Equals sum(w > 0) * sum(w^2) / sum(w)^2.
[[nodiscard]] std::optional<double> weighting_effect(std::span<const double> weights);

}  // namespace querist::statistics
