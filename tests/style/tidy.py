"""Runs clang-tidy-19 (.clang-tidy) over the program's sources, up to 24 files of a room read as one:
nearly all of its time are headers. Remembers what passed: a unit is read again only when one of its
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
FILES_A_UNIT = 24


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


def room_commands(build):
    """How a file of each room is compiled, without the precompiled headers: a file must include what
    it uses, and clang-tidy would read all of them. What is embedded has a command of its own."""
    rooms, own = {}, {}
    for unit in json.loads((build / "compile_commands.json").read_text()):
        path = Path(unit["file"])
        room = re.search(r"/room_([a-z]+)\.dir/Unity/", unit["file"])
        command = NOT_OF_A_COMPILER.sub("", unit["command"]).split(" -o ")[0]
        if path.is_relative_to(ROOT / "src") and not re.search(r"_(test|bench|fuzz)\.cpp$", path.name):
            own[path] = command
        elif room:
            rooms[room.group(1)] = command
    return rooms, own


def units(build, folder):
    """The files to read, each with its command; those that hold several are written into `folder`."""
    rooms, own = room_commands(build)
    for room, command in rooms.items():
        files = [
            path for path in sorted((ROOT / "src" / room).glob("*.cpp"))
            if path not in own and not re.search(r"_(test|bench|fuzz)\.cpp$", path.name)
        ]
        parts = -(-len(files) // FILES_A_UNIT)
        for part in range(parts):
            unit = folder / f"{room}_{part}.cpp"
            unit.write_text("".join(f'#include "{path}"\n' for path in files[part::parts]))
            own[unit] = command
    return own


def main():
    build = Path(sys.argv[1]).resolve()
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    commands = units(build, folder)
    (folder / "compile_commands.json").write_text(json.dumps([
        {"file": str(path), "directory": str(build), "command": f"{command} -c {path}"}
        for path, command in commands.items()
    ]))
    marks = {path: fingerprint(path, command) for path, command in commands.items()}
    waiting = [path for path, mark in marks.items() if not (folder / mark).exists()]
    waiting.sort(key=lambda path: path.stat().st_size, reverse=True)

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
    print(f"{len(commands)} units, {len(waiting)} read, {failures} with findings")
    sys.exit(1 if failures or not commands else 0)


if __name__ == "__main__":
    main()
