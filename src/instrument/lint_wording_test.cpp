#include "instrument/reading_grade.hpp"
#include "instrument/reading_minutes.hpp"
#include "instrument/study_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using namespace fixture;

int found_in(const char* rule, const char* ask, const char* language = "en") {
    StudyBuilder builder;
    builder.study().language = language;
    builder.add(item("q", Text{}, ask));
    return count_of(lint(builder.build()), rule);
}

TEST(LintWordingTest, FindsSeveralQuestionsInOne) {
    for (const char* ask : {
             "Do you ever deploy directly from a deep learning framework such as PyTorch or "
             "TensorFlow? What do you consider when choosing between deploying from a DL framework "
             "vs. via ONNX?",
             "Are there other interoperability tools that you use, if so which ones?",
             "How and why do engineers use interoperability tools?",
             "Which tools do you use and how often do you use them?",
             "Do you build or do you buy?",
             "Do you use it? Please explain.",
             "Do you convert and/or deploy models?",
             "Do you convert models, and if yes, which?",
             "How satisfied are you with the speed and the accuracy of the tool?",
             "How would you rate its speed and accuracy?",
             "How easy was it to install and configure (in your own words)?",
             "Do you use or plan to use ONNX?",
             "Do you use ONNX, or are you using it and planning to leave it?",
         }) {
        SCOPED_TRACE(ask);
        EXPECT_EQ(found_in("double-barrelled", ask), 1);
    }
}

/// The places of placeholders in a study with this ethics approval, question and last page.
std::vector<std::string> placeholders(
    const std::string& approval,
    const std::string& ask,
    const std::string& thanks,
    const std::string& language = "en"
) {
    const std::string yaml =
        "querist: 1\nid: s\ntitle: S\nlanguage: " + language +
        "\nresearch questions: [{id: rq, text: Why?}]\nthanks: thanks.md\n"
        "consent:\n  text: Yes?\n  ethics approval: " +
        approval + "\ninstrument:\n  pages:\n    - id: one\n      items:\n        - id: q\n" +
        "          ask: " + ask +
        "\n          kind: single choice\n          choices: [{a: None yet}, {b: Some}]\n"
        "          acknowledged: [{rule: no-other, reason: TBD}]\n";
    const LoadedStudy loaded =
        load_study({{"study.yaml", yaml}, {"thanks.md", thanks}}, "studies/s");
    std::vector<std::string> places;
    if (!loaded.study) return {describe(loaded.problems.front())};
    for (const Finding& one : lint(*loaded.study).findings) {
        if (one.problem.code != "lint.placeholder-text") continue;
        const Place& at = one.problem.place;
        places.push_back(
            fmt::format("{}:{}:{} {}", at.file, at.line, at.column, one.problem.message)
        );
    }
    return places;
}

