#include "instrument/analysis_words.hpp"

#include "instrument/instrument.hpp"

#include <algorithm>
#include <limits>

namespace querist::instrument {

namespace {

constexpr int any_number = std::numeric_limits<int>::max();

using enum Measured;
constexpr TestSpec tests[] = {
    {PlannedTest::chi_square,
     "chi-square",
     "Whether groups choose alike: `compare` one item with choices, `by` groups.",
     categories,
     1,
     1,
     any_number},
    {PlannedTest::likelihood_ratio,
     "likelihood ratio",
     "The same by the likelihood ratio (G).",
     categories,
     1,
     1,
     any_number},
    {PlannedTest::fisher_exact,
     "fisher exact",
     "The same exactly, also for few answers.",
     categories,
     1,
     1,
     any_number},
    {PlannedTest::mann_whitney,
     "mann-whitney",
     "Whether one of two groups answers higher: `compare` a scale or number, `by` two groups.",
     ranks,
     1,
     1,
     2},
    {PlannedTest::kruskal_wallis,
     "kruskal-wallis",
     "Whether some group answers higher: `compare` a scale or number, `by` groups.",
     ranks,
     1,
     1,
     any_number},
    {PlannedTest::mcnemar,
     "mcnemar",
     "Whether the same respondents say yes to one of two more often: `compare` two.",
     chosen,
     2,
     2,
     0},
    {PlannedTest::cochran_q, "cochran q", "The same for three or more.", chosen, 3, any_number, 0},
    {PlannedTest::wilcoxon,
     "wilcoxon",
     "Whether the same respondents answer higher to one of two: `compare` two on one scale.",
     ranks,
     2,
     2,
     0},
    {PlannedTest::friedman, "friedman", "The same for three or more.", ranks, 3, any_number, 0},
    {PlannedTest::spearman,
     "spearman",
     "Whether two scales or numbers rise together (rho): `compare` two.",
     ranks,
     2,
     2,
     0},
    {PlannedTest::kendall, "kendall", "The same by pairs (tau-b).", ranks, 2, 2, 0},
};

constexpr AdjustmentSpec adjustments[] = {
    {PAdjustment::none, "none", "p values are printed as they are."},
    {PAdjustment::holm, "holm", "The chance of any false finding stays below the level (Holm 1979)."
    },
    {PAdjustment::benjamini_hochberg,
     "benjamini-hochberg",
     "The expected share of false findings stays below the level (Benjamini and Hochberg 1995)."},
};

constexpr RowOrderSpec row_orders[] = {
    {RowOrder::as_asked, "as asked", "The order of the study."},
    {RowOrder::by_agreement,
     "by agreement",
     "The row with the greatest share in the upper half of the scale stands first."},
};

constexpr MissingSpec missing_rows[] = {
    {MissingAnswers::left_out, "left out", "Who has a gap in what is compared is left out."},
    {MissingAnswers::counted,
     "counted",
     "No answer is a category of its own: chi-square, likelihood ratio and fisher exact only."},
};

}  // namespace

std::span<const TestSpec> test_specs() { return tests; }
std::span<const AdjustmentSpec> adjustment_specs() { return adjustments; }
std::span<const RowOrderSpec> row_order_specs() { return row_orders; }
std::span<const MissingSpec> missing_specs() { return missing_rows; }

const TestSpec& test_spec(PlannedTest test) {
    return *std::ranges::find(tests, test, &TestSpec::test);
}

std::string_view planned_test_name(PlannedTest test) { return test_spec(test).name; }

std::string_view adjustment_name(PAdjustment adjustment) {
    return std::ranges::find(adjustments, adjustment, &AdjustmentSpec::adjustment)->name;
}

std::string_view missing_name(MissingAnswers one) {
    return std::ranges::find(missing_rows, one, &MissingSpec::missing)->name;
}

}  // namespace querist::instrument
