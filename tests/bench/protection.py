"""How long it takes to protect one table: ``python -m tests.bench.protection [--years 150]``.

Nothing comparable exists, so there is no floor: mean and worst CPU time are printed, over tables
that stand alone with what a year's reports made known before them. Target: 50 ms, 250 ms at worst.
"""

from __future__ import annotations

import argparse
import json
import time

from peerdesk.disclosure.problem import Predicate
from tests.disclosure.samples import seeded
from tests.disclosure.test_timeline import PERIODS, issue, year

SIZES = (14, 30, 54, 80, 110, 214)
"""Contacts a quarter, from a handful to a busy agency."""


def main() -> None:
    """Issue whole years of reports and time each table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--years", type=int, default=150)
    times = [each for seed in range(parser.parse_args().years) for each in _year(seed)]
    mean, worst = 1000 * sum(times) / len(times), 1000 * max(times)
    line = {"name": "protect", "tables": len(times), "mean_ms": round(mean, 1)}
    print(json.dumps({**line, "worst_ms": round(worst, 1)}))  # noqa: T201


def _year(seed: int) -> list[float]:
    rng = seeded(seed)
    quarters = year(rng.choice(SIZES), rng)
    published: dict[Predicate, int] = {}
    times = []
    for period in PERIODS:
        started = time.process_time()
        found = issue(quarters, period, published)
        times.append(time.process_time() - started)
        published |= {key: n for key, n in found.issued().items() if n is not None}
    return times


if __name__ == "__main__":
    main()
