#pragma once

// For tests: a study with a question of every level, and plans for it with one fault each.

#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace querist::instrument::planning {

inline constexpr std::string_view study_text = R"(querist: 1
id: planned
title: Planned
research questions:
  - id: how
    text: How?
  - id: why
    text: Why?
instrument:
  pages:
    - id: first
      items:
        - id: welcome
          ask: Welcome.
          kind: information
        - id: size
          ask: How large?
          kind: single choice
          describes sample: true
          choices:
            - small: 1 – 50 employees
            - large: 51+ employees
            - declined: Prefer not to say
              declines: true
        - id: colour
          ask: Which colour?
          kind: single choice
          serves: [how]
          choices:
            - red: Red
            - green: Green
            - blue: Blue
        - id: skill
          ask: How skilled?
          kind: single choice
          serves: [how]
          choices:
            - novice: Novice
            - expert: Expert
            - other: Other
              text: true
        - id: grade
          ask: How good?
          kind: single choice
          serves: [how]
          choices:
            - bad: Bad
            - good: Good
        - id: uses
          ask: Do you use it?
          kind: yes/no
          serves: [how, why]
        - id: tools
          ask: Which tools?
          kind: several choices
          serves: [how]
          choices:
            - a: A
            - b: B
            - v1.2: C
        - id: problems
          ask: How often?
          kind: grid
          serves: [why]
          rows:
            - crashes: Crashes
            - slow: Slowness
            - drift: Drift
          scale:
            - never: Never
            - often: Often
        - id: agreement
          ask: Agree?
          kind: grid
          serves: [why]
          rows:
            - one: One
          scale:
            - no_way: Not at all
            - maybe: Maybe
            - all_right: Entirely
        - id: cells
          ask: Where?
          kind: matrix
          serves: [why]
          rows:
            - web: Web
            - edge.small: Edge
          choices:
            - cpu: CPU
            - gpu: GPU
        - id: years
          ask: How long?
          kind: number
          serves: [how]
        - id: remark
          ask: What else?
          kind: long text
          serves: [how]
)";

inline Study planned_study() {
    LoadedStudy loaded = load_study({{"study.yaml", std::string(study_text)}}, "");
    EXPECT_TRUE(loaded.study.has_value()) << describe(loaded.problems.front());
    return std::move(*loaded.study);
}

inline constexpr std::string_view head =
    "querist: 1\nplan:\n  - answers: how\n    items: [colour]\n";

/// A plan with one comparison; what is compared stands at 7:18, by what at 8:13, the test at 9:15.
inline std::string comparing(std::string_view compare, std::string_view by, std::string_view test) {
    const std::string groups = by.empty() ? "        # groups" : fmt::format("        by: {}", by);
    return fmt::format(
        "{}    comparisons:\n      - id: one\n        compare: {}\n{}\n        test: {}\n",
        head,
        compare,
        groups,
        test
    );
}
inline std::string with_head(std::string_view text) { return fmt::format("{}{}", head, text); }

struct Fault {
    const char* name;
    std::string plan;
    const char* place;  ///< "line:column".
    const char* code;
    const char* message;  ///< Part of it.
    const char* cure;     ///< Part of it.
};

inline void expect_fault(const Fault& row) {
    SCOPED_TRACE(row.name);
    const LoadedPlan loaded = load_analysis_plan(row.plan, planned_study(), "analysis.yaml");
    EXPECT_FALSE(loaded.plan.has_value());
    ASSERT_EQ(loaded.problems.size(), 1U) << describe(loaded.problems.front(), row.plan);
    const Problem& problem = loaded.problems.front();
    EXPECT_EQ(fmt::format("{}:{}", problem.place.line, problem.place.column), row.place);
    EXPECT_EQ(problem.place.file, "analysis.yaml");
    EXPECT_EQ(problem.code, row.code);
    EXPECT_NE(problem.message.find(row.message), std::string::npos) << problem.message;
    EXPECT_NE(problem.cure.find(row.cure), std::string::npos) << problem.cure;
}

}  // namespace querist::instrument::planning
