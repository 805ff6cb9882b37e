"""pandas over the columns that tabulation_bench wrote: value_counts() and crosstab(), one thread.
Usage: pandas_tables.py FOLDER RUNS. Prints one JSON object of milliseconds, best of RUNS."""
import json
import sys
import time
from pathlib import Path

import numpy
import pandas

folder, runs = Path(sys.argv[1]), int(sys.argv[2])
names = [f"c{i:02}" for i in range(20)]
partner = 7
frame = pandas.DataFrame({name: numpy.fromfile(folder / name, dtype="uint8") for name in names})
counts = json.loads((folder / "counts.json").read_text())


def items():
    return [frame[name].value_counts() for name in names]


def crosses():
    return [
        pandas.crosstab(frame[name], frame[names[(i + partner) % len(names)]]) for i, name in enumerate(names)
    ]


def best(work):
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)


for i, found in enumerate(items()):
    if [int(found.get(code, 0)) for code in range(len(counts[i]))] != counts[i]:
        sys.exit(f"{names[i]} is counted otherwise")
print(json.dumps({"items": best(items), "crosses": best(crosses)}))
