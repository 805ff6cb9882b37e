"""Kills the sender of mails (SIGKILL) at every step of its talk with a mail server, again and again, and
proves that nobody gets a mail twice, and that each mail is taken once or stands as uncertain.
Usage: kill_sender.py QUERIST [KILLS]"""
import collections
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "delivery"))
from mail_server import STEPS, Mailbox, MailServer  # noqa: E402

PEOPLE = 240
SEED = 20261127
STUDY = """querist: 1
id: mailed
title: Mailed
research questions: [{id: rq, text: Why?}]
recruitment:
  text: We write.
  rate per domain: 100000
  invitation:
    from: Team <team@example.org>
    subject: A survey
    text: "{{name|Hello}}: {{link}} {{opt-out link}}"
consent: {version: 1, text: Take part?}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""


class Killer:
    """Ends the sender at a chosen step, some steps of that kind into its run, or shortly after it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.disarm()

    def disarm(self):
        self.process, self.step, self.left, self.delay = None, None, 0, None

    def arm(self, process, step, left, delay):
        with self.lock:
            self.process, self.step, self.left, self.delay = process, step, left, delay

    def __call__(self, step):
        with self.lock:
            if self.process is None or step != self.step:
                return
            self.left -= 1
            if self.left > 0:
                return
            process, delay = self.process, self.delay
            self.disarm()
        if delay is None:
            os.kill(process.pid, signal.SIGKILL)
        else:  # within the reply, or within what the sender does with it
            threading.Timer(delay, lambda: process.poll() is None and process.kill()).start()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def prepare(querist, folder):
    study, data = Path(folder, "mailed"), Path(folder, "data")
    study.mkdir()
    (study / "study.yaml").write_text(STUDY)
    rows = "".join(f"p{i}@d{i}.example,Person {i}\n" for i in range(PEOPLE))
    frame = Path(folder, "frame.csv")
    frame.write_text("address,name\n" + rows)
    for verb in (["import", str(study), str(frame)], ["draw", str(study), "--size", str(PEOPLE), "--seed", "1"],
                 ["batch", str(study), "--size", str(PEOPLE)], ["invite", str(study)]):
        run([querist, "recruit", *verb, "--data", str(data)])
    run([querist, "open", str(study), "--data", str(data)])
    return study, data


def states(data):
    """The state of each case's mail."""
    database = sqlite3.connect(f"file:{data}/identity.db?mode=ro", uri=True)
    found = dict(database.execute("SELECT sampled_case, state FROM mail"))
    database.close()
    return found


def main():
    querist = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    chance = random.Random(SEED)
    killer = Killer()
    mailbox = Mailbox(killer)
    killed = 0
    with tempfile.TemporaryDirectory(prefix="querist-mail-") as folder, MailServer(folder, mailbox) as server:
        study, data = prepare(querist, folder)
        send = [querist, "recruit", "send", str(study), "--data", str(data), "--public-address",
                "https://survey.example.org", *server.options]
        for kill in range(kills):
            step = STEPS[kill % len(STEPS)]
            # EHLO comes twice a run, before and after STARTTLS; the others once a mail.
            left = chance.randrange(1, 3) if step == "EHLO" else chance.randrange(1, 5)
            delay = chance.random() * 0.004 if step == "DATA taken" and chance.random() < 0.7 else None
            process = subprocess.Popen(send, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            killer.arm(process, step, left, delay)
            process.communicate(timeout=120)
            killer.disarm()
            killed += process.returncode == -signal.SIGKILL
        last = run([*send, "--json"])
        found = collections.Counter(mail["Message-ID"].strip() for _, mail in mailbox.taken)
        twice = [name for name, count in found.items() if count > 1]
        if twice:
            sys.exit(f"taken twice: {twice[:5]}")
        recipients = collections.Counter(recipient for recipient, _ in mailbox.taken)
        if any(count > 1 for count in recipients.values()):
            sys.exit("somebody got two mails")
        by_state = collections.Counter(states(data).values())
        if set(by_state) - {"accepted", "uncertain"}:
            sys.exit(f"left over: {by_state}\n{last}")
        if sum(by_state.values()) != PEOPLE or by_state["accepted"] > len(found):
            sys.exit(f"{by_state}, and {len(found)} were taken")
        if len(found) - by_state["accepted"] > by_state["uncertain"]:
            sys.exit("a mail was taken that is neither accepted nor uncertain")
        if by_state["uncertain"] > killed:
            sys.exit(f"{by_state['uncertain']} are uncertain after {killed} kills")
        if killed < kills // 2 or by_state["uncertain"] == 0:
            sys.exit(f"{killed} kills of {kills} met the sender: too few to prove anything")
        print(f"{killed} kills, {PEOPLE} mails: {by_state['accepted']} accepted, {by_state['uncertain']} uncertain, "
              f"{len(found)} taken, none twice")


if __name__ == "__main__":
    main()
