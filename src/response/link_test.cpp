#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace querist::response {
namespace {

using fixture::noon;
using instrument::Study;

/// "source" (forum, list) and "wave" (4 characters) from the link; then a page for the forum and
/// one for all.
Study link_study() {
    fixture::StudyBuilder builder;
    builder.given("source", instrument::SingleChoice{fixture::options({"forum", "list"})})
        .given("wave", instrument::Text{instrument::TextLength::one_line, 4})
        .page("welcome", "source == \"forum\"")
        .item("posts", instrument::YesNo{})
        .page("all")
        .item("uses", instrument::YesNo{})
        .item("why", instrument::YesNo{}, "wave == \"2\"");
    return builder.build();
}

State arrived(const Study& study, const Form& link) {
    State state = fresh_state(study);
    accept_consent(state, 1, true);
    accept_given(study, state, read_link(study, link));
    return state;
}

TEST(LinkTest, KeepsWhatIsAllowedAndNothingElse) {
    const Study study = link_study();
    struct Row {
        const char* name;
        Form query;
        Form kept;
        std::vector<int> refused;
    };
    const Row rows[] = {
        {"nothing", {}, {}, {}},
        {"both", {{"wave", "2"}, {"source", "list"}}, {{"source", "list"}, {"wave", "2"}}, {}},
        {"empty", {{"source", ""}}, {}, {}},
        {"others", {{"utm_source", "x"}, {"uses", "yes"}}, {}, {}},
        {"unknown value", {{"source", "mail"}}, {{"", "source"}}, {0}},
        {"too long", {{"wave", "12345"}}, {{"", "wave"}}, {1}},
        {"an address", {{"wave", "a@b"}}, {{"", "wave"}}, {1}},
        {"not ASCII", {{"wave", "ä"}}, {{"", "wave"}}, {1}},
        {"the first of two", {{"wave", "1"}, {"wave", "2"}}, {{"wave", "1"}}, {}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(link_form(study, row.query), row.kept);
        const Given given = read_link(study, row.query);
        EXPECT_EQ(given.refused, row.refused);
        EXPECT_EQ(read_link(study, row.kept), given) << "the cookie says the same";
        ASSERT_EQ(given.answers.size(), 2U);
    }
}

TEST(LinkTest, FoldsToTheLiveState) {
    const Study study = link_study();
    const Form link = {{"source", "forum"}, {"wave", "a b"}};
    const State live = arrived(study, link);
    const nlohmann::json body = consent_body(study, 1, read_link(study, link), noon);
    EXPECT_EQ(
        canonical_json(body),
        R"({"agreed":true,"at":"2027-01-15T08:00:00.000001Z","consent_version":1,)"
        R"("given":{"source":"forum"},"refused":["wave"]})"
    );
    State folded = fresh_state(study);
    ASSERT_TRUE(apply(study, folded, EntryKind::consent, body));
    EXPECT_EQ(folded, live);
    EXPECT_EQ(live.flags, std::vector<std::string>{"link-value:wave"});
    const auto again = state_from_projection(study, projection_text(study, live));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, live);
    EXPECT_EQ(gaps(study, live)[1], Gap::skipped);
}

TEST(LinkTest, RefusesDamagedEntries) {
    const Study study = link_study();
    struct Row {
        const char* name;
        const char* given;
        const char* refused;
        const char* code;
    };
    for (const Row& row : {
             Row{"no object", "[]", "[]", "response.damaged-body"},
             Row{"no field", R"({"x":"forum"})", "[]", "response.unknown-answer"},
             Row{"an item of a page", R"({"uses":true})", "[]", "response.unknown-answer"},
             Row{"unknown value", R"({"source":"mail"})", "[]", "response.unknown-answer"},
             Row{"no list", "{}", "{}", "response.damaged-body"},
             Row{"no id", "{}", "[1]", "response.damaged-body"},
         }) {
        SCOPED_TRACE(row.name);
        nlohmann::json body = consent_body(1, true, noon);
        body["given"] = nlohmann::json::parse(row.given);
        body["refused"] = nlohmann::json::parse(row.refused);
        State state = fresh_state(study);
        const Result<void> applied = apply(study, state, EntryKind::consent, body);
        ASSERT_FALSE(applied);
        EXPECT_EQ(applied.error().code, row.code);
        EXPECT_EQ(state, fresh_state(study));
    }
}

TEST(LinkTest, DecidesPagesAndQuestions) {
    const Study study = link_study();
    const State forum = arrived(study, {{"source", "forum"}});
    EXPECT_EQ(next_page(study, forum.answers, -1), 0);
    const State list = arrived(study, {{"source", "list"}, {"wave", "2"}});
    EXPECT_EQ(next_page(study, list.answers, -1), 1);
    EXPECT_EQ(previous_page(study, list.answers, 1), std::nullopt);
    const PageCheck check =
        check_page(study, list, 1, {{"uses", "yes"}, {"why", "no"}, {"source", "forum"}});
    EXPECT_EQ(check.shown, (std::vector<int>{3, 4}));
    EXPECT_EQ(check.answers[0], list.answers[0]) << "a page's form changes nothing of it";
    const State silent = arrived(study, {});
    EXPECT_FALSE(applicable_items(study, silent.answers)[4]);
    EXPECT_EQ(page_body(study, 1, 1, noon, noon, check).at("answers").size(), 2U);
}

TEST(LinkTest, SyntheticLinksAreAcceptable) {
    const Study study = link_study();
    SeededRandom random(7);
    int said = 0;
    for (int i = 0; i < 50; ++i) {
        const Given given = read_link(study, synthetic_link(study, random));
        EXPECT_TRUE(given.refused.empty());
        said += given.answers[0] != Answer{} ? 1 : 0;
    }
    EXPECT_GT(said, 30);
    EXPECT_LT(said, 50);
    std::vector<expression::Value> steer(study.items.size());
    steer[0] = expression::Choice{1};
    const Form steered = synthetic_link(study, random, &steer);
    EXPECT_EQ(steered, (Form{{"source", "list"}}));
}

}  // namespace
}  // namespace querist::response
