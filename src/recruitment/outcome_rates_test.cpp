#include "recruitment/outcome_rates.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace querist::recruitment {
namespace {

StatedEligibility stated_e(std::int64_t numerator, std::int64_t denominator) {
    return StatedEligibility::parse(numerator, denominator, "a check of addresses").value();
}

using Expected = std::array<Fraction, rates>;

void expect_rates(const OutcomeRates& found, const Expected& expected) {
    for (const RateFormula& formula : rate_formulas()) {
        SCOPED_TRACE(std::string(formula.name));
        const Rate& rate = found.of(formula.rate);
        ASSERT_TRUE(rate.value().has_value());
        EXPECT_EQ(rate.value(), expected[static_cast<std::size_t>(formula.rate)]);
        EXPECT_TRUE(rate.absence.empty());
    }
}

// By hand: A = 8, B = 5, U = 2, eU = 1. The same counts as in the test of R's outcomerate 1.0.1
// (tests/testthat/test-rate.R), whose rates these are.
TEST(OutcomeRatesTest, AgreeWithOutcomerate) {
    const GroupCounts cases{
        .complete = 5,
        .partial = 3,
        .refusal = 2,
        .non_contact = 1,
        .other = 2,
        .unknown_receipt = 1,
        .unknown_other = 1,
        .not_eligible = 1,
    };
    expect_rates(
        outcome_rates(cases, stated_e(1, 2)),
        {Fraction(1, 3),
         Fraction(8, 15),
         Fraction(5, 14),
         Fraction(4, 7),
         Fraction(5, 13),
         Fraction(8, 13),
         Fraction(5, 12),
         Fraction(2, 3),
         Fraction(1, 2),
         Fraction(4, 5),
         Fraction(2, 15),
         Fraction(1, 7),
         Fraction(2, 13),
         Fraction(4, 5),
         Fraction(6, 7),
         Fraction(12, 13)}
    );
    EXPECT_EQ(outcome_rates(cases).eligibility.e, Fraction(13, 14));
}

// By hand: A = 70, B = 30, U = 77; e = 100 / 125 = 4 / 5, eU = 61.6, A + B + eU = 161.6 = 808 / 5.
TEST(OutcomeRatesTest, EstimateEligibilityExactly) {
    const OutcomeRates found = outcome_rates({
        .complete = 60,
        .partial = 10,
        .refusal = 20,
        .non_contact = 6,
        .other = 4,
        .unknown_receipt = 70,
        .unknown_other = 7,
        .not_eligible = 25,
    });
    EXPECT_EQ(found.eligibility.e, Fraction(4, 5));
    EXPECT_EQ(
        found.eligibility.basis,
        "e is estimated: 100 of the 125 cases of which it is known were eligible."
    );
    EXPECT_EQ(found.of(RateName::rr3).base, Fraction(808, 5));
    expect_rates(
        found,
        {Fraction(60, 177),
         Fraction(70, 177),
         Fraction(75, 202),
         Fraction(175, 404),
         Fraction(3, 5),
         Fraction(7, 10),
         Fraction(30, 47),
         Fraction(35, 47),
         Fraction(2, 3),
         Fraction(7, 9),
         Fraction(20, 177),
         Fraction(25, 202),
         Fraction(1, 5),
         Fraction(94, 177),
         Fraction(235, 404),
         Fraction(47, 50)}
    );
}

// 228 PRO accounts and 1,985 members were mailed. 91 people answered, of whom it is not known who
// finished; nothing is known of the others. 92 with the line of the export that is no person.
TEST(OutcomeRatesTest, RecomputeThePublishedFourPercent) {
    constexpr std::int64_t mailed = 228 + 1'985;
    struct Row {
        const char* name;
        std::int64_t answered;
        Fraction expected;
    };
    for (const Row& row : {
             Row{"as published", 92, Fraction(92, 2'213)},
             Row{"people", 91, Fraction(91, 2'213)},
         }) {
        SCOPED_TRACE(row.name);
        const OutcomeRates found =
            outcome_rates({.partial = row.answered, .unknown_receipt = mailed - row.answered});
        EXPECT_EQ(found.of(RateName::rr2).value(), row.expected);
        EXPECT_EQ(std::lround(100 * row.expected.value()), 4);
        EXPECT_EQ(
            found.of(RateName::rr4).value(), row.expected
        );  // e is 1: nobody is known not to be
        EXPECT_EQ(found.of(RateName::rr6).value(), Fraction(1, 1));
    }
}

TEST(OutcomeRatesTest, SayWhyThereIsNone) {
    struct Row {
        const char* name;
        GroupCounts cases;
        RateName rate;
        std::string_view absence;
    };
    for (const Row& row : {
             Row{"nobody", {}, RateName::rr1, "No case is eligible or may be."},
             Row{"nobody, with e", {}, RateName::rr3, "No case is eligible or may be."},
             Row{"no eligible", {.not_eligible = 3}, RateName::rr1, "No case is eligible or may be."
             },
             Row{"only unknown",
                 {.unknown_other = 3},
                 RateName::rr5,
                 "No case is known to be eligible."},
             Row{"only unknown, with e",
                 {.unknown_other = 3},
                 RateName::con2,
                 "e is needed and cannot be estimated: of no case is it known whether it was "
                 "eligible. State it, with its basis."},
             Row{"not reached",
                 {.non_contact = 2},
                 RateName::coop1,
                 "Nobody who is eligible is known to be reached."},
             Row{"not able", {.other = 2}, RateName::coop4, "Nobody answered or refused."},
         }) {
        SCOPED_TRACE(row.name);
        const OutcomeRates found = outcome_rates(row.cases);
        const Rate& rate = found.of(row.rate);
        EXPECT_EQ(rate.absence, row.absence);
        EXPECT_EQ(rate.value(), std::nullopt);
    }
}

TEST(OutcomeRatesTest, NeedNoEWhereNothingIsUnknown) {
    EXPECT_EQ(outcome_rates({.complete = 3}).of(RateName::rr3).value(), Fraction(1, 1));
}

TEST(OutcomeRatesTest, RefuseCountsThatAreNone) {
    EXPECT_THROW((void)outcome_rates({.complete = -1}), std::domain_error);
    EXPECT_THROW((void)outcome_rates({.complete = cases_max, .other = 1}), std::domain_error);
}

TEST(EligibilityTest, AsksForAShareAndItsBasis) {
    struct Row {
        const char* name;
        std::int64_t numerator;
        std::int64_t denominator;
        const char* basis;
        const char* message;
    };
    for (const Row& row : {
             Row{"more than all", 3, 2, "a check", "3 / 2 is no share of eligible cases"},
             Row{"negative", -1, 2, "a check", "-1 / 2 is no share of eligible cases"},
             Row{"of none", 0, 0, "a check", "0 / 0 is no share of eligible cases"},
             Row{"too fine",
                 1,
                 cases_max + 1,
                 "a check",
                 "1 / 1000000001 is no share of eligible cases"},
             Row{"unfounded", 1, 2, " ", "the share of eligible cases has no basis"},
         }) {
        SCOPED_TRACE(row.name);
        const Result<StatedEligibility> read =
            StatedEligibility::parse(row.numerator, row.denominator, row.basis);
        ASSERT_FALSE(read.has_value());
        EXPECT_EQ(read.error().code, "recruitment.eligibility");
        EXPECT_EQ(read.error().message, row.message);
        EXPECT_FALSE(read.error().cure.empty());
    }
    const Eligibility used = eligibility_of({.complete = 1}, stated_e(2, 4));
    EXPECT_EQ(used.e, Fraction(1, 2));
    EXPECT_EQ(used.basis, "e is stated by the researchers, 50 %: a check of addresses.");
}

/// The formula as its sets of groups say it.
std::string spelled(GroupSet members, UnknownCases unknown) {
    std::string out;
    for (std::size_t i = 0; i < groups; ++i) {
        const auto group = static_cast<Group>(i);
        if (members.has(group)) out += (out.empty() ? "" : " + ") + std::string(letters_of(group));
    }
    if (unknown == UnknownCases::all) out += " + UH + UO";
    if (unknown == UnknownCases::share_e) out += " + e(UH + UO)";
    return out.contains('+') ? "(" + out + ")" : out;
}

TEST(OutcomeRatesTest, FormulasAreWhatIsCounted) {
    for (const RateFormula& formula : rate_formulas()) {
        EXPECT_EQ(
            formula.formula,
            spelled(formula.counted, UnknownCases::none) + " / " +
                spelled(formula.base, formula.unknown)
        );
    }
}

rc::Gen<GroupCounts> any_counts() {
    const auto count = rc::gen::inRange<std::int64_t>(0, cases_max / 8);
    return rc::gen::map(
        rc::gen::container<std::vector<std::int64_t>>(groups, count),
        [](const std::vector<std::int64_t>& n) {
            return GroupCounts{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]};
        }
    );
}

RC_GTEST_PROP(OutcomeRatesTest, LieBetweenNoneAndAll, ()) {
    const GroupCounts cases = *any_counts();
    const OutcomeRates found = outcome_rates(cases);
    for (const Rate& rate : found.all) {
        const std::optional<Fraction> value = rate.value();
        RC_ASSERT(value.has_value() == rate.absence.empty());
        if (value) RC_ASSERT(value->numerator() <= value->denominator());
    }
    const auto share = [&](RateName name) {
        const std::optional<Fraction> value = found.of(name).value();
        return value ? value->value() : 0;
    };
    // The unknown only make a rate smaller, and partials only greater.
    if (cases.eligible() == 0) return;
    RC_ASSERT(share(RateName::rr1) <= share(RateName::rr3));
    RC_ASSERT(share(RateName::rr3) <= share(RateName::rr5));
    RC_ASSERT(share(RateName::ref1) <= share(RateName::ref2));
    RC_ASSERT(share(RateName::con2) <= share(RateName::con3));
    RC_ASSERT(share(RateName::rr1) <= share(RateName::rr2));
    RC_ASSERT(share(RateName::coop1) <= share(RateName::coop3));
}

RC_GTEST_PROP(OutcomeRatesTest, AreExactUpToTheMostCases, ()) {
    const GroupCounts cases = *any_counts();
    const auto denominator = *rc::gen::inRange<std::int64_t>(1, cases_max + 1);
    const auto numerator = *rc::gen::inRange<std::int64_t>(0, denominator + 1);
    const OutcomeRates found = outcome_rates(cases, stated_e(numerator, denominator));
    const double e = static_cast<double>(numerator) / static_cast<double>(denominator);
    const double base =
        static_cast<double>(cases.eligible()) + e * static_cast<double>(cases.unknown());
    const std::optional<Fraction> value = found.of(RateName::rr3).value();
    RC_PRE(value.has_value());
    if (!value) return;
    RC_ASSERT(std::abs(value->value() - static_cast<double>(cases.complete) / base) < 1e-12);
}

}  // namespace
}  // namespace querist::recruitment
