#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

const std::vector<double> ages{31, 22, 45, 38, 29, 51, 27, 33, 36, 40, 24};

TEST(BootstrapTest, IntervalEqualsBootCiOnTheSameResamples) {
    for (const ReferenceCase& row : reference_cases("bootstrap_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        const auto result = accelerated_interval(
            row.number("estimate"),
            row.numbers("resampled"),
            row.numbers("left_out"),
            row.number("level")
        );
        ASSERT_TRUE(result);
        expect_relative(result->interval.low, row.number("low"));
        expect_relative(result->interval.high, row.number("high"));
        expect_relative(result->bias_correction, row.number("bias"));
        // A symmetric sample has no skewness but for rounding.
        EXPECT_NEAR(result->acceleration, row.number("acceleration"), 1e-10);
    }
}

TEST(BootstrapTest, DrawsRowAfterRowAsPromised) {
    constexpr std::int64_t resamples = 500;
    SeededRandom random(7);
    const auto drawn = bootstrap_values(ages, mean, random, resamples);
    ASSERT_TRUE(drawn);

    SeededRandom same(7);
    std::vector<double> resampled;
    for (std::int64_t i = 0; i < resamples; ++i) {
        std::vector<double> sample;
        for (std::size_t row = 0; row < ages.size(); ++row) {
            sample.push_back(ages[same.below(ages.size())]);
        }
        resampled.push_back(*mean(sample));
    }
    std::vector<double> left_out;
    const double sum = std::accumulate(ages.begin(), ages.end(), 0.0);
    for (const double age : ages) left_out.push_back((sum - age) / 10);
    const auto expected = accelerated_interval(*mean(ages), resampled, left_out);
    ASSERT_TRUE(expected);
    EXPECT_EQ(drawn->interval.low, expected->interval.low);
    EXPECT_EQ(drawn->interval.high, expected->interval.high);
    EXPECT_EQ(drawn->resamples, resamples);
    EXPECT_EQ(drawn->undefined, 0);
}

TEST(BootstrapTest, MeanOfManyComesNearTheNormalInterval) {
    // 200 values, 4,000 resamples: the bounds wobble by about 2 % of the standard error.
    std::vector<double> values;
    for (int i = 0; i < 200; ++i) values.push_back((i * 37) % 101);
    SeededRandom random(1);
    const auto result = bootstrap_values(values, mean, random, 4000);
    ASSERT_TRUE(result);
    const double error = *standard_deviation(values) / std::sqrt(200.0);
    EXPECT_NEAR(result->interval.low, *mean(values) - 1.96 * error, 0.15 * error);
    EXPECT_NEAR(result->interval.high, *mean(values) + 1.96 * error, 0.15 * error);
}

TEST(BootstrapTest, LeavesOutResamplesWithoutAValue) {
    const std::vector<double> three{1, 2, 4};
    const auto deviation_of_different = [](std::span<const double> sample) {
        const std::optional<double> deviation = standard_deviation(sample);
        return deviation == 0 ? std::nullopt : deviation;
    };
    SeededRandom random(3);
    const auto result = bootstrap_values(three, deviation_of_different, random, 900);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->resamples + result->undefined, 900);
    // One resample in nine draws the same value three times.
    EXPECT_GT(result->undefined, 60);
    EXPECT_LT(result->undefined, 140);
}

TEST(BootstrapTest, SaysWhyThereIsNone) {
    SeededRandom random(1);
    const auto none = [](std::span<const double>) { return std::optional<double>(); };
    const std::vector<double> same{3, 3, 3};
    EXPECT_EQ(bootstrap_values({}, mean, random).error(), Absence::no_values);
    EXPECT_EQ(bootstrap_values({{1.0}}, mean, random).error(), Absence::too_few_values);
    EXPECT_EQ(bootstrap_values(same, mean, random).error(), Absence::no_variation);
    EXPECT_EQ(bootstrap_values(ages, none, random).error(), Absence::undefined_statistic);
    EXPECT_EQ(bootstrap_values(same, standard_deviation, random).error(), Absence::no_variation);
    const std::vector<double> above{5, 6, 7};
    EXPECT_EQ(
        accelerated_interval(4, above, std::vector<double>{3, 4, 5}).error(),
        Absence::one_sided_resamples
    );
    // 20 resamples do not reach as far out as 99 % lies.
    const auto extreme = bootstrap_values(ages, mean, random, 20, 0.99);
    ASSERT_TRUE(extreme);
    EXPECT_TRUE(extreme->reaches_extremes);
    EXPECT_THROW((void)bootstrap_values(ages, mean, random, 1), std::domain_error);
    EXPECT_THROW((void)bootstrap_values(ages, mean, random, 100, 1), std::domain_error);
}

TEST(BootstrapTest, DoesNotDependOnTheUnit) {
    for (const double unit : {1e-90, 1e90}) {
        SCOPED_TRACE(unit);
        std::vector<double> scaled;
        for (const double age : ages) scaled.push_back(age * unit);
        SeededRandom random(2);
        SeededRandom same(2);
        const auto small = bootstrap_values(ages, mean, random, 300);
        const auto large = bootstrap_values(scaled, mean, same, 300);
        ASSERT_TRUE(small && large);
        expect_relative(large->interval.low, small->interval.low * unit);
        expect_relative(large->interval.high, small->interval.high * unit);
        expect_relative(large->acceleration, small->acceleration, 1e-9);
    }
}

TEST(BootstrapTest, BoundsAreInOrderAndFromTheResamples) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        SeededRandom random(seed);
        std::vector<double> values;
        const std::uint64_t count = 2 + random.below(20);
        for (std::uint64_t i = 0; i < count; ++i) {
            values.push_back(static_cast<double>(random.below(30)));
        }
        const auto result = bootstrap_values(values, mean, random, 200);
        if (!result) return;
        RC_ASSERT(result->interval.low <= result->interval.high);
        RC_ASSERT(result->interval.low >= std::ranges::min(values));
        RC_ASSERT(result->interval.high <= std::ranges::max(values));
        RC_ASSERT(std::isfinite(result->acceleration));
    }));
}

}  // namespace
}  // namespace querist::statistics
