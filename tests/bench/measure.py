"""How the budgets are measured: whole processes in turn, medians, ratios within one run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.terminal import Terminal, TimedOut


@dataclass(frozen=True, slots=True)
class Budget:
    """One line of the table."""

    what: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the budget is kept."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def line(self) -> str:
        """As `make bench` prints it."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok  " if self.holds else "OVER"
        figures = f"{self.measured:8.2f} {self.unit:<8} {sign} {self.limit:g}"
        return f"{verdict} {figures}  {self.what}  ({self.detail})"


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int, env: Mapping[str, str]) -> dict[str, float]:
    """The median wall seconds of each command, run A B C A B C … after one warm-up of each."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **env})
            if turn:
                taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def to_first_paint(command: Sequence[str], marker: str, env: Mapping[str, str]) -> float:
    """Seconds from the start of a program to `marker` on its terminal."""
    started = time.perf_counter()
    with Terminal(command, environment=env, emulate=False) as terminal:
        deadline = started + 20
        while time.perf_counter() < deadline:
            terminal.read(0.2)
            if marker.encode() in terminal.written:
                return time.perf_counter() - started
    raise TimedOut(f"{marker!r} was never painted by {command}")


def median_of(measure: Callable[[], float], rounds: int) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _ in range(rounds))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, from `/proc`."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


PYTHON = sys.executable
SHIFTUI = str(Path(PYTHON).with_name("shiftui"))
"""The command as it is installed."""
