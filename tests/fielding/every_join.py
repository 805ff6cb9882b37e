"""Whoever has all files of a study whose link key was destroyed cannot tell who answered. Makes a confidential study
through the program (frame, draw, waves, mails, answers, reminders), destroys its key, and tries every join of
identity.db with answers.db, the columns and the key file: by every column, time, order, row, size and keyed hash.
Before, with the key, the joins work: so this test can fail. An anonymous study is tried from its start.
Usage: every_join.py QUERIST"""
import bisect
import hashlib
import hmac
import http.client
import json
import math
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "delivery"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from mail_server import Mailbox, MailServer  # noqa: E402
from participant import Form  # noqa: E402
from server import Server  # noqa: E402
from ticket_maker import TicketMaker  # noqa: E402

PEOPLE = 160
WAVE = 80
SEED = 20261128
DAY = 86_400_000_000
EMPLOYERS = ("company", "university", "agency")
CONTINENTS = ("Africa", "America", "Asia", "Europe")
# Of the rules below none may be further from chance than this many standard deviations: of some hundred, one in a
# hundred thousand runs has one by chance.
DEVIATIONS = 5.5
STUDY = """querist: 1
id: joined
title: Joined
language: en
time zone: UTC
mode: MODE
research questions: [{id: rq, text: Why?}]
consent: {version: 1, text: Do you agree?, minimum age: 18}
population:
  text: Everybody
  strata: [{pro: Paying}, {normal: Others}]
recruitment:
  text: We write.
  rate per domain: 100000
  compare: [{employer: Employer}, {continent: Continent}]
  invitation:
    from: Team <team@example.org>
    subject: A survey
    text: "{{link}} {{opt-out link}}"
  reminders:
    - {after days: 7, subject: Again, text: "{{link}} {{opt-out link}}"}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
    - id: two
      items:
        - {id: liked, ask: Liked?, kind: yes/no, serves: [rq]}
"""


