#include "store/sqlite_transaction.hpp"

#include "store/chain.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace querist::store {

namespace {

constexpr std::size_t salt_bytes = 32;

constexpr Sql insert_study = R"(
    INSERT INTO study (name, life, mode, log_sequence, log_head) VALUES (?1, 'draft', '', 0, ?2)
    ON CONFLICT DO NOTHING)";
constexpr Sql update_life =
    "UPDATE study SET life = ?2, mode = iif(mode = '', ?3, mode) WHERE id = ?1";
constexpr Sql fielded_version = "SELECT coalesce(fielded, 0) FROM study WHERE id = ?1";
constexpr Sql update_fielded = "UPDATE study SET fielded = ?2 WHERE id = ?1";
constexpr Sql hash_of_version = "SELECT hash FROM version WHERE id = ?1";
constexpr Sql name_and_log_of_study =
    "SELECT name, log_sequence, log_head, mode FROM study WHERE id = ?1";
constexpr Sql insert_log =
    "INSERT INTO study_log (study, sequence, body, head) VALUES (?1, ?2, ?3, ?4)";
constexpr Sql update_log = "UPDATE study SET log_sequence = ?2, log_head = ?3 WHERE id = ?1";

constexpr Sql version_of_study = "SELECT id FROM version WHERE hash = ?1 AND study = ?2";
constexpr Sql insert_version =
    "INSERT INTO version (study, hash, manifest, at) VALUES (?1, ?2, ?3, ?4)";
constexpr Sql insert_file =
    "INSERT INTO version_file (version, position, name, bytes) VALUES (?1, ?2, ?3, ?4)";

constexpr Sql last_plan = R"(
    SELECT sequence, hash, version FROM plan WHERE study = ?1 ORDER BY sequence DESC LIMIT 1)";
constexpr Sql life_of_study = "SELECT life FROM study WHERE id = ?1";
constexpr Sql insert_plan = R"(
    INSERT INTO plan (study, sequence, version, hash, life, at, bytes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

constexpr Sql insert_response = R"(
    INSERT INTO response (
        study, version, origin, status, public_id, resume_hash, respondent_key, sequence, head)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8) ON CONFLICT DO NOTHING)";
constexpr Sql sequence_of_response = "SELECT sequence FROM response WHERE id = ?1";
// One row of values: for what a query gives, SQLite would keep a journal of the statement.
constexpr Sql insert_entry = R"(
    INSERT INTO entry (response, sequence, kind, page, revision, commitment, head, salt, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING)";
// The status by itself: naming it would have every page look whether the tally changes.
constexpr Sql update_response = "UPDATE response SET sequence = ?2, head = ?3 WHERE id = ?1";
constexpr Sql update_status = "UPDATE response SET status = ?2 WHERE id = ?1";
constexpr Sql upsert_projection = R"(
    INSERT INTO projection (response, data) VALUES (?1, ?2)
    ON CONFLICT (response) DO UPDATE SET data = excluded.data)";

constexpr Sql erase_entries = R"(
    UPDATE entry SET salt = NULL, body = NULL, page = NULL, revision = NULL
    WHERE response = ?1 AND sequence < ?2)";
constexpr Sql erase_projection = "DELETE FROM projection WHERE response = ?1";
constexpr Sql insert_assignment = R"(
    INSERT INTO assignment (response, study, origin, item, arm) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (response, item) DO UPDATE SET arm = excluded.arm)";
constexpr Sql erase_assignment = "DELETE FROM assignment WHERE response = ?1";
constexpr Sql erase_decisions = "DELETE FROM eligibility WHERE response = ?1";
constexpr Sql erase_all_decisions =
    "DELETE FROM eligibility WHERE response IN (SELECT id FROM response WHERE study = ?1)";
constexpr Sql erase_assignments = "DELETE FROM assignment WHERE study = ?1";
constexpr Sql insert_erasure = "INSERT INTO erasure (response) VALUES (?1) ON CONFLICT DO NOTHING";
constexpr Sql erase_projections =
    "DELETE FROM projection WHERE response IN (SELECT id FROM response WHERE study = ?1)";

constexpr Sql upsert_visit = R"(
    INSERT INTO visit (study, day, count) VALUES (?1, ?2, ?3)
    ON CONFLICT (study, day) DO UPDATE SET count = count + excluded.count)";

constexpr Sql last_seal =
    "SELECT sequence, seal FROM seal WHERE study = ?1 ORDER BY sequence DESC LIMIT 1";
constexpr Sql last_entry = "SELECT max(id) FROM entry";
constexpr Sql heads_of_study =
    "SELECT public_id, head FROM response WHERE study = ?1 AND sequence > 0 ORDER BY public_id";
