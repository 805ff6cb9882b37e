#pragma once

#include "core/core.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::statistics {

/// How the respondents came to be in the sample, one place for each.
struct SurveyDesign {
    /// Not negative, at most 1e100. Taken as known: that post-stratification or raking estimated
    /// them is not counted, which as a rule overstates the standard error a little.
    std::span<const double> weights;
    /// The stratum each respondent was drawn from, from 0. Empty: one stratum.
    std::span<const std::size_t> strata;
    /// How many the population has in each stratum, for the finite population correction. Empty:
    /// no correction, the population is large or drawn from with replacement.
    std::span<const double> stratum_populations;
};

enum class WeightedIntervalMethod {
    t,                     ///< Estimate and t times standard error.
    logit,                 ///< The same on the scale of log odds.
    exact_effective_size,  ///< Clopper and Pearson's with Kish's effective size, for shares 0
                           ///< and 1.
};

/// In words for the line below a table.
[[nodiscard]] std::string_view weighted_interval_method(WeightedIntervalMethod method);

struct WeightedEstimate {
    Interval interval{};  ///< With the estimate.
    WeightedIntervalMethod interval_method = WeightedIntervalMethod::t;
    double standard_error = 0;
    /// Variance over that of a simple random sample, drawn with replacement, of as many answers.
    /// Empty when the values do not vary.
    std::optional<double> design_effect{};
    std::int64_t degrees_of_freedom = 0;  ///< Answers less strata, both with a positive weight.
    std::int64_t answers = 0;             ///< Values that are there and have a positive weight.
    double effective_size = 0;            ///< Of their weights: Kish.
};

/// The mean of the population from a stratified sample with weights, its standard error by Taylor
/// linearisation. Respondents whose value is empty stay in the design: the result speaks for those
/// who have a value (a domain), as a mean of a subgroup does.
/// values, weights and strata (unless empty) are of one length, values at most 1e100, each stratum
/// below stratum_populations.size() (unless empty); else std::domain_error. A Problem when no value
/// with a positive weight is there, when answers are not more than strata, when a stratum has a
/// single respondent (unless it is its whole population), and when it has more than its population.
/// Source: Särndal, Swensson and Wretman 1992, section 5.7; Lumley 2004. Equals
/// m <- svymean(~x, svydesign(~1, strata = ~h, weights = ~w, fpc = ~N), na.rm = TRUE,
/// deff = "replace") with confint(m, df = degf(subset(design, !is.na(x)))).
[[nodiscard]] Result<WeightedEstimate> weighted_mean(
    std::span<const std::optional<double>> values, SurveyDesign design, double level = usual_level
);

/// The share of the population that has a property: values are 0 or 1, else std::domain_error.
/// Everything else as in weighted_mean, but the interval: on the logit scale, equal to
/// svyciprop(~x, design, method = "xlogit"); where all or none have the property it is Clopper and
/// Pearson's with Kish's effective size for n (Korn and Graubard 1998), because no logit exists:
/// qbeta(c(a, 1 - a), c(0, 1), c(n + 1, n)) at share 0 with a = (1 - level) / 2 and low = 0.
[[nodiscard]] Result<WeightedEstimate> weighted_proportion(
    std::span<const std::optional<double>> values, SurveyDesign design, double level = usual_level
);

}  // namespace querist::statistics
