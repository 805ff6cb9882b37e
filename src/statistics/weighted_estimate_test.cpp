#include "statistics/weighted_estimate.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::statistics {
namespace {

using Values = std::vector<std::optional<double>>;
using Numbers = std::vector<double>;
using Strata = std::vector<std::size_t>;

Strata strata_of(const ReferenceCase& row) {
    Strata strata;
    for (const std::int64_t number : row.wholes("strata")) {
        strata.push_back(static_cast<std::size_t>(number));
    }
    return strata;
}

TEST(WeightedEstimateTest, EqualsSurvey) {
    for (const ReferenceCase& row : reference_cases("weighted_estimate_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Values values = row.numbers_and_gaps("values");
        const Numbers weights = row.numbers("weights");
        const Strata strata = strata_of(row);
        const Numbers populations = row.numbers("populations");
        const SurveyDesign design{weights, strata, populations};
        const auto mean = weighted_mean(values, design, row.number("level"));
        ASSERT_TRUE(mean) << mean.error().message;
        expect_relative(mean->interval.estimate, row.number("mean"));
        expect_equal_digits(mean->standard_error, row.number("error"), closed_form_tolerance);
        expect_equal_digits(mean->interval.low, row.number("low"), closed_form_tolerance);
        expect_equal_digits(mean->interval.high, row.number("high"), closed_form_tolerance);
        EXPECT_EQ(mean->degrees_of_freedom, row.whole("degrees"));
        EXPECT_EQ(mean->answers, row.whole("answers"));
        expect_relative(mean->effective_size, row.number("effective"));
        ASSERT_EQ(mean->design_effect.has_value(), row.has("effect"));
        if (mean->design_effect) expect_relative(*mean->design_effect, row.number("effect"), 1e-9);
        EXPECT_EQ(mean->interval_method, WeightedIntervalMethod::t);
        if (!row.has("share_low")) continue;
        const auto share = weighted_proportion(values, design, row.number("level"));
        ASSERT_TRUE(share);
        EXPECT_EQ(share->interval_method, WeightedIntervalMethod::logit);
        expect_relative(share->interval.estimate, row.number("mean"));
        expect_relative(share->interval.low, row.number("share_low"), 1e-9);
        expect_relative(share->interval.high, row.number("share_high"), 1e-9);
    }
}

TEST(WeightedEstimateTest, AllOrNoneHaveAnExactInterval) {
    for (const ReferenceCase& row : reference_cases("all_or_none_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Numbers weights = row.numbers("weights");
        const Values values(weights.size(), row.number("value"));
        const auto found = weighted_proportion(values, {weights, {}, {}}, row.number("level"));
        ASSERT_TRUE(found);
        EXPECT_EQ(found->interval_method, WeightedIntervalMethod::exact_effective_size);
        EXPECT_EQ(found->interval.estimate, row.number("value"));
        EXPECT_EQ(found->standard_error, 0);
        EXPECT_FALSE(found->design_effect);
        expect_relative(found->interval.low, row.number("low"));
        expect_relative(found->interval.high, row.number("high"));
    }
}

TEST(WeightedEstimateTest, SaysWhyThereIsNoEstimate) {
    struct Row {
        const char* name;
        Values values;
        Numbers weights;
        Strata strata;
        Numbers populations;
        const char* code;
    };
    for (const Row& row : {
             Row{"no values", {}, {}, {}, {}, "statistics.no-values"},
             Row{"only gaps", {{}, {}}, {1, 1}, {}, {}, "statistics.no-values"},
             Row{"only weights of 0", {1, 0}, {0, 0}, {}, {}, "statistics.no-values"},
             Row{"one answer", {1, {}}, {1, 1}, {}, {}, "statistics.too-few-values"},
             Row{"one respondent", {1}, {1}, {}, {}, "statistics.lonely-stratum"},
             Row{"a lonely stratum",
                 {1, 0, 1},
                 {1, 1, 1},
                 {0, 0, 1},
                 {},
                 "statistics.lonely-stratum"},
             Row{"more than the population",
                 {1, 0, 1},
                 {1, 1, 1},
                 {0, 0, 0},
                 {2},
                 "statistics.population-figure"},
         }) {
        SCOPED_TRACE(row.name);
        const SurveyDesign design{row.weights, row.strata, row.populations};
        for (const auto& found :
             {weighted_mean(row.values, design), weighted_proportion(row.values, design)}) {
            ASSERT_FALSE(found);
            EXPECT_EQ(found.error().code, row.code);
            EXPECT_FALSE(found.error().cure.empty());
        }
    }
}

TEST(WeightedEstimateTest, NamesTheLonelyStratum) {
    const Strata strata = {0, 0, 2};
    const Numbers weights = {1, 1, 1};
    const auto found = weighted_mean(Values{1, 2, 3}, {weights, strata, {}});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, "stratum 3 has a single respondent, who shows no spread");
}

TEST(WeightedEstimateTest, RefusesMisuse) {
    const Numbers weights = {1, 1};
    const Numbers negative = {1, -1};
    const Numbers population = {9};
    const Strata strata = {0, 1};
    const Values values = {1, 0};
    EXPECT_THROW((void)weighted_mean(Values{1}, {weights, {}, {}}), std::domain_error);
    EXPECT_THROW((void)weighted_mean(values, {negative, {}, {}}), std::domain_error);
    EXPECT_THROW((void)weighted_mean(values, {weights, strata, population}), std::domain_error);
    EXPECT_THROW((void)weighted_mean(values, {weights, {}, {}}, 1), std::domain_error);
    EXPECT_THROW((void)weighted_proportion(Values{1, 2}, {weights, {}, {}}), std::domain_error);
    const Values infinite = {1, std::numeric_limits<double>::infinity()};
    EXPECT_THROW((void)weighted_mean(infinite, {weights, {}, {}}), std::domain_error);
}

TEST(WeightedEstimateTest, StaysInRangeAtTheLimits) {
    const Numbers weights = {1e100, 1e100, 1e-300, 1};
    const auto found = weighted_mean(Values{1e100, -1e100, 5, 7}, {weights, {}, {}});
    ASSERT_TRUE(found);
    for (const double number :
         {found->interval.estimate,
          found->interval.low,
          found->interval.high,
          found->standard_error,
          found->design_effect.value_or(0),
          found->effective_size}) {
        EXPECT_TRUE(std::isfinite(number));
    }
    const Numbers beyond = {1e101, 1, 1, 1};
    EXPECT_THROW((void)weighted_mean(Values{1, 2, 3, 4}, {beyond, {}, {}}), std::domain_error);
    EXPECT_THROW((void)weighted_mean(Values{1e101, 2, 3, 4}, {weights, {}, {}}), std::domain_error);
}

TEST(WeightedEstimateTest, EveryMethodHasItsName) {
    for (const auto method :
         {WeightedIntervalMethod::t,
          WeightedIntervalMethod::logit,
          WeightedIntervalMethod::exact_effective_size}) {
        EXPECT_FALSE(weighted_interval_method(method).empty());
    }
}

TEST(WeightedEstimateTest, OnlyRatiosOfWeightsCount) {
    EXPECT_TRUE(rc::check([] {
        const auto count = *rc::gen::inRange<std::size_t>(4, 40);
        Values values;
        Numbers weights;
        Numbers tenfold;
        Strata strata;
        for (std::size_t i = 0; i < count; ++i) {
            const auto draw = *rc::gen::inRange(0, 5);
            values.push_back(draw == 4 ? std::nullopt : std::optional<double>(draw % 2));
            weights.push_back(*rc::gen::inRange(1, 1'000) / 8.0);
            tenfold.push_back(weights.back() * 10);
            strata.push_back(i % 2);
        }
        const auto found = weighted_proportion(values, {weights, strata, {}});
        const auto again = weighted_proportion(values, {tenfold, strata, {}});
        RC_ASSERT(found.has_value() == again.has_value());
        if (!found) return;
        const Interval share = found->interval;
        RC_ASSERT(0 <= share.low && share.low <= share.estimate);
        RC_ASSERT(share.estimate <= share.high && share.high <= 1);
        RC_ASSERT(std::abs(share.low - again->interval.low) < 1e-9);
        RC_ASSERT(std::abs(share.high - again->interval.high) < 1e-9);
        RC_ASSERT(found->degrees_of_freedom < found->answers);
    }));
}

TEST(WeightedEstimateTest, AWholePopulationLeavesNoDoubt) {
    EXPECT_TRUE(rc::check([] {
        const auto count = *rc::gen::inRange<std::size_t>(2, 30);
        Values values;
        for (std::size_t i = 0; i < count; ++i) values.emplace_back(*rc::gen::inRange(-50, 50));
        const Numbers weights(count, 1.0);
        const Numbers population = {static_cast<double>(count)};
        const auto found = weighted_mean(values, {weights, {}, population});
        RC_ASSERT(found.has_value());
        RC_ASSERT(found->standard_error == 0);
    }));
}

}  // namespace
}  // namespace querist::statistics
