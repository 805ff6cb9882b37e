#include "actions/response_table.hpp"

#include "actions/plans.hpp"
#include "actions/study_reference.hpp"
#include "actions/table_filler.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace querist::actions {

namespace {

using response::Origin;
using response::ResponseTable;
using response::Status;

/// Projections as read, on their way from the thread that reads to the one that decodes.
struct Batch {
    struct Row {
        PublicId public_id;
        Digest version;
        Status status = Status::in_progress;
        std::size_t begin = 0;
        std::size_t length = 0;
    };
    std::vector<Row> rows;
    std::string bytes;
};
constexpr std::size_t batch_bytes = 512 * 1024;
constexpr std::size_t batches_waiting_max = 8;

class BatchQueue {
public:
    void push(Batch batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return batches_.size() < batches_waiting_max; });
        batches_.push_back(std::move(batch));
        changed_.notify_all();
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    /// Empty: closed and nothing left.
    std::optional<Batch> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !batches_.empty() || closed_; });
        if (batches_.empty()) return std::nullopt;
        Batch batch = std::move(batches_.front());
        batches_.pop_front();
        changed_.notify_all();
        return batch;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> batches_;
    bool closed_ = false;
};

/// How many responses carry each flag, by its name.
using FlagCounts = std::map<std::string, report::FlagCount>;

/// Decodes rows into a table until one cannot be read or is of a version that it does not know.
class Decoder {
public:
    Decoder(const std::deque<instrument::Study>& studies, ResponseTable& table, Screened screened)
        : table_(table), screened_(screened) {
        for (std::size_t i = 0; i < studies.size(); ++i) {
            fillers_.emplace_back(studies[i], table, static_cast<int>(i));
        }
    }

    void take(BatchQueue& queue) {
        while (const std::optional<Batch> batch = queue.pop()) {
            for (const Batch::Row& row : batch->rows) {
                if (failed_ || foreign_) break;  // the rest is only drained
                take(row, std::string_view(batch->bytes).substr(row.begin, row.length));
            }
        }
    }

    [[nodiscard]] bool met_foreign_version() const { return foreign_; }
    [[nodiscard]] const std::optional<Problem>& problem() const { return failed_; }
    [[nodiscard]] const std::vector<PublicId>& excluded() const { return excluded_; }
    [[nodiscard]] const FlagCounts& flags() const { return flags_; }
    [[nodiscard]] std::int64_t screened_out() const { return screened_out_; }

private:
    void take(const Batch::Row& row, std::string_view projection) {
        if (row.version != last_version_ || last_ < 0) {
            last_version_ = row.version;
            last_ = table_.version_of(row.version);
        }
        if (last_ < 0) {
            foreign_ = true;
            return;
        }
        VersionFiller& filler = fillers_[static_cast<std::size_t>(last_)];
        if (const Result<void> read = filler.read(projection); !read) {
            failed_ = read.error();
            return;
        }
        const bool excluded = filler.excluded();
        for (const std::string& flag : filler.flags()) {
            report::FlagCount& count = flags_[flag];
            ++(excluded ? count.excluded : count.reported);
        }
        if (excluded) excluded_.push_back(row.public_id);
        if (excluded && screened_ == Screened::left_out) return;
        if (row.status == Status::screened_out) {
            if (!excluded) ++screened_out_;
            if (screened_ != Screened::kept) return;
        }
        filler.add(table_, row.public_id, row.status);
    }

    ResponseTable& table_;
    Screened screened_;
    std::deque<VersionFiller> fillers_;
    Digest last_version_;
    int last_ = -1;
    FlagCounts flags_;
    std::vector<PublicId> excluded_;
    std::int64_t screened_out_ = 0;
    bool foreign_ = false;
    std::optional<Problem> failed_;
};

/// What is read and from where.
struct Source {
    store::Snapshot& snapshot;
    store::StudyRow study;
    Digest fielded;
    Origin origin;
    bool any_withdrawn = false;
};

void read_projections(const Source& source, BatchQueue& queue) {
    Batch batch;
    source.snapshot
        .each_projection(source.study.id, source.origin, [&](const store::ProjectionRow& row) {
            // A refusal is counted, not reported: nothing was asked.
            if (row.status == Status::refused) return;
            batch.rows.push_back(
                {row.public_id, row.version_hash, row.status, batch.bytes.size(), row.data.size()}
            );
            batch.bytes += row.data;
            if (batch.bytes.size() < batch_bytes) return;
            queue.push(std::move(batch));
            batch = {};
        });
    queue.push(std::move(batch));
}

