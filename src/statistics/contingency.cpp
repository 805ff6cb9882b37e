#include "statistics/contingency.hpp"

#include "statistics/contract.hpp"
#include "statistics/distributions.hpp"

#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace querist::statistics {

namespace {

double as_double(std::int64_t count) { return static_cast<double>(count); }

std::int64_t independence_degrees(const Margins& margins) {
    return static_cast<std::int64_t>((margins.rows.size() - 1) * (margins.columns.size() - 1));
}

/// Everything of an IndependenceTest but the test.
IndependenceTest expectations(CountTable table, const Margins& margins) {
    IndependenceTest result;
    const double n = as_double(margins.total);
    std::int64_t below_one = 0;
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
        const double row = as_double(margins.rows[cell / table.columns]);
        const double column = as_double(margins.columns[cell % table.columns]);
        const double expected = row * column / n;
        const double variance = expected * (1 - row / n) * (1 - column / n);
        result.expected.push_back(expected);
        result.adjusted_residuals.push_back(
            (as_double(table.counts[cell]) - expected) / std::sqrt(variance)
        );
        if (expected < 5) ++result.expected_below_five;
        if (expected < 1) ++below_one;
    }
    result.smallest_expected = std::ranges::min(result.expected);
    const auto cells = static_cast<std::int64_t>(table.counts.size());
    result.expected_too_low = below_one > 0 || 5 * result.expected_below_five > cells;
    return result;
}

double pearson_statistic(
    CountTable table, const std::vector<double>& expected, ContinuityCorrection correction
) {
    const bool corrected =
        correction == ContinuityCorrection::yates && table.columns == 2 && table.counts.size() == 4;
    double statistic = 0;
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
        double distance = std::abs(as_double(table.counts[cell]) - expected[cell]);
        // No further than to the expected count, as R does since 2.11.
        if (corrected) distance -= std::min(0.5, distance);
        statistic += distance * distance / expected[cell];
    }
    return statistic;
}

/// Beyond it the series of the noncentral chi-square takes too many terms.
constexpr double largest_solved_statistic = 1e7;

/// The noncentrality under which P(X <= `statistic`) is `probability`; 0 where even a central
/// chi-square lies lower.
double noncentrality(double statistic, double degrees, double probability) {
    using Distribution = boost::math::non_central_chi_squared_distribution<double>;
    const auto excess = [&](double parameter) {
        if (parameter == 0) {
            return 1 - chi_square_upper_tail(statistic, degrees) - probability;
        }
        return boost::math::cdf(Distribution(degrees, parameter), statistic) - probability;
    };
    if (statistic > largest_solved_statistic) {
        // The root of such a statistic is normal with deviation 1, exactly so at one degree; the
        // error in V is far below what is printed.
        const double root = std::sqrt(statistic) - normal_quantile(probability);
        return std::max(0.0, root * root - (degrees - 1));
    }
    if (excess(0) <= 0) return 0;
    double high = statistic + degrees + 1;
    while (excess(high) > 0) high *= 2;
    std::uintmax_t steps = 200;
    const auto [below, above] = boost::math::tools::toms748_solve(
        excess, 0.0, high, boost::math::tools::eps_tolerance<double>(50), steps
    );
    return (below + above) / 2;
}

/// Bergsma 2013, with n - 1 where the table's size is corrected.
std::optional<double> bias_corrected_v(double phi_square, double n, double rows, double columns) {
    if (n < 2) return std::nullopt;
    const double kept = std::max(0.0, phi_square - (rows - 1) * (columns - 1) / (n - 1));
    const double corrected_rows = rows - (rows - 1) * (rows - 1) / (n - 1);
    const double corrected_columns = columns - (columns - 1) * (columns - 1) / (n - 1);
    const double freedom = std::min(corrected_rows, corrected_columns) - 1;
    if (freedom <= 0) return std::nullopt;
    return std::min(1.0, std::sqrt(kept / freedom));
}

}  // namespace

std::optional<Absence> untestable(const Margins& margins) {
    if (margins.total == 0) return Absence::no_values;
    if (margins.rows.size() < 2 || margins.columns.size() < 2) return Absence::one_category;
    if (margins.empty) return Absence::empty_margin;
    return std::nullopt;
}

