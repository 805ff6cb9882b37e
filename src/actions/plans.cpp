#include "actions/plans.hpp"

#include "actions/life.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

bool before_opening(const store::PlanRow& row) {
    return row.life == store::Life::draft || row.life == store::Life::pilot;
}

/// The last that was frozen before the opening, else the first; none when there is no row.
std::size_t registered_position(const std::vector<store::PlanRow>& rows) {
    const auto later = std::ranges::find_if_not(rows, before_opening);
    return later == rows.begin() ? 0 : static_cast<std::size_t>(later - rows.begin()) - 1;
}

}  // namespace

std::vector<FrozenPlan> frozen_plans(const std::vector<store::PlanRow>& rows) {
    std::vector<FrozenPlan> plans;
    plans.reserve(rows.size());
    const std::size_t registered = registered_position(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        plans.push_back({rows[i].hash, rows[i].at, life_of(rows[i].life), i == registered});
    }
    return plans;
}

Result<StoredPlan> stored_plan(store::Snapshot& snapshot, const store::PlanRow& row) {
    Result<instrument::Study> study = stored_study(snapshot, row.version);
    if (!study) return std::unexpected(study.error());
    const std::string name = fmt::format("plan {}", row.hash.hex().substr(0, 12));
    instrument::LoadedPlan loaded = instrument::load_analysis_plan(row.bytes, *study, name);
    if (loaded.plan) return StoredPlan{std::move(*loaded.plan), std::move(*study)};
    const std::string why = loaded.problems.empty() ? "" : loaded.problems.front().message;
    return failure(
        "actions.unreadable-plan",
        fmt::format("the stored {} cannot be read by this querist: {}", name, why),
        "use the release of querist that froze it"
    );
}

namespace {

/// How the plan in force and the registered one differ, and what is computed of both.
Result<void> bind_to_registered(
    store::Snapshot& snapshot,
    const store::PlanRow& first,
    const instrument::Study& reported,
    report::PlanFacts& facts
) {
    const Result<StoredPlan> registered = stored_plan(snapshot, first);
    if (!registered) return std::unexpected(registered.error());
    facts.hash = first.hash;
    facts.frozen_at = first.at;
    facts.deviations =
        instrument::compare_plans(registered->plan, registered->study, facts.plan, reported);
    const instrument::LoadedPlan fitted =
        instrument::load_analysis_plan(first.bytes, reported, "the registered plan");
    if (fitted.plan) {
        instrument::BoundPlan bound = instrument::bound_plan(*fitted.plan, facts.plan);
        facts.plan = std::move(bound.plan);
        facts.additions = std::move(bound.additions);
        facts.is_bound = true;
        return {};
    }
    facts.additions =
        instrument::plan_additions(registered->plan, registered->study, facts.plan, reported);
    facts.deviations.push_back(fmt::format(
        "the registered plan does not fit version {} of the questions ({}), so that what it alone "
        "has is not computed",
        reported.version.hex().substr(0, 8),
        fitted.problems.empty() ? "" : fitted.problems.front().message
    ));
    return {};
}

}  // namespace

Result<std::optional<report::PlanFacts>> plan_facts(
    store::Snapshot& snapshot,
    StudyId study,
    const FolderPlan& of_folder,
    const instrument::Study& reported,
    std::vector<std::string>& notes
) {
    const std::vector<store::PlanRow> rows = snapshot.plans(study);
    if (of_folder.plan == nullptr && rows.empty()) return std::nullopt;
    const std::string& bytes =
        of_folder.plan != nullptr ? of_folder.plan->bytes : rows.back().bytes;
    instrument::LoadedPlan in_force =
        instrument::load_analysis_plan(bytes, reported, "analysis.yaml");
    if (!in_force.plan) {
        notes.push_back(fmt::format(
            "The analysis plan does not fit version {}, which these respondents saw ({}): nothing "
            "is printed as planned.",
            reported.version.hex().substr(0, 8),
            in_force.problems.empty() ? "" : in_force.problems.front().message
        ));
        return std::nullopt;
    }
    report::PlanFacts facts{
        .plan = std::move(*in_force.plan),
        .hash = {},
        .frozen_at = {},
        .deviations = {},
        .additions = {}
    };
    facts.hash = facts.plan.hash;
    if (rows.empty()) return facts;
    const store::PlanRow& first = rows[registered_position(rows)];
    if (Result<void> bound = bind_to_registered(snapshot, first, reported, facts); !bound) {
        return std::unexpected(bound.error());
    }
    if (facts.plan.hash != rows.back().hash && !facts.deviations.empty()) {
        notes.emplace_back(
            "The analysis plan was changed after it was frozen last: querist freeze keeps it as it "
            "is now."
        );
    }
    if (of_folder.has_folder && of_folder.plan == nullptr) {
        facts.deviations.emplace_back(
            "analysis.yaml is no longer in the study's folder: the plan that was frozen last is "
            "followed"
        );
    }
    return facts;
}

}  // namespace querist::actions
