"""The figures of recruiting for bench/run: a frame of a million people imported, and a sample drawn from it."""
import shutil
import time
from pathlib import Path

from columns import megabytes, row, timed

FRAME = 1_000_000
SAMPLE = 100_000
DRAWS = 3


def write_frame(path):
    """Made-up people of both strata, in an order that no index likes better than another."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("email,account,name,stratum,time zone\n")
        for number in range(FRAME):
            # 7919 and a million have no common factor: every number comes once.
            one = number * 7919 % FRAME
            stratum = "pro" if one % 10 == 0 else "normal"
            file.write(f"person{one}@host{one % 997}.example,account{one},Person Number {one},{stratum},Europe/Berlin\n")


def first_draw(querist, study, data, imported, seed):
    """Milliseconds of a draw from the frame as it was imported."""
    shutil.copyfile(imported, data / "identity.db")
    return timed([querist, "recruit", "draw", study, "--size", SAMPLE, "--seed", seed, "--data", data])[0]


def recruiting(querist, folder, output, study):
    """Import and draw, each a whole process; then a second draw from the same frame."""
    frame, data = Path(folder) / "frame.csv", Path(folder) / "recruiting"
    write_frame(frame)
    command = [querist, "recruit", "import", study, frame, "--data", data]
    imported, peak = timed(command)
    begin = time.perf_counter()
    shutil.copyfile(data / "identity.db", Path(folder) / "copy.db")
    copied = (time.perf_counter() - begin) * 1000
    whole = Path(folder) / "copy.db"
    draws = sorted(first_draw(querist, study, data, whole, seed) for seed in range(1, DRAWS + 1))
    second, _ = timed([querist, "recruit", "draw", study, "--size", SAMPLE, "--seed", 0, "--data", data])
    output(querist, "recruit", "batch", study, "--size", SAMPLE, "--data", data)
    queued, _ = timed([querist, "recruit", "invite", study, "--data", data])
    output(querist, "recruit", "status", study, "--data", data)
    shutil.rmtree(data)
    drawn = draws[len(draws) // 2]
    return [
        row(f"`recruit import` of {FRAME:,} people", f"{imported:,.0f} ms",
            f"target: 20,000 ms; copying the database it makes: {copied:,.0f} ms", f"{imported / 20000:.2f}", "< 20 s",
            imported < 20000),
        row("the same, peak memory", megabytes(peak), "target: 200 MB", f"{peak / 200e6:.2f}", "< 200 MB", peak < 200e6),
        row(f"`recruit draw` of {SAMPLE:,} from {FRAME:,}", f"{drawn:,.0f} ms", "target: 1,000 ms",
            f"{drawn / 1000:.2f}", "< 1 s", drawn < 1000),
        row(f"a second draw of {SAMPLE:,} from the rest", f"{second:,.0f} ms", "the first", f"{second / drawn:.2f}", "reported", True),
        row(f"`recruit invite` of {SAMPLE:,}, queued", f"{queued:,.0f} ms", "target: 5,000 ms", f"{queued / 5000:.2f}",
            "< 5 s", queued < 5000),
    ]