/// Withdrawn responses have no projection; each is a row of one gap. False: one is of a version
/// that the table does not know.
bool add_withdrawn(const Source& source, ResponseTable& table) {
    bool known = true;
    source.snapshot.each_response(source.study.id, [&](const store::ResponseRow& row) {
        if (row.origin != source.origin || row.status != Status::withdrawn) return;
        const int version = table.version_of(row.version_hash);
        known = known && version >= 0;
        if (version < 0) return;
        ResponseTable::Meta meta;
        meta.public_id = row.public_id;
        meta.version = version;
        meta.completion = response::Completion::withdrawn;
        table.add_response(meta, response::Gap::withdrawn);
    });
    return known;
}

ResponseTable empty_table(const std::deque<instrument::Study>& studies) {
    std::vector<const instrument::Study*> versions;
    versions.reserve(studies.size());
    for (const instrument::Study& study : studies) versions.push_back(&study);
    return ResponseTable(versions);
}

/// A table that is complete, or empty when a version turned up that is not in `studies`.
struct Filled {
    std::optional<ResponseTable> table;
    std::vector<PublicId> excluded;
    FlagCounts flags;
    std::int64_t screened_out = 0;
};

Result<Filled> fill(
    const Source& source, const std::deque<instrument::Study>& studies, Screened screened
) {
    ResponseTable table = empty_table(studies);
    Decoder decoder(studies, table, screened);
    {
        BatchQueue queue;
        const std::jthread decoding([&] { decoder.take(queue); });
        struct Closing {  // also when reading throws, or the thread would wait for ever
            BatchQueue& queue;
            ~Closing() { queue.close(); }
        } const closing{queue};
        read_projections(source, queue);
    }
    if (const std::optional<Problem>& problem = decoder.problem()) return std::unexpected(*problem);
    if (decoder.met_foreign_version()) return Filled{};
    if (source.any_withdrawn && !add_withdrawn(source, table)) return Filled{};
    table.sort_by_public_id();
    return Filled{
        std::move(table), decoder.excluded(), decoder.flags(), decoder.screened_out()
    };
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
        std::string reason;
        for (const store::EntryRow& entry : source.snapshot.entries(row->id)) {
            if (entry.kind != response::EntryKind::exclusion || !entry.body) continue;
            const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
            if (!body.is_object()) continue;  // querist verify says what is wrong with it
            reason = body.value("reason", "");
        }
        ++reasons[reason];
    }
    return reasons;
}

/// Every version that a response of this origin cites, newest first, the fielded one before all. A
/// version that nobody of them saw does not speak for them.
Result<std::deque<instrument::Study>> cited_versions(const Source& source) {
    std::set<Digest> cited;
    source.snapshot.each_projection(
        source.study.id,
        source.origin,
        [&](const store::ProjectionRow& row) { cited.insert(row.version_hash); }
    );
    if (source.any_withdrawn) {
        source.snapshot.each_response(source.study.id, [&](const store::ResponseRow& row) {
            if (row.origin == source.origin) cited.insert(row.version_hash);
        });
    }
    std::deque<instrument::Study> studies;
    for (const store::VersionRow& row : source.snapshot.versions(source.study.id)) {
        if (!cited.contains(row.hash)) continue;
        Result<instrument::Study> study = stored_study(source.snapshot, row.hash);
        if (!study) return std::unexpected(study.error());
        studies.push_front(std::move(*study));
    }
    const auto fielded = std::ranges::find(studies, source.fielded, &instrument::Study::version);
    if (fielded != studies.end()) std::rotate(studies.begin(), fielded, fielded + 1);
    return studies;
}

/// The origin to report, and why when it is not the obvious one.
struct Choice {
    Origin origin = Origin::real;
    std::string note;
};

