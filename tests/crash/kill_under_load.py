"""Kills the server (SIGKILL) under load again and again and proves that every acknowledged page is
there and that `querist verify` passes. Usage: kill_under_load.py QUERIST STUDY [KILLS]"""
import hashlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fielding"))
from participant import Participant  # noqa: E402
from server import Server  # noqa: E402

PARTICIPANTS = 8
SEED = 20261123


class Load:
    """Participants in threads; counts what is acknowledged, tells when enough is."""

    def __init__(self, port, study, seed, enough):
        self.port, self.study, self.enough = port, study, enough
        self.acknowledged = {}  # secret -> entries
        self.total = 0
        self.lock = threading.Lock()
        self.reached = threading.Event()
        self.dead = False
        self.faults = []
        self.threads = [
            threading.Thread(target=self._walk, args=(seed * 1000 + number,)) for number in range(PARTICIPANTS)
        ]
        for thread in self.threads:
            thread.start()

    def _note(self, participant):
        with self.lock:
            before = self.acknowledged.get(participant.secret, 0)
            self.acknowledged[participant.secret] = participant.acknowledged
            self.total += participant.acknowledged - before
            if self.total >= self.enough:
                self.reached.set()

    def _walk(self, seed):
        for number in range(10_000):
            try:
                participant = Participant(self.port, self.study, seed * 10_000 + number)
                participant.consent()
                self._note(participant)
                more = True
                while more:
                    more = participant.answer_page()
                    self._note(participant)
            except AssertionError as fault:
                self.faults.append(str(fault))
                self.reached.set()
                return
            except Exception as broken:  # the connection died with the server
                if not self.dead:
                    self.faults.append(repr(broken))
                    self.reached.set()
                return


def missing(data, acknowledged):
    """Acknowledged entries that the database does not have."""
    database = sqlite3.connect(f"{data}/answers.db")
    lost = []
    for secret, entries in acknowledged.items():
        row = database.execute(
            "SELECT COUNT(*) FROM entry JOIN response ON response.id = entry.response"
            " WHERE response.resume_hash = ?",
            (hashlib.sha256(secret.encode()).digest(),),
        ).fetchone()
        if row[0] < entries:
            lost.append(f"{secret[:6]}…: {entries} entries acknowledged, {row[0]} stored")
    database.close()
    return lost


def main():
    querist, study = sys.argv[1], sys.argv[2]
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    study_id = Path(study).name
    chance = random.Random(SEED)
    acknowledged = {}
    with tempfile.TemporaryDirectory(prefix="querist-crash-") as data:
        for kill in range(kills):
            with Server(querist, study, data) as server:
                load = Load(server.port, study_id, kill, enough=chance.randrange(20, 300))
                if not load.reached.wait(timeout=60):
                    sys.exit(f"kill {kill}: the load stalled at {load.total} entries")
                load.dead = True
                server.kill()
                for thread in load.threads:
                    thread.join(timeout=60)
                if load.faults:
                    sys.exit(f"kill {kill}: {load.faults[0]}")
                acknowledged.update(load.acknowledged)
            lost = missing(data, acknowledged)
            if lost:
                sys.exit(f"kill {kill}: lost: {lost[:5]}")
        verify = subprocess.run([querist, "verify", study, "--data", data], capture_output=True, text=True, check=False)
        if verify.returncode != 0:
            sys.exit(f"verify found:\n{verify.stdout}{verify.stderr}")
        total = sum(acknowledged.values())
        print(f"{kills} kills, {len(acknowledged)} responses, {total} acknowledged entries, none lost\n{verify.stdout}")
        if total < kills * 20:
            sys.exit("too little was acknowledged to prove anything")


if __name__ == "__main__":
    main()
