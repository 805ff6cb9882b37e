#include "instrument/faulty_study_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace querist::instrument {
namespace {

using namespace faulty;

TEST(StudyFilesTest, ReportsWhatStandsBeforeASyntaxErrorAndNothingThatItHides) {
    const LoadedStudy loaded = load(
        "querist: 1\nid: A B\ntitel: A\ninstrument:\n  pages:\n    - id: one\n      items:\n"
        "        - id: q\n          ask: @Q\n"
    );
    EXPECT_EQ(
        told(loaded),
        "study.bad-id 2:5 \"A B\" cannot be an id here\n"
        "study.unknown-key 3:1 \"titel\" is no key of the study\n"
        "study.syntax 9:16 a text that begins with @ is not in quotes\n"
    );
}

TEST(StudyFilesTest, StopsAtBombsAndDepth) {
    std::string bomb = "a: &a [x, x, x]\n";
    for (char c = 'b'; c < 'z'; ++c) {
        const char before = static_cast<char>(c - 1);
        bomb += fmt::format("{}: &{} [*{}, *{}, *{}]\n", c, c, before, before, before);
    }
    for (const auto& [name, yaml] : std::vector<std::pair<const char*, std::string>>{
             {"aliases", bomb},
             {"brackets", std::string(100'000, '[')},
             {"braces", std::string(100'000, '{')},
             {"bracket lines",
              [] {
                  std::string text;
                  for (int i = 0; i < 100'000; ++i) text += "[\n";
                  return text;
              }()},
             {"dashes",
              [] {
                  std::string text;
                  for (int i = 0; i < 100'000; ++i) text += "- ";
                  return text;
              }()},
             {"questions",
              [] {
                  std::string text;
                  for (int i = 0; i < 100'000; ++i) text += "? ";
                  return text;
              }()}
         }) {
        SCOPED_TRACE(name);
        const LoadedStudy loaded = load(yaml);
        EXPECT_FALSE(loaded.study.has_value());
        EXPECT_FALSE(loaded.problems.empty());
        EXPECT_LE(loaded.problems.size(), limits::study_problems_max + 1);
    }
}

TEST(StudyFilesTest, VersionCoversTheFilesThatTheStudyNames) {
    const std::string yaml = with_top("thanks: messages/thanks.md\n");
    const StudyFiles files = {
        {"study.yaml", yaml}, {"messages/thanks.md", "Thanks.\n"}, {"notes.md", "not part of it\n"}
    };
    const LoadedStudy loaded = load_study(files, "studies/a");
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    EXPECT_EQ(
        loaded.study->manifest,
        fmt::format(
            R"([{{"path":"messages/thanks.md","sha256":"{}"}},)"
            R"({{"path":"study.yaml","sha256":"{}"}}])",
            sha256("Thanks.\n").hex(),
            sha256(yaml).hex()
        )
    );
    EXPECT_EQ(loaded.study->version, sha256(loaded.study->manifest));
    EXPECT_EQ(loaded.study->thanks, "Thanks.\n");
    StudyFiles kept = files;
    kept.erase("notes.md");
    EXPECT_EQ(loaded.study->files, kept);
    EXPECT_EQ(load_study(kept, "").study->version, loaded.study->version);
}

TEST(StudyFilesTest, PlacesProblemsOfNamedFilesInThem) {
    const LoadedStudy loaded = load_study(
        {{"study.yaml", with_top("thanks: messages/thanks.md\n")},
         {"messages/thanks.md", "Thanks,\ncaf\xe9\n"}},
        "studies/a"
    );
    ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
    EXPECT_EQ(loaded.problems[0].place, (Place{"studies/a/messages/thanks.md", 2, 4}));
}

TEST(StudyFilesTest, CuresFitTheFault) {
    struct Row {
        const char* name;
        std::string item;
        const char* message;
        const char* cure;
    };
    for (const Row& row : {
             Row{"less than nothing",
                 "kind: long text, characters max: -5",
                 "-5 is not between 1 and 10000",
                 "write a number from 1 to 10000"},
             Row{"more than a line",
                 "kind: short text, characters max: 501",
                 "501 is not between 1 and 500",
                 "write a smaller number, or change the kind to \"long text\""},
             Row{"beyond whole numbers",
                 "kind: number, maximum: 100000000000000000000000",
                 "100000000000000000000000 is beyond the numbers that can be answered",
                 "write a number from -9007199254740991 to 9007199254740991"},
             Row{"beyond a double",
                 "kind: number, maximum: 1e400",
                 "YAML tools read 1e400 as a number beyond what computers keep",
                 "write plain digits, as in 10"},
             Row{"zero-width space",
                 "kind: yes/no, hi\xE2\x80\x8Bnt: H",
                 "an invisible character stands at \"hint\": a zero-width space (U+200B)",
                 "delete the line up to the colon and type it again, with plain spaces before it"},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded =
            load(with_items("        - {id: q, ask: Q?, " + row.item + "}\n"));
        ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
        EXPECT_EQ(loaded.problems[0].message, row.message);
        EXPECT_EQ(loaded.problems[0].cure, row.cure);
    }
}

TEST(StudyFilesTest, LimitsTheNumberOfProblems) {
    std::string many;
    for (int i = 0; i < 3000; ++i) many += fmt::format("k{}: 1\n", i);
    const LoadedStudy loaded = load(with_top(many));
    ASSERT_EQ(loaded.problems.size(), limits::study_problems_max + 1);
    EXPECT_EQ(loaded.problems.back().code, "study.more-problems");
}

TEST(StudyFilesTest, FindsARepeatedKeyAmongMany) {
    std::string many;
    for (int i = 0; i < 40; ++i) many += fmt::format("k{}: 1\n", i);
    for (const char* key : {"k3", "k20", "k39"}) {
        const LoadedStudy loaded = load(with_top(many + key + ": 2\n"));
        const auto repeated = std::count_if(
            loaded.problems.begin(),
            loaded.problems.end(),
            [](const Problem& problem) { return problem.code == "study.duplicate-key"; }
        );
        EXPECT_EQ(repeated, 1) << key;
    }
}

TEST(StudyFilesTest, NeedsAStudyFile) {
    const LoadedStudy loaded = load_study({{"readme.md", "x"}}, "folder");
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.problems[0].code, "study.no-file");
    EXPECT_EQ(loaded.problems[0].place.file, "folder/study.yaml");
}

}  // namespace
}  // namespace querist::instrument
