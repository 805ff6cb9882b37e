#include "statistics/weighted_estimate.hpp"

#include "statistics/contract.hpp"
#include "statistics/weighting.hpp"

#include <fmt/format.h>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace querist::statistics {

namespace {

/// What one stratum adds to the variance.
struct Stratum {
    double respondents = 0;
    bool answered = false;  ///< By somebody with a positive weight.
    double sum = 0;
    double squares = 0;
};

std::size_t stratum_of(const SurveyDesign& design, std::size_t respondent) {
    return design.strata.empty() ? 0 : design.strata[respondent];
}

void require_design(std::span<const std::optional<double>> values, const SurveyDesign& design) {
    require(design.weights.size() == values.size(), "every respondent has a weight");
    require(
        design.strata.empty() || design.strata.size() == values.size(),
        "every respondent has a stratum"
    );
    for (std::size_t i = 0; i < values.size(); ++i) {
        require_weight(design.weights[i]);
        if (const std::optional<double>& value = values[i]) require_value(*value);
        require(
            design.stratum_populations.empty() ||
                stratum_of(design, i) < design.stratum_populations.size(),
            "every stratum has a population"
        );
    }
}

/// A weighted mean and how far each respondent moves it.
struct Linearised {
    double mean = 0;
    double weight = 0;              ///< Of all who answered.
    double squares = 0;             ///< Weighted, around the mean.
    std::vector<double> influence;  ///< 0 where there is no value.
    std::vector<double> weights{};  ///< Positive ones of those who answered.
};

/// 0 when there is none.
double first_value(std::span<const std::optional<double>> values) {
    for (const std::optional<double>& value : values) {
        if (value) return *value;
    }
    return 0;
}

Linearised linearised(std::span<const std::optional<double>> values, const SurveyDesign& design) {
    Linearised result{.influence = std::vector<double>(values.size())};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i] || design.weights[i] == 0) continue;
        result.weight += design.weights[i];
        result.weights.push_back(design.weights[i]);
    }
    if (result.weights.empty()) return result;
    // Measured from one of the values, so that equal values give exactly their mean and no spread.
    const double origin = first_value(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::optional<double>& value = values[i];
        if (value) result.mean += design.weights[i] / result.weight * (*value - origin);
    }
    result.mean += origin;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::optional<double>& value = values[i];
        if (!value) continue;
        const double from_mean = *value - result.mean;
        result.influence[i] = design.weights[i] / result.weight * from_mean;
        result.squares += design.weights[i] / result.weight * from_mean * from_mean;
    }
    return result;
}

std::vector<Stratum> strata_of(
    std::span<const std::optional<double>> values, const SurveyDesign& design
) {
    std::vector<Stratum> strata;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t h = stratum_of(design, i);
        if (h >= strata.size()) strata.resize(h + 1);
        strata[h].respondents += 1;
        if (values[i] && design.weights[i] > 0) strata[h].answered = true;
    }
    return strata;
}

/// The part of a stratum's population that was not drawn.
double share_not_drawn(const SurveyDesign& design, std::size_t h, const Stratum& stratum) {
    if (design.stratum_populations.empty()) return 1;
    return 1 - stratum.respondents / design.stratum_populations[h];
}

std::optional<Problem> stratum_problem(
    const SurveyDesign& design, const std::vector<Stratum>& strata
) {
    for (std::size_t h = 0; h < strata.size(); ++h) {
        const Stratum& stratum = strata[h];
        if (stratum.respondents == 0) continue;
        if (!design.stratum_populations.empty() &&
            !(stratum.respondents <= design.stratum_populations[h])) {
            return failure(
                       "statistics.population-figure",
                       fmt::format(
                           "stratum {} has {} respondents but a population of {}",
                           h + 1,
                           stratum.respondents,
                           design.stratum_populations[h]
                       ),
                       "give the number of people in the stratum, not a share"
            )
                .error();
        }
        if (stratum.respondents == 1 && share_not_drawn(design, h, stratum) > 0) {
            return failure(
                       "statistics.lonely-stratum",
                       fmt::format(
                           "stratum {} has a single respondent, who shows no spread", h + 1
                       ),
                       "join the stratum with the one most like it"
            )
                .error();
        }
    }
    return std::nullopt;
}