TEST(LintWordingTest, FindsPlaceholdersWhereTheyStand) {
    struct Row {
        const char* name;
        std::vector<std::string> found;
        std::vector<std::string> expected;
    };
    const std::string approval =
        "studies/s/study.yaml:9:20 \"ethics approval\" still holds a placeholder: ";
    for (const Row& row : {
             Row{"nothing", placeholders("IRB 7", "How many?", "# Thank you\n"), {}},
             Row{"none yet",
                 placeholders("None yet; it comes", "How many?", "Bye.\n"),
                 {approval + "\"None yet\""}},
             Row{"to be decided",
                 placeholders("To be decided", "How many?", "Bye.\n"),
                 {approval + "\"To be decided\""}},
             Row{"in a question",
                 placeholders("IRB 7", "\"How many, [...]?\"", "Bye.\n"),
                 {"studies/s/study.yaml:15:27 \"ask\" still holds a placeholder: \"[...]\""}},
             Row{"in a question over two lines",
                 placeholders("IRB 7", "How many\n            lorem\n            ipsum?", "Bye.\n"),
                 {"studies/s/study.yaml:15:16 \"ask\" still holds a placeholder: \"How many\n"
                  "            lorem\n            ipsum?\""}},
             Row{"in a message",
                 placeholders("IRB 7", "How many?", "# Bye\n\nFür TBD, and\nYour name here.\n"),
                 {"studies/s/thanks.md:3:5 the text still holds a placeholder: \"TBD\"",
                  "studies/s/thanks.md:4:1 the text still holds a placeholder: \"Your name here\""}
             },
             Row{"words that only hold the letters",
                 placeholders("IRB TODOS-1", "How many todo lists?", "xxx, TBDs, none yetis\n"),
                 {}},
             Row{"Spanish", placeholders("Para todo", "Cuanto, todo?", "None yet\n", "es"), {}},
             Row{"in any language",
                 placeholders("TBD", "Cuanto?", "Todo.\n", "es"),
                 {approval + "\"TBD\""}},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(row.found, row.expected);
    }
}

TEST(LintWordingTest, LeavesSingleQuestionsAlone) {
    for (const char* ask : {
             "How many years have you worked on ML?",
             "How would you rate your expertise in ML:",
             "What is the size of your organization?",
             "What deployment contexts do you work on?",
             "Which framework do you use for model development?",
             "Do you use ONNX as part of your model development and deployment process?",
             "For what purposes do you use ONNX?",
             "How often do you encounter the following problems while using ONNX models? (Likert "
             "scale, with \"Never/Rarely/Occasionally/Regularly)",
             "When you encounter one of these problems, how do you address it?",
             "Which of these tools and libraries do you use?",
             "How satisfied are you with your research and development department?",
             "How important is the balance between speed and accuracy?",
             "How useful are converters (such as MMdnn and NNEF)?",
             "How useful are converters such as MMdnn and NNEF?",
             "How happy are you that both tools and models are free?",
             "How many models and tools do you use?",
             "Do you want or plan to change your tools?",
             "What do you plan to use?",
             "Do you work when and where others work?!",
         }) {
        SCOPED_TRACE(ask);
        const bool last = std::string_view(ask).starts_with("Do you work when");
        EXPECT_EQ(found_in("double-barrelled", ask), last ? 1 : 0);
    }
    EXPECT_EQ(found_in("double-barrelled", "Wie und warum?", "de"), 0) << "English words only";
    EXPECT_EQ(found_in("double-barrelled", "Wie? Und warum?", "de"), 1)
        << "two marks in any language";
}

TEST(LintWordingTest, FindsLeadingQuestions) {
    EXPECT_EQ(found_in("leading", "Don’t you think that conversion is hard?"), 1);
    EXPECT_EQ(found_in("leading", "Do you agree that conversion is hard?"), 1);
    EXPECT_EQ(found_in("leading", "How hard is conversion?"), 0);
    EXPECT_EQ(found_in("leading", "How great is the number of models?"), 1);
}

TEST(LintWordingTest, FindsHardReading) {
    EXPECT_EQ(
        found_in(
            "reading-grade",
            "To what extent does organizational standardization necessitate interoperability "
            "considerations regarding heterogeneous deployment infrastructures?"
        ),
        1
    );
    EXPECT_EQ(
        found_in("reading-grade", "How often do you use these tools in your work each week?"), 0
    );
    EXPECT_EQ(found_in("reading-grade", "Interoperability considerations?"), 0)
        << "too short to judge";
}

TEST(ReadingGradeTest, CountsSyllables) {
    struct Row {
        const char* word;
        int syllables;
    };
    for (const Row& row : {
             Row{"the", 1},         Row{"one", 1},        Row{"years", 1},
             Row{"rate", 1},        Row{"table", 2},      Row{"model", 2},
             Row{"process", 2},     Row{"used", 1},       Row{"started", 2},
             Row{"crashes", 2},     Row{"times", 1},      Row{"expertise", 3},
             Row{"development", 4}, Row{"deployment", 3}, Row{"interoperability", 8},
             Row{"ML", 2},          Row{"a", 1},          Row{"me", 1},
             Row{"rhythm", 1},      Row{"42", 1},
         }) {
        EXPECT_EQ(syllables_of(row.word), row.syllables) << row.word;
    }
}

TEST(ReadingGradeTest, CountsSentences) {
    struct Row {
        const char* text;
        int words;
        int sentences;
    };
    for (const Row& row : {
             Row{"", 0, 0},
             Row{"One two three", 3, 1},
             Row{"One two. Three four? Five!", 5, 3},
             Row{"Crashes (e.g., a model that fails).", 7, 1},
             Row{"A DL framework vs. via ONNX?", 6, 1},
             Row{"# Title\n\nA text without stop\n\n- a point", 7, 3},
         }) {
        SCOPED_TRACE(row.text);
        const TextCounts counts = text_counts(row.text);
        EXPECT_EQ(counts.words, row.words);
        EXPECT_EQ(counts.sentences, row.sentences);
    }
}

TEST(ReadingGradeTest, FollowsKincaidsFormula) {
    // 0.39 x 100 / 5 + 11.8 x 150 / 100 - 15.59 = 7.8 + 17.7 - 15.59
    EXPECT_NEAR(flesch_kincaid_grade({.words = 100, .sentences = 5, .syllables = 150}), 9.91, 1e-9);
    EXPECT_EQ(flesch_kincaid_grade({}), 0);
    EXPECT_EQ(flesch_kincaid_grade({.words = 1, .sentences = 1, .syllables = 1}), 0);
    Study german;
    german.language = "de";
    german.thanks = "Interoperability considerations predominate.";
    EXPECT_EQ(reading_grade(german), 0);
}

TEST(ReadingMinutesTest, AddsReadingAndAnswering) {
    struct Row {
        const char* name;
        Kind kind;
        double seconds;  // beyond reading
    };
    const double typed = 60 / words_typed_a_minute;
    for (const Row& row : {
             Row{"single", SingleChoice{options({"a", "b"})}, 0.5 + choose_seconds},
             Row{"several",
                 SeveralChoices{options({"a", "b", "c", "d", "e", "f"}), {}, {}},
                 1.5 + 2 * choose_seconds},
             Row{"yes/no", YesNo{}, choose_seconds},
             Row{"grid", Grid{options({"a", "b"}), options({"x", "y"})}, 1 + 2 * choose_seconds},
             Row{"short text", Text{}, choose_seconds + short_text_words * typed},
             Row{"long text",
                 Text{TextLength::paragraphs, 500},
                 choose_seconds + long_text_words * typed},
             Row{"number", Number{}, number_seconds},
             Row{"consent", Consent{"I agree"}, 0.5 + choose_seconds},
             Row{"information", Information{}, 0},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_NEAR(item_seconds(item("q", row.kind, "Four words to read")), 1 + row.seconds, 1e-9);
    }
}

TEST(ReadingMinutesTest, CountsTheLongerOfTwoBranches) {
    const auto minutes = [](const char* first, const char* second) {
        StudyBuilder builder;
        builder.add(item("used", YesNo{}));
        builder.page("", first).add(item("a", Text{TextLength::paragraphs, 500}));
        builder.page("", second).add(item("b", Text{TextLength::one_line, 500}));
        const Study study = builder.build();
        return estimated_minutes(study, std::vector<bool>(study.items.size(), true));
    };
    EXPECT_LT(minutes("used", "!used"), minutes("used", "used"));
    EXPECT_DOUBLE_EQ(minutes("used", "used"), minutes("", ""));
    EXPECT_DOUBLE_EQ(minutes("used", "!used"), minutes("!used", "used"));
}

TEST(LintBurdenTest, FindsLongStudies) {
    StudyBuilder builder;
    for (int i = 0; i < 20; ++i) {
        builder.add(item("q" + std::to_string(i), Text{TextLength::paragraphs, 500}));
    }
    const LintReport report = lint(builder.build());
    EXPECT_GT(report.minutes, 15);
    EXPECT_EQ(count_of(report, "too-long"), 1);
}

}  // namespace
}  // namespace querist::instrument
