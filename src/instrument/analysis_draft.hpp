#pragma once

// Internal to instrument: an analysis plan while it is being read.

#include "instrument/analysis_names.hpp"
#include "instrument/study_draft.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

struct PlanDraft {
    const Study& study;
    ProblemList list;
    VariableNames names{study, list};
    AnalysisPlan plan{};
    KnownIds research_questions{"plan for the research question"};
    KnownIds comparisons{"comparison"};
    KnownIds scales{"scale"};

    PlanDraft(const Study& planned, ProblemList problems)
        : study(planned), list(std::move(problems)) {}
    PlanDraft(const PlanDraft&) = delete;  // `names` refers to the others
    PlanDraft& operator=(const PlanDraft&) = delete;

    [[nodiscard]] Place place(const Mark& mark) const {
        return {list.file, mark.line, mark.column};
    }
};

/// The variables of a list, or the one of a scalar, each with where it stands. plan.duplicate when
/// one stands twice.
struct NamedVariable {
    Variable variable;
    const YamlNode* node = nullptr;
};
[[nodiscard]] std::vector<NamedVariable> read_variables(const YamlNode* node, PlanDraft& draft);
/// The first of the variables that each name stands for: rounds of a repeated item are alike.
[[nodiscard]] std::vector<NamedVariable> once_each(const std::vector<NamedVariable>& named);
[[nodiscard]] std::vector<Variable> variables_only(const std::vector<NamedVariable>& named);

/// plan.unfit-groups unless a variable's answers make groups.
void check_groups(const NamedVariable& by, PlanDraft& draft);

/// Reads one comparison and checks that its test fits what it compares.
void read_comparison(const YamlNode& node, PlannedAnswer& answer, PlanDraft& draft);

/// Reads `weights` and checks that the shares add up.
void read_weights(const YamlNode& node, PlanDraft& draft);

}  // namespace querist::instrument
