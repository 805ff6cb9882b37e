#include "recruitment/web_rates.hpp"
#include "recruitment/history_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace querist::recruitment {
namespace {

TEST(WebRatesTest, OfAnOpenSurveyAreOfThoseWhoDecided) {
    const WebRates found = web_rates({.refused = 5, .agreed = 45, .eligible = 40, .completed = 30});
    EXPECT_EQ(
        found.view.absence, "Visitors are not told apart: page loads are counted, not people."
    );
    EXPECT_EQ(found.participation_of, WebRates::Base::decided);
    EXPECT_EQ(found.participation.count, 45);
    EXPECT_EQ(found.participation.base, 50);
    EXPECT_EQ(found.completion.count, 30);
    EXPECT_EQ(found.completion.base, 40);
    EXPECT_TRUE(found.completion.absence.empty());
}

TEST(WebRatesTest, OfKnownVisitorsAreOfThem) {
    const WebRates found = web_rates(
        {.visitors = 80,
         .site_visitors = 400,
         .refused = 5,
         .agreed = 45,
         .eligible = 40,
         .completed = 30}
    );
    EXPECT_EQ(found.view.count, 80);
    EXPECT_EQ(found.view.base, 400);
    EXPECT_EQ(found.participation_of, WebRates::Base::visitors);
    EXPECT_EQ(found.participation.base, 80);
}

TEST(WebRatesTest, SayWhyThereIsNone) {
    const WebRates open = web_rates({});
    EXPECT_EQ(open.participation.absence, "Nobody has decided on the consent yet.");
    EXPECT_EQ(open.completion.absence, "Nobody who could complete has started yet.");
    const WebRates closed = web_rates({.visitors = 0});
    EXPECT_EQ(
        closed.view.absence, "How many people visited the place of the announcement is not known."
    );
    EXPECT_EQ(closed.participation.absence, "Nobody has seen the first page yet.");
    EXPECT_EQ(
        web_rates({.visitors = 0, .site_visitors = 0}).view.absence,
        "Nobody visited the place of the announcement."
    );
}

TEST(WebRatesTest, OfCasesLeaveOutWhomTheResearchersExcluded) {
    CaseCounts cases;
    cases.add({Code::nothing_returned, Step::delivered}, 100);
    cases.add({Code::logged_on, Step::opened}, 6);
    cases.add({Code::not_eligible_other, Step::opened}, 1);
    cases.add({Code::explicit_refusal, Step::opened}, 4);
    cases.add({Code::break_off, Step::started}, 5);
    cases.add({Code::screened_out, Step::started}, 3);
    cases.add({Code::quota_filled, Step::started}, 2);
    cases.add({Code::explicit_refusal, Step::finished}, 1);  // withdrawn: stays in the base
    cases.add({Code::duplicate, Step::finished}, 2);
    cases.add({Code::complete, Step::counted}, 20);
    const WebCounts counts = web_counts(cases);
    EXPECT_EQ(counts.visitors, 41);
    EXPECT_EQ(counts.refused, 4);
    EXPECT_EQ(counts.agreed, 31);
    EXPECT_EQ(counts.eligible, 26);
    EXPECT_EQ(counts.completed, 20);
}

RC_GTEST_PROP(WebRatesTest, EachCountIsPartOfTheOneBefore, ()) {
    const auto histories = *rc::gen::container<std::vector<std::vector<CaseEvent>>>(
        rc::gen::scale(0.3, fixture::any_history())
    );
    CaseCounts cases;
    for (const std::vector<CaseEvent>& history : histories) cases.add(result_of(history));
    const WebCounts counts = web_counts(cases);
    RC_ASSERT(counts.visitors.value_or(-1) >= counts.agreed + counts.refused);
    RC_ASSERT(counts.agreed >= counts.eligible);
    RC_ASSERT(counts.eligible >= counts.completed);
    RC_ASSERT(counts.completed >= 0);
}

}  // namespace
}  // namespace querist::recruitment
