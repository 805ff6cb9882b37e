#include "statistics/sample_size.hpp"

#include "statistics/contract.hpp"
#include "statistics/proportion.hpp"
#include "statistics/whole_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace querist::statistics {

namespace {

constexpr std::int64_t people_max = 100'000'000'000;  // keeps four digits behind a quota's point

double usual_variance(double level, double share) {
    const double z = -normal_quantile((1 - level) / 2);
    return z * z * share * (1 - share);
}

std::unexpected<Problem> no_population() {
    return failure(
        "statistics.population-figure",
        "the population has nobody to ask",
        "give the number of people in the population, or leave it out when it is large"
    );
}

/// One more for the largest remainders until the parts add up to `sample`. Remainders are compared
/// to nine places, so that rounding does not decide between equal ones.
void hand_out_remainders(
    std::vector<std::int64_t>& parts, const std::vector<double>& quotas, std::int64_t sample
) {
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto remainder = [&](std::size_t h) {
        return std::llround((quotas[h] - static_cast<double>(parts[h])) * 1e9);
    };
    std::ranges::sort(order, {}, [&](std::size_t h) { return std::pair(-remainder(h), h); });
    std::int64_t left = sample - std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
    for (const std::size_t h : order) {
        if (left == 0) break;
        if (quotas[h] == 0) continue;
        ++parts[h];
        --left;
    }
}

std::optional<Problem> strata_problem(std::int64_t sample, std::span<const std::int64_t> sizes) {
    std::int64_t people = 0;
    for (std::size_t h = 0; h < sizes.size(); ++h) {
        if (sizes[h] < 0 || sizes[h] > people_max - people) {
            return failure(
                       "statistics.population-figure",
                       fmt::format("stratum {} cannot have {} people", h + 1, sizes[h]),
                       "give the number of people in the stratum"
            )
                .error();
        }
        people += sizes[h];
    }
    if (people == 0) return no_population().error();
    if (sample < 0 || sample > people) {
        return failure(
                   "statistics.sample-size",
                   fmt::format("{} of {} people cannot be drawn", sample, people),
                   "draw at most everybody"
        )
            .error();
    }
    return std::nullopt;
}

double people_in(std::span<const double> weights, const std::vector<bool>& open) {
    double sum = 0;
    for (std::size_t h = 0; h < weights.size(); ++h) sum += open[h] ? weights[h] : 0;
    return sum;
}

/// Quotas by `weights` of which none is above its stratum's size.
std::vector<double> quotas_within(
    std::int64_t sample, std::span<const std::int64_t> sizes, std::span<const double> weights
) {
    std::vector<double> quotas(sizes.size());
    std::vector<bool> open(sizes.size(), true);
    double left = static_cast<double>(sample);
    for (bool full = true; std::exchange(full, false);) {
        const double sum = people_in(weights, open);
        const double to_divide = left;
        for (std::size_t h = 0; h < sizes.size(); ++h) {
            if (!open[h]) continue;
            quotas[h] = sum > 0 ? to_divide * (weights[h] / sum) : 0;
            if (weights[h] > 0 && quotas[h] >= static_cast<double>(sizes[h])) {
                quotas[h] = static_cast<double>(sizes[h]);
                open[h] = false;
                left -= quotas[h];
                full = true;
            }
        }
    }
    return quotas;
}

std::vector<std::int64_t> whole_parts(const std::vector<double>& quotas, std::int64_t sample) {
    std::vector<std::int64_t> parts;
    parts.reserve(quotas.size());
    // What rounding left a hair below a whole number counts as that number.
    for (const double quota : quotas) {
        parts.push_back(static_cast<std::int64_t>(std::floor(quota + 1e-9)));
    }
    hand_out_remainders(parts, quotas, sample);
    return parts;
}

}  // namespace

