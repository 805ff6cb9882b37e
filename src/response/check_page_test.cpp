#include "response/page_rows.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace querist::response {
namespace {

using namespace fixture;
using expression::Cells;
using expression::Choice;
using expression::ChoiceSet;
using expression::Unanswered;
using expression::Value;
using instrument::Grid;
using instrument::NumberKind;
using instrument::SeveralChoices;
using instrument::SingleChoice;
using instrument::Text;
using instrument::TextLength;

TEST(CheckPageTest, ReadsSingleChoice) {
    const SingleChoice kind{
        {option("a"), option("b"), with_text("other"), with_text("else"), declining("no")}
    };
    const std::string long_text(501, 'x');
    expect_rows(
        only(kind),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"the empty radio", {{"q", ""}}, Unanswered{}, {}, ""},
            {"a choice", {{"q", "b"}}, Choice{1}, {}, ""},
            {"the same twice", {{"q", "b"}, {"q", "b"}}, Choice{1}, {}, ""},
            {"two choices", {{"q", "b"}, {"q", "a"}}, Choice{1}, {}, "q too_many 1"},
            {"a forged code", {{"q", "zzz"}}, Unanswered{}, {}, "q unknown_choice"},
            {"other with text",
             {{"q", "other"}, {"q.text.other", " mine "}},
             Choice{2},
             {{2, "mine"}},
             ""},
            {"other without text", {{"q", "other"}, {"q.text.other", "  "}}, Choice{2}, {}, ""},
            {"typing chooses", {{"q.text.other", "mine"}}, Choice{2}, {{2, "mine"}}, ""},
            {"typing in two",
             {{"q.text.other", "1"}, {"q.text.else", "2"}},
             Unanswered{},
             {{2, "1"}, {3, "2"}},
             "q too_many 1"},
            {"typing beside another choice",
             {{"q", "a"}, {"q.text.other", "mine"}},
             Choice{0},
             {{2, "mine"}},
             "q.text.other not_alone Label of other"},
            {"text of an option that takes none", {{"q", "a"}, {"q.text.b", "x"}}, Choice{0}, {}, ""
            },
            {"text of no option", {{"q.text.zzz", "x"}}, Unanswered{}, {}, ""},
            {"text too long",
             {{"q", "other"}, {"q.text.other", long_text}},
             Choice{2},
             {{2, long_text}},
             "q.text.other too_long 500"},
            {"text with a bell",
             {{"q", "other"}, {"q.text.other", "a\x07"}},
             Choice{2},
             {},
             "q.text.other not_text"},
            {"declined", {{"q", "no"}}, Choice{4}, {}, ""},
            {"other items' fields",
             {{"z", "a"}, {"q.row.a", "b"}, {"q.", "a"}},
             Unanswered{},
             {},
             ""},
        }
    );
    expect_rows(
        only(kind, Requirement::required),
        {
            {"required", {}, Unanswered{}, {}, "q required"},
            {"required, forged", {{"q", "zzz"}}, Unanswered{}, {}, "q unknown_choice"},
            {"required, other without text",
             {{"q", "other"}},
             Choice{2},
             {},
             "q.text.other text_missing"},
        }
    );
}

TEST(CheckPageTest, ReadsSeveralChoices) {
    const SeveralChoices kind{
        {option("a"),
         option("b"),
         option("c"),
         with_text("other"),
         exclusive("none"),
         declining("no")},
        2,
        3
    };
    expect_rows(
        only(kind),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"two, in the list's order", {{"q", "c"}, {"q", "a"}}, ChoiceSet{{0, 2}}, {}, ""},
            {"repeated", {{"q", "c"}, {"q", "a"}, {"q", "c"}}, ChoiceSet{{0, 2}}, {}, ""},
            {"too few", {{"q", "c"}}, ChoiceSet{{2}}, {}, "q too_few 2"},
            {"too many",
             {{"q", "a"}, {"q", "b"}, {"q", "c"}, {"q", "other"}},
             ChoiceSet{{0, 1, 2, 3}},
             {},
             "q too_many 3"},
            {"none alone", {{"q", "none"}}, ChoiceSet{{4}}, {}, ""},
            {"none and another",
             {{"q", "none"}, {"q", "a"}},
             ChoiceSet{{0, 4}},
             {},
             "q not_alone Label of none"},
            {"declined and another",
             {{"q", "no"}, {"q", "a"}},
             ChoiceSet{{0, 5}},
             {},
             "q not_alone Label of no"},
            {"typing chooses",
             {{"q", "a"}, {"q.text.other", "x"}},
             ChoiceSet{{0, 3}},
             {{3, "x"}},
             ""},
            {"typing beside none",
             {{"q", "none"}, {"q.text.other", "x"}},
             ChoiceSet{{3, 4}},
             {{3, "x"}},
             "q not_alone Label of none"},
            {"a forged code",
             {{"q", "a"}, {"q", "b"}, {"q", "zzz"}},
             ChoiceSet{{0, 1}},
             {},
             "q unknown_choice"},
        }
    );
    expect_rows(
        only(kind, Requirement::required), {{"required", {}, Unanswered{}, {}, "q required"}}
    );
}

