#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace querist::statistics {
namespace {

TEST(ProportionTest, ClopperPearsonAndAgrestiCoullEqualR) {
    for (const ReferenceCase& row : reference_cases("proportion_cases.csv")) {
        SCOPED_TRACE(row.text("count") + " of " + row.text("total") + " at " + row.text("level"));
        const std::int64_t count = row.whole("count");
        const std::int64_t total = row.whole("total");
        const auto exact = clopper_pearson_interval(count, total, row.number("level"));
        ASSERT_TRUE(exact);
        expect_relative(exact->low, row.number("exact_low"));
        expect_relative(exact->high, row.number("exact_high"));
        const auto coull = agresti_coull_interval(count, total, row.number("level"));
        ASSERT_TRUE(coull);
        // Near 0 the bound is a difference of nearly equal numbers, in R too.
        expect_equal_digits(coull->low, row.number("coull_low"), 1e-14);
        expect_relative(coull->high, row.number("coull_high"));
    }
}

TEST(ProportionTest, OtherIntervalsKnowTheirEdges) {
    EXPECT_FALSE(clopper_pearson_interval(0, 0));
    EXPECT_FALSE(agresti_coull_interval(0, 0));
    EXPECT_EQ(clopper_pearson_interval(0, 9)->low, 0);
    EXPECT_EQ(clopper_pearson_interval(9, 9)->high, 1);
    EXPECT_THROW((void)clopper_pearson_interval(3, 2), std::domain_error);
    EXPECT_THROW((void)clopper_pearson_interval(1, 2, 0), std::domain_error);
    EXPECT_THROW((void)agresti_coull_interval(-1, 2), std::domain_error);
}

TEST(ProportionTest, OtherIntervalsHoldTheirEstimateAndMirror) {
    EXPECT_TRUE(rc::check([] {
        const auto total = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
        const auto count = *rc::gen::inRange<std::int64_t>(0, total + 1);
        for (const auto interval : {clopper_pearson_interval, agresti_coull_interval}) {
            const Interval one = *interval(count, total, usual_level);
            const Interval other = *interval(total - count, total, usual_level);
            RC_ASSERT(0 <= one.low && one.low <= one.estimate);
            RC_ASSERT(one.estimate <= one.high && one.high <= 1);
            RC_ASSERT(std::abs(one.low - (1 - other.high)) < 1e-12);
        }
    }));
}

TEST(ProportionTest, ExactIntervalIsWiderThanWilson) {
    // Not for every count, but always where the estimate is in the middle.
    const Interval exact = *clopper_pearson_interval(50, 100);
    const Interval wilson = *wilson_interval(50, 100);
    EXPECT_LT(exact.low, wilson.low);
    EXPECT_GT(exact.high, wilson.high);
}

}  // namespace
}  // namespace querist::statistics
