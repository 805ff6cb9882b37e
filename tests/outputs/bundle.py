#!/usr/bin/env python3
"""What a reader of a report gets as files, end to end: the folder is whole and the same twice, its
LaTeX compiles with Debian's xelatex, and the starters count what the report counts.

Usage: bundle.py QUERIST STUDY
"""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

querist, study = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
failures = []


def expect(truth, what):
    print(("ok    " if truth else "FAIL  ") + what)
    if not truth:
        failures.append(what)


def run(*command, environment=None, folder=None):
    return subprocess.run(
        command, capture_output=True, text=True, timeout=240, env=environment, cwd=folder
    )


def files_of(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def the_folder(work):
    first, second = os.path.join(work, "first"), os.path.join(work, "second")
    made = run(querist, "report", study, "--data", "data", "--format", "all", "-o", first, folder=work)
    expect(made.returncode == 0, "the folder is written " + made.stderr.strip())
    run(querist, "report", study, "--data", "data", "--format", "all", "-o", second, folder=work)
    files = files_of(first)
    expect(files and files == files_of(second), f"the same {len(files)} files twice, byte for byte")
    listed = {row["file"]: row["sha256"] for row in rows_of(os.path.join(first, "files.csv"))}
    actual = {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "files.csv"
    }
    expect(listed == actual, "files.csv lists every file with its digest")
    expect(sorted(os.listdir(work)) == ["data", "first", "second"], "nothing is left beside it")
    pictures = [name for name in files if name.endswith(".svg")]
    expect(
        pictures and all(files[name[:-4] + ".pdf"].startswith(b"%PDF-") for name in pictures),
        f"each of {len(pictures)} figures is there as PDF too",
    )
    again = run(querist, "report", study, "--data", "data", "--format", "all", "-o", first, folder=work)
    expect(again.returncode == 0 and files_of(first) == files, "it replaces what it wrote")
    return first


def refusals(work, folder):
    before = files_of(folder)
    foreign = os.path.join(work, "foreign")
    os.mkdir(foreign)
    with open(os.path.join(foreign, "thesis.txt"), "w", encoding="utf-8") as file:
        file.write("mine")
    refused = run(querist, "report", study, "--data", "data", "--format", "all", "-o", foreign, folder=work)
    expect(
        refused.returncode != 0 and "actions.folder-in-use" in refused.stderr
        and os.listdir(foreign) == ["thesis.txt"],
        "a folder with other files is refused and left alone",
    )
    shutil.rmtree(foreign)
    bare = dict(os.environ, PATH=work)
    failed = run(
        querist, "report", study, "--data", "data", "--format", "all", "-o", folder,
        environment=bare, folder=work,
    )
    expect(
        failed.returncode == 3 and "librsvg2-bin" in failed.stderr,
        "without rsvg-convert it says what to install",
    )
    expect(
        files_of(folder) == before and sorted(os.listdir(work)) == ["data", "first", "second"],
        "a failure in the middle leaves the old folder whole and no part of the new one",
    )


def the_latex(work, folder):
    target = os.path.join(work, "latex")
    os.mkdir(target)
    compiled = run(
        "xelatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape",
        "-output-directory=" + target, "report.tex", folder=folder,
    )
    expect(compiled.returncode == 0, "xelatex compiles it " + compiled.stdout[-300:] * (compiled.returncode != 0))
    text = run("pdftotext", "-layout", os.path.join(target, "report.pdf"), "-").stdout
    tables = rows_of(os.path.join(folder, "tables", "index.csv"))
    numbers = [int(number) for number in re.findall(r"^[ \f]*Table (\d+):", text, re.MULTILINE)]
    expect(
        numbers == [int(row["number"]) for row in tables],
        f"the PDF has the {len(tables)} tables of the index, with their numbers",
    )
    expect(len(re.findall(r"^[ \f]*Figure \d+:", text, re.MULTILINE)) > 5, "and figures")
    expect("Synthetic data" in text and "What was found" in text, "and says whose data these are")
    with open(os.path.join(target, "report.log"), encoding="utf-8", errors="replace") as file:
        expect("Missing character" not in file.read(), "no character is missing")


def counted_by(printed):
    """Question -> {label: count}, and its base, of what a starter prints."""
    counts, bases, question, last = {}, {}, None, ""
    for line in printed.splitlines():
        base = re.match(r"  base (\d+),", line)
        count = re.match(r"  +(\d+) +(?:[\d.]+%|-)  (.*)$", line)
        if base:
            question = last
            bases[question] = int(base.group(1))
        elif count and question:
            counts.setdefault(question, {})[count.group(2)] = int(count.group(1))
        elif line.strip():
            last = line
    return counts, bases


def the_starters(work, folder):
    exported = os.path.join(work, "exported")
    run(querist, "export", study, "--data", "data", "--starter", "-o", exported, folder=work)
    labels = rows_of(next(
        os.path.join(exported, name) for name in os.listdir(exported) if name.endswith(".labels.csv")
    ))
    questions = {row["item"]: row["question"] for row in labels if row["item"]}
    for program, name in (("python3", "analysis.py"), ("Rscript", "analysis.R")):
        if not shutil.which(program):
            print(f"      no {program} here: {name} was not run")
            continue
        printed = run(program, name, folder=exported) if program == "Rscript" else run(
            sys.executable, os.path.join(exported, name)
        )
        expect(printed.returncode == 0, name + " runs " + printed.stderr[-300:])
        counts, bases = counted_by(printed.stdout)
        compared = 0
        for row in rows_of(os.path.join(folder, "tables", "index.csv")):
            if row["kind"] != "frequencies" or not re.fullmatch(r"item-\w+\.csv", row["file"]):
                continue
            item = row["file"][len("item-"):-len(".csv")]
            for line in rows_of(os.path.join(folder, "tables", row["file"])):
                given = counts.get(questions[item], {}).get(line["Answer"])
                if given != int(line["n"]) or bases[questions[item]] != int(line["base"]):
                    expect(False, f"{name}: {item}, {line['Answer']}: {given}, not {line['n']}")
                compared += 1
        expect(compared > 20, f"{name} counts as the report does ({compared} answers compared)")


def main():
    with tempfile.TemporaryDirectory(prefix="querist-outputs-") as work:
        made = run(querist, "simulate", study, "--data", "data", "--responses", "200", "--seed", "4", folder=work)
        expect(made.returncode == 0, "200 synthetic responses " + made.stderr[-300:] * (made.returncode != 0))
        folder = the_folder(work)
        refusals(work, folder)
        the_latex(work, folder)
        the_starters(work, folder)
    if failures:
        sys.exit(f"{len(failures)} failed")


main()
