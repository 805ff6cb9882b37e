// A confidential study's promise, kept: its link key is destroyed, so that nobody can tell any more
// who answered. First the counts that need the key are kept and what else tells is deleted; the key
// goes last, so that a run that was killed leaves a study to which this can be done again.

#include "actions/actions.hpp"
#include "actions/compared_people.hpp"
#include "actions/identity_reference.hpp"
#include "actions/link_of_study.hpp"
#include "actions/outbox_lock.hpp"
#include "actions/sampled_cases.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace querist::actions {

namespace {

using recruitment::FrozenPart;
using recruitment::LinkedCase;

/// Of the database as it was before an upgrade, which tells what the new one forgets.
constexpr std::string_view backup_start = "identity.db.schema-";

Problem not_closed(const store::StudyRow& row) {
    const auto told = [&](std::string_view what, std::string cure) {
        return failure(
                   "recruitment.not-closed",
                   fmt::format("the study {} is {}", row.study, what),
                   std::move(cure)
        )
            .error();
    };
    switch (row.life) {
        case store::Life::draft:
        case store::Life::pilot:
            return told(
                fmt::format(
                    "a {}: it was never opened, and nobody was promised anything", to_text(row.life)
                ),
                "to give it up, delete its data folder; else open it, and close it when it is over"
            );
        case store::Life::open:
        case store::Life::paused:
        case store::Life::closed:
            break;
    }
    return told(
        fmt::format("{}, and people may answer", to_text(row.life)), "close it first: querist close"
    );
}

Result<void> is_closed_and_confidential(
    const std::filesystem::path& data, const std::string& study
) {
    const Result<std::unique_ptr<store::Store>> answers =
        open_existing(data, store::Access::read_only);
    if (!answers) return std::unexpected(answers.error());
    const Result<store::StudyRow> row = known_study(*(*answers)->snapshot(), study);
    if (!row) return std::unexpected(row.error());
    if (row->life != store::Life::closed) return std::unexpected(not_closed(*row));
    if (row->mode == "anonymous") {
        return failure(
            "recruitment.not-confidential",
            fmt::format("the study {} is anonymous: no key of it leads to answers", study),
            "nothing has to be destroyed"
        );
    }
    if (row->mode == "identified") {
        return failure(
            "recruitment.not-confidential",
            fmt::format("people of the study {} agreed to be known with their answers", study),
            "to delete answers, use querist withdraw"
        );
    }
    return {};
}

/// What is to be kept of a frame, and which waves are counted together.
struct Freezing {
    store::FrozenFrame kept;
    std::vector<std::vector<int>> waves;
    std::vector<std::string> joined;  ///< As they are told.
};

std::string names_of(const store::FrameRow& frame, const std::vector<std::size_t>& strata) {
    std::vector<std::string> names;
    names.reserve(strata.size());
    for (const std::size_t h : strata) names.push_back(frame.strata[h].name);
    return fmt::format("{}", fmt::join(names, " + "));
}

void keep_sample(
    const store::FrameRow& frame, const std::vector<LinkedCase>& cases, Freezing& freezing
) {
    using Place = std::tuple<std::string, int, recruitment::Step, recruitment::Code>;
    std::map<Place, std::int64_t> counts;
    std::map<std::size_t, std::string> strata;
    const std::vector<FrozenPart> parts = recruitment::freeze_sample(cases, frame.strata.size());
    for (const FrozenPart& part : parts) {
        freezing.kept.tells = freezing.kept.tells || part.tells();
        for (const std::size_t h : part.strata) strata[h] = names_of(frame, part.strata);
        if (part.strata.size() > 1) {
            freezing.joined.push_back(fmt::format("strata {}", names_of(frame, part.strata)));
        }
        if (std::ranges::find(freezing.waves, part.waves) != freezing.waves.end()) continue;
        freezing.waves.push_back(part.waves);
        if (part.waves.size() > 1) {
            freezing.joined.push_back(fmt::format("waves {}", fmt::join(part.waves, " + ")));
        }
    }
    for (const LinkedCase& one : cases) {
        const auto group = std::ranges::find_if(freezing.waves, [&](const auto& waves) {
            return std::ranges::binary_search(waves, one.wave);
        });
        const Place place{strata[one.stratum], group->front(), one.result.reached, one.result.code};
        ++counts[place];
    }
    for (const auto& [place, count] : counts) {
        const auto& [name, wave, step, code] = place;
        freezing.kept.counts.push_back({name, wave, {.code = code, .reached = step}, count});
    }
}

/// Whether what the answers keep of the stratum tells: whoever reads them counts each stratum by
/// itself, whatever is counted together here.
bool kept_strata_tell(const std::vector<LinkedCase>& cases, std::size_t strata) {
    for (std::size_t h = 0; h < strata; ++h) {
        std::vector<LinkedCase> own;
        for (LinkedCase one : cases) {
            if (one.stratum != h) continue;
            one.stratum = 0;
            own.push_back(one);
        }
        const auto tells = [](const FrozenPart& part) { return part.tells(); };
        if (std::ranges::any_of(recruitment::freeze_sample(own, 1), tells)) return true;
    }
    return false;
}

/// Texts of a comparison whose counts would tell are counted together.
void keep_comparisons(
    const ComparedPeople& compared,
    const store::FrameRow& frame,
    const std::vector<SampledCase>& cases,
    const std::set<int>& pilots,
    Freezing& freezing
) {
    for (const auto sample : {store::WaveRow::Kind::main, store::WaveRow::Kind::pilot}) {
        const std::vector<RecruitmentStatus::Comparison> comparisons =
            compared.of_cases(frame, cases, pilots, sample, recruitment::ComparedBy::crossing);
        const std::vector<store::FrozenValues> kept = frozen_values(comparisons, sample);
        freezing.kept.values.insert(freezing.kept.values.end(), kept.begin(), kept.end());
    }
}

Freezing freezing_of(
    const instrument::Study& study,
    store::IdentityView& view,
    const store::FrameRow& frame,
    const std::vector<SampledCase>& cases,
    Instant now
) {
    Freezing freezing;
    freezing.kept.day = std::chrono::floor<std::chrono::days>(now);
    const auto events = cases_with_event(cases);
    for (const recruitment::EventRow& row : recruitment::event_rows()) {
        // With the list of those who want no mail, it would say who of them left after answering.
        if (row.kind == recruitment::EventKind::opted_out) continue;
        const std::int64_t count = events[static_cast<std::size_t>(row.kind)];
        if (count > 0) freezing.kept.events.push_back({row.kind, count});
    }
    // A pilot is a sample of its own.
    const std::set<int> pilots = pilot_waves(view, frame.id);
    std::vector<LinkedCase> main;
    std::vector<LinkedCase> pilot;
    for (const SampledCase& one : cases) {
        if (!one.row.wave) continue;
        (pilots.contains(*one.row.wave) ? pilot : main)
            .push_back(recruitment::linked_case(
                stratum_position(frame, one.row.stratum), *one.row.wave, one.stored, one.answering
            ));
    }
    for (const std::vector<LinkedCase>* sample : {&main, &pilot}) {
        keep_sample(frame, *sample, freezing);
        if (instrument::stratum_field_of(study).empty()) continue;
        if (kept_strata_tell(*sample, frame.strata.size())) freezing.kept.tells = true;
    }
    keep_comparisons(ComparedPeople(study, view, frame), frame, cases, pilots, freezing);
    std::ranges::sort(freezing.joined);
    const auto repeated = std::ranges::unique(freezing.joined);
    freezing.joined.erase(repeated.begin(), repeated.end());
    return freezing;
}

struct Unlinking {
    const std::filesystem::path& study_folder;
    const std::filesystem::path& data;
    const instrument::Study& described;
    const std::string& study;  ///< Its id.
    Instant now;
};

Result<Freezing> freezing_in(
    const Unlinking& work,
    store::IdentityView& view,
    const store::FrameRow& frame,
    const std::string& link_key
) {
    Result<CaseAnswers> answers = CaseAnswers::read(work.study_folder, work.study, work.data);
    if (!answers) return std::unexpected(answers.error());
    std::vector<SampledCase> cases = sampled_cases(view, frame.id);
    look_up_answers(cases, *answers, link_key, work.study);
    return freezing_of(work.described, view, frame, cases, work.now);
}

/// Keeps the counts and deletes the rest, in one commit, unless an earlier run did.
Result<void> freeze_frame(
    const Unlinking& work,
    const OpenedIdentity& identity,
    const std::string& link_key,
    Unlink how,
    UnlinkedStudy& told
) {
    const std::unique_ptr<store::IdentityView> view = identity.store->view();
    const std::optional<store::FrameRow> frame = view->frame(work.study);
    if (!frame) return {};
    if (const std::optional<store::FrozenFrame> kept = view->frozen(frame->id)) {
        told.goes_on = true;
        told.tells = kept->tells;
        return {};
    }
    const Result<Freezing> freezing = freezing_in(work, *view, *frame, link_key);
    if (!freezing) return std::unexpected(freezing.error());
    told.joined = freezing->joined;
    told.tells = freezing->kept.tells;
    if (how == Unlink::rehearse) return {};
    return identity.store->run([&](store::IdentityWork& open) -> Result<void> {
        open.freeze(frame->id, freezing->kept, freezing->waves);
        return {};
    });
}

Result<void> overwrite_deleted(const OpenedIdentity& identity) {
    if (!identity.store->overwrite_deleted()) {
        return failure(
            "recruitment.overwriting",
            "another program reads identity.db, so that what was deleted cannot be overwritten "
            "yet",
            "run querist recruit unlink again when it has ended: the link key is destroyed then"
        );
    }
    return {};
}

/// Overwrites and removes copies of identity.db that upgrades left.
Result<void> erase_backups(const std::filesystem::path& data, UnlinkedStudy& told) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(data, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(backup_start)) continue;
        if (!store::erase_file(entry.path())) {
            return failure(
                "recruitment.overwriting",
                "a copy of identity.db as it was before an upgrade cannot be overwritten",
                "see that the file can be written, and run querist recruit unlink again",
                {.file = entry.path().generic_string()}
            );
        }
        told.erased.push_back(name);
    }
    std::ranges::sort(told.erased);
    return {};
}

