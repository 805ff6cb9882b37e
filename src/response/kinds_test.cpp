// Kinds answered in rows, in an order, as parts of a total, as a date or an address: what a form is
// read as, what is stored and read back, what a synthetic respondent sends.

#include "response/page_rows.hpp"
#include "response/typed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace querist::response {
namespace {

using namespace fixture;
using namespace instrument;
using expression::Cells;
using expression::CellSets;
using expression::Figures;
using expression::Unanswered;

SemanticDifferential differential() {
    SemanticDifferential kind{{option("speed"), option("trust")}, options({"1", "2", "3"})};
    kind.rows[0].opposite = "Fast";
    return kind;
}

Matrix matrix() {
    return {
        {option("work"), option("home"), with_text("other")},
        {option("a"), option("b"), exclusive("none"), declining("no_say")}
    };
}

Ranking ranking(std::optional<int> at_least = {}, std::optional<int> at_most = {}) {
    return {options({"x", "y", "z"}), at_least, at_most};
}

ConstantSum sum() { return {options({"x", "y", "z"}), 100, "points"}; }

TEST(KindsTest, ReadMatrices) {
    expect_rows(
        only(matrix()),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"several in a row",
             {{"q.row.work", "b"}, {"q.row.work", "a"}, {"q.row.work", "a"}},
             CellSets{{{0, 1}, {}, {}}},
             {},
             ""},
            {"alone in one row, others in the next",
             {{"q.row.work", "none"}, {"q.row.home", "a"}},
             CellSets{{{2}, {0}, {}}},
             {},
             ""},
            {"not alone in its row",
             {{"q.row.work", "none"}, {"q.row.work", "a"}},
             CellSets{{{0, 2}, {}, {}}},
             {},
             "q.row.work not_alone Label of none"},
            {"declined beside another",
             {{"q.row.home", "no_say"}, {"q.row.home", "b"}},
             CellSets{{{}, {1, 3}, {}}},
             {},
             "q.row.home not_alone Label of no_say"},
            {"a named row",
             {{"q.row.other", "a"}, {"q.text.other", "mine"}},
             CellSets{{{}, {}, {0}}},
             {{2, "mine"}},
             ""},
            {"a forged choice",
             {{"q.row.work", "zzz"}},
             Unanswered{},
             {},
             "q.row.work unknown_choice"},
            {"a row that is none", {{"q.row.zzz", "a"}}, Unanswered{}, {}, ""},
        }
    );
    expect_rows(
        only(matrix(), Requirement::required),
        {
            {"required", {}, Unanswered{}, {}, "q.row.work required Label of work"},
            {"a row missing",
             {{"q.row.work", "a"}},
             CellSets{{{0}, {}, {}}},
             {},
             "q.row.home required Label of home"},
            {"rows with text may stay empty",
             {{"q.row.work", "a"}, {"q.row.home", "none"}},
             CellSets{{{0}, {2}, {}}},
             {},
             ""},
        }
    );
}

TEST(KindsTest, ReadSemanticDifferentials) {
    expect_rows(
        only(differential(), Requirement::required),
        {
            {"all rows", {{"q.row.speed", "1"}, {"q.row.trust", "3"}}, Cells{{0, 2}}, {}, ""},
            {"beyond the points",
             {{"q.row.speed", "4"}, {"q.row.trust", "3"}},
             Cells{{-1, 2}},
             {},
             "q.row.speed unknown_choice"},
            {"a row missing",
             {{"q.row.trust", "3"}},
             Cells{{-1, 2}},
             {},
             "q.row.speed required Label of speed – Fast"},
        }
    );
}

