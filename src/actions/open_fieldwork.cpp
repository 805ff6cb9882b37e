#include "actions/entry_tickets.hpp"
#include "actions/fieldwork.hpp"
#include "actions/life.hpp"
#include "actions/link_of_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace querist::actions {

namespace {

namespace fs = std::filesystem;

std::string short_version(const Digest& version) { return version.hex().substr(0, 12); }

bool any_error(const std::vector<Problem>& problems) {
    return std::ranges::any_of(problems, [](const Problem& one) {
        return one.severity == Severity::error;
    });
}

/// Reads every folder; a study that comes twice is a problem.
std::vector<instrument::Study> read_folders(
    const std::vector<fs::path>& folders, std::vector<Problem>& problems
) {
    std::vector<instrument::Study> studies;
    std::map<std::string, std::string> folder_of;
    for (const fs::path& folder : folders) {
        instrument::LoadedStudy loaded = read_study_folder(folder);
        problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
        if (!loaded.study) continue;
        const std::string name = folder.generic_string();
        const auto [place, fresh] = folder_of.emplace(loaded.study->id, name);
        if (!fresh) {
            problems.push_back(
                {"actions.study-twice",
                 Severity::error,
                 {(folder / "study.yaml").generic_string(), 0, 0},
                 fmt::format("the id {} is also that of {}", loaded.study->id, place->second),
                 "give each study an id of its own, or name the folder once"}
            );
            continue;
        }
        studies.push_back(std::move(*loaded.study));
    }
    return studies;
}

void note_registration(
    const instrument::Study& study, const Registered& registered, std::vector<std::string>& notes
) {
    const std::string version = short_version(study.version);
    const std::string_view life = to_text(registered.before.life);
    if (registered.before.life == store::Life::closed) {
        notes.push_back(fmt::format("{}: closed; no answers are taken", study.id));
        return;
    }
    notes.push_back(
        registered.added ? fmt::format("{}: version {} registered ({})", study.id, version, life)
                         : fmt::format("{}: version {} ({})", study.id, version, life)
    );
    const bool live = registered.before.life == store::Life::open ||
                      registered.before.life == store::Life::paused;
    if (!live || !registered.added) return;
    for (const instrument::VersionChange& change : registered.changes) {
        notes.push_back(fmt::format(
            "{}: {}{}{} ({})",
            study.id,
            change.item,
            change.item.empty() ? "" : ": ",
            change.what,
            change.comparable ? "answers stay comparable"
                              : "answers before and after are not comparable"
        ));
    }
}

/// Registers one study and makes what serves it. A closed study is served as it closed.
Result<std::unique_ptr<Served>> register_served(
    store::Transaction& transaction,
    instrument::Study study,
    Intake intake,
    Instant now,
    std::vector<std::string>& notes
) {
    Result<Registered> registered = register_version(transaction, study, now);
    if (!registered) return std::unexpected(registered.error());
    const store::Life life = registered->before.life;
    if (intake == Intake::respondents && life != store::Life::closed) {
        // Opening promised respondents a study without errors; so does every later version.
        const bool is_live = life == store::Life::open || life == store::Life::paused;
        const bool is_other = registered->before.version != study.version;
        if (is_live && is_other) {
            if (Result<void> ready = ready_to_open(study); !ready) {
                return std::unexpected(ready.error());
            }
        }
        transaction.field_version(registered->before.id, registered->version, now);
    }
    note_registration(study, *registered, notes);
    auto served = std::make_unique<Served>();
    served->id = study.id;
    served->row = registered->before.id;
    VersionId version_row = registered->version;
    const std::optional<Digest>& closed_as = registered->before.version;
    if (registered->before.life == store::Life::closed && closed_as &&
        *closed_as != study.version) {
        Result<instrument::Study> stored = stored_study(transaction, *closed_as);
        if (!stored) return std::unexpected(stored.error());
        study = std::move(*stored);
        const std::optional<store::VersionRow> row = transaction.version(*closed_as);
        if (row) version_row = row->id;
        notes.push_back(
            fmt::format("{}: the folder differs from the version that closed", served->id)
        );
    }
    served->fielded.store(std::make_shared<const FieldedVersion>(
        version_row, std::make_shared<const instrument::Study>(std::move(study))
    ));
    served->life.store(life_of(registered->before.life));
    const std::optional<Instant> sealed = transaction.last_sealed_at(served->row);
    if (sealed) served->sealed_day.store(day_number(*sealed));
    return served;
}

/// Whether somebody took part whom the keys may recognise.
bool any_respondent(store::Snapshot& snapshot) {
    return std::ranges::any_of(snapshot.studies(), [&](const store::StudyRow& study) {
        return std::ranges::any_of(
            snapshot.response_counts(study.id),
            [](const store::ResponseCount& count) {
                return count.count > 0 && count.origin != response::Origin::imported &&
                       count.origin != response::Origin::synthetic;
            }
        );
    });
}

/// Whether respondents can be somebody whom the study knows: they need its link key. In an
/// anonymous study it makes links, and leads to no answers.
bool recognises_people(const instrument::Study& study) {
    return study.recruitment &&
           (study.mode != instrument::Mode::anonymous || admits_by_ticket(study));
}

/// Of an anonymous study, so that the first who comes need not wait for them.
Result<void> make_ticket_keys(const fs::path& data, const instrument::Study& study, Life life) {
    if (!admits_by_ticket(study) || life == Life::closed) return {};
    for (const TicketKind& kind : ticket_kinds(study, life)) {
        if (kind.of_pilot) continue;  // most studies have none: made when it is needed
        const auto keys = ticket_keys_of(data, study.id, kind);
        if (!keys) return std::unexpected(keys.error());
    }
    return {};
}

}  // namespace

