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
#include <vector>

namespace querist::statistics {
namespace {

TEST(QuantilesTest, EveryTypeEqualsR) {
    for (const ReferenceCase& row : reference_cases("quantile_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " type " + row.text("type"));
        const auto type = static_cast<QuantileType>(row.whole("type"));
        const std::vector<double> values = row.numbers("values");
        const std::vector<double> fractions = row.numbers("fractions");
        const std::vector<double> expected = row.numbers("quantiles");
        for (std::size_t i = 0; i < fractions.size(); ++i) {
            SCOPED_TRACE(fractions[i]);
            const Computed<double> quantile = quantile_of_type(values, fractions[i], type);
            ASSERT_TRUE(quantile);
            expect_equal_digits(*quantile, expected[i], 1e-13);
        }
    }
}

TEST(QuantilesTest, MedianIntervalEqualsR) {
    for (const ReferenceCase& row : reference_cases("median_interval_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        const auto result = median_interval(row.numbers("values"), row.number("level"));
        ASSERT_TRUE(result);
        EXPECT_EQ(result->median, row.number("median"));
        ASSERT_EQ(result->bounds.has_value(), row.has("low"));
        if (!result->bounds) continue;
        EXPECT_EQ(result->bounds->rank, row.whole("rank"));
        EXPECT_EQ(result->bounds->interval.low, row.number("low"));
        EXPECT_EQ(result->bounds->interval.high, row.number("high"));
        expect_relative(result->bounds->attained_level, row.number("attained"));
    }
}

TEST(QuantilesTest, KnowTheirEdges) {
    EXPECT_EQ(quantile_of_type({}, 0.5, QuantileType::hydrologists).error(), Absence::no_values);
    EXPECT_EQ(median_interval({}).error(), Absence::no_values);
    const std::vector<double> five{1, 2, 3, 4, 5};
    EXPECT_FALSE(median_interval(five)->bounds);
    const std::vector<double> six{1, 2, 3, 4, 5, 6};
    ASSERT_TRUE(median_interval(six)->bounds);
    EXPECT_EQ(median_interval(six)->bounds->interval, (Interval{3.5, 1, 6}));
    const std::vector<double> broken{1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW((void)median_interval(broken), std::domain_error);
    EXPECT_THROW((void)median_interval(six, 1), std::domain_error);
    EXPECT_THROW((void)quantile_of_type(six, 1.5, QuantileType::linear_modes), std::domain_error);
}

std::vector<double> random_values() {
    const auto raw = *rc::gen::nonEmpty<std::vector<std::int32_t>>();
    std::vector<double> values;
    for (const std::int32_t one : raw) values.push_back(one / 64.0);
    return values;
}

TEST(QuantilesTest, StayInsideAndIgnoreTheOrder) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> values = random_values();
        const double fraction = *rc::gen::inRange(0, 1001) / 1000.0;
        const auto type = static_cast<QuantileType>(*rc::gen::inRange(1, 10));
        const double one = *quantile_of_type(values, fraction, type);
        std::ranges::reverse(values);
        RC_ASSERT(*quantile_of_type(values, fraction, type) == one);
        const auto [low, high] = std::ranges::minmax(values);
        RC_ASSERT(low <= one && one <= high);
        const double more = *quantile_of_type(values, std::min(1.0, fraction + 0.125), type);
        RC_ASSERT(one <= more + 1e-9 * std::abs(more));
    }));
}

TEST(QuantilesTest, MedianIntervalHoldsTheMedianAndFollowsMonotoneTransforms) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> values = random_values();
        const auto result = median_interval(values);
        if (!result->bounds) return;
        const Interval interval = result->bounds->interval;
        RC_ASSERT(interval.low <= result->median && result->median <= interval.high);
        RC_ASSERT(result->bounds->attained_level >= usual_level);
        for (double& value : values) value = std::cbrt(value);
        const Interval transformed = median_interval(values)->bounds->interval;
        RC_ASSERT(transformed.low == std::cbrt(interval.low));
        RC_ASSERT(transformed.high == std::cbrt(interval.high));
    }));
}

}  // namespace
}  // namespace querist::statistics
