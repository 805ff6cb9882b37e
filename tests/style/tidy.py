"""Runs clang-tidy-19 (.clang-tidy) over the sources as they are compiled, several files of a room as
one (cmake/rooms.cmake), remembering what passed: a unit is read again only when one of its files, a
header of this project or the configuration changed.
Usage: tidy.py BUILD_FOLDER"""
import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRECOMPILED = re.compile(r"-Xclang -include(-pch)? -Xclang \S+")
INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.MULTILINE)


def reachable(path, seen):
    """The project's own files that `path` includes, directly or not."""
    if path in seen or not path.exists():
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_text()):
        for base in (ROOT / "src", ROOT / "tests", path.parent):
            if (base / name).exists():
                reachable(base / name, seen)
                break
    return seen


def fingerprint(path, command):
    digest = hashlib.sha256(command.encode())
    digest.update((ROOT / ".clang-tidy").read_bytes())
    for part in sorted(reachable(path, set())):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def own_commands(build, folder):
    """Writes the compile commands into `folder` without the precompiled headers: a file must
    include what it uses, and clang-tidy would read all of them for every file."""
    units = json.loads((build / "compile_commands.json").read_text())
    for unit in units:
        unit["command"] = PRECOMPILED.sub("", unit["command"])
    (folder / "compile_commands.json").write_text(json.dumps(units))
    return units


def is_program(path, build):
    """A unit of the program itself, not of a test, a benchmark or a precompiled header."""
    if path.is_relative_to(build):
        return path.parent.name == "Unity"
    return path.is_relative_to(ROOT / "src") and not re.search(r"_(test|bench|fuzz)\.cpp$", path.name)


def main():
    build = Path(sys.argv[1]).resolve()
    passed_folder = build / "tidy"
    passed_folder.mkdir(exist_ok=True)
    units = {}
    for unit in own_commands(build, passed_folder):
        path = Path(unit["file"])
        if is_program(path, build):
            units[path] = fingerprint(path, unit["command"])
    waiting = [path for path, mark in units.items() if not (passed_folder / mark).exists()]

    def tidy(path):
        run = subprocess.run(
            ["clang-tidy-19", "-p", str(passed_folder), f"--config-file={ROOT / '.clang-tidy'}", "--quiet",
             "--extra-arg=-Wno-unknown-warning-option", str(path)],
            capture_output=True, text=True, check=False,
        )
        if run.returncode == 0:
            (passed_folder / units[path]).touch()
        return run

    failures = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for run in pool.map(tidy, waiting):
            if run.returncode != 0:
                failures += 1
                print(run.stdout + run.stderr)
    print(f"{len(units)} units, {len(waiting)} read, {failures} with findings")
    sys.exit(1 if failures or not units else 0)


if __name__ == "__main__":
    main()
