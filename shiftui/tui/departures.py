"""A ticket that leaves the list by itself must not make a key hit its neighbour.

The cursor then stands on the next ticket, which the person has not looked at. For a moment keys for tickets
are not taken; after that, whoever presses one has seen where the cursor is. What one's own gesture moved away
is no surprise.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shiftui.tui.view_models.listing import Row

SETTLE = timedelta(seconds=1)
"""How long the moment is."""


class Departures:
    """Remembers what left the list under the cursor, and whose doing it was."""

    def __init__(self) -> None:
        self._mine: frozenset[str] = frozenset()
        self._gone: tuple[str, datetime] | None = None

    def begin(self, keys: Iterable[str]) -> None:
        """A gesture of one's own begins on these tickets."""
        self._mine = frozenset(keys)

    def add(self, keys: Iterable[str]) -> None:
        """The gesture made or touched these, too."""
        self._mine |= frozenset(keys)

    def notice(self, before: Row | None, after: Row | None, now: datetime) -> None:
        """The list has changed by itself; the cursor stood on `before` and stands on `after`."""
        if before is None or before.key is None or before.key in self._mine:
            return
        if after is None or after.id != before.id:
            self._gone = (before.key, now)

    def take(self, now: datetime) -> str | None:
        """The ticket that has just gone, told once."""
        gone, self._gone = self._gone, None
        return gone[0] if gone is not None and now - gone[1] < SETTLE else None
