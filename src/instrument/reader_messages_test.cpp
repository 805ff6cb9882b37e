// What authors read when a study file is wrong, whole: golden files to be judged by eye.

#include "golden/golden.hpp"
#include "instrument/instrument.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace querist::instrument {
namespace {

std::string messages_for(const std::string& name) {
    std::ifstream file(QUERIST_SOURCE_DIR "/tests/fixtures/study-faults/" + name, std::ios::binary);
    std::ostringstream source;
    source << file.rdbuf();
    const LoadedStudy loaded =
        load_study({{"study.yaml", source.str()}, {"messages/consent.md", "Terms.\n"}}, "faults");
    EXPECT_FALSE(loaded.study.has_value());
    std::string text;
    for (const Problem& problem : loaded.problems) text += describe(problem, source.str()) + "\n";
    return text;
}

TEST(ReaderMessagesTest, TellEveryFaultAtOnce) {
    EXPECT_GOLDEN("instrument/study-faults.txt", messages_for("study.yaml"));
}

TEST(ReaderMessagesTest, TellWhatStandsBeforeASyntaxError) {
    EXPECT_GOLDEN("instrument/study-cut.txt", messages_for("cut.yaml"));
}

}  // namespace
}  // namespace querist::instrument
