"""Runs clang-tidy-19 (.clang-tidy) over the program's sources, a quarter of them read as one file:
nearly all of its time are headers. Rooms are namespaces, so only within a room must the names of
unnamed namespaces differ. Remembers what passed: a quarter is read again only when one of its
files, a header of this project or the configuration changed.
Usage: tidy.py BUILD_FOLDER"""
import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OF_A_COMPILER = re.compile(r"-Xclang -include(-pch)? -Xclang \S+|-MD -M[TF] \S+ -MF \S+")
INCLUDE = re.compile(r'^\s*#include "([^"]+)"', re.MULTILINE)
QUARTERS = 4


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


def sources():
    """The program's files, inner rooms first: what a quarter includes is then much the same."""
    rooms = [line.split(":")[0] for line in (ROOT / "src/layers.txt").read_text().splitlines()
             if re.match(r"[a-z]+:", line)]
    return [
        path for room in rooms for path in sorted((ROOT / "src" / room).glob("*.cpp"))
        if not re.search(r"_(test|bench|fuzz)\.cpp$", path.name)
    ]


def command_of_program(build):
    """How the program's outermost file is compiled: with every library's definitions, and without the
    precompiled headers, since a file must include what it uses."""
    for unit in json.loads((build / "compile_commands.json").read_text()):
        if unit["file"].endswith("/src/cli/main.cpp"):
            return NOT_OF_A_COMPILER.sub("", unit["command"]).split(" -o ")[0]
    sys.exit(f"{build}/compile_commands.json does not compile src/cli/main.cpp")


def quarters(folder):
    """Writes the files to read into `folder`, each with as many of the program's as the others."""
    files = sources()
    if not files:
        sys.exit("no sources in the rooms of src/layers.txt")
    size = -(-len(files) // QUARTERS)
    units = []
    for part in range(QUARTERS):
        unit = folder / f"quarter_{part}.cpp"
        unit.write_text("".join(f'#include "{path}"\n' for path in files[part * size:(part + 1) * size]))
        units.append(unit)
    return units[::-1]  # outer rooms read more headers: the longest begin first


def main():
    build = Path(sys.argv[1]).resolve()
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    command = command_of_program(build)
    units = quarters(folder)
    (folder / "compile_commands.json").write_text(json.dumps([
        {"file": str(path), "directory": str(build), "command": f"{command} -c {path}"} for path in units
    ]))
    marks = {path: fingerprint(path, command) for path in units}
    waiting = [path for path, mark in marks.items() if not (folder / mark).exists()]

    def tidy(path):
        run = subprocess.run(
            ["clang-tidy-19", "-p", str(folder), f"--config-file={ROOT / '.clang-tidy'}", "--quiet",
             "--extra-arg=-Wno-shadow", str(path)],  # the compiler's own concern, within fewer files
            capture_output=True, text=True, check=False,
        )
        if run.returncode == 0:
            (folder / marks[path]).touch()
        return run

    failures = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for run in pool.map(tidy, waiting):
            if run.returncode != 0:
                failures += 1
                print(run.stdout + run.stderr)
    print(f"{len(units)} quarters, {len(waiting)} read, {failures} with findings")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
