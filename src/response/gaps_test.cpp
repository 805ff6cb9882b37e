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
    EXPECT_EQ(gap("problems"), Gap::not_shown);
    State other = state;
    other.status = Status::withdrawn;
    EXPECT_TRUE(std::ranges::all_of(gaps(study, other), [](Gap g) { return g == Gap::withdrawn; }));
    other = fresh_state(study);
    other.status = Status::refused;
    EXPECT_TRUE(std::ranges::all_of(gaps(study, other), [](Gap g) { return g == Gap::not_shown; }));
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
    // 10 of 14 items apply before it is known whether ONNX is used.
    for (std::size_t item = 0; item < 4; ++item) state.answers[item].value = Choice{0};
    EXPECT_EQ(completion_of(study, state), Completion::broken_off) << "4 of 10";
    state.answers[4].value = Choice{3};
    EXPECT_EQ(completion_of(study, state), Completion::partial) << "5 of 10, one declined";
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

}  // namespace
}  // namespace querist::response
