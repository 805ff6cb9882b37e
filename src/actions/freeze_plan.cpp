#include "actions/life.hpp"
#include "actions/plans.hpp"
#include "actions/study_reference.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

Result<Freezing> freeze_in(
    store::Transaction& transaction,
    const instrument::Study& study,
    const instrument::AnalysisPlan& plan,
    Instant now
) {
    const Result<Registered> registered = register_version(transaction, study, now);
    if (!registered) return std::unexpected(registered.error());
    const store::StudyRow& row = registered->before;
    if (registered->version.value == 0) {
        return failure(
            "actions.closed",
            fmt::format("the study {} is closed and never had these questions", study.id),
            "plan for the questions that were asked: take the study's folder as it was"
        );
    }
    const std::vector<store::PlanRow> before = transaction.plans(row.id);
    Freezing freezing{.study = study.id, .plan = {}, .added = false, .changes = {}};
    freezing.added = transaction.freeze_plan(row.id, registered->version, plan.bytes, now);
    freezing.plan = frozen_plans(transaction.plans(row.id)).back();
    if (!freezing.added || before.empty()) return freezing;
    const Result<StoredPlan> last = stored_plan(transaction, before.back());
    if (!last) return std::unexpected(last.error());
    freezing.changes = instrument::compare_plans(last->plan, last->study, plan, study);
    return freezing;
}

}  // namespace

Result<Freezing> freeze_plan(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const std::optional<instrument::AnalysisPlan>& plan = study->analysis;
    if (!plan) {
        return failure(
            "actions.no-plan",
            fmt::format("the study {} has no analysis plan", study->id),
            fmt::format(
                "write {}/analysis.yaml; querist new makes an example",
                study_folder.generic_string()
            )
        );
    }
    const Result<std::unique_ptr<store::Store>> store = store::open_store(data);
    if (!store) return std::unexpected(store.error());
    Result<Freezing> freezing = std::unexpected(Problem{});
    const Result<void> done =
        (*store)->run([&, now = clock.now()](store::Transaction& transaction) -> Result<void> {
            freezing = freeze_in(transaction, *study, *plan, now);
            if (!freezing) return std::unexpected(freezing.error());
            return {};
        });
    if (!done) return std::unexpected(done.error());
    if (freezing) freezing->warnings = placeholders_left(*study);
    return freezing;
}

}  // namespace querist::actions
