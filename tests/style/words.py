"""Names and notes that the style rules out. Exit code 1 with one line a breach."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = {".cpp", ".hpp", ".py", ".mjs", ".ts", ".css", ".cmake", ".txt", ""}
# Names that say nothing about the field.
DRAWERS = re.compile(r"(^|_|\b)(util|utils|helper|helpers|misc|common|manager)(_|\b|$)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|\bDISABLED_|GTEST_SKIP")
# The linter names what it finds in studies.
LINTS_UNFINISHED = {"src/instrument/lint_placeholders.cpp", "src/instrument/lint_table.cpp"}
MACHINE = re.compile(r"/home/\w+/|/work/\w+|registry\.npmjs|deb\.debian\.org")
LINES_MAX = 520  # a source file that is longer does more than one thing
# What a language says is one list in the order of `Phrase`, however many phrases there are.
PHRASES_OF_A_LANGUAGE = re.compile(r"src/language/[a-z]+\.cpp")


def tracked():
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    for name in listing.splitlines():
        path = ROOT / name
        if path.is_file() and path != Path(__file__).resolve():
            yield name, path


def breaches(name, path):
    if DRAWERS.search(Path(name).stem):
        yield 0, "a file named for a drawer, not for what is in it"
    if path.suffix not in CODE | {".md", ".json", ".yaml"}:
        return
    try:
        lines = path.read_text().splitlines()
    except UnicodeDecodeError:
        return
    code = path.suffix in CODE and "fuzz/" not in name and name not in LINTS_UNFINISHED
    is_code = path.suffix in {".cpp", ".hpp"} and not PHRASES_OF_A_LANGUAGE.fullmatch(name)
    if is_code and len(lines) > LINES_MAX:
        yield len(lines), f"more than {LINES_MAX} lines: split it by what it does"
    for number, line in enumerate(lines, 1):
        if code and UNFINISHED.search(line):
            yield number, "unfinished or skipped work"
        if MACHINE.search(line):
            yield number, "a path or host of one machine"
        if path.suffix in {".cpp", ".hpp"} and re.search(r"\b(class|struct|namespace)\s+\w*(Manager|Helper|Util|Misc)\b", line):
            yield number, "a name that says nothing"


def main():
    count = 0
    seen = 0
    for name, path in tracked():
        seen += 1
        for line, what in breaches(name, path):
            print(f"{name}:{line}: {what}")
            count += 1
    print(f"{seen} files, {count} breaches")
    sys.exit(1 if count or not seen else 0)


if __name__ == "__main__":
    main()
