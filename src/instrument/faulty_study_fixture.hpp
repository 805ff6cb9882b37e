#pragma once

// Small studies with one fault, for the tests of the reader.

#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::instrument::faulty {

inline LoadedStudy load(const std::string& yaml) { return load_study({{"study.yaml", yaml}}, ""); }

inline std::string told(const LoadedStudy& loaded) {
    std::string text;
    for (const Problem& problem : loaded.problems) {
        text += fmt::format(
            "{} {}:{} {}\n", problem.code, problem.place.line, problem.place.column, problem.message
        );
    }
    return text;
}

struct Row {
    const char* name;
    std::string yaml;
    const char* code;
    int line;
    int column;
};

/// Each study has exactly the one problem that its row names.
inline void expect_problems(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(row.yaml);
        ASSERT_EQ(loaded.problems.size(), 1U) << told(loaded);
        EXPECT_EQ(loaded.problems[0].code, row.code) << told(loaded);
        EXPECT_EQ(loaded.problems[0].place, (Place{"study.yaml", row.line, row.column}))
            << told(loaded);
        EXPECT_FALSE(loaded.problems[0].cure.empty());
        EXPECT_FALSE(loaded.study.has_value());
    }
}

/// Lines 1 to 4.
inline const std::string head =
    "querist: 1\nid: a-study\ntitle: A study\nresearch questions: [{id: rq, text: Why?}]\n";
/// Lines 5 to 8: the items begin on line 9, at column 9.
inline const std::string items = "instrument:\n  pages:\n    - id: one\n      items:\n";
inline const std::string one_item = "        - {id: q, ask: Q?, kind: yes/no}\n";

/// A study whose items are `text` (from line 9), which is indented by 8.
inline std::string with_items(const std::string& text) { return head + items + text; }
/// A study whose top has `text` (from line 5).
inline std::string with_top(const std::string& text) { return head + text + items + one_item; }

}  // namespace querist::instrument::faulty
