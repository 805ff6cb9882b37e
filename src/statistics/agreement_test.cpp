#include "statistics/agreement.hpp"

#include "statistics/krippendorff_alpha.hpp"
#include "statistics/reference_cases.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::statistics {
namespace {

using Codes = std::vector<std::optional<std::size_t>>;
using NumbersAndGaps = std::vector<std::optional<double>>;

Codes codes(const NumbersAndGaps& numbers) {
    Codes result;
    for (const std::optional<double>& number : numbers) {
        result.push_back(number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt);
    }
    return result;
}

std::size_t size_at(const ReferenceCase& row, const char* column) {
    return static_cast<std::size_t>(row.whole(column));
}

KappaWeights weights_named(const std::string& name) {
    if (name == "linear") return KappaWeights::linear;
    return name == "quadratic" ? KappaWeights::quadratic : KappaWeights::none;
}

void expect_spread(const Agreement& found, const ReferenceCase& row) {
    ASSERT_EQ(found.standard_error.has_value(), row.has("error"));
    ASSERT_EQ(found.interval.has_value(), row.has("error"));
    if (!found.interval) return;
    expect_equal_digits(*found.standard_error, row.number("error"), closed_form_tolerance);
    EXPECT_EQ(found.interval->estimate, found.coefficient);
    expect_equal_digits(found.interval->low, row.number("low"), closed_form_tolerance);
    expect_equal_digits(found.interval->high, row.number("high"), closed_form_tolerance);
}

TEST(AgreementTest, CohenEqualsVcd) {
    for (const ReferenceCase& row : reference_cases("cohen_kappa_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Codes ratings = codes(row.numbers_and_gaps("ratings"));
        const auto found = cohen_kappa(
            {ratings, 2, size_at(row, "categories")},
            weights_named(row.text("weights")),
            row.number("level")
        );
        ASSERT_TRUE(found) << found.error().message;
        expect_equal_digits(found->coefficient, row.number("kappa"), closed_form_tolerance);
        EXPECT_EQ(found->units, row.whole("units"));
        EXPECT_EQ(found->left_out, row.whole("left_out"));
        expect_spread(*found, row);
    }
}

TEST(AgreementTest, FleissAndGwetEqualTheirFormulas) {
    for (const ReferenceCase& row : reference_cases("raters_agreement_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const Codes values = codes(row.numbers_and_gaps("ratings"));
        const Ratings ratings{values, size_at(row, "raters"), size_at(row, "categories")};
        const auto found = row.text("kind") == "fleiss" ? fleiss_kappa(ratings, row.number("level"))
                                                        : gwet_ac1(ratings, row.number("level"));
        ASSERT_TRUE(found) << found.error().message;
        expect_equal_digits(found->coefficient, row.number("coefficient"), closed_form_tolerance);
        expect_equal_digits(found->observed, row.number("observed"), closed_form_tolerance);
        expect_equal_digits(found->expected, row.number("expected"), closed_form_tolerance);
        EXPECT_EQ(found->units, row.whole("units"));
        EXPECT_EQ(found->left_out, row.whole("left_out"));
        expect_spread(*found, row);
    }
}

Measurement measurement_named(const std::string& name) {
    if (name == "nominal") return Measurement::nominal;
    return name == "ordinal" ? Measurement::ordinal : Measurement::interval;
}

// Percentiles of 10,000 draws at 2.5 % have a standard error of about 0.005 in these tables, and
// two independent sets of draws are compared: 0.03 is four times that.
constexpr double percentile_tolerance = 0.03;

TEST(AgreementTest, KrippendorffEqualsHisExampleAndFormula) {
    for (const ReferenceCase& row : reference_cases("krippendorff_alpha_cases.csv")) {
        SCOPED_TRACE(row.text("name"));
        const NumbersAndGaps ratings = row.numbers_and_gaps("ratings");
        const auto found = krippendorff_alpha(
            {ratings, size_at(row, "raters")},
            measurement_named(row.text("metric")),
            {.seed = 7, .draws = row.has("low") ? 10'000 : 100}
        );
        ASSERT_TRUE(found) << found.error().message;
        expect_equal_digits(found->alpha, row.number("alpha"), closed_form_tolerance);
        expect_relative(found->observed_disagreement, row.number("observed"));
        expect_relative(found->expected_disagreement, row.number("expected"));
        EXPECT_EQ(found->units, row.whole("units"));
        EXPECT_EQ(found->left_out, row.whole("left_out"));
        if (!row.has("low")) continue;
        ASSERT_TRUE(found->interval);
        EXPECT_NEAR(found->interval->low, row.number("low"), percentile_tolerance);
        EXPECT_NEAR(found->interval->high, row.number("high"), percentile_tolerance);
    }
}

TEST(AgreementTest, TheSameSeedDrawsTheSameInterval) {
    const NumbersAndGaps ratings = {1, 1, 2, 2, 3, 2, 1, 1, 3, 3, 2, 1, 1, 2, 3, 3};
    const auto draw = [&](std::uint64_t seed) {
        return *krippendorff_alpha({ratings, 2}, Measurement::nominal, {.seed = seed})->interval;
    };
    EXPECT_EQ(draw(1), draw(1));
    EXPECT_NE(draw(1), draw(2));
    // What a recorded seed once gave it gives for ever.
    EXPECT_NEAR(draw(1).low, -0.087560386473429036, 1e-12);
    EXPECT_NEAR(draw(1).high, 1 - 15 * 1 / 85.0, 1e-12);
    EXPECT_NEAR(draw(1).estimate, 1 - 15 * 3 / 85.0, 1e-12);
}

TEST(AgreementTest, CountsDrawsThatSayNothing) {
    const NumbersAndGaps ratings = {1, 1, 2, 2};
    const auto found = krippendorff_alpha({ratings, 2}, Measurement::nominal, {.seed = 3});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->alpha, 1);
    EXPECT_FALSE(found->interval);
    EXPECT_GT(found->draws_left_out, 800);
    EXPECT_LT(found->draws_left_out, 1'200);
}

TEST(AgreementTest, SaysWhyThereIsNoCoefficient) {
    struct Row {
        const char* name;
        Codes values;
        std::size_t categories;
        const char* kappa;  ///< Code of the problem; empty when there is a coefficient.
        const char* ac1;
    };
    const char* few = "statistics.too-few-ratings";
    const char* same = "statistics.no-variation";
    for (const Row& row : {
             Row{"no units", {}, 2, few, few},
             Row{"no pairs", {0, {}, {}, 1}, 2, few, few},
             Row{"one category used", {1, 1, 1, 1}, 2, same, ""},
             Row{"one category in the codebook",
                 {0, 0, 0, 0},
                 1,
                 same,
                 "statistics.too-few-categories"},
         }) {
        SCOPED_TRACE(row.name);
        const Ratings ratings{row.values, 2, row.categories};
        const auto cohen = cohen_kappa(ratings);
        const auto fleiss = fleiss_kappa(ratings);
        const auto gwet = gwet_ac1(ratings);
        ASSERT_FALSE(cohen);
        EXPECT_EQ(cohen.error().code, row.kappa);
        ASSERT_FALSE(fleiss);
        EXPECT_EQ(fleiss.error().code, row.kappa);
        EXPECT_EQ(gwet ? "" : gwet.error().code, row.ac1);
        NumbersAndGaps numbers;
        for (const auto& value : row.values) {
            numbers.push_back(value ? std::optional<double>(*value) : std::nullopt);
        }
        const auto alpha = krippendorff_alpha({numbers, 2}, Measurement::ordinal, {.seed = 1});
        ASSERT_FALSE(alpha);
        EXPECT_EQ(alpha.error().code, row.kappa);
    }
}

TEST(AgreementTest, RefusesWhatAreNoRatings) {
    const Codes values = {0, 1, 2};
    const Codes pair = {0, 2};
    EXPECT_THROW((void)cohen_kappa({values, 3, 3}), std::domain_error);
    EXPECT_THROW((void)fleiss_kappa({values, 2, 3}), std::domain_error);
    EXPECT_THROW((void)fleiss_kappa({values, 0, 3}), std::domain_error);
    EXPECT_THROW((void)gwet_ac1({pair, 2, 2}), std::domain_error);
    EXPECT_THROW((void)gwet_ac1({pair, 2, 3}, 0), std::domain_error);
    const NumbersAndGaps wrong = {1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(
        (void)krippendorff_alpha({wrong, 2}, Measurement::nominal, {.seed = 1}), std::domain_error
    );
    EXPECT_THROW(
        (void)krippendorff_alpha({wrong, 2}, Measurement::nominal, {.seed = 1, .draws = 1}),
        std::domain_error
    );
}

TEST(AgreementTest, EveryMethodHasItsName) {
    for (const auto method :
         {AgreementIntervalMethod::large_sample,
          AgreementIntervalMethod::over_units,
          AgreementIntervalMethod::unit_bootstrap}) {
        EXPECT_FALSE(agreement_interval_method(method).empty());
    }
}

Codes any_ratings(std::size_t raters, std::size_t categories) {
    const auto raw = *rc::gen::container<std::vector<std::size_t>>(
        raters * 9, rc::gen::inRange<std::size_t>(0, categories + 1)
    );
    Codes ratings;
    for (const std::size_t number : raw) {
        ratings.push_back(number == categories ? std::nullopt : std::optional(number));
    }
    return ratings;
}

void hold_bounds(const Result<Agreement>& found, double least = -1) {
    if (!found) {
        RC_ASSERT(!found.error().message.empty());
        return;
    }
    RC_ASSERT(found->coefficient <= 1 + 1e-12 && found->coefficient >= least - 1e-12);
    RC_ASSERT(found->interval.has_value() == found->standard_error.has_value());
    if (!found->interval) return;
    RC_ASSERT(least <= found->interval->low);
    RC_ASSERT(found->interval->low <= found->coefficient + 1e-12);
    RC_ASSERT(found->coefficient <= found->interval->high + 1e-12 && found->interval->high <= 1);
}

TEST(AgreementTest, CoefficientsStayInBounds) {
    EXPECT_TRUE(rc::check([] {
        const auto raters = *rc::gen::inRange<std::size_t>(2, 5);
        const auto categories = *rc::gen::inRange<std::size_t>(1, 5);
        const Codes values = any_ratings(raters, categories);
        const Ratings ratings{values, raters, categories};
        const auto fleiss = fleiss_kappa(ratings);
        // With gaps the expected agreement e may pass a half, and -e / (1 - e) fall below -1.
        const double least = fleiss ? -fleiss->expected / (1 - fleiss->expected) : -1;
        hold_bounds(fleiss, std::min(-1.0, least));
        hold_bounds(gwet_ac1(ratings));
        if (raters == 2) {
            hold_bounds(cohen_kappa(ratings));
            hold_bounds(cohen_kappa(ratings, KappaWeights::linear));
            hold_bounds(cohen_kappa(ratings, KappaWeights::quadratic));
        }
    }));
}

TEST(AgreementTest, TwoCategoriesNeedNoWeightsAndNoOrder) {
    EXPECT_TRUE(rc::check([] {
        const Codes values = any_ratings(2, 2);
        const auto plain = cohen_kappa({values, 2, 2});
        const auto squared = cohen_kappa({values, 2, 2}, KappaWeights::quadratic);
        RC_ASSERT(plain.has_value() == squared.has_value());
        if (plain) RC_ASSERT(std::abs(plain->coefficient - squared->coefficient) < 1e-12);

        NumbersAndGaps numbers;
        for (const auto& value : values) {
            numbers.push_back(
                value ? std::optional(3.0 + 4.0 * static_cast<double>(*value)) : std::nullopt
            );
        }
        const UnitBootstrap few{.seed = 1, .draws = 100};
        const auto nominal = krippendorff_alpha({numbers, 2}, Measurement::nominal, few);
        const auto ordinal = krippendorff_alpha({numbers, 2}, Measurement::ordinal, few);
        const auto interval = krippendorff_alpha({numbers, 2}, Measurement::interval, few);
        RC_ASSERT(nominal.has_value() == ordinal.has_value());
        if (!nominal) return;
        RC_ASSERT(nominal->alpha <= 1);
        RC_ASSERT(std::abs(nominal->alpha - ordinal->alpha) < 1e-9);
        RC_ASSERT(std::abs(nominal->alpha - interval->alpha) < 1e-9);
    }));
}

TEST(AgreementTest, RatersHaveNoOrder) {
    EXPECT_TRUE(rc::check([] {
        const Codes values = any_ratings(3, 3);
        Codes turned = values;
        for (std::size_t at = 0; at < turned.size(); at += 3) std::swap(turned[at], turned[at + 2]);
        const auto one = fleiss_kappa({values, 3, 3});
        const auto other = fleiss_kappa({turned, 3, 3});
        RC_ASSERT(one.has_value() == other.has_value());
        if (one) RC_ASSERT(std::abs(one->coefficient - other->coefficient) < 1e-12);
    }));
}

}  // namespace
}  // namespace querist::statistics
