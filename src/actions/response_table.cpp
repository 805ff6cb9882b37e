#include "actions/response_table.hpp"

#include "actions/column_file.hpp"
#include "actions/decode_projections.hpp"
#include "actions/fold.hpp"
#include "actions/plans.hpp"
#include "actions/review_entries.hpp"
#include "actions/screen_responses.hpp"
#include "actions/study_reference.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <set>

namespace querist::actions {

namespace {

using response::Disposition;
using response::Origin;
using response::ResponseTable;
using response::Status;

/// Views of one and the same state, each for one thread.
using Views = std::vector<std::unique_ptr<store::Snapshot>>;
/// A view reads and its thread decodes: as many as the cores that a small server has.
constexpr std::size_t views_at_once = 2;
/// To write a whole file costs as much as to decode one response in so many.
constexpr std::size_t unchanged_per_change_max = 64;
/// More shares than threads, so that one that is held up leaves its shares to the others.
constexpr std::int64_t shares = 32;

/// What is read and from where.
struct Source {
    const Views& views;
    store::Snapshot& snapshot;  ///< The first of them.
    store::StudyRow study;
    Digest fielded;
    Origin origin;
    bool any_withdrawn = false;
    std::size_t responses = 0;  ///< Of the origin.
};

/// Columns and the versions that they were made for.
struct Columns {
    std::deque<instrument::Study> studies;
    ResponseTable table;
};

Result<std::deque<instrument::Study>> stored_studies(
    const Source& source, const std::vector<Digest>& versions
) {
    std::deque<instrument::Study> studies;
    for (const Digest& version : versions) {
        Result<instrument::Study> study = stored_study(source.snapshot, version);
        if (!study) return std::unexpected(study.error());
        studies.push_back(std::move(*study));
    }
    return studies;
}

/// The versions that a report is about when responses cite these: newest first, the fielded one
/// before all. A version that nobody of them saw does not speak for them, unless there is nobody.
std::vector<Digest> reported_versions(const Source& source, const std::set<Digest>& cited) {
    if (cited.empty()) return {source.fielded};
    std::vector<Digest> versions;
    for (const store::VersionRow& row : source.snapshot.versions(source.study.id)) {
        if (cited.contains(row.hash)) versions.insert(versions.begin(), row.hash);
    }
    const auto fielded = std::ranges::find(versions, source.fielded);
    if (fielded != versions.end()) std::rotate(versions.begin(), fielded, fielded + 1);
    return versions;
}

/// What a withdrawn response is known by: it has no projection, and its entries say whether it
/// counted.
store::ProjectionRow withdrawn_row(store::Snapshot& snapshot, const store::ResponseRow& row) {
    return {
        .public_id = row.public_id,
        .version_hash = row.version_hash,
        .status = row.status,
        .data = {},
        .excluded = excluded_by(snapshot.entries(row.id)),
    };
}

/// The withdrawn responses of the origin: they have no projection.
void each_withdrawn_row(
    const Source& source, const std::function<void(const store::ProjectionRow&)>& visit
) {
    if (!source.any_withdrawn) return;
    source.snapshot.each_response(source.study.id, [&](const store::ResponseRow& row) {
        if (row.origin != source.origin || row.status != Status::withdrawn) return;
        visit(withdrawn_row(source.snapshot, row));
    });
}

/// Every response of the origin: a source for each view, which takes one share after another.
std::vector<ProjectionRows> every_row(const Source& source) {
    const auto next = std::make_shared<std::atomic<std::int64_t>>(0);
    std::vector<ProjectionRows> sources;
    sources.reserve(source.views.size());
    for (std::size_t i = 0; i < source.views.size(); ++i) {
        sources.emplace_back([&source, next, i](const auto& visit) {
            for (std::int64_t share = (*next)++; share < shares; share = (*next)++) {
                source.views[i]->each_projection(
                    source.study.id, source.origin, {share, shares}, visit
                );
            }
            if (i == 0) each_withdrawn_row(source, visit);
        });
    }
    return sources;
}

/// Every response of the origin with an entry after a mark.
void each_changed_row(
    const Source& source,
    const store::ChangeMark& mark,
    const std::function<void(const store::ProjectionRow&)>& visit
) {
    std::vector<PublicId> withdrawn;
    source.snapshot
        .each_changed(source.study.id, source.origin, mark, [&](const store::ProjectionRow& row) {
            if (row.status != Status::withdrawn) return visit(row);
            withdrawn.push_back(row.public_id);
        });
    for (const PublicId& id : withdrawn) {
        const auto row = source.snapshot.response_by_public_id(source.study.id, id);
        if (row) visit(withdrawn_row(source.snapshot, *row));
    }
}

std::set<Digest> cited_versions(const Source& source) {
    std::set<Digest> cited;
    const auto cite = [&](const store::ProjectionRow& row) {
        if (row.status != Status::refused) cited.insert(row.version_hash);
    };
    source.snapshot.each_projection(source.study.id, source.origin, {}, cite);
    each_withdrawn_row(source, cite);
    return cited;
}

/// From every projection.
Result<Columns> decoded_columns(const Source& source) {
    // Nearly always every response is of the newest version; only otherwise are all looked up.
    std::vector<Digest> versions = {source.fielded};
    for (const bool last_try : {false, true}) {
        Result<std::deque<instrument::Study>> studies = stored_studies(source, versions);
        if (!studies) return std::unexpected(studies.error());
        Result<std::optional<ResponseTable>> table =
            decode_projections(*studies, every_row(source), source.responses);
        if (!table) return std::unexpected(table.error());
        if (*table) {
            return Columns{std::move(*studies), std::move(**table)};
        }
        if (!last_try) versions = reported_versions(source, cited_versions(source));
    }
    return failure(
        "actions.unknown-version",
        "a response cites a study version that the data do not have",
        "run querist verify, and restore the data from a backup if it reports it"
    );
}

/// What changed since a mark: the responses and the versions that they cite.
struct Changes {
    std::vector<PublicId> ids;  ///< Ascending.
    std::set<Digest> versions;  ///< Of those that are reported.
    bool any_withdrawn = false;
};

Changes changes_since(const Source& source, const store::ChangeMark& mark) {
    Changes changes;
    each_changed_row(source, mark, [&](const store::ProjectionRow& row) {
        changes.ids.push_back(row.public_id);
        if (row.status == Status::withdrawn) changes.any_withdrawn = true;
        if (row.status != Status::refused) changes.versions.insert(row.version_hash);
    });
    std::ranges::sort(changes.ids);
    return changes;
}

/// What a file of columns comes to.
struct Stored {
    enum class Fit { right, outdated, wrong };
    Fit fit = Fit::wrong;
    std::optional<Columns> columns = std::nullopt;  ///< When it is right.
    std::size_t changed = 0;                        ///< Responses that the file does not know so.
};

/// From the file, brought up to date where that leads to what the projections say.
Stored stored_columns(const Source& source, const ColumnFile& file) {
    const ColumnFile::Source& made_from = file.source();
    if (made_from.study != source.study.study || made_from.origin != source.origin ||
        !source.snapshot.holds(made_from.mark)) {
        return {};
    }
    Result<std::deque<instrument::Study>> studies = stored_studies(source, made_from.versions);
    if (!studies || studies->empty()) return {};
    ResponseTable table = empty_table(*studies);
    if (!file.read(table)) return {};
    const store::ChangeMark now = source.snapshot.change_mark();
    Changes changes;
    if (now != made_from.mark) changes = changes_since(source, made_from.mark);
    // The file still holds what was withdrawn just now: it goes as a whole, and is overwritten.
    if (changes.any_withdrawn) return {.fit = Stored::Fit::outdated};
    std::set<Digest> cited = changes.versions;
    if (table.size() > 0) cited.insert(made_from.versions.begin(), made_from.versions.end());
    if (reported_versions(source, cited) != made_from.versions) {
        return {.fit = Stored::Fit::outdated};
    }
    if (!changes.ids.empty()) {
        const ProjectionRows changed = [&](const auto& visit) {
            each_changed_row(source, made_from.mark, visit);
        };
        Result<std::optional<ResponseTable>> fresh =
            decode_projections(*studies, {&changed, 1}, changes.ids.size());
        if (!fresh || !*fresh) return {};
        table.replace(changes.ids, std::move(**fresh));
    }
    return {Stored::Fit::right, Columns{std::move(*studies), std::move(table)}, changes.ids.size()};
}

/// The columns of every response that is not a refusal, in the order of public ids.
Result<Columns> read_columns(
    const Source& source, const std::filesystem::path& data, std::string& note
) {
    ColumnFile file(data, source.study.study, source.origin);
    const ColumnFile::State state = file.open();
    const store::ChangeMark now = source.snapshot.change_mark();
    Stored found;
    if (state == ColumnFile::State::usable) found = stored_columns(source, file);
    std::optional<Columns>& columns = found.columns;
    const bool keeps_file =
        columns && (file.source().mark == now ||
                    found.changed * unchanged_per_change_max < columns->table.size());
    if (!columns) {
        Result<Columns> decoded = decoded_columns(source);
        if (!decoded) return std::unexpected(decoded.error());
        columns = std::move(*decoded);
        // What is replaced may hold what was withdrawn: it is overwritten.
        if (state != ColumnFile::State::missing) (void)store::erase_derived_files(data);
        if (state != ColumnFile::State::missing && found.fit == Stored::Fit::wrong) {
            note = fmt::format(
                "{} did not fit the data and was made again from them.", file.path().string()
            );
        }
    }
    // On a disk that takes no writing the next report decodes again.
    if (!keeps_file) {
        (void)file.write(
            {source.study.study, source.origin, columns->table.versions(), now}, columns->table
        );
    }
    return *std::move(columns);
}

std::vector<PublicId> excluded_ids(const ResponseTable& table) {
    std::vector<PublicId> ids;
    for (const ResponseTable::Meta& meta : table.responses()) {
        if (response::disposition_of(meta) == Disposition::excluded) ids.push_back(meta.public_id);
    }
    return ids;
}

/// Whether what was asked for holds responses of a disposition.
bool is_wanted(Disposition disposition, Wanted wanted) {
    switch (wanted) {
        case Wanted::reported:
            return response::is_reported(disposition);
        case Wanted::with_excluded:
            return response::is_reported(disposition) || disposition == Disposition::excluded;
        case Wanted::all:
            return true;
    }
    return true;
}

/// How many responses carry each flag, in the order of their names.
std::vector<report::FlagCount> flag_counts(const ResponseTable& table) {
    std::map<std::string, report::FlagCount> counts;
    for (std::size_t i = 0; i < table.flags().size(); ++i) {
        const bool excluded = table.responses()[table.flags().response(i)].excluded;
        for (const std::string_view flag : response::split_flags(table.flags().text(i))) {
            if (screening::kind_of_flag(flag)) continue;  // a part of its own tells them
            report::FlagCount& count = counts[std::string(flag)];
            ++(excluded ? count.excluded : count.reported);
        }
    }
    std::vector<report::FlagCount> all;
    for (auto& [flag, count] : counts) {
        count.flag = flag;
        all.push_back(std::move(count));
    }
    return all;
}

/// Why excluded responses are, as their last exclusion entry says.
std::map<std::string, std::int64_t> exclusion_reasons(
    const Source& source, const std::vector<PublicId>& excluded
) {
    std::map<std::string, std::int64_t> reasons;
    for (const PublicId& id : excluded) {
        const std::optional<store::ResponseRow> row =
            source.snapshot.response_by_public_id(source.study.id, id);
        if (!row) continue;
        ++reasons
            [row->status == Status::withdrawn ? "withdrawn since, and the reason with it"
                                              : review_of(source.snapshot.entries(row->id)).reason];
    }
    return reasons;
}

/// Says of the responses that are reported who is flagged, where the study screens.
Result<void> add_screened(
    StoredResponses& stored, store::Snapshot& snapshot, const store::StudyRow& row
) {
    const auto screens = [](const instrument::Study& version) {
        return version.screening.has_value();
    };
    if (std::ranges::none_of(stored.versions, screens)) return {};
    Result<std::optional<ScreenedStudy>> screened = screen_responses(snapshot, row, stored.origin);
    if (!screened) return std::unexpected(screened.error());
    stored.screened = *std::move(screened);
    return {};
}

Result<StoredResponses> read_in(
    const Views& views,
    const store::StudyRow& row,
    const std::filesystem::path& data,
    std::optional<Origin> origin,
    Wanted wanted
) {
    store::Snapshot& snapshot = *views.front();
    const std::vector<store::ResponseCount> counts = snapshot.response_counts(row.id);
    const Result<OriginChoice> choice = choose_origin(counts, origin);
    if (!choice) return std::unexpected(choice.error());
    if (!row.version) {
        return failure(
            "actions.no-version",
            fmt::format("the data know the study {} but no version of it", row.study),
            "begin with querist serve or querist simulate"
        );
    }
    Source source{views, snapshot, row, *row.version, choice->origin};
    std::int64_t refused = 0;
    for (const store::ResponseCount& count : counts) {
        if (count.origin != choice->origin) continue;
        source.responses += static_cast<std::size_t>(count.count);
        if (count.status == Status::refused) refused += count.count;
        if (count.status == Status::withdrawn && count.count > 0) source.any_withdrawn = true;
    }
    std::string note;
    Result<Columns> columns = read_columns(source, data, note);
    if (!columns) return std::unexpected(columns.error());
    StoredResponses stored{
        .versions = std::move(columns->studies),
        .table = std::move(columns->table),
        .origin = choice->origin,
        .visits = 0,
        .left_out = {{Disposition::refused, refused}},
        .flags = {},
        .exclusions = {},
        .notes = {},
        .screened = std::nullopt,
        .plan = std::nullopt,
        .file_note = std::move(note),
    };
    stored.flags = flag_counts(stored.table);
    const std::vector<PublicId> excluded = excluded_ids(stored.table);
    stored.exclusions = exclusion_reasons(source, excluded);
    stored.table.remove([&](const ResponseTable::Meta& meta) {
        const Disposition disposition = response::disposition_of(meta);
        if (is_wanted(disposition, wanted)) return false;
        stored.left_out.add(disposition);
        return true;
    });
    if (!choice->note.empty()) stored.notes.push_back(choice->note);
    for (const store::VisitCount& visit : snapshot.visits(row.id)) stored.visits += visit.count;
    return stored;
}

}  // namespace

Result<OriginChoice> choose_origin(
    const std::vector<store::ResponseCount>& counts, std::optional<Origin> wanted
) {
    if (wanted) return OriginChoice{*wanted, ""};
    std::set<Origin> present;
    for (const store::ResponseCount& count : counts) {
        if (count.count > 0) present.insert(count.origin);
    }
    if (present.empty() || present.contains(Origin::real)) return OriginChoice{};
    if (present.size() == 1) {
        const Origin only = *present.begin();
        return OriginChoice{
            only,
            fmt::format("No real responses yet: {} ones are reported.", response::to_text(only))
        };
    }
    std::vector<std::string_view> names;
    names.reserve(present.size());
    for (const Origin origin : present) names.push_back(response::to_text(origin));
    return failure(
        "actions.choose-origin",
        fmt::format("there are no real responses, but {} ones", fmt::join(names, " and ")),
        fmt::format("choose one with --origin: {}", fmt::join(names, ", "))
    );
}

Result<StoredResponses> read_responses(
    const std::filesystem::path& study,
    const std::filesystem::path& data,
    std::optional<Origin> origin,
    Wanted wanted
) {
    const Result<std::string> id = study_id_of(study.generic_string());
    if (!id) return std::unexpected(id.error());
    const Result<std::unique_ptr<store::Store>> store =
        open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<StoredResponses> {
        const Views views = (*store)->snapshots(views_at_once);
        store::Snapshot& snapshot = *views.front();
        const Result<store::StudyRow> row = known_study(snapshot, *id);
        if (!row) return std::unexpected(row.error());
        Result<StoredResponses> stored = read_in(views, *row, data, origin, wanted);
        if (!stored) return stored;
        if (wanted != Wanted::all) {
            Result<void> screened = add_screened(*stored, snapshot, *row);
            if (!screened) return std::unexpected(screened.error());
        }
        // A folder that was edited since does not speak for what respondents saw.
        std::error_code ignored;
        FolderPlan plan;
        Result<instrument::Study> folder = std::unexpected(Problem{});
        if (std::filesystem::exists(study / "study.yaml", ignored)) {
            folder = usable_study(study);
            if (!folder) return std::unexpected(folder.error());
            plan.has_folder = true;
            if (folder->analysis) plan.plan = &*folder->analysis;
            const Digest& reported = stored->versions.front().version;
            if (folder->version != reported) {
                stored->notes.push_back(fmt::format(
                    "The study's folder now holds version {}, which none of these respondents saw: "
                    "words and order are those of version {}.",
                    folder->version.hex().substr(0, 8),
                    reported.hex().substr(0, 8)
                ));
            }
        }
        Result<std::optional<report::PlanFacts>> facts =
            plan_facts(snapshot, row->id, plan, stored->versions.front(), stored->notes);
        if (!facts) return std::unexpected(facts.error());
        stored->plan = std::move(*facts);
        return stored;
    });
}

}  // namespace querist::actions
