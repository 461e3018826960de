"""Runs the benchmarks: ``python -m tests.bench [name …] [--size 1000] [--turns 5]``."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import cases, vault_cases
from tests.bench.data import SUPPORTERS, filled

CASES = {**cases.CASES, **vault_cases.CASES}
Work = Callable[[], object]


def main() -> None:
    """Run cases and floors in turns, and print medians and ratios, a JSON line for each case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=list(CASES))
    parser.add_argument("--size", type=int, choices=tuple(SUPPORTERS), default=1_000)
    parser.add_argument("--turns", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = filled(Path(folder) / "vault", arguments.size)
        for name in arguments.names:
            case, floor = CASES[name](place)
            times = _in_turns(case, floor, arguments.turns)
            unit, scale = ("mb", 1) if name in vault_cases.IN_MEGABYTES else ("ms", 1000)
            medians = [round(scale * statistics.median(each), 2) for each in times]
            line = {"name": name, "size": arguments.size}
            line = {**line, unit: medians[0], f"floor_{unit}": medians[1]}
            print(json.dumps({**line, "ratio": round(medians[0] / medians[1], 2)}), flush=True)  # noqa: T201
        place.vault.close()


def _in_turns(case: Work, floor: Work, turns: int) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        for work, kept in zip((case, floor), times, strict=True):
            kept.append(_timed(work))
    return times


def _timed(work: Work) -> float:
    """Return the CPU seconds of a piece of work, or what it measured itself."""
    started = time.process_time()
    measured = work()
    return measured if isinstance(measured, float) else time.process_time() - started


if __name__ == "__main__":
    main()
