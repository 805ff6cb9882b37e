#include "store/sqlite_reads.hpp"

namespace querist::store {

namespace {

constexpr Sql study_by_name = R"(
    SELECT s.id, s.name, s.life, s.mode,
           (SELECT v.hash FROM version v WHERE v.id = coalesce(
                s.fielded, (SELECT max(n.id) FROM version n WHERE n.study = s.id))),
           s.log_sequence
    FROM study s WHERE s.name = ?1)";
constexpr Sql every_study = R"(
    SELECT s.id, s.name, s.life, s.mode,
           (SELECT v.hash FROM version v WHERE v.id = coalesce(
                s.fielded, (SELECT max(n.id) FROM version n WHERE n.study = s.id))),
           s.log_sequence
    FROM study s ORDER BY s.name)";
constexpr Sql versions_of_study =
    "SELECT id, study, hash, manifest FROM version WHERE study = ?1 ORDER BY id";
constexpr Sql version_by_hash =
    "SELECT id, study, hash, manifest FROM version WHERE hash = ?1 ORDER BY id LIMIT 1";
constexpr Sql files_of_version =
    "SELECT name, bytes FROM version_file WHERE version = ?1 ORDER BY position";
constexpr Sql plans_of_study = R"(
    SELECT p.sequence, p.hash, v.hash, p.bytes, p.at, p.life
    FROM plan p JOIN version v ON v.id = p.version WHERE p.study = ?1 ORDER BY p.sequence)";

// The columns of `response_row`, in its order.
constexpr Sql response_of_resume_hash = R"(
    SELECT r.id, r.study, r.version, v.hash, r.origin, r.status, r.public_id, r.sequence, r.head
    FROM response r JOIN version v ON v.id = r.version
    WHERE r.study = ?1 AND r.resume_hash = ?2)";
constexpr Sql response_of_public_id = R"(
    SELECT r.id, r.study, r.version, v.hash, r.origin, r.status, r.public_id, r.sequence, r.head
    FROM response r JOIN version v ON v.id = r.version
    WHERE r.study = ?1 AND r.public_id = ?2)";
constexpr Sql responses_of_known = R"(
    SELECT r.id, r.study, r.version, v.hash, r.origin, r.status, r.public_id, r.sequence, r.head
    FROM response r JOIN version v ON v.id = r.version
    WHERE r.study = ?1 AND r.respondent_key IS NOT NULL AND r.origin = ?2
    ORDER BY r.public_id)";
constexpr Sql response_of_respondent_key = R"(
    SELECT r.id, r.study, r.version, v.hash, r.origin, r.status, r.public_id, r.sequence, r.head
    FROM response r JOIN version v ON v.id = r.version
    WHERE r.study = ?1 AND r.respondent_key = ?2)";
constexpr Sql every_response = R"(
    SELECT r.id, r.study, r.version, v.hash, r.origin, r.status, r.public_id, r.sequence, r.head
    FROM response r JOIN version v ON v.id = r.version
    WHERE r.study = ?1 ORDER BY r.public_id)";

constexpr Sql entries_of_response = R"(
    SELECT e.sequence, e.kind, v.hash, e.commitment, e.head, e.salt, e.body
    FROM entry e JOIN response r ON r.id = e.response JOIN version v ON v.id = r.version
    WHERE e.response = ?1 ORDER BY e.sequence)";
constexpr Sql projection_of_response = "SELECT data FROM projection WHERE response = ?1";
constexpr Sql count_arms = R"(
    SELECT arm, count(*) FROM assignment WHERE study = ?1 AND origin = ?2 AND item = ?3
    GROUP BY arm)";
constexpr Sql count_responses = R"(
    SELECT origin, status, count FROM tally WHERE study = ?1 AND count > 0
    ORDER BY origin, status)";
constexpr Sql last_seal_of_study =
    "SELECT at FROM seal WHERE study = ?1 ORDER BY sequence DESC LIMIT 1";
constexpr Sql visits_of_study = "SELECT day, count FROM visit WHERE study = ?1 ORDER BY day";
// Both tables in the order in which they lie on disk: reports read them by the hundred thousand.
constexpr Sql every_projection = R"(
    SELECT r.public_id, v.hash, r.status, p.data
    FROM response r NOT INDEXED CROSS JOIN projection p ON p.response = r.id
    JOIN version v ON v.id = r.version
    WHERE r.study = ?1 AND r.origin = ?2 AND r.id > ?3 AND r.id <= ?4 ORDER BY r.id)";
// The condition on kinds is that of the index.
constexpr Sql every_review_entry = R"(
    SELECT r.public_id, e.kind, e.body
    FROM entry e INDEXED BY entry_of_review CROSS JOIN response r ON r.id = e.response
    WHERE e.kind IN ('flag', 'exclusion') AND e.body IS NOT NULL
      AND r.study = ?1 AND r.origin = ?2
    ORDER BY e.response, e.sequence)";
constexpr Sql last_response = "SELECT coalesce(max(id), 0) FROM response";

