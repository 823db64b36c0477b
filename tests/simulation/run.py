"""One seed, from the first step to the last check."""

import os
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from shiftui.service import sync as passes
from tests.simulation import invariants
from tests.simulation.ending import come_to_rest, is_quiet_round
from tests.simulation.faults import Focus
from tests.simulation.invariants import Violation
from tests.simulation.shifts import reckon
from tests.simulation.steps import happen
from tests.simulation.world import World

MEMORY = Path("/dev/shm")
"""Where files are quick, on systems that have it."""
DAYS, DAY = 2, 90_000.0
"""How often it then waits for the daily reading of everything, which finds what was deleted."""
STEPS = (30, 50, 70)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a seed, in plain values: it crosses from one process to another."""

    seed: int
    broken: str = ""
    """The promise that was broken, and how; empty where all hold."""
    trace: tuple[str, ...] = ()
    totals: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)


def simulate(seed: int, focus: Focus | None = None, also: frozenset[str] = frozenset()) -> Outcome:
    """Run a seed, with all faults or those in focus, and with what is switched off elsewhere."""
    home = Path(tempfile.mkdtemp(prefix="shiftui-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    try:
        with _one_thread():
            return _simulated(World(seed, home, focus or Focus(), also))
    finally:
        shutil.rmtree(home)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Pages are read in the thread that asks for them: a second one would make every run different."""
    with patch.object(passes, "read_ahead", iter):
        yield


def _simulated(world: World) -> Outcome:
    broken = ""
    try:
        happen(world, world.rng.choice(STEPS))
        come_to_rest(world)
        for _ in range(DAYS):
            world.time.go(DAY)
            come_to_rest(world)
        invariants.check_nothing_lost(world)
        invariants.check_nothing_twice(world)
        invariants.check_one_owner(world)
        invariants.check_all_equal(world)
        if not is_quiet_round(world):
            raise Violation("a further pass does nothing", ["it asked for more than whether anything is new"])
    except Violation as violation:
        broken = str(violation)
    except Exception as error:  # noqa: BLE001 - whatever escapes from the program is a finding
        broken = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    totals = Counter(
        machines=len(world.machines),
        steps=world.steps.total(),
        operations=len(world.books.entries),
        requests=world.plan.calls["read"] + world.plan.calls["write"],
        writes=world.plan.calls["write"],
        deaths=sum(machine.deaths for machine in world.machines),
    )
    shifts = reckon(world.github)
    totals["shifts offered"], totals["shifts accepted"] = shifts.offers, len(shifts.won)
    totals["disk calls"] = world.plan.calls["journal"] + world.plan.calls["checkpoint"]
    return Outcome(world.seed, broken, tuple(world.trace), totals, world.plan.met, world.plan.points)
