#pragma once

#include "core/core.hpp"
#include "statistics/absence.hpp"
#include "statistics/contingency.hpp"

#include <cstdint>
#include <optional>

namespace querist::statistics {

enum class FisherMethod { exact, monte_carlo };

/// Fisher's exact test, two-sided: the probability, given both margins and independence, of the
/// tables that are no more probable than the observed one.
struct FisherTest {
    double p_value = 1;
    FisherMethod method = FisherMethod::exact;
    std::int64_t drawn_tables = 0;         ///< 0 where exact.
    std::optional<double> standard_error;  ///< Of a Monte Carlo p value; empty where exact.
};

/// How much work is spent.
struct FisherEffort {
    /// Steps of the exact enumeration: fillings of a column, paths sent on. A second or so; enough
    /// for 100 respondents in 5 x 4 cells or 200 in 3 x 4.
    std::int64_t steps_max = 5'000'000;
    std::int64_t drawn_tables = 10'000;  ///< Tables of a Monte Carlo estimate.
    /// Respondents times drawn tables, at most; beyond it nothing is drawn.
    std::int64_t drawn_labels_max = 1'000'000'000;
};

/// Exact where the enumeration ends within `effort.steps_max`; always so for a 2 x 2 table up to
/// FirstCellDistribution::values_max values of its first cell. Absence: no_values, one_category and
/// empty_margin as in chi_square_independence; beyond_bounds where the enumeration does not end:
/// then `fisher_test_or_estimate` may still serve.
/// Tables count as no more probable up to a factor of 1 + 1e-7, as in R, because equal
/// probabilities differ by rounding.
/// Source: Fisher 1935, Freeman and Halton 1951; for larger tables the network algorithm of Mehta
/// and Patel 1983 with exact longest and shortest paths; equals R's fisher.test(x)$p.value.
[[nodiscard]] Computed<FisherTest> fisher_test(CountTable table, FisherEffort effort = {});

/// `fisher_test`; where that is beyond its bounds, a seeded Monte Carlo estimate that says so:
/// p = (1 + tables no more probable) / (1 + drawn tables), as R's
/// fisher.test(x, simulate.p.value = TRUE), with standard error sqrt(p (1 - p) / drawn tables).
/// Absence: beyond_bounds where even drawing is (`drawn_labels_max`).
///
/// Drawing, part of the contract: the column number of every respondent, column by column, is
/// shuffled by querist::shuffle for each table, shuffle upon shuffle, and dealt to the rows in
/// order.
[[nodiscard]] Computed<FisherTest> fisher_test_or_estimate(
    CountTable table, SeededRandom& random, FisherEffort effort = {}
);

}  // namespace querist::statistics
