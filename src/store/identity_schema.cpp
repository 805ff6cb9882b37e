#include "store/identity_schema.hpp"

namespace querist::store {

namespace {

constexpr Migration identity_steps[] = {
    // 1: frames with their people, draws, cases, waves, events, and who wants no mail. What
    // identifies a person stands in `contact` alone, so that deleting it leaves the counts; keys
    // there are HMACs. Rows that a draw reads are kept narrow.
    {R"sql(
CREATE TABLE frame (
    id INTEGER PRIMARY KEY,
    study TEXT NOT NULL UNIQUE,
    people INTEGER NOT NULL
) STRICT;

CREATE TABLE stratum (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    name TEXT NOT NULL,
    people INTEGER NOT NULL,
    UNIQUE (frame, name)
) STRICT;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    file_key BLOB NOT NULL,
    line_rows INTEGER NOT NULL,
    added INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    number INTEGER NOT NULL,
    stratum INTEGER NOT NULL REFERENCES stratum (id),
    source_line INTEGER NOT NULL
) STRICT;

CREATE TABLE contact (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    frame INTEGER NOT NULL REFERENCES frame (id),
    address_key BLOB,
    account_key BLOB,
    sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX contact_address ON contact (address_key, frame)
    WHERE address_key IS NOT NULL;
CREATE UNIQUE INDEX contact_account ON contact (account_key, frame)
    WHERE account_key IS NOT NULL;

CREATE TABLE forgotten (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE suppression (
    address_key BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draw (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    design TEXT NOT NULL,
    frame_digest BLOB NOT NULL,
    sample_digest BLOB NOT NULL,
    UNIQUE (frame, sequence)
) STRICT;

CREATE TABLE draw_stratum (
    draw INTEGER NOT NULL REFERENCES draw (id),
    stratum INTEGER NOT NULL REFERENCES stratum (id),
    available INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    PRIMARY KEY (draw, stratum)
) STRICT, WITHOUT ROWID;

CREATE TABLE wave (
    frame INTEGER NOT NULL REFERENCES frame (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (frame, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sampled_case (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    draw INTEGER NOT NULL REFERENCES draw (id),
    position INTEGER NOT NULL,
    person INTEGER NOT NULL UNIQUE REFERENCES person (id),
    stratum INTEGER NOT NULL REFERENCES stratum (id),
    wave INTEGER,
    public_id BLOB NOT NULL UNIQUE,
    token_hash BLOB
) STRICT;
CREATE UNIQUE INDEX sampled_case_position ON sampled_case (frame, draw, position);
CREATE UNIQUE INDEX sampled_case_token ON sampled_case (token_hash)
    WHERE token_hash IS NOT NULL;

CREATE TABLE case_event (
    sampled_case INTEGER NOT NULL REFERENCES sampled_case (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (sampled_case, at, kind)
) STRICT, WITHOUT ROWID;

PRAGMA application_id = 0x51525349;
PRAGMA user_version = 1;
)sql"},
    // 2: the outbox. Each mail of a case once, whatever happens; of the address only a keyed hash
    // of its domain, by which mails to one domain are spread.
    {R"sql(
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    sampled_case INTEGER NOT NULL REFERENCES sampled_case (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    tried_at INTEGER,
    domain_key BLOB,
    reply INTEGER NOT NULL,
    status TEXT NOT NULL,
    UNIQUE (sampled_case, number)
) STRICT;
CREATE INDEX mail_unsent ON mail (due_at, id) WHERE state IN ('queued', 'waiting');
CREATE INDEX mail_domain ON mail (domain_key, tried_at) WHERE domain_key IS NOT NULL;

PRAGMA user_version = 2;
)sql"},
    // 3: who signed in with an account elsewhere: a keyed hash, the stratum and the day. In the
    // order of the hashes, which is nobody's order of coming.
    {R"sql(
CREATE TABLE sign_in (
    frame INTEGER NOT NULL REFERENCES frame (id),
    account_key BLOB NOT NULL,
    stratum TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (frame, account_key)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
)sql"},
    // 4: what was said elsewhere of an account, and when: encrypted, for it names a person.
    {R"sql(
CREATE TABLE account_lookup (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    sealed BLOB
) STRICT;
CREATE INDEX contact_without_address ON contact (frame) WHERE address_key IS NULL;

PRAGMA user_version = 4;
)sql"},
    // 5: a draw writes one row a case. A case is its person; that it was sampled, its draw says,
    // and
    // the order of drawing is sorted when it is asked for.
    {R"sql(
CREATE TABLE drawn_case (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    frame INTEGER NOT NULL REFERENCES frame (id),
    draw INTEGER NOT NULL REFERENCES draw (id),
    position INTEGER NOT NULL,
    stratum INTEGER NOT NULL REFERENCES stratum (id),
    wave INTEGER,
    public_id BLOB NOT NULL,
    token_hash BLOB
) STRICT;
INSERT INTO drawn_case
    SELECT person, frame, draw, position, stratum, wave, public_id, token_hash
    FROM sampled_case ORDER BY person;

CREATE TABLE event_of_case (
    sampled_case INTEGER NOT NULL REFERENCES drawn_case (person),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (sampled_case, at, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO event_of_case
    SELECT c.person, e.at, e.kind FROM case_event e JOIN sampled_case c ON c.id = e.sampled_case
    WHERE e.kind <> 'sampled' ORDER BY c.person, e.at, e.kind;

CREATE TABLE mail_of_case (
    id INTEGER PRIMARY KEY,
    sampled_case INTEGER NOT NULL REFERENCES drawn_case (person),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    tried_at INTEGER,
    domain_key BLOB,
    reply INTEGER NOT NULL,
    status TEXT NOT NULL,
    UNIQUE (sampled_case, number)
) STRICT;
INSERT INTO mail_of_case
    SELECT m.id, c.person, m.number, m.state, m.queued_at, m.due_at, m.attempts, m.tried_at,
           m.domain_key, m.reply, m.status
    FROM mail m JOIN sampled_case c ON c.id = m.sampled_case ORDER BY m.id;

DROP TABLE mail;
DROP TABLE case_event;
DROP TABLE sampled_case;
ALTER TABLE drawn_case RENAME TO sampled_case;
ALTER TABLE event_of_case RENAME TO case_event;
ALTER TABLE mail_of_case RENAME TO mail;
CREATE UNIQUE INDEX case_name ON sampled_case (public_id);
CREATE UNIQUE INDEX case_token ON sampled_case (token_hash) WHERE token_hash IS NOT NULL;
CREATE INDEX mail_unsent ON mail (due_at, id) WHERE state IN ('queued', 'waiting');
CREATE INDEX mail_domain ON mail (domain_key, tried_at) WHERE domain_key IS NOT NULL;

PRAGMA user_version = 5;
)sql"},
    // 6: counts in place of what tells of each case whether it answered, once the link key of a
    // study is destroyed. `step`: how far cases came, from 0 (drawn) to 6 (counted).
    {R"sql(
CREATE TABLE frozen_frame (
    frame INTEGER PRIMARY KEY REFERENCES frame (id),
    day INTEGER NOT NULL,
    tells INTEGER NOT NULL
) STRICT;

CREATE TABLE frozen_count (
    frame INTEGER NOT NULL REFERENCES frozen_frame (frame),
    strata TEXT NOT NULL,
    wave INTEGER NOT NULL,
    step INTEGER NOT NULL,
    code TEXT NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (frame, strata, wave, step, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_event (
    frame INTEGER NOT NULL REFERENCES frozen_frame (frame),
    kind TEXT NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (frame, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_mail (
    frame INTEGER NOT NULL REFERENCES frozen_frame (frame),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    mails INTEGER NOT NULL,
    PRIMARY KEY (frame, number, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_sign_in (
    frame INTEGER NOT NULL REFERENCES frozen_frame (frame),
    stratum TEXT NOT NULL,
    accounts INTEGER NOT NULL,
    PRIMARY KEY (frame, stratum)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 6;
)sql"},
    // 7: what further columns of the frame say, by which respondents are compared with it: coarse
    // texts, once each, and of a person their number, deleted with `contact`. Of destroyed links
    // the counts, which of two samples ("main", "pilot"), texts counted together on lines.
    {R"sql(
CREATE TABLE frame_value (
    id INTEGER PRIMARY KEY,
    frame INTEGER NOT NULL REFERENCES frame (id),
    comparison TEXT NOT NULL,
    value TEXT NOT NULL,
    people INTEGER NOT NULL,
    UNIQUE (frame, comparison, value)
) STRICT;

CREATE TABLE person_value (
    person INTEGER NOT NULL REFERENCES person (id),
    value INTEGER NOT NULL REFERENCES frame_value (id),
    PRIMARY KEY (person, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_value (
    frame INTEGER NOT NULL REFERENCES frozen_frame (frame),
    sample TEXT NOT NULL,
    comparison TEXT NOT NULL,
    texts TEXT NOT NULL,
    released INTEGER NOT NULL,
    respondents INTEGER NOT NULL,
    PRIMARY KEY (frame, sample, comparison, texts)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 7;
)sql"},
    // 8: entry tickets of anonymous studies that were signed, in the order of keyed hashes and
    // without a moment, so that neither tells which answers began then.
    {R"sql(
CREATE TABLE entry_ticket (
    frame INTEGER NOT NULL REFERENCES frame (id),
    holder_key BLOB NOT NULL CHECK (length(holder_key) = 16),
    blinded_hash BLOB NOT NULL CHECK (length(blinded_hash) = 32),
    signing_key TEXT NOT NULL CHECK (length(signing_key) = 16),
    PRIMARY KEY (frame, holder_key)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 8;
)sql"},
};

}  // namespace

Schema identity_schema() {
    return {
        .application_id = 0x51525349,
        .steps = identity_steps,
        .written_by = "querist recruit import",
    };
}

}  // namespace querist::store
