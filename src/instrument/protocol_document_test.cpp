#include "instrument/protocol_document.hpp"
#include "golden/golden.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace querist::instrument {
namespace {

using namespace fixture;

/// Every kind, condition and note once, with labels that would break careless Markdown and HTML.
Study small_study() {
    StudyBuilder builder;
    Study& study = builder.study();
    study.title = "Tools & <habits>: a *small* study";
    study.population = Population{
        .text = "Engineers in 3 < n companies.",
        .strata = {{"pro", "PRO accounts"}, {"normal", "Normal accounts"}},
        .added = "The protocol does not name the strata.",
        .place = {}
    };
    study.recruitment = Recruitment{"We write to them_all.", {}};
    Compensation card;
    card.id = "card";
    card.text = "A $10 gift card.";
    card.amount = Money{.minor_units = 1000, .currency = "USD"};
    card.form = "gift card";
    card.recipients = "participants";
    study.compensation = {card};
    study.consent->text =
        "# Welcome\n\nThis is *voluntary*.<script>alert(1)</script>\n\n- [ask](javascript:x)\n";
    study.consent->added = "The protocol has no consent text.";
    study.refused = "No problem.";
    study.acknowledged = {{"no-none", "Everybody uses some tool.", {"study.yaml", 40, 3}}};

    Option novice = option("Novice");
    novice.description = "I'm just starting out.";
    Option late = option("Not <yet> `known` | *maybe*");
    late.added = "The list had a hole.";
    builder.page("Demographic Questions");
    Item role = item(
        "role",
        SingleChoice{{novice, late, other(), declined()}},
        "How would you rate your expertise?"
    );
    role.number = "1";
    role.describes_sample = true;
    role.serves.clear();
    role.note = "[https://example.org/sectors]";
    builder.add(role);
    Item used = item("used", YesNo{}, "Do you use it?");
    used.number = "2";
    used.requirement = Requirement::required;
    used.acknowledged = {{"required-item", "The next page depends on it.", {}}};
    builder.add(used);
    builder.page("Tool Questions", "used");
    builder.study().pages.back().text = "Now about **tools**.";
    Item tools =
        item("tools", SeveralChoices{options({"A", "B"}), 1, 2}, "Which tools?\nTick all.");
    tools.number = "1";
    tools.hint = "Those of last week.";
    builder.add(tools).offered_when(1, "role == \"" + novice.code + "\"");
    Item problems = item(
        "problems",
        Grid{with(options({"Crashes"}), other()), options({"Never", "Rarely", "Often"})},
        "How often?"
    );
    problems.number = "2";
    builder.add(problems, "size(tools) > 1");
    Item years = item("years", Number{NumberKind::whole, 0, 60, "years"}, "For how long?");
    builder.add(years, "", "years < 50");
    builder.page().add(
        item("remedy", Text{TextLength::paragraphs, 2000}, "What do you do then?"),
        "problems.exists(row, problems[row] != \"c1\")"
    );
    Item agree = item("agree", Consent{"I am 18 or older"}, "Your age");
    agree.added = "Ethics boards ask for it.";
    builder.add(agree).add(item("end", Information{}, "That was all."));
    Study made = builder.build();
    made.version = sha256("a fixed version");
    return made;
}

TEST(ToldTest, MinutesAreWholeAndGradesAreThere) {
    EXPECT_EQ(told_minutes(0), 1);
    EXPECT_EQ(told_minutes(2.0), 2);
    EXPECT_EQ(told_minutes(2.1), 3);
    EXPECT_EQ(told_reading_grade(0), "");
    EXPECT_EQ(told_reading_grade(0.01), "");
    EXPECT_EQ(told_reading_grade(2.66), "2.7");
}

TEST(ProtocolDocumentTest, MarkdownSaysEverything) {
    const Study study = small_study();
    EXPECT_GOLDEN("instrument/small-protocol.md", protocol_markdown(study, lint(study)));
}

TEST(ProtocolDocumentTest, HtmlSaysEverything) {
    const Study study = small_study();
    EXPECT_GOLDEN("instrument/small-protocol.html", protocol_html(study, lint(study)));
}

TEST(ProtocolDocumentTest, MarkdownShowsTheWordsLiterally) {
    const Study study = small_study();
    const std::string html = markdown_html(protocol_markdown(study, lint(study)));
    for (const char* words :
         {"Tools &amp; &lt;habits&gt;: a *small* study",
          "Not &lt;yet&gt; `known` | *maybe*",
          "We write to them_all.",
          "Engineers in 3 &lt; n companies."}) {
        EXPECT_NE(html.find(words), std::string::npos) << words;
    }
    EXPECT_EQ(html.find("<script"), html.npos);
    EXPECT_EQ(html.find("javascript:"), html.npos);
}

TEST(ProtocolDocumentTest, LettersGoOnAfterZ) {
    EXPECT_EQ(protocol::letter(0), "a");
    EXPECT_EQ(protocol::letter(25), "z");
    EXPECT_EQ(protocol::letter(26), "aa");
    EXPECT_EQ(protocol::letter(52), "ba");
}

TEST(ProtocolDocumentTest, FindsAddressesInWords) {
    struct Row {
        const char* text;
        std::vector<std::string> parts;
    };
    for (const Row& row : {
             Row{"[https://example.org/a-b]", {"[", "https://example.org/a-b", "]"}},
             Row{"See https://example.org.", {"See ", "https://example.org", "."}},
             Row{"http://a.b", {"http://a.b"}},
             Row{"no address", {"no address"}},
             Row{"", {}},
         }) {
        SCOPED_TRACE(row.text);
        const protocol::Line line = protocol::linked(row.text);
        std::vector<std::string> parts;
        for (const protocol::Span& span : line) {
            parts.push_back(span.text);
            EXPECT_EQ(span.style == protocol::Style::link, span.text.starts_with("http"));
        }
        EXPECT_EQ(parts, row.parts);
    }
}

StudyFiles files_of(const std::filesystem::path& folder) {
    StudyFiles files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files[entry.path().lexically_relative(folder).generic_string()] =
            std::string(std::istreambuf_iterator<char>(in), {});
    }
    return files;
}

class OnnxStudyTest : public testing::Test {
protected:
    static Study onnx_study() {
        const std::filesystem::path folder =
            std::filesystem::path(QUERIST_SOURCE_DIR) / "studies" / "onnx-interop";
        LoadedStudy loaded = load_study(files_of(folder), "studies/onnx-interop");
        for (const Problem& problem : loaded.problems) ADD_FAILURE() << describe(problem);
        return loaded.study ? std::move(*loaded.study) : Study{};
    }
};

TEST_F(OnnxStudyTest, EveryFindingIsAcknowledged) {
    const LintReport report = lint(onnx_study());
    for (const Finding& finding : report.findings) {
        if (finding.acknowledged.empty()) ADD_FAILURE() << describe(finding.problem);
    }
    for (const char* rule : {"double-barrelled", "ambiguous-compensation"}) {
        EXPECT_GT(count_of(report, rule), 0) << rule;
    }
}

TEST_F(OnnxStudyTest, IsPrintedWhole) {
    const Study study = onnx_study();
    const LintReport report = lint(study);
    EXPECT_GOLDEN("instrument/onnx-protocol.md", protocol_markdown(study, report));
    EXPECT_GOLDEN("instrument/onnx-protocol.html", protocol_html(study, report));
}

}  // namespace
}  // namespace querist::instrument
