"""Reads every #include and a few words of the source against src/layers.txt and ARCHITECTURE.md's
invariants of absence. Exit code 1 with one line a breach: file:line: what, and why."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PURE = {
    "core", "expression", "instrument", "recruitment", "response", "statistics", "screening", "report",
    "exchange",
}

# What only one room may know: pattern -> rooms that may.
OWNED = {
    r"#include <sqlite3\.h>|\bsqlite3_": {"store"},
    r"#include <boost/(beast|asio)": {"web"},
    r"#include <yaml\.h>|#include <cmark": {"instrument"},
    r"#include <CLI/": {"cli"},
}
# What pure rooms do without: clock, chance, environment, I/O.
IMPURE = re.compile(
    r"system_clock|steady_clock|random_device|\bgetenv\b|<fstream>|<iostream>|<cstdio>|<filesystem>"
    r"|<thread>|<random>|\bstd::rand\b|\btime\(nullptr\)"
)
FLOATING_MONEY = re.compile(r"\b(double|float)\s+\w*(amount|price|cents|money)", re.IGNORECASE)
INCLUDE = re.compile(r'#include "([^"]+)"')


def allowed_rooms():
    rooms = {}
    for line in (SRC / "layers.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            room, _, others = line.partition(":")
            rooms[room] = set(others.split())
    return rooms


def include_breach(room, target, rooms, is_test):
    parts = target.split("/")
    if parts[0] in {"golden", "fixtures"} and is_test:
        return None
    if len(parts) != 2 or parts[0] not in rooms:
        return f'"{target}" is in no room'
    other, name = parts
    if other == room:
        return None
    # A test may reach what its room may not: it stands outside the program.
    if other not in rooms[room] and not is_test:
        return f"{room} may not include {other} (src/layers.txt)"
    if name != f"{other}.hpp" and not is_test:
        return f'only {other}/{other}.hpp may be included from outside {other}'
    return None


def breaches(path, rooms):
    room = path.relative_to(SRC).parts[0]
    is_test = re.search(r"_(test|bench|fuzz)\.cpp$|_fixture|^reference_cases\.hpp$", path.name) is not None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        code = line.split("//")[0]
        found = INCLUDE.search(line)
        if found:
            what = include_breach(room, found.group(1), rooms, is_test)
            if what:
                yield number, what
        for pattern, owners in OWNED.items():
            if room not in owners and re.search(pattern, code):
                yield number, f"only {', '.join(sorted(owners))} may use this"
        if room in PURE and not is_test and IMPURE.search(code):
            yield number, f"{room} is pure: time, chance, environment and I/O come in as arguments"
        if FLOATING_MONEY.search(code):
            yield number, "money is integer (core/money.hpp)"


def main():
    rooms = allowed_rooms()
    count = 0
    files = sorted(SRC.glob("*/*.[ch]pp"))
    for path in files:
        for line, what in breaches(path, rooms):
            print(f"{path.relative_to(ROOT)}:{line}: {what}")
            count += 1
    if not files:
        sys.exit("no source files found: is src/ where this test expects it?")
    print(f"{len(files)} files, {count} breaches")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
