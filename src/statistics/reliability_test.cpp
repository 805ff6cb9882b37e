#include "statistics/reliability.hpp"

#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

namespace querist::statistics {
namespace {

using Answers = std::vector<std::optional<double>>;

std::size_t items_of(const ReferenceCase& row) {
    return static_cast<std::size_t>(row.whole("items"));
}

void expect_interval(const Interval& interval, const ReferenceCase& row, double tolerance) {
    expect_relative(interval.low, row.number("low"), tolerance);
    expect_relative(interval.high, row.number("high"), tolerance);
}

void expect_if_any(std::optional<double> actual, std::optional<double> reference) {
    ASSERT_EQ(actual.has_value(), reference.has_value());
    if (actual) expect_equal_digits(*actual, *reference, closed_form_tolerance);
}

TEST(ReliabilityTest, AlphaEqualsPsych) {
    for (const ReferenceCase& row : reference_cases("cronbach_alpha_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Answers answers = row.numbers_and_gaps("answers");
        const auto found = cronbach_alpha({answers, items_of(row)}, row.number("level"));
        ASSERT_TRUE(found) << found.error().message;
        expect_relative(found->alpha.estimate, row.number("alpha"));
        expect_interval(found->alpha, row, closed_form_tolerance);
        EXPECT_EQ(found->respondents, row.whole("respondents"));
        EXPECT_EQ(found->left_out, row.whole("left_out"));
        const auto correlations = row.numbers_and_gaps("correlation_with_rest");
        const auto alphas = row.numbers_and_gaps("alpha_without");
        ASSERT_EQ(found->items.size(), correlations.size());
        for (std::size_t i = 0; i < correlations.size(); ++i) {
            SCOPED_TRACE(i);
            expect_if_any(found->items[i].correlation_with_rest, correlations[i]);
            expect_if_any(found->items[i].alpha_without, alphas[i]);
        }
    }
}

// Both searches end where no step moves more than rounding does; 1e-8 is what is left of sixteen
// digits after the second derivatives of the likelihood have been inverted.
constexpr double fitted_tolerance = 1e-8;

TEST(ReliabilityTest, OmegaEqualsFactanal) {
    for (const ReferenceCase& row : reference_cases("mcdonald_omega_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Answers answers = row.numbers_and_gaps("answers");
        const auto found = mcdonald_omega({answers, items_of(row)}, row.number("level"));
        if (!row.has("omega")) {
            ASSERT_FALSE(found);
            EXPECT_EQ(found.error().code, "statistics.heywood-case");
            continue;
        }
        ASSERT_TRUE(found) << found.error().message;
        expect_relative(found->omega.estimate, row.number("omega"), fitted_tolerance);
        expect_interval(found->omega, row, fitted_tolerance);
        EXPECT_EQ(found->respondents, row.whole("respondents"));
        EXPECT_EQ(found->left_out, row.whole("left_out"));
        const std::vector<double> loadings = row.numbers("loadings");
        const std::vector<double> uniques = row.numbers("unique_variances");
        ASSERT_EQ(found->loadings.size(), loadings.size());
        for (std::size_t i = 0; i < loadings.size(); ++i) {
            SCOPED_TRACE(i);
            expect_relative(found->loadings[i], loadings[i], fitted_tolerance);
            expect_relative(found->unique_variances[i], uniques[i], fitted_tolerance);
        }
    }
}

TEST(ReliabilityTest, SaysWhyThereIsNoAlpha) {
    struct Row {
        const char* name;
        Answers answers;
        std::size_t items;
        const char* code;
    };
    for (const Row& row : {
             Row{"no values", {}, 3, "statistics.too-few-respondents"},
             Row{"one item", {1, 2, 3}, 1, "statistics.too-few-items"},
             Row{"one respondent", {1, 2, 3}, 3, "statistics.too-few-respondents"},
             Row{"one complete respondent", {1, 2, 3, {}}, 2, "statistics.too-few-respondents"},
             Row{"everybody answers alike", {1, 2, 1, 2, 1, 2}, 2, "statistics.no-variation"},
             Row{"items cancel", {1, 5, 2, 4, 5, 1}, 2, "statistics.no-variation"},
             Row{"items cancel in fractions",
                 {0.1, 0.9, 0.7, 0.3, 1.0 / 3, 2.0 / 3},
                 2,
                 "statistics.no-variation"},
         }) {
        SCOPED_TRACE(row.name);
        const auto found = cronbach_alpha({row.answers, row.items});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, row.code);
        EXPECT_FALSE(found.error().message.empty());
        EXPECT_FALSE(found.error().cure.empty());
    }
}

TEST(ReliabilityTest, SaysWhyThereIsNoOmega) {
    struct Row {
        const char* name;
        Answers answers;
        std::size_t items;
        const char* code;
    };
    for (const Row& row : {
             Row{"two items", {1, 2, 3, 4}, 2, "statistics.too-few-items"},
             Row{"no respondent", {}, 3, "statistics.too-few-respondents"},
             Row{"an item all answer alike",
                 {1, 2, 3, 4, 2, 3, 2, 2, 3, 3, 2, 1},
                 3,
                 "statistics.no-variation"},
             Row{"the same item thrice",
                 {1, 1, 1, 2, 2, 2, 4, 4, 4, 3, 3, 3},
                 3,
                 "statistics.heywood-case"},
             Row{"two respondents", {1, 2, 3, 2, 3, 5}, 3, "statistics.heywood-case"},
         }) {
        SCOPED_TRACE(row.name);
        const auto found = mcdonald_omega({row.answers, row.items});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, row.code) << found.error().message;
    }
}

TEST(ReliabilityTest, RefusesWhatIsNoScale) {
    const Answers answers = {1, 2, 3};
    EXPECT_THROW((void)cronbach_alpha({answers, 0}), std::domain_error);
    EXPECT_THROW((void)cronbach_alpha({answers, 2}), std::domain_error);
    EXPECT_THROW((void)cronbach_alpha({answers, 3}, 1), std::domain_error);
    const Answers infinite = {1, std::numeric_limits<double>::infinity()};
    EXPECT_THROW((void)cronbach_alpha({infinite, 2}), std::domain_error);
}

/// Made-up answers on five points, some missing.
Answers any_answers(std::size_t items) {
    const auto raw = *rc::gen::container<std::vector<int>>(items * 12, rc::gen::inRange(0, 40));
    Answers answers;
    for (const int number : raw) {
        answers.push_back(number == 0 ? std::nullopt : std::optional<double>(number % 5 + 1));
    }
    return answers;
}

TEST(ReliabilityTest, AlphaForgetsUnitAndOrigin) {
    EXPECT_TRUE(rc::check([] {
        const auto items = *rc::gen::inRange<std::size_t>(2, 6);
        const Answers answers = any_answers(items);
        Answers moved = answers;
        for (auto& value : moved) {
            if (value) value = *value * 4 - 16;
        }
        const auto found = cronbach_alpha({answers, items});
        const auto again = cronbach_alpha({moved, items});
        RC_ASSERT(found.has_value() == again.has_value());
        if (!found) return;
        const Interval one = found->alpha;
        RC_ASSERT(one.low <= one.estimate && one.estimate <= one.high && one.high <= 1);
        RC_ASSERT(std::abs(one.estimate - again->alpha.estimate) < 1e-9 * (1 - one.estimate + 1));
    }));
}

TEST(ReliabilityTest, OmegaIsAShareOrAProblem) {
    EXPECT_TRUE(rc::check([] {
        const auto items = *rc::gen::inRange<std::size_t>(3, 7);
        const auto found = mcdonald_omega({any_answers(items), items});
        if (!found) {
            RC_ASSERT(!found.error().message.empty());
            return;
        }
        const Interval omega = found->omega;
        RC_ASSERT(omega.low <= omega.estimate && omega.estimate <= omega.high);
        RC_ASSERT(0 <= omega.low && omega.high <= 1);
    }));
}

}  // namespace
}  // namespace querist::statistics
