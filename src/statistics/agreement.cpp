#include "statistics/agreement.hpp"

#include "statistics/contract.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace querist::statistics {

namespace {

void require_ratings(const Ratings& ratings) {
    require(
        ratings.raters > 0 && ratings.values.size() % ratings.raters == 0,
        "ratings are rows of as many values as there are raters"
    );
    for (const std::optional<std::size_t>& rating : ratings.values) {
        require(!rating || *rating < ratings.categories, "a rating is one of the categories");
    }
}

std::unexpected<Problem> too_few_ratings() {
    return failure(
        "statistics.too-few-ratings",
        "no unit was rated by two raters, so there is no agreement to measure",
        "let a second rater code some of the units"
    );
}

std::unexpected<Problem> one_category() {
    return failure(
        "statistics.no-variation",
        "every rating is the same category, so agreement beyond chance cannot be told",
        "report the share of agreement, or Gwet's AC1, and code units of other categories"
    );
}

/// Below this a spread is what rounding left of none: perfect agreement.
constexpr double standard_error_min = 1e-9;

/// Puts an interval of `reach` standard errors around the coefficient.
void add_interval(Agreement& agreement, double standard_error, double reach) {
    if (!(standard_error > standard_error_min)) return;
    agreement.standard_error = standard_error;
    const double half = reach * standard_error;
    agreement.interval = Interval{
        agreement.coefficient,
        std::max(std::min(-1.0, agreement.coefficient), agreement.coefficient - half),
        std::min(1.0, agreement.coefficient + half),
    };
}

/// The cross-table of two raters as shares, and how much each of its cells counts as agreement.
struct PairTable {
    std::size_t categories = 0;
    std::vector<double> shares;  ///< Row: first rater's category.
    std::vector<double> weights;
    std::vector<double> first;
    std::vector<double> second;
    std::int64_t units = 0;
    std::int64_t left_out = 0;
};

double agreement_weight(KappaWeights weights, std::size_t row, std::size_t column, double last) {
    const double steps = std::abs(static_cast<double>(row) - static_cast<double>(column)) / last;
    switch (weights) {
        case KappaWeights::none:
            return row == column ? 1 : 0;
        case KappaWeights::linear:
            return 1 - steps;
        case KappaWeights::quadratic:
            return 1 - steps * steps;
    }
    return 0;
}

PairTable pair_table(const Ratings& ratings, KappaWeights weights) {
    const std::size_t k = ratings.categories;
    PairTable table{
        .categories = k,
        .shares = std::vector<double>(k * k),
        .weights = std::vector<double>(k * k),
        .first = std::vector<double>(k),
        .second = std::vector<double>(k),
    };
    for (std::size_t at = 0; at < ratings.values.size(); at += 2) {
        const auto& first = ratings.values[at];
        const auto& second = ratings.values[at + 1];
        if (first && second) {
            ++table.units;
            table.shares[*first * k + *second] += 1;
        } else {
            ++table.left_out;
        }
    }
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            table.shares[i * k + j] /= static_cast<double>(table.units);
            table.first[i] += table.shares[i * k + j];
            table.second[j] += table.shares[i * k + j];
            table.weights[i * k + j] = agreement_weight(
                weights, i, j, static_cast<double>(std::max<std::size_t>(k, 2) - 1)
            );
        }
    }
    return table;
}

double kappa_standard_error(const PairTable& table, double kappa, double expected) {
    const std::size_t k = table.categories;
    std::vector<double> row_part(k);
    std::vector<double> column_part(k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            row_part[i] += table.weights[i * k + j] * table.second[j] * (1 - kappa);
            column_part[j] += table.weights[i * k + j] * table.first[i] * (1 - kappa);
        }
    }
    // The variance of this cell term over the cells, centred for the sake of its last digits.
    const double centre = kappa - expected * (1 - kappa);
    double variance = 0;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            const double term = table.weights[i * k + j] - row_part[i] - column_part[j] - centre;
            variance += table.shares[i * k + j] * term * term;
        }
    }
    return std::sqrt(variance / static_cast<double>(table.units)) / (1 - expected);
}

/// How often each unit was given each category, and what follows from it alone.
struct UnitCounts {
    std::size_t categories = 0;
    std::vector<double> counts{};     ///< Unit by unit; units without any rating are not here.
    std::vector<double> ratings{};    ///< How many ratings each unit has.
    std::vector<double> agreement{};  ///< Share of agreeing pairs in each unit; 0 below two.
    std::vector<double> shares{};     ///< Of each category, over units.
    double observed = 0;
    std::int64_t rated_twice = 0;
    std::int64_t left_out = 0;

    [[nodiscard]] std::size_t units() const { return ratings.size(); }
};

void count_unit(UnitCounts& result, std::span<const std::optional<std::size_t>> unit) {
    std::vector<double> counts(result.categories);
    double ratings = 0;
    for (const std::optional<std::size_t>& rating : unit) {
        if (!rating) continue;
        counts[*rating] += 1;
        ratings += 1;
    }
    if (ratings < 2) ++result.left_out;
    if (ratings == 0) return;
    double agreeing = 0;
    for (const double count : counts) agreeing += count * (count - 1);
    const double agreement = ratings < 2 ? 0 : agreeing / (ratings * (ratings - 1));
    if (ratings >= 2) {
        ++result.rated_twice;
        result.observed += agreement;
    }
    for (std::size_t c = 0; c < result.categories; ++c) result.shares[c] += counts[c] / ratings;
    result.counts.insert(result.counts.end(), counts.begin(), counts.end());
    result.ratings.push_back(ratings);
    result.agreement.push_back(agreement);
}

