#pragma once

#include "statistics/absence.hpp"
#include "statistics/contingency.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace querist::statistics {

/// McNemar's test of two yes/no answers of the same respondents, in three forms.
struct McNemarTest {
    ChiSquareTest uncorrected;
    ChiSquareTest corrected;   ///< With Edwards's continuity correction.
    double exact_p_value = 1;  ///< By the binomial distribution; the one to print for small counts.
};

/// `first_only` respondents said yes only the first time, `second_only` only the second time; who
/// answered alike twice does not matter. Absence: no_differences when both are 0;
/// std::domain_error for negative counts.
/// Source: McNemar 1947, Edwards 1948; equals R's mcnemar.test(matrix, correct = FALSE or TRUE) and
/// binom.test(first_only, first_only + second_only)$p.value.
[[nodiscard]] Computed<McNemarTest> mcnemar_test(std::int64_t first_only, std::int64_t second_only);

/// Cochran's Q: whether the shares of yes of `columns` questions differ among respondents who
/// answered all of them; 0 and 1 row by row. Rows with gaps are left out before.
/// Absence: no_values without rows; one_category below two columns; no_variation when no respondent
/// answered two questions differently. std::domain_error for other cells or no whole number of
/// rows.
/// Source: Cochran 1950; equals R's friedman.test(matrix), which it is for 0 and 1.
[[nodiscard]] Computed<ChiSquareTest> cochran_q_test(
    std::span<const std::uint8_t> answers, std::size_t columns
);

}  // namespace querist::statistics
