#pragma once

#include "actions/actions.hpp"
#include "report/report.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// Frozen plans of a study, oldest first, one of them registered.
[[nodiscard]] std::vector<FrozenPlan> frozen_plans(const std::vector<store::PlanRow>& rows);

/// A plan as the store keeps it, read with the version whose items it names.
struct StoredPlan {
    instrument::AnalysisPlan plan;
    instrument::Study study;
};
/// actions.unreadable-plan when this program cannot read it.
[[nodiscard]] Result<StoredPlan> stored_plan(store::Snapshot& snapshot, const store::PlanRow& row);

/// The plan of a study's folder.
struct FolderPlan {
    bool has_folder = false;                         ///< False: the data alone are reported.
    const instrument::AnalysisPlan* plan = nullptr;  ///< Null when the folder has none.
};

/// The plan that a report of `reported` answers to: the folder's, else the one that was frozen
/// last, with how it deviates from the registered one, and all of the registered one besides
/// (`instrument::bound_plan`). None when there is no plan or it does not fit the version; `notes`
/// then says why.
[[nodiscard]] Result<std::optional<report::PlanFacts>> plan_facts(
    store::Snapshot& snapshot,
    StudyId study,
    const FolderPlan& of_folder,
    const instrument::Study& reported,
    std::vector<std::string>& notes
);

}  // namespace querist::actions