UnitCounts unit_counts(const Ratings& ratings) {
    UnitCounts result{
        .categories = ratings.categories, .shares = std::vector<double>(ratings.categories)
    };
    for (std::size_t at = 0; at < ratings.values.size(); at += ratings.raters) {
        count_unit(result, ratings.values.subspan(at, ratings.raters));
    }
    if (result.rated_twice > 0) result.observed /= static_cast<double>(result.rated_twice);
    for (double& share : result.shares) share /= static_cast<double>(result.units());
    return result;
}

/// The coefficient of `counts` when chance agrees with `expected`, and its spread over units, for
/// which `chance_weight[c]` says what a rating of category c adds to half of chance's slope.
Agreement coefficient_over_units(
    const UnitCounts& counts,
    double expected,
    const std::vector<double>& chance_weight,
    double level
) {
    const auto units = static_cast<double>(counts.units());
    Agreement agreement{
        .coefficient = (counts.observed - expected) / (1 - expected),
        .observed = counts.observed,
        .expected = expected,
        .units = counts.rated_twice,
        .left_out = counts.left_out,
        .interval_method = AgreementIntervalMethod::over_units,
    };
    if (counts.units() < 2) return agreement;
    const double paired = units / static_cast<double>(counts.rated_twice);
    double squares = 0;
    for (std::size_t u = 0; u < counts.units(); ++u) {
        double chance = 0;
        for (std::size_t c = 0; c < counts.categories; ++c) {
            chance += counts.counts[u * counts.categories + c] * chance_weight[c];
        }
        chance /= counts.ratings[u];
        const double own =
            counts.ratings[u] < 2 ? 0 : paired * (counts.agreement[u] - expected) / (1 - expected);
        const double pull = 2 * (1 - agreement.coefficient) * (chance - expected) / (1 - expected);
        const double deviation = own - pull - agreement.coefficient;
        squares += deviation * deviation;
    }
    const boost::math::students_t t(units - 1);
    add_interval(
        agreement,
        std::sqrt(squares / (units * (units - 1))),
        boost::math::quantile(boost::math::complement(t, (1 - level) / 2))
    );
    return agreement;
}

}  // namespace

std::string_view agreement_interval_method(AgreementIntervalMethod method) {
    switch (method) {
        case AgreementIntervalMethod::large_sample:
            return "normal interval with the standard error of Fleiss, Cohen and Everitt (1969)";
        case AgreementIntervalMethod::over_units:
            return "t interval with Gwet's (2008) standard error over units";
        case AgreementIntervalMethod::unit_bootstrap:
            return "percentile bootstrap over units";
    }
    return "";
}

Result<Agreement> cohen_kappa(Ratings ratings, KappaWeights weights, double level) {
    require_level(level);
    require_ratings(ratings);
    require(ratings.raters == 2, "Cohen's kappa compares two raters");
    const PairTable table = pair_table(ratings, weights);
    if (table.units == 0) return too_few_ratings();
    double observed = 0;
    double expected = 0;
    double chance_differs = 0;
    for (std::size_t i = 0; i < table.categories; ++i) {
        for (std::size_t j = 0; j < table.categories; ++j) {
            const std::size_t cell = i * table.categories + j;
            observed += table.weights[cell] * table.shares[cell];
            expected += table.weights[cell] * table.first[i] * table.second[j];
            if (i != j) chance_differs += table.first[i] * table.second[j];
        }
    }
    if (chance_differs == 0) return one_category();
    Agreement agreement{
        .coefficient = (observed - expected) / (1 - expected),
        .observed = observed,
        .expected = expected,
        .units = table.units,
        .left_out = table.left_out,
        .interval_method = AgreementIntervalMethod::large_sample,
    };
    add_interval(
        agreement,
        kappa_standard_error(table, agreement.coefficient, expected),
        -normal_quantile((1 - level) / 2)
    );
    return agreement;
}

Result<Agreement> fleiss_kappa(Ratings ratings, double level) {
    require_level(level);
    require_ratings(ratings);
    const UnitCounts counts = unit_counts(ratings);
    if (counts.rated_twice == 0) return too_few_ratings();
    if (std::ranges::count_if(counts.shares, [](double share) { return share > 0; }) < 2) {
        return one_category();
    }
    double expected = 0;
    for (const double share : counts.shares) expected += share * share;
    return coefficient_over_units(counts, expected, counts.shares, level);
}

Result<Agreement> gwet_ac1(Ratings ratings, double level) {
    require_level(level);
    require_ratings(ratings);
    if (ratings.categories < 2) {
        return failure(
            "statistics.too-few-categories",
            "a codebook of one category leaves raters nothing to agree on",
            "give the codebook a second category"
        );
    }
    const UnitCounts counts = unit_counts(ratings);
    if (counts.rated_twice == 0) return too_few_ratings();
    const auto others = static_cast<double>(ratings.categories - 1);
    double expected = 0;
    std::vector<double> chance_weight;
    for (const double share : counts.shares) {
        expected += share * (1 - share) / others;
        chance_weight.push_back((1 - share) / others);
    }
    return coefficient_over_units(counts, expected, chance_weight, level);
}

}  // namespace querist::statistics
