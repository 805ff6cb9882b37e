#include "instrument/instrument.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace querist::instrument {
namespace {

TEST(NewStudyTest, HasNoProblemsAndNoFindings) {
    const StudyFiles files = new_study("my-study", "My \"study\": a first one");
    const LoadedStudy loaded = load_study(files, "my-study");
    for (const Problem& problem : loaded.problems) {
        ADD_FAILURE() << describe(problem, files.at("study.yaml"));
    }
    ASSERT_TRUE(loaded.study.has_value());
    EXPECT_EQ(loaded.study->id, "my-study");
    EXPECT_EQ(loaded.study->title, "My \"study\": a first one");
    StudyFiles versioned = files;
    versioned.erase("analysis.yaml");
    EXPECT_EQ(loaded.study->files, versioned) << "every file but the plan makes the version";
    EXPECT_TRUE(loaded.study->analysis.has_value());
    for (const Finding& finding : lint(*loaded.study).findings) {
        ADD_FAILURE() << describe(finding.problem, files.at("study.yaml"));
    }
}

TEST(NewStudyTest, KeepsAnyTitle) {
    EXPECT_TRUE(rc::check("titles come back as they were", [] {
        const auto title = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '\x7f'));
        RC_PRE(!trimmed(title).empty());
        const LoadedStudy loaded = load_study(new_study("a", title), "");
        RC_ASSERT(loaded.study.has_value());
        RC_ASSERT(loaded.study->title == title);
    }));
}

}  // namespace
}  // namespace querist::instrument
