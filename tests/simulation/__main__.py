"""Run seeds and print what they went through; of a seed that breaks a promise, all that happened."""

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterable
from functools import partial

from tests.simulation.run import Outcome, simulate
from tests.simulation.switched_off import SWITCHED_OFF

SHOWN = 5
"""Failing seeds that are told in full."""


def main() -> int:
    """Exits 1 when a seed failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="?", type=int, default=50, help="how many (50)")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first (0)")
    parser.add_argument("--seed", type=int, help="replay this one and show all that happens")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument(
        "--with", dest="also", action="append", default=[], choices=SWITCHED_OFF, help="let this happen too"
    )
    wanted = parser.parse_args()
    run = partial(simulate, also=frozenset(wanted.also))
    if wanted.seed is not None:
        outcome = run(wanted.seed)
        _tell(outcome)
        return 1 if outcome.broken else 0
    seeds = range(wanted.first, wanted.first + wanted.seeds)
    with multiprocessing.Pool(wanted.jobs) as pool:
        return _summary(pool.imap_unordered(run, seeds, chunksize=4), len(seeds))


def _summary(outcomes: Iterable[Outcome], count: int) -> int:
    totals: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    points: Counter[str] = Counter()
    failed: list[Outcome] = []
    for done, outcome in enumerate(outcomes, start=1):
        totals += outcome.totals
        faults += outcome.faults
        points += outcome.points
        if outcome.broken:
            failed.append(outcome)
            _line(f"seed {outcome.seed}: {outcome.broken[:300]}")
        if done % 100 == 0:
            _line(f"{done} of {count} seeds, {len(failed)} failed")
    for outcome in sorted(failed, key=lambda each: len(each.trace))[:SHOWN]:
        _tell(outcome)
    _line(f"{count} seeds, {len(failed)} failed")
    _line(", ".join(f"{times:,} {name}" for name, times in totals.items()))
    _line(f"{faults.total():,} faults: {_listed(faults)}")
    _line(f"at {len(points)} points: {_listed(points)}")
    for name, why in SWITCHED_OFF.items():
        _line(f"without: {name} ({why})")
    return 1 if failed else 0


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in sorted(counts.items()))


def _tell(outcome: Outcome) -> None:
    for line in outcome.trace:
        _line(line)
    if outcome.broken:
        _line(f"seed {outcome.seed} broke: {outcome.broken}")
        _line(f"replay: python -m tests.simulation --seed {outcome.seed}")


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets of words are walked in the order of their hashes
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main())
