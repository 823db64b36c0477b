"""What shiftui says: one line at the bottom, and the log of all such lines.

Nothing pops up over the work. A notice stays until the next one, or for a while; news of the shift and
failures stay until they were answered by another action or Esc, and the details are in the log.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shiftui.domain.safe_text import safe_block, safe_line

KEPT = 500
LASTS = timedelta(seconds=20)
_LIMIT = 400


class Kind(StrEnum):
    """How much a notice matters."""

    DONE = "done"
    HINT = "hint"
    NEWS = "news"
    """What a colleague did. It stays like a failure, and is as quiet as a hint."""
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was said."""

    at: datetime
    kind: Kind
    text: str
    """Safe to draw."""
    sends_at: datetime | None = None
    """Until then `u` takes it back, and the line counts down."""
    details: str = ""
    about: str = ""
    """Key of the ticket whose reply `sends_at` is of."""
    delivered_at: datetime | None = None
    """When it was seen to be on GitHub."""

    def line(self, now: datetime, undo_key: str = "u") -> str:
        """How it reads at `now`."""
        if self.sends_at is None:
            return self.text
        left = -(-(self.sends_at - now) // timedelta(seconds=1))
        if self.delivered_at is not None:
            return f"{self.text} · delivered"
        if left <= 0:
            return f"{self.text} · on its way"
        return f"{self.text} · leaves in {left} s · {undo_key} takes it back"

    def is_leaving(self, now: datetime) -> bool:
        """Whether it is of a reply that can still be taken back."""
        return self.sends_at is not None and now < self.sends_at

    def is_due(self, now: datetime) -> bool:
        """Whether it is of a reply that has left, and may have arrived."""
        left = self.sends_at is not None and self.sends_at <= now
        return bool(self.about) and left and self.delivered_at is None

    def is_over(self, now: datetime) -> bool:
        """Whether it has been there long enough."""
        if self.kind in (Kind.NEWS, Kind.REFUSED, Kind.FAILED):
            return False
        return now - (self.delivered_at or self.sends_at or self.at) > LASTS


@dataclass(slots=True)
class Notices:
    """The notice on the screen, and all before it."""

    current: Notice | None = None
    log: deque[Notice] = field(default_factory=lambda: deque(maxlen=KEPT))

    def say(
        self,
        at: datetime,
        kind: Kind,
        text: str,
        *,
        sends_at: datetime | None = None,
        details: str = "",
        about: str = "",
    ) -> Notice:
        """Say something, on one line; any text is made safe."""
        notice = Notice(at, kind, safe_line(text, _LIMIT), sends_at, safe_block(details, 40), about)
        self.current = notice
        self.log.append(notice)
        return notice

    def clear(self) -> None:
        """Take the current one off the screen; it stays in the log."""
        self.current = None

    def tick(self, now: datetime, waits: Callable[[str], bool]) -> None:
        """Let go of what is over; say that a reply is delivered when that ticket's waits no more."""
        said = self.current
        if said is not None and said.is_due(now) and not waits(said.about):
            self.current = replace(said, delivered_at=now)
        if self.current is not None and self.current.is_over(now):
            self.current = None