double variance(const Linearised& mean, std::vector<Stratum>& strata, const SurveyDesign& design) {
    for (std::size_t i = 0; i < mean.influence.size(); ++i) {
        strata[stratum_of(design, i)].sum += mean.influence[i];
    }
    for (std::size_t i = 0; i < mean.influence.size(); ++i) {
        Stratum& stratum = strata[stratum_of(design, i)];
        const double from_mean = mean.influence[i] - stratum.sum / stratum.respondents;
        stratum.squares += from_mean * from_mean;
    }
    double total = 0;
    for (std::size_t h = 0; h < strata.size(); ++h) {
        const double n = strata[h].respondents;
        if (n < 2) continue;
        total += share_not_drawn(design, h, strata[h]) * n / (n - 1) * strata[h].squares;
    }
    return total;
}

double t_reach(std::int64_t degrees, double level) {
    const boost::math::students_t t(static_cast<double>(degrees));
    return boost::math::quantile(boost::math::complement(t, (1 - level) / 2));
}

Interval logit_interval(double share, double standard_error, double reach) {
    const double logit = std::log(share / (1 - share));
    const double half = reach * standard_error / (share * (1 - share));
    return {share, 1 / (1 + std::exp(half - logit)), 1 / (1 + std::exp(-half - logit))};
}

/// Clopper and Pearson's interval for none or all of `n`, which need not be whole.
Interval exact_interval(double share, double n, double level) {
    const boost::math::beta_distribution<double> none(1, n);
    const double far = boost::math::quantile(boost::math::complement(none, (1 - level) / 2));
    return share == 0 ? Interval{0, 0, far} : Interval{1, 1 - far, 1};
}

}  // namespace

std::string_view weighted_interval_method(WeightedIntervalMethod method) {
    switch (method) {
        case WeightedIntervalMethod::t:
            return "t interval with the standard error of Taylor linearisation";
        case WeightedIntervalMethod::logit:
            return "logit interval with the standard error of Taylor linearisation";
        case WeightedIntervalMethod::exact_effective_size:
            return "Clopper-Pearson interval with Kish's effective sample size";
    }
    return "";
}

Result<WeightedEstimate> weighted_mean(
    std::span<const std::optional<double>> values, SurveyDesign design, double level
) {
    require_level(level);
    require_design(values, design);
    const Linearised mean = linearised(values, design);
    if (mean.weights.empty()) {
        return failure(
            "statistics.no-values",
            "nobody with a positive weight gave a value",
            "collect answers first, or check the weights"
        );
    }
    std::vector<Stratum> strata = strata_of(values, design);
    if (auto problem = stratum_problem(design, strata)) return std::unexpected(*problem);
    const auto answers = static_cast<std::int64_t>(mean.weights.size());
    const std::int64_t degrees =
        answers - std::ranges::count_if(strata, [](const Stratum& one) { return one.answered; });
    if (degrees < 1) {
        return failure(
            "statistics.too-few-values",
            fmt::format("{} answers in as many strata show no spread", answers),
            "collect more answers, or join strata"
        );
    }
    const double of_mean = variance(mean, strata, design);
    WeightedEstimate estimate{
        .standard_error = std::sqrt(of_mean),
        .degrees_of_freedom = degrees,
        .answers = answers,
        .effective_size = effective_size(mean.weights).value_or(0),
    };
    const double half = t_reach(degrees, level) * estimate.standard_error;
    estimate.interval = {mean.mean, mean.mean - half, mean.mean + half};
    // A simple random sample: squares * n / (n - 1) / n.
    const double simple = mean.squares / static_cast<double>(answers - 1);
    if (simple > 0) estimate.design_effect = of_mean / simple;
    return estimate;
}

Result<WeightedEstimate> weighted_proportion(
    std::span<const std::optional<double>> values, SurveyDesign design, double level
) {
    bool some = false;
    bool all = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::optional<double>& value = values[i];
        if (!value) continue;
        require(*value == 0 || *value == 1, "a property is 0 or 1");
        if (i >= design.weights.size() || design.weights[i] == 0) continue;
        some = some || *value == 1;
        all = all && *value == 1;
    }
    Result<WeightedEstimate> estimate = weighted_mean(values, design, level);
    if (!estimate) return estimate;
    if (some && !all) {
        estimate->interval_method = WeightedIntervalMethod::logit;
        estimate->interval = logit_interval(
            estimate->interval.estimate,
            estimate->standard_error,
            t_reach(estimate->degrees_of_freedom, level)
        );
        return estimate;
    }
    // Sums of weights would leave rounding where all or none have the property.
    estimate->interval_method = WeightedIntervalMethod::exact_effective_size;
    estimate->interval = exact_interval(some ? 1 : 0, estimate->effective_size, level);
    estimate->standard_error = 0;
    estimate->design_effect = std::nullopt;
    return estimate;
}

}  // namespace querist::statistics