// Entries are numbered in the order of their commits and never deleted.
constexpr Sql newest_entry = "SELECT id, head FROM entry ORDER BY id DESC LIMIT 1";
constexpr Sql head_of_entry = "SELECT head FROM entry WHERE id = ?1";
constexpr Sql changed_responses = R"(
    SELECT r.public_id, v.hash, r.status, p.data
    FROM (SELECT DISTINCT response FROM entry WHERE id > ?3) c
    JOIN response r ON r.id = c.response JOIN version v ON v.id = r.version
    LEFT JOIN projection p ON p.response = r.id
    WHERE r.study = ?1 AND r.origin = ?2 ORDER BY r.id)";

StudyRow study_row(Connection& connection, const Query& query) {
    const std::optional<Life> life = parse_life(query.bytes(2));
    if (!life) throw_damaged(connection.handle(), "a study's life is no known word");
    StudyRow row;
    row.id = StudyId{query.integer(0)};
    row.study = query.text(1);
    row.life = *life;
    row.mode = query.text(3);
    if (!query.is_null(4)) row.version = query.digest(4);
    row.log_entries = query.integer(5);
    return row;
}

VersionRow version_row(Connection& connection, const Query& query) {
    VersionRow row;
    row.id = VersionId{query.integer(0)};
    row.study = StudyId{query.integer(1)};
    row.hash = query.digest(2);
    row.manifest = query.text(3);
    Query files = connection.query(files_of_version, row.id.value);
    while (files.next()) row.files.emplace_back(files.text(0), files.text(1));
    return row;
}

ResponseRow response_row(Connection& connection, const Query& query) {
    ResponseRow row;
    row.id = ResponseId{query.integer(0)};
    row.study = StudyId{query.integer(1)};
    row.version = VersionId{query.integer(2)};
    row.version_hash = query.digest(3);
    row.origin = stored_origin(connection, query.bytes(4));
    row.status = stored_status(connection, query.bytes(5));
    row.public_id = query.public_id(6);
    row.sequence = static_cast<int>(query.integer(7));
    row.head = query.digest(8);
    return row;
}

ProjectionRow projection_row(Connection& connection, const Query& query) {
    ProjectionRow row;
    row.public_id = query.public_id(0);
    row.version_hash = query.digest(1);
    row.status = stored_status(connection, query.bytes(2));
    row.data = query.bytes(3);
    return row;
}

}  // namespace

response::Origin stored_origin(Connection& connection, std::string_view text) {
    const std::optional<response::Origin> origin = response::parse_origin(text);
    if (!origin) throw_damaged(connection.handle(), "a response's origin is no known word");
    return *origin;
}
response::Status stored_status(Connection& connection, std::string_view text) {
    const std::optional<response::Status> status = response::parse_status(text);
    if (!status) throw_damaged(connection.handle(), "a response's status is no known word");
    return *status;
}
response::EntryKind stored_kind(Connection& connection, std::string_view text) {
    const std::optional<response::EntryKind> kind = response::parse_entry_kind(text);
    if (!kind) throw_damaged(connection.handle(), "an entry's kind is no known word");
    return *kind;
}

template <class Interface>
std::optional<StudyRow> Reads<Interface>::study(std::string_view study) {
    Query query = connection().query(study_by_name, study);
    if (!query.next()) return std::nullopt;
    return study_row(connection(), query);
}

template <class Interface>
std::vector<StudyRow> Reads<Interface>::studies() {
    std::vector<StudyRow> rows;
    Query query = connection().query(every_study);
    while (query.next()) rows.push_back(study_row(connection(), query));
    return rows;
}

template <class Interface>
std::vector<VersionRow> Reads<Interface>::versions(StudyId study) {
    std::vector<VersionRow> rows;
    Query query = connection().query(versions_of_study, study.value);
    while (query.next()) rows.push_back(version_row(connection(), query));
    return rows;
}

template <class Interface>
std::optional<VersionRow> Reads<Interface>::version(const Digest& hash) {
    Query query = connection().query(version_by_hash, hash);
    if (!query.next()) return std::nullopt;
    return version_row(connection(), query);
}

template <class Interface>
std::vector<PlanRow> Reads<Interface>::plans(StudyId study) {
    std::vector<PlanRow> rows;
    Query query = connection().query(plans_of_study, study.value);
    while (query.next()) {
        const std::optional<Life> life = parse_life(query.bytes(5));
        if (!life) throw_damaged(connection().handle(), "a plan's life is no known word");
        rows.push_back({
            .sequence = query.integer(0),
            .hash = query.digest(1),
            .version = query.digest(2),
            .bytes = query.text(3),
            .at = Instant{std::chrono::microseconds{query.integer(4)}},
            .life = *life,
        });
    }
    return rows;
}

template <class Interface>
std::optional<ResponseRow> Reads<Interface>::response_by_resume_hash(
    StudyId study, const Digest& hash
) {
    Query query = connection().query(response_of_resume_hash, study.value, hash);
    if (!query.next()) return std::nullopt;
    return response_row(connection(), query);
}

template <class Interface>
std::optional<ResponseRow> Reads<Interface>::response_by_public_id(
    StudyId study, const PublicId& id
) {
    Query query = connection().query(response_of_public_id, study.value, id);
    if (!query.next()) return std::nullopt;
    return response_row(connection(), query);
}