class Visitor:
    """One browser: keeps cookies, follows a personal link, agrees, and answers so many pages."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {}

    def request(self, method, path, body=None):
        headers = {"Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location"), text

    def ticket(self, path):
        """Of a personal link of an anonymous study."""
        _, _, page = self.request("GET", path)
        self.connection.request("GET", re.search(r'data-key="([^"]+)"', page)[1])
        maker = TicketMaker(self.connection.getresponse().read())
        form = {"link": path.rsplit("/", 1)[1], "key": maker.key_id.hex(), "blinded": maker.blinded}
        status, _, text = self.request("POST", "/s/joined/ticket", urlencode(form))
        expect("asking for a ticket", (status, text.split()[0]), (200, "signed"), text)
        return maker.ticket(text.split()[1])

    def come(self, path, pages):
        if path and len(path) > 200:
            status, _, text = self.request("POST", "/s/joined/enter", urlencode({"ticket": path}))
            expect("coming in by a ticket", (status, text), (200, "on /s/joined/\n"))
            where = "/s/joined/"
        elif path:
            status, where, text = self.request("POST", path, "")
            expect(f"following {path}", status, 303, text)
        else:
            where = "/s/joined/"
        _, _, page = self.request("GET", where)
        form = Form(page)
        agree = [button for button in form.buttons if "yes" in button[1] or "agree" in button[1]]
        status, where, text = self.request("POST", "/s/joined/consent", urlencode(form.hidden + agree[:1]))
        expect("agreeing", status, 303, text)
        for _ in range(pages):
            _, _, page = self.request("GET", where)
            fields = Form(page).filled(random.Random(1)) + [("_go", "next")]
            status, where, text = self.request("POST", where, urlencode(fields))
            expect("answering", status, 303, text)


def expect(what, found, wanted, more=""):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}\n{more[:2000]}")


class Study:
    """A study's folder, its data, and the truth: which person did what."""

    def __init__(self, querist, folder, mode):
        self.querist = querist
        self.study, self.data = Path(folder, "joined"), Path(folder, "data")
        self.study.mkdir()
        (self.study / "study.yaml").write_text(STUDY.replace("MODE", mode))
        rows = "".join(
            f"p{i}@d{i % 7}.example,Person {i},{'pro' if i % 4 == 0 else 'normal'},"
            f"{EMPLOYERS[i * i % 11 % len(EMPLOYERS)]},{CONTINENTS[i * 7 % 13 % len(CONTINENTS)]}\n"
            for i in range(PEOPLE))
        self.frame = Path(folder, "frame.csv")
        self.frame.write_text("address,name,stratum,employer,continent\n" + rows)

    def run(self, *words, fine=(0,)):
        command = [self.querist, *words, "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode not in fine:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def recruit(self, verb, *words):
        return self.run("recruit", verb, str(self.study), *words)

    def change(self, *statements):
        with closing(sqlite3.connect(self.data / "identity.db")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    def rows(self, file, sql, *values):
        with closing(sqlite3.connect(f"file:{self.data}/{file}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()


def links_in(mailbox):
    """The path of each recipient's latest link, and of the way out."""
    found = {}
    for recipient, mail in mailbox.taken:
        text = mail.get_payload(decode=True) if not mail.is_multipart() else \
            mail.get_payload()[0].get_payload(decode=True)
        words = text.decode()
        found[recipient] = (re.search(r"/s/joined/i/[0-9a-f]{64}", words)[0],
                            re.search(r"/s/joined/o/[0-9a-f]{64}", words)[0])
    return found


def field(study, querist, chance):
    """Everything that happens until the study is closed. Who took part, and who opted out, by address."""
    study.run("recruit", "import", str(study.study), str(study.frame))
    study.recruit("draw", "--size", str(PEOPLE), "--seed", "1")
    study.run("open", str(study.study))
    mailbox = Mailbox()
    took_part, opted_out = set(), set()
    with tempfile.TemporaryDirectory(prefix="querist-certificate-") as folder, MailServer(folder, mailbox) as server:
        send = ["--public-address", "https://survey.example.org", *server.options]
        with Server(querist, str(study.study), str(study.data)) as served:
            for wave in range(PEOPLE // WAVE):
                study.recruit("batch", "--size", str(WAVE))
                study.recruit("invite")
                study.recruit("send", *send)
                links = links_in(mailbox)
                answering(served.port, links, took_part, opted_out, chance, 0.45, 0.04)
                # Eight days pass: the program has no other clock than the machine's.
                study.change(
                    f"UPDATE mail SET queued_at = queued_at - {8 * DAY}, due_at = due_at - {8 * DAY}, "
                    f"tried_at = tried_at - {8 * DAY} WHERE number = 0",
                    f"UPDATE case_event SET at = at - {8 * DAY} WHERE kind IN ('invited', 'delivered')",
                )
                study.recruit("remind")
                study.recruit("send", *send)
                answering(served.port, links_in(mailbox), took_part, opted_out, chance, 0.12, 0.03)
    study.run("close", str(study.study))
    return took_part, opted_out


def answering(port, links, took_part, opted_out, chance, share, leaving):
    people = [one for one in links if one not in took_part and one not in opted_out]
    chance.shuffle(people)
    for person in people:
        draw = chance.random()
        if draw < share:
            Visitor(port).come(links[person][0], chance.choice([0, 1, 2, 2, 2, 2]))
            took_part.add(person)
        elif draw < share + leaving:
            expect("opting out", Visitor(port).request("POST", links[person][1], "List-Unsubscribe=One-Click")[0], 200)
            opted_out.add(person)


# --- The attacker: has every file, and knows who stands behind each case. -------------------------


class Files:
    def __init__(self, study):
        self.study = study
        self.bytes = {
            path.name: path.read_bytes() for path in study.data.rglob("*") if path.is_file() and path.stat().st_size}
        self.keys = {}
        for line in (study.data / "keys").read_text().splitlines():
            words = line.rsplit(" ", 1)
            if len(words) == 2 and re.fullmatch(r"[0-9a-f]{64}", words[1]):
                self.keys[words[0]] = bytes.fromhex(words[1])

    def anywhere(self, needle, but=()):
        return any(needle in content for name, content in self.bytes.items() if name not in but)


def tables(study, file):
    """Each table with its columns, and what links it to a person or response."""
    names = [name for (name,) in study.rows(file, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        columns = [row[1] for row in study.rows(file, f"PRAGMA table_info('{name}')")]
        yield name, columns


def features(study):
    """Every number that can be made of what identity.db says of a case, by name: {person: number}."""
    found = {}

    def add(name, person, value):
        found.setdefault(name, {}).setdefault(person, []).append(value)

    for table, columns in tables(study, "identity.db"):
        owner = next((one for one in ("person", "sampled_case") if one in columns), "id" if table == "person" else None)
        if owner is None:
            continue
        for row in study.rows("identity.db", f"SELECT * FROM {table}"):
            one = dict(zip(columns, row))
            add(f"{table}: rows", one[owner], 1)
            for column, value in one.items():
                if isinstance(value, int):
                    add(f"{table}.{column}", one[owner], value)
                elif isinstance(value, str):
                    add(f"{table}.{column} = {value}", one[owner], 1)
                    add(f"{table}.{column}: length", one[owner], len(value))
                elif isinstance(value, bytes):
                    add(f"{table}.{column}: size", one[owner], len(value))
                    add(f"{table}.{column}: first byte", one[owner], value[0] if value else 0)
                elif value is None:
                    add(f"{table}.{column}: nothing", one[owner], 1)
    for name, person, value in of_other_tables(study):
        add(name, person, value)
    rules = {}
    for name, people in found.items():
        for how, of in (("least", min), ("greatest", max), ("sum", sum), ("count", len)):
            rules[f"{name}, {how}"] = {person: of(values) for person, values in people.items()}
    for name, people in times(found).items():
        rules[name] = people
    return rules


def of_other_tables(study):
    """What tables without a person say of those who came with an import, or are in a draw or a wave."""
    before = 0
    numbers = study.rows("identity.db", "SELECT number, id FROM person")
    for place, added, at in study.rows("identity.db", "SELECT id, added, at FROM import ORDER BY id"):
        for number, person in numbers:
            if before < number <= before + added:
                yield "import.id", person, place
                yield "import.at", person, at
        before += added
    for person, draw, wave in study.rows(
            "identity.db", "SELECT c.person, d.at, w.at FROM sampled_case c JOIN draw d ON d.id = c.draw "
            "LEFT JOIN wave w ON w.frame = c.frame AND w.number = c.wave"):
        yield "draw.at", person, draw
        if wave is not None:
            yield "wave.at", person, wave


def moments_within_days(study):
    """Every moment of identity.db that is no beginning of a day, with its column: it can be set against those of answers."""
    for table, columns in tables(study, "identity.db"):
        for row in study.rows("identity.db", f"SELECT * FROM {table}"):
            for column, value in zip(columns, row):
                if isinstance(value, int) and 1_600_000_000_000_000 < value < 2_000_000_000_000_000 and value % DAY:
                    yield f"{table}.{column}"


def moments_of_answers(study):
    """Every moment that answers.db knows, of entries and projections."""
    moments = set()
    for table, columns in tables(study, "answers.db"):
        for row in study.rows("answers.db", f"SELECT * FROM {table}"):
            for value in row:
                texts = [value] if isinstance(value, (str, bytes)) else []
                for text in texts:
                    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
                    moments.update(int(number) for number in re.findall(r"(?<!\d)1[6-9]\d{14}(?!\d)", text))
                if isinstance(value, int) and 1_600_000_000_000_000 < value < 2_000_000_000_000_000:
                    moments.add(value)
    return sorted(moments)


NEAREST = []


def times(found):
    """How near the moments of a case are to those of answers, before and after."""
    rules = {}
    for name, people in found.items():
        sample = next(iter(people.values()))[0]
        if not isinstance(sample, int) or not 1_600_000_000_000_000 < sample < 2_000_000_000_000_000:
            continue
        for person, values in people.items():
            after, before = [], []
            for value in values:
                at = bisect.bisect_left(NEAREST, value)
                after.append(NEAREST[at] - value if at < len(NEAREST) else 10**17)
                before.append(value - NEAREST[at - 1] if at else 10**17)
            rules.setdefault(f"{name}: next answer", {})[person] = min(after)
            rules.setdefault(f"{name}: answer before", {})[person] = min(before)
    return rules


def hashes(study, files):
    """Keyed hashes that lead, or could lead, from a case to a response: which cases have one in answers.db."""
    stored = {key for (key,) in study.rows(
        "answers.db", "SELECT respondent_key FROM response WHERE respondent_key IS NOT NULL")}
    rules = {}
    for name, key in {**files.keys, "no key": b""}.items():
        found = {}
        for person, public_id, token_hash in study.rows(
                "identity.db", "SELECT person, public_id, token_hash FROM sampled_case"):
            tries = []
            for purpose in (b"respondent", b"invitation", b"account"):
                base = hmac.new(key, purpose + b"|joined|" + public_id, hashlib.sha256).digest()
                tries += [base, hashlib.sha256(base).digest(), hmac.new(base, b"refused", hashlib.sha256).digest(),
                          hmac.new(base, b"test", hashlib.sha256).digest()]
            for seed in (public_id, token_hash or b""):
                tries += [seed, hashlib.sha256(seed).digest(), hmac.new(key, seed, hashlib.sha256).digest()]
            found[person] = int(any(one in stored for one in tries))
        rules[f"keyed hashes under {name}"] = found
    return rules


def bytes_found(study, files):
    """Whether bytes that only identity.db should have of a case stand in any other file."""
    found = {}
    for person, public_id, token_hash in study.rows(
            "identity.db", "SELECT person, public_id, token_hash FROM sampled_case"):
        elsewhere = [name for name in files.bytes if not name.startswith("identity.db")]
        found[person] = sum(
            one in files.bytes[name] for name in elsewhere for one in (public_id, token_hash) if one)
    return {"bytes of a case in other files": found}


def deviations(rule, groups, took_part):
    """How far a rule is from chance: Mann and Whitney's U over pairs of the same group, which the counts that are
    published tell apart anyway, in standard deviations (ties counted as halves, with their correction)."""
    u = mean = variance = 0.0
    for members in groups.values():
        values = [rule.get(person, -1) for person in members]
        yes = [value for value, person in zip(values, members) if person in took_part]
        no = sorted(value for value, person in zip(values, members) if person not in took_part)
        a, b, n = len(yes), len(no), len(members)
        if not a or not b:
            continue
        for value in yes:
            u += bisect.bisect_left(no, value) + 0.5 * (bisect.bisect_right(no, value) - bisect.bisect_left(no, value))
        ties = sum(values.count(value) ** 3 - values.count(value) for value in set(values))
        mean += a * b / 2
        variance += a * b / 12 * (n + 1 - ties / (n * (n - 1)))
    return abs(u - mean) / math.sqrt(variance) if variance > 0 else 0.0


def attack(study, took_part, left_out):
    """Every rule with its distance from chance, the greatest first."""
    files = Files(study)
    NEAREST[:] = moments_of_answers(study)
    groups = {}
    for person, stratum, wave in study.rows("identity.db", "SELECT person, stratum, wave FROM sampled_case"):
        if person not in left_out and wave is not None:
            groups.setdefault((stratum, wave), []).append(person)
    rules = {**features(study), **hashes(study, files), **bytes_found(study, files)}
    return sorted(((deviations(rule, groups, took_part), name) for name, rule in rules.items()), reverse=True), files


def people_by_address(study, addresses):
    """A person's number is their line in the list: everybody was imported."""
    numbers = {f"p{i}@d{i % 7}.example": i + 1 for i in range(PEOPLE)}
    persons = dict(study.rows("identity.db", "SELECT number, id FROM person"))
    return {persons[numbers[one]] for one in addresses}


def confidential(querist, folder):
    chance = random.Random(SEED)
    study = Study(querist, folder, "confidential")
    took_part, opted_out = field(study, querist, chance)
    who = people_by_address(study, took_part)
    # Who wants no mail stays on that list, and is no secret; some of them answered before.
    left_out = people_by_address(study, opted_out)
    study.run("report", str(study.study), "-o", str(Path(folder, "report")))  # makes columns/
    before = json.loads(study.recruit("status", "--json"))
    rules, files = attack(study, who, left_out)
    expect("with the key, the best rule", rules[0][1], "keyed hashes under link joined")
    noticed = [name for far, name in rules if far > DEVIATIONS]
    for needed in ("mail: rows, count", "case_event.kind = reminded, count"):
        if needed not in noticed:
            sys.exit(f"the reminders should tell who had not answered, and the rule \"{needed}\" does not: {rules[:9]}")
    secret = files.keys["link joined"]
    print(f"with the key: {len(rules)} rules, {len(noticed)} tell who answered, "
          f"the best by {rules[0][0]:.1f} standard deviations")

    backup = Path(folder, "identity-before.db")
    study.rows("identity.db", "VACUUM INTO ?", str(backup))
    told = json.loads(study.recruit("unlink", "--json"))
    after = json.loads(study.recruit("status", "--json"))
    expect("all codes", after["rates"]["parts"][0]["codes"], before["rates"]["parts"][0]["codes"])
    expect("all rates", after["rates"]["parts"][0]["rates"], before["rates"]["parts"][0]["rates"])
    study.run("report", str(study.study), "-o", str(Path(folder, "report")))
    hidden_in_crossings(study, who, left_out)
    rules, files = attack(study, who, left_out)
    if rules[0][0] > DEVIATIONS:
        sys.exit("told after the key was destroyed:\n" + "\n".join(f"{far:.1f} {name}" for far, name in rules[:10]))
    expect("moments within a day", sorted(set(moments_within_days(study))), [])
    for needle in (secret, secret.hex().encode()):
        if files.anywhere(needle):
            sys.exit("the link key still stands in a file")
    for word in (b"reminded", b"invited", b"opted-out"):
        if any(word in files.bytes[name] for name in ("identity.db", "identity.db-wal") if name in files.bytes
               and (name != "identity.db" or not only_frozen(study, word))):
            sys.exit(f"identity.db still holds the bytes of {word}")
    expect("doing it again", study.run("recruit", "unlink", str(study.study), fine=(3,)), "")
    put_back(study, backup, folder, who, left_out, noticed)
    print(f"without: {len(rules)} rules, none tells; the best by {rules[0][0]:.1f} ({rules[0][1]}); "
          f"counted together: {told['joined']}")


def hidden_in_crossings(study, took_part, left_out):
    """Where all counts that were kept are crossed, strata with waves and what the frame says, some in each cell answered
    and some did not, so that no sum of counts says of anybody what he did."""
    groups = {}
    kept = study.rows("identity.db", "SELECT comparison, texts FROM frozen_value WHERE sample = 'main'")
    for comparison, texts in kept:
        for text in texts.split("\n"):
            groups[comparison, text] = texts
    said = {}
    for person, comparison, text in study.rows(
            "identity.db", "SELECT p.person, v.comparison, v.value FROM person_value p JOIN frame_value v ON v.id = p.value"):
        said.setdefault(person, {})[comparison] = groups.get((comparison, text))
    names = sorted({comparison for comparison, _ in kept})
    cells = {}
    for person, stratum, wave in study.rows("identity.db", "SELECT person, stratum, wave FROM sampled_case"):
        if person not in left_out and wave is not None:
            told = tuple(said.get(person, {}).get(name) for name in names)
            cells.setdefault((stratum, wave, *told), []).append(person in took_part)
    telling = {cell: people for cell, people in cells.items() if len(set(people)) < 2}
    if telling:
        sys.exit(f"crossed, the kept counts tell: {telling}")
    if not kept:
        sys.exit("no comparison was kept")
    print(f"{len(kept)} counts of {len(set(one for one, _ in kept))} comparisons were kept; "
          f"none of {len(cells)} crossings tells")


def put_back(study, backup, folder, who, left_out, noticed):
    """A backup of before comes back, and tells; what cleans it leaves nothing that does."""
    for name in ("identity.db-wal", "identity.db-shm"):
        (study.data / name).unlink(missing_ok=True)
    (study.data / "identity.db").write_bytes(backup.read_bytes())
    rules, _ = attack(study, who, left_out)
    if "mail: rows, count" not in [name for far, name in rules if far > DEVIATIONS]:
        sys.exit("the copy of before should tell by its reminders")
    expect("an older copy", json.loads(study.recruit("unlink", "--json"))["older_copy"], True)
    study.run("report", str(study.study), "-o", str(Path(folder, "report")))
    rules, files = attack(study, who, left_out)
    if rules[0][0] > DEVIATIONS:
        sys.exit("told by an older copy that was cleaned:\n" + "\n".join(f"{far:.1f} {name}" for far, name in rules[:10]))
    expect("moments within a day of a copy", sorted(set(moments_within_days(study))), [])
    for word in (b"reminded", b"invited", b"opted-out"):
        if any(word in files.bytes[name] for name in ("identity.db", "identity.db-wal") if name in files.bytes):
            sys.exit(f"the copy still holds the bytes of {word}")
    expect("cleaning it again", study.run("recruit", "unlink", str(study.study), fine=(3,)), "")
    print(f"an older copy: {len(noticed)} rules told; cleaned, none of {len(rules)} does, "
          f"the best by {rules[0][0]:.1f} ({rules[0][1]})")


def only_frozen(study, word):
    """Whether the file has a word as often as its counts do."""
    content = (study.data / "identity.db").read_bytes()
    kept = study.rows("identity.db", "SELECT count(*) FROM frozen_event WHERE kind = ?", word.decode())[0][0]
    return content.count(word) <= kept


def public_id_text(public_id):
    """As the program writes ids: 26 digits of 5 bits, the first bits first."""
    number = int.from_bytes(public_id) << 2
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> 5 * (25 - i) & 31] for i in range(26))


def holders(study, files):
    """Which person each row of entry_ticket is of, in the order of the table: whoever has the keys can tell."""
    rows = study.rows("identity.db", "SELECT holder_key, blinded_hash FROM entry_ticket")
    persons = {
        hmac.new(files.keys["address"], b"ticket|case|" + public_id_text(public_id).encode(), hashlib.sha256).digest()[:16]:
        person for person, public_id in study.rows("identity.db", "SELECT person, public_id FROM sampled_case")}
    return [(persons[key], blinded) for key, blinded in rows]


def rules_of_tickets(study, files):
    """What the notes of tickets say of their holders: place in the table, and hash."""
    found = holders(study, files)
    return {
        "entry_ticket: place": {person: place for place, (person, _) in enumerate(found)},
        "entry_ticket.blinded_hash": {person: int.from_bytes(blinded[:7]) for person, blinded in found},
    }


def ruled_out(study):
    """How many pairs of a case and a response a moment rules out: nobody answers before their first mail has left."""
    mailed = dict(study.rows("identity.db", "SELECT sampled_case, min(tried_at) FROM mail GROUP BY sampled_case"))
    begun = []
    for (body,) in study.rows("answers.db", "SELECT body FROM entry WHERE kind = 'consent' AND body IS NOT NULL"):
        at = datetime.fromisoformat(json.loads(body)["at"])
        moment = int(at.timestamp() * 1_000_000)
        # Of a beginning of a day nothing but the day is known.
        begun.append(moment if moment % DAY else moment + DAY)
    expect("responses that began", len(begun) > 0, True)
    return sum(latest < sent for latest in begun for sent in mailed.values())


def told_of(study, files, people, who):
    """The rules that tell, among people with a ticket, those of `who` from the others; the best one first."""
    rules = {**features(study), **hashes(study, files), **bytes_found(study, files), **rules_of_tickets(study, files)}
    groups = {}
    # By the wave: who was written to later came later, and that their answers are of a later day is no secret.
    for person, stratum, wave in study.rows("identity.db", "SELECT person, stratum, wave FROM sampled_case"):
        if person in people:
            groups.setdefault((stratum, wave), []).append(person)
    return sorted(((deviations(rule, groups, who), name) for name, rule in rules.items()), reverse=True)


def anonymous(querist, folder):
    """Everybody who asked has a ticket, some left at the terms, and they came in an order that nothing may tell."""
    chance = random.Random(SEED)
    study = Study(querist, folder, "anonymous")
    study.run("recruit", "import", str(study.study), str(study.frame))
    study.recruit("draw", "--size", str(PEOPLE), "--seed", "1")
    study.run("open", str(study.study))
    asked, came = [], []
    mailbox = Mailbox()
    with tempfile.TemporaryDirectory(prefix="querist-certificate-") as certificate, \
            MailServer(certificate, mailbox) as server, Server(querist, str(study.study), str(study.data)) as served:
        written = set()
        # The second wave leaves when people of the first have answered.
        for size in (PEOPLE * 2 // 3, PEOPLE - PEOPLE * 2 // 3):
            study.recruit("batch", "--size", str(size))
            study.recruit("invite")
            study.recruit("send", "--public-address", "https://survey.example.org", *server.options)
            links = links_in(mailbox)
            people = sorted(set(links) - written)
            written.update(people)
            for person in chance.sample(people, len(people) * 2 // 3):
                visitor = Visitor(served.port)
                ticket = visitor.ticket(links[person][0])
                asked.append(person)
                if chance.random() < 0.7:
                    visitor.come(ticket, chance.choice([1, 2]))
                    came.append(person)
    study.run("close", str(study.study))
    study.run("report", str(study.study), "-o", str(Path(folder, "report")))  # makes columns/
    status = json.loads(study.recruit("status", "--json"))
    expect("tickets", status["tickets"], {"signed": len(asked), "spent": len(came)})
    files = Files(study)
    NEAREST[:] = moments_of_answers(study)
    holding, answered = people_by_address(study, asked), people_by_address(study, came)
    waves = dict(study.rows("identity.db", "SELECT person, wave FROM sampled_case"))
    first = [one for one in came if all(waves[person] == 1 for person in people_by_address(study, [one]))]
    early = people_by_address(study, first[:len(first) // 2])
    expect("who has a ticket", {person for person, _ in holders(study, files)}, holding)
    for what, people, who in (("who of them answered", holding, answered), ("who answered early", people_by_address(study, first), early)):
        rules = told_of(study, files, people, who)
        if rules[0][0] > DEVIATIONS:
            sys.exit(f"told in an anonymous study, {what}: {rules[:5]}")
        print(f"anonymous: {what}: {len(rules)} rules, none tells; the best by {rules[0][0]:.1f} ({rules[0][1]})")
    # So this can fail: were tickets noted in the order in which people came, it would tell.
    truth = {person: place for place, one in enumerate(first) for person in people_by_address(study, [one])}
    if deviations(truth, {0: list(truth)}, early) < DEVIATIONS:
        sys.exit("the order of coming should tell who came early")
    expect("pairs of cases and responses that moments rule out", ruled_out(study), 0)
    for (key,) in study.rows("answers.db", "SELECT respondent_key FROM response WHERE respondent_key IS NOT NULL"):
        if any(key in files.bytes[name] for name in files.bytes if name.startswith("identity.db")):
            sys.exit("identity.db holds what a response is found by")
    # It makes personal links, and joins nothing: the rules with keyed hashes above know it.
    expect("keys of links", [name for name in files.keys if name.startswith("link")], ["link joined"])
    expect("moments of tickets and sign-ins", sorted(
        one for one in set(moments_within_days(study)) if one.split(".")[0] in ("entry_ticket", "sign_in")), [])


def main():
    for tried in (confidential, anonymous):
        with tempfile.TemporaryDirectory(prefix="querist-joins-") as folder:
            tried(sys.argv[1], folder)


if __name__ == "__main__":
    main()
