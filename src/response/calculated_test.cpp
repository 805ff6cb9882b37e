// Calculated values: computed where their page is answered, recorded, and computed anew.

#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::response {
namespace {

using namespace fixture;
using instrument::Number;
using instrument::NumberKind;
using instrument::YesNo;

/// Items: 0 work, 1 study, 2 all, 3 group, 4 more, 5 twice.
Study calculated_study() {
    const Number whole{NumberKind::whole, 0.0, {}, ""};
    return StudyBuilder()
        .page("first")
        .item("work", whole)
        .item("study", whole)
        .calculated("all", "work + study")
        .calculated("group", "all > 9 ? \"old\" : \"new\"", {"old", "new"})
        .page("second", "group == \"old\"")
        .item("more", YesNo{})
        .calculated("twice", "more ? all * 2 : all / (all - 10)")
        .page("third", "all < 30")
        .item("last", YesNo{})
        .build();
}

struct Walked {
    Study study = calculated_study();
    State state = fresh_state(study);
    State folded = state;

    nlohmann::json accept(int page, const Form& form) {
        const PageCheck check = check_page(study, state, page, form);
        EXPECT_TRUE(check.faults.empty());
        const int revision = state.page_revisions[at(page)] + 1;
        nlohmann::json body = page_body(study, page, revision, noon, {}, check);
        EXPECT_EQ(page_body_text(study, page, revision, noon, {}, check), canonical_json(body));
        accept_page(state, page, revision, check);
        EXPECT_TRUE(apply(study, folded, EntryKind::page, body));
        EXPECT_EQ(folded, state);
        return body;
    }
};

TEST(CalculatedTest, IsRecordedWithThePageThatCompletesIt) {
    Walked walked;
    const nlohmann::json body = walked.accept(0, {{"work", "7"}, {"study", "4"}});
    EXPECT_EQ(body["calculated"].dump(), R"({"all":11,"group":"old"})");
    EXPECT_EQ(body["shown"].dump(), R"(["work","study"])");
    EXPECT_EQ(next_page(walked.study, walked.state.answers, 0), 1);
    EXPECT_EQ(resume_page(walked.study, walked.state), 1);
    EXPECT_TRUE(reachable(walked.study, walked.state, 1));
    const nlohmann::json second = walked.accept(1, {{"more", "yes"}});
    EXPECT_EQ(second["calculated"].dump(), R"({"twice":22})");
    EXPECT_EQ(
        answers_json(walked.study, effective_answers(walked.study, walked.state.answers)).dump(),
        R"({"all":11,"group":"old","more":true,"study":4,"twice":22,"work":7})"
    );
}

TEST(CalculatedTest, IsComputedAnewWhenAnEarlierAnswerChanges) {
    Walked walked;
    walked.accept(0, {{"work", "7"}, {"study", "4"}});
    walked.accept(1, {{"more", "no"}});
    EXPECT_EQ(walked.state.answers[5].value, expression::Value{std::int64_t{11}});
    const nlohmann::json again = walked.accept(0, {{"work", "8"}, {"study", "4"}});
    EXPECT_EQ(again["calculated"].dump(), R"({"all":12,"group":"old","twice":6})");
    // With the page that it belongs to its value goes, and comes back.
    EXPECT_EQ(
        walked.accept(0, {{"work", "1"}, {"study", "4"}})["calculated"].dump(),
        R"({"all":5,"group":"new","twice":null})"
    );
    EXPECT_EQ(gaps(walked.study, walked.state)[5], Gap::not_shown);
    walked.accept(0, {{"work", "8"}, {"study", "4"}});
    EXPECT_EQ(walked.state.answers[5].value, expression::Value{std::int64_t{6}});
}

TEST(CalculatedTest, IsAGapWhereItIsUnknown) {
    struct Row {
        const char* name;
        Form first;
        Form second;
        Gap all;
        Gap twice;
    };
    for (const Row& row :
         {Row{"missing", {{"work", "7"}}, {}, Gap::skipped, Gap::broken_off},
          Row{"too large",
              {{"work", "9007199254740991"}, {"study", "1"}},
              {},
              Gap::skipped,
              Gap::broken_off},
          Row{"division by zero",
              {{"work", "10"}, {"study", "0"}},
              {{"more", "no"}},
              Gap::none,
              Gap::skipped},
          Row{"not answered",
              {{"work", "10"}, {"study", "0"}},
              {{"more", ""}},
              Gap::none,
              Gap::skipped}}) {
        SCOPED_TRACE(row.name);
        Walked walked;
        walked.accept(0, row.first);
        if (!row.second.empty()) walked.accept(1, row.second);
        const std::vector<Gap> why = gaps(walked.study, walked.state);
        EXPECT_EQ(why[2], row.all);
        EXPECT_EQ(why[5], row.all == Gap::skipped ? Gap::not_shown : row.twice);
        const auto read =
            state_from_projection(walked.study, projection_text(walked.study, walked.state));
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, walked.state);
    }
}