Result<std::int64_t> sample_size_for_share(
    Precision precision, std::optional<std::int64_t> population
) {
    require_level(precision.level);
    require(precision.margin > 0 && precision.margin < 1, "a margin lies between 0 and 1");
    require(precision.share > 0 && precision.share < 1, "an expected share lies between 0 and 1");
    if (population && *population < 1) return no_population();
    const double large =
        usual_variance(precision.level, precision.share) / (precision.margin * precision.margin);
    double needed = large;
    if (population) needed = large / (1 + (large - 1) / static_cast<double>(*population));
    if (!(needed < answers_max)) {
        return failure(
            "statistics.sample-size",
            "no sample is large enough for so small a margin",
            "ask for a wider margin"
        );
    }
    // Below one answer the correction turns round: nobody needs less than one.
    const std::int64_t answers = std::max<std::int64_t>(1, rounded_up(needed));
    return population ? std::min(answers, *population) : answers;
}

Result<double> margin_reached(
    std::int64_t answers, std::optional<std::int64_t> population, double level, double share
) {
    require_level(level);
    require(share > 0 && share < 1, "an expected share lies between 0 and 1");
    if (population && *population < 1) return no_population();
    if (answers < 1) {
        return failure(
            "statistics.no-values", "without answers there is no margin", "collect answers first"
        );
    }
    if (population && answers > *population) {
        return failure(
            "statistics.population-figure",
            fmt::format("{} answers cannot come from {} people", answers, *population),
            "correct the size of the population"
        );
    }
    const double variance = usual_variance(level, share) / static_cast<double>(answers);
    if (!population) return std::sqrt(variance);
    if (answers == *population) return 0;
    const auto left = static_cast<double>(*population - answers);
    return std::sqrt(variance * (left / static_cast<double>(*population - 1)));
}

Result<std::vector<std::int64_t>> allocate_proportionally(
    std::int64_t sample, std::span<const std::int64_t> sizes
) {
    if (auto problem = strata_problem(sample, sizes)) return std::unexpected(*problem);
    const std::vector<double> weights(sizes.begin(), sizes.end());
    return whole_parts(quotas_within(sample, sizes, weights), sample);
}

Result<std::vector<std::int64_t>> allocate_by_neyman(
    std::int64_t sample, std::span<const std::int64_t> sizes, std::span<const double> deviations
) {
    require(sizes.size() == deviations.size(), "every stratum has a standard deviation");
    if (auto problem = strata_problem(sample, sizes)) return std::unexpected(*problem);
    const double widest = deviations.empty() ? 0 : std::ranges::max(deviations);
    std::vector<double> weights;
    for (std::size_t h = 0; h < sizes.size(); ++h) {
        if (!std::isfinite(deviations[h]) || deviations[h] < 0) {
            return failure(
                "statistics.standard-deviation",
                fmt::format("stratum {} cannot have that standard deviation", h + 1),
                "give a standard deviation of 0 or more, from a pilot or an earlier study"
            );
        }
        const double part = widest > 0 ? deviations[h] / widest : 0;
        weights.push_back(static_cast<double>(sizes[h]) * part);
    }
    if (std::ranges::max(weights) == 0) {
        return failure(
            "statistics.no-variation",
            "no stratum with people varies, so none deserves more of the sample than another",
            "allocate in proportion to the strata's sizes"
        );
    }
    std::vector<double> quotas = quotas_within(sample, sizes, weights);
    // Whatever strata that vary cannot take goes to those that do not, by size.
    const double given = std::accumulate(quotas.begin(), quotas.end(), 0.0);
    const auto left = static_cast<std::int64_t>(std::llround(static_cast<double>(sample) - given));
    if (left > 0) {
        std::vector<double> rest;
        rest.reserve(sizes.size());
        for (std::size_t h = 0; h < sizes.size(); ++h) {
            rest.push_back(weights[h] == 0 ? static_cast<double>(sizes[h]) : 0);
        }
        const std::vector<double> more = quotas_within(left, sizes, rest);
        for (std::size_t h = 0; h < sizes.size(); ++h) quotas[h] += more[h];
    }
    return whole_parts(quotas, sample);
}

}  // namespace querist::statistics
