"""Kills (SIGKILL) `querist serve` at random moments while people complete responses, have reward tokens and entry tickets signed
blindly, claim cards and come in, each trying again as a browser does. Of everything that was said it holds: a response is signed
for once, and for the same message for ever; each claim shows one card, the same again, and no other claim shows it; a case has one
ticket, and a ticket begins one response; with a new key in between what was signed stays good, and the ledger verifies.
Usage: kill_signing.py QUERIST [KILLS]"""
import atexit
import http.client
import json
import random
import re
import sqlite3
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

TESTS = Path(__file__).resolve().parents[1]
for room in ("fielding", "delivery"):
    sys.path.insert(0, str(TESTS / room))
import every_join  # noqa: E402
from mail_server import Mailbox, MailServer  # noqa: E402
from participant import Form  # noqa: E402
from paying_study import PayingStudy  # noqa: E402
from server import Server  # noqa: E402
from ticket_maker import TicketMaker  # noqa: E402

SEED = 20261128
AT_ONCE = 4
CARDS = 3000
ANSWERS_BETWEEN_KILLS = 12  # at most
LATEST_MOMENT = 0.03  # seconds after that many answers


class Mortal:
    """A server that is killed and started anew, each time on another port."""

    def __init__(self, querist, study, data):
        self.command = (querist, study, data)
        self.changed = threading.Condition()
        self.answers = 0
        self.server = Server(*self.command)
        atexit.register(lambda: self.server.process.poll() is None and self.server.kill())  # also where this test fails

    def answered(self):
        with self.changed:
            self.answers += 1
            self.changed.notify_all()

    def wait_for_answers(self, count):
        """Or until nobody asks any more: then a kill finds it idle, which is a moment like others."""
        with self.changed:
            wanted = self.answers + count
            self.changed.wait_for(lambda: self.answers >= wanted, timeout=2)

    def kill(self):
        with self.changed:
            self.server.kill()
            self.server = Server(*self.command)
            self.changed.notify_all()

    def stop(self):
        with self.changed:
            assert self.server.stop() == 0, "".join(self.server.words)

    def port_after(self, port):
        """Of the server that comes after the one at this port."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.server.port != port, timeout=60), "no server came back"
            return self.server.port


class Browser:
    """Keeps its cookies and asks until it is answered; what was answered unheard it asks again."""

    def __init__(self, mortal):
        self.mortal = mortal
        self.cookies = {}

    def ask(self, method, path, fields=None, *, own=True):
        port = None
        while True:
            port = self.mortal.port_after(None) if port is None else port
            try:
                answer = self.ask_once(port, method, path, fields, own)
            except (OSError, http.client.HTTPException):
                port = self.mortal.port_after(port)
                continue
            self.mortal.answered()
            return answer

    def ask_once(self, port, method, path, fields, own):
        headers = {"Sec-Fetch-Site": "same-origin"}
        if own and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request(method, path, None if fields is None else urlencode(fields), headers)
            answer = connection.getresponse()
            body = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or [] if own else []:
                name, value = line.split(";")[0].split("=", 1)
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location"), body

    def agree(self, path):
        form = Form(self.ask("GET", path)[2].decode())
        agree = [button for button in form.buttons if "yes" in button[1] or "agree" in button[1]]
        status, where, body = self.ask("POST", f"{path}consent", form.hidden + agree[:1])
        assert status == 303, (status, body[-300:])
        return where

    def answer(self, where):
        """Every page until the end."""
        for _ in range(20):
            if where.endswith("/thanks"):
                return
            page = self.ask("GET", where)[2].decode()
            status, where, body = self.ask("POST", where, Form(page).filled(random.Random(1)) + [("_go", "next")])
            assert status == 303, (status, body[-300:])
        raise AssertionError(f"no end at {where}")


class Payee:
    """Completes, has a token signed, claims. A page that was lost makes another token, as long as none is known to be signed."""

    def __init__(self, mortal, chance):
        self.browser = Browser(mortal)
        self.mortal = mortal
        self.chance = chance
        self.makers = []
        self.signature = None

    def page(self):
        text = self.browser.ask("GET", "/s/paying/reward")[2].decode()
        return {name: re.search(f'data-{name}="([^"]*)"', text)[1] for name in ("csrf", "key")}

    def make(self):
        der = self.browser.ask("GET", self.page()["key"], own=False)[2]
        self.makers.append(TicketMaker(der))

    def collect(self, maker):
        """How it stands. Where a message of before is signed, another is refused, and asking for none tells the signature."""
        sent = {"_csrf": self.page()["csrf"]}
        message = {"blinded": maker.blinded, "key": maker.key_id.hex()}
        for fields in (sent | message, sent):
            status, _, body = self.browser.ask("POST", "/s/paying/reward?script", fields)
            if status != 409:
                break
        assert status == 200, (status, body[-300:])
        words = body.decode().split()
        assert words[0] in ("none", "waiting", "signed"), words
        if words[0] == "signed":
            assert self.signature in (None, words[1:]), "another message was signed as well"
            self.signature = words[1:]
        return words[0]

    def token(self):
        fitting = []
        for maker in self.makers:
            try:
                fitting.append(maker.ticket(self.signature[1]))
            except ValueError:
                pass
        assert len(fitting) == 1, f"{len(fitting)} of {len(self.makers)} messages are signed"
        return fitting[0]

    def claim(self, token):
        status, _, body = self.browser.ask("POST", "/claim/paying", {"proof": token}, own=False)
        assert status == 200, (status, body[-300:])
        return re.search(r"CARD-\d+", body.decode())[0]

    def go(self):
        self.browser.answer(self.browser.agree("/s/paying/"))
        self.make()
        while self.signature is None:
            if self.collect(self.makers[-1]) == "none" or self.chance.random() < 0.2:
                self.make()  # its key has changed, or the page was lost
            elif self.signature is None:
                self.mortal.wait_for_answers(1)  # it is decided in the background
        before = self.signature
        self.make()
        for maker in (self.chance.choice(self.makers), self.makers[-1]):
            assert self.collect(maker) == "signed" and self.signature == before
        token = self.token()
        card = self.claim(token)
        assert self.claim(token) == card, "another card for the same claim"
        return card


class Guest:
    """Has a ticket signed for a personal link, comes in by it, and answers."""

    def __init__(self, mortal, link):
        self.browser = Browser(mortal)
        self.link = link

    def sign(self, maker):
        fields = {"link": self.link.rsplit("/", 1)[1], "key": maker.key_id.hex(), "blinded": maker.blinded}
        status, _, body = self.browser.ask("POST", "/s/joined/ticket", fields)
        assert status == 200, (status, body[-300:])
        return body.decode().split()

    def enter(self, ticket):
        status, _, body = self.browser.ask("POST", "/s/joined/enter", {"ticket": ticket})
        assert status == 200, (status, body[-300:])
        return body.decode().split()

    def go(self):
        page = self.browser.ask("GET", self.link)[2].decode()
        der = self.browser.ask("GET", re.search(r'data-key="([^"]+)"', page)[1], own=False)[2]
        maker, another = TicketMaker(der), TicketMaker(der)
        signed = self.sign(maker)
        assert signed[0] == "signed", signed
        assert self.sign(another) == ["another"], "two tickets for one case"
        assert self.sign(maker) == signed, "another signature of the same ticket"
        ticket = maker.ticket(signed[1])
        way = self.enter(ticket)
        assert way[0] == "on", way
        where = self.browser.agree("/s/joined/")
        assert self.enter(ticket)[0] == "on", "the browser that began with it goes on"
        assert Browser(self.browser.mortal).ask("POST", "/s/joined/enter", {"ticket": ticket})[2] == b"spent\n"
        self.browser.answer(where)
        return ticket


def killed_while(mortal, kills, people, seldom):
    """What all of these come to, each alone, while the server is killed so many times."""
    chance = random.Random(SEED)
    came_to, troubles, over = [], [], threading.Event()
    lock = threading.Lock()

    def work():
        while not over.is_set():
            with lock:
                one = next(people, None)
            if one is None:
                return
            try:
                done = one.go()
            except Exception as trouble:  # noqa: BLE001 - told below
                troubles.append(trouble)
                over.set()
                return
            with lock:
                came_to.append(done)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for kill in range(kills):
        mortal.wait_for_answers(chance.randrange(1, ANSWERS_BETWEEN_KILLS))
        over.wait(chance.random() * LATEST_MOMENT)
        if troubles:
            break
        mortal.kill()
        seldom(kill)
    over.set()
    # Rewards are decided when a server starts and every minute: whoever still waits is not left to the minute.
    for thread in threads:
        for _ in range(100):
            thread.join(timeout=0.5)
            if not thread.is_alive():
                break
            mortal.kill()
        assert not thread.is_alive(), "somebody never got an answer"
    if troubles:
        raise troubles[0]
    return came_to


def rewards(querist, folder, kills):
    paying = PayingStudy(querist, folder)
    study, data, run = paying.study, paying.data, paying.run

    run("open", study)
    paying.import_cards(CARDS)
    mortal = Mortal(querist, str(study), str(data))
    chance = random.Random(SEED + 1)
    people = (Payee(mortal, random.Random(chance.random())) for _ in range(CARDS))
    new_keys = (kills // 3, 2 * kills // 3)
    shown = killed_while(
        mortal, kills, people, lambda kill: run("rewards", "key", study, "--new") if kill in new_keys else None)
    mortal.stop()
    assert len(set(shown)) == len(shown), "a card was shown to two"
    for verified in json.loads(run("rewards", "verify", "--json")) + json.loads(run("verify", "--json")):
        assert verified["fine"], verified
    print(f"{kills} kills: {len(shown)} responses, each signed for once and paid one card")


def tickets(querist, folder, kills):
    study = every_join.Study(querist, folder, "anonymous")
    study.run("recruit", "import", str(study.study), str(study.frame))
    study.recruit("draw", "--size", str(every_join.PEOPLE), "--seed", "1")
    study.run("open", str(study.study))
    study.recruit("batch", "--size", str(every_join.PEOPLE))
    study.recruit("invite")
    mailbox = Mailbox()
    with tempfile.TemporaryDirectory(prefix="querist-certificate-") as certificate, \
            MailServer(certificate, mailbox) as server:
        study.recruit("send", "--public-address", "https://survey.example.org", *server.options)
    mortal = Mortal(querist, str(study.study), str(study.data))
    links = every_join.links_in(mailbox)
    people = (Guest(mortal, links[person][0]) for person in sorted(links))
    came = killed_while(mortal, kills, people, lambda _: None)
    mortal.stop()
    status = json.loads(study.recruit("status", "--json"))
    assert status["tickets"] == {"signed": len(came), "spent": len(came)}, (status["tickets"], len(came))
    with closing(sqlite3.connect(Path(study.data, "answers.db"))) as database:
        (responses,) = database.execute("SELECT count(*) FROM response").fetchone()
    assert responses == len(came), (responses, len(came))
    print(f"{kills} kills: {len(came)} people with one ticket each, and one response each")


def main():
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    for tried, share in ((rewards, kills - kills // 4), (tickets, kills // 4)):
        with tempfile.TemporaryDirectory(prefix="querist-signing-") as folder:
            tried(sys.argv[1], folder, share)


if __name__ == "__main__":
    main()