TEST(CalculatedTest, IsNotCountedAmongWhatShouldHaveBeenAnswered) {
    Walked walked;
    walked.study.completeness.partial_from = 0.75;
    accept_consent(walked.state, 1, true);
    accept_consent(walked.folded, 1, true);
    walked.accept(0, {{"work", "7"}, {"study", "4"}});
    // Two of four questions; with the values it would be four of seven.
    EXPECT_EQ(completion_of(walked.study, walked.state), Completion::broken_off);
    walked.accept(1, {{"more", "yes"}});
    EXPECT_EQ(completion_of(walked.study, walked.state), Completion::partial);
    EXPECT_DOUBLE_EQ(progress(walked.study, walked.state), 2.0 / 3);
}

TEST(CalculatedTest, RefusesDamagedEntries) {
    struct Row {
        const char* name;
        const char* calculated;
        const char* code;
    };
    for (const Row& row :
         {Row{"no object", "[]", "response.damaged-body"},
          Row{"a question", R"({"work":1})", "response.unknown-answer"},
          Row{"no such value", R"({"none":1})", "response.unknown-answer"},
          Row{"no such code", R"({"group":"young"})", "response.unknown-answer"},
          Row{"of another type", R"({"all":"x"})", "response.damaged-body"}}) {
        SCOPED_TRACE(row.name);
        Walked walked;
        nlohmann::json body = walked.accept(0, {{"work", "7"}});
        body["calculated"] = nlohmann::json::parse(row.calculated);
        const State before = walked.folded;
        const Result<void> applied = apply(walked.study, walked.folded, EntryKind::page, body);
        ASSERT_FALSE(applied);
        EXPECT_EQ(applied.error().code, row.code);
        EXPECT_EQ(walked.folded, before);
    }
}

TEST(CalculatedTest, IsSaidInTexts) {
    Walked walked;
    const auto said = [&](std::string_view text) {
        return piped(walked.study, walked.state.answers, text, TextFormat::plain);
    };
    EXPECT_EQ(said("{{all|none}}"), "none");
    walked.accept(0, {{"work", "7"}, {"study", "4"}});
    EXPECT_EQ(said("{{all}} makes {{group}}"), "11 makes Label of old");
}

/// The same answers make the same data, whichever way somebody came to them.
TEST(CalculatedTest, IsComputedOnlyWhereItsPageIsShown) {
    const Study study = StudyBuilder()
                            .page("first")
                            .item("a", YesNo{})
                            .page("second")
                            .item("b", YesNo{}, "a")
                            .calculated("c", "a ? 1 : 2")
                            .page("third")
                            .item("d", YesNo{}, "c == 2")
                            .item("e", YesNo{})
                            .build();
    Walked straight{.study = study};
    EXPECT_EQ(gaps(study, straight.state)[2], Gap::broken_off) << "it may still come";
    straight.accept(0, {{"a", "no"}});
    EXPECT_EQ(gaps(study, straight.state)[2], Gap::not_shown);
    straight.accept(2, {{"e", "yes"}});
    Walked back{.study = study};
    back.accept(0, {{"a", "yes"}});
    back.accept(1, {{"b", "yes"}});
    EXPECT_EQ(back.state.answers[2].value, expression::Value{std::int64_t{1}});
    EXPECT_EQ(back.accept(0, {{"a", "no"}})["calculated"].dump(), R"({"c":null})");
    back.accept(2, {{"e", "yes"}});
    EXPECT_EQ(effective_answers(study, back.state.answers), straight.state.answers);
    EXPECT_EQ(gaps(study, back.state), gaps(study, straight.state));
}

/// Pages with conditions over what is known before the first page can be shown and come back to.
TEST(CalculatedTest, ConditionsOverTheLinkHoldWhereverAWalkStands) {
    const Study study = StudyBuilder()
                            .given("source", instrument::Text{instrument::TextLength::one_line, 9})
                            .page("first", "source == \"forum\"")
                            .item("q", YesNo{})
                            .page("second", "source == \"forum\"")
                            .item("r", YesNo{})
                            .build();
    State state = fresh_state(study);
    accept_given(study, state, read_link(study, {{"source", "forum"}}));
    EXPECT_EQ(resume_page(study, state), 0);
    EXPECT_TRUE(reachable(study, state, 0));
    EXPECT_DOUBLE_EQ(progress(study, state), 0);
    accept_page(state, 0, 1, check_page(study, state, 0, {{"q", "yes"}}));
    EXPECT_EQ(resume_page(study, state), 1);
    EXPECT_TRUE(reachable(study, state, 1));
}

}  // namespace
}  // namespace querist::response
