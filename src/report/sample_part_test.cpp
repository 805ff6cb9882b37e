#include "report/report.hpp"

#include "fixtures/every_kind.hpp"
#include "golden/golden.hpp"
#include "report/sample_part.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace querist::report {
namespace {

using recruitment::Code;
using recruitment::SampleTally;
using recruitment::Step;

/// Two strata in two waves: 40 released, of 60 drawn.
SampleFacts sample_of_two_strata() {
    SampleTally tally(2);
    for (int wave = 1; wave <= 2; ++wave) {
        tally.add(0, wave, {Code::complete, Step::counted}, 4);
        tally.add(0, wave, {Code::nothing_returned, Step::delivered}, 6);
        tally.add(1, wave, {Code::complete, Step::counted}, 1);
        tally.add(1, wave, {Code::break_off, Step::started}, 1);
        tally.add(1, wave, {Code::undelivered, Step::invited}, 2);
        tally.add(1, wave, {Code::nothing_returned, Step::delivered}, 6);
    }
    tally.add(0, std::nullopt, {}, 20);
    return {
        .strata =
            {{.name = "pro", .in_frame = 200, .drawn = 30},
             {.name = "normal", .in_frame = 1'800, .drawn = 30}},
        .rates = recruitment::sample_rates(tally),
        .no_answers = {}
    };
}

Report report_of(std::optional<SampleFacts> sample) {
    const instrument::Study study = fixtures::every_kind_study();
    ReportFacts facts;
    facts.sample = std::move(sample);
    return build_report(study, fixtures::every_kind_table(study), facts);
}

const LaidTable& table_named(const Supplement& part, std::string_view title) {
    const auto found = std::ranges::find(part.tables, title, &LaidTable::title);
    if (found == part.tables.end()) throw std::out_of_range(std::string(title));
    return *found;
}

TEST(SamplePartTest, TellsFlowDispositionsRatesAndTheFrame) {
    const Report report = report_of(sample_of_two_strata());
    const Supplement part = sample_part(report);
    EXPECT_EQ(
        part.answer,
        "10 of 40 released cases completed the questionnaire: RR1 = 25.0% (10 of 40); "
        "RR6 = 83.3% (10 of 12)."
    );
    const LaidTable& frame = table_named(part, "The frame and the respondents");
    ASSERT_EQ(frame.rows.size(), 2U);
    EXPECT_EQ(frame.rows[0].cells[4].text, "+70.0 points");
    const LaidTable& rates = table_named(part, "Outcome rates");
    EXPECT_EQ(rates.columns.size(), 6U) << "all, two strata, two waves";
    EXPECT_EQ(rates.rows[0].cells[2].text, "40.0%");
    EXPECT_EQ(rates.rows[0].cells[2].small, "8 of 20");
    const LaidTable& codes = table_named(part, "Dispositions of the cases");
    EXPECT_EQ(codes.rows[0].cells[0].text, "1.1 complete");
    EXPECT_EQ(codes.rows.back().cells[1].text, "40");
}

TEST(SamplePartTest, SaysWhereVersionsAreCountedTogether) {
    Report report = report_of(sample_of_two_strata());
    const auto says_so = [&](std::string_view title) {
        const Supplement part = sample_part(report);
        const auto& notes = table_named(part, title).notes;
        return std::ranges::any_of(notes, [](const std::string& note) {
            return note.contains("responses of 2 versions");
        });
    };
    report.versions.resize(1);
    for (const char* title : {"Outcome rates", "Dispositions of the cases"}) {
        EXPECT_FALSE(says_so(title)) << title;
    }
    report.versions.resize(2);
    for (const char* title : {"Outcome rates", "Dispositions of the cases"}) {
        EXPECT_TRUE(says_so(title)) << title;
    }
}

/// Two strata in one wave: who completed and who was silent in each.
SampleFacts sample_of(std::array<std::int64_t, 2> complete, std::array<std::int64_t, 2> silent) {
    SampleTally tally(2);
    for (std::size_t h = 0; h < 2; ++h) {
        tally.add(h, 1, {Code::complete, Step::counted}, complete.at(h));
        tally.add(h, 1, {Code::nothing_returned, Step::delivered}, silent.at(h));
    }
    return {
        .strata =
            {{.name = "pro", .in_frame = 200, .drawn = 30},
             {.name = "normal", .in_frame = 1'800, .drawn = 30}},
        .rates = recruitment::sample_rates(tally),
        .no_answers = {}
    };
}

TEST(SamplePartTest, ComparesRespondentsWithWhatTheDesignExpects) {
    struct Row {
        const char* name;
        SampleFacts sample;
        const char* says;  ///< R's chisq.test, with p as in the name.
        bool unequal;
        bool too_low;
    };
    for (const Row& row : {
             Row{"as in the frame: c(4, 1), p = c(.1, .9)",
                 sample_of({4, 1}, {0, 35}),
                 "X² = 27.22, 1 degree of freedom, p < 0.001",
                 false,
                 true},
             Row{"a size that was rounded: c(1, 9), p = c(.1, .9)",
                 sample_of({1, 9}, {2, 12}),
                 "X² = 0, 1 degree of freedom",
                 false,
                 true},
             Row{"as many of both strata: c(8, 2), p = c(.5, .5)",
                 sample_of({8, 2}, {12, 18}),
                 "X² = 3.6, 1 degree of freedom, p = 0.058",
                 true,
                 false},
         }) {
        SCOPED_TRACE(row.name);
        const Supplement part = sample_part(report_of(row.sample));
        const std::string& note = table_named(part, "The frame and the respondents").notes.at(0);
        EXPECT_TRUE(note.contains(row.says)) << note;
        EXPECT_EQ(note.contains("with the released and not with the frame"), row.unequal) << note;
        EXPECT_EQ(note.contains("too low"), row.too_low) << note;
    }
}

/// By what people work for, and by where they live, of which nothing can be told.
SampleFacts sample_with_comparisons() {
    SampleFacts sample = sample_of_two_strata();
    sample.comparisons = {
        {.id = "employer",
         .text = "What they work for",
         .groups =
             {{{"", "archive", "bank", "church", "club"}, 100, 3, 2},
              {{"company"}, 1'500, 25, 4},
              {{"club", "university"}, 400, 10, 4}}},
        {.id = "country", .text = "Country", .groups = {}}
    };
    return sample;
}

TEST(SamplePartTest, ComparesByFurtherColumnsOfTheFrame) {
    const Supplement part = sample_part(report_of(sample_with_comparisons()));
    const LaidTable& table = table_named(part, "The frame and the respondents: What they work for");
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0].cells[0].text, "not told + archive + bank and 2 others");
    EXPECT_EQ(table.rows[0].cells[4].text, "+15.0 points");
    EXPECT_EQ(table.rows[2].cells[0].text, "club + university");
    // The design released both strata alike. R: chisq.test(c(2, 4, 4), p = c(3, 25, 10) / 38)
    EXPECT_TRUE(table.notes.at(0).contains("X² = 3.579, 2 degrees of freedom")) << table.notes[0];
    EXPECT_TRUE(table.notes.at(0).contains("with the released and not with the frame"));
    EXPECT_TRUE(table.notes.at(1).contains("not told + archive + bank + church + club."));
    EXPECT_TRUE(table.notes.at(2).contains("told apart"));
    EXPECT_EQ(
        table.notes.at(3), "2 cases are left out, of people who want no mail or were forgotten."
    );
    ASSERT_EQ(part.notes.size(), 1U);
    EXPECT_TRUE(part.notes[0].contains("“Country”")) << part.notes[0];
}

TEST(SamplePartTest, IsPrintedInEveryFormat) {
    const Report report = report_of(sample_of_two_strata());
    const std::string html = render_html(report);
    const std::string markdown = render_markdown(report);
    EXPECT_TRUE(html.contains("From the sample to the responses"));
    EXPECT_TRUE(html.contains("Opened the questionnaire"));
    EXPECT_TRUE(markdown.contains("figures/part-sampled.svg"));
    EXPECT_TRUE(render_latex(report).contains("part-sampled"));
    EXPECT_EQ(html, render_html(report_of(sample_of_two_strata()))) << "the same bytes";
    const std::size_t begins = markdown.find("# From the sample to the responses");
    ASSERT_NE(begins, std::string::npos);
    const std::size_t ends = markdown.find("\n## ", begins + 3);
    EXPECT_GOLDEN("report/sample.md", markdown.substr(begins, ends - begins));
    const std::string compared = render_markdown(report_of(sample_with_comparisons()));
    const std::size_t table = compared.find("The frame and the respondents: What they work for");
    ASSERT_NE(table, std::string::npos);
    EXPECT_GOLDEN(
        "report/sample-compared.md", compared.substr(table, compared.find("\n## ", table) - table)
    );
    EXPECT_TRUE(render_html(report_of(sample_with_comparisons())).contains("What they work for"));
    const std::vector<ReportFile> figures = figure_files(report);
    const auto flow = std::ranges::find(figures, "part-sampled.svg", &ReportFile::name);
    ASSERT_NE(flow, figures.end());
    EXPECT_GOLDEN("report/sample-flow.svg", flow->bytes);
}

TEST(SamplePartTest, SaysWhatIsNotKnown) {
    SampleFacts sample = sample_of_two_strata();
    sample.no_answers = "The study is anonymous.";
    const Supplement anonymous = sample_part(report_of(sample));
    EXPECT_EQ(anonymous.answer, "The study is anonymous.");
    EXPECT_EQ(anonymous.tables.size(), 2U) << "no rates of answers";
    sample.no_answers.clear();
    sample.unlinked = Instant(std::chrono::days(20'785));
    const Supplement unlinked = sample_part(report_of(sample));
    ASSERT_EQ(unlinked.notes.size(), 1U);
    EXPECT_TRUE(unlinked.notes[0].contains("kept on 2026-11-28")) << unlinked.notes[0];
}

TEST(SamplePartTest, SaysThatCountsAreLost) {
    SampleFacts lost;
    lost.no_answers = "The counts that were kept are lost.";
    lost.unlinked = Instant(std::chrono::days(20'785));
    const Report report = report_of(lost);
    EXPECT_FALSE(report.sample_flow);
    const Supplement part = sample_part(report);
    EXPECT_EQ(part.answer, "The counts that were kept are lost.");
    EXPECT_TRUE(part.tables.empty());
    EXPECT_TRUE(part.notes.empty());
    EXPECT_TRUE(render_markdown(report).contains("The counts that were kept are lost."));
}

TEST(SamplePartTest, IsNotThereWithoutASample) {
    EXPECT_FALSE(render_html(report_of(std::nullopt)).contains("From the sample"));
}

}  // namespace
}  // namespace querist::report
