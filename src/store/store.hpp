#pragma once

// The public header of store: the only SQL. SQLite now; PostgreSQL will implement the same
// interface, so no SQLite type or idiom appears here.
//
// Writing: one writer thread takes all work that waits, runs each piece in a savepoint of one
// transaction, commits once, and only then tells each caller. Reading: snapshots, each used by
// one thread at a time, see only what was committed.

#include "core/core.hpp"
#include "response/response.hpp"
#include "store/eligibility.hpp"   // IWYU pragma: export
#include "store/identity.hpp"      // IWYU pragma: export
#include "store/link_key.hpp"      // IWYU pragma: export
#include "store/rewards.hpp"       // IWYU pragma: export
#include "store/signing_keys.hpp"  // IWYU pragma: export

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

enum class Life { draft, pilot, open, paused, closed };
[[nodiscard]] std::string_view to_text(Life life);
[[nodiscard]] std::optional<Life> parse_life(std::string_view text);

struct StudyRow {
    StudyId id;
    std::string study;  ///< The id in the study file.
    Life life = Life::draft;
    std::string mode;               ///< Fixed at the first opening; empty before.
    std::optional<Digest> version;  ///< The one that is fielded; before any is, the newest.
    /// Entries of the study's own log: of two views of one study, the later has no fewer.
    std::int64_t log_entries = 0;
};

/// An immutable instrument version.
struct VersionRow {
    VersionId id;
    StudyId study;
    Digest hash;
    std::string manifest;
    std::vector<std::pair<std::string, std::string>> files;  ///< Name and exact bytes.
};

/// An analysis plan as it was frozen.
struct PlanRow {
    std::int64_t sequence = 0;  ///< From 1 in each study.
    Digest hash;                ///< SHA-256 of `bytes`.
    Digest version;             ///< Hash of the instrument version whose items it names.
    std::string bytes;
    Instant at;
    Life life = Life::draft;  ///< The study's life when it was frozen.
};

struct NewResponse {
    StudyId study;
    VersionId version;
    Digest version_hash;
    response::Origin origin = response::Origin::test;
    PublicId public_id;
    Digest resume_hash;                    ///< SHA-256 of the resume secret.
    std::optional<Digest> respondent_key;  ///< HMAC(link key, case or account); unique.
};

struct ResponseRow {
    ResponseId id;
    StudyId study;
    VersionId version;
    Digest version_hash;
    response::Origin origin = response::Origin::test;
    response::Status status = response::Status::in_progress;
    PublicId public_id;
    int sequence = 0;  ///< Of the last entry; 0 before the first.
    Digest head;       ///< h of the last entry; before the first `chain_start` (chain.hpp).
};

/// One link of a response's chain: h = SHA-256(previous h, header, c), c = HMAC-SHA-256(salt,
/// body); header = response's public id, sequence, kind, version hash.
struct EntryRow {
    int sequence = 0;
    response::EntryKind kind = response::EntryKind::page;
    Digest version_hash;
    Digest commitment;                ///< c
    Digest head;                      ///< h
    std::optional<std::string> salt;  ///< 32 bytes; empty once withdrawn.
    std::optional<std::string> body;  ///< Canonical JSON; empty once withdrawn.
};

/// What an append needs besides the response.
struct NewEntry {
    response::EntryKind kind = response::EntryKind::page;
    std::string body;  ///< Canonical JSON.
    std::string salt;  ///< 32 random bytes.
    response::Status status_after = response::Status::in_progress;
    /// For page entries: position of the page and its revision, unique per response. Else empty.
    std::optional<std::pair<int, int>> page_revision;
};

/// A row of the answers projection.
struct ProjectionRow {
    PublicId public_id;
    Digest version_hash;
    response::Status status = response::Status::in_progress;
    std::string_view data;  ///< As given to `project`; valid during the callback.
    /// Of a withdrawn one, whose entries know it and which has no `data`; for whoever fills it in.
    bool excluded = false;
};

