"""Which fault meets which request and which disk call: some at random, one at a place that the seed sets.

The places follow from the seed by remainders of numbers without a common divisor, so that over the seeds
every kind of fault meets every request and every disk call in turn.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.simulation.kinds import DISK_FAULTS, REQUEST_FAULTS, DiskFault, RequestFault

Kind = TypeVar("Kind", RequestFault, DiskFault)
PLACES = {"read": 151, "write": 37, "journal": 157, "checkpoint": 61}
"""Among how many requests and disk calls, each kind counted by itself, the one is that fails for certain."""
RATES = (0.0, 0.02, 0.1)
"""How often a call fails at random."""
OFTEN = {"read": 1.0, "write": 3.0, "journal": 0.2, "checkpoint": 0.2}
"""Times that: what writes to GitHub is rarer, and more can be lost by it."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Which faults a seed may meet, and how often where not as the dice say; by default all."""

    requests: tuple[RequestFault, ...] = REQUEST_FAULTS
    disk: tuple[DiskFault, ...] = DISK_FAULTS
    rate: float | None = None

    @classmethod
    def on(cls, *names: str, rate: float = 0.3) -> "Focus":
        """On faults of these names alone."""
        requests = tuple(fault for fault in REQUEST_FAULTS if fault.name in names)
        return cls(requests, tuple(fault for fault in DISK_FAULTS if fault in names), rate)


@dataclass(slots=True)
class FaultPlan:
    """The faults of one seed, and what became of them."""

    seed: int
    rng: Random
    focus: Focus = field(default_factory=Focus)
    stopped: bool = False
    calls: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    """How often each kind of fault happened."""
    points: Counter[str] = field(default_factory=Counter)
    """Where: `before POST comments`, `kill fsync journal`."""
    rate: float = field(init=False)

    def __post_init__(self) -> None:
        rate = self.rng.choice(RATES)
        self.rate = rate if self.focus.rate is None else self.focus.rate

    def for_request(self, method: str) -> RequestFault | None:
        """The fault that this request meets, if any."""
        if method != "GET":
            return self._due("write", self.focus.requests)
        return self._due("read", tuple(fault for fault in self.focus.requests if not fault.needs_write))

    def for_disk_call(self, name: str) -> DiskFault | None:
        """The fault that this disk call meets, if any."""
        return self._due("checkpoint" if name.startswith("checkpoints/") else "journal", self.focus.disk)

    def _due(self, sort: str, kinds: Sequence[Kind]) -> Kind | None:
        place = self.calls[sort]
        self.calls[sort] += 1
        if self.stopped or not kinds:
            return None
        if place == self.seed % PLACES[sort]:
            return kinds[self.seed % len(kinds)]
        return self.rng.choice(kinds) if self.rng.random() < self.rate * OFTEN[sort] else None

    def note(self, kind: str, point: str) -> None:
        """Count a fault that happened."""
        self.met[kind] += 1
        self.points[point] += 1
