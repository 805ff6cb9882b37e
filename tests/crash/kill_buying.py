"""Kills (SIGKILL) `querist rewards buy` at random orders: before the vendor notes the order, after it has noted it and before it answers,
and as it answers. However often that happens, as many cards are sold as were asked for, each is there once, and the ledger verifies.
Usage: kill_buying.py QUERIST [KILLS]"""
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from paying_study import PayingStudy

SEED = 20261128
AT_ONCE = 3  # cards that a run adds
MOMENTS = ["before it is noted", "before the answer", "with the answer"]


class Vendor(ThreadingHTTPServer):
    """Sells one card for each external id, as the vendor's documents say: 200, then 201 with the same order."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Order)
        self.lock = threading.Lock()
        self.sold = {}
        self.asked = 0
        self.process = None
        self.plan = None  # (which request of a run, at which of MOMENTS)

    def reached(self, number, moment):
        if self.plan == (number, moment) and self.process is not None:
            self.process.kill()
            self.process.wait()


class Order(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        vendor = self.server
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with vendor.lock:
            vendor.asked += 1
            number = vendor.asked
        vendor.reached(number, "before it is noted")
        with vendor.lock:
            known = asked["external_id"] in vendor.sold
            card = vendor.sold.setdefault(asked["external_id"], f"https://cards.example/{len(vendor.sold)}")
        vendor.reached(number, "before the answer")
        order = {
            "id": "V" + asked["external_id"],
            "status": "EXECUTED",
            "rewards": [{"id": "R", "value": asked["reward"]["value"], "delivery": {"method": "LINK", "link": card}}],
        }
        body = json.dumps({"order": order}).encode()
        try:
            self.send_response(201 if known else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            pass  # whoever asked is dead
        vendor.reached(number, "with the answer")


def main():
    querist = sys.argv[1]
    kills_wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    chance = random.Random(SEED)
    vendor = Vendor()
    threading.Thread(target=vendor.serve_forever, daemon=True).start()
    environment = dict(os.environ, QUERIST_TREMENDOUS_KEY="a key of a sandbox")

    with tempfile.TemporaryDirectory(prefix="querist-buying-") as folder:
        paying = PayingStudy(querist, folder)
        study, data, run = paying.study, paying.data, paying.run

        def buy(in_all, plan):
            """Whether it was killed."""
            vendor.asked, vendor.plan, vendor.process = 0, plan, None
            command = [querist, "rewards", "buy", study, "--in-all", str(in_all), "--product", "P",
                       "--vendor", f"http://127.0.0.1:{vendor.server_port}", "--data", data, "--json"]
            with vendor.lock:  # no order is answered before the process is known
                process = subprocess.Popen(
                    command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
                vendor.process = process
            out, error = process.communicate(timeout=60)
            if process.returncode == -9:
                return True
            assert process.returncode == 0, out + error
            assert json.loads(out)["in_all"] == in_all, out
            return False

        def expect_sold(in_all):
            assert len(vendor.sold) == in_all, (len(vendor.sold), in_all)
            budget = json.loads(run("rewards", "owed", study, "--json"))["budgets"][0]
            assert budget["cards"] == {"free": in_all, "reserved": 0, "shown": 0}, budget["cards"]
            for verified in json.loads(run("rewards", "verify", "--json")):
                assert verified["fine"], verified

        run("rewards", "budget", study)
        kills, in_all, moments = 0, 0, set()
        while kills < kills_wanted:
            in_all += AT_ONCE
            # The same wish again and again: a run that was killed is followed by others that are.
            for _ in range(chance.randrange(1, 5)):
                moment = chance.choice(MOMENTS)
                if buy(in_all, (chance.randrange(1, AT_ONCE + 1), moment)):
                    kills += 1
                    moments.add(moment)
                assert len(vendor.sold) <= in_all, "more was bought than was asked for"
            assert not buy(in_all, None)
            expect_sold(in_all)
        assert moments == set(MOMENTS), moments
    print(f"{kills} kills: {in_all} cards asked for, sold and kept")


if __name__ == "__main__":
    main()
