#include "recruitment/sample_rates.hpp"
#include "recruitment/history_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <stdexcept>
#include <vector>

namespace querist::recruitment {
namespace {

constexpr std::size_t pro = 0;
constexpr std::size_t organizations = 1;
constexpr CaseResult complete_case{Code::complete, Step::counted};
constexpr CaseResult silent_case{Code::nothing_returned, Step::delivered};
constexpr CaseResult screened_case{Code::screened_out, Step::started};

TEST(SampleRatesTest, AreOfStrataAndWavesAndOfAll) {
    SampleTally tally(3);  // the third has nobody
    for (int i = 0; i < 4; ++i) tally.add(pro, 1, i == 0 ? complete_case : silent_case);
    for (int i = 0; i < 10; ++i) tally.add(organizations, 1, i < 2 ? complete_case : silent_case);
    for (int i = 0; i < 6; ++i) tally.add(organizations, 2, i == 0 ? screened_case : silent_case);
    tally.add(organizations, std::nullopt, {});
    const SampleRates found = sample_rates(tally);
    const auto rr1 = [](const SamplePart& part) { return part.rates.of(RateName::rr1).value(); };

    EXPECT_EQ(found.not_released, 1);
    EXPECT_EQ(found.whole.cases.total(), 20);
    EXPECT_EQ(rr1(found.whole), Fraction(3, 19));  // who was screened out is in no base
    ASSERT_EQ(found.strata.size(), 3U);
    EXPECT_EQ(rr1(found.strata[pro]), Fraction(1, 4));
    EXPECT_EQ(rr1(found.strata[organizations]), Fraction(2, 15));
    EXPECT_EQ(found.strata[2].cases.total(), 0);
    EXPECT_EQ(found.strata[2].rates.of(RateName::rr1).absence, "No case is eligible or may be.");
    ASSERT_EQ(found.waves.size(), 2U);
    EXPECT_EQ(rr1(found.waves[0]), Fraction(3, 14));
    EXPECT_EQ(rr1(found.waves[1]), Fraction(0, 5));
    ASSERT_EQ(found.crossings.size(), 6U);
    EXPECT_EQ(found.crossings[4].wave, 2);
    EXPECT_EQ(found.crossings[4].stratum, organizations);
    EXPECT_EQ(found.crossings[4].cases.total(), 6);

    // Each part has an e of its own: two of three known were eligible, and all of the first
    // stratum.
    EXPECT_EQ(found.whole.rates.eligibility.e, Fraction(3, 4));
    EXPECT_EQ(found.strata[pro].rates.eligibility.e, Fraction(1, 1));
    EXPECT_EQ(found.waves[1].rates.eligibility.e, Fraction(0, 1));
}

TEST(SampleRatesTest, AStatedEHoldsForAllParts) {
    SampleTally tally(2);
    tally.add(pro, 1, complete_case);
    tally.add(pro, 1, silent_case);
    const SampleRates found =
        sample_rates(tally, StatedEligibility::parse(1, 2, "a check").value());
    EXPECT_EQ(found.whole.rates.of(RateName::rr3).value(), Fraction(2, 3));
    EXPECT_EQ(found.strata[organizations].rates.eligibility.e, Fraction(1, 2));
}

TEST(SampleRatesTest, ASampleWithoutCasesHasSentences) {
    const SampleRates found = sample_rates(SampleTally(1));
    EXPECT_TRUE(found.waves.empty());
    for (const Rate& rate : found.whole.rates.all) EXPECT_FALSE(rate.absence.empty());
}

TEST(SampleRatesTest, ACaseIsOfAStratum) {
    EXPECT_THROW(SampleTally(0), std::domain_error);
    SampleTally tally(2);
    EXPECT_THROW(tally.add(2, 1, complete_case), std::domain_error);
}

RC_GTEST_PROP(SampleRatesTest, PartsAddUpToTheWhole, ()) {
    const auto histories = *rc::gen::container<std::vector<std::vector<CaseEvent>>>(
        rc::gen::scale(0.3, fixture::any_history())
    );
    SampleTally tally(3);
    for (const std::vector<CaseEvent>& history : histories) {
        const auto stratum = *rc::gen::inRange<std::size_t>(0, 3);
        tally.add(stratum, *rc::gen::inRange(1, 4), result_of(history));
    }
    const SampleRates found = sample_rates(tally);
    RC_ASSERT(found.whole.cases.total() == static_cast<std::int64_t>(histories.size()));
    for (const std::vector<SamplePart>* parts : {&found.strata, &found.waves, &found.crossings}) {
        CaseCounts sum;
        for (const SamplePart& part : *parts) sum.add(part.cases);
        RC_ASSERT(sum == found.whole.cases);
    }
}

}  // namespace
}  // namespace querist::recruitment
