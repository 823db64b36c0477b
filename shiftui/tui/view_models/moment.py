"""What every view model looks at: one snapshot at one time, with the words for times and references."""

from copy import copy
from datetime import datetime
from functools import cached_property

from shiftui.domain import times
from shiftui.domain.duty import Duty, handoff, on_duty
from shiftui.domain.operations import Responded
from shiftui.domain.queue import Counts, Lane, Placed, count
from shiftui.domain.replica import duty_of
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Response, Via
from shiftui.service.snapshot import Snapshot
from shiftui.tui.lines import clip

NAME_LIMIT = 60
_WHOM = 24
"""Cells that the name of whoever has the shift may fill."""


@dataclass(frozen=True)
class Moment:
    """A snapshot, placed at `now`. Not slotted: the counts are made when first asked for."""

    snapshot: Snapshot
    queue: tuple[Placed, ...]
    now: datetime
    me: str = ""

    def later(self, now: datetime) -> "Moment":
        """The same at a later time at which no ticket has changed its lane."""
        moment = copy(self)  # with all that was found out already
        moment.__dict__.pop("duty", None)  # a cover begins, a shift is over
        object.__setattr__(moment, "now", now)
        return moment

    @property
    def timezone(self) -> str:
        """The team's."""
        return self.snapshot.settings.hours.timezone

    @cached_property
    def duty(self) -> Duty | None:
        """Who has the shift; None before any word of shifts, when it is whoever sits here."""
        entries = duty_of(self.snapshot.state)
        if not entries and not self.snapshot.settings.rotation.order:
            return None
        return on_duty(self.snapshot.settings, entries, self.now)

    @property
    def whom(self) -> str:
        """Whom the queue needs: `you`, or the name of whoever has the shift instead."""
        if self.duty is None or same_login(self.duty.primary, self.me):
            return "you"
        return clip(name(self.duty.primary), _WHOM)

    @property
    def backs_up(self) -> str:
        """The name of whom this person backs up; empty where they back up nobody."""
        backs = self.duty is not None and same_login(self.duty.backup, self.me)
        return self.whom if backs and self.whom != "you" else ""

    @cached_property
    def is_offered(self) -> bool:
        """Whether an offer of the shift waits for its answer."""
        return handoff(duty_of(self.snapshot.state), self.snapshot.settings).open_offer is not None

    @cached_property
    def counts(self) -> Counts:
        """The shift at a glance."""
        return count(self.queue, self.me)

    @cached_property
    def hottest(self) -> Placed | None:
        """The ticket whose response is due next and can still be in time."""
        alive = (Response.PENDING, Response.AT_RISK)
        running = (
            (one.clock, one) for one in self.queue if one.clock is not None and one.lane <= Lane.ASLEEP
        )
        found = [(clock.due_at, one) for clock, one in running if clock.state in alive]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    @cached_property
    def breached(self) -> tuple[Placed, ...]:
        """The tickets whose response is overdue, in queue order."""
        return tuple(
            one
            for one in self.queue
            if one.lane <= Lane.ASLEEP and one.clock is not None and one.clock.state is Response.BREACHED
        )

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """Every ticket in its place, by key."""
        return {placed.key: placed for placed in self.queue}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {placed.key: at for at, placed in enumerate(self.queue, 1)}

    @cached_property
    def _replies(self) -> frozenset[str]:
        pending = (recorded.operation for recorded in self.snapshot.state.pending)
        return frozenset(
            one.ticket for one in pending if isinstance(one, Responded) and one.via is Via.GITHUB
        )

    def place(self, key: str) -> int:
        """Where a ticket stands in the queue, the first being 1."""
        return self._places.get(key, 0)

    def reply_waits(self, key: str) -> bool:
        """Whether a reply to that ticket's requester is not on GitHub yet."""
        return key in self._replies

    def awaits_reply(self, key: str) -> bool:
        """Whether that ticket's requester has not got what was written last, or anything."""
        placed = self.placed.get(key)
        return self.reply_waits(key) or placed is None or placed.ticket.responded_at is None

    def ref(self, key: str) -> str:
        """A reference as lists show it: the other repository's owner left out."""
        shown = safe_line(self.snapshot.ref(key), NAME_LIMIT)
        return shown.rpartition("/")[2]

    def clock_time(self, instant: datetime) -> str:
        """`15:45`, or with the day where it is another one."""
        return times.clock_time(instant, self.timezone, self.now)

    def absolute(self, instant: datetime) -> str:
        """With date and zone."""
        return times.absolute(instant, self.timezone)

    def ago(self, instant: datetime) -> str:
        """How long before this moment."""
        return times.ago(max(self.now - instant, self.now - self.now))


def name(text: str | None, fallback: str = "somebody") -> str:
    """A person's name or login, safe to draw."""
    return safe_line(text, NAME_LIMIT).strip() or fallback if text else fallback
