#include "statistics/weighting.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

using Categories = std::vector<std::size_t>;
using Numbers = std::vector<double>;

Categories categories(const ReferenceCase& row, const char* column) {
    Categories result;
    for (const std::int64_t number : row.wholes(column)) {
        result.push_back(static_cast<std::size_t>(number));
    }
    return result;
}

void expect_all(const Numbers& actual, const Numbers& reference, double tolerance) {
    ASSERT_EQ(actual.size(), reference.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        SCOPED_TRACE(i);
        expect_relative(actual[i], reference[i], tolerance);
    }
}

TEST(WeightingTest, PostStratificationEqualsSurvey) {
    for (const ReferenceCase& row : reference_cases("post_stratify_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const auto found = post_stratify(
            categories(row, "category"), row.numbers("population"), row.numbers("base")
        );
        ASSERT_TRUE(found) << found.error().message;
        expect_all(*found, row.numbers("weights"), closed_form_tolerance);
        expect_relative(effective_size(*found).value_or(0), row.number("effective"));
        expect_relative(weighting_effect(*found).value_or(0), row.number("effect"));
    }
}

// Rounds stop when the margins are met to a share of 1e-12 here and 1e-13 in R; a round near the
// end changes weights by little more.
TEST(WeightingTest, RakingEqualsSurvey) {
    for (const ReferenceCase& row : reference_cases("rake_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Categories first = categories(row, "first");
        const Categories second = categories(row, "second");
        const Numbers first_population = row.numbers("first_population");
        const Numbers second_population = row.numbers("second_population");
        const Margin margins[] = {{first, first_population}, {second, second_population}};
        const auto found = rake(margins, row.numbers("base"), {.tolerance = 1e-12});
        ASSERT_TRUE(found) << found.error().message;
        expect_all(found->weights, row.numbers("weights"), 1e-9);
        EXPECT_LE(found->off_by, 1e-12);
    }
}

TEST(WeightingTest, ProbabilitiesTurnIntoWeights) {
    const auto found = inverse_probability_weights(Numbers{1, 0.5, 0.25, 1e-9});
    ASSERT_TRUE(found);
    expect_all(*found, {1, 2, 4, 1e9}, closed_form_tolerance);
    const auto scaled = scale_weights(*found, 4);
    ASSERT_TRUE(scaled);
    EXPECT_NEAR(std::accumulate(scaled->begin(), scaled->end(), 0.0), 4, 1e-12);
    for (const double wrong :
         {0.0, -0.5, 1.5, 1e-101, 1e-320, std::numeric_limits<double>::quiet_NaN()}) {
        const auto refused = inverse_probability_weights(Numbers{0.5, wrong});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "statistics.probability");
        EXPECT_NE(refused.error().message.find("respondent 2"), std::string::npos);
    }
    EXPECT_TRUE(inverse_probability_weights({})->empty());
    EXPECT_EQ(scale_weights(Numbers{0, 0}, 1).error().code, "statistics.no-values");
}

TEST(WeightingTest, SaysWhichStratumHasNoWeights) {
    struct Row {
        const char* name;
        Categories category;
        Numbers population;
        Numbers base;
        const char* code;
        const char* message;
    };
    for (const Row& row : {
             Row{"nobody",
                 {},
                 {10},
                 {},
                 "statistics.no-values",
                 "there are no respondents to give weights to"},
             Row{"an empty stratum",
                 {0, 0, 2},
                 {10, 5, 5},
                 {},
                 "statistics.empty-stratum",
                 "category 2 is part of the population but has no respondents"},
             Row{"a stratum of weight 0",
                 {0, 1},
                 {10, 5},
                 {1, 0},
                 "statistics.empty-stratum",
                 "category 2 is part of the population but has no respondents"},
             Row{"no population",
                 {0, 1},
                 {10, 0},
                 {},
                 "statistics.unknown-population",
                 "category 2 has respondents but no population"},
             Row{"less than nobody",
                 {0, 1},
                 {-1, 1},
                 {},
                 "statistics.population-figure",
                 "the population figure of category 1 is no number of people"},
         }) {
        SCOPED_TRACE(row.name);
        const auto found = post_stratify(row.category, row.population, row.base);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, row.code);
        EXPECT_EQ(found.error().message, row.message);
        EXPECT_FALSE(found.error().cure.empty());
    }
    EXPECT_TRUE(post_stratify(Categories{0, 0}, Numbers{10, 0}));
}

