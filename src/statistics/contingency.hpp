#pragma once

#include "statistics/absence.hpp"
#include "statistics/proportion.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// A cross-table of counts, row by row. Counts are not negative and counts.size() is a multiple of
/// `columns`, which is at least 1; else the functions below throw std::domain_error.
struct CountTable {
    std::span<const std::int64_t> counts;
    std::size_t columns = 0;
};

/// The sums of a table. `empty` says that a row or a column of it has no counts.
struct Margins {
    std::vector<std::int64_t> rows;
    std::vector<std::int64_t> columns;
    std::int64_t total = 0;
    bool empty = false;
};

[[nodiscard]] Margins margins_of(CountTable table);

/// Why no test of independence exists for these margins, if so.
[[nodiscard]] std::optional<Absence> untestable(const Margins& margins);

/// A table of its own counts.
struct KeptTable {
    std::vector<std::int64_t> counts;
    std::size_t columns = 0;  ///< 0 where nothing is left.
    std::vector<std::size_t> kept_rows;
    std::vector<std::size_t> kept_columns;
};

/// The table without its empty rows and columns, for tests that need every margin.
[[nodiscard]] KeptTable without_empty_margins(CountTable table);

/// A statistic that is compared with the chi-square distribution.
struct ChiSquareTest {
    double statistic = 0;
    std::int64_t degrees_of_freedom = 0;
    double p_value = 1;
};

/// Of the upper tail: R's pchisq(statistic, degrees, lower.tail = FALSE).
[[nodiscard]] ChiSquareTest chi_square_test_of(double statistic, std::int64_t degrees_of_freedom);

enum class ContinuityCorrection { none, yates };

/// A test of independence. `expected` and `adjusted_residuals` are row by row.
struct IndependenceTest {
    ChiSquareTest test;
    std::vector<double> expected;
    /// (observed - expected) / its standard error: beyond about 2 in size a cell stands out.
    /// Equals R's chisq.test(x)$stdres.
    std::vector<double> adjusted_residuals;
    double smallest_expected = 0;
    std::int64_t expected_below_five = 0;  ///< Cells; R warns when there is one.
    /// Cochran's rule: an expected count is below 1, or more than a fifth of them below 5. The p
    /// value must then not be trusted; use fisher_test.
    bool expected_too_low = false;
};

/// Pearson's chi-square test of independence; Yates's correction changes 2 x 2 tables only.
/// Absence: no_values when all counts are 0; one_category below two rows or columns; empty_margin.
/// Source: Pearson 1900, Yates 1934, Cochran 1954, Haberman 1973; equals R's
/// chisq.test(x, correct = FALSE or TRUE).
[[nodiscard]] Computed<IndependenceTest> chi_square_independence(
    CountTable table, ContinuityCorrection correction = ContinuityCorrection::none
);

/// The likelihood-ratio (G) test of independence, without Williams's correction. A cell of 0 adds
/// nothing. Absences and the warning about expected counts as in chi_square_independence.
/// Source: Wilks 1935, Sokal and Rohlf 1981; equals R's g <- 2 * sum((x * log(x / expected))[x >
/// 0]); pchisq(g, (nrow(x) - 1) * (ncol(x) - 1), lower.tail = FALSE).
[[nodiscard]] Computed<IndependenceTest> likelihood_ratio_independence(CountTable table);

/// How strongly rows and columns go together, 0 to 1.
struct CramersV {
    /// sqrt(chi-square / (n (min(rows, columns) - 1))), with its interval from the noncentral
    /// chi-square distribution.
    Interval v;
    /// Bergsma's correction: near 0 without association, where V is not. Empty when it does not
    /// exist (a corrected size of the table that is not above 1). It has no interval of its own:
    /// use bootstrap_interval.
    std::optional<double> bias_corrected;
};

/// Cramer's V. Absences as in chi_square_independence. The bounds are those noncentralities under
/// which the observed chi-square is at the (1 + level) / 2 and (1 - level) / 2 quantiles, divided
/// as the estimate is; where the table fits independence so well that they miss the estimate, the
/// nearer bound is moved to it.
/// Source: Cramer 1946; interval: Smithson 2003; bias correction: Bergsma 2013. Equals R's
/// effectsize::cramers_v(x, adjust = FALSE or TRUE), and for the interval the noncentralities that
/// pchisq(statistic, degrees, ncp) gives for those quantiles.
[[nodiscard]] Computed<CramersV> cramers_v(CountTable table, double level = usual_level);

}  // namespace querist::statistics
