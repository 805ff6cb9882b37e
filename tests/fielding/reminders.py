"""Reminders as days pass, through the whole program: each leaves when its days are over, once, and to nobody who has
finished, refused or opted out. The program's clock is the machine's, so that days pass by moving what was written down
of the mails into the past. Usage: reminders.py QUERIST"""
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "delivery"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from every_join import DAY, SEED, Study, Visitor, expect, links_in  # noqa: E402
from mail_server import Mailbox, MailServer  # noqa: E402
from server import Server  # noqa: E402

PEOPLE = 20


def days_pass(study, days):
    study.change(
        f"UPDATE mail SET queued_at = queued_at - {days * DAY}, due_at = due_at - {days * DAY}, "
        f"tried_at = tried_at - {days * DAY}",
        f"UPDATE case_event SET at = at - {days * DAY}",
    )


def mails_to(mailbox):
    counts = {}
    for recipient, _ in mailbox.taken:
        counts[recipient] = counts.get(recipient, 0) + 1
    return counts


def main():
    querist, chance, mailbox = sys.argv[1], random.Random(SEED), Mailbox()
    with tempfile.TemporaryDirectory(prefix="querist-reminders-") as folder, MailServer(folder, mailbox) as server:
        study = Study(querist, folder, "confidential")
        yaml = (study.study / "study.yaml").read_text()
        last = '    - {after days: 7, subject: Again, text: "{{link}} {{opt-out link}}"}\n'
        (study.study / "study.yaml").write_text(yaml.replace(last, last + last.replace("7, subject: Again", "14, subject: Once more")))
        study.run("recruit", "import", str(study.study), str(study.frame))
        study.recruit("draw", "--size", str(PEOPLE), "--seed", "1")
        study.run("open", str(study.study))
        study.recruit("batch", "--size", str(PEOPLE))
        study.recruit("invite")
        send = ["send", "--public-address", "https://survey.example.org", *server.options]

        def remind(wanted, why):
            expect(why, json.loads(study.recruit("remind", "--json"))["queued"], wanted)
            before = len(mailbox.taken)
            study.recruit(*send)
            expect(f"mails sent: {why}", len(mailbox.taken) - before, wanted)

        study.recruit(*send)
        expect("invitations", len(mailbox.taken), PEOPLE)
        links = links_in(mailbox)
        people = sorted(links)
        chance.shuffle(people)
        finished, begun, gone, silent = people[:5], people[5:8], people[8:10], people[10:]
        with Server(querist, str(study.study), str(study.data)) as served:
            for person in finished:
                Visitor(served.port).come(links[person][0], 2)
            for person in begun:
                Visitor(served.port).come(links[person][0], 1)
            for person in gone:
                expect("opting out", Visitor(served.port).request(
                    "POST", links[person][1], "List-Unsubscribe=One-Click")[0], 200)
            remind(0, "on the day of the invitation")
            days_pass(study, 6)
            remind(0, "after six days")
            days_pass(study, 2)
            remind(len(begun) + len(silent), "after eight days, to whoever has not finished")
            remind(0, "the same day again")
            for person in silent[:4]:
                Visitor(served.port).come(links[person][0], 2)
        days_pass(study, 8)
        remind(len(begun) + len(silent) - 4, "the second one, to whoever still has not")
        days_pass(study, 80)
        remind(0, "there is no third one")
        counts = mails_to(mailbox)
        for group, wanted in ((finished, 1), (gone, 1), (silent[:4], 2), (silent[4:], 3), (begun, 3)):
            expect("mails of each", {counts[person] for person in group}, {wanted})
        print(f"{len(mailbox.taken)} mails to {PEOPLE} people, none to who had finished or wanted none")


if __name__ == "__main__":
    main()