TEST(KindsTest, ReadRankings) {
    expect_rows(
        only(ranking()),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"all",
             {{"q.row.x", "2"}, {"q.row.y", "1"}, {"q.row.z", "3"}},
             Figures{{2, 1, 3}},
             {},
             ""},
            {"some", {{"q.row.z", "1"}}, Figures{{-1, -1, 1}}, {}, ""},
            {"blanks", {{"q.row.z", " "}}, Unanswered{}, {}, ""},
            {"a rank twice",
             {{"q.row.x", "1"}, {"q.row.z", "1"}},
             Figures{{1, -1, 1}},
             {},
             "q.row.z rank_twice 1"},
            {"a rank left out",
             {{"q.row.x", "1"}, {"q.row.z", "3"}},
             Figures{{1, -1, 3}},
             {},
             "q rank_left_out 2"},
            {"zero", {{"q.row.x", "0"}}, Unanswered{}, {}, "q.row.x too_small 1"},
            {"beyond the choices", {{"q.row.x", "4"}}, Unanswered{}, {}, "q.row.x too_large 3"},
            {"half a rank", {{"q.row.x", "1.5"}}, Unanswered{}, {}, "q.row.x not_whole"},
            {"a word", {{"q.row.x", "first"}}, Unanswered{}, {}, "q.row.x not_a_number"},
            {"two ranks for one",
             {{"q.row.x", "1"}, {"q.row.x", "2"}},
             Figures{{1, -1, -1}},
             {},
             "q.row.x too_many 1"},
        }
    );
    expect_rows(
        only(ranking(2, 2)),
        {
            {"too few", {{"q.row.x", "1"}}, Figures{{1, -1, -1}}, {}, "q too_few 2"},
            {"enough", {{"q.row.x", "1"}, {"q.row.y", "2"}}, Figures{{1, 2, -1}}, {}, ""},
            {"too many",
             {{"q.row.x", "1"}, {"q.row.y", "2"}, {"q.row.z", "3"}},
             Figures{{1, 2, -1}},
             {},
             "q.row.z too_large 2"},
        }
    );
    expect_rows(
        only(ranking(), Requirement::required),
        {
            {"required", {}, Unanswered{}, {}, "q required"},
            {"all are required",
             {{"q.row.x", "1"}, {"q.row.y", "2"}},
             Figures{{1, 2, -1}},
             {},
             "q too_few 3"},
        }
    );
    expect_rows(
        only(ranking(1), Requirement::required),
        {{"as few as it says", {{"q.row.y", "1"}}, Figures{{-1, 1, -1}}, {}, ""}}
    );
}

TEST(KindsTest, ReadConstantSums) {
    expect_rows(
        only(sum()),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"all",
             {{"q.row.x", "50"}, {"q.row.y", "30"}, {"q.row.z", "20"}},
             Figures{{50, 30, 20}},
             {},
             ""},
            {"empty rows are nothing", {{"q.row.y", "100"}}, Figures{{0, 100, 0}}, {}, ""},
            {"too little", {{"q.row.y", "99"}}, Figures{{0, 99, 0}}, {}, "q wrong_total 99"},
            {"too much",
             {{"q.row.x", "60"}, {"q.row.y", "41"}},
             Figures{{60, 41, 0}},
             {},
             "q wrong_total 101"},
            {"below zero", {{"q.row.x", "-5"}}, Unanswered{}, {}, "q.row.x too_small 0"},
            {"a part beyond the whole",
             {{"q.row.x", "1e9"}},
             Unanswered{},
             {},
             "q.row.x too_large 100"},
            {"half", {{"q.row.x", "0.5"}}, Unanswered{}, {}, "q.row.x not_whole"},
            {"a word", {{"q.row.x", "all"}}, Unanswered{}, {}, "q.row.x not_a_number"},
        }
    );
    expect_rows(
        only(sum(), Requirement::required), {{"required", {}, Unanswered{}, {}, "q required"}}
    );
}

TEST(KindsTest, ReadNetPromoters) {
    expect_rows(
        only(NetPromoter{}),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"least", {{"q", "0"}}, std::int64_t{0}, {}, ""},
            {"greatest", {{"q", "10"}}, std::int64_t{10}, {}, ""},
            {"beyond", {{"q", "11"}}, Unanswered{}, {}, "q unknown_choice"},
            {"below", {{"q", "-1"}}, Unanswered{}, {}, "q unknown_choice"},
            {"a word", {{"q", "9th"}}, Unanswered{}, {}, "q unknown_choice"},
            {"twice", {{"q", "9"}, {"q", "8"}}, std::int64_t{9}, {}, "q too_many 1"},
        }
    );
}

