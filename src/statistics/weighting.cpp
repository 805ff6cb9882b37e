#include "statistics/weighting.hpp"

#include "statistics/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace querist::statistics {

namespace {

void require_weights(std::span<const double> weights) {
    for (const double weight : weights) require_weight(weight);
}

void require_margin(const Margin& margin, std::size_t respondents) {
    require(margin.category.size() == respondents, "every respondent has a category");
    for (const std::size_t category : margin.category) {
        require(category < margin.population.size(), "every category has a population figure");
    }
}

std::vector<double> base_weights(std::span<const double> base, std::size_t respondents) {
    if (base.empty()) return std::vector<double>(respondents, 1.0);
    require(base.size() == respondents, "every respondent has a base weight");
    require_weights(base);
    return {base.begin(), base.end()};
}

std::vector<double> category_totals(const Margin& margin, std::span<const double> weights) {
    std::vector<double> totals(margin.population.size());
    for (std::size_t i = 0; i < weights.size(); ++i) totals[margin.category[i]] += weights[i];
    return totals;
}

/// What makes a margin impossible to meet; `where` ends a sentence: " of margin 2".
std::optional<Problem> margin_problem(
    const Margin& margin, std::span<const double> weights, const std::string& where
) {
    const std::vector<double> totals = category_totals(margin, weights);
    std::vector<bool> answered(totals.size());
    for (const std::size_t category : margin.category) answered[category] = true;
    for (std::size_t c = 0; c < totals.size(); ++c) {
        const double wanted = margin.population[c];
        const std::string name = fmt::format("category {}{}", c + 1, where);
        if (!(wanted >= 0 && wanted <= magnitude_max)) {
            return failure(
                       "statistics.population-figure",
                       fmt::format("the population figure of {} is no number of people", name),
                       "give a count or a share of the population, 0 or more"
            )
                .error();
        }
        if (wanted > 0 && totals[c] == 0) {
            return failure(
                       "statistics.empty-stratum",
                       fmt::format("{} is part of the population but has no respondents", name),
                       "join it with a neighbouring category, or leave it out of the population"
            )
                .error();
        }
        if (wanted == 0 && answered[c]) {
            return failure(
                       "statistics.unknown-population",
                       fmt::format("{} has respondents but no population", name),
                       "give its population figure, or leave these respondents out"
            )
                .error();
        }
    }
    return std::nullopt;
}

std::unexpected<Problem> nobody() {
    return failure(
        "statistics.no-values",
        "there are no respondents to give weights to",
        "collect answers first"
    );
}

/// Makes one margin right and the others, as a rule, a little wrong.
void adjust(const Margin& margin, std::vector<double>& weights) {
    const std::vector<double> totals = category_totals(margin, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const std::size_t c = margin.category[i];
        // In this order nothing leaves the range of numbers: a weight is a part of its total.
        if (totals[c] > 0) weights[i] = weights[i] / totals[c] * margin.population[c];
    }
}

struct Worst {
    double off_by = 0;
    std::size_t margin = 0;
    std::size_t category = 0;
};

Worst worst_category(
    std::span<const Margin> margins, std::span<const double> weights, double population
) {
    Worst worst;
    for (std::size_t m = 0; m < margins.size(); ++m) {
        const std::vector<double> totals = category_totals(margins[m], weights);
        for (std::size_t c = 0; c < totals.size(); ++c) {
            const double off_by = std::abs(totals[c] - margins[m].population[c]) / population;
            if (off_by > worst.off_by) worst = {off_by, m, c};
        }
    }
    return worst;
}

double total_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

std::optional<Problem> margins_problem(
    std::span<const Margin> margins, std::span<const double> weights
) {
    const double first = total_of(margins.front().population);
    for (std::size_t m = 0; m < margins.size(); ++m) {
        auto problem = margin_problem(margins[m], weights, fmt::format(" of margin {}", m + 1));
        if (problem) return problem;
        const double total = total_of(margins[m].population);
        if (std::abs(total - first) > 1e-6 * first) {
            return failure(
                       "statistics.margins-differ",
                       fmt::format(
                           "the figures of margin 1 add up to {} and those of margin {} to {}",
                           first,
                           m + 1,
                           total
                       ),
                       "give every margin figures of the same population"
            )
                .error();
        }
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<double>> inverse_probability_weights(std::span<const double> probabilities) {
    std::vector<double> weights;
    weights.reserve(probabilities.size());
    for (const double probability : probabilities) {
        if (!(probability > 0 && probability <= 1) || 1 / probability > magnitude_max) {
            return failure(
                "statistics.probability",
                fmt::format(
                    "the probability {} of respondent {} gives no weight",
                    probability,
                    weights.size() + 1
                ),
                "give every respondent a probability above 0 and at most 1"
            );
        }
        weights.push_back(1 / probability);
    }
    return weights;
}

Result<std::vector<double>> scale_weights(std::span<const double> weights, double total) {
    require_weights(weights);
    require(total > 0 && total <= magnitude_max, "weights are scaled to a positive total");
    const double sum = total_of(weights);
    if (!(sum > 0)) return nobody();
    std::vector<double> scaled;
    scaled.reserve(weights.size());
    for (const double weight : weights) scaled.push_back(weight / sum * total);
    return scaled;
}

Result<std::vector<double>> post_stratify(
    std::span<const std::size_t> category,
    std::span<const double> population,
    std::span<const double> base
) {
    const Margin margin{category, population};
    require_margin(margin, category.size());
    std::vector<double> weights = base_weights(base, category.size());
    if (weights.empty()) return nobody();
    if (auto problem = margin_problem(margin, weights, "")) return std::unexpected(*problem);
    adjust(margin, weights);
    return weights;
}

Result<RakedWeights> rake(
    std::span<const Margin> margins, std::span<const double> base, Raking raking
) {
    require(!margins.empty(), "raking needs a margin");
    require(raking.rounds_max >= 1 && raking.tolerance > 0, "raking has rounds and a tolerance");
    const std::size_t respondents = margins.front().category.size();
    for (const Margin& margin : margins) require_margin(margin, respondents);
    RakedWeights raked{.weights = base_weights(base, respondents)};
    if (raked.weights.empty()) return nobody();
    if (auto problem = margins_problem(margins, raked.weights)) return std::unexpected(*problem);
    const double population = total_of(margins.front().population);
    Worst worst;
    while (raked.rounds < raking.rounds_max) {
        ++raked.rounds;
        for (const Margin& margin : margins) adjust(margin, raked.weights);
        worst = worst_category(margins, raked.weights, population);
        if (worst.off_by <= raking.tolerance) {
            raked.off_by = worst.off_by;
            return raked;
        }
    }
    return failure(
        "statistics.no-convergence",
        fmt::format(
            "raking did not converge in {} rounds: category {} of margin {} is still off by {:.2g} "
            "of the population",
            raked.rounds,
            worst.category + 1,
            worst.margin + 1,
            worst.off_by
        ),
        "join small categories: respondents lack a combination that the margins need"
    );
}

std::optional<double> effective_size(std::span<const double> weights) {
    require_weights(weights);
    if (weights.empty()) return std::nullopt;
    const double largest = *std::ranges::max_element(weights);
    if (largest == 0) return std::nullopt;
    double sum = 0;
    double squares = 0;
    for (const double weight : weights) {
        // In parts of the largest, so that no square leaves the range of numbers.
        const double part = weight / largest;
        sum += part;
        squares += part * part;
    }
    return sum * sum / squares;
}

std::optional<double> weighting_effect(std::span<const double> weights) {
    const std::optional<double> effective = effective_size(weights);
    if (!effective) return std::nullopt;
    const auto positive = std::ranges::count_if(weights, [](double weight) { return weight > 0; });
    return static_cast<double>(positive) / *effective;
}

}  // namespace querist::statistics
