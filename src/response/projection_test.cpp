#include "response/fixture.hpp"

#include <gtest/gtest.h>

namespace querist::response {
namespace {

using namespace fixture;

State answered(const Study& study) {
    State state = fresh_state(study);
    accept_consent(state, 1, true);
    const PageCheck check = check_page(
        study,
        state,
        0,
        {{"one", "other"},
         {"one.text.other", "mine"},
         {"several", "c"},
         {"several", "a"},
         {"yes", "yes"},
         {"grid.row.r2", "never"},
         {"lines", "a\nb"},
         {"whole", "31"},
         {"decimal", "2e-1"}}
    );
    EXPECT_TRUE(check.faults.empty());
    accept_page(state, 0, 1, check);
    return state;
}

TEST(ProjectionTest, IsWrittenAsDocumented) {
    const Study study = every_kind_study();
    State state = answered(study);
    state.answers[12].value = expression::Choice{0};
    state.answers[9].value = std::string("more");
    state.presented[9] = true;
    state.flags = {"fast"};
    state.excluded = true;
    const Times times{noon, std::nullopt, {{noon, noon}, {std::nullopt, std::nullopt}}, {}};
    EXPECT_EQ(
        projection_text(study, state, times),
        R"({"a":[null,"other",["a","c"],true,[null,"never",null],null,"a\nb",31,0.2,"more",null,)"
        R"(null,"x"],"b":1800000000000001,"f":["fast"],"g":"aaaaasaaaabba","s":"in_progress",)"
        R"("t":[[1,"other","mine"]],"x":true})"
        "\n"
        R"({"c":1,"m":[[1800000000000001,1800000000000001],[null,null]],"p":"1111111111000",)"
        R"("r":[1,0]})"
    );
}

TEST(ProjectionTest, KeepsSleepingAnswersApart) {
    const Study study = every_kind_study();
    State state = answered(study);
    state.answers[3].value = false;  // closes "more"
    state.answers[9].value = std::string("asleep");
    state.answers[2].value = expression::ChoiceSet{{1}};  // closes the choice "y" of "after"
    state.answers[1].value = expression::Choice{0};       // keeps the second page open
    state.answers[1].texts = {};
    state.answers[12].value = expression::Choice{1};
    const std::string text = projection_text(study, state);
    EXPECT_NE(text.find(R"("d":[[9,"asleep",{}],[12,"y",{}]])"), text.npos) << text;
    ProjectionReader reader(study);
    ASSERT_TRUE(reader.read(text));
    EXPECT_TRUE(reader.answers()[9] == Answer{});
    EXPECT_EQ(reader.gaps()[9], Gap::not_shown);
    EXPECT_TRUE(reader.answers()[12] == Answer{});
    EXPECT_TRUE(reader.state() == state);
}

TEST(ProjectionTest, ReadsOneRowAfterAnother) {
    const Study study = every_kind_study();
    const State full = answered(study);
    const State empty = fresh_state(study);
    ProjectionReader reader(study);
    const Times times{noon, noon, {{noon, noon}, {noon, noon}}, {}};
    for (const State* state : {&full, &empty, &full, &empty}) {
        const bool is_full = state == &full;
        ASSERT_TRUE(reader.read(projection_text(study, *state, is_full ? times : Times{})));
        EXPECT_TRUE(reader.state() == *state) << "nothing of the row before is left";
        EXPECT_TRUE(reader.times() == (is_full ? times : Times{}));
        EXPECT_EQ(std::vector(reader.gaps().begin(), reader.gaps().end()), gaps(study, *state));
    }
}

TEST(ProjectionTest, ReadsBackDecimalsOfAnySize) {
    const Study study =
        StudyBuilder()
            .page("p")
            .item("n", instrument::Number{instrument::NumberKind::decimal, {}, {}, ""})
            .build();
    for (const double number : {0.1, -5.0, 9007199254740991.0, 1e19, 1e20, -1e20, 1e200}) {
        SCOPED_TRACE(number);
        State state = fresh_state(study);
        state.answers[0].value = number;
        state.presented[0] = true;
        const Result<State> read = state_from_projection(study, projection_text(study, state));
        ASSERT_TRUE(read) << projection_text(study, state);
        EXPECT_TRUE(*read == state);
    }
}

TEST(ProjectionTest, RefusesDamagedRows) {
    const Study study = every_kind_study();
    const std::string good = projection_text(study, answered(study));
    ASSERT_TRUE(state_from_projection(study, good));
    const auto with = [&](std::string_view part, std::string_view other) {
        std::string text = good;
        const std::size_t at = text.find(part);
        EXPECT_NE(at, text.npos) << part;
        return text.replace(at, part.size(), other);
    };
    struct Row {
        const char* name;
        std::string text;
        const char* code;
    };
    constexpr const char* unknown = "response.unknown-answer";
    constexpr const char* damaged = "response.damaged-projection";
    for (const Row& row : {
             Row{"nothing", "", damaged},
             Row{"no object", "[]", damaged},
             Row{"cut", good.substr(0, good.size() / 2), damaged},
             Row{"not UTF-8", with("mine", "m\xFFne"), damaged},
             Row{"a part missing", with("\"g\"", "\"G\""), damaged},
             Row{"the second line missing", good.substr(0, good.find('\n')), damaged},
             Row{"a part of the second line missing", with("\"p\"", "\"P\""), damaged},
             Row{"a choice of another version", with("[\"a\",\"c\"]", "[\"a\",\"z\"]"), unknown},
             Row{"an option of another version", with("1,\"other\"", "1,\"zzz\""), unknown},
             Row{"an item too many", with("[null,\"other\"", "[null,null,\"other\""), damaged},
             Row{"an item too few", with("[null,\"other\"", "[\"other\""), damaged},
             Row{"a gap that is none", with("\"g\":\"a", "\"g\":\"?"), damaged},
             Row{"a number as text", with(":[[1,", ":[[\"1\","), damaged},
             Row{"an item out of range", with(":[[1,", ":[[99,"), damaged},
             Row{"a status that is none", with("in_progress", "resting"), damaged},
         }) {
        SCOPED_TRACE(row.name);
        const Result<State> state = state_from_projection(study, row.text);
        ASSERT_FALSE(state);
        EXPECT_EQ(state.error().code, row.code);
    }
}

}  // namespace
}  // namespace querist::response