/// Of a frame whose key is destroyed and of which no counts are kept, because an older copy of
/// identity.db was put back: deletes what tells, in one commit. Without the key nothing of it can
/// be counted any more.
Result<void> clean_older_copy(
    const Unlinking& work,
    const OpenedIdentity& identity,
    Instant destroyed_on,
    Unlink how,
    UnlinkedStudy& told
) {
    const std::unique_ptr<store::IdentityView> view = identity.store->view();
    const std::optional<store::FrameRow> frame = view->frame(work.study);
    if (!frame || view->draws(frame->id).empty() || view->frozen(frame->id)) return {};
    told.older_copy = true;
    if (how == Unlink::rehearse) return {};
    return identity.store->run([&](store::IdentityWork& open) -> Result<void> {
        open.freeze_without_counts(frame->id, destroyed_on);
        return {};
    });
}

/// What is done to identity.db before the key goes, or where it is gone.
Result<void> clear_people(
    const Unlinking& work, const store::LinkKey& link, Unlink how, UnlinkedStudy& told
) {
    const Result<bool> has_people = holds_file(work.data, "identity.db");
    if (!has_people) return std::unexpected(has_people.error());
    if (!*has_people) return {};
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(work.data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    Result<void> done;
    if (link.state == store::LinkKey::State::destroyed) {
        const Instant day = link.destroyed_on ? Instant(*link.destroyed_on) : work.now;
        done = clean_older_copy(work, *identity, day, how, told);
    } else {
        done = freeze_frame(work, *identity, link.key, how, told);
    }
    // Also where nothing was to be deleted: a run that was cut off may have left it to this one.
    if (done && how == Unlink::destroy) done = overwrite_deleted(*identity);
    return done;
}

Result<UnlinkedStudy> unlink_in(const Unlinking& work, Unlink how) {
    SystemRandom random;
    const Result<store::LinkKey> link = store::find_link_key(work.data, work.study, random);
    if (!link) return std::unexpected(link.error());
    if (link->state == store::LinkKey::State::none) {
        return failure(
            "recruitment.no-link",
            fmt::format(
                "the study {} has no link key: nothing joins people and answers", work.study
            ),
            "nothing has to be destroyed"
        );
    }
    UnlinkedStudy told;
    told.study = work.study;
    told.day = link->destroyed_on ? Instant(*link->destroyed_on) : work.now;
    if (Result<void> done = clear_people(work, *link, how, told); !done) {
        return std::unexpected(done.error());
    }
    if (how == Unlink::destroy) {
        if (Result<void> erased = erase_backups(work.data, told); !erased) {
            return std::unexpected(erased.error());
        }
    }
    if (link->destroyed_on) {
        const bool did_something = told.older_copy || !told.erased.empty();
        if (!did_something) return std::unexpected(unlinked(work.study));
        return told;
    }
    if (how == Unlink::rehearse) return told;
    const auto day = std::chrono::floor<std::chrono::days>(work.now);
    const Result<store::DestroyedLinkKey> destroyed =
        store::destroy_link_key(work.data, work.study, std::chrono::sys_days(day), random);
    if (!destroyed) return std::unexpected(destroyed.error());
    told.shared_with = destroyed->shared_with;
    return told;
}

}  // namespace

Result<UnlinkedStudy> unlink_study(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Unlink how,
    Clock& clock
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    return guarded([&]() -> Result<UnlinkedStudy> {
        if (Result<void> may = is_closed_and_confidential(data, study->id); !may) {
            return std::unexpected(may.error());
        }
        // A sender that waits keeps the key, and would write down what becomes of its mails.
        const Result<OutboxLock> lock = OutboxLock::take(data);
        if (!lock) return std::unexpected(lock.error());
        return unlink_in({study_folder, data, *study, study->id, clock.now()}, how);
    });
}

}  // namespace querist::actions