Result<Choice> choose_origin(
    const std::vector<store::ResponseCount>& counts, std::optional<Origin> wanted
) {
    if (wanted) return Choice{*wanted, ""};
    std::set<Origin> present;
    for (const store::ResponseCount& count : counts) {
        if (count.count > 0) present.insert(count.origin);
    }
    if (present.empty() || present.contains(Origin::real)) return Choice{};
    if (present.size() == 1) {
        const Origin only = *present.begin();
        return Choice{
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

Result<StoredResponses> read_in(
    store::Snapshot& snapshot,
    const store::StudyRow& row,
    std::optional<Origin> origin,
    Screened screened
) {
    const std::vector<store::ResponseCount> counts = snapshot.response_counts(row.id);
    const Result<Choice> choice = choose_origin(counts, origin);
    if (!choice) return std::unexpected(choice.error());
    if (!row.version) {
        return failure(
            "actions.no-version",
            fmt::format("the data know the study {} but no version of it", row.study),
            "begin with querist serve or querist simulate"
        );
    }
    Source source{snapshot, row, *row.version, choice->origin};
    std::int64_t refused = 0;
    for (const store::ResponseCount& count : counts) {
        if (count.origin != choice->origin) continue;
        if (count.status == Status::refused) refused += count.count;
        if (count.status == Status::withdrawn && count.count > 0) source.any_withdrawn = true;
    }
    // Nearly always every response is of the newest version; only otherwise are all looked up.
    std::deque<instrument::Study> studies;
    Result<instrument::Study> newest = stored_study(snapshot, *row.version);
    if (!newest) return std::unexpected(newest.error());
    studies.push_back(std::move(*newest));
    Result<Filled> filled = fill(source, studies, screened);
    if (filled && !filled->table) {
        Result<std::deque<instrument::Study>> cited = cited_versions(source);
        if (!cited) return std::unexpected(cited.error());
        studies = std::move(*cited);
        filled = fill(source, studies, screened);
    }
    if (!filled) return std::unexpected(filled.error());
    if (!filled->table) {
        return failure(
            "actions.unknown-version",
            "a response cites a study version that the data do not have",
            "run querist verify, and restore the data from a backup if it reports it"
        );
    }
    StoredResponses stored{
        .versions = std::move(studies),
        .table = std::move(*filled->table),
        .origin = choice->origin,
        .visits = 0,
        .refused = refused,
        .screened = static_cast<std::int64_t>(filled->excluded.size()),
        .screened_out = filled->screened_out,
        .flags = {},
        .exclusions = exclusion_reasons(source, filled->excluded),
        .notes = {},
        .plan = std::nullopt,
    };
    for (auto& [flag, count] : filled->flags) {
        count.flag = flag;
        stored.flags.push_back(std::move(count));
    }
    if (!choice->note.empty()) stored.notes.push_back(choice->note);
    for (const store::VisitCount& visit : snapshot.visits(row.id)) stored.visits += visit.count;
    return stored;
}

}  // namespace

Result<StoredResponses> read_responses(
    const std::filesystem::path& study,
    const std::filesystem::path& data,
    std::optional<Origin> origin,
    Screened screened
) {
    const Result<std::string> id = study_id_of(study.generic_string());
    if (!id) return std::unexpected(id.error());
    const Result<std::unique_ptr<store::Store>> store =
        open_existing(data, store::Access::read_only);
    if (!store) return std::unexpected(store.error());
    return guarded([&]() -> Result<StoredResponses> {
        const std::unique_ptr<store::Snapshot> snapshot = (*store)->snapshot();
        const Result<store::StudyRow> row = known_study(*snapshot, *id);
        if (!row) return std::unexpected(row.error());
        Result<StoredResponses> stored = read_in(*snapshot, *row, origin, screened);
        if (!stored) return stored;
        // A folder that was edited since does not speak for what respondents saw.
        std::error_code ignored;
        const instrument::AnalysisPlan* plan = nullptr;
        Result<instrument::Study> folder = std::unexpected(Problem{});
        if (std::filesystem::exists(study / "study.yaml", ignored)) {
            folder = usable_study(study);
            if (folder && folder->analysis) plan = &*folder->analysis;
            const Digest& reported = stored->versions.front().version;
            if (folder && folder->version != reported) {
                stored->notes.push_back(fmt::format(
                    "The study's folder now holds version {}, which none of these respondents saw: "
                    "words and order are those of version {}.",
                    folder->version.hex().substr(0, 8),
                    reported.hex().substr(0, 8)
                ));
            }
        }
        Result<std::optional<report::PlanFacts>> facts =
            plan_facts(*snapshot, row->id, plan, stored->versions.front(), stored->notes);
        if (!facts) return std::unexpected(facts.error());
        stored->plan = std::move(*facts);
        return stored;
    });
}

}  // namespace querist::actions
