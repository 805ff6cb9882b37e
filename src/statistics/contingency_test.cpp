#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

void expect_each(
    const std::vector<double>& actual, const std::vector<double>& expected, double digits
) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        SCOPED_TRACE(i);
        expect_equal_digits(actual[i], expected[i], digits);
    }
}

/// R's chi-square p value, where the statistic itself is 0 up to rounding.
constexpr double rounding = 1e-10;

TEST(ContingencyTest, ChiSquareEqualsR) {
    for (const ReferenceCase& row : reference_cases("contingency_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<std::int64_t> counts = row.wholes("counts");
        const CountTable table{counts, static_cast<std::size_t>(row.whole("columns"))};
        const auto plain = chi_square_independence(table);
        ASSERT_TRUE(plain);
        expect_equal_digits(plain->test.statistic, row.number("chi_square"), rounding);
        EXPECT_EQ(plain->test.degrees_of_freedom, row.whole("degrees"));
        expect_relative(plain->test.p_value, row.number("p"), 1e-9);
        expect_each(plain->expected, row.numbers("expected"), 1e-12);
        expect_each(plain->adjusted_residuals, row.numbers("residuals"), rounding);
        EXPECT_EQ(plain->expected_below_five, row.whole("below_five"));
        EXPECT_EQ(plain->smallest_expected, std::ranges::min(plain->expected));
        const auto yates = chi_square_independence(table, ContinuityCorrection::yates);
        ASSERT_TRUE(yates);
        expect_equal_digits(yates->test.statistic, row.number("yates"), rounding);
        expect_relative(yates->test.p_value, row.number("yates_p"), 1e-9);
    }
}

TEST(ContingencyTest, LikelihoodRatioEqualsR) {
    for (const ReferenceCase& row : reference_cases("contingency_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<std::int64_t> counts = row.wholes("counts");
        const CountTable table{counts, static_cast<std::size_t>(row.whole("columns"))};
        const auto test = likelihood_ratio_independence(table);
        ASSERT_TRUE(test);
        expect_equal_digits(test->test.statistic, row.number("g"), rounding);
        expect_relative(test->test.p_value, row.number("g_p"), 1e-9);
    }
}

TEST(ContingencyTest, CramersVEqualsR) {
    for (const ReferenceCase& row : reference_cases("contingency_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<std::int64_t> counts = row.wholes("counts");
        const CountTable table{counts, static_cast<std::size_t>(row.whole("columns"))};
        const auto v = cramers_v(table);
        ASSERT_TRUE(v);
        expect_equal_digits(v->v.estimate, row.number("v"), rounding);
        // The bounds solve an equation of a series, in R with its own errors.
        expect_equal_digits(v->v.low, row.number("v_low"), 1e-7);
        expect_equal_digits(v->v.high, row.number("v_high"), 1e-7);
        ASSERT_EQ(v->bias_corrected.has_value(), row.has("v_corrected"));
        if (v->bias_corrected) {
            // A root: near independence it halves the digits of what is below it.
            expect_equal_digits(*v->bias_corrected, row.number("v_corrected"), 1e-8);
        }
    }
}

TEST(ContingencyTest, WarnsOfLowExpectedCounts) {
    struct Row {
        const char* name;
        std::vector<std::int64_t> counts;
        std::size_t columns;
        bool too_low;
    };
    const Row rows[] = {
        {"plenty", {20, 20, 20, 20}, 2, false},
        {"a quarter below five", {4, 16, 5, 75}, 2, true},
        {"a sixth below five", {4, 20, 40, 40, 10, 6}, 2, false},
        {"one below one", {0, 10, 10, 10, 240, 240, 10, 240, 240}, 3, true},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto test = chi_square_independence({row.counts, row.columns});
        ASSERT_TRUE(test);
        EXPECT_EQ(test->expected_too_low, row.too_low);
    }
}

TEST(ContingencyTest, SaysWhyThereIsNone) {
    struct Row {
        const char* name;
        std::vector<std::int64_t> counts;
        std::size_t columns;
        Absence expected;
    };
    const Row rows[] = {
        {"nothing", {}, 2, Absence::no_values},
        {"only zeros", {0, 0, 0, 0}, 2, Absence::no_values},
        {"one row", {1, 2, 3}, 3, Absence::one_category},
        {"one column", {1, 2, 3}, 1, Absence::one_category},
        {"empty row", {1, 2, 0, 0}, 2, Absence::empty_margin},
        {"empty column", {1, 0, 3, 0}, 2, Absence::empty_margin},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const CountTable table{row.counts, row.columns};
        EXPECT_EQ(chi_square_independence(table).error(), row.expected);
        EXPECT_EQ(likelihood_ratio_independence(table).error(), row.expected);
        EXPECT_EQ(cramers_v(table).error(), row.expected);
        EXPECT_EQ(fisher_test(table).error(), row.expected);
        EXPECT_FALSE(absence_sentence(row.expected).empty());
    }
    const std::vector<std::int64_t> negative{1, -1, 2, 2};
    EXPECT_THROW((void)chi_square_independence({negative, 2}), std::domain_error);
    EXPECT_THROW((void)chi_square_independence({negative, 3}), std::domain_error);
    EXPECT_THROW((void)chi_square_independence({negative, 0}), std::domain_error);
}

TEST(ContingencyTest, DropsEmptyMargins) {
    const std::vector<std::int64_t> counts{1, 0, 2, 0, 0, 0, 3, 0, 4};
    const KeptTable kept = without_empty_margins({counts, 3});
    EXPECT_EQ(kept.counts, (std::vector<std::int64_t>{1, 2, 3, 4}));
    EXPECT_EQ(kept.columns, 2U);
    EXPECT_EQ(kept.kept_rows, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(kept.kept_columns, (std::vector<std::size_t>{0, 2}));
    const std::vector<std::int64_t> zeros{0, 0};
    EXPECT_EQ(without_empty_margins({zeros, 2}).columns, 0U);
}

TEST(ContingencyTest, CramersVOfHugeTablesJoinsTheSolvedOnes) {
    // A statistic just below and just above what is solved for: the bounds must not jump.
    const std::vector<std::int64_t> below{4'990'000, 0, 0, 5'000'000};
    const std::vector<std::int64_t> above{5'010'000, 0, 0, 5'000'000};
    const std::vector<std::int64_t> huge{1'000'000'000, 1, 1, 1'000'000'000};
    const Interval one = cramers_v({below, 2})->v;
    const Interval other = cramers_v({above, 2})->v;
    EXPECT_NEAR(one.low, other.low, 2e-6);
    EXPECT_GT(other.low, 0.999);
    const Interval v = cramers_v({huge, 2})->v;
    EXPECT_NEAR(v.estimate, 1, 1e-8);
    EXPECT_NEAR(v.low, 1 - 1.96 / std::sqrt(2e9), 1e-6);
}

TEST(ContingencyTest, DoesNotDependOnOrderOrDirection) {
    EXPECT_TRUE(rc::check([] {
        const auto rows = *rc::gen::inRange<std::size_t>(2, 5);
        const auto columns = *rc::gen::inRange<std::size_t>(2, 5);
        const auto counts = *rc::gen::container<std::vector<std::int64_t>>(
            rows * columns, rc::gen::inRange<std::int64_t>(0, 40)
        );
        std::vector<std::int64_t> turned;
        for (std::size_t column = columns; column > 0; --column) {
            for (std::size_t row = 0; row < rows; ++row) {
                turned.push_back(counts[row * columns + column - 1]);
            }
        }
        const auto one = chi_square_independence({counts, columns});
        const auto other = chi_square_independence({turned, rows});
        RC_ASSERT(one.has_value() == other.has_value());
        if (!one) return;
        RC_ASSERT(one->test.p_value >= 0 && one->test.p_value <= 1);
        RC_ASSERT(std::abs(one->test.statistic - other->test.statistic) < 1e-9);
        const auto g = likelihood_ratio_independence({counts, columns});
        RC_ASSERT(g->test.statistic >= 0 && g->test.p_value <= 1);
        const Interval v = cramers_v({counts, columns})->v;
        RC_ASSERT(0 <= v.low && v.low <= v.estimate && v.estimate <= v.high && v.high <= 1);
    }));
}

}  // namespace
}  // namespace querist::statistics