TEST(CheckPageTest, ReadsYesNoAndConsent) {
    expect_rows(
        only(instrument::YesNo{}),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"yes", {{"q", "yes"}}, true, {}, ""},
            {"no", {{"q", "no"}}, false, {}, ""},
            {"both", {{"q", "no"}, {"q", "yes"}}, false, {}, "q too_many 1"},
            {"forged", {{"q", "true"}}, Unanswered{}, {}, "q unknown_choice"},
        }
    );
    expect_rows(
        only(instrument::Consent{"I am 18"}),
        {
            {"not ticked", {}, Unanswered{}, {}, "q must_agree"},
            {"ticked", {{"q", "yes"}}, true, {}, ""},
            {"a browser's own value", {{"q", "on"}}, true, {}, ""},
            {"forged", {{"q", "no"}}, Unanswered{}, {}, "q unknown_choice"},
        }
    );
    expect_rows(
        only(instrument::Information{}, Requirement::required),
        {{"information", {{"q", "x"}}, Unanswered{}, {}, ""}}
    );
}

TEST(CheckPageTest, ReadsGrids) {
    const Grid kind{{option("r1"), option("r2"), with_text("other")}, options({"never", "often"})};
    expect_rows(
        only(kind),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"some rows", {{"q.row.r2", "often"}}, Cells{{-1, 1, -1}}, {}, ""},
            {"a named row",
             {{"q.row.other", "never"}, {"q.text.other", "mine"}},
             Cells{{-1, -1, 0}},
             {{2, "mine"}},
             ""},
            {"a row only named", {{"q.text.other", "mine"}}, Unanswered{}, {{2, "mine"}}, ""},
            {"a row twice",
             {{"q.row.r1", "never"}, {"q.row.r1", "often"}},
             Cells{{0, -1, -1}},
             {},
             "q.row.r1 too_many 1"},
            {"a forged point", {{"q.row.r1", "zzz"}}, Unanswered{}, {}, "q.row.r1 unknown_choice"},
            {"a row that is none", {{"q.row.zzz", "often"}}, Unanswered{}, {}, ""},
        }
    );
    expect_rows(
        only(kind, Requirement::required),
        {
            {"required", {}, Unanswered{}, {}, "q.row.r1 required Label of r1"},
            {"a row missing",
             {{"q.row.r1", "often"}},
             Cells{{1, -1, -1}},
             {},
             "q.row.r2 required Label of r2"},
            {"rows with text may stay empty",
             {{"q.row.r1", "often"}, {"q.row.r2", "often"}},
             Cells{{1, 1, -1}},
             {},
             ""},
            {"unnamed",
             {{"q.row.r1", "often"}, {"q.row.r2", "often"}, {"q.row.other", "often"}},
             Cells{{1, 1, 1}},
             {},
             "q.text.other text_missing"},
        }
    );
}

