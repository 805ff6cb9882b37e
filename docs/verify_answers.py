#!/usr/bin/env python3
"""Checks an answers.db by the words of docs/data.md alone, with nothing of Querist in it.

usage: verify_answers.py answers.db [STUDY...]    exit code 0: everything holds; 1: not
"""
import hashlib
import hmac
import json
import sqlite3
import sys


def field(value):
    value = value.encode() if isinstance(value, str) else bytes(value)
    return len(value).to_bytes(4, "big") + value


def number(value):
    return field(value.to_bytes(8, "big"))


def sha256(*parts):
    return hashlib.sha256(b"".join(bytes(part) for part in parts)).digest()


def check(holds, what):
    if not holds:
        sys.exit(f"broken: {what}")


def check_log(database, row, name):
    """The study's log; returns its links by sequence and the seals and plans that it names."""
    links = [sha256(field("querist study 1"), field(name))]
    seals = []
    plans = []
    log = database.execute("SELECT sequence, body, head FROM study_log WHERE study = ? ORDER BY sequence", (row,))
    for sequence, body, head in log:
        check(sequence == len(links), f"{name}: log entry {len(links)} is missing")
        links.append(sha256(links[-1], field("querist study log 1"), field(name), number(sequence), field(body)))
        check(links[-1] == head, f"{name}: log entry {sequence}")
        entry = json.loads(body)
        if entry["kind"] == "seal":
            seals.append(entry["seal"])
        if entry["kind"] == "plan":
            plans.append(entry["plan"])
    return links, seals, plans


def check_plans(database, row, name, logged):
    """Every analysis plan that was frozen is there, byte for byte."""
    plans = database.execute("SELECT bytes FROM plan WHERE study = ? ORDER BY sequence", (row,)).fetchall()
    check([sha256(plan).hex() for plan, in plans] == logged, f"{name}: a frozen plan")


def check_responses(database, row, name):
    """Every chain; returns (public id, [(entry's id, link)]) in order of public ids."""
    chains = []
    responses = database.execute(
        "SELECT r.id, r.public_id, r.origin, r.status, r.sequence, r.head, v.hash"
        " FROM response r JOIN version v ON v.id = r.version WHERE r.study = ? ORDER BY r.public_id", (row,))
    for response, public_id, origin, status, length, head, version in responses.fetchall():
        link = sha256(field("querist response 1"), field(public_id), field(name), field(origin))
        links = []
        entries = database.execute(
            "SELECT id, sequence, kind, commitment, head, salt, body FROM entry"
            " WHERE response = ? ORDER BY sequence", (response,))
        for entry, sequence, kind, commitment, entry_head, salt, body in entries:
            what = f"{name}: response {public_id.hex()}, entry {sequence}"
            check(sequence == len(links) + 1, what)
            header = field("querist entry 1") + field(public_id) + number(sequence) + field(kind) + field(version)
            link = sha256(link, header, commitment)
            check(link == entry_head, what)
            if body is None:
                check(status == "withdrawn", what)
            else:
                check(hmac.new(salt, body.encode(), hashlib.sha256).digest() == commitment, what)
            links.append((entry, link))
        check(len(links) == length and link == head, f"{name}: end of response {public_id.hex()}")
        chains.append((public_id, links))
    return chains


def check_seals(database, row, name, log_links, logged, chains):
    previous = log_links[0]
    count = 0
    seals = database.execute(
        "SELECT sequence, at, through, log_sequence, seal FROM seal WHERE study = ? ORDER BY sequence", (row,))
    for sequence, at, through, log_sequence, seal in seals:
        fold = sha256(field("querist seal 1"), field(name), number(sequence), number(at), number(through),
                      field(previous), field(log_links[log_sequence]))
        covered = 0
        for public_id, links in chains:
            heads = [link for entry, link in links if entry <= through]
            if heads:
                fold = sha256(fold, public_id, heads[-1])
                covered += 1
        previous = sha256(fold, number(covered))
        check(previous == seal and logged[count] == seal.hex(), f"{name}: seal {sequence}")
        count += 1
    check(count == len(logged), f"{name}: a seal is missing")
    return count, previous


def main(file, wanted):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    for row, name in database.execute("SELECT id, name FROM study ORDER BY name").fetchall():
        if wanted and name not in wanted:
            continue
        log_links, logged, logged_plans = check_log(database, row, name)
        check_plans(database, row, name, logged_plans)
        chains = check_responses(database, row, name)
        seals, last = check_seals(database, row, name, log_links, logged, chains)
        entries = sum(len(links) for _, links in chains)
        print(f"{name}: {len(chains)} responses, {entries} entries and {seals} seals hold"
              + (f"; last seal {last.hex()}" if seals else ""))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
