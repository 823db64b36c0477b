"""The demo's clock: real time that began at the story's hour."""

import time
from datetime import datetime, timedelta

from shiftui.demo.team import BEGINS


class StoryClock:
    """Runs at real speed from the beginning of the story."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def now(self) -> datetime:
        """Now, in the story."""
        return BEGINS + timedelta(seconds=time.monotonic() - self._started)

    def sleep(self, seconds: float) -> None:
        """Wait, in real time."""
        time.sleep(seconds)
