#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::statistics {
namespace {

Alternative alternative_of(const ReferenceCase& row) {
    const std::string& text = row.text("alternative");
    if (text == "two.sided") return Alternative::two_sided;
    return text == "less" ? Alternative::less : Alternative::greater;
}

void expect_test(const RankTest& test, const ReferenceCase& row, const std::string& statistic) {
    EXPECT_EQ(test.statistic, row.number(statistic));
    const bool exact = row.whole("exact") == 1;
    EXPECT_EQ(test.distribution, exact ? NullDistribution::exact : NullDistribution::normal);
    EXPECT_EQ(test.z.has_value(), !exact);
    expect_relative(test.p_value, row.number("p"));
}

TEST(RankTestsTest, MannWhitneyEqualsWilcoxTest) {
    for (const ReferenceCase& row : reference_cases("mann_whitney_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " " + row.text("alternative"));
        const auto test =
            mann_whitney_test(row.numbers("x"), row.numbers("y"), alternative_of(row));
        ASSERT_TRUE(test);
        expect_test(*test, row, "w");
    }
}

TEST(RankTestsTest, SignedRankEqualsWilcoxTest) {
    for (const ReferenceCase& row : reference_cases("signed_rank_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " " + row.text("alternative"));
        const auto result =
            signed_rank_test(row.numbers("x"), row.numbers("y"), alternative_of(row));
        ASSERT_TRUE(result);
        EXPECT_EQ(result->differing_pairs, row.whole("differing"));
        const auto pairs = static_cast<std::int64_t>(row.numbers("x").size());
        EXPECT_EQ(result->equal_pairs, pairs - result->differing_pairs);
        expect_test(result->test, row, "v");
    }
}

std::vector<std::vector<double>> groups_of(const ReferenceCase& row) {
    const std::vector<double> values = row.numbers("values");
    std::vector<std::vector<double>> groups;
    auto next = values.begin();
    for (const std::int64_t size : row.wholes("sizes")) {
        groups.emplace_back(next, next + size);
        next += size;
    }
    return groups;
}

TEST(RankTestsTest, KruskalWallisEqualsR) {
    for (const ReferenceCase& row : reference_cases("kruskal_wallis_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const auto test = kruskal_wallis_test(groups_of(row));
        ASSERT_TRUE(test);
        expect_equal_digits(test->statistic, row.number("h"), 1e-10);
        EXPECT_EQ(test->degrees_of_freedom, row.whole("degrees"));
        expect_relative(test->p_value, row.number("p"));
    }
}

TEST(RankTestsTest, FriedmanEqualsR) {
    for (const ReferenceCase& row : reference_cases("friedman_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const auto result =
            friedman_test(row.numbers("values"), static_cast<std::size_t>(row.whole("columns")));
        ASSERT_TRUE(result);
        expect_relative(result->test.statistic, row.number("q"));
        EXPECT_EQ(result->test.degrees_of_freedom, row.whole("degrees"));
        expect_relative(result->test.p_value, row.number("p"));
        expect_relative(result->kendalls_w, row.number("w"));
    }
}

TEST(RankTestsTest, OneRowOfFriedmanIsATestToo) {
    // R's friedman.test refuses a single row; by the formula 1, 2, 3 give 2 and full agreement.
    const auto result = friedman_test(std::vector<double>{1, 2, 3}, 3);
    ASSERT_TRUE(result);
    expect_relative(result->test.statistic, 2);
    expect_relative(result->kendalls_w, 1);
}

TEST(RankTestsTest, SayWhyThereIsNone) {
    const std::vector<double> none;
    const std::vector<double> one{1};
    const std::vector<double> same{2, 2, 2};
    EXPECT_EQ(mann_whitney_test(none, one).error(), Absence::empty_group);
    EXPECT_EQ(mann_whitney_test(one, none).error(), Absence::empty_group);
    EXPECT_EQ(mann_whitney_test(same, same).error(), Absence::no_variation);
    EXPECT_EQ(signed_rank_test(none, none).error(), Absence::no_values);
    EXPECT_EQ(signed_rank_test(same, same).error(), Absence::no_differences);
    EXPECT_EQ(kruskal_wallis_test({}).error(), Absence::one_category);
    EXPECT_EQ(kruskal_wallis_test({{one}}).error(), Absence::one_category);
    const std::vector<std::vector<double>> with_empty{one, none};
    EXPECT_EQ(kruskal_wallis_test(with_empty).error(), Absence::empty_group);
    const std::vector<std::vector<double>> all_same{same, same};
    EXPECT_EQ(kruskal_wallis_test(all_same).error(), Absence::no_variation);
    EXPECT_EQ(friedman_test(none, 3).error(), Absence::no_values);
    EXPECT_EQ(friedman_test(same, 1).error(), Absence::one_category);
    EXPECT_EQ(friedman_test(same, 3).error(), Absence::no_variation);
}

TEST(RankTestsTest, RefuseMisuse) {
    const std::vector<double> two{1, 2};
    const std::vector<double> three{1, 2, 3};
    const std::vector<double> broken{1, std::numeric_limits<double>::infinity()};
    EXPECT_THROW((void)signed_rank_test(two, three), std::domain_error);
    EXPECT_THROW((void)mann_whitney_test(two, broken), std::domain_error);
    const std::vector<double> beyond{1, 2e100};
    EXPECT_THROW((void)signed_rank_test(two, beyond), std::domain_error);
    EXPECT_THROW((void)friedman_test(three, 2), std::domain_error);
    EXPECT_THROW((void)friedman_test(three, 0), std::domain_error);
}

std::vector<double> random_ratings(std::size_t least) {
    const auto raw =
        *rc::gen::resize(30, rc::gen::container<std::vector<int>>(rc::gen::inRange(-10, 11)));
    std::vector<double> values(raw.begin(), raw.end());
    while (values.size() < least) values.push_back(static_cast<double>(values.size()));
    return values;
}

/// Grows with its argument, so that ranks stay as they are.
double monotone(double value) { return std::exp(value / 3) + value; }

TEST(RankTestsTest, MannWhitneyIsSymmetricAndSeesOnlyRanks) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> x = random_ratings(1);
        std::vector<double> y = random_ratings(1);
        const auto one = mann_whitney_test(x, y);
        const auto other = mann_whitney_test(y, x);
        RC_ASSERT(one.has_value() == other.has_value());
        if (!one) return;
        const auto pairs = static_cast<double>(x.size() * y.size());
        RC_ASSERT(one->statistic + other->statistic == pairs);
        RC_ASSERT(std::abs(one->p_value - other->p_value) < 1e-12);
        RC_ASSERT(one->p_value >= 0 && one->p_value <= 1);
        std::ranges::reverse(x);
        for (double& value : x) value = monotone(value);
        for (double& value : y) value = monotone(value);
        RC_ASSERT(mann_whitney_test(x, y)->p_value == one->p_value);
        // Its statistic and Cliff's delta say the same.
        const double delta = cliffs_delta(x, y)->estimate;
        RC_ASSERT(std::abs(delta - (2 * one->statistic / pairs - 1)) < 1e-12);
    }));
}

TEST(RankTestsTest, SignedRankIsSymmetric) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> x = random_ratings(2);
        std::vector<double> y = random_ratings(2);
        const std::size_t pairs = std::min(x.size(), y.size());
        x.resize(pairs);
        y.resize(pairs);
        const auto one = signed_rank_test(x, y);
        const auto other = signed_rank_test(y, x);
        RC_ASSERT(one.has_value() == other.has_value());
        if (!one) return;
        RC_ASSERT(std::abs(one->test.p_value - other->test.p_value) < 1e-12);
        RC_ASSERT(one->test.p_value >= 0 && one->test.p_value <= 1);
        const auto n = static_cast<double>(one->differing_pairs);
        RC_ASSERT(one->test.statistic + other->test.statistic == n * (n + 1) / 2);
    }));
}