constexpr Sql insert_seal = R"(
    INSERT INTO seal (study, sequence, at, through, responses, log_sequence, seal)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

std::int64_t microseconds(Instant at) { return at.time_since_epoch().count(); }

std::unexpected<Problem> duplicate(std::string what, std::string cure) {
    return failure("store.duplicate", std::move(what), std::move(cure));
}

Query study_and_log(Connection& connection, StudyId study) {
    Query query = connection.query(name_and_log_of_study, study.value);
    if (!query.next()) throw std::invalid_argument("no study has this id");
    return query;
}

}  // namespace

std::string SqliteTransaction::study_name(StudyId study) {
    return study_and_log(connection(), study).text(0);
}

Digest SqliteTransaction::version_hash(VersionId version) {
    Query row = connection().query(hash_of_version, version.value);
    if (!row.next()) throw std::invalid_argument("no version has this id");
    return row.digest(0);
}

void SqliteTransaction::log(StudyId study, const std::string& body) {
    std::int64_t sequence = 0;
    Digest head;
    {
        const Query row = study_and_log(connection(), study);
        sequence = row.integer(1) + 1;
        head = log_link(row.digest(2), row.bytes(0), sequence, body);
    }
    ++outside_changes_;
    connection().run(insert_log, study.value, sequence, body, head);
    connection().run(update_log, study.value, sequence, head);
}

void SqliteTransaction::begins(std::int64_t data_version) {
    if (data_version == data_version_) return;
    data_version_ = data_version;
    ++outside_changes_;
}

StudyRow SqliteTransaction::add_study(std::string_view name) {
    connection().run(insert_study, name, log_start(name));
    std::optional<StudyRow> row = study(name);
    if (!row) throw_damaged(connection().handle(), "a study that was just added is not there");
    return *std::move(row);
}

void SqliteTransaction::set_life(StudyId study, Life life, std::string_view mode, Instant at) {
    connection().run(update_life, study.value, to_text(life), mode);
    const std::string fixed_mode = study_and_log(connection(), study).text(3);
    const nlohmann::json body = {
        {"at", querist::to_text(at)},
        {"kind", "life"},
        {"life", to_text(life)},
        {"mode", fixed_mode}
    };
    log(study, canonical_json(body));
}

VersionId SqliteTransaction::add_version(
    StudyId study,
    const Digest& hash,
    std::string_view manifest,
    const std::vector<std::pair<std::string, std::string>>& files,
    Instant at
) {
    if (const std::int64_t id = connection().number(version_of_study, hash, study.value); id > 0) {
        return VersionId{id};
    }
    connection().run(insert_version, study.value, hash, manifest, microseconds(at));
    const VersionId id{connection().last_row()};
    std::int64_t position = 0;
    for (const auto& [name, bytes] : files) {
        connection().run(insert_file, id.value, position++, name, Blob{bytes});
    }
    const nlohmann::json body = {
        {"at", querist::to_text(at)}, {"kind", "version"}, {"version", hash.hex()}
    };
    log(study, canonical_json(body));
    return id;
}

void SqliteTransaction::field_version(StudyId study, VersionId version, Instant at) {
    if (connection().number(fielded_version, study.value) == version.value) return;
    connection().run(update_fielded, study.value, version.value);
    const nlohmann::json body = {
        {"at", querist::to_text(at)}, {"kind", "fielded"}, {"version", version_hash(version).hex()}
    };
    log(study, canonical_json(body));
}

bool SqliteTransaction::freeze_plan(
    StudyId study, VersionId version, std::string_view bytes, Instant at
) {
    const Digest hash = sha256(bytes);
    std::int64_t sequence = 1;
    {
        Query last = connection().query(last_plan, study.value);
        if (last.next()) {
            if (last.digest(1) == hash && last.integer(2) == version.value) return false;
            sequence = last.integer(0) + 1;
        }
    }
    std::string life;
    {
        Query row = connection().query(life_of_study, study.value);
        if (!row.next()) throw std::invalid_argument("no study has this id");
        life = row.text(0);
    }
    connection().run(
        insert_plan, study.value, sequence, version.value, hash, life, microseconds(at), Blob{bytes}
    );
    const nlohmann::json body = {
        {"at", querist::to_text(at)},
        {"kind", "plan"},
        {"plan", hash.hex()},
        {"version", version_hash(version).hex()}
    };
    log(study, canonical_json(body));
    return true;
}

