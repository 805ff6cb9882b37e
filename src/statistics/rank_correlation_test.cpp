#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(RankCorrelationTest, EqualsCorTest) {
    for (const ReferenceCase& row : reference_cases("rank_correlation_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " " + row.text("method"));
        const std::vector<double> x = row.numbers("x");
        const std::vector<double> y = row.numbers("y");
        const bool spearman = row.text("method") == "spearman";
        const auto result = spearman ? spearman_rho(x, y) : kendall_tau_b(x, y);
        ASSERT_TRUE(result);
        expect_equal_digits(result->estimate, row.number("estimate"), 1e-12);
        EXPECT_EQ(result->reference == CorrelationReference::exact, row.whole("exact") == 1);
        // R takes upper tails as 1 - lower ones and loses digits there; 1e-14 is its rounding.
        EXPECT_NEAR(result->p_value, row.number("p"), 1e-10 * row.number("p") + 1e-14);
        ASSERT_EQ(result->interval.has_value(), row.has("low"));
        if (!result->interval) continue;
        expect_equal_digits(result->interval->low, row.number("low"), 1e-10);
        expect_equal_digits(result->interval->high, row.number("high"), 1e-10);
    }
}

TEST(RankCorrelationTest, SaysWhyThereIsNone) {
    const std::vector<double> none;
    const std::vector<double> one{1};
    const std::vector<double> two{1, 2};
    const std::vector<double> three{1, 2, 3};
    const std::vector<double> same{4, 4, 4};
    EXPECT_EQ(spearman_rho(none, none).error(), Absence::no_values);
    EXPECT_EQ(spearman_rho(two, two).error(), Absence::too_few_values);
    EXPECT_EQ(spearman_rho(three, same).error(), Absence::no_variation);
    EXPECT_EQ(kendall_tau_b(none, none).error(), Absence::no_values);
    EXPECT_EQ(kendall_tau_b(one, one).error(), Absence::too_few_values);
    EXPECT_EQ(kendall_tau_b(same, three).error(), Absence::no_variation);
    EXPECT_EQ(kendall_tau_b(two, two)->estimate, 1);
    EXPECT_FALSE(kendall_tau_b(two, two)->interval);
    const std::vector<double> broken{1, 2, std::numeric_limits<double>::infinity()};
    EXPECT_THROW((void)spearman_rho(two, three), std::domain_error);
    EXPECT_THROW((void)kendall_tau_b(broken, three), std::domain_error);
    EXPECT_THROW((void)kendall_tau_b(three, three, 0), std::domain_error);
}

struct Pairs {
    std::vector<double> x;
    std::vector<double> y;
};

Pairs random_pairs() {
    const auto size = *rc::gen::inRange<std::size_t>(3, 80);
    const auto number = [&] {
        const auto raw = *rc::gen::container<std::vector<int>>(size, rc::gen::inRange(-9, 10));
        return std::vector<double>(raw.begin(), raw.end());
    };
    return {number(), number()};
}

TEST(RankCorrelationTest, IsSymmetricAndSeesOnlyRanks) {
    EXPECT_TRUE(rc::check([] {
        const Pairs pairs = random_pairs();
        for (const auto correlation : {spearman_rho, kendall_tau_b}) {
            const auto one = correlation(pairs.x, pairs.y, usual_level);
            if (!one) continue;
            RC_ASSERT(std::abs(one->estimate) <= 1);
            RC_ASSERT(one->p_value >= 0 && one->p_value <= 1);
            if (one->interval) {
                RC_ASSERT(one->interval->low <= one->estimate);
                RC_ASSERT(one->interval->high >= one->estimate);
            }
            const auto swapped = correlation(pairs.y, pairs.x, usual_level);
            RC_ASSERT(std::abs(swapped->estimate - one->estimate) < 1e-12);
            RC_ASSERT(std::abs(swapped->p_value - one->p_value) < 1e-12);
            std::vector<double> turned;
            for (const double value : pairs.y) turned.push_back(-std::exp(value / 4));
            const auto negative = correlation(pairs.x, turned, usual_level);
            RC_ASSERT(std::abs(negative->estimate + one->estimate) < 1e-12);
            RC_ASSERT(std::abs(negative->p_value - one->p_value) < 1e-12);
        }
    }));
}

TEST(RankCorrelationTest, KendallEqualsCountingEveryPair) {
    EXPECT_TRUE(rc::check([] {
        const Pairs pairs = random_pairs();
        const auto result = kendall_tau_b(pairs.x, pairs.y);
        if (!result) return;
        double balance = 0;
        double untied_x = 0;
        double untied_y = 0;
        for (std::size_t i = 0; i < pairs.x.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double one = pairs.x[i] - pairs.x[j];
                const double other = pairs.y[i] - pairs.y[j];
                balance += one * other > 0 ? 1 : one * other < 0 ? -1 : 0;
                untied_x += one != 0 ? 1 : 0;
                untied_y += other != 0 ? 1 : 0;
            }
        }
        const double expected = balance / std::sqrt(untied_x * untied_y);
        RC_ASSERT(std::abs(result->estimate - expected) < 1e-12);
    }));
}

}  // namespace
}  // namespace querist::statistics
