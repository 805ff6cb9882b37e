"""Runs the commands of tests/cli/*.transcript in an empty folder, one after the other, and compares
what they print and how they end. A transcript reads as a terminal would show it:

    $ querist chekc
    ! error: querist has no command "chekc" [cli.usage]
    ! = ...
    exit 2

`; ` begins a comment, `!` marks the error stream, `exit 0` is left out. Hashes are written as <hash>, because seals hold
the time. `QUERIST_ACCEPT=1` rewrites the transcripts: review their diff.

usage: transcripts.py QUERIST [TRANSCRIPT...]"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HASH = re.compile(r"\b[0-9a-f]{64}\b")
SECONDS_MAX = 120


def run(command, folder, environment):
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=SECONDS_MAX)
    out = done.stdout.decode(errors="backslashreplace").splitlines()
    error = done.stderr.decode(errors="backslashreplace").splitlines()
    lines = [*out, *(f"! {line}" for line in error)]
    if done.returncode:
        lines.append(f"exit {done.returncode}")
    return [HASH.sub("<hash>", line) for line in lines]


def replay(transcript, querist):
    """The transcript as it is now."""
    with tempfile.TemporaryDirectory(prefix="querist-cli-") as folder:
        bin_folder = Path(folder, "bin")
        bin_folder.mkdir()
        (bin_folder / "querist").symlink_to(querist)
        work = Path(folder, "work")
        work.mkdir()
        environment = {"PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": folder,
                       "TERM": "xterm", "LC_ALL": "C.UTF-8", "STUDIES": str(ROOT / "studies")}
        lines = []
        for line in transcript.read_text().splitlines():
            if line.startswith("; "):
                lines.append(line)
            elif line.startswith("$ "):
                lines.append(line)
                lines += run(line[2:], work, environment)
        return "\n".join(lines) + "\n"


def main():
    querist = Path(sys.argv[1]).resolve()
    chosen = [Path(name) for name in sys.argv[2:]] or sorted(HERE.glob("*.transcript"))
    wrong = 0
    for transcript in chosen:
        now = replay(transcript, querist)
        if os.environ.get("QUERIST_ACCEPT") == "1":
            transcript.write_text(now)
        if now != transcript.read_text():
            wrong += 1
            expected = transcript.read_text().splitlines()
            for number, (was, is_now) in enumerate(zip(expected, now.splitlines()), 1):
                if was != is_now:
                    print(f"{transcript.name}:{number}:\n  expected: {was}\n  actual:   {is_now}")
                    break
            else:
                print(f"{transcript.name}: one is longer than the other")
    if not chosen:
        print("no transcripts")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
