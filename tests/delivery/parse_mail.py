#!/usr/bin/env python3
"""Reads mails that the program composed with Python's email package, and compares what it finds with
what went in. Usage: parse_mail.py MAIL_CASES COUNT SEED"""

import datetime
import email
import email.header
import email.policy
import email.utils
import json
import subprocess
import sys


def mailbox(header):
    """By the older of the package's two readers: the newer one of Python 3.11 puts spaces between
    the encoded words of a name."""
    name, address = email.utils.parseaddr(header.replace("\r\n", ""))
    return {"name": str(email.header.make_header(email.header.decode_header(name))),
            "address": address}


def check(case):
    raw = case["message"]
    assert raw.isascii(), "a mail is not ASCII"
    lines = raw.split("\r\n")
    assert all("\n" not in line and "\r" not in line for line in lines), "a line end is not CRLF"
    # Only what has no space in it may be longer: a link in a header.
    for line in lines:
        assert len(line) <= 76 or " " not in line.strip(), line
        assert len(line) <= 998
    mail = email.message_from_bytes(raw.encode(), policy=email.policy.default)
    assert not mail.defects, mail.defects
    headers = email.message_from_bytes(raw.encode(), policy=email.policy.compat32)
    for name in ("From", "To", "Reply-To"):
        found, meant = mailbox(headers[name]), case[name.lower().replace("-", "_")]
        assert found == meant, (found, meant)
    assert mail["Subject"] == case["subject"], (mail["Subject"], case["subject"])
    assert mail["Date"].datetime == datetime.datetime.fromtimestamp(
        case["seconds"], datetime.timezone.utc)
    assert mail["Message-ID"].strip() == case["id"]
    assert mail["List-Unsubscribe"].strip() == f"<{case['unsubscribe']}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    for part, kind, words in ((plain, "plain", case["text"]), (html, "html", case["html"])):
        assert part.get_content_type() == "text/" + kind
        assert not part.defects, part.defects
        assert part.get_content().replace("\r\n", "\n") == words, (part.get_content(), words)


def main():
    program, count, seed = sys.argv[1:]
    output = subprocess.run([program, count, seed], check=True, capture_output=True, text=True)
    cases = [json.loads(line) for line in output.stdout.splitlines()]
    assert len(cases) == int(count)
    for number, case in enumerate(cases):
        try:
            check(case)
        except AssertionError as failure:
            print(f"mail {number} of seed {seed}:\n{case['message']}")
            raise failure
    print(f"{len(cases)} mails are read as they were meant")


main()
