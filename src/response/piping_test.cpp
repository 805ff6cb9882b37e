#include "response/fixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::response {
namespace {

using namespace fixture;

Study piping_study() {
    using namespace instrument;
    StudyBuilder builder;
    builder.page("first")
        .item("tool", SingleChoice{{option("onnx"), with_text("other")}})
        .item("parts", SeveralChoices{{option("core"), option("web"), with_text("more")}, {}, {}})
        .item("years", Number{NumberKind::whole, {}, {}, "years"})
        .item("uses", YesNo{})
        .item("why", Text{TextLength::paragraphs, 4000}, "uses")
        .item("likely", NetPromoter{})
        .item("since", Date{});
    builder.page("second").item("more", SingleChoice{{option("a"), option("b")}});
    return builder.build();
}

/// The state after this form of the first page.
State answered(const Study& study, const Form& form) {
    State state = fresh_state(study);
    const PageCheck check = check_page(study, state, 0, form);
    EXPECT_TRUE(check.faults.empty());
    accept_page(state, 0, 1, check);
    return state;
}

TEST(PipingTest, SaysAnswersInWords) {
    struct Row {
        const char* name;
        Form form;
        const char* text;
        const char* expected;
    };
    const Study study = piping_study();
    const Row rows[] = {
        {"no pipe", {}, "Why {x}?", "Why {x}?"},
        {"label, not code", {{"tool", "onnx"}}, "Why {{tool}}?", "Why Label of onnx?"},
        {"typed beside", {{"tool", "other"}, {"tool.text.other", "MyTool"}}, "{{tool}}", "MyTool"},
        {"other without words", {{"tool", "other"}}, "{{ tool }}", "Label of other"},
        {"several",
         {{"parts", "core"}, {"parts", "more"}, {"parts.text.more", "docs"}},
         "{{parts}}.",
         "Label of core, docs."},
        {"number", {{"years", "3"}}, "For {{years}}", "For 3 years"},
        {"one of a kind",
         {{"years", "1"}},
         "For {{years, plural, one {# year} other {# years}|long}}",
         "For 1 year"},
        {"many of a kind",
         {{"years", "1234"}},
         "For {{years, plural, one {# year} other {# years}|long}}",
         "For 1,234 years"},
        {"none of a kind", {}, "{{years, plural, one {# year} other {# years}|long}}", "long"},
        {"words by choice", {{"tool", "onnx"}}, "{{tool, select, onnx {It} other {That}}}", "It"},
        {"words by yes",
         {{"uses", "no"}},
         "{{uses, select, yes {Go on} other {Begin}|Say}}",
         "Begin"},
        {"yes", {{"uses", "yes"}}, "{{uses}}", "Yes"},
        {"promoter", {{"likely", "9"}}, "{{likely}}", "9"},
        {"date", {{"since", "2020-02-29"}}, "{{since}}", "2020-02-29"},
        {"two", {{"tool", "onnx"}, {"uses", "no"}}, "{{tool}}{{uses}}", "Label of onnxNo"},
        {"fallback", {}, "Why {{tool|your tool}}?", "Why your tool?"},
        {"no fallback", {}, "Why {{tool}}?", "Why …?"},
        {"does not apply", {{"uses", "no"}, {"why", "x"}}, "{{why|-}}", "-"},
        {"an answer is no pipe",
         {{"uses", "yes"}, {"why", "{{tool}}"}, {"tool", "onnx"}, {"_shown", "tool uses why"}},
         "{{why}}",
         "{{tool}}"},
        {"lines become one",
         {{"uses", "yes"}, {"why", "a\nb"}, {"_shown", "uses why"}},
         "{{why}}",
         "a b"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const State state = answered(study, row.form);
        EXPECT_EQ(piped(study, state.answers, row.text, TextFormat::plain), row.expected);
    }
}

TEST(PipingTest, SaysNumbersWithoutPowersOfTen) {
    const instrument::Number decimal{instrument::NumberKind::decimal, {}, {}, "km"};
    const Study study =
        StudyBuilder().page("first").item("n", decimal).calculated("third", "n / 3.0").build();
    struct Row {
        double n;
        const char* typed;
        const char* third;
    };
    for (const Row& row : {
             Row{1, "1 km", "0.333333"},
             Row{11111106, "11111106 km", "3703702"},
             Row{3e15, "3000000000000000 km", "1000000000000000"},
             Row{3e20, "300000000000000000000 km", "100000000000000000000"},
             Row{3e-7, "0.0000003 km", "0.0000001"},
             Row{29.9999999, "29.9999999 km", "10"},
             Row{-7.5, "-7.5 km", "-2.5"},
             Row{0, "0 km", "0"},
         }) {
        SCOPED_TRACE(row.typed);
        State state = fresh_state(study);
        state.answers[0].value = row.n;
        state.answers[1].value = row.n / 3;
        const auto said = [&](std::string_view text) {
            return piped(study, state.answers, text, TextFormat::plain);
        };
        EXPECT_EQ(said("{{n}}"), row.typed);
        EXPECT_EQ(said("{{third}}"), row.third);
    }
}

/// A text that is not translated stands in the study's own language, and so do its plurals.
TEST(PipingTest, PluralsGoByTheLanguageOfTheirText) {
    struct Row {
        const char* language;
        const char* years;
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"zh-Hans", "1", "{{years, plural, one {# year} other {# years}}}", "1 year"},
        {"zh-Hans", "1", "{{years, plural, other {#\u5e74}}}", "1\u5e74"},
        {"pl", "2", "{{years, plural, one {# rok} few {# lata} other {# lat}}}", "2 lata"},
        {"en", "1", "{{years, plural, one {# year} other {# years}}}", "1 year"},
    };
    Study study = piping_study();
    study.languages = {"en", "zh-Hans", "pl"};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        study.language = row.language;
        const State state = answered(study, {{"years", row.years}});
        const std::string said = piped(study, state.answers, row.text, TextFormat::plain);
        EXPECT_EQ(said, row.expected);
    }
}

