#include "statistics/power.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace querist::statistics {
namespace {

// R's pnorm and Boost's differ in the last digits of a probability; roots take that over.
constexpr double root_tolerance = 1e-9;

void expect_root(std::optional<double> actual, std::optional<double> reference) {
    ASSERT_EQ(actual.has_value(), reference.has_value());
    if (actual) expect_equal_digits(*actual, *reference, root_tolerance);
}

TEST(PowerTest, TwoSharesEqualPowerPropTest) {
    for (const ReferenceCase& row : reference_cases("two_shares_power_cases.csv")) {
        SCOPED_TRACE(row.text("group_size") + ": " + row.text("first") + ", " + row.text("second"));
        const TestAim aim{
            row.number("significance"),
            row.number("power"),
            row.whole("sides") == 1 ? Sides::one : Sides::two
        };
        const double first = row.number("first");
        const double second = row.number("second");
        const std::int64_t size = row.whole("group_size");
        const auto power = power_of_two_shares(size, first, second, aim.significance, aim.sides);
        ASSERT_TRUE(power);
        expect_equal_digits(*power, row.number("reached"), closed_form_tolerance);
        EXPECT_EQ(group_size_for_two_shares(first, second, aim), row.whole("needed"));
        const auto shares = detectable_shares(size, first, aim);
        ASSERT_TRUE(shares);
        expect_root(shares->above, row.number_if_any("above"));
        expect_root(shares->below, row.number_if_any("below"));
    }
}

TEST(PowerTest, ChiSquareEqualsNonCentralDistribution) {
    for (const ReferenceCase& row : reference_cases("chi_square_power_cases.csv")) {
        SCOPED_TRACE(row.text("answers") + ", " + row.text("effect") + ", " + row.text("degrees"));
        const TestAim aim{row.number("significance"), row.number("power")};
        const std::int64_t degrees = row.whole("degrees");
        const std::int64_t answers = row.whole("answers");
        const auto power =
            power_of_chi_square(answers, row.number("effect"), degrees, aim.significance);
        ASSERT_TRUE(power);
        // R adds up Poisson weights to an absolute error of 1e-12.
        expect_equal_digits(*power, row.number("reached"), closed_form_tolerance);
        EXPECT_EQ(answers_for_chi_square(row.number("effect"), degrees, aim), row.whole("needed"));
        const auto effect = detectable_chi_square_effect(answers, degrees, aim);
        ASSERT_TRUE(effect);
        expect_relative(*effect, row.number("detectable"), root_tolerance);
    }
}

TEST(PowerTest, Extremes) {
    EXPECT_NEAR(*power_of_two_shares(100, 0.3, 0.3), 0.025, 1e-12);
    EXPECT_EQ(power_of_two_shares(100, 0, 1), 1.0);
    EXPECT_NEAR(*power_of_chi_square(100, 0, 4), 0.05, 1e-12);
    EXPECT_EQ(power_of_chi_square(1'000'000'000, 2, 4), 1.0);
    EXPECT_EQ(group_size_for_two_shares(0, 1), 2);
    const auto nothing = detectable_shares(2, 0.5);
    ASSERT_TRUE(nothing);
    EXPECT_FALSE(nothing->above);
    EXPECT_FALSE(nothing->below);
    const auto edge = detectable_shares(100, 0);
    ASSERT_TRUE(edge);
    EXPECT_TRUE(edge->above);
    EXPECT_FALSE(edge->below);
}

TEST(PowerTest, SaysWhyThereIsNone) {
    EXPECT_EQ(power_of_two_shares(0, 0.1, 0.2).error().code, "statistics.no-values");
    EXPECT_EQ(power_of_two_shares(10, 1, 1).error().code, "statistics.no-variation");
    EXPECT_EQ(group_size_for_two_shares(0.2, 0.2).error().code, "statistics.sample-size");
    EXPECT_EQ(group_size_for_two_shares(0.2, 0.2 + 1e-12).error().code, "statistics.sample-size");
    EXPECT_EQ(detectable_shares(0, 0.5).error().code, "statistics.no-values");
    EXPECT_EQ(power_of_chi_square(0, 0.1, 1).error().code, "statistics.no-values");
    EXPECT_EQ(answers_for_chi_square(1e-9, 1).error().code, "statistics.sample-size");
    EXPECT_EQ(detectable_chi_square_effect(0, 1).error().code, "statistics.no-values");
}

TEST(PowerTest, RefusesMisuse) {
    EXPECT_THROW((void)power_of_two_shares(10, -0.1, 0.2), std::domain_error);
    EXPECT_THROW((void)power_of_two_shares(10, 0.1, 0.2, 0), std::domain_error);
    EXPECT_THROW((void)group_size_for_two_shares(0.1, 1.2), std::domain_error);
    EXPECT_THROW((void)detectable_shares(10, 0.5, {.significance = 0.9}), std::domain_error);
    EXPECT_THROW((void)power_of_chi_square(10, -1, 1), std::domain_error);
    EXPECT_THROW((void)power_of_chi_square(10, 1, 0), std::domain_error);
    EXPECT_THROW((void)answers_for_chi_square(0, 1), std::domain_error);
}

TEST(PowerTest, TheSizeReachesThePowerAndOneLessDoesNot) {
    EXPECT_TRUE(rc::check([] {
        const double first = *rc::gen::inRange(1, 100) / 100.0;
        const double second = *rc::gen::inRange(1, 100) / 100.0;
        RC_PRE(first != second);
        const TestAim aim{.power = *rc::gen::inRange(50, 99) / 100.0};
        const std::int64_t size = *group_size_for_two_shares(first, second, aim);
        RC_ASSERT(*power_of_two_shares(size, first, second) >= aim.power - 1e-9);
        if (size > 1) RC_ASSERT(*power_of_two_shares(size - 1, first, second) < aim.power + 1e-9);
        // And what that size can just find lies no farther off than the share it was made for.
        const auto shares = detectable_shares(size, first, aim);
        const auto& found = second > first ? shares->above : shares->below;
        RC_ASSERT(found.has_value());
        RC_ASSERT(std::abs(*found - first) <= std::abs(second - first) + 1e-9);
    }));
}

TEST(PowerTest, ChiSquareAnswersReachThePower) {
    EXPECT_TRUE(rc::check([] {
        const double effect = *rc::gen::inRange(5, 100) / 100.0;
        const auto degrees = *rc::gen::inRange<std::int64_t>(1, 30);
        const TestAim aim{.power = *rc::gen::inRange(20, 99) / 100.0};
        const std::int64_t answers = *answers_for_chi_square(effect, degrees, aim);
        RC_ASSERT(*power_of_chi_square(answers, effect, degrees) >= aim.power - 1e-9);
        if (answers > 1) {
            RC_ASSERT(*power_of_chi_square(answers - 1, effect, degrees) < aim.power + 1e-9);
        }
        RC_ASSERT(*detectable_chi_square_effect(answers, degrees, aim) <= effect + 1e-9);
    }));
}

}  // namespace
}  // namespace querist::statistics