Margins margins_of(CountTable table) {
    require(table.columns > 0, "a table has at least one column");
    require(table.counts.size() % table.columns == 0, "a table has whole rows");
    Margins margins;
    margins.rows.resize(table.counts.size() / table.columns);
    margins.columns.resize(table.columns);
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
        const std::int64_t count = table.counts[cell];
        require(count >= 0, "a count is not negative");
        margins.rows[cell / table.columns] += count;
        margins.columns[cell % table.columns] += count;
        margins.total += count;
    }
    const auto none = [](std::int64_t sum) { return sum == 0; };
    margins.empty =
        std::ranges::any_of(margins.rows, none) || std::ranges::any_of(margins.columns, none);
    return margins;
}

KeptTable without_empty_margins(CountTable table) {
    const Margins margins = margins_of(table);
    KeptTable kept;
    for (std::size_t row = 0; row < margins.rows.size(); ++row) {
        if (margins.rows[row] > 0) kept.kept_rows.push_back(row);
    }
    for (std::size_t column = 0; column < margins.columns.size(); ++column) {
        if (margins.columns[column] > 0) kept.kept_columns.push_back(column);
    }
    kept.columns = kept.kept_columns.size();
    for (const std::size_t row : kept.kept_rows) {
        for (const std::size_t column : kept.kept_columns) {
            kept.counts.push_back(table.counts[row * table.columns + column]);
        }
    }
    return kept;
}

ChiSquareTest chi_square_test_of(double statistic, std::int64_t degrees_of_freedom) {
    return {
        statistic,
        degrees_of_freedom,
        chi_square_upper_tail(statistic, static_cast<double>(degrees_of_freedom)),
    };
}

Computed<IndependenceTest> chi_square_independence(
    CountTable table, ContinuityCorrection correction
) {
    const Margins margins = margins_of(table);
    if (const auto reason = untestable(margins)) return std::unexpected(*reason);
    IndependenceTest result = expectations(table, margins);
    result.test = chi_square_test_of(
        pearson_statistic(table, result.expected, correction), independence_degrees(margins)
    );
    return result;
}

Computed<IndependenceTest> likelihood_ratio_independence(CountTable table) {
    const Margins margins = margins_of(table);
    if (const auto reason = untestable(margins)) return std::unexpected(*reason);
    IndependenceTest result = expectations(table, margins);
    double statistic = 0;
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
        // x log(x / e) - (x - e) for each cell: the differences add up to 0 over the table, and no
        // term is negative, so that a nearly independent large table keeps its digits.
        const double expected = result.expected[cell];
        const double excess = (as_double(table.counts[cell]) - expected) / expected;
        const double kept = table.counts[cell] > 0 ? (1 + excess) * std::log1p(excess) : 0;
        statistic += 2 * expected * (kept - excess);
    }
    result.test = chi_square_test_of(std::max(0.0, statistic), independence_degrees(margins));
    return result;
}

Computed<CramersV> cramers_v(CountTable table, double level) {
    require_level(level);
    const Computed<IndependenceTest> independence = chi_square_independence(table);
    if (!independence) return std::unexpected(independence.error());
    const Margins margins = margins_of(table);
    const double n = as_double(margins.total);
    const auto rows = static_cast<double>(margins.rows.size());
    const auto columns = static_cast<double>(margins.columns.size());
    const ChiSquareTest& test = independence->test;
    const auto v = [&](double square) {
        return std::min(1.0, std::sqrt(square / (n * (std::min(rows, columns) - 1))));
    };
    const auto degrees = static_cast<double>(test.degrees_of_freedom);
    const double estimate = v(test.statistic);
    return CramersV{
        .v =
            {.estimate = estimate,
             .low = std::min(estimate, v(noncentrality(test.statistic, degrees, (1 + level) / 2))),
             .high = std::max(estimate, v(noncentrality(test.statistic, degrees, (1 - level) / 2)))
            },
        .bias_corrected = bias_corrected_v(test.statistic / n, n, rows, columns),
    };
}

}  // namespace querist::statistics