template <class Interface>
std::vector<ResponseRow> Reads<Interface>::responses_with_respondent_key(
    StudyId study, response::Origin origin
) {
    std::vector<ResponseRow> rows;
    Query query = connection().query(responses_of_known, study.value, response::to_text(origin));
    while (query.next()) rows.push_back(response_row(connection(), query));
    return rows;
}

template <class Interface>
std::optional<ResponseRow> Reads<Interface>::response_by_respondent_key(
    StudyId study, const Digest& key
) {
    Query query = connection().query(response_of_respondent_key, study.value, key);
    if (!query.next()) return std::nullopt;
    return response_row(connection(), query);
}

template <class Interface>
std::vector<EntryRow> Reads<Interface>::entries(ResponseId response) {
    std::vector<EntryRow> rows;
    Query query = connection().query(entries_of_response, response.value);
    while (query.next()) {
        EntryRow& row = rows.emplace_back();
        row.sequence = static_cast<int>(query.integer(0));
        row.kind = stored_kind(connection(), query.bytes(1));
        row.version_hash = query.digest(2);
        row.commitment = query.digest(3);
        row.head = query.digest(4);
        if (!query.is_null(5)) row.salt = query.text(5);
        if (!query.is_null(6)) row.body = query.text(6);
    }
    return rows;
}

template <class Interface>
std::optional<std::string> Reads<Interface>::projection(ResponseId response) {
    Query query = connection().query(projection_of_response, response.value);
    if (!query.next()) return std::nullopt;
    return query.text(0);
}

template <class Interface>
std::vector<ResponseCount> Reads<Interface>::response_counts(StudyId study) {
    std::vector<ResponseCount> counts;
    Query query = connection().query(count_responses, study.value);
    while (query.next()) {
        counts.push_back(
            {stored_origin(connection(), query.bytes(0)),
             stored_status(connection(), query.bytes(1)),
             query.integer(2)}
        );
    }
    return counts;
}

template <class Interface>
std::vector<ArmCount> Reads<Interface>::arm_counts(
    StudyId study, response::Origin origin, std::string_view item
) {
    std::vector<ArmCount> counts;
    Query query = connection().query(count_arms, study.value, response::to_text(origin), item);
    while (query.next()) counts.push_back({std::string(query.text(0)), query.integer(1)});
    return counts;
}

template <class Interface>
std::optional<Instant> Reads<Interface>::last_sealed_at(StudyId study) {
    Query query = connection().query(last_seal_of_study, study.value);
    if (!query.next()) return std::nullopt;
    return Instant{std::chrono::microseconds{query.integer(0)}};
}

template <class Interface>
std::vector<VisitCount> Reads<Interface>::visits(StudyId study) {
    std::vector<VisitCount> counts;
    Query query = connection().query(visits_of_study, study.value);
    while (query.next()) counts.push_back({query.text(0), query.integer(1)});
    return counts;
}

template <class Interface>
void Reads<Interface>::each_response(
    StudyId study, const std::function<void(const ResponseRow&)>& visit
) {
    Query query = connection().query(every_response, study.value);
    while (query.next()) visit(response_row(connection(), query));
}

template <class Interface>
void Reads<Interface>::each_projection(
    StudyId study,
    response::Origin origin,
    const Share& share,
    const std::function<void(const ProjectionRow&)>& visit
) {
    const std::int64_t last = connection().number(last_response);
    const auto end_of = [&](std::int64_t i) {
        return i * (last / share.of) + i * (last % share.of) / share.of;
    };
    Query query = connection().query(
        every_projection,
        study.value,
        response::to_text(origin),
        end_of(share.share),
        end_of(share.share + 1)
    );
    while (query.next()) visit(projection_row(connection(), query));
}

template <class Interface>
void Reads<Interface>::each_review_entry(
    StudyId study, response::Origin origin, const std::function<void(const ReviewEntryRow&)>& visit
) {
    Query query = connection().query(every_review_entry, study.value, response::to_text(origin));
    while (query.next()) {
        visit({query.public_id(0), stored_kind(connection(), query.bytes(1)), query.bytes(2)});
    }
}

template <class Interface>
ChangeMark Reads<Interface>::change_mark() {
    Query query = connection().query(newest_entry);
    if (!query.next()) return {};
    return {query.integer(0), query.digest(1)};
}

template <class Interface>
bool Reads<Interface>::holds(const ChangeMark& mark) {
    if (mark.entry == 0) return true;
    Query query = connection().query(head_of_entry, mark.entry);
    return query.next() && query.digest(0) == mark.head;
}

template <class Interface>
void Reads<Interface>::each_changed(
    StudyId study,
    response::Origin origin,
    const ChangeMark& since,
    const std::function<void(const ProjectionRow&)>& visit
) {
    Query query =
        connection().query(changed_responses, study.value, response::to_text(origin), since.entry);
    while (query.next()) visit(projection_row(connection(), query));
}

template class Reads<Snapshot>;
template class Reads<Transaction>;

}  // namespace querist::store
