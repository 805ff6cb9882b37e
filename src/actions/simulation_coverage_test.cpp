#include "actions/simulated_walk.hpp"
#include "fixtures/further_kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::actions {
namespace {

TEST(CoverageTest, CountsTheChoicesOfAMatrix) {
    const instrument::Study study = fixtures::further_kinds_study();
    Coverage coverage(study);
    response::State state = response::fresh_state(study);
    state.answers[0].value = expression::CellSets{{{0, 1}, {2}, {}}};
    coverage.add(study, state);
    const std::vector<std::string> never = coverage.never_chosen(study);
    for (const char* chosen : {"where=onnx", "where=nnef", "where=none"}) {
        EXPECT_EQ(std::ranges::count(never, chosen), 0) << chosen;
    }
    EXPECT_EQ(std::ranges::count(never, "where=declined"), 1);
}

}  // namespace
}  // namespace querist::actions
