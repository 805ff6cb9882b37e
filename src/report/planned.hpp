#pragma once

#include "report/tabulate.hpp"

#include <string_view>
#include <vector>

namespace querist::report {

/// Whether the plan in force names an item, be it registered or added later.
[[nodiscard]] bool in_plan(const Ground& ground, const response::TableItem& item);

/// Whether the registered plan names an item for any research question; what joined it later is
/// exploratory; `neither` for one that describes the sample and is not in the plan.
[[nodiscard]] Standing standing_of(const Ground& ground, const response::TableItem& item);

/// The groups by which the plan cuts an item's answers, each once.
[[nodiscard]] std::vector<instrument::Variable> subgroups_of(
    const Ground& ground, const response::TableItem& item
);

/// The plan's answer to a research question; nullptr when it has none.
[[nodiscard]] const instrument::PlannedAnswer* planned_answer(
    const Ground& ground, std::string_view research_question
);

/// Fills a research question's section with its comparisons and scales, puts planned items first in
/// the order of the plan, and tells in short what was found.
void answer_section(const Ground& ground, Section& section);

/// What a section has found when its planned items stand in other sections too.
void tell_findings(const Ground& ground, Section& section, const std::vector<Section>& all);

/// Which plan, its hash, when it was frozen, what deviates; empty without a plan.
[[nodiscard]] std::optional<PlanReport> plan_report(const Ground& ground);

}  // namespace querist::report
