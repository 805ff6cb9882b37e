// Sections of pages, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::expect_problems;
using faulty::load;
using faulty::told;

constexpr const char* users = "    - {id: users, title: Users, shown when: q}\n";

std::string page(const std::string& id, const std::string& more = "") {
    return "    - id: " + id + more + "\n      items: [{id: " + (id == "one" ? "q" : id + "_q") +
           ", ask: Q?, kind: yes/no}]\n";
}

/// Sections begin on line 7, at column 7; with one section, pages on line 9.
std::string with_sections(const std::string& sections, const std::string& pages) {
    return faulty::head + "instrument:\n  sections:\n" + sections + "  pages:\n" + pages;
}

TEST(SectionReaderTest, PagesDemandWhatTheirSectionDemands) {
    const LoadedStudy loaded = load(with_sections(
        users,
        page("one") + page("two", "\n      section: users") +
            page("three", "\n      section: users\n      shown when: two_q") + page("four")
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const Study& study = *loaded.study;
    EXPECT_FALSE(study.pages[0].shown_when);
    ASSERT_TRUE(study.pages[1].shown_when && study.pages[2].shown_when);
    EXPECT_EQ(study.pages[1].shown_when->text(), "q");
    EXPECT_EQ(study.pages[2].shown_when->text(), "(q) && (two_q)");
    EXPECT_FALSE(study.pages[3].shown_when);
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("pages 2 to 3"), std::string::npos) << document;
}

TEST(SectionReaderTest, NamesFaults) {
    const std::string one = page("one");
    const std::string in = "\n      section: users";
    expect_problems({
        {"unknown",
         with_sections(users, one + page("two", in) + page("three", "\n      section: user")),
         "study.unknown-section",
         15,
         16},
        {"scattered",
         with_sections(users, one + page("two", in) + page("three") + page("four", in)),
         "study.scattered-section",
         17,
         16},
        {"empty", with_sections(users, one), "study.empty-section", 7, 7},
        {"twice",
         with_sections(std::string(users) + users, one + page("two", in)),
         "study.duplicate-id",
         8,
         12},
        {"a question of its own pages",
         with_sections(
             "    - {id: users, shown when: three_q}\n", one + page("two", in) + page("three", in)
         ),
         "study.later-question",
         7,
         31},
    });
}

TEST(SectionReaderTest, NeedsNoCondition) {
    const LoadedStudy loaded = load(
        with_sections("    - {id: users}\n", page("one") + page("two", "\n      section: users"))
    );
    ASSERT_TRUE(loaded.study) << told(loaded);
    EXPECT_FALSE(loaded.study->pages[1].shown_when);
}

TEST(SectionReaderTest, AChangedConditionIsToldPageByPage) {
    const std::string pages = page("one") + page("two", "\n      section: users") +
                              page("three", "\n      section: users");
    const LoadedStudy before = load(with_sections(users, pages));
    const LoadedStudy after = load(with_sections("    - {id: users, shown when: '!q'}\n", pages));
    ASSERT_TRUE(before.study && after.study) << told(before) << told(after);
    EXPECT_EQ(compare_versions(*before.study, *after.study).size(), 2U);
}

}  // namespace
}  // namespace querist::instrument
