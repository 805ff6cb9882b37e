#include "report/report.hpp"

#include "fixtures/every_kind.hpp"
#include "fixtures/further_kinds.hpp"
#include "golden/golden.hpp"
#include "report/laid_table.hpp"
#include "report/latex_text.hpp"
#include "report/numbered.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace querist::report {
namespace {

Report every_kind_report() {
    const instrument::Study study = fixtures::every_kind_study();
    const ReportFacts facts{
        .origin = response::Origin::synthetic,
        .visits = 31,
        .left_out = {{response::Disposition::refused, 2}, {response::Disposition::screened_out, 1}},
        .notes = {}
    };
    return build_report(study, fixtures::every_kind_table(study), facts);
}

Report further_kinds_report() {
    const instrument::Study study = fixtures::further_kinds_study();
    const ReportFacts facts{
        .origin = response::Origin::synthetic,
        .visits = 12,
        .left_out = {{response::Disposition::screened_out, 1}},
        .notes = {}
    };
    return build_report(study, fixtures::further_kinds_table(study), facts);
}

std::string joined(const std::vector<ReportFile>& files) {
    std::string all;
    for (const ReportFile& file : files) all += "== " + file.name + "\n" + file.bytes;
    return all;
}

TEST(TableFilesTest, HoldEveryTablesNumbersWithTheirBases) {
    EXPECT_GOLDEN("report/every-kind.tables.csv", joined(table_files(every_kind_report())));
    EXPECT_GOLDEN("report/further-kinds.tables.csv", joined(table_files(further_kinds_report())));
}

TEST(TableFilesTest, HaveAsManyCellsInEveryLineAsHeads) {
    for (const ReportFile& file : table_files(further_kinds_report())) {
        SCOPED_TRACE(file.name);
        std::set<std::int64_t> counts;
        std::int64_t commas = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < file.bytes.size(); ++i) {
            const char c = file.bytes[i];
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == ',') ++commas;
            if (c == '\n') counts.insert(std::exchange(commas, 0));
        }
        EXPECT_EQ(counts.size(), 1U);
        EXPECT_TRUE(file.bytes.ends_with("\r\n"));
    }
}

TEST(TableFilesTest, AreNamedApart) {
    std::set<std::string> names;
    for (const NumberedTable& one : numbered_tables(every_kind_report())) {
        EXPECT_TRUE(names.insert(one.name).second) << one.name;
    }
}

TEST(FigureFilesTest, StandAloneWithWordsAndStamp) {
    const std::vector<ReportFile> files = figure_files(every_kind_report());
    ASSERT_FALSE(files.empty());
    for (const ReportFile& file : files) {
        SCOPED_TRACE(file.name);
        EXPECT_TRUE(file.bytes.starts_with("<?xml"));
        EXPECT_NE(file.bytes.find("<title id=\"title\">"), std::string::npos);
        EXPECT_NE(file.bytes.find("<desc id=\"description\">"), std::string::npos);
        EXPECT_NE(file.bytes.find("Synthetic data, version"), std::string::npos);
        EXPECT_EQ(file.bytes.find("var(--"), std::string::npos) << "converters know no variables";
    }
    EXPECT_GOLDEN("report/every-kind.problems.svg", [&] {
        return std::ranges::find(files, "item-problems.svg", &ReportFile::name)->bytes;
    }());
}

TEST(LatexTest, EveryKindAndGap) {
    EXPECT_GOLDEN("report/every-kind.tex", render_latex(every_kind_report()));
}

TEST(LatexTest, TakesNothingForACommand) {
    struct Row {
        const char* name;
        const char* text;
        const char* expected;
    };
    for (const Row& row : {
             Row{"plain", "Größe, 12", "Größe, 12"},
             Row{"specials",
                 "\\{}$&#%_^~",
                 "\\textbackslash{}\\{\\}\\$\\&\\#\\%\\_\\textasciicircum{}\\textasciitilde{}"},
             Row{"quotes", "\"'`", "\\textquotedbl{}\\textquotesingle{}\\textasciigrave{}"},
             Row{"options of a row", "[x]*", "{[}x{]}{*}"},
             Row{"ligatures", "a--b <<c>> ,,", "a-{}-b <{}<c>{}> ,{},"},
             Row{"line end", "a\nb", "a\\lineend{}b"},
             Row{"control", "a\x01\tb\r", "a  b"},
             Row{"Chinese", "尺寸 ok", "\\cjktext{尺寸} ok"},
             Row{"emoji", "ok 🙂\xEF\xB8\x8F!", "ok \\emojitext{🙂}!"},
             Row{"Hebrew with a space", "שלום עולם, ok", "\\rtltext{שלום עולם}, ok"},
             Row{"direction marks",
                 "a\xE2\x80\xAE"
                 "b",
                 "ab"},
             Row{"combining mark", "e\xCC\x81x", "\\othertext{e\xCC\x81}x"},
             Row{"not UTF-8", "a\xFFz", "a\\othertext{\xEF\xBF\xBD}z"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(latex_text(row.text), row.expected);
    }
}

}  // namespace
}  // namespace querist::report
