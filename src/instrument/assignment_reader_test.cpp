// Arms of an experiment, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Assignments begin on line 7, at column 7.
std::string with_arms(const std::string& assignments) {
    return faulty::head + "instrument:\n  assignments:\n" + assignments +
           "  pages:\n    - id: one\n      items:\n"
           "        - {id: q, ask: Q?, kind: yes/no, serves: [rq], shown when: arm == \"new\"}\n";
}

const std::string two_arms =
    "    - {id: arm, title: Text, serves: [rq], arms: [{old: O}, {new: N, at most: 9}]}\n";

TEST(AssignmentReaderTest, NamesFaults) {
    const std::string other = "    - {id: arm, title: T, arms: [{old: O}, {new: N}]}\n";
    faulty::expect_problems({
        {"one arm",
         with_arms("    - {id: arm, title: T, arms: [{new: N}]}\n"),
         "study.lone-arm",
         7,
         33},
        {"no room",
         with_arms("    - {id: arm, title: T, arms: [{old: O}, {new: N, at most: 0}]}\n"),
         "study.out-of-range",
         7,
         62},
        {"a question's key",
         with_arms("    - {id: arm, title: T, required: true, arms: [{old: O}, {new: N}]}\n"),
         "study.unknown-key",
         7,
         27},
        {"twice", with_arms(other + other), "study.duplicate-id", 8, 12},
    });
}

TEST(AssignmentReaderTest, PutsArmsBeforeTheFirstPage) {
    const LoadedStudy loaded = load(with_arms(two_arms));
    ASSERT_TRUE(loaded.study.has_value()) << told(loaded);
    const Item& arm = loaded.study->items[0];
    EXPECT_EQ(arm.source, Source::assignment);
    EXPECT_FALSE(is_on_page(arm));
    EXPECT_EQ(options_of(arm.kind)[0].quota, std::nullopt);
    EXPECT_EQ(options_of(arm.kind)[1].quota, 9);
    const LintReport report = lint(*loaded.study);
    for (const char* rule : {"required-item", "no-other", "serves-nothing", "unreachable-item"}) {
        EXPECT_EQ(fixture::count_of(report, rule), 0) << rule;
    }
    const std::string document = protocol_markdown(*loaded.study, report);
    EXPECT_NE(document.find("Assignment by chance"), std::string::npos) << document;
    EXPECT_NE(document.find("(at most 9)"), std::string::npos) << document;
}

TEST(AssignmentReaderTest, ComparesQuotas) {
    std::string more = two_arms;
    more.replace(more.find("most: 9"), 7, "most: 8");
    const LoadedStudy before = load(with_arms(two_arms));
    const LoadedStudy after = load(with_arms(more));
    ASSERT_TRUE(before.study && after.study);
    const auto changes = compare_versions(*before.study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].what, "quota of choice \"new\" changed");
    EXPECT_TRUE(changes[0].comparable);
}

}  // namespace
}  // namespace querist::instrument
