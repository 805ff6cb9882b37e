#include "response/fixture.hpp"

#include <gtest/gtest.h>

namespace querist::response {
namespace {

using namespace fixture;
using expression::Cells;
using expression::ChoiceSet;
using instrument::Text;
using instrument::TextLength;
using instrument::YesNo;

constexpr int sample = 0;
constexpr int tools = 1;
constexpr int use = 2;
constexpr int remedies = 3;

State after(const Study& study, State state, int page, Form form) {
    const PageCheck check = check_page(study, state, page, form);
    EXPECT_TRUE(check.faults.empty());
    accept_page(state, page, state.page_revisions[static_cast<std::size_t>(page)] + 1, check);
    return state;
}

TEST(PagesTest, FollowBranches) {
    const Study study = interoperability_study();
    State state = fresh_state(study);
    EXPECT_EQ(next_page(study, state.answers, -1), sample);
    EXPECT_EQ(next_page(study, state.answers, sample), tools);
    EXPECT_EQ(next_page(study, state.answers, tools), std::nullopt) << "use is not known yet";
    EXPECT_EQ(previous_page(study, state.answers, sample), std::nullopt);
    EXPECT_EQ(previous_page(study, state.answers, 99), tools);

    state = after(study, state, sample, {{"ml_years", "1-2"}});
    state = after(study, state, tools, {{"uses_onnx", "yes"}});
    EXPECT_EQ(next_page(study, state.answers, tools), use);
    EXPECT_EQ(next_page(study, state.answers, use), std::nullopt);
    state = after(study, state, use, {{"problems.row.crashes", "rarely"}});
    EXPECT_EQ(next_page(study, state.answers, use), remedies);
    EXPECT_EQ(previous_page(study, state.answers, remedies), use);

    state = after(study, state, tools, {{"uses_onnx", "no"}});
    EXPECT_EQ(next_page(study, state.answers, tools), std::nullopt)
        << "what hangs on an answer that no longer counts does not apply";
}

TEST(PagesTest, ResumeAtTheFirstUnsettledPage) {
    const Study study = interoperability_study();
    State state = fresh_state(study);
    EXPECT_EQ(resume_page(study, state), sample);
    EXPECT_TRUE(reachable(study, state, sample));
    EXPECT_FALSE(reachable(study, state, tools));
    state = after(study, state, sample, {});
    EXPECT_EQ(resume_page(study, state), tools);
    EXPECT_TRUE(reachable(study, state, sample)) << "back";
    EXPECT_TRUE(reachable(study, state, tools));
    EXPECT_FALSE(reachable(study, state, use));
    state = after(study, state, tools, {{"uses_onnx", "no"}});
    EXPECT_EQ(resume_page(study, state), std::nullopt);
    EXPECT_FALSE(reachable(study, state, use)) << "its condition excludes it";
    for (const int page : {-1, 4, 99}) EXPECT_FALSE(reachable(study, state, page));
}

TEST(PagesTest, ComeBackToAPageThatAnEarlierAnswerOpenedFurther) {
    const Study study = StudyBuilder()
                            .page("one")
                            .item("a", YesNo{})
                            .page("two")
                            .item("b", Text{TextLength::one_line, 20})
                            .item("c", Text{TextLength::one_line, 20}, "a")
                            .required()
                            .build();
    State state = after(study, fresh_state(study), 0, {{"a", "no"}});
    state = after(study, state, 1, {{"b", "x"}});
    EXPECT_EQ(resume_page(study, state), std::nullopt);
    state = after(study, state, 0, {{"a", "yes"}});
    EXPECT_EQ(resume_page(study, state), 1) << "c was never shown";
    state = after(study, state, 1, {{"b", "x"}, {"c", "y"}});
    EXPECT_EQ(resume_page(study, state), std::nullopt);
}

TEST(PagesTest, ComeBackToARuleThatAnEarlierAnswerBreaks) {
    const instrument::Number whole{instrument::NumberKind::whole, {}, {}, ""};
    const Study study = StudyBuilder()
                            .page("one")
                            .item("a", whole)
                            .page("two")
                            .item("b", whole)
                            .must_hold("b >= a", "Not below")
                            .build();
    State state = after(study, fresh_state(study), 0, {{"a", "1"}});
    state = after(study, state, 1, {{"b", "2"}});
    EXPECT_EQ(resume_page(study, state), std::nullopt);
    state = after(study, state, 0, {{"a", "3"}});
    EXPECT_EQ(resume_page(study, state), 1);
}

TEST(PagesTest, ProgressCountsWhatMayStillCome) {
    const Study study = interoperability_study();
    State state = fresh_state(study);
    EXPECT_DOUBLE_EQ(progress(study, state), 0);
    state = after(study, state, sample, {});
    EXPECT_DOUBLE_EQ(progress(study, state), 1.0 / 4);
    const State without = after(study, state, tools, {{"uses_onnx", "no"}});
    EXPECT_DOUBLE_EQ(progress(study, without), 1);
    const State skipped = after(study, state, tools, {});
    EXPECT_DOUBLE_EQ(progress(study, skipped), 1) << "seen and skipped: the branch is closed";
    const State with = after(study, state, tools, {{"uses_onnx", "yes"}});
    EXPECT_DOUBLE_EQ(progress(study, with), 2.0 / 4);
    const State never = after(study, with, use, {{"problems.row.crashes", "never"}});
    EXPECT_DOUBLE_EQ(progress(study, never), 1);
    EXPECT_DOUBLE_EQ(progress(Study{}, State{}), 1) << "nothing to ask";
}

TEST(PagesTest, SayWhichRowsApply) {
    const Study study = StudyBuilder()
                            .page("one")
                            .item("a", YesNo{})
                            .item("g", instrument::Grid{options({"r1", "r2"}), options({"x", "y"})})
                            .option_shown_when("r2", "a")
                            .build();
    const State fresh = fresh_state(study);
    EXPECT_EQ(applicable_rows(study, fresh.answers, 1), (std::vector<bool>{true, false}));
    EXPECT_TRUE(applicable_rows(study, fresh.answers, 0).empty());
    EXPECT_EQ(applicable_options(study, fresh.answers, 1), (std::vector<bool>{true, true}));
}

}  // namespace
}  // namespace querist::response