TEST(KindsTest, ReadEmailAddresses) {
    expect_rows(
        only(Email{}),
        {
            {"nothing", {{"q", "  "}}, Unanswered{}, {}, ""},
            {"trimmed, else as typed",
             {{"q", " A.b@Example.ORG "}},
             std::string("A.b@Example.ORG"),
             {},
             ""},
            {"none", {{"q", "nobody"}}, std::string("nobody"), {}, "q not_an_email"},
            {"not text", {{"q", "a\xFF"}}, Unanswered{}, {}, "q not_text"},
        }
    );
    struct Row {
        const char* typed;
        bool valid;
    };
    const std::string longest_label(63, 'a');
    for (const Row& row : {
             Row{"a@b", true},
             Row{"a.b+c@d-e.example", true},
             Row{".a..b.@example.org", true},  // HTML is no stricter here
             Row{"!#$%&'*+/=?^_`{|}~-@example.org", true},
             Row{"@example.org", false},
             Row{"a@", false},
             Row{"a@b.", false},
             Row{"a@.b", false},
             Row{"a@-b", false},
             Row{"a@b-", false},
             Row{"a@b c", false},
             Row{"a@b@c", false},
             Row{"a b@c", false},
             Row{"ä@example.org", false},
             Row{"a@[127.0.0.1]", false},
         }) {
        SCOPED_TRACE(row.typed);
        EXPECT_EQ(is_email_address(row.typed), row.valid);
    }
    EXPECT_TRUE(is_email_address("a@" + longest_label));
    EXPECT_FALSE(is_email_address("a@" + longest_label + "a"));
    EXPECT_FALSE(is_email_address(std::string(251, 'a') + "@b.c"));
}

TEST(KindsTest, ReadDates) {
    expect_rows(
        only(Date{"2020-02-29", "2026-12-31"}),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"first day", {{"q", "2020-02-29"}}, std::string("2020-02-29"), {}, ""},
            {"last day", {{"q", " 2026-12-31 "}}, std::string("2026-12-31"), {}, ""},
            {"a day before",
             {{"q", "2020-02-28"}},
             std::string("2020-02-28"),
             {},
             "q too_early 2020-02-29"},
            {"a day after",
             {{"q", "2027-01-01"}},
             std::string("2027-01-01"),
             {},
             "q too_late 2026-12-31"},
            {"no leap year", {{"q", "2021-02-29"}}, std::string("2021-02-29"), {}, "q not_a_date"},
            {"another order", {{"q", "31.12.2024"}}, std::string("31.12.2024"), {}, "q not_a_date"},
            {"twice", {{"q", "2024-01-01"}, {"q", "2024-01-02"}}, Unanswered{}, {}, "q too_many 1"},
        }
    );
}

/// One page with each of these kinds.
Study study_of_kinds() {
    return StudyBuilder()
        .page("first")
        .item("matrix", matrix())
        .item("poles", differential())
        .item("order", ranking())
        .item("sum", sum())
        .item("nps", NetPromoter{})
        .item("mail", Email{})
        .item("day", Date{})
        .page("second", "answered(order) && nps >= 9 && poles.speed == \"1\"")
        .item("after", YesNo{})
        .build();
}

Form form_of_every_kind() {
    return {
        {"matrix.row.work", "b"},
        {"matrix.row.work", "a"},
        {"matrix.row.other", "none"},
        {"matrix.text.other", "Train"},
        {"poles.row.speed", "1"},
        {"order.row.z", "1"},
        {"order.row.x", "2"},
        {"sum.row.x", "100"},
        {"nps", "9"},
        {"mail", "a@example.org"},
        {"day", "2024-02-29"},
    };
}

TEST(KindsTest, AreStoredAndReadBack) {
    const Study study = study_of_kinds();
    State live = fresh_state(study);
    accept_consent(live, 1, true);
    const PageCheck check = check_page(study, live, 0, form_of_every_kind());
    EXPECT_EQ(printed(check.faults), "");
    EXPECT_EQ(
        canonical_json(answers_json(study, check.answers)),
        R"({"day":"2024-02-29","mail":"a@example.org","matrix":{"other":["none"],"work":["a","b"]},)"
        R"("nps":9,"order":{"x":2,"z":1},"poles":{"speed":"1"},"sum":{"x":100,"y":0,"z":0}})"
    );
    State folded = live;
    accept_page(live, 0, 1, check);
    ASSERT_TRUE(apply(study, folded, EntryKind::page, page_body(study, 0, 1, noon, noon, check)));
    EXPECT_TRUE(folded == live);
    EXPECT_EQ(resume_page(study, live), 1) << "the second page opens";

    const std::string projection = projection_text(study, live);
    EXPECT_TRUE(projection.starts_with(
        R"({"a":[[["a","b"],null,["none"]],["1",null],[2,null,1],[100,0,0],9,"a@example.org",)"
        R"("2024-02-29",null],)"
    )) << projection;
    const Result<State> again = state_from_projection(study, projection);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == live);
}