TEST(CheckPageTest, ReadsTexts) {
    expect_rows(
        only(Text{TextLength::one_line, 5}),
        {
            {"nothing", {}, Unanswered{}, {}, ""},
            {"blanks", {{"q", " \t "}}, Unanswered{}, {}, ""},
            {"trimmed", {{"q", " ab "}}, std::string("ab"), {}, ""},
            {"code points", {{"q", "ÄÖÜäö"}}, std::string("ÄÖÜäö"), {}, ""},
            {"too long", {{"q", "abcdef"}}, std::string("abcdef"), {}, "q too_long 5"},
            {"line ends", {{"q", "a\r\nb"}}, std::string("a b"), {}, ""},
            {"a NUL", {{"q", std::string("a\0b", 3)}}, Unanswered{}, {}, "q not_text"},
            {"not UTF-8", {{"q", "a\xFF"}}, Unanswered{}, {}, "q not_text"},
            {"a C1 control",
             {{"q",
               "a\xC2\x9B"
               "b"}},
             Unanswered{},
             {},
             "q not_text"},
            {"twice", {{"q", "a"}, {"q", "b"}}, std::string("a"), {}, "q too_many 1"},
        }
    );
    expect_rows(
        only(Text{TextLength::paragraphs, 20}),
        {
            {"line ends", {{"q", "\r\na\r\nb\rc\nd\n"}}, std::string("a\nb\nc\nd"), {}, ""},
            {"a tab inside", {{"q", "a\tb"}}, std::string("a\tb"), {}, ""},
        }
    );
    expect_rows(
        only(Text{TextLength::one_line, 5}, Requirement::required),
        {{"required", {{"q", "  "}}, Unanswered{}, {}, "q required"}}
    );
}

TEST(CheckPageTest, ReadsNumbers) {
    const auto whole = [](std::int64_t number) { return Value{number}; };
    expect_rows(
        only(instrument::Number{NumberKind::whole, 0.0, 120.0, ""}),
        {
            {"nothing", {{"q", " "}}, Unanswered{}, {}, ""},
            {"a number", {{"q", " 31 "}}, whole(31), {}, ""},
            {"with a sign", {{"q", "+31"}}, whole(31), {}, ""},
            {"minus zero", {{"q", "-0"}}, whole(0), {}, ""},
            {"whole though with a point", {{"q", "3.0"}}, whole(3), {}, ""},
            {"too small", {{"q", "-1"}}, whole(-1), {}, "q too_small 0"},
            {"a real minus",
             {{"q",
               "\xE2\x88\x92"
               "1"}},
             whole(-1),
             {},
             "q too_small 0"},
            {"too large", {{"q", "121"}}, whole(121), {}, "q too_large 120"},
            {"not whole", {{"q", "1.5"}}, Unanswered{}, {}, "q not_whole"},
            {"a comma", {{"q", "1,5"}}, Unanswered{}, {}, "q not_a_number 1.5"},
            {"a group or a decimal", {{"q", "1,500"}}, Unanswered{}, {}, "q not_a_number"},
            {"words", {{"q", "many"}}, Unanswered{}, {}, "q not_a_number"},
            {"hexadecimal", {{"q", "0x1f"}}, Unanswered{}, {}, "q not_a_number"},
            {"infinite", {{"q", "inf"}}, Unanswered{}, {}, "q not_a_number"},
            {"not a number", {{"q", "nan"}}, Unanswered{}, {}, "q not_a_number"},
            {"too many digits", {{"q", "1e999"}}, Unanswered{}, {}, "q too_large 120"},
            {"the same twice", {{"q", "7"}, {"q", "7.0"}}, whole(7), {}, ""},
            {"two numbers", {{"q", "7"}, {"q", "8"}}, whole(7), {}, "q too_many 1"},
        }
    );
    expect_rows(
        only(instrument::Number{NumberKind::whole, {}, {}, ""}),
        {
            {"the greatest", {{"q", "9007199254740991"}}, whole(9007199254740991), {}, ""},
            {"beyond",
             {{"q", "9007199254740992"}},
             whole(9007199254740991),
             {},
             "q too_large 9007199254740991"},
            {"beyond below", {{"q", "-9e15"}, {"q", "-9e15"}}, whole(-9000000000000000), {}, ""},
        }
    );
    expect_rows(
        only(instrument::Number{NumberKind::decimal, -1.5, 1.5, ""}),
        {
            {"a fraction", {{"q", ".25"}}, 0.25, {}, ""},
            {"an exponent", {{"q", "1e-1"}}, 0.1, {}, ""},
            {"vanishing", {{"q", "1e-999"}}, 0.0, {}, ""},
            {"too large", {{"q", "1.6"}}, 1.6, {}, "q too_large 1.5"},
            {"too small", {{"q", "-2"}}, -2.0, {}, "q too_small -1.5"},
            {"a comma", {{"q", "0,25"}}, Unanswered{}, {}, "q not_a_number 0.25"},
        }
    );
    expect_rows(
        only(instrument::Number{NumberKind::decimal, {}, {}, ""}),
        {
            {"the greatest", {{"q", "9007199254740991"}}, 9007199254740991.0, {}, ""},
            {"too many digits",
             {{"q", "99999999999999999999"}},
             9007199254740991.0,
             {},
             "q too_large 9007199254740991"},
            {"an exponent beyond",
             {{"q", "-1e200"}},
             -9007199254740991.0,
             {},
             "q too_small -9007199254740991"},
            {"beyond a double", {{"q", "1e999"}}, Unanswered{}, {}, "q too_large 9007199254740991"},
        }
    );
}