/// A flag or exclusion of a response.
struct ReviewEntryRow {
    PublicId public_id;
    response::EntryKind kind = response::EntryKind::flag;
    std::string_view body;  ///< Canonical JSON; valid during the callback.
};

/// How many responses of each origin and status a study has.
struct ResponseCount {
    response::Origin origin = response::Origin::real;
    response::Status status = response::Status::in_progress;
    std::int64_t count = 0;
};

/// How many responses are assigned to an arm.
struct ArmCount {
    std::string arm;  ///< Its code.
    std::int64_t count = 0;
};

/// How far the entries have come: what was committed until then can be told from what came after.
struct ChangeMark {
    std::int64_t entry = 0;  ///< The last entry; 0: there is none.
    Digest head;             ///< Its h.
    auto operator<=>(const ChangeMark&) const = default;
};

struct VisitCount {
    std::string day;  ///< "2026-11-23", UTC.
    std::int64_t count = 0;
};

/// A share of a study's responses: shares 0 to of - 1 together are all of them, none twice.
struct Share {
    std::int64_t share = 0;
    std::int64_t of = 1;
};

/// One consistent view of what is committed. Failures of the database (a damaged file, an I/O
/// error) throw StoreFailure; nothing else does.
class Snapshot {
public:
    virtual ~Snapshot() = default;
    virtual std::optional<StudyRow> study(std::string_view study) = 0;
    virtual std::vector<StudyRow> studies() = 0;
    virtual std::vector<VersionRow> versions(StudyId study) = 0;  ///< Oldest first.
    virtual std::optional<VersionRow> version(const Digest& hash) = 0;
    virtual std::vector<PlanRow> plans(StudyId study) = 0;  ///< Oldest first.
    virtual std::optional<ResponseRow> response_by_resume_hash(
        StudyId study, const Digest& hash
    ) = 0;
    virtual std::optional<ResponseRow> response_by_public_id(StudyId study, const PublicId& id) = 0;
    /// Responses of an origin that have a respondent key, in an anonymous study that of a ticket;
    /// in the order of their public ids, which says nothing of when they began.
    virtual std::vector<ResponseRow> responses_with_respondent_key(
        StudyId study, response::Origin origin
    ) = 0;
    virtual std::optional<ResponseRow> response_by_respondent_key(
        StudyId study, const Digest& key
    ) = 0;
    virtual std::vector<EntryRow> entries(ResponseId response) = 0;
    /// The response's row in the answers projection, as given to `project`.
    virtual std::optional<std::string> projection(ResponseId response) = 0;
    virtual std::vector<ResponseCount> response_counts(StudyId study) = 0;
    virtual std::vector<VisitCount> visits(StudyId study) = 0;
    /// How many responses of an origin each arm of an item has; arms without any are left out.
    virtual std::vector<ArmCount> arm_counts(
        StudyId study, response::Origin origin, std::string_view item
    ) = 0;
    /// When the study was sealed last; none when it never was.
    virtual std::optional<Instant> last_sealed_at(StudyId study) = 0;

    /// Every response of a study in the order of public ids.
    virtual void each_response(StudyId study, const std::function<void(const ResponseRow&)>&) = 0;
    /// Every projected response of one origin in the order in which they began, which is no order
    /// to publish. Withdrawn ones have none.
    virtual void
    each_projection(StudyId study, response::Origin origin, const Share& share, const std::function<void(const ProjectionRow&)>&) = 0;

    /// Every flag and exclusion of the responses of one origin, in the order in which these began,
    /// then oldest first; withdrawn ones have none.
    virtual void
    each_review_entry(StudyId study, response::Origin origin, const std::function<void(const ReviewEntryRow&)>&) = 0;

    /// What was decided about rewards; lives as long as the view.
    virtual EligibilityView& eligibility() = 0;

