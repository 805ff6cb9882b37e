"""A study that pays everybody who completes it with a card."""
import subprocess
from pathlib import Path

STUDY = """querist: 1
id: paying
title: Paying
mode: confidential
research questions: [{id: rq, text: Why?}]
consent: {text: Voluntary., controller: The team, contact: team@example.org}
compensation:
  - {id: cards, text: A card, amount: 10.00 USD, recipients: all, paid: codes, budget: 40000.00 USD, eligible: complete}
instrument:
  pages:
    - id: one
      items:
        - {id: used, ask: Used?, kind: yes/no, serves: [rq]}
"""


class PayingStudy:
    """Its folder and its data, in an empty folder, and the program that works on them."""

    def __init__(self, querist, folder):
        self.querist = querist
        self.folder = Path(folder)
        self.study, self.data = Path(folder, "study"), Path(folder, "data")
        self.study.mkdir()
        (self.study / "study.yaml").write_text(STUDY)

    def run(self, *arguments):
        command = [self.querist, *arguments, "--data", self.data]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def import_cards(self, count):
        cards = self.folder / "cards.csv"
        cards.write_text("code\n" + "".join(f"CARD-{number}\n" for number in range(count)))
        self.run("rewards", "import", self.study, cards)