FieldworkOpened open_intake(
    const std::vector<fs::path>& study_folders,
    const FieldworkOptions& options,
    Intake intake,
    Clock& clock,
    RandomSource& random
) {
    FieldworkOpened opened;
    std::vector<instrument::Study> studies = read_folders(study_folders, opened.problems);
    if (any_error(opened.problems)) return opened;

    store::StoreOptions store_options;
    store_options.vfs = options.vfs;
    store_options.overwriting = store::Overwriting::within_a_minute;
    Result<std::unique_ptr<store::Store>> store = store::open_store(options.data, store_options);
    if (!store) {
        opened.problems.push_back(store.error());
        return opened;
    }
    std::error_code ignored;
    const bool had_keys = std::filesystem::exists(options.data / "keys", ignored);
    // Keys come from the machine whatever `random` is: simulated chance must not make secrets.
    SystemRandom secret_random;
    Result<store::Keys> keys = store::open_keys(options.data, secret_random);
    if (!keys) {
        opened.problems.push_back(keys.error());
        return opened;
    }
    for (const instrument::Study& study : studies) {
        if (intake == Intake::synthetic || !recognises_people(study)) continue;
        // Now, and not when the first one comes: a folder that cannot be written shows.
        const Result<store::LinkKey> link =
            store::make_link_key(options.data, study.id, secret_random);
        if (!link) opened.problems.push_back(link.error());
    }
    if (any_error(opened.problems)) return opened;
    std::vector<std::unique_ptr<Served>> served;
    const Instant now = clock.now();
    const Result<void> registered = (*store)->run([&](store::Transaction& transaction) {
        Result<void> done;
        for (instrument::Study& study : studies) {
            Result<std::unique_ptr<Served>> one =
                register_served(transaction, std::move(study), intake, now, opened.notes);
            if (!one) {
                done = std::unexpected(one.error());
                break;
            }
            served.push_back(std::move(*one));
        }
        return done;
    });
    if (!registered) {
        opened.problems.push_back(registered.error());
        return opened;
    }
    if (!had_keys && any_respondent(*(*store)->snapshot())) {
        opened.notes.emplace_back(
            "The file keys was missing and was made anew: pages that are open must be reloaded, "
            "and who took part before is not recognised. Put the old file back if you have it."
        );
    }
    for (const auto& one : served) {
        if (intake == Intake::synthetic) break;
        const Result<void> made =
            make_ticket_keys(options.data, *one->fielded.load()->study, one->life.load());
        if (!made) opened.problems.push_back(made.error());
    }
    if (any_error(opened.problems)) return opened;
    auto fieldwork = std::make_unique<OpenFieldwork>(
        std::move(*store), std::move(*keys), std::move(served), intake, options, clock, random
    );
    if (intake == Intake::respondents && options.keeps_house) fieldwork->start_housekeeping();
    opened.fieldwork = std::move(fieldwork);
    return opened;
}

FieldworkOpened open_fieldwork(
    const std::vector<fs::path>& study_folders,
    const FieldworkOptions& options,
    Clock& clock,
    RandomSource& random
) {
    return open_intake(study_folders, options, Intake::respondents, clock, random);
}

}  // namespace querist::actions