Result<ResponseRow> SqliteTransaction::start_response(const NewResponse& response) {
    ResponseRow row;
    row.study = response.study;
    row.version = response.version;
    row.version_hash = response.version_hash;
    row.origin = response.origin;
    row.public_id = response.public_id;
    row.head = chain_start(response.public_id, study_name(response.study), response.origin);
    const std::int64_t added = connection().run(
        insert_response,
        response.study.value,
        response.version.value,
        response::to_text(response.origin),
        response::to_text(row.status),
        response.public_id,
        response.resume_hash,
        response.respondent_key,
        row.head
    );
    if (added == 0) {
        return duplicate(
            "this person has a response in this study already", "go on with the one that exists"
        );
    }
    row.id = ResponseId{connection().last_row()};
    return row;
}

Result<void> SqliteTransaction::append(ResponseRow& response, const NewEntry& entry) {
    if (entry.salt.size() != salt_bytes) throw std::invalid_argument("a salt has 32 bytes");
    const int sequence = response.sequence + 1;
    const Digest c = commitment(entry.salt, entry.body);
    const Digest head = chain_link(
        response.head, response.public_id, sequence, entry.kind, response.version_hash, c
    );
    std::optional<int> page;
    std::optional<int> revision;
    if (entry.page_revision) std::tie(page, revision) = *entry.page_revision;
    // Nothing is added when the response is elsewhere than the caller believes, whichever way.
    const bool added =
        connection().number(sequence_of_response, response.id.value) == response.sequence &&
        connection().run(
            insert_entry,
            response.id.value,
            sequence,
            response::to_text(entry.kind),
            page,
            revision,
            c,
            head,
            Blob{entry.salt},
            entry.body
        ) > 0;
    if (!added) {
        return duplicate(
            "the response went on elsewhere", "read the response again and compare before sending"
        );
    }
    // No session appends this: those that hold the response must read it again.
    if (entry.kind == response::EntryKind::eligible) ++outside_changes_;
    connection().run(update_response, response.id.value, sequence, head);
    if (entry.status_after != response.status) {
        connection().run(update_status, response.id.value, response::to_text(entry.status_after));
    }
    response.sequence = sequence;
    response.head = head;
    response.status = entry.status_after;
    return {};
}

void SqliteTransaction::project(ResponseId response, std::string_view data) {
    connection().run(upsert_projection, response.value, Blob{data});
}

void SqliteTransaction::assign(
    const ResponseRow& response, std::string_view item, std::string_view arm
) {
    connection().run(
        insert_assignment,
        response.id.value,
        response.study.value,
        response::to_text(response.origin),
        item,
        arm
    );
}

Result<void> SqliteTransaction::withdraw(ResponseRow& response, const NewEntry& entry) {
    if (response.status == response::Status::withdrawn) {
        return failure(
            "store.withdrawn", "this response is withdrawn already", "nothing is left to delete"
        );
    }
    if (Result<void> appended = append(response, entry); !appended) return appended;
    ++outside_changes_;
    connection().run(erase_entries, response.id.value, response.sequence);
    connection().run(erase_projection, response.id.value);
    connection().run(erase_assignment, response.id.value);
    connection().run(erase_decisions, response.id.value);
    connection().run(insert_erasure, response.id.value);
    withdrawals_.push_back({study_name(response.study), response.public_id, entry.body, entry.salt}
    );
    return {};
}

void SqliteTransaction::add_visits(StudyId study, std::string_view day, std::int64_t count) {
    connection().run(upsert_visit, study.value, day, count);
}

Digest SqliteTransaction::seal(StudyId study, Instant at) {
    SealFold::Begin begin;
    std::string name;
    std::int64_t log_sequence = 0;
    {
        const Query row = study_and_log(connection(), study);
        name = row.text(0);
        log_sequence = row.integer(1);
        begin.log_head = row.digest(2);
    }
    begin.study = name;
    begin.at = at;
    begin.sequence = 1;
    begin.previous = log_start(name);
    begin.through = connection().number(last_entry);
    {
        Query last = connection().query(last_seal, study.value);
        if (last.next()) {
            begin.sequence = last.integer(0) + 1;
            begin.previous = last.digest(1);
        }
    }
    SealFold fold(begin);
    Query heads = connection().query(heads_of_study, study.value);
    while (heads.next()) fold.cover(heads.public_id(0), heads.digest(1));
    const Digest seal = fold.end();
    connection().run(
        insert_seal,
        study.value,
        begin.sequence,
        microseconds(at),
        begin.through,
        fold.count(),
        log_sequence,
        seal
    );
    const nlohmann::json body = {
        {"at", querist::to_text(at)},
        {"kind", "seal"},
        {"seal", seal.hex()},
        {"sequence", begin.sequence}
    };
    log(study, canonical_json(body));
    return seal;
}

void SqliteTransaction::clear_projection(StudyId study) {
    connection().run(erase_projections, study.value);
    connection().run(erase_assignments, study.value);
    connection().run(erase_all_decisions, study.value);
}

}  // namespace querist::store
