#include "statistics/statistics.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

TEST(ProportionTest, WilsonEqualsPropTest) {
    for (const ReferenceCase& row : reference_cases("wilson_cases.csv")) {
        SCOPED_TRACE(row.text("count") + " of " + row.text("total") + " at " + row.text("level"));
        const auto interval =
            wilson_interval(row.whole("count"), row.whole("total"), row.number("level"));
        ASSERT_TRUE(interval);
        expect_equal_digits(interval->low, row.number("low"));
        expect_equal_digits(interval->high, row.number("high"));
    }
}

TEST(ProportionTest, ShareDifferenceEqualsItsClosedForm) {
    for (const ReferenceCase& row : reference_cases("share_difference_cases.csv")) {
        SCOPED_TRACE(
            row.text("first") + " and " + row.text("second") + " of " + row.text("total") + " at " +
            row.text("level")
        );
        const auto interval = share_difference_interval(
            row.whole("first"), row.whole("second"), row.whole("total"), row.number("level")
        );
        ASSERT_TRUE(interval);
        expect_equal_digits(interval->estimate, row.number("estimate"));
        expect_equal_digits(interval->low, row.number("low"));
        expect_equal_digits(interval->high, row.number("high"));
    }
    EXPECT_FALSE(share_difference_interval(0, 0, 0));
    EXPECT_THROW((void)share_difference_interval(3, 3, 5), std::domain_error);
    EXPECT_THROW((void)share_difference_interval(-1, 3, 5), std::domain_error);
    EXPECT_THROW((void)share_difference_interval(1, 3, 5, 0), std::domain_error);
}

TEST(ProportionTest, ShareDifferenceHoldsItsEstimateAndMirrors) {
    EXPECT_TRUE(rc::check([] {
        const auto total = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
        const auto first = *rc::gen::inRange<std::int64_t>(0, total + 1);
        const auto second = *rc::gen::inRange<std::int64_t>(0, total - first + 1);
        const Interval one = *share_difference_interval(first, second, total);
        const Interval other = *share_difference_interval(second, first, total);
        RC_ASSERT(-1 <= one.low && one.low <= one.estimate);
        RC_ASSERT(one.estimate <= one.high && one.high <= 1);
        RC_ASSERT(std::abs(one.low + other.high) < 1e-12);
    }));
}

TEST(ProportionTest, NormalQuantileEqualsQnorm) {
    for (const ReferenceCase& row : reference_cases("normal_quantile_cases.csv")) {
        SCOPED_TRACE(row.text("probability"));
        expect_equal_digits(
            normal_quantile(row.number("probability")), row.number("quantile"), 1e-12
        );
    }
}

TEST(ProportionTest, NothingOfNothingHasNoShare) { EXPECT_FALSE(wilson_interval(0, 0)); }

TEST(ProportionTest, RefusesWhatIsNoShare) {
    EXPECT_THROW((void)wilson_interval(3, 2), std::domain_error);
    EXPECT_THROW((void)wilson_interval(-1, 2), std::domain_error);
    EXPECT_THROW((void)wilson_interval(1, 2, 1), std::domain_error);
    EXPECT_THROW(
        (void)wilson_interval(1, 2, std::numeric_limits<double>::quiet_NaN()), std::domain_error
    );
    EXPECT_THROW((void)normal_quantile(0), std::domain_error);
}

TEST(ProportionTest, IntervalHoldsItsEstimateAndMirrors) {
    EXPECT_TRUE(rc::check([] {
        const auto total = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
        const auto count = *rc::gen::inRange<std::int64_t>(0, total + 1);
        const Interval one = *wilson_interval(count, total);
        const Interval other = *wilson_interval(total - count, total);
        RC_ASSERT(0 <= one.low && one.low <= one.estimate);
        RC_ASSERT(one.estimate <= one.high && one.high <= 1);
        RC_ASSERT(std::abs(one.low - (1 - other.high)) < 1e-12);
    }));
}

