#pragma once

#include "statistics/contingency.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace querist::statistics {

/// A test whether counts come from known shares.
struct FitTest {
    ChiSquareTest test;
    std::vector<double> expected;
    bool expected_too_low = false;  ///< Cochran's rule, as of IndependenceTest.
};

/// Pearson's chi-square test of goodness of fit. `shares` are as many as `counts`, not negative,
/// and brought to the sum of 1; counts are not negative: else std::domain_error. A category without
/// share and count is left out. Absence: no_values when all counts are 0; one_category below two
/// categories; empty_margin when a category has counts and no share.
/// Source: Pearson 1900, Cochran 1954; equals R's chisq.test(x, p = shares, rescale.p = TRUE).
[[nodiscard]] Computed<FitTest> chi_square_fit(
    std::span<const std::int64_t> counts, std::span<const double> shares
);

}  // namespace querist::statistics