TEST(WeightingTest, SaysWhyRakingFails) {
    const Categories first = {0, 0, 1, 1};
    const Categories second = {0, 0, 1, 1};  // the same people: both margins cannot differ
    const Numbers halves = {50, 50};
    const Numbers unequal = {30, 70};
    const Numbers larger = {60, 50};
    const Numbers gap = {50, 0};
    const Margin contrary[] = {{first, halves}, {second, unequal}};
    const auto never = rake(contrary, {}, {.rounds_max = 20});
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().code, "statistics.no-convergence");
    EXPECT_EQ(
        never.error().message,
        "raking did not converge in 20 rounds: category 1 of margin 1 is still off by 0.2 of the "
        "population"
    );
    const Margin different[] = {{first, halves}, {second, larger}};
    EXPECT_EQ(rake(different).error().code, "statistics.margins-differ");
    const Margin unknown[] = {{first, gap}, {second, gap}};
    EXPECT_EQ(rake(unknown).error().code, "statistics.unknown-population");
    EXPECT_EQ(
        rake(unknown).error().message, "category 2 of margin 1 has respondents but no population"
    );
    const Margin nobody[] = {{{}, halves}};
    EXPECT_EQ(rake(nobody).error().code, "statistics.no-values");
}

TEST(WeightingTest, StaysInRangeAtTheLimits) {
    const auto found =
        post_stratify(Categories{0, 0, 1}, Numbers{1e100, 1e-100}, Numbers{1e-300, 1e-300, 1e100});
    ASSERT_TRUE(found);
    expect_all(*found, {5e99, 5e99, 1e-100}, closed_form_tolerance);
    EXPECT_FALSE(post_stratify(Categories{0}, Numbers{1e101}));
    EXPECT_THROW((void)scale_weights(Numbers{1e101}, 1), std::domain_error);
}

TEST(WeightingTest, RefusesMisuse) {
    EXPECT_THROW((void)post_stratify(Categories{2}, Numbers{1, 1}), std::domain_error);
    EXPECT_THROW((void)post_stratify(Categories{0}, Numbers{1}, Numbers{1, 2}), std::domain_error);
    EXPECT_THROW((void)post_stratify(Categories{0}, Numbers{1}, Numbers{-1}), std::domain_error);
    EXPECT_THROW((void)rake({}), std::domain_error);
    EXPECT_THROW((void)scale_weights(Numbers{1}, 0), std::domain_error);
    EXPECT_THROW((void)effective_size(Numbers{-1}), std::domain_error);
}

TEST(WeightingTest, EffectiveSizeOfExtremes) {
    struct Row {
        const char* name;
        Numbers weights;
        double size;
        double effect;
    };
    for (const Row& row : {
             Row{"equal", {3, 3, 3}, 3, 1},
             Row{"one of all", {5}, 1, 1},
             Row{"zeros do not count", {1, 0, 1, 0}, 2, 1},
             Row{"one outweighs all", {1e100, 1, 1}, 1, 3},
             Row{"tiny", {1e-300, 1e-300}, 2, 1},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_NEAR(effective_size(row.weights).value_or(0), row.size, 1e-12);
        EXPECT_NEAR(weighting_effect(row.weights).value_or(0), row.effect, 1e-12);
    }
    EXPECT_FALSE(effective_size({}));
    EXPECT_FALSE(effective_size(Numbers{0, 0}));
    EXPECT_FALSE(weighting_effect(Numbers{0}));
}

TEST(WeightingTest, WeightsMeetEveryMargin) {
    EXPECT_TRUE(rc::check([] {
        // Every combination occurs, so that a solution exists.
        const auto extra =
            *rc::gen::container<std::vector<std::size_t>>(12, rc::gen::inRange<std::size_t>(0, 6));
        Categories first = {0, 0, 1, 1, 2, 2};
        Categories second = {0, 1, 0, 1, 0, 1};
        for (const std::size_t cell : extra) {
            first.push_back(cell / 2);
            second.push_back(cell % 2);
        }
        const auto a = *rc::gen::inRange(1, 50);
        const auto b = *rc::gen::inRange(1, 50);
        const Numbers first_population = {a * 1.0, b * 1.0, 100.0 - a - b + 1};
        const Numbers second_population = {40, 61};
        const Margin margins[] = {{first, first_population}, {second, second_population}};
        const auto found = rake(margins);
        RC_ASSERT(found.has_value());
        for (const Margin& margin : margins) {
            Numbers totals(margin.population.size());
            for (std::size_t i = 0; i < margin.category.size(); ++i) {
                totals[margin.category[i]] += found->weights[i];
            }
            for (std::size_t c = 0; c < totals.size(); ++c) {
                RC_ASSERT(std::abs(totals[c] - margin.population[c]) < 1e-7);
            }
        }
        RC_ASSERT(std::ranges::all_of(found->weights, [](double weight) { return weight > 0; }));
        const double size = effective_size(found->weights).value_or(0);
        RC_ASSERT(1 - 1e-12 <= size && size <= static_cast<double>(first.size()) + 1e-9);
        RC_ASSERT(weighting_effect(found->weights).value_or(0) >= 1 - 1e-12);
    }));
}

}  // namespace
}  // namespace querist::statistics
