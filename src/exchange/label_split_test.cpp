#include "exchange/label_split.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace querist::exchange {
namespace {

using Labels = std::vector<std::string>;

TEST(LabelSplitTest, FoldsWhiteSpace) {
    EXPECT_EQ(folded("  a \r\n b\tc  "), "a b c");
    EXPECT_EQ(folded("a\xC2\xA0 b"), "a b");
    EXPECT_EQ(folded(" \n"), "");
}

TEST(LabelSplitTest, ReadsLabelsThatHoldTheSeparator) {
    struct Row {
        const char* name;
        std::string cell;
        Labels labels;
        std::vector<int> found;
        Labels unknown;
    };
    const Labels crashes = {"Crashes (e.g., no export)", "Slow", "Other", "AnswerDisplayOrder"};
    for (const Row& row : {
             Row{"nothing", "", crashes, {}, {}},
             Row{"one", "Slow", crashes, {1}, {}},
             Row{"one with a comma", "Crashes (e.g., no export)", crashes, {0}, {}},
             Row{"several", "Slow,Crashes (e.g., no export),Other", crashes, {1, 0, 2}, {}},
             Row{"a space after the comma", "Slow, Other", crashes, {1, 2}, {}},
             Row{"an artefact", "Slow,AnswerDisplayOrder", crashes, {1, 3}, {}},
             Row{"an unknown one between",
                 "Slow,what, is this,Other",
                 crashes,
                 {1, 2},
                 {"what, is this"}},
             Row{"an unknown one at the end", "Other,Slower", crashes, {2}, {"Slower"}},
             Row{"nothing known", "a, b", crashes, {}, {"a, b"}},
             Row{"empty pieces", ",Slow,,Other,", crashes, {1, 2}, {}},
             Row{"a label that another begins with", "A, B,A", {"A", "A, B"}, {1, 0}, {}},
             Row{"the longest first would leave a rest", "A,B,C", {"A", "A,B", "B,C"}, {0, 2}, {}},
         }) {
        SCOPED_TRACE(row.name);
        const SplitLabels split = split_labels(row.cell, ",", row.labels);
        EXPECT_EQ(split.found, row.found);
        EXPECT_EQ(split.unknown, row.unknown);
    }
}

TEST(LabelSplitTest, TakesLongerSeparators) {
    const Labels labels = {"a;b", "c"};
    EXPECT_EQ(split_labels("a;b; c", ";", labels).found, (std::vector<int>{0, 1}));
    EXPECT_EQ(split_labels("a;b || c", "||", Labels{"a;b ", "c"}).found, (std::vector<int>{0, 1}));
}

RC_GTEST_PROP(LabelSplitProperty, FindsEveryLabelThatWasJoined, ()) {
    const auto some_label = rc::gen::map(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab, "))),
        [](const std::string& text) { return folded(text); }
    );
    auto labels = *rc::gen::nonEmpty(rc::gen::container<Labels>(some_label));
    std::erase_if(labels, [](const std::string& label) {
        return label.empty() || label.starts_with(',') || label.ends_with(',');
    });
    RC_PRE(!labels.empty());
    const auto chosen = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, labels.size())
    );
    std::string cell;
    for (const std::size_t label : chosen) cell += (cell.empty() ? "" : ",") + labels[label];
    const SplitLabels split = split_labels(cell, ",", labels);
    RC_ASSERT(split.unknown.empty());
    // Labels may be joined to look like others; joined again they give the same cell.
    std::string again;
    for (const int label : split.found) {
        again += (again.empty() ? "" : ",") + labels[static_cast<std::size_t>(label)];
    }
    const auto bare = [](std::string text) {
        std::erase(text, ' ');
        return text;
    };
    RC_ASSERT(bare(again) == bare(cell));
}

}  // namespace
}  // namespace querist::exchange