TEST(RankTestsTest, KruskalWallisSeesOnlyRanksAndNotTheOrderOfGroups) {
    EXPECT_TRUE(rc::check([] {
        std::vector<std::vector<double>> groups;
        for (int i = 0; i < 3; ++i) groups.push_back(random_ratings(1));
        const auto one = kruskal_wallis_test(groups);
        if (!one) return;
        RC_ASSERT(one->p_value >= 0 && one->p_value <= 1);
        std::ranges::rotate(groups, groups.begin() + 1);
        for (std::vector<double>& group : groups) {
            for (double& value : group) value = monotone(value);
        }
        const double turned = kruskal_wallis_test(groups)->statistic;
        RC_ASSERT(std::abs(turned - one->statistic) <= 1e-9 * std::max(1.0, turned));
    }));
}

TEST(RankTestsTest, FriedmanSeesOnlyTheRanksWithinRows) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> values = random_ratings(4);
        values.resize(values.size() / 4 * 4);
        const auto one = friedman_test(values, 4);
        if (!one) return;
        RC_ASSERT(one->test.p_value >= 0 && one->test.p_value <= 1);
        RC_ASSERT(one->kendalls_w >= 0 && one->kendalls_w <= 1 + 1e-12);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = monotone(values[i]) + 1000 * static_cast<double>(i / 4);
        }
        RC_ASSERT(friedman_test(values, 4)->test.statistic == one->test.statistic);
    }));
}

}  // namespace
}  // namespace querist::statistics