    /// A mark of all that this view sees. Marks only hold where entries are numbered in the order
    /// of their commits, as a single writer does; a store with several must see to that.
    virtual ChangeMark change_mark() = 0;
    /// Whether the entries up to a mark are these: not those of a database that was replaced.
    virtual bool holds(const ChangeMark& mark) = 0;
    /// Every response of one origin that got an entry since a mark, in the order in which they
    /// began, `data` empty where there is no projection (withdrawn).
    virtual void
    each_changed(StudyId study, response::Origin origin, const ChangeMark& since, const std::function<void(const ProjectionRow&)>&) = 0;
};

/// What a piece of work sees: its own savepoint, undone unless the work succeeds.
class Transaction : public Snapshot {
public:
    EligibilityWork& eligibility() override = 0;
    /// Stands for everything that changes a study or a response otherwise than `start_response` and
    /// `append` do in work that is kept: another process, a study that moves on, a decision about a
    /// reward, a withdrawal, work that was undone. While it stays the same, what was read and
    /// appended to still stands so.
    virtual std::uint64_t outside_changes() = 0;
    virtual StudyRow add_study(std::string_view study) = 0;  ///< Or the one that exists.
    /// Moves the study's life and appends to its own hash-linked log. The first mode stays.
    virtual void set_life(StudyId study, Life life, std::string_view mode, Instant at) = 0;
    virtual VersionId add_version(
        StudyId study,
        const Digest& hash,
        std::string_view manifest,
        const std::vector<std::pair<std::string, std::string>>& files,
        Instant at
    ) = 0;  ///< Or the one that exists.
    /// What respondents get from now on. Notes it in the study's log when it was another.
    virtual void field_version(StudyId study, VersionId version, Instant at) = 0;
    /// Keeps an analysis plan for ever and notes it in the study's log. False when it is the one
    /// that was frozen last for this version: then nothing is added.
    virtual bool freeze_plan(
        StudyId study, VersionId version, std::string_view bytes, Instant at
    ) = 0;
    /// store.duplicate when the respondent key or public id exists.
    virtual Result<ResponseRow> start_response(const NewResponse& response) = 0;
    /// Appends to the chain and moves `response` along. store.duplicate when the page revision or
    /// the sequence exists (another tab, another process).
    virtual Result<void> append(ResponseRow& response, const NewEntry& entry) = 0;
    /// Replaces the response's row in the answers projection.
    virtual void project(ResponseId response, std::string_view data) = 0;
    /// Counts a response among those of an arm, once for each item. The entry says the same.
    virtual void assign(
        const ResponseRow& response, std::string_view item, std::string_view arm
    ) = 0;
    /// Deletes bodies, salts, projection and arms, then appends a `withdrawn` entry. Bytes are
    /// overwritten and the WAL truncated after the commit, when `Overwriting` says.
    /// store.withdrawn when it already is.
    virtual Result<void> withdraw(ResponseRow& response, const NewEntry& entry) = 0;
    virtual void add_visits(StudyId study, std::string_view day, std::int64_t count) = 0;
    /// Seals every (response, h) in id order and the previous seal.
    virtual Digest seal(StudyId study, Instant at) = 0;
    /// Empties the answers projection of a study and forgets who has which arm and what was decided
    /// about rewards, for `rebuild`.
    virtual void clear_projection(StudyId study) = 0;
};

/// Thrown by the database's own failures: full disk, read-only file, damage. Codes: store.full,
/// store.read-only, store.damaged, store.locked, store.failed.
class StoreFailure : public std::exception {
public:
    explicit StoreFailure(Problem problem) : problem_(std::move(problem)) {}
    [[nodiscard]] const char* what() const noexcept override { return problem_.message.c_str(); }
    [[nodiscard]] const Problem& problem() const { return problem_; }

private:
    Problem problem_;
};

/// Runs on the writer thread. An error undoes this piece of work only.
using Work = std::move_only_function<Result<void>(Transaction&)>;
/// Called on the writer thread: after the COMMIT that holds the work, or with why there is none.
using Done = std::move_only_function<void(Result<void>)>;

enum class Access { read_write, read_only };

/// `none` waits for no disk and is there so that the power-cut test can be seen to notice.
enum class Durability { full, none };

