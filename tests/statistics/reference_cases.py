#!/usr/bin/env python3
"""Regenerates wilson_cases.csv, normal_quantile_cases.csv and summary_cases.csv.

Every value is computed from its closed form with 60 significant digits (Python's decimal, nothing
else) and written with 17, so that it equals what R computes in double precision:
  wilson:   prop.test(count, total, conf.level = level, correct = FALSE)$conf.int
  quantile: qnorm(probability)
  summary:  mean(x); sd(x); quantile(x, c(0, .25, .5, .75, 1), type = 7)
Run it in its own folder: python3 reference_cases.py
"""
from decimal import Decimal, getcontext
import csv

getcontext().prec = 60
ONE, TWO, HALF = Decimal(1), Decimal(2), Decimal("0.5")


def pi() -> Decimal:
    """Machin: pi = 16 atan(1/5) - 4 atan(1/239)."""
    def arctan_inverse(n: int) -> Decimal:
        term = total = ONE / n
        k = 1
        while abs(term) > Decimal(10) ** -65:
            term = -term / (n * n)
            total += term / (2 * k + 1)
            k += 1
        return total
    return 16 * arctan_inverse(5) - 4 * arctan_inverse(239)


PI = pi()


def normal_density(z: Decimal) -> Decimal:
    return (-z * z / 2).exp() / (2 * PI).sqrt()


def normal_below(z: Decimal) -> Decimal:
    """P(Z <= z) = 1/2 + density(z) * sum of z^(2k+1) / (2k+1)!! (Marsaglia 2004)."""
    term = total = z
    k = 1
    while abs(term) > Decimal(10) ** -70:
        term = term * z * z / (2 * k + 1)
        total += term
        k += 1
    return HALF + total * normal_density(z)


def normal_quantile(p: Decimal) -> Decimal:
    """Bisection to a digit, then Newton."""
    low, high = Decimal(-9), Decimal(9)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if normal_below(middle) < p else (low, middle)
    z = (low + high) / 2
    for _ in range(8):
        z -= (normal_below(z) - p) / normal_density(z)
    return z


def wilson(count: int, total: int, level: str) -> tuple[Decimal, Decimal]:
    z = normal_quantile((ONE + Decimal(level)) / 2)
    n, share = Decimal(total), Decimal(count) / Decimal(total)
    centre = share + z * z / (2 * n)
    reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
    scale = 1 + z * z / n
    low = Decimal(0) if count == 0 else (centre - reach) / scale
    high = ONE if count == total else (centre + reach) / scale
    return low, high


def text(value: Decimal) -> str:
    return f"{value:.17g}" if abs(value) > Decimal(10) ** -50 else "0"


def write(name: str, header: list[str], rows) -> None:
    with open(name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def summary_row(name: str, values: list[str]) -> list[str]:
    x = sorted(Decimal(v) for v in values)
    n = len(x)
    mean = sum(x) / n
    sd = text((sum((v - mean) ** 2 for v in x) / (n - 1)).sqrt()) if n > 1 else ""

    def quantile(p: Decimal) -> Decimal:
        position = (n - 1) * p
        below = int(position)
        above = min(below + 1, n - 1)
        return x[below] + (position - below) * (x[above] - x[below])

    quartiles = [text(quantile(Decimal(q) / 4)) for q in range(5)]
    return [name, " ".join(values), text(mean), sd, *quartiles]


def main() -> None:
    counts = [(0, 1), (1, 1), (0, 5), (1, 5), (5, 5), (1, 10), (3, 10), (9, 10), (38, 89), (15, 30),
              (0, 100), (50, 100), (99, 100), (100, 100), (517, 1234), (1, 100000), (49999, 100000),
              (100000, 100000), (3, 10000000)]
    levels = ["0.5", "0.8", "0.9", "0.95", "0.99", "0.999"]
    write("wilson_cases.csv", ["count", "total", "level", "low", "high"],
          [[c, n, level, *map(text, wilson(c, n, level))] for c, n in counts for level in levels])
    # Nearer to 1 the rounding of the probability itself to a double would be what is compared.
    probabilities = ["1e-10", "1e-6", "0.001", "0.025", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9",
                     "0.95", "0.975", "0.995", "0.9995"]
    write("normal_quantile_cases.csv", ["probability", "quantile"],
          [[p, text(normal_quantile(Decimal(p)))] for p in probabilities])
    write("summary_cases.csv",
          ["name", "values", "mean", "sd", "minimum", "q1", "median", "q3", "maximum"],
          [summary_row("one value", ["7"]),
           summary_row("two values", ["1", "2"]),
           summary_row("odd count", ["3", "1", "2", "5", "4"]),
           summary_row("even count", ["10", "20", "30", "41"]),
           summary_row("ties", ["2", "2", "2", "3", "3", "9"]),
           summary_row("negative and decimal", ["-1.5", "0.25", "3.75", "-20.125", "6", "6.5", "8"]),
           summary_row("large with small spread",
                       ["1000000004", "1000000007", "1000000013", "1000000016"]),
           summary_row("ages", ["31", "22", "45", "38", "29", "51", "27", "33", "36", "40", "24"])])


if __name__ == "__main__":
    main()