TEST(KindsTest, RefuseDamagedEntriesAndProjections) {
    const Study study = study_of_kinds();
    for (const char* answers : {
             R"({"matrix":{"work":[]}})",
             R"({"matrix":{"work":"a"}})",
             R"({"matrix":{"work":["zzz"]}})",
             R"({"matrix":{"zzz":["a"]}})",
             R"({"order":{"x":-1}})",
             R"({"order":{"x":"1"}})",
             R"({"sum":{"zzz":1}})",
             R"({"sum":[]})",
             R"({"nps":11})",
             R"({"nps":"9"})",
             R"({"day":"2021-02-29"})",
             R"({"mail":7})",
             R"({"poles":{"speed":"4"}})",
         }) {
        SCOPED_TRACE(answers);
        State state = fresh_state(study);
        nlohmann::json body = {
            {"page", "first"},
            {"revision", 1},
            {"shown", {"matrix", "poles", "order", "sum", "nps", "mail", "day"}}
        };
        body["answers"] = nlohmann::json::parse(answers);
        EXPECT_FALSE(apply(study, state, EntryKind::page, body));
        EXPECT_TRUE(state == fresh_state(study));
    }
    State live = fresh_state(study);
    accept_page(live, 0, 1, check_page(study, live, 0, form_of_every_kind()));
    const std::string good = projection_text(study, live);
    struct Row {
        const char* part;
        const char* other;
    };
    for (const Row& row : {
             Row{R"([["a","b"],null,["none"]])", R"([["a","b"],null])"},
             Row{R"([["a","b"],null,["none"]])", R"([["a","b"],[],["none"]])"},
             Row{R"([["a","b"],null,["none"]])", R"([["a","z"],null,null])"},
             Row{"[2,null,1]", "[2,null]"},
             Row{"[2,null,1]", "[2,null,-2]"},
             Row{"[100,0,0],9", "[100,0,0],11"},
             Row{"2024-02-29", "2023-02-29"},
         }) {
        SCOPED_TRACE(row.other);
        std::string text = good;
        const std::size_t at = text.find(row.part);
        ASSERT_NE(at, text.npos) << row.part;
        text.replace(at, std::string_view(row.part).size(), row.other);
        EXPECT_FALSE(state_from_projection(study, text));
    }
}

TEST(KindsTest, HaveGaps) {
    const Study study = study_of_kinds();
    State state = fresh_state(study);
    accept_consent(state, 1, true);
    const Form form = {
        {"_shown", "matrix poles order sum nps mail day"},
        {"matrix.row.work", "no_say"},
        {"matrix.row.home", "no_say"},
    };
    accept_page(state, 0, 1, check_page(study, state, 0, form));
    const std::vector<Gap> why = gaps(study, state);
    EXPECT_EQ(why[0], Gap::declined);
    for (std::size_t item = 1; item <= 6; ++item) EXPECT_EQ(why[item], Gap::skipped) << item;
    EXPECT_EQ(why[7], Gap::not_shown);
}

TEST(KindsTest, AreAnsweredBySyntheticRespondents) {
    StudyBuilder builder;
    builder.page("first").item("matrix", matrix()).required();
    builder.item("poles", differential()).required().item("order", ranking(1, 2)).required();
    builder.item("all", ranking()).required().item("sum", sum()).required();
    builder.item("nps", NetPromoter{}).required().item("mail", Email{}).required();
    builder.item("day", Date{"2024-02-28", "2024-03-01"}).required();
    builder.item("open_day", Date{"9999-12-01", ""}).required();
    const Study study = builder.build();
    SeededRandom random(11);
    std::set<std::string> days;
    std::set<std::int64_t> scores;
    for (int response = 0; response < 300; ++response) {
        const State state = fresh_state(study);
        const PageCheck check =
            check_page(study, state, 0, synthetic_form(study, state, 0, random));
        ASSERT_EQ(printed(check.faults), "");
        days.insert(std::get<std::string>(check.answers[7].value));
        scores.insert(std::get<std::int64_t>(check.answers[5].value));
    }
    EXPECT_EQ(days, (std::set<std::string>{"2024-02-28", "2024-02-29", "2024-03-01"}));
    EXPECT_EQ(scores.size(), 11U);
}

}  // namespace
}  // namespace querist::response
