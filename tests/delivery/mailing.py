#!/usr/bin/env python3
"""A study's invitations from the frame to the mail server and back: what people get, what becomes of it, and
that no file of the data folder has an address. Usage: mailing.py QUERIST"""
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from mail_server import Mailbox, MailServer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fielding"))
from server import Server  # noqa: E402

STUDY = """querist: 1
id: mailed
title: Mailed
research questions: [{id: rq, text: Why?}]
recruitment:
  text: We write.
  rate per domain: 100000
  columns: [{city: Where they live}]
  invitation:
    from: Das Team <team@example.org>
    subject: "Für {{name|Sie}}"
    text: "{{city|überall}}: [here]({{link}}) {{link}}\\n\\nNo more: {{opt-out link}}\\n"
consent: {version: 1, text: Take part?}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""
FRAME = """address,name,city
ada@a.example,Ada *A*,Köln
bob@b.example,,
cy@bücher.example,"Cy, ""C"" <x>",
dee@d.example,Dee,
eve@e.example,Eve,
"""
SECRETS = [b"a.example", b"b.example", "bücher".encode(), b"xn--bcher", b"Ada *A*", "Köln".encode(), b"Dee"]


def refused_in_draft(querist, study, data, send):
    done = subprocess.run([querist, "recruit", "send", str(study), *send, "--data", str(data)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 3, done
    return done.stderr


def main():
    querist = sys.argv[1]
    mailbox = Mailbox(replies={"dee@d.example": "550 5.1.1 dee@d.example who?", "eve@e.example": "451 4.7.1 later"})
    with tempfile.TemporaryDirectory(prefix="querist-mailing-") as folder, MailServer(folder, mailbox) as server:
        study, data, frame = Path(folder, "mailed"), Path(folder, "data"), Path(folder, "frame.csv")
        study.mkdir()
        (study / "study.yaml").write_text(STUDY)
        frame.write_text(FRAME)

        def recruit(verb, *options, code=0):
            done = subprocess.run([querist, "recruit", verb, str(study), *options, "--data", str(data)],
                                  capture_output=True, text=True, check=False)
            assert done.returncode == code, (verb, done)
            return done.stdout

        send = ["--public-address", "https://survey.example.org/", "--once", "--json", *server.options]
        recruit("import", str(frame), "--map", "city=city")
        recruit("draw", "--size", "5", "--seed", "1")
        recruit("batch", "--size", "5")
        assert json.loads(recruit("invite", "--json"))["queued"] == 5
        assert json.loads(recruit("invite", "--json"))["already"] == 5
        assert "mail.not-open" in refused_in_draft(querist, study, data, send)
        subprocess.run([querist, "pilot", str(study), "--data", str(data)], capture_output=True, check=True)
        held = json.loads(recruit("send", *send))
        assert (held["accepted"], held["dropped"], held["left"]) == (0, 0, 5), ("a main wave waits for the opening", held)
        subprocess.run([querist, "open", str(study), "--data", str(data)], capture_output=True, check=True)
        sent = json.loads(recruit("send", *send))
        assert (sent["accepted"], sent["refused"], sent["waiting"], sent["left"]) == (3, 1, 1, 1), sent
        again = json.loads(recruit("send", *send))
        assert (again["accepted"], again["left"]) == (0, 1), again

        got = {recipient: mail for recipient, mail in mailbox.taken}
        assert sorted(got) == ["ada@a.example", "bob@b.example", "cy@xn--bcher-kva.example"], got
        assert len(mailbox.taken) == 3
        ada = got["ada@a.example"]
        assert ada["Subject"] == "Für Ada *A*" and got["bob@b.example"]["Subject"] == "Für Sie"
        assert got["cy@xn--bcher-kva.example"]["To"].addresses[0].display_name == 'Cy, "C" <x>'
        links = set()
        for mail in got.values():
            plain, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
            link = next(word for word in plain.split() if word.startswith("https://survey.example.org/s/mailed/i/"))
            assert f'<a href="{link}">here</a>' in html, html
            stop = mail["List-Unsubscribe"].strip().strip("<>")
            assert stop == link.replace("/i/", "/o/") and stop in plain
            assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            links.add(link)
        assert len(links) == 3
        assert ada.get_body(("plain",)).get_content().startswith("Köln:")
        assert got["bob@b.example"].get_body(("plain",)).get_content().startswith("überall:")

        status = json.loads(recruit("status", "--json"))
        states = {count["state"]: count["mails"] for count in status["mails"]["counts"]}
        assert states == {"accepted": 3, "refused": 1, "waiting": 1}, states

        returned = Path(folder, "returned.mbox")
        returned.write_text(
            "From MAILER-DAEMON\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status"
            "\n\nReporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\n"
            f"Message-ID: {ada['Message-ID']}\n\n--b--\n")
        assert json.loads(recruit("bounces", "--mailbox", str(returned), "--json"))["bounced"] == 1
        assert json.loads(recruit("bounces", "--mailbox", str(returned), "--json"))["already"] == 1

        stop = got["bob@b.example"]["List-Unsubscribe"].strip().strip("<>")
        with Server(querist, str(study), str(data)) as survey:
            path = stop.removeprefix("https://survey.example.org")
            one_click = urllib.request.Request(f"http://127.0.0.1:{survey.port}{path}", b"List-Unsubscribe=One-Click")
            assert urllib.request.urlopen(one_click, timeout=20).status == 200
        events = json.loads(recruit("status", "--json"))["cases_with_event"]
        assert (events["invited"], events["opted-out"], events["bounced"]) == (4, 1, 2), events

        for file in data.rglob("*"):
            if file.is_file():
                found = [secret for secret in SECRETS if secret in file.read_bytes()]
                assert not found, (file, found)
        links_found = [file for file in data.rglob("*") if file.is_file()
                       and any(link.rsplit("/", 1)[1].encode() in file.read_bytes() for link in links)]
        assert not links_found, links_found
    print("5 invited: 3 taken, 1 refused, 1 waits; 1 came back, 1 opted out; no address and no link is in the data")


main()
