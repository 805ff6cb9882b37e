"""Kills the asker of accounts (SIGKILL) before, within and shortly after the Hub's answers, again and again, and
proves that nobody is asked about twice whose answer was kept, that no kill costs more than one answer, and that in
the end everybody is in the stratum that the Hub's answer gives them.
Usage: kill_lookup.py QUERIST [KILLS]"""
import collections
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PEOPLE = 60
SEED = 20261127
STUDY = """querist: 1
id: looked
title: Looked up
research questions: [{id: rq, text: Why?}]
population:
  text: Everybody
  strata:
    - {pro: Paying, claim: isPro}
    - normal: Others
recruitment: {text: We write.}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""


def is_pro(number):
    return number % 3 == 0


class Hub(http.server.ThreadingHTTPServer):
    """Says of account pN whether it is PRO, and ends the asker when it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.lock = threading.Lock()
        self.asked = collections.Counter()
        self.disarm()

    def disarm(self):
        self.process, self.left, self.when = None, 0, None

    def arm(self, process, left, when):
        with self.lock:
            self.process, self.left, self.when = process, left, when

    def due(self, when):
        """The process that is to end now; of the last answer's moment `when`."""
        with self.lock:
            if self.process is None or when != self.when:
                return None
            self.left -= 1
            if self.left > 0:
                return None
            process = self.process
            self.disarm()
            return process


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # pylint: disable=invalid-name
        account = self.path.split("/")[3]
        with self.server.lock:
            self.server.asked[account] += 1
        body = json.dumps({"user": account, "isPro": is_pro(int(account[1:])), "orgs": []}).encode()
        self.end_when("before")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body[:10])
            self.wfile.flush()
            self.end_when("within")
            self.wfile.write(body[10:])
            self.wfile.flush()
        except OSError:
            return  # whoever asked is gone
        process = self.server.due("after")
        if process is not None:  # within what the asker does with the answer
            threading.Timer(0.004, lambda: process.poll() is None and process.kill()).start()

    def end_when(self, when):
        process = self.server.due(when)
        if process is not None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    querist = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    chance = random.Random(SEED)
    killed = 0
    with tempfile.TemporaryDirectory(prefix="querist-lookup-") as folder, Hub() as hub:
        threading.Thread(target=hub.serve_forever, daemon=True).start()
        study, data = Path(folder, "looked"), Path(folder, "data")
        study.mkdir()
        (study / "study.yaml").write_text(STUDY)
        frame = Path(folder, "frame.csv")
        frame.write_text("account\n" + "".join(f"p{number}\n" for number in range(PEOPLE)))
        run([querist, "recruit", "import", str(study), str(frame), "--data", str(data)])
        command = [querist, "recruit", "lookup", str(study), "--data", str(data), "--hub",
                   f"http://127.0.0.1:{hub.server_port}", "--json"]
        for kill in range(kills):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            hub.arm(process, chance.randrange(1, 4), ("before", "within", "after")[kill % 3])
            if process.wait(timeout=60) == -signal.SIGKILL:
                killed += 1
            hub.disarm()
        last = json.loads(run(command))
        hub.shutdown()
    asked_again = sum(count - 1 for count in hub.asked.values())
    strata = {one["stratum"]: one["people"] for one in last["strata"]}
    expected = {"pro": sum(is_pro(number) for number in range(PEOPLE)), "": 0}
    expected["normal"] = PEOPLE - expected["pro"]
    print(f"{killed} kills, {len(hub.asked)} of {PEOPLE} accounts asked about, {asked_again} of them again; {strata}")
    if killed < kills // 3:
        sys.exit("too few runs were killed to prove anything")
    if asked_again > killed:
        sys.exit("a kill cost more than the answer that was under way")
    if last["left"] != 0 or strata != expected:
        sys.exit(f"somebody is not where the answer puts them: {expected} was expected")


if __name__ == "__main__":
    main()
