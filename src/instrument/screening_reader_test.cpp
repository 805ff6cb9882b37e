// Screening, as study files say it, and what the linter finds in it.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Its keys begin on line 6, at column 3; one yes/no item, q.
std::string with_screening(const std::string& keys) {
    return faulty::with_top("screening:\n  " + keys + "\n");
}
/// The check begins on line 7, at column 7.
std::string with_check(const std::string& keys) {
    return with_screening("checks:\n    - {" + keys + "}");
}

TEST(ScreeningReaderTest, NamesFaults) {
    faulty::expect_problems({
        {"no threshold at all", with_screening("review at: 0"), "study.out-of-range", 6, 14},
        {"a burst of one", with_screening("burst size: 1"), "study.out-of-range", 6, 15},
        {"work that is none", with_screening("proof of work: 10"), "study.out-of-range", 6, 18},
        {"points of nothing", with_screening("points: {quick: 3}"), "study.unknown-key", 6, 12},
        {"too many points", with_screening("points: {fast: 101}"), "study.out-of-range", 6, 18},
        {"check without a reason", with_check("id: a, when: q"), "study.missing-key", 7, 7},
        {"check on nothing",
         with_check("id: a, when: r, reason: R"),
         "expression.unknown-question",
         7,
         21},
        {"check named like a signal",
         with_check("id: copied, when: q, reason: R"),
         "study.reserved-id",
         7,
         12},
        {"check that counts nothing",
         with_check("id: a, when: q, reason: R, points: 0"),
         "study.out-of-range",
         7,
         43},
        {"two checks of one name",
         with_check("id: a, when: q, reason: R}\n    - {id: a, when: q, reason: R"),
         "study.duplicate-id",
         8,
         12},
    });
}

TEST(ScreeningReaderTest, WithoutTheSectionNothingIsScreened) {
    const LoadedStudy loaded = load(faulty::with_top(""));
    ASSERT_TRUE(loaded.study) << told(loaded);
    EXPECT_FALSE(loaded.study->screening);
}

TEST(ScreeningReaderTest, ReadsWhatIsSaidAndKnowsTheRest) {
    const LoadedStudy loaded = load(with_screening(
        "review at: 5\n  burst size: 12\n  two reviewers for exclusion: true\n  points: {fast: 0, "
        "copied: 7}\n"
        "  checks: [{id: both, when: q, reason: Nobody is both, points: 4}]\n  added: Raids."
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    ASSERT_TRUE(loaded.study->screening);
    const ScreeningPlan& plan = *loaded.study->screening;
    EXPECT_EQ(plan.review_at, 5);
    EXPECT_EQ(plan.burst_size, 12);
    EXPECT_EQ(plan.exclusion, Reviewers::two);
    EXPECT_EQ(plan.points_of(Signal::fast), 0);
    EXPECT_EQ(plan.points_of(Signal::copied), 7);
    EXPECT_EQ(plan.points_of(Signal::unread), 2);
    ASSERT_EQ(plan.checks.size(), 1U);
    EXPECT_EQ(plan.checks[0].id, "both");
    EXPECT_EQ(plan.checks[0].when.text(), "q");
    EXPECT_EQ(plan.checks[0].points, 4);
    const std::string document = protocol_markdown(*loaded.study, lint(*loaded.study));
    EXPECT_NE(document.find("12 or more from one network are many"), std::string::npos) << document;
    EXPECT_NE(document.find("From 5 points on"), std::string::npos) << document;
    EXPECT_NE(document.find("Nobody is both"), std::string::npos) << document;
}

TEST(ScreeningReaderTest, AChangeIsToldAndKeepsAnswersComparable) {
    const LoadedStudy before = load(with_screening("review at: 5"));
    const LoadedStudy after = load(with_screening("review at: 4"));
    ASSERT_TRUE(before.study && after.study) << told(before) << told(after);
    const auto changes = compare_versions(*before.study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].what, "screening changed");
    EXPECT_TRUE(changes[0].comparable);
    EXPECT_NE(before.study->version, after.study->version);
}

TEST(ScreeningReaderTest, LinterFindsWhatCanNeverMatter) {
    const std::string screened_out =
        "instrument:\n  pages:\n    - id: one\n      screen out: {when: q, message: Goodbye.}\n"
        "      items:\n" +
        faulty::one_item + "        - {id: years, ask: How many?, kind: number, minimum: 0}\n";
    struct Row {
        const char* name;
        std::string keys;
        std::string rule;  ///< Empty: nothing is found.
    };
    for (const Row& row : std::vector<Row>{
             {"within reach", "review at: 8", ""},
             {"out of reach: nobody writes or fills grids here",
              "review at: 9",
              "lint.review-out-of-reach"},
             {"within reach by a check",
              "review at: 9\n  checks: [{id: a, when: years > 70, reason: R}]",
              ""},
             {"never holds",
              "checks: [{id: a, when: years < 0, reason: R}]",
              "lint.contradictory-condition"},
             {"holds always",
              "checks: [{id: a, when: years > 70 || !(years > 70) || !answered(years), reason: R}]",
              "lint.always-true"},
             {"of who is screened out",
              "checks: [{id: a, when: q && years > 70, reason: R}]",
              "lint.check-of-screened-out"},
             {"of some who are, and of others",
              "checks: [{id: a, when: q || years > 70, reason: R}]",
              ""},
             {"of others", "checks: [{id: a, when: \"!q && years > 70\", reason: R}]", ""},
         }) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded =
            load(faulty::head + "screening:\n  " + row.keys + "\n" + screened_out);
        ASSERT_TRUE(loaded.study) << told(loaded);
        std::vector<std::string> found;
        for (const Finding& finding : lint(*loaded.study).findings) {
            if (finding.problem.place.line <= 8) found.push_back(finding.problem.code);
        }
        if (row.rule.empty()) {
            EXPECT_TRUE(std::ranges::none_of(found, [](const std::string& code) {
                return code == "lint.review-out-of-reach" || code == "lint.check-of-screened-out" ||
                       code == "lint.contradictory-condition" || code == "lint.always-true";
            })) << found.front();
        } else {
            EXPECT_TRUE(std::ranges::find(found, row.rule) != found.end())
                << (found.empty() ? "nothing" : found.front());
        }
    }
}

}  // namespace
}  // namespace querist::instrument
