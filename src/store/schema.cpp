#include "store/schema.hpp"

namespace querist::store {

namespace {

constexpr Migration steps_of_release[] = {
    // 1: studies, their versions and logs; responses, their entries; projections, seals, visits.
    {R"sql(
CREATE TABLE study (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    life TEXT NOT NULL,
    mode TEXT NOT NULL,
    log_sequence INTEGER NOT NULL,
    log_head BLOB NOT NULL
) STRICT;

CREATE TABLE study_log (
    study INTEGER NOT NULL REFERENCES study (id),
    sequence INTEGER NOT NULL,
    body TEXT NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (study, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES study (id),
    hash BLOB NOT NULL,
    manifest TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (hash, study)
) STRICT;

CREATE TABLE version_file (
    version INTEGER NOT NULL REFERENCES version (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (version, position)
) STRICT;

CREATE TABLE response (
    id INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES study (id),
    version INTEGER NOT NULL REFERENCES version (id),
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    public_id BLOB NOT NULL,
    resume_hash BLOB NOT NULL,
    respondent_key BLOB,
    sequence INTEGER NOT NULL,
    head BLOB NOT NULL,
    UNIQUE (study, public_id),
    UNIQUE (study, resume_hash)
) STRICT;

CREATE UNIQUE INDEX response_respondent ON response (study, respondent_key)
    WHERE respondent_key IS NOT NULL;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    response INTEGER NOT NULL REFERENCES response (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    page INTEGER,
    revision INTEGER,
    commitment BLOB NOT NULL,
    head BLOB NOT NULL,
    salt BLOB,
    body TEXT,
    UNIQUE (response, sequence)
) STRICT;

CREATE UNIQUE INDEX entry_page_revision ON entry (response, page, revision)
    WHERE page IS NOT NULL;

CREATE TABLE projection (
    response INTEGER PRIMARY KEY REFERENCES response (id),
    data BLOB NOT NULL
) STRICT;

CREATE TABLE seal (
    study INTEGER NOT NULL REFERENCES study (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    through INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    log_sequence INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (study, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
    study INTEGER NOT NULL REFERENCES study (id),
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (study, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure (
    response INTEGER PRIMARY KEY REFERENCES response (id)
) STRICT;

PRAGMA application_id = 0x51525354;
PRAGMA user_version = 1;
)sql"},
    // 2: which version is fielded: the newest need not be, for a rehearsal registers its own.
    {R"sql(
ALTER TABLE study ADD COLUMN fielded INTEGER REFERENCES version (id);
UPDATE study SET fielded = (SELECT max(v.id) FROM version v WHERE v.study = study.id);
PRAGMA user_version = 2;
)sql"},
    // 3: analysis plans as they were frozen, each for the version whose items it names.
    {R"sql(
CREATE TABLE plan (
    study INTEGER NOT NULL REFERENCES study (id),
    sequence INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES version (id),
    hash BLOB NOT NULL,
    life TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (study, sequence)
) STRICT;
PRAGMA user_version = 3;
)sql"},
    // 4: which arm of an experiment a response is assigned to, to be counted when the next begins.
    {R"sql(
CREATE TABLE assignment (
    response INTEGER NOT NULL REFERENCES response (id),
    study INTEGER NOT NULL REFERENCES study (id),
    origin TEXT NOT NULL,
    item TEXT NOT NULL,
    arm TEXT NOT NULL,
    PRIMARY KEY (response, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_arm ON assignment (study, origin, item, arm);
PRAGMA user_version = 4;
)sql"},
    // 5: responses are counted as they change, whoever changes them; what reports read of a
    // projection stands apart, as its
    // first line. A projection that is no JSON stays as it is: querist rebuild makes it again.
    {R"sql(
CREATE TABLE tally (
    study INTEGER NOT NULL REFERENCES study (id),
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (study, origin, status)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT study, origin, status, count(*) FROM response GROUP BY 1, 2, 3;
CREATE TRIGGER response_comes AFTER INSERT ON response BEGIN
    INSERT INTO tally VALUES (new.study, new.origin, new.status, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER response_goes AFTER DELETE ON response BEGIN
    UPDATE tally SET count = count - 1
    WHERE study = old.study AND origin = old.origin AND status = old.status;
END;
CREATE TRIGGER response_moves AFTER UPDATE OF study, origin, status ON response
WHEN (new.study, new.origin, new.status) IS NOT (old.study, old.origin, old.status) BEGIN
    UPDATE tally SET count = count - 1
    WHERE study = old.study AND origin = old.origin AND status = old.status;
    INSERT INTO tally VALUES (new.study, new.origin, new.status, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
UPDATE projection SET data = CAST(
    json_remove(CAST(data AS TEXT), '$.c', '$.d', '$.m', '$.p', '$.r') || char(10) ||
    '{"c":' || coalesce(json_extract(CAST(data AS TEXT), '$.c'), 0) || ',' || substr(json_remove(
        CAST(data AS TEXT), '$.a', '$.b', '$.c', '$.e', '$.f', '$.g', '$.l', '$.s', '$.t', '$.x'), 2)
    AS BLOB)
WHERE iif(json_valid(CAST(data AS TEXT)), json_type(CAST(data AS TEXT), '$.a') IS NOT NULL, 0);
PRAGMA user_version = 5;
)sql"},
    // 6: rewards. What entries say of eligibility; messages to rewards.db, in the order of their
    // ids, which is nobody's order of coming; and how each response collects, which stays when it
    // is withdrawn: nobody collects twice.
    {R"sql(
CREATE TABLE eligibility (
    response INTEGER NOT NULL REFERENCES response (id),
    compensation TEXT NOT NULL,
    eligible INTEGER NOT NULL,
    PRIMARY KEY (response, compensation)
) STRICT, WITHOUT ROWID;
CREATE TABLE reward_message (
    id BLOB NOT NULL PRIMARY KEY,
    study TEXT NOT NULL,
    compensation TEXT NOT NULL,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE collecting (
    response INTEGER NOT NULL REFERENCES response (id),
    compensation TEXT NOT NULL,
    way TEXT NOT NULL,
    blinded BLOB NOT NULL,
    blinding_key BLOB NOT NULL,
    signed INTEGER NOT NULL,
    PRIMARY KEY (response, compensation)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 6;
)sql"},
    // 7: the few entries by which somebody spoke of a response are found without the others.
    {R"sql(
CREATE INDEX entry_of_review ON entry (response, sequence) WHERE kind IN ('flag', 'exclusion');
PRAGMA user_version = 7;
)sql"},
};

}  // namespace

std::span<const Migration> migrations() { return steps_of_release; }

Schema answers_schema() {
    return {
        .application_id = application_id,
        .steps = steps_of_release,
        .written_by = "querist serve",
    };
}

FileKind file_kind(Connection& connection, std::int64_t own_id) {
    // All three at one moment: another process may be making the database just now.
    const bool own_view = !connection.in_transaction();
    if (own_view) connection.run("BEGIN");
    FileKind kind;
    const std::int64_t id = connection.number("PRAGMA application_id");
    kind.schema = connection.number("PRAGMA user_version");
    const std::int64_t tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (own_view) connection.run("COMMIT");
    if (id == own_id) {
        kind.kind = FileKind::Kind::ours;
    } else if (id != 0 || kind.schema != 0 || tables != 0) {
        kind.kind = FileKind::Kind::foreign;
    }
    return kind;
}

void migrate(Connection& connection, std::span<const Migration> steps) {
    connection.run("BEGIN IMMEDIATE");
    try {
        const auto before = static_cast<std::size_t>(file_kind(connection).schema);
        for (std::size_t step = before; step < steps.size(); ++step) {
            connection.run_script(steps[step].script);
        }
        connection.run("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) connection.run("ROLLBACK");
        throw;
    }
}

}  // namespace querist::store
