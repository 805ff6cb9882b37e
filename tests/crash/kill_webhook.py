"""Kills (SIGKILL) `querist serve` at random moments of a vendor's webhooks: as they come, while the vendor is asked about open orders, and
while cards are kept. Orders are executed one by one, and told of once, several times, late, or before they are executed. In the end
each card is there once, however often the server died, a call with another signature is refused, and the ledger verifies.
Usage: kill_webhook.py QUERIST [KILLS]"""
import atexit
import hashlib
import hmac
import http.client
import json
import os
import random
import re
import sys
import tempfile
import threading
import uuid
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "fielding"))
from paying_study import PayingStudy  # noqa: E402
from server import Server  # noqa: E402

SEED = 20261128
AT_ONCE = 4  # orders that a run of buying leaves open
WEBHOOK_KEY = "the webhook's own"


class Vendor(ThreadingHTTPServer):
    """Takes orders, executes them when it is told to, and says what became of them."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Question)
        self.state = {}
        self.changed = threading.Condition()
        self.asked = 0

    def executed(self):
        return [order for order, state in self.state.items() if state == "EXECUTED"]

    def wait_for_question(self, before):
        with self.changed:
            self.changed.wait_for(lambda: self.asked > before, timeout=0.2)


class Question(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, body):
        text = json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass  # whoever asked is dead

    def tell(self, status, order):
        with self.server.changed:
            self.server.asked += 1
            self.server.changed.notify_all()
        state = self.server.state[order]
        reward = {"id": "R" + order, "value": {"denomination": 10, "currency_code": "USD"}, "delivery": {"method": "LINK"}}
        self.say(status, {"order": {"id": "V" + order, "external_id": order, "status": state, "rewards": [reward]}})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        link = re.fullmatch("/rewards/R(.+)/generate_link", self.path)
        if link:
            return self.say(200, {"reward": {"id": "R" + link[1], "link": "https://cards.example/" + link[1]}})
        known = asked["external_id"] in self.server.state
        self.server.state.setdefault(asked["external_id"], "PENDING APPROVAL")
        return self.tell(201 if known else 200, asked["external_id"])

    def do_GET(self):
        order = self.path.rsplit("/", 1)[1]
        if order not in self.server.state:
            return self.say(404, {})
        return self.tell(200, order)


def call(port, body, key=WEBHOOK_KEY):
    """The status of a webhook's answer; 0 when the server died."""
    text = json.dumps(body).encode()
    signature = "sha256=" + hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Tremendous-Webhook-Signature": signature}
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("POST", "/vendors/tremendous", text, headers)
            return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0


def main():
    querist = sys.argv[1]
    kills_wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    chance = random.Random(SEED)
    vendor = Vendor()
    threading.Thread(target=vendor.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{vendor.server_port}"
    os.environ.update(QUERIST_TREMENDOUS_KEY="a key of a sandbox", QUERIST_TREMENDOUS_ADDRESS=address,
                      QUERIST_TREMENDOUS_WEBHOOK_KEY=WEBHOOK_KEY)

    with tempfile.TemporaryDirectory(prefix="querist-webhook-") as folder:
        paying = PayingStudy(querist, folder)
        study, data, run = paying.study, paying.data, paying.run

        def cards():
            return json.loads(run("rewards", "owed", study, "--json"))["budgets"][0]["cards"]

        run("open", study)
        run("rewards", "budget", study)
        server = Server(querist, str(study), str(data))
        atexit.register(lambda: server.process.poll() is None and server.kill())  # also where this test fails
        kills, in_all = 0, 0
        while kills < kills_wanted:
            in_all += AT_ONCE
            run("rewards", "buy", study, "--in-all", str(in_all), "--product", "P", "--vendor", address)
            for order in [one for one, state in vendor.state.items() if state != "EXECUTED"]:
                event = {"uuid": str(uuid.UUID(int=chance.getrandbits(128))), "event": "ORDERS.EXECUTED"}
                if chance.random() < 0.3:
                    call(server.port, event)  # before anything became of it
                vendor.state[order] = "EXECUTED"
                asked = vendor.asked
                for _ in range(chance.randrange(1, 4)):
                    assert call(server.port, event) in (0, 200)
                if chance.random() < 0.7:
                    vendor.wait_for_question(asked)
                    server.kill()
                    kills += 1
                    server = Server(querist, str(study), str(data))
        assert call(server.port, {"uuid": "1"}, "another key") == 401
        statuses = [call(server.port, {"uuid": "the same"}) for _ in range(1000)]
        assert set(statuses) == {200}, set(statuses)
        assert server.stop() == 0
        # What was told of as the last server ended is asked about by the next.
        with Server(querist, str(study), str(data)) as last:
            for _ in range(200):
                if cards()["free"] == in_all:
                    break
                vendor.wait_for_question(vendor.asked)
            assert last.stop() == 0
        assert cards() == {"free": in_all, "reserved": 0, "shown": 0}, (cards(), in_all)
        assert len(vendor.executed()) == in_all
        for verified in json.loads(run("rewards", "verify", "--json")):
            assert verified["fine"], verified
    print(f"{kills} kills: {in_all} cards executed one by one, told of, and there once each")


if __name__ == "__main__":
    main()
