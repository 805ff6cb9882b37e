#!/usr/bin/env python3
"""Reads an export of Querist and prints how often each answer was given.

Usage: python3 analysis.py [FOLDER]

FOLDER holds STUDY.csv and STUDY.labels.csv as `querist export` writes them; it is the folder of
this file unless another is named. Needs Python 3.8 and nothing else. Change it as you like.
"""

import csv
import glob
import os
import sys


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def find_export(folder):
    found = sorted(glob.glob(os.path.join(folder, "*.labels.csv")))
    if len(found) != 1:
        sys.exit(f"{folder}: expected one *.labels.csv, found {len(found)}. Run querist export first.")
    return found[0][: -len(".labels.csv")] + ".csv", found[0]


class Column:
    """A column of answers: its words, and its codes with their labels in the study's order."""

    def __init__(self, row):
        self.name, self.item, self.kind = row["column"], row["item"], row["kind"]
        self.question = row["question"]
        self.labels = {}

    def is_member(self):
        """1 or 0: one choice of several."""
        return self.kind in ("several choices", "matrix") and set(self.labels) == {"1", "0"}


def read_labels(path):
    """Returns the columns of answers by name, and the codes that mean a missing answer."""
    columns, missing = {}, set()
    for row in read(path):
        if row["meaning"] == "missing":
            missing.add(row["code"])
        elif row["meaning"] == "value":
            column = columns.setdefault(row["column"], Column(row))
            if row["code"]:
                column.labels[row["code"]] = row["label"]
    return columns, missing


def answers_of(column, responses, missing):
    """The answers of a column; what is missing is left out and counted by its code."""
    gap_column = column.name + "__gap"
    answers, gaps = [], {}
    for response in responses:
        value = response[column.name]
        # Beside some columns stands the gap's code: somebody may well type "skipped" as an answer.
        gap = response[gap_column] if gap_column in response else value if value in missing else ""
        if gap:
            gaps[gap] = gaps.get(gap, 0) + 1
        else:
            answers.append(value)
    return answers, gaps


def print_base(base, gaps, responses):
    parts = [f"base {base}"] + [f"{name} {count}" for name, count in sorted(gaps.items())]
    print("  " + ", ".join(parts) + f", all {responses}")


def print_counts(rows, base):
    for label, count in rows:
        share = f"{100 * count / base:5.1f}%" if base else "    -"
        print(f"  {count:6d} {share}  {label}")


def print_item(question, columns, responses, missing):
    """One item, or one row of it: a choice, numbers, or several columns of 1 and 0."""
    print(question)
    first = columns[0]
    answers, gaps = answers_of(first, responses, missing)
    print_base(len(answers), gaps, len(responses))
    if first.is_member():
        rows = []
        for column in columns:
            given, _ = answers_of(column, responses, missing)
            rows.append((column.labels["1"], given.count("1")))
        print_counts(rows, len(answers))
    elif first.labels:
        print_counts([(label, answers.count(code)) for code, label in first.labels.items()], len(answers))
    elif first.kind in ("number", "ranking", "constant sum", "net promoter") and answers:
        numbers = [float(answer) for answer in answers]
        print(f"  mean {sum(numbers) / len(numbers):.4g}, from {min(numbers):g} to {max(numbers):g}")
    print()


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    data, labels = find_export(folder)
    columns, missing = read_labels(labels)
    # Responses that reports leave out are in the export, too.
    responses = [row for row in read(data) if row["reported"] == "1"]
    print(f"{len(responses)} responses ({', '.join(sorted({row['origin'] for row in responses}))})\n")
    groups = {}
    for column in columns.values():
        if column.name.endswith(("__text", "__gap")):
            continue
        # The choices of one question, or of one row of it, belong together.
        key = (column.item, column.question) if column.is_member() else (column.name, column.question)
        groups.setdefault(key, []).append(column)
    for (_, question), members in groups.items():
        print_item(question, members, responses, missing)


if __name__ == "__main__":
    main()
