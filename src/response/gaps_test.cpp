#include "response/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::response {
namespace {

using namespace fixture;
using expression::Choice;
using expression::ChoiceSet;

TEST(GapsTest, SayWhyThereIsNoAnswer) {
    const Study study = interoperability_study();
    State state = fresh_state(study);
    const auto gap = [&](const char* id) {
        return gaps(study, state)[static_cast<std::size_t>(instrument::item_index(study, id))];
    };
    const PageCheck check =
        check_page(study, state, 0, {{"ml_years", "1-2"}, {"sector", "declined"}});
    accept_page(state, 0, 1, check);
    EXPECT_EQ(gap("ml_years"), Gap::none);
    EXPECT_EQ(gap("sector"), Gap::declined);
    EXPECT_EQ(gap("role"), Gap::skipped);
    EXPECT_EQ(gap("uses_onnx"), Gap::broken_off);
    EXPECT_EQ(gap("problems"), Gap::broken_off) << "the response ended before it was decided";
    EXPECT_EQ(gap("remedy"), Gap::broken_off) << "decided by what was itself not decided";
    State other = state;
    other.status = Status::withdrawn;
    EXPECT_TRUE(std::ranges::all_of(gaps(study, other), [](Gap g) { return g == Gap::withdrawn; }));
    other = fresh_state(study);
    other.status = Status::refused;
    EXPECT_TRUE(std::ranges::all_of(gaps(study, other), [](Gap g) { return g == Gap::not_shown; }));
}

TEST(GapsTest, OnlyAQuestionThatWasReachedKeepsAnotherAway) {
    struct Row {
        const char* name;
        Form tools;  ///< Nothing: its page was not reached.
        Gap purposes;
        Gap remedy;
    };
    const Study study = interoperability_study();
    const std::size_t purposes = at(instrument::item_index(study, "purposes"));
    const std::size_t remedy = at(instrument::item_index(study, "remedy"));
    for (const Row& row : {
             Row{"not reached", {}, Gap::broken_off, Gap::broken_off},
             Row{"no", {{"uses_onnx", "no"}}, Gap::not_shown, Gap::not_shown},
             Row{"skipped", {{"why_not", "x"}}, Gap::not_shown, Gap::not_shown},
             Row{"yes", {{"uses_onnx", "yes"}}, Gap::broken_off, Gap::broken_off},
         }) {
        SCOPED_TRACE(row.name);
        State state = fresh_state(study);
        accept_page(state, 0, 1, check_page(study, state, 0, {}));
        if (!row.tools.empty()) accept_page(state, 1, 1, check_page(study, state, 1, row.tools));
        EXPECT_EQ(gaps(study, state)[purposes], row.purposes);
        EXPECT_EQ(gaps(study, state)[remedy], row.remedy);
        ProjectionReader reader(study);
        ASSERT_TRUE(reader.read(projection_text(study, state)));
        EXPECT_EQ(reader.gaps()[purposes], row.purposes);
        state.status = Status::complete;
        EXPECT_EQ(gaps(study, state)[purposes], Gap::not_shown) << "complete: nothing is to come";
    }
}

TEST(GapsTest, AnAnswerThatIsYetToComeIsNeitherThereNorMissing) {
    const Study study = StudyBuilder()
                            .page("first")
                            .item("a", instrument::YesNo{})
                            .page("second")
                            .item("b", instrument::YesNo{})
                            .page("third")
                            .item("with", instrument::YesNo{}, "answered(b)")
                            .item("without", instrument::YesNo{}, "!answered(b)")
                            .item("both", instrument::YesNo{}, "a && answered(b)")
                            .build();
    State state = fresh_state(study);
    accept_page(state, 0, 1, check_page(study, state, 0, {{"a", "no"}}));
    EXPECT_EQ(
        gaps(study, state),
        (std::vector<Gap>{
            Gap::none, Gap::broken_off, Gap::broken_off, Gap::broken_off, Gap::not_shown
        })
    );
}

TEST(GapsTest, DecliningIsAllOfAnAnswer) {
    const Study study =
        StudyBuilder()
            .page("p")
            .item("s", instrument::SeveralChoices{{option("a"), declining("no")}, {}, {}})
            .item("g", instrument::Grid{options({"r1", "r2"}), {option("x"), declining("no")}})
            .item("i", instrument::Information{})
            .build();
    State state = fresh_state(study);
    state.answers[0].value = ChoiceSet{{1}};
    state.answers[1].value = expression::Cells{{1, -1}};
    EXPECT_EQ(gaps(study, state), (std::vector<Gap>{Gap::declined, Gap::declined, Gap::none}));
    state.answers[0].value = ChoiceSet{{0, 1}};
    state.answers[1].value = expression::Cells{{1, 0}};
    EXPECT_EQ(gaps(study, state), (std::vector<Gap>{Gap::none, Gap::none, Gap::none}));
}

TEST(GapsTest, CountUnfinishedResponses) {
    Study study = interoperability_study();
    State state = fresh_state(study);
    EXPECT_EQ(completion_of(study, state), Completion::broken_off);
    // All 14 items may apply while it is not known whether ONNX is used.
    for (const std::size_t item : {0U, 1U, 2U, 3U, 5U}) state.answers[item].value = Choice{0};
    state.answers[4].value = Choice{3};
    EXPECT_EQ(completion_of(study, state), Completion::broken_off) << "6 of 14";
    state.answers[6].value = ChoiceSet{{0}};
    EXPECT_EQ(completion_of(study, state), Completion::partial) << "7 of 14, one declined";
    state.answers[6].value = {};
    state.answers[8].value = false;
    EXPECT_EQ(completion_of(study, state), Completion::partial) << "7 of 10: four do not apply";
    study.completeness.partial_from = 0.8;
    EXPECT_EQ(completion_of(study, state), Completion::broken_off);
    for (const auto& [status, completion] :
         {std::pair{Status::complete, Completion::complete},
          std::pair{Status::refused, Completion::refused},
          std::pair{Status::withdrawn, Completion::withdrawn}}) {
        state.status = status;
        EXPECT_EQ(completion_of(study, state), completion);
    }
}

TEST(GapsTest, WhatCameWithTheLinkIsNoAnswerOfAnUnfinishedResponse) {
    const Study study = StudyBuilder()
                            .given("source", instrument::Text{})
                            .page("one")
                            .item("uses", instrument::YesNo{})
                            .build();
    State state = fresh_state(study);
    state.answers[0].value = std::string("forum");
    EXPECT_EQ(completion_of(study, state), Completion::broken_off);
    state.answers[1].value = true;
    EXPECT_EQ(completion_of(study, state), Completion::partial);
}

}  // namespace
}  // namespace querist::response
