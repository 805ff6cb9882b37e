"""Kills (SIGKILL) a program that completes responses, decides, delivers, gives out codes and claims cards, at random
steps, again and again, and proves every so often, and of everything that was said at once: nobody whose completion was acknowledged stays unpaid, every card that
was shown is shown again to the same response and to no other, no card is shown twice, and the ledger verifies.
Usage: kill_rewards.py REWARD_STEPS QUERIST [KILLS]"""
import json
import random
import re
import signal
import subprocess
import sys
import tempfile

from paying_study import PayingStudy

SEED = 20261128
CARDS = 4000
THERE = re.compile(r"there are (\d+) complete, (\d+) paid, (\d+) shown, (\d+) reserved, (\d+) free, (\d+) waiting")


def main():
    steps, querist = sys.argv[1], sys.argv[2]
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    chance = random.Random(SEED)
    completed, shown = set(), {}

    def note(lines):
        """What the program said before it died; a line that was cut off was not said."""
        for line in lines:
            words = line.split()
            assert words[0] != "error", line
            if words[0] == "complete":
                completed.add(words[1])
            elif words[0] == "shown":
                response, code = words[1], words[2]
                assert shown.setdefault(response, code) == code, f"{response} saw another card"
            elif words[0] == "unclaimed":
                raise AssertionError(f"{words[1]} is owed and got no card")
        assert len(set(shown.values())) == len(shown), "a card was shown to two"

    with tempfile.TemporaryDirectory(prefix="querist-rewards-") as folder:
        paying = PayingStudy(querist, folder)
        study, data, run = paying.study, paying.data, paying.run

        run("open", study)
        paying.import_cards(CARDS)
        for kill in range(kills):
            with subprocess.Popen([steps, "work", data, study], stdout=subprocess.PIPE, text=True) as process:
                ready = process.stdout.readline()
                assert ready == "ready\n", ready
                # A line is said as a step begins, and the kill comes somewhere within it.
                said = [process.stdout.readline() for _ in range(chance.randrange(1, 40))]
                process.send_signal(signal.SIGKILL)
                rest = process.stdout.read().split("\n")[:-1]
            note([line.rstrip("\n") for line in said] + rest)
            if kill % 20 == 19 or kill == kills - 1:
                done = subprocess.run([steps, "check", data, study], capture_output=True, text=True, timeout=120)
                assert done.returncode == 0, done.stdout + done.stderr
                lines = done.stdout.splitlines()
                note(lines[:-1])
                complete, paid, cards_shown, reserved, free, waiting = map(int, THERE.fullmatch(lines[-1]).groups())
                assert paid == complete * 1000, lines[-1]
                assert cards_shown == complete == len(shown), (lines[-1], len(shown))
                assert reserved == 0 and waiting == 0 and free == CARDS - complete, lines[-1]
                assert completed <= set(shown), "somebody who completed is unpaid"
                for verified in json.loads(run("rewards", "verify", "--json")):
                    assert verified["fine"], verified
        run("rebuild", "paying")  # its answers are made up: nobody projected them
        for verified in json.loads(run("verify", "--json")):
            assert verified["fine"], verified
    print(f"{kills} kills: {len(shown)} responses, each paid one card")


if __name__ == "__main__":
    main()
