#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::statistics {
namespace {

void expect_effect(
    const Computed<EffectSize>& effect, const ReferenceCase& row, const std::string& estimate
) {
    ASSERT_TRUE(effect);
    expect_equal_digits(effect->estimate, row.number(estimate), 1e-12);
    ASSERT_EQ(effect->interval.has_value(), row.has("low"));
    if (!effect->interval) return;
    expect_equal_digits(effect->interval->low, row.number("low"), 1e-10);
    expect_equal_digits(effect->interval->high, row.number("high"), 1e-10);
}

TEST(EffectSizeTest, CliffsDeltaEqualsItsFormula) {
    for (const ReferenceCase& row : reference_cases("cliffs_delta_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        expect_effect(
            cliffs_delta(row.numbers("x"), row.numbers("y"), row.number("level")), row, "delta"
        );
    }
}

TEST(EffectSizeTest, PairedRankBiserialEqualsItsFormula) {
    for (const ReferenceCase& row : reference_cases("paired_rank_biserial_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        expect_effect(
            paired_rank_biserial(row.numbers("x"), row.numbers("y"), row.number("level")), row, "r"
        );
    }
}

TEST(EffectSizeTest, SaysWhyThereIsNone) {
    const std::vector<double> none;
    const std::vector<double> two{1, 2};
    const std::vector<double> three{1, 2, 3};
    const std::vector<double> broken{1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_EQ(cliffs_delta(none, two).error(), Absence::empty_group);
    EXPECT_EQ(cliffs_delta(two, none).error(), Absence::empty_group);
    EXPECT_EQ(paired_rank_biserial(none, none).error(), Absence::no_values);
    EXPECT_EQ(paired_rank_biserial(two, two).error(), Absence::no_differences);
    EXPECT_THROW((void)paired_rank_biserial(two, three), std::domain_error);
    EXPECT_THROW((void)cliffs_delta(two, broken), std::domain_error);
    EXPECT_THROW((void)cliffs_delta(two, three, 1), std::domain_error);
}

std::vector<double> random_scores() {
    const auto raw = *rc::gen::resize(
        40, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12)))
    );
    return {raw.begin(), raw.end()};
}

TEST(EffectSizeTest, CliffsDeltaIsAntisymmetricAndSeesOnlyRanks) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> x = random_scores();
        std::vector<double> y = random_scores();
        const auto one = *cliffs_delta(x, y);
        const auto other = *cliffs_delta(y, x);
        RC_ASSERT(std::abs(one.estimate + other.estimate) < 1e-12);
        RC_ASSERT(std::abs(one.estimate) <= 1);
        if (one.interval) {
            RC_ASSERT(std::abs(one.interval->low + other.interval->high) < 1e-9);
            RC_ASSERT(-1 <= one.interval->low && one.interval->high <= 1);
            RC_ASSERT(one.interval->low <= one.estimate + 1e-12);
            RC_ASSERT(one.interval->high >= one.estimate - 1e-12);
        }
        std::ranges::reverse(x);
        for (double& value : x) value = std::exp(value);
        for (double& value : y) value = std::exp(value);
        RC_ASSERT(cliffs_delta(x, y)->estimate == one.estimate);
    }));
}

TEST(EffectSizeTest, PairedRankBiserialIsAntisymmetric) {
    EXPECT_TRUE(rc::check([] {
        std::vector<double> x = random_scores();
        std::vector<double> y = random_scores();
        const std::size_t pairs = std::min(x.size(), y.size());
        x.resize(pairs);
        y.resize(pairs);
        const auto one = paired_rank_biserial(x, y);
        if (!one) return;
        const auto other = paired_rank_biserial(y, x);
        RC_ASSERT(one->estimate == -other->estimate);
        RC_ASSERT(one->interval.has_value() == (std::abs(one->estimate) < 1));
        if (!one->interval) return;
        RC_ASSERT(one->interval->low < one->estimate && one->estimate < one->interval->high);
    }));
}

}  // namespace
}  // namespace querist::statistics
