"""Snooze: not now, but not forgotten."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, shown_ref, with_work
from shiftui.domain.refusals import AlreadyResolved, InThePast
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(Fact):
    """The ticket sleeps until a time. The response clock goes on, and wakes it when at risk."""

    KIND: ClassVar[str] = "snoozed"

    until: datetime

    def apply(self, ticket: Ticket) -> Ticket:
        """Asleep, and what the requester wrote before is known."""
        return with_work(ticket, self.at, snoozed_until=self.until)

    def line(self, timezone: str) -> str:
        """As a timeline shows it; absolute, because logs are read later."""
        return f"snoozed it until {absolute(self.until, timezone)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken(Fact):
    """Somebody ended the snooze early."""

    KIND: ClassVar[str] = "woken"

    def apply(self, ticket: Ticket) -> Ticket:
        """Awake."""
        return with_work(ticket, self.at, snoozed_until=None)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "woke it"


def snooze(scene: Scene, ticket: Ticket, until: datetime) -> Snoozed:
    """Decide to let a ticket sleep.

    Raises:
        AlreadyResolved: it has ended.
        InThePast: `until` is not after now.

    """
    if ticket.state is State.RESOLVED:
        raise AlreadyResolved(shown_ref(ticket, scene.settings.github.repo))
    if until <= scene.now:
        raise InThePast(absolute(until, scene.settings.hours.timezone))
    return Snoozed(**scene.stamp(ticket.key), until=until)


def wake(scene: Scene, ticket: Ticket) -> Woken:
    """Decide to end a snooze now."""
    return Woken(**scene.stamp(ticket.key))
