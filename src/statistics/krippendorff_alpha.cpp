#include "statistics/krippendorff_alpha.hpp"

#include "statistics/contract.hpp"
#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace querist::statistics {

namespace {

/// Units with at least two ratings, each rating as the place of its value among the values.
struct RatedUnits {
    std::vector<double> values;  ///< Ascending, each once.
    std::vector<std::vector<std::size_t>> units;
    std::int64_t left_out = 0;
};

RatedUnits rated_units(const NumericRatings& ratings) {
    RatedUnits rated;
    std::vector<std::vector<double>> units;
    for (std::size_t at = 0; at < ratings.values.size(); at += ratings.raters) {
        std::vector<double> unit;
        for (const std::optional<double>& rating : ratings.values.subspan(at, ratings.raters)) {
            if (!rating) continue;
            require_value(*rating);
            unit.push_back(*rating);
        }
        if (unit.size() < 2) {
            ++rated.left_out;
            continue;
        }
        rated.values.insert(rated.values.end(), unit.begin(), unit.end());
        units.push_back(std::move(unit));
    }
    std::ranges::sort(rated.values);
    const auto repeated = std::ranges::unique(rated.values);
    rated.values.erase(repeated.begin(), repeated.end());
    for (const std::vector<double>& unit : units) {
        std::vector<std::size_t> places;
        for (const double value : unit) {
            const auto place = std::ranges::lower_bound(rated.values, value);
            places.push_back(static_cast<std::size_t>(place - rated.values.begin()));
        }
        rated.units.push_back(std::move(places));
    }
    return rated;
}

struct Disagreement {
    double observed = 0;
    double expected = 0;
    [[nodiscard]] double alpha() const { return 1 - observed / expected; }
};

/// Where each value lies on the scale whose squared differences are the measurement's: the value
/// itself, or for ordinal values the mean rank of its ratings, because the ratings between two
/// values (half of each end's) are the difference of their mean ranks.
std::vector<double> positions(
    const std::vector<double>& values, const std::vector<double>& counts, Measurement measurement
) {
    std::vector<double> places = values;
    if (measurement == Measurement::ordinal) {
        double below = 0;
        for (std::size_t c = 0; c < counts.size(); ++c) {
            places[c] = below + counts[c] / 2;
            below += counts[c];
        }
    }
    return places;
}

/// The sum of squared differences over all pairs of ratings in the pool.
double pooled_difference(
    const std::vector<double>& places, const std::vector<double>& counts, Measurement measurement
) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    if (measurement == Measurement::nominal) {
        double equal = 0;
        for (const double count : counts) equal += count * count;
        return (total * total - equal) / 2;
    }
    double centre = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) centre += counts[c] * places[c] / total;
    double squares = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        squares += counts[c] * (places[c] - centre) * (places[c] - centre);
    }
    return total * squares;
}

double difference_within(
    const std::vector<std::size_t>& unit, const std::vector<double>& places, Measurement measurement
) {
    double sum = 0;
    for (std::size_t i = 0; i < unit.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double apart = places[unit[i]] - places[unit[j]];
            const double different = unit[i] == unit[j] ? 0 : 1;
            sum += measurement == Measurement::nominal ? different : apart * apart;
        }
    }
    return sum;
}

/// Empty when all ratings of the `drawn` units are the same.
std::optional<Disagreement> disagreement(
    const RatedUnits& rated, std::span<const std::size_t> drawn, Measurement measurement
) {
    std::vector<double> counts(rated.values.size());
    double total = 0;
    for (const std::size_t u : drawn) {
        for (const std::size_t value : rated.units[u]) counts[value] += 1;
        total += static_cast<double>(rated.units[u].size());
    }
    if (std::ranges::count_if(counts, [](double count) { return count > 0; }) < 2) return {};
    const std::vector<double> places = positions(rated.values, counts, measurement);
    double within = 0;
    for (const std::size_t u : drawn) {
        const double others = static_cast<double>(rated.units[u].size() - 1);
        within += difference_within(rated.units[u], places, measurement) / others;
    }
    const double pooled = pooled_difference(places, counts, measurement);
    return Disagreement{2 * within / total, 2 * pooled / (total * (total - 1))};
}

void draw_interval(
    KrippendorffAlpha& result,
    const RatedUnits& rated,
    Measurement measurement,
    UnitBootstrap bootstrap,
    double level
) {
    SeededRandom random(bootstrap.seed);
    std::vector<double> alphas;
    std::vector<std::size_t> drawn(rated.units.size());
    for (std::int64_t draw = 0; draw < bootstrap.draws; ++draw) {
        for (std::size_t& unit : drawn) {
            unit = static_cast<std::size_t>(random.below(rated.units.size()));
        }
        const std::optional<Disagreement> found = disagreement(rated, drawn, measurement);
        if (found) {
            alphas.push_back(found->alpha());
        } else {
            ++result.draws_left_out;
        }
    }
    const std::optional<double> spread = standard_deviation(alphas);
    if (!spread || *spread < 1e-12) return;
    std::ranges::sort(alphas);
    const double tail = (1 - level) / 2;
    const std::optional<double> low = quantile(alphas, tail);
    const std::optional<double> high = quantile(alphas, 1 - tail);
    if (!low || !high) return;
    result.standard_error = spread;
    result.interval = Interval{result.alpha, *low, *high};
}

}  // namespace

Result<KrippendorffAlpha> krippendorff_alpha(
    NumericRatings ratings, Measurement measurement, UnitBootstrap bootstrap, double level
) {
    require_level(level);
    require(bootstrap.draws >= 100, "a bootstrap draws at least 100 times");
    require(
        ratings.raters > 0 && ratings.values.size() % ratings.raters == 0,
        "ratings are rows of as many values as there are raters"
    );
    const RatedUnits rated = rated_units(ratings);
    if (rated.units.empty()) {
        return failure(
            "statistics.too-few-ratings",
            "no unit was rated by two raters, so there is no agreement to measure",
            "let a second rater code some of the units"
        );
    }
    std::vector<std::size_t> all(rated.units.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const std::optional<Disagreement> found = disagreement(rated, all, measurement);
    if (!found) {
        return failure(
            "statistics.no-variation",
            "all the ratings are the same, so agreement beyond chance cannot be told",
            "report the share of agreement, and code units that differ"
        );
    }
    KrippendorffAlpha result{
        .alpha = found->alpha(),
        .observed_disagreement = found->observed,
        .expected_disagreement = found->expected,
        .units = static_cast<std::int64_t>(rated.units.size()),
        .left_out = rated.left_out,
    };
    draw_interval(result, rated, measurement, bootstrap, level);
    return result;
}

}  // namespace querist::statistics
