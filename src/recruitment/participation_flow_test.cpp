#include "recruitment/participation_flow.hpp"
#include "recruitment/history_fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace querist::recruitment {
namespace {

/// "Invited 9: 3.30 x2, 3.10 x1".
std::string told(const FlowStep& step) {
    std::string out = std::string(label_of(step.step)) + " " + std::to_string(step.cases);
    for (const FlowLoss& loss : step.lost) {
        out += (&loss == step.lost.data() ? ": " : ", ") + std::string(row_of(loss.code).number) +
               " x" + std::to_string(loss.cases);
    }
    return out;
}

TEST(ParticipationFlowTest, SaysWhoLeftWhereAndWhy) {
    CaseCounts cases;
    cases.add({Code::not_invited, Step::drawn});
    cases.add({Code::nothing_known, Step::invited});
    cases.add({Code::undelivered, Step::invited}, 2);
    cases.add({Code::nothing_returned, Step::delivered}, 20);
    cases.add({Code::explicit_refusal, Step::opened}, 3);
    cases.add({Code::break_off, Step::started}, 2);
    cases.add({Code::screened_out, Step::started}, 2);
    cases.add({Code::explicit_refusal, Step::finished});
    cases.add({Code::complete, Step::counted}, 7);
    const ParticipationFlow flow = participation_flow(cases);
    std::vector<std::string> lines;
    lines.reserve(flow.steps.size());
    for (const FlowStep& step : flow.steps) lines.push_back(told(step));
    EXPECT_EQ(
        lines,
        (std::vector<std::string>{
            "Drawn and released 39: 3.11 x1",
            "Invited 38: 3.30 x2, 3.10 x1",
            "Invitation delivered 35: 3.19 x20",
            "Opened the questionnaire 15: 2.111 x3",
            "Agreed and started 12: 2.12 x2, 4.10 x2",
            "Finished 8: 2.111 x1",
            "Counted as complete 7",
        })
    );
    EXPECT_EQ(flow.not_eligible, 2);
}

TEST(ParticipationFlowTest, WithoutCasesHasEmptyBoxes) {
    const ParticipationFlow flow = participation_flow({});
    ASSERT_EQ(flow.steps.size(), steps);
    for (const FlowStep& step : flow.steps) {
        EXPECT_EQ(step.cases, 0);
        EXPECT_TRUE(step.lost.empty());
    }
}

RC_GTEST_PROP(ParticipationFlowTest, EachStepIsTheNextAndWhoLeft, ()) {
    const auto histories = *rc::gen::container<std::vector<std::vector<CaseEvent>>>(
        rc::gen::scale(0.3, fixture::any_history())
    );
    CaseCounts cases;
    for (const std::vector<CaseEvent>& history : histories) cases.add(result_of(history));
    const ParticipationFlow flow = participation_flow(cases);
    RC_ASSERT(flow.steps.front().cases == static_cast<std::int64_t>(histories.size()));
    RC_ASSERT(flow.steps.back().cases == cases.of(Code::complete));
    for (std::size_t i = 0; i + 1 < flow.steps.size(); ++i) {
        std::int64_t lost = 0;
        for (const FlowLoss& loss : flow.steps[i].lost) lost += loss.cases;
        RC_ASSERT(flow.steps[i].cases == flow.steps[i + 1].cases + lost);
    }
}

}  // namespace
}  // namespace querist::recruitment
