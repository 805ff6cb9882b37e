#pragma once

// The public header of instrument: study file -> typed Study; linter; protocol document.
// Pure: files come in as bytes, documents go out as text.

#include "core/core.hpp"
#include "instrument/analysis_plan.hpp"  // IWYU pragma: export
#include "instrument/image.hpp"          // IWYU pragma: export
#include "instrument/locale_names.hpp"   // IWYU pragma: export
#include "instrument/looks.hpp"          // IWYU pragma: export
#include "instrument/pipe_words.hpp"     // IWYU pragma: export
#include "instrument/shown_words.hpp"    // IWYU pragma: export
#include "instrument/study.hpp"          // IWYU pragma: export
#include "instrument/yaml_source.hpp"    // IWYU pragma: export
#include "instrument/yaml_tree.hpp"      // IWYU pragma: export

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

struct LoadedStudy {
    std::optional<Study> study;     ///< Empty when any problem is an error.
    std::vector<Problem> problems;  ///< All that could be found, in file order.
};

/// Reads a study from its files ("study.yaml" and what it names, such as "messages/consent.md"; its
/// plan from "analysis.yaml" when that is there, which is no part of the version). Places carry the
/// files' names with `folder` before them ("studies/x" -> "studies/x/study.yaml").
[[nodiscard]] LoadedStudy load_study(const StudyFiles& files, std::string_view folder);

struct LoadedPlan {
    std::optional<AnalysisPlan> plan;  ///< Empty when any problem is an error.
    std::vector<Problem> problems;     ///< In file order.
};

/// Reads the bytes of an analysis.yaml against the study that it plans for; `file` is its name in
/// places.
[[nodiscard]] LoadedPlan load_analysis_plan(
    std::string_view bytes, const Study& study, std::string file
);

/// How plans name a variable: "problems.crashes".
[[nodiscard]] std::string variable_name(const Study& study, const Variable& variable);

/// How plans name a test: "fisher exact".
[[nodiscard]] std::string_view planned_test_name(PlannedTest test);

/// How a plan differs from the one before it, one sentence without full stop each, in the order of
/// the plan; each is read with its own study. What changes no analysis (comments, layout) is no
/// difference.
[[nodiscard]] std::vector<std::string> compare_plans(
    const AnalysisPlan& before,
    const Study& study_before,
    const AnalysisPlan& after,
    const Study& study_after
);

/// What a plan has that the one before it had not, or had otherwise: results of it were promised to
/// nobody.
struct PlanAdditions {
    std::vector<int> items;  ///< Positions in the later study, in the order of the plan.
    std::vector<std::string> comparisons;  ///< Ids: new, or with another test, subject or grouping.
    std::vector<std::string> scales;       ///< Ids: new, or of other items.
};
[[nodiscard]] PlanAdditions plan_additions(
    const AnalysisPlan& before,
    const Study& study_before,
    const AnalysisPlan& after,
    const Study& study_after
);

/// What a report computes once a plan is registered: all of the registered plan as it was
/// registered, its confidence and adjustment of p values among it, and besides what the plan in
/// force has that was not promised. A comparison that was changed stands as both: the new one's id
/// ends in "-changed". Weights and hash are those of the plan in force.
struct BoundPlan {
    AnalysisPlan plan;
    PlanAdditions additions;
};
/// Both plans are of one study.
[[nodiscard]] BoundPlan bound_plan(const AnalysisPlan& registered, const AnalysisPlan& in_force);

/// The JSON Schemas (2020-12) of study.yaml and analysis.yaml, for editors.
[[nodiscard]] std::string study_schema();
[[nodiscard]] std::string analysis_schema();

/// A small complete study for `querist new`, by file name.
[[nodiscard]] StudyFiles new_study(std::string_view id, std::string_view title);

struct LintRule {
    std::string id;  ///< "range-gap"
    Severity severity;
    std::string what;     ///< What it finds.
    std::string cure;     ///< What to do.
    std::string example;  ///< A short example of what it finds.
};

/// Every rule, in the order of the documentation.
[[nodiscard]] std::span<const LintRule> lint_rules();

struct Finding {
    Problem problem;           ///< `problem.code` is "lint." and the rule's id.
    std::string acknowledged;  ///< The researcher's reason; empty when not acknowledged.
};

struct LintReport {
    std::vector<Finding> findings;  ///< In file order; acknowledged ones too.
    double minutes = 0;             ///< Estimated time to answer the longest usual walk.
    double reading_grade = 0;       ///< Flesch-Kincaid grade of what respondents read (English).
};

/// How `minutes` is told everywhere: in whole minutes, rounded up, at least 1.
[[nodiscard]] int told_minutes(double minutes);
/// How `reading_grade` is told everywhere: "2.7"; empty where there is too little text to judge.
[[nodiscard]] std::string told_reading_grade(double reading_grade);

/// Applies every rule. An acknowledgement that meets no finding is itself a finding.
[[nodiscard]] LintReport lint(const Study& study);

/// docs/lint-rules.md, made from the table.
[[nodiscard]] std::string lint_rules_document();

/// The protocol as a document for readers and ethics boards: every word of the study, with what
/// was added marked and every acknowledgement with its reason.
[[nodiscard]] std::string protocol_markdown(const Study& study, const LintReport& report);
[[nodiscard]] std::string protocol_html(const Study& study, const LintReport& report);

/// What changes between two versions, for someone who edits a live study.
struct VersionChange {
    std::string item;  ///< Id; empty for the study itself.
    std::string what;  ///< "choice \"3-5\" removed"
    bool comparable;   ///< Whether answers before and after may be reported together.
};
[[nodiscard]] std::vector<VersionChange> compare_versions(const Study& before, const Study& after);

/// Markdown -> HTML through cmark-gfm in safe mode (raw HTML and unsafe links left out).
[[nodiscard]] std::string markdown_html(std::string_view markdown);
/// The same as plain text: without marks of emphasis and headings, and with the address of a link
/// behind its words. Ends with a line break.
[[nodiscard]] std::string markdown_text(std::string_view markdown);
/// The same as a whole page, without anything of another place: for mails. `language` is BCP 47.
[[nodiscard]] std::string markdown_page(
    std::string_view markdown, std::string_view language, std::string_view title
);

}  // namespace querist::instrument
