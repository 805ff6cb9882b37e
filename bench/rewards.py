"""The figures of rewards for bench/run: a ledger of a million entries verified, and claims on it."""
import json
import shutil
from pathlib import Path

from columns import row, timed

ENTRIES = 1_000_000
CLAIMS = 1_000
VERIFIES = 3


def rewards(querist, bench, folder, output, study):
    """The ledger is made once; verifying it is a whole process."""
    data = Path(folder) / "rewards"
    output(bench, "make", data, study, ENTRIES)
    command = [querist, "rewards", "verify", "--data", data]
    verified = sorted(timed(command)[0] for _ in range(VERIFIES))[VERIFIES // 2]
    claims = json.loads(output(bench, "claim", data, study, CLAIMS))
    shutil.rmtree(data)
    return [
        row(f"`rewards verify` of {ENTRIES:,} entries", f"{verified:,.0f} ms", "target: 5,000 ms", f"{verified / 5000:.2f}",
            "< 5 s", verified < 5000),
        row(f"a claim on that ledger, p99 of {CLAIMS:,}", f"{claims['p99']:.1f} ms", f"target: 30 ms; median {claims['median']:.1f} ms",
            f"{claims['p99'] / 30:.2f}", "< 30 ms", claims["p99"] < 30),
    ]
