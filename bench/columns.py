"""The figures of tabulation and of columns for bench/run: counting in memory beside DuckDB, pandas and
R, and columns made from a data folder beside a bare scan of it."""
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

YARDSTICKS = Path(__file__).resolve().parent / "yardsticks"
TABULATED = 10_000_000
REPORTED = 1_000_000
ARRIVED = 1_000


def row(what, ours, yardstick, ratio, target, met):
    return f"| {what} | {ours} | {yardstick} | {ratio} | {target} | {'yes' if met else '**no**'} |"


def install_duckdb():
    """Its npm package with the native library, at the versions that the lock names."""
    run = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=YARDSTICKS, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        raise SystemExit(f"npm could not install DuckDB:\n{run.stderr[-2000:]}")


def tabulation(build, folder, output):
    """20 items and 20 cross-tables over ten million responses in memory."""
    columns = Path(folder) / "tabulated"
    columns.mkdir()
    ours = json.loads(output(build / "bench/tabulation_bench", TABULATED, columns))
    others = {}
    for threads in (1, 2):
        others[f"DuckDB, {threads} thread{'s' if threads > 1 else ''}"] = json.loads(
            output("node", YARDSTICKS / "duckdb.mjs", columns, threads, 5)
        )
    others["pandas, 1 thread"] = json.loads(
        output("/usr/bin/python3", YARDSTICKS / "pandas_tables.py", columns, 2)
    )
    others["R, 1 thread"] = json.loads(output("Rscript", YARDSTICKS / "tables.R", columns, 1))
    shutil.rmtree(columns)
    two, best = ours["2"], ours["2"]["best"]
    what = f"20 items and 20 cross-tables over {TABULATED:,} responses in memory, 2 threads"
    rows = [
        row(what, f"{best['both']:.0f} ms", "target: 100 ms", f"{best['both'] / 100:.2f}", "< 100 ms",
            best["both"] < 100),
        row("the same beside reading the bytes once, 2 threads", f"{best['both']:.0f} ms",
            f"{two['read']:.1f} ms ({TABULATED * 20 / two['read'] / 1e6:.1f} GB/s)",
            f"{best['both'] / two['read']:.1f}", "reported", True),
        row("the items alone", f"{best['items']:.0f} ms", f"reading: {two['read']:.1f} ms",
            f"{best['items'] / two['read']:.1f}", "reported", True),
        row("items and cross-tables, 1 thread (without AVX2)",
            f"{ours['1']['best']['both']:.0f} ms ({ours['1']['baseline']['both']:.0f} ms)",
            f"reading, 1 thread: {ours['1']['read']:.1f} ms", f"{ours['1']['best']['both'] / ours['1']['read']:.1f}",
            "reported", True),
    ]
    for name, other in others.items():
        # Like beside like: one thread beside one, two beside two, and two beside those that have one.
        mine = ours["1"]["best"]["both"] if name.startswith("DuckDB, 1") else best["both"]
        theirs = other["items"] + other["crosses"]
        wanted = 5 if name.startswith("DuckDB") else 50
        rows.append(row(
            f"the same tables: {'1 thread' if mine != best['both'] else '2 threads'}", f"{mine:.0f} ms",
            f"{name}: {other['items']:,.0f} + {other['crosses']:,.0f} ms", f"{theirs / mine:.1f}", f"≥ {wanted}",
            theirs / mine >= wanted))
    rows.append(row(
        "the same tables with a weight for each response, 2 threads", f"{best['weighted']:.0f} ms",
        f"without weights: {best['both']:.0f} ms; target: twice 100 ms", f"{best['weighted'] / best['both']:.1f}",
        "< 200 ms", best["weighted"] < 200))
    return rows


def megabytes(count):
    return f"{count / 1e6:,.0f} MB"


def timed(command):
    """Milliseconds and peak memory of a whole process."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    words = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed:\n{words.decode()[-2000:]}")
    return (time.perf_counter() - begin) * 1000, usage.ru_maxrss * 1024


def stored_columns(build, folder, output, study):
    """Columns of a million responses from the store, from their file, and the report over them."""
    data = Path(folder) / "million"
    origin = "synthetic"

    def measured():
        return json.loads(output(build / "bench/columns_bench", data, study, origin))

    output(build / "bench/answers_maker", study, data, REPORTED)
    measured()  # once, so that the database is in memory
    # The pair whose ratio is the median: both figures are of one moment.
    made = []
    for _ in range(3):
        shutil.rmtree(data / "columns")
        made.append(measured())
    made = sorted(made, key=lambda one: one["scan"] / one["columns"])[1]
    again = min((measured() for _ in range(3)), key=lambda one: one["columns"])
    report = [build / "querist", "report", study, "--data", data, "--origin", origin, "-o", f"{folder}/report.html"]
    read, peak = min(timed(report) for _ in range(3))
    shutil.rmtree(data / "columns")
    first, _ = timed(report)
    output(build / "bench/answers_maker", study, data, ARRIVED)
    arrived = measured()
    shutil.rmtree(data)
    ratio = made["scan"] / made["columns"]
    over = again["peak"] / again["bytes"]
    return [
        row(f"columns of {made['responses']:,} responses from the store, kept in a file", f"{made['columns']:,.0f} ms",
            f"bare scan of the same rows: {made['scan']:,.0f} ms", f"{ratio:.2f}", "≥ 0.50", ratio >= 0.5),
        row("the same from the file", f"{again['columns']:,.0f} ms", f"bare scan: {again['scan']:,.0f} ms",
            f"{again['scan'] / again['columns']:.1f}", "reported", True),
        row(f"the same when {ARRIVED:,} responses came since", f"{arrived['columns']:,.0f} ms",
            f"all anew: {made['columns']:,.0f} ms", f"{made['columns'] / arrived['columns']:.1f}", "reported", True),
        row("peak memory of the process that reads them", megabytes(again["peak"]),
            f"the columns: {megabytes(again['bytes'])}", f"{over:.2f}", "≤ 1.50", over <= 1.5),
        row(f"`report` (HTML) over {made['responses']:,} responses, peak memory", f"{read:,.0f} ms, {megabytes(peak)}",
            "target: 2,000 ms", f"{read / 2000:.2f}", "< 2 s", read < 2000),
        row("the same for the first time, with columns made anew", f"{first:,.0f} ms", "–", "–", "reported", True),
    ]
