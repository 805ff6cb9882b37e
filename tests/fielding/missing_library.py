"""A machine without libcurl is told so, whatever was to leave it: in place of the library a file stands that is none.
With the library a mail comes further. Usage: missing_library.py QUERIST"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

STUDY = """querist: 1
id: alone
title: Alone
research questions: [{id: rq, text: Why?}]
consent: {version: 1, text: Do you agree?, minimum age: 18}
population:
  text: Everybody
  strata: [{pro: Paying, claim: isPro}, {normal: Others}]
recruitment:
  text: We write.
  invitation:
    from: Team <team@example.org>
    subject: A survey
    text: "{{link}} {{opt-out link}}"
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""


def told(command, environment):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    return done.returncode, done.stdout + done.stderr


def main():
    querist = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="querist-library-") as folder:
        study, data, libraries = Path(folder, "alone"), Path(folder, "data"), Path(folder, "libraries")
        study.mkdir()
        libraries.mkdir()
        (study / "study.yaml").write_text(STUDY)
        Path(folder, "frame.csv").write_text("account\nada\n")
        (libraries / "libcurl.so.4").write_text("no library\n")
        with_it = dict(os.environ)
        without = {**with_it, "LD_LIBRARY_PATH": str(libraries)}
        imported = [querist, "recruit", "import", str(study), str(Path(folder, "frame.csv")), "--data", str(data)]
        code, text = told(imported, without)
        if code != 0:
            sys.exit(f"what asks nobody needs no library: {text}")
        # Nothing listens on port 1.
        send = [querist, "recruit", "test-send", str(study), "--to", "me@example.org", "--server", "localhost:1",
                "--privacy", "none", "--public-address", "https://survey.example.org"]
        lookup = [querist, "recruit", "lookup", str(study), "--data", str(data), "--hub", "http://127.0.0.1:1"]
        for name, command, problem in (("a mail", send, "mail.no-library"), ("a lookup", lookup, "http.no-library")):
            code, text = told(command, without)
            if code == 0 or problem not in text or "apt-get install libcurl4" not in text:
                sys.exit(f"{name} without the library ended with {code}: {text}")
        # A lookup would wait for a Hub that is down.
        if "mail.no-library" in told(send, with_it)[1]:
            sys.exit("a mail with the library says that it is missing")
    print("a missing libcurl is told of mails and of lookups")


if __name__ == "__main__":
    main()
