"""The demo's clocks: real time that began at the story's hour and may leap, and one that is set by hand."""

import time
from datetime import datetime, timedelta
from typing import Protocol

from shiftui.demo.team import BEGINS
from shiftui.domain.business_time import BusinessHours, NeverOpen
from shiftui.ports import Clock

HAND_OVER_BEFORE = timedelta(minutes=15)
"""Before its end: when a shift of the demo is handed over."""
AFTER_OPENING = timedelta(minutes=5)
"""What ends while nobody works is handed over when work begins again."""


class LeapingClock(Clock, Protocol):
    """A clock that can be told to go on."""

    def leap_to(self, at: datetime) -> None:
        """Go on there; never back."""


class StoryClock:
    """Runs at real speed from the beginning of the story, and leaps when it is told to."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def now(self) -> datetime:
        """Now, in the story."""
        return BEGINS + timedelta(seconds=time.monotonic() - self._started)

    def sleep(self, seconds: float) -> None:
        """Wait, in real time."""
        time.sleep(seconds)

    def leap_to(self, at: datetime) -> None:
        """Go on there; never back."""
        self._started -= max(0.0, (at - self.now()).total_seconds())


class HandClock:
    """Stands where it was set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Where it stands."""
        return self.at

    def leap_to(self, at: datetime) -> None:
        """Go on there; never back."""
        self.at = max(self.at, at)

    def sleep(self, seconds: float) -> None:
        """Nobody waits by it."""


def hand_over_at(ends: datetime, hours: BusinessHours) -> datetime:
    """When a shift that ends then is handed over: shortly before, while people are at work."""
    at = ends - HAND_OVER_BEFORE
    if hours.is_open(at):
        return at
    try:
        return hours.next_opening(at) + AFTER_OPENING
    except NeverOpen:
        return at