TEST(SummaryTest, EqualsR) {
    for (const ReferenceCase& row : reference_cases("summary_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const std::vector<double> values = row.numbers("values");
        const std::optional<Summary> summary = summarize(values);
        ASSERT_TRUE(summary);
        EXPECT_EQ(summary->count, static_cast<std::int64_t>(values.size()));
        expect_equal_digits(summary->mean, row.number("mean"));
        EXPECT_EQ(summary->standard_deviation.has_value(), row.has("sd"));
        if (summary->standard_deviation) {
            expect_equal_digits(*summary->standard_deviation, row.number("sd"));
        }
        expect_equal_digits(summary->minimum, row.number("minimum"));
        expect_equal_digits(summary->lower_quartile, row.number("q1"));
        expect_equal_digits(summary->median, row.number("median"));
        expect_equal_digits(summary->upper_quartile, row.number("q3"));
        expect_equal_digits(summary->maximum, row.number("maximum"));
    }
}

TEST(SummaryTest, NoValuesHaveNoSummary) {
    EXPECT_FALSE(summarize({}));
    EXPECT_FALSE(mean({}));
    EXPECT_FALSE(quantile({}, 0.5));
    EXPECT_TRUE(histogram({}, Spacing::any).empty());
}

TEST(SummaryTest, NumbersOfAnySizeHaveFiniteSummaries) {
    const double most = std::numeric_limits<double>::max();
    struct Row {
        const char* name;
        std::vector<double> values;
        bool deviates;  ///< A standard deviation can be told.
        bool bins;      ///< A histogram can be drawn.
    };
    const Row rows[] = {
        {"at the limit of answers", {-9007199254740991, 0.5, 9007199254740991}, true, true},
        {"squares beyond a double", {1e200, 2e200}, false, true},
        {"a sum beyond a double", {most, most, most}, true, true},
        {"a range beyond a double", {-most, 0, most}, false, false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::optional<Summary> summary = summarize(row.values);
        ASSERT_TRUE(summary);
        EXPECT_TRUE(std::isfinite(summary->mean));
        EXPECT_GE(summary->mean, summary->minimum);
        EXPECT_LE(summary->mean, summary->maximum);
        EXPECT_EQ(summary->standard_deviation.has_value(), row.deviates);
        if (row.deviates) EXPECT_TRUE(std::isfinite(*summary->standard_deviation));
        const std::vector<Bin> bins = histogram(row.values, Spacing::any);
        EXPECT_EQ(!bins.empty(), row.bins);
        for (const Bin& bin : bins) EXPECT_TRUE(std::isfinite(bin.low) && std::isfinite(bin.high));
    }
    EXPECT_THROW((void)summarize({1, std::numeric_limits<double>::infinity()}), std::domain_error);
}

TEST(HistogramTest, ChoosesWidthsThatPeopleRead) {
    struct Row {
        const char* name;
        std::vector<double> values;
        Spacing spacing;
        std::vector<Bin> expected;
    };
    const Row rows[] = {
        {"one value", {7, 7}, Spacing::whole, {{7, 8, 2}}},
        {"whole numbers close by", {1, 3, 3}, Spacing::whole, {{1, 2, 1}, {2, 3, 0}, {3, 4, 2}}},
        {"wide",
         {0, 95, 100},
         Spacing::whole,
         {{0, 10, 1},
          {10, 20, 0},
          {20, 30, 0},
          {30, 40, 0},
          {40, 50, 0},
          {50, 60, 0},
          {60, 70, 0},
          {70, 80, 0},
          {80, 90, 0},
          {90, 100, 1},
          {100, 110, 1}}},
        {"below zero",
         {-1.5, 0.5},
         Spacing::any,
         {{-1.6, -1.4, 1},
          {-1.4, -1.2, 0},
          {-1.2, -1.0, 0},
          {-1.0, -0.8, 0},
          {-0.8, -0.6, 0},
          {-0.6, -0.4, 0},
          {-0.4, -0.2, 0},
          {-0.2, 0, 0},
          {0, 0.2, 0},
          {0.2, 0.4, 0},
          {0.4, 0.6, 1}}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::vector<Bin> bins = histogram(row.values, row.spacing);
        ASSERT_EQ(bins.size(), row.expected.size());
        for (std::size_t i = 0; i < bins.size(); ++i) {
            EXPECT_NEAR(bins[i].low, row.expected[i].low, 1e-12);
            EXPECT_NEAR(bins[i].high, row.expected[i].high, 1e-12);
            EXPECT_EQ(bins[i].count, row.expected[i].count) << i;
        }
    }
}

TEST(HistogramTest, CountsEveryValueOnce) {
    EXPECT_TRUE(rc::check([](const std::vector<std::int32_t>& raw, bool whole) {
        std::vector<double> values;
        for (const std::int32_t number : raw) values.push_back(whole ? number : number / 1024.0);
        const auto bins = histogram(values, whole ? Spacing::whole : Spacing::any);
        std::int64_t counted = 0;
        for (const Bin& bin : bins) counted += bin.count;
        RC_ASSERT(counted == static_cast<std::int64_t>(values.size()));
        RC_ASSERT(bins.size() <= 12);
    }));
}

}  // namespace
}  // namespace querist::statistics