/// When the bytes of withdrawn answers are overwritten in the files: it takes seconds in a large
/// file, and nobody else's answers are written meanwhile. A server does it once a minute for all
/// that were withdrawn, so that withdrawing again and again does not hold everybody up.
enum class Overwriting { before_confirming, within_a_minute };

struct StoreOptions {
    Access access = Access::read_write;
    Overwriting overwriting = Overwriting::before_confirming;
    std::string vfs;  ///< SQLite's VFS for tests; empty: the platform's.
    Durability durability = Durability::full;
};

struct VerifyReport {
    std::int64_t responses = 0;
    std::int64_t entries = 0;
    std::int64_t withdrawn = 0;  ///< Responses whose bodies are gone; their chains still hold.
    std::int64_t seals = 0;
    std::int64_t plans = 0;         ///< Frozen analysis plans.
    std::optional<Problem> broken;  ///< The first wrong entry, plan or seal, by name.
    std::optional<Digest> last_seal;
};

class Store {
public:
    virtual ~Store() = default;

    /// Queues work; store.busy (and `done` is not called) when the queue is full or closed,
    /// store.read-only when the store was opened for reading. `done` must not throw.
    virtual Result<void> submit(Work work, Done done) = 0;

    /// Queues work and waits for its commit. Not for the writer thread.
    virtual Result<void> run(Work work) = 0;

    /// A snapshot that begins now. From any thread; it may outlive the store. Throws StoreFailure.
    virtual std::unique_ptr<Snapshot> snapshot() = 0;

    /// Several of one and the same state, for as many threads. Fewer, but at least one, when others
    /// commit faster than a second view can be opened.
    std::vector<std::unique_ptr<Snapshot>> snapshots(std::size_t count);

    /// Recomputes every chain and seal of a study. Throws StoreFailure.
    virtual VerifyReport verify(
        StudyId study, const std::function<void(std::int64_t done)>& progress
    ) = 0;

    /// Whether bytes of withdrawn answers may still lie in a file because another program reads
    /// it: they are overwritten when it ends, by any process that writes. Throws StoreFailure.
    virtual bool erasure_pending() = 0;

    /// Finishes what is queued, then refuses more.
    virtual void finish() = 0;
};

/// Opens (or makes) `answers.db` in the folder. Older schemas are migrated after a backup beside
/// the file; newer ones are refused (store.newer). Codes: store.missing (read_only and no file),
/// store.not-a-database, store.newer, store.older (read_only and an older schema), store.locked,
/// store.full, store.read-only, store.damaged, store.withdrawals (the list beside the data cannot
/// be read or, read_only, is not yet replayed against a restored backup).
[[nodiscard]] Result<std::unique_ptr<Store>> open_store(
    const std::filesystem::path& folder, const StoreOptions& options = {}
);

/// Where, in a data folder, files lie that only repeat answers in another form. Nothing is lost
/// with them. A withdrawal overwrites and removes all of them before it is confirmed; who writes
/// one must hold the snapshot that it was made from until the file has its name.
[[nodiscard]] std::filesystem::path derived_files(const std::filesystem::path& folder);

/// Overwrites a file's bytes and removes it. False when one of it fails.
[[nodiscard]] bool erase_file(const std::filesystem::path& file);
/// Overwrites and removes all of them. False when one could not be.
[[nodiscard]] bool erase_derived_files(const std::filesystem::path& folder);

/// Secrets beside the data, in `<folder>/keys` (0600), made at the first call; those that an older
/// file lacks are made then, too. Each study's link key stands there as well (link_key.hpp). Back
/// it up apart. Each has 32 bytes.
/// Codes: store.keys-readable (others may read it), store.keys-damaged, store.keys-failed.
struct Keys {
    std::string csrf;
    std::string identity;  ///< Encrypts what identity.db knows of a person.
    std::string address;   ///< HMAC by which addresses and accounts are found again.
    std::string rewards;   ///< Encrypts gift cards and payees; makes messages and claim codes.
};
[[nodiscard]] Result<Keys> open_keys(const std::filesystem::path& folder, RandomSource& random);

}  // namespace querist::store
