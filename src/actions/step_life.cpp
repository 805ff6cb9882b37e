#include "actions/kept_payment.hpp"
#include "actions/life.hpp"
#include "actions/plans.hpp"
#include "actions/study_reference.hpp"
#include "actions/versions.hpp"
#include "translation/translation.hpp"

#include <fmt/format.h>

#include <system_error>

namespace querist::actions {

namespace {

std::string next_steps(Life from) {
    switch (from) {
        case Life::draft:
            return "a draft is piloted or opened: querist pilot, querist open";
        case Life::pilot:
            return "a pilot is opened: querist open";
        case Life::open:
            return "an open study is paused or closed: querist pause, querist close";
        case Life::paused:
            return "a paused study is resumed or closed: querist resume, querist close";
        case Life::closed:
            return "closed is final: copy the study under another id";
    }
    std::unreachable();
}

Problem wrong_step(std::string_view study, Life from, Life to) {
    const std::string message =
        from == to
            ? fmt::format("the study {} is {} already", study, to_text(from))
            : fmt::format("{} cannot follow {} (study {})", to_text(to), to_text(from), study);
    return failure("actions.wrong-step", message, next_steps(from)).error();
}

/// A step of a study that the data know; its folder is not needed.
Result<LifeStep> step_without_folder(
    store::Transaction& transaction, std::string_view study_id, Life to, Instant now
) {
    const Result<store::StudyRow> row = known_study(transaction, study_id);
    if (!row) return std::unexpected(row.error());
    const Life from = life_of(row->life);
    if (!may_become(from, to)) return std::unexpected(wrong_step(study_id, from, to));
    LifeStep step{from, to, row->version.value_or(Digest{}), {}, std::nullopt, std::nullopt};
    if (to == Life::closed) step.seal = transaction.seal(row->id, now);
    transaction.set_life(row->id, stored_life(to), row->mode, now);
    return step;
}

/// A step that takes the folder's bytes as the newest version.
Result<LifeStep> step_with_folder(
    store::Transaction& transaction,
    const instrument::Study& study,
    Life to,
    std::optional<Life> only_from,
    Instant now
) {
    const store::StudyRow before = transaction.add_study(study.id);
    const Life from = life_of(before.life);
    if (only_from && *only_from != from) {
        return failure(
            "actions.wrong-step",
            fmt::format("the study {} is {}, not {}", study.id, to_text(from), to_text(*only_from)),
            next_steps(from)
        );
    }
    if (!may_become(from, to)) return std::unexpected(wrong_step(study.id, from, to));
    Result<Registered> registered = register_version(transaction, study, now);
    if (!registered) return std::unexpected(registered.error());
    transaction.field_version(before.id, registered->version, now);
    // The mode is promised to the first real respondent, and fixed from then on; so is the plan.
    const bool opens_first = to == Life::open && before.mode.empty();
    if (opens_first && study.analysis) {
        transaction.freeze_plan(before.id, registered->version, study.analysis->bytes, now);
    }
    transaction.set_life(
        before.id, stored_life(to), opens_first ? mode_text(study.mode) : before.mode, now
    );
    LifeStep step{
        from, to, study.version, std::move(registered->changes), std::nullopt, std::nullopt
    };
    for (const FrozenPlan& plan : frozen_plans(transaction.plans(before.id))) {
        if (plan.registered) step.plan = plan.hash;
    }
    return step;
}

}  // namespace

Result<LifeStep> step_life(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Life to,
    Clock& clock,
    std::optional<Life> only_from
) {
    const bool from_folder = to == Life::pilot || to == Life::open;
    Result<LifeStep> step = std::unexpected(Problem{});
    std::vector<Problem> warnings;
    store::Work work;
    if (from_folder) {
        Result<instrument::Study> study = usable_study(study_folder);
        if (!study) return std::unexpected(study.error());
        warnings = translation::check_translations(*study, study_folder.generic_string());
        for (Problem& left : placeholders_left(*study)) warnings.push_back(std::move(left));
        if (to == Life::open) {
            if (Result<void> ready = ready_to_open(*study); !ready) {
                return std::unexpected(ready.error());
            }
        }
        work = [&step, &data, study = std::move(*study), to, only_from, now = clock.now()](
                   store::Transaction& transaction
               ) -> Result<void> {
            step = step_with_folder(transaction, study, to, only_from, now);
            if (!step) return std::unexpected(step.error());
            return ready_to_pay(study, data, now);
        };
    } else {
        const Result<std::string> id = study_id_of(study_folder.generic_string());
        if (!id) return std::unexpected(id.error());
        work = [&step, id = *id, to, now = clock.now()](store::Transaction& transaction
               ) -> Result<void> {
            step = step_without_folder(transaction, id, to, now);
            if (!step) return std::unexpected(step.error());
            return {};
        };
    }
    Result<std::unique_ptr<store::Store>> store =
        from_folder ? store::open_store(data) : open_existing(data, store::Access::read_write);
    if (!store) return std::unexpected(store.error());
    if (Result<void> done = (*store)->run(std::move(work)); !done) {
        return std::unexpected(done.error());
    }
    if (step) step->warnings = std::move(warnings);
    return step;
}

}  // namespace querist::actions