TEST(PipingTest, ShortensLongTextsBetweenCharacters) {
    const Study study = piping_study();
    std::string text;
    for (int i = 0; i < 300; ++i) text += "é";
    const State state = answered(study, {{"uses", "yes"}, {"why", text}, {"_shown", "uses why"}});
    const std::string words = piped(study, state.answers, "{{why}}", TextFormat::plain);
    EXPECT_EQ(code_points(words), 201U);
    EXPECT_TRUE(words.ends_with("é…"));
}

TEST(PipingTest, EscapesMarkdown) {
    EXPECT_EQ(markdown_escaped("**a** <b>"), "\\*\\*a\\*\\* \\<b\\>");
    EXPECT_EQ(markdown_escaped("# é\n[x](y)"), "\\# é \\[x\\]\\(y\\)");
    EXPECT_TRUE(rc::check("no line and no bare punctuation", [](const std::string& text) {
        const std::string escaped = markdown_escaped(text);
        for (std::size_t i = 0; i < escaped.size(); ++i) {
            RC_ASSERT(escaped[i] != '\n');
            if (escaped[i] == '\\') {
                ++i;
                RC_ASSERT(i < escaped.size());
            } else {
                RC_ASSERT(std::string_view("*_<>[]()#`!&").find(escaped[i]) == std::string::npos);
            }
        }
    }));
}

TEST(PipingTest, EscapesWordsThatHangOnAnAnswer) {
    const Study study = piping_study();
    const State state = answered(study, {{"years", "2"}});
    EXPECT_EQ(
        piped(
            study,
            state.answers,
            "{{years, plural, one {<b>#</b>} other {*#* years}}}",
            TextFormat::markdown
        ),
        "\\*2\\* years"
    );
}

TEST(PipingTest, FillsEveryTextOfAnItem) {
    Study study = piping_study();
    Item& more = study.items.back();
    more.ask = "Which of {{tool}}?";
    more.hint = "As in {{years}}";
    instrument::options_in(more.kind)->front().label = "{{tool}} alone";
    const State state = answered(study, {{"tool", "onnx"}, {"years", "2"}});
    const int last = static_cast<int>(study.items.size()) - 1;
    const Item shown = shown_item(study, state.answers, last, {});
    EXPECT_EQ(shown.ask, "Which of Label of onnx?");
    EXPECT_EQ(shown.hint, "As in 2 years");
    EXPECT_EQ(instrument::options_of(shown.kind).front().label, "Label of onnx alone");
    EXPECT_EQ(instrument::options_of(shown.kind).front().code, "a");
}

TEST(PipingTest, WordsOfAnotherDirectionAreSetApart) {
    struct Row {
        const char* name;
        const char* typed;
        const char* text;
        const char* expected;
    };
    const Study study = piping_study();
    const Row rows[] = {
        {"one direction", "C++", "Why {{why}}?", "Why C++?"},
        {"right to left within left to right",
         "\u0645\u0631\u062D\u0628\u0627!",
         "Why {{why}}?",
         "Why \u2068\u0645\u0631\u062D\u0628\u0627!\u2069?"},
        {"left to right within right to left",
         "C++",
         "\u05DC\u05DE\u05D4 {{why}}?",
         "\u05DC\u05DE\u05D4 \u2068C++\u2069?"},
        {"an override ends with the words",
         "\u202Eabc",
         "Why {{why}}?",
         "Why \u2068\u202Eabc\u2069?"},
        {"no way out of it", "\u2069\u0645\u2067", "Why {{why}}?", "Why \u2068\u0645\u2069?"},
        {"the fallback is the study's own",
         "",
         "\u05DC\u05DE\u05D4 {{why|C++}}?",
         "\u05DC\u05DE\u05D4 C++?"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const State state =
            answered(study, {{"uses", "yes"}, {"why", row.typed}, {"_shown", "uses why"}});
        EXPECT_EQ(piped(study, state.answers, row.text, TextFormat::plain), row.expected);
    }
}

}  // namespace
}  // namespace querist::response
