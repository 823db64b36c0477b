"""One time for the whole world, and machines whose clocks are wrong by up to a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
"""A Monday morning."""


@dataclass(slots=True)
class WorldTime:
    """The true time, which GitHub has; it passes only when told to."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)


@dataclass(slots=True)
class MachineClock:
    """What a machine believes the time to be; sleeping lets the whole world's time pass."""

    world: WorldTime
    skew: timedelta = timedelta()

    def now(self) -> datetime:
        """The world's time, and this clock's error."""
        return self.world() + self.skew

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.world.go(seconds)
