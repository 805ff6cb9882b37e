#include "store/rewards_schema.hpp"

namespace querist::store {

namespace {

constexpr Migration rewards_steps[] = {
    // 1: ledgers, which only grow; what answers.db told; cards and the claims that have one; codes
    // that were given out; compensations by hand. What is random stands in its own order, so that
    // no row's place says when it came. Balances repeat the ledger.
    {R"sql(
CREATE TABLE study (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    entries INTEGER NOT NULL,
    head BLOB NOT NULL
) STRICT;

CREATE TABLE budget (
    id INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES study (id),
    name TEXT NOT NULL,
    payment TEXT NOT NULL,
    currency TEXT NOT NULL,
    each INTEGER,
    funds INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    reversed INTEGER NOT NULL,
    fundings INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    UNIQUE (study, name)
) STRICT;

CREATE TABLE ledger (
    study INTEGER NOT NULL REFERENCES study (id),
    sequence INTEGER NOT NULL,
    budget INTEGER NOT NULL REFERENCES budget (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (study, sequence)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_once ON ledger (budget, subject, kind);
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN
    SELECT raise(ABORT, 'an entry of the ledger is never changed');
END;
CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger BEGIN
    SELECT raise(ABORT, 'an entry of the ledger is never deleted');
END;

CREATE TABLE message (
    id BLOB NOT NULL PRIMARY KEY,
    budget INTEGER NOT NULL REFERENCES budget (id),
    day INTEGER NOT NULL,
    outcome TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_refused ON message (budget, id) WHERE outcome = 'refused';

CREATE TABLE card (
    code_key BLOB NOT NULL PRIMARY KEY,
    budget INTEGER NOT NULL REFERENCES budget (id),
    state TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_free ON card (budget, code_key) WHERE state = 'free';

CREATE TABLE claim (
    token_hash BLOB NOT NULL PRIMARY KEY,
    budget INTEGER NOT NULL REFERENCES budget (id),
    way TEXT NOT NULL,
    card BLOB NOT NULL UNIQUE REFERENCES card (code_key),
    shown INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_code (
    code_hash BLOB NOT NULL PRIMARY KEY,
    budget INTEGER NOT NULL REFERENCES budget (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    study INTEGER NOT NULL REFERENCES study (id),
    number INTEGER NOT NULL,
    budget INTEGER NOT NULL REFERENCES budget (id),
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    day INTEGER NOT NULL,
    payee_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (study, number)
) STRICT, WITHOUT ROWID;

PRAGMA application_id = 0x51525352;
PRAGMA user_version = 1;
)sql"},
    // 2: cards that a vendor is to sell.
    {R"sql(
CREATE TABLE card_order (
    external_id TEXT NOT NULL PRIMARY KEY,
    budget INTEGER NOT NULL REFERENCES budget (id),
    vendor TEXT NOT NULL,
    state TEXT NOT NULL,
    vendor_order TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_order_of_budget ON card_order (budget);

PRAGMA user_version = 2;
)sql"},
};

}  // namespace

Schema rewards_schema() {
    return {
        .application_id = 0x51525352,
        .steps = rewards_steps,
        .written_by = "querist rewards budget",
    };
}

}  // namespace querist::store
