#pragma once

#include "statistics/absence.hpp"
#include "statistics/contingency.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace querist::statistics {

/// What the test is to show: `greater` that the first of the two tends to be greater.
enum class Alternative { two_sided, less, greater };

enum class NullDistribution { exact, normal };

/// A test by ranks of two samples or of pairs.
struct RankTest {
    double statistic = 0;  ///< R's W (Mann-Whitney U of the first sample) or V (signed rank).
    double p_value = 1;
    NullDistribution distribution = NullDistribution::exact;
    std::optional<double> z;  ///< Corrected for continuity; empty where exact.
};

/// Sizes of sample from which the normal distribution is used, as in R.
inline constexpr std::size_t exact_rank_test_size = 50;

/// The Mann-Whitney (Wilcoxon rank sum) test of two independent samples: exact for less than 50
/// values each without ties, else normal with tie and continuity correction.
/// Absence: empty_group for a sample without values; no_variation when all values are the same.
/// std::domain_error for values that are not finite.
/// Source: Mann and Whitney 1947; equals R's wilcox.test(x, y, alternative = ...).
[[nodiscard]] Computed<RankTest> mann_whitney_test(
    std::span<const double> first,
    std::span<const double> second,
    Alternative alternative = Alternative::two_sided
);

/// A signed-rank test and the pairs it stands on.
struct SignedRankTest {
    RankTest test;
    std::int64_t differing_pairs = 0;
    std::int64_t equal_pairs = 0;  ///< Left out, as Wilcoxon does.
};

/// The Wilcoxon signed-rank test of pairs (first[i], second[i]): exact for less than 50 pairs when
/// no two differences have the same size and none is 0, else normal with tie and continuity
/// correction. Differences are taken as they are: decimals that should tie but differ by rounding
/// do not; scale them to whole numbers before.
/// Absence: no_values; no_differences when every pair is equal. std::domain_error for lists of
/// different lengths or values that are not finite.
/// Source: Wilcoxon 1945; equals R's wilcox.test(x, y, paired = TRUE, alternative = ...).
[[nodiscard]] Computed<SignedRankTest> signed_rank_test(
    std::span<const double> first,
    std::span<const double> second,
    Alternative alternative = Alternative::two_sided
);

/// The Kruskal-Wallis test of independent groups, corrected for ties.
/// Absence: one_category below two groups; empty_group; no_variation when all values are the same.
/// std::domain_error for values that are not finite.
/// Source: Kruskal and Wallis 1952; equals R's kruskal.test(list).
[[nodiscard]] Computed<ChiSquareTest> kruskal_wallis_test(
    std::span<const std::vector<double>> groups
);

/// Friedman's test and the agreement it stands for.
struct FriedmanTest {
    ChiSquareTest test;
    double kendalls_w = 0;  ///< statistic / (rows (columns - 1)): 0 no agreement, 1 full.
};

/// The Friedman test of `columns` treatments that every row (a respondent) rated: values row by
/// row, corrected for ties. Rows with gaps are left out before.
/// Absence: no_values without rows; one_category below two columns; no_variation when every row
/// gives all treatments the same value. std::domain_error for values that are not finite or no
/// whole number of rows.
/// Source: Friedman 1937, Kendall and Babington Smith 1939; equals R's friedman.test(matrix).
[[nodiscard]] Computed<FriedmanTest> friedman_test(
    std::span<const double> values, std::size_t columns
);

}  // namespace querist::statistics