Study two_steps() {
    return StudyBuilder()
        .page("p")
        .item("a", instrument::YesNo{})
        .item("b", Text{TextLength::one_line, 20}, "a")
        .item("c", Text{TextLength::one_line, 20}, "b == \"go\"")
        .build();
}

State accepted(const Study& study, State state, int page, const Form& form) {
    const PageCheck check = check_page(study, state, page, form);
    EXPECT_EQ(printed(check.faults), "");
    accept_page(state, page, state.page_revisions[static_cast<std::size_t>(page)] + 1, check);
    return state;
}

TEST(CheckPageTest, RevealsWhatTheAnswersOpen) {
    const Study study = two_steps();
    const State fresh = fresh_state(study);
    const PageCheck opened =
        check_page(study, fresh, 0, {{"_shown", "a"}, {"a", "yes"}, {"b", "x"}});
    EXPECT_EQ(opened.shown, std::vector<int>{0});
    EXPECT_EQ(opened.revealed, std::vector<int>{1});
    EXPECT_TRUE(opened.answers[1] == Answer{}) << "a field that was not on the page";

    const PageCheck both =
        check_page(study, fresh, 0, {{"_shown", "a b"}, {"a", "yes"}, {"b", "go"}});
    EXPECT_EQ(both.shown, (std::vector<int>{0, 1}));
    EXPECT_EQ(both.revealed, std::vector<int>{2});

    const PageCheck without_shown = check_page(study, fresh, 0, {{"a", "no"}});
    EXPECT_EQ(without_shown.shown, std::vector<int>{0});
    EXPECT_TRUE(without_shown.revealed.empty());
}

TEST(CheckPageTest, DropsWhatTheAnswersClose) {
    const Study study = two_steps();
    const State fresh = fresh_state(study);
    const std::string too_long(30, 'x');
    const PageCheck closed =
        check_page(study, fresh, 0, {{"_shown", "a b"}, {"a", "no"}, {"b", too_long}});
    EXPECT_TRUE(closed.faults.empty());
    EXPECT_EQ(closed.shown, std::vector<int>{0});
    EXPECT_TRUE(closed.answers[1] == Answer{});
}

TEST(CheckPageTest, LetsAnEarlierAnswerSleepAndComeBack) {
    const Study study = two_steps();
    State state =
        accepted(study, fresh_state(study), 0, {{"_shown", "a b"}, {"a", "yes"}, {"b", "kept"}});
    state = accepted(study, state, 0, {{"_shown", "a b"}, {"a", "no"}, {"b", "changed"}});
    EXPECT_TRUE(effective_answers(study, state.answers)[1] == Answer{});
    EXPECT_EQ(gaps(study, state)[1], Gap::not_shown);
    state = accepted(study, state, 0, {{"_shown", "a"}, {"a", "yes"}});
    EXPECT_TRUE(effective_answers(study, state.answers)[1].value == Value{std::string("kept")});
}

