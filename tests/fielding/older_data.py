"""Data that an earlier program wrote while a study was answered: this program opens them, finds
every chain and seal right, makes the same answer tables again from the entries, and goes on taking
answers.
Usage: older_data.py QUERIST"""
import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from participant import Participant  # noqa: E402
from server import Server  # noqa: E402

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "study_schema_3.sql"


def unpack(folder):
    """The database, and the study's folder as it was then."""
    data, study = folder / "data", folder / "frozen"
    data.mkdir()
    with closing(sqlite3.connect(data / "answers.db")) as database:
        database.executescript(FIXTURE.read_text(encoding="utf-8"))
        for name, content in database.execute("SELECT name, bytes FROM version_file"):
            (study / name).parent.mkdir(parents=True, exist_ok=True)
            (study / name).write_bytes(content)
    return data, study


def rows(data, sql):
    with closing(sqlite3.connect(f"file:{data}/answers.db?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")


def parts(projections):
    """What each projection says, whether in one line (until schema 4) or in two."""
    return [
        (response, {key: value for line in text.splitlines() for key, value in json.loads(line).items()})
        for response, text in projections
    ]


def main():
    querist = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="querist-older-") as temporary:
        data, study = unpack(Path(temporary))

        def run(*command):
            done = subprocess.run(
                [querist, *command, "--data", data], text=True, capture_output=True, timeout=60)
            if done.returncode != 0:
                sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
            return done.stdout

        answered = "SELECT response, CAST(data AS TEXT) FROM projection ORDER BY response"
        before = parts(rows(data, answered))
        expect("responses with answers", len(before), 3)
        made_again = run("rebuild", "frozen")
        if "0 were different" not in made_again:
            sys.exit(f"the tables came out otherwise:\n{made_again}")
        expect("the tables made again", parts(rows(data, answered)), before)
        expect("arms of a study without assignments", rows(data, "SELECT * FROM assignment"), [])
        run("verify", "frozen")
        exported = Path(temporary) / "exported"
        run("export", str(study), "-o", str(exported))
        if ",forum,2," not in (exported / "frozen.csv").read_text(encoding="utf-8"):
            sys.exit("the export does not say what came with the link")

        with Server(querist, str(study), str(data)) as server:
            participant = Participant(server.port, "frozen", 1)
            participant.consent()
            while participant.answer_page():
                pass
            expect("the server's end", server.stop(), 0)
        expect("responses after one more", len(rows(data, answered)), 4)
        run("verify", "frozen")
    print("data of schema 3 are read, verified, rebuilt and answered on")


main()
