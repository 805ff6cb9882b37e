"""Kills the destroyer of a link key (SIGKILL) at moments spread over its run, again and again, each time on the same
data, and proves that what it leaves is a linked study or one whose counts are kept, and that the next run finishes it
with the same counts. Usage: kill_unlink.py QUERIST [KILLS]"""
import collections
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fielding"))
from every_join import SEED, Study, field  # noqa: E402


def standing(study):
    status = json.loads(study.recruit("status", "--json"))
    if status["unlinked"] is None:
        return "linked", status
    return ("cut off" if status["unlinked"]["key_remains"] else "finished"), status


def main():
    querist, kills = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 30
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="querist-unlink-") as folder:
        study = Study(querist, folder, "confidential")
        field(study, querist, chance)
        whole = Path(folder, "whole")
        shutil.copytree(study.data, whole)
        linked = standing(study)[1]
        began = time.monotonic()
        study.recruit("unlink")
        span = time.monotonic() - began
        finished = standing(study)[1]
        met = collections.Counter()
        for kill in range(kills):
            shutil.rmtree(study.data)
            shutil.copytree(whole, study.data)
            process = subprocess.Popen(
                [querist, "recruit", "unlink", str(study.study), "--data", str(study.data)],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                process.wait(timeout=span * 1.1 * (kill + 1) / kills)
            except subprocess.TimeoutExpired:
                process.kill()
            process.wait()
            if process.returncode not in (0, -signal.SIGKILL):
                sys.exit(f"ended with {process.returncode}: {process.stderr.read().decode()}")
            left, status = standing(study)
            met[left] += 1
            wanted = linked if left == "linked" else finished
            if status["rates"] != wanted["rates"] or status["mails"]["counts"] != wanted["mails"]["counts"]:
                sys.exit(f"killed after {kill} of {kills} steps, {left}: other counts")
            if left != "finished":
                study.recruit("unlink")
            last, status = standing(study)
            if last != "finished" or status["rates"] != finished["rates"]:
                sys.exit(f"{left}, and the next run left it {last}")
            if "destroyed-on-" not in (study.data / "keys").read_text():
                sys.exit("the key file has no mark")
        if not met["linked"] or not met["cut off"] + met["finished"]:
            sys.exit(f"the kills met {dict(met)}: too few states to prove anything")
        print(f"{kills} kills: {dict(met)}; each next run finished with the same counts")


if __name__ == "__main__":
    main()
