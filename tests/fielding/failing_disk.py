"""A full disk and a read-only folder under a running study: the participant gets a clear page that
keeps what was typed, nothing acknowledged is lost, and answering goes on when there is space again.
Runs itself in a mount namespace of its own, with the data on a small tmpfs.
Usage: failing_disk.py QUERIST STUDY"""
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent))
from participant import Form, Participant  # noqa: E402
from server import Server  # noqa: E402

INSIDE = "QUERIST_TEST_NAMESPACE"


def enter_namespace():
    if os.environ.get(INSIDE) == "1":
        return
    os.environ[INSIDE] = "1"
    options = ["-m"] if os.geteuid() == 0 else ["-Urm"]
    os.execvp("unshare", ["unshare", *options, sys.executable, *sys.argv])


def mount(folder, options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)


def entries(data, secret):
    database = sqlite3.connect(f"file:{data}/answers.db?mode=ro", uri=True)
    count = database.execute(
        "SELECT COUNT(*) FROM entry JOIN response ON response.id = entry.response"
        " WHERE response.resume_hash = ?", (hashlib.sha256(secret.encode()).digest(),),
    ).fetchone()[0]
    database.close()
    return count


def check_refusal(status, page, typed):
    """The page of a refused submission."""
    if status != 503:
        sys.exit(f"a full disk was answered with {status}: {page[:500]}")
    for what, pattern in (("that nothing was saved", r"(?i)not (been )?(saved|stored)|nothing .*(saved|stored)"),
                          ("what was typed", re.escape(typed))):
        if not re.search(pattern, page):
            sys.exit(f"the page of a full disk does not say {what}:\n{page}")


def fill_until_refused(port):
    """Walks participants until the disk is full. Returns who was acknowledged and the refused form."""
    acknowledged = {}
    for seed in range(3000):
        participant = Participant(port, "onnx-interop", seed)
        try:
            participant.consent()
        except AssertionError as refused:
            if " 503" not in str(refused):
                raise
            return acknowledged, None
        acknowledged[participant.secret] = participant.acknowledged
        while not participant.finished:
            _, _, page = participant.request("GET", participant.location)
            form = Form(page)
            fields = form.filled(participant.chance)
            typed = f"typed by {seed} " * 40
            fields = [(name, typed if name in form.texts else value) for name, value in fields]
            body = urlencode([*fields, ("_go", "next")])
            status, headers, page = participant.request("POST", participant.location, body)
            if status != 303:
                if any(value == typed for _, value in fields):
                    check_refusal(status, page, typed.strip())
                return acknowledged, (participant, body)
            participant.acknowledged += 1
            participant.location = headers["Location"]
            participant.finished = "/p/" not in participant.location
            acknowledged[participant.secret] = participant.acknowledged
    sys.exit("3000 participants did not fill a disk of 3 MB")


def full_disk(querist, study, data):
    mount(data, "size=3m")
    with Server(querist, study, data) as server:
        acknowledged, refused = fill_until_refused(server.port)
        probe = Participant(server.port, "onnx-interop", 1)
        status, _, page = probe.request("GET", probe.base)
        if status != 200 or not page:
            sys.exit(f"the first page does not come on a full disk: {status}")
        subprocess.run(["mount", "-o", "remount,size=64m", data], check=True)
        if refused:
            participant, body = refused
            status, _, page = participant.request("POST", participant.location, body)
            if status != 303:
                sys.exit(f"with space again the same form was answered with {status}: {page[:500]}")
            acknowledged[participant.secret] = participant.acknowledged + 1
        if server.stop() != 0:
            sys.exit("the server ended with a complaint: " + "".join(server.words)[-2000:])
    lost = [secret for secret, count in acknowledged.items() if entries(data, secret) < count]
    if lost:
        sys.exit(f"{len(lost)} of {len(acknowledged)} responses lost acknowledged entries")
    subprocess.run([querist, "verify", study, "--data", data], check=True)
    print(f"full disk: {len(acknowledged)} responses, nothing acknowledged lost")
    subprocess.run(["mount", "-o", "remount,ro", data], check=True)
    run = subprocess.run([querist, "serve", study, "--data", data, "--port", "0"],
                         capture_output=True, text=True, check=False, timeout=60)
    if run.returncode != 3 or "read-only" not in run.stderr:
        sys.exit(f"a read-only folder was met with {run.returncode}:\n{run.stdout}{run.stderr}")
    report = subprocess.run([querist, "report", study, "--data", data, "-o", "/dev/null"],
                            capture_output=True, text=True, check=False)
    if report.returncode != 0:
        sys.exit(f"a report cannot be made from a read-only folder:\n{report.stdout}{report.stderr}")
    print("read-only folder: refused in words, still reported from")


def main():
    enter_namespace()
    with tempfile.TemporaryDirectory(prefix="querist-disk-") as data:
        try:
            full_disk(sys.argv[1], sys.argv[2], data)
        finally:
            subprocess.run(["umount", "-l", data], check=False)


if __name__ == "__main__":
    main()