TEST(CheckPageTest, JudgesByTheStudysOwnRule) {
    const Study study = StudyBuilder()
                            .page("p")
                            .item("low", instrument::Number{NumberKind::whole, {}, {}, ""})
                            .item("high", instrument::Number{NumberKind::whole, {}, {}, ""})
                            .must_hold("high >= low", "Not below the first")
                            .build();
    const auto faults = [&](const Form& form) {
        return printed(check_page(study, fresh_state(study), 0, form).faults);
    };
    EXPECT_EQ(faults({{"low", "3"}, {"high", "2"}}), "high rule_broken Not below the first");
    EXPECT_EQ(faults({{"low", "3"}, {"high", "3"}}), "");
    EXPECT_EQ(faults({{"high", "2"}}), "") << "unknown is not broken";
    EXPECT_EQ(faults({{"low", "3"}}), "") << "skipping breaks no rule";
    EXPECT_EQ(faults({{"low", "3"}, {"high", "x"}}), "high not_a_number") << "one fault, not two";
}

TEST(CheckPageTest, OffersOnlyOptionsThatApply) {
    const Study study = StudyBuilder()
                            .page("p")
                            .item("a", instrument::YesNo{})
                            .item("b", SingleChoice{{option("x"), with_text("y")}})
                            .required()
                            .option_shown_when("x", "!a")
                            .option_shown_when("y", "a")
                            .build();
    const State fresh = fresh_state(study);
    const auto check = [&](const State& state, const Form& form) {
        return check_page(study, state, 0, form);
    };
    EXPECT_EQ(
        printed(check(fresh, {{"a", "no"}, {"b", "y"}}).faults), "b unknown_choice Label of y"
    );
    EXPECT_EQ(printed(check(fresh, {{"a", "no"}, {"b", "x"}}).faults), "");
    EXPECT_EQ(printed(check(fresh, {}).faults), "") << "required, but nothing to choose from";
    EXPECT_EQ(check(fresh, {{"a", "no"}, {"b", "x"}}).revealed, std::vector<int>{1})
        << "the page showed no choice at all";
    EXPECT_TRUE(check(fresh, {{"a", "no"}, {"b", "x"}, {"_offered", "c:1 b:0"}}).revealed.empty())
        << "it came while the page was answered";
    EXPECT_EQ(
        check(fresh, {{"a", "no"}, {"b", "x"}, {"_offered", "b:1 b: :0"}}).revealed,
        std::vector<int>{1}
    ) << "another did";
    const State stored = accepted(study, fresh, 0, {{"a", "no"}, {"b", "x"}});
    EXPECT_TRUE(check(stored, {{"a", "no"}, {"b", "x"}}).revealed.empty());

    State changed = stored;
    changed.answers[0].value = true;
    EXPECT_TRUE(effective_answers(study, changed.answers)[1] == Answer{}) << "x no longer counts";
    EXPECT_EQ(resume_page(study, changed), 0) << "a required answer is lost: the page is unsettled";
    EXPECT_EQ(applicable_options(study, changed.answers, 1), (std::vector<bool>{false, true}));
}

TEST(CheckPageTest, IgnoresAPageThatIsNoneOrDoesNotApply) {
    const Study study = interoperability_study();
    const State fresh = fresh_state(study);
    for (const int page : {-1, 4, 1000}) {
        const PageCheck check = check_page(study, fresh, page, {{"remedy", "x"}});
        EXPECT_TRUE(check.answers == fresh.answers);
        EXPECT_TRUE(check.shown.empty());
    }
    State used = fresh;
    used.answers[13].value = std::string("asleep");
    const PageCheck closed = check_page(study, used, 3, {{"_shown", "remedy"}, {"remedy", "new"}});
    EXPECT_TRUE(closed.shown.empty());
    EXPECT_TRUE(closed.answers == used.answers) << "a stale tab wipes nothing";
}

TEST(CheckPageTest, ReadsTheFormsOwnFields) {
    const Study study = interoperability_study();
    EXPECT_EQ(form_page(study, {{"_page", "tools"}}), 1);
    EXPECT_EQ(form_page(study, {{"_page", "nowhere"}}), std::nullopt);
    EXPECT_EQ(form_page(study, {}), std::nullopt);
    EXPECT_EQ(form_revision({{"_revision", "12"}}), 12);
    for (const char* wrong : {"", "-1", "1x", "99999999999"}) {
        EXPECT_EQ(form_revision({{"_revision", wrong}}), std::nullopt) << wrong;
    }
}

}  // namespace
}  // namespace querist::response
