#include "statistics/reference_cases.hpp"
#include "statistics/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

FourfoldTable table_of(const ReferenceCase& row) {
    const std::vector<std::int64_t> counts = row.wholes("counts");
    return {counts[0], counts[1], counts[2], counts[3]};
}

TEST(OddsRatioTest, ConditionalEqualsFisherTest) {
    for (const ReferenceCase& row : reference_cases("odds_ratio_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        const auto ratio = conditional_odds_ratio(table_of(row), row.number("level"));
        ASSERT_TRUE(ratio);
        // Roots found by iteration on both sides.
        expect_relative(ratio->estimate, row.number("estimate"), 1e-9);
        expect_relative(ratio->low, row.number("low"), 1e-9);
        expect_relative(ratio->high, row.number("high"), 1e-9);
    }
}

TEST(OddsRatioTest, WoolfEqualsItsFormula) {
    for (const ReferenceCase& row : reference_cases("odds_ratio_cases.csv")) {
        SCOPED_TRACE(row.text("name") + " at " + row.text("level"));
        const auto ratio = woolf_odds_ratio(table_of(row), ZeroCell::add_half, row.number("level"));
        ASSERT_TRUE(ratio);
        expect_relative(ratio->estimate, row.number("woolf"));
        expect_relative(ratio->low, row.number("woolf_low"));
        expect_relative(ratio->high, row.number("woolf_high"));
    }
}

TEST(OddsRatioTest, SaysWhyThereIsNone) {
    EXPECT_EQ(woolf_odds_ratio({0, 7, 5, 3}).error(), Absence::zero_cell);
    EXPECT_TRUE(woolf_odds_ratio({0, 7, 5, 3}, ZeroCell::add_half));
    for (const FourfoldTable table :
         {FourfoldTable{0, 0, 5, 3},
          FourfoldTable{5, 3, 0, 0},
          FourfoldTable{0, 4, 0, 3},
          FourfoldTable{}}) {
        EXPECT_EQ(woolf_odds_ratio(table, ZeroCell::add_half).error(), Absence::empty_margin);
        EXPECT_EQ(conditional_odds_ratio(table).error(), Absence::empty_margin);
    }
    EXPECT_EQ(
        conditional_odds_ratio({10'000'000, 10'000'000, 10'000'000, 10'000'000}).error(),
        Absence::beyond_bounds
    );
    EXPECT_THROW((void)woolf_odds_ratio({-1, 2, 3, 4}), std::domain_error);
    EXPECT_THROW((void)conditional_odds_ratio({1, 2, 3, -4}), std::domain_error);
    EXPECT_THROW((void)conditional_odds_ratio({1, 2, 3, 4}, 0), std::domain_error);
}

TEST(OddsRatioTest, HasNoBoundWhereTheDataSetNone) {
    const Interval least = *conditional_odds_ratio({0, 7, 5, 3});
    EXPECT_EQ(least.estimate, 0);
    EXPECT_EQ(least.low, 0);
    EXPECT_TRUE(std::isfinite(least.high));
    const Interval greatest = *conditional_odds_ratio({6, 0, 0, 9});
    EXPECT_EQ(greatest.estimate, std::numeric_limits<double>::infinity());
    EXPECT_EQ(greatest.high, std::numeric_limits<double>::infinity());
    EXPECT_GT(greatest.low, 1);
}

TEST(OddsRatioTest, HoldsItsEstimateAndInvertsWithTheRows) {
    EXPECT_TRUE(rc::check([] {
        const auto cells = *rc::gen::container<std::vector<std::int64_t>>(
            4, rc::gen::inRange<std::int64_t>(1, 60)
        );
        const FourfoldTable table{cells[0], cells[1], cells[2], cells[3]};
        const FourfoldTable swapped{cells[2], cells[3], cells[0], cells[1]};
        const Interval exact = *conditional_odds_ratio(table);
        const Interval inverse = *conditional_odds_ratio(swapped);
        RC_ASSERT(exact.low <= exact.estimate && exact.estimate <= exact.high);
        RC_ASSERT(std::abs(exact.estimate * inverse.estimate - 1) < 1e-9);
        RC_ASSERT(std::abs(exact.low * inverse.high - 1) < 1e-9);
        const Interval woolf = *woolf_odds_ratio(table);
        RC_ASSERT(woolf.low <= woolf.estimate && woolf.estimate <= woolf.high);
        RC_ASSERT(std::abs(woolf.low * woolf_odds_ratio(swapped)->high - 1) < 1e-9);
    }));
}

}  // namespace
}  // namespace querist::statistics
