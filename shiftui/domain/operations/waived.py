"""Waive: say, after a quick patch, that no long-term fix is owed."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, shown_ref, with_work, written
from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.refusals import BadValue
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SpinoffWaived(Fact):
    """The patch may stay as it is."""

    KIND: ClassVar[str] = "spinoff-waived"

    why: str

    def apply(self, ticket: Ticket) -> Ticket:
        """Owing nothing."""
        return with_work(ticket, self.at, no_spinoff=self.why)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"no spinoff owed: {self.why}"


def waive_spinoff(scene: Scene, ticket: Ticket, why: str) -> SpinoffWaived:
    """Decide that no long-term fix is owed.

    Raises:
        BadValue: the ticket owes none.
        NoTextGiven: without a reason.

    """
    if not owes_spinoff(ticket, scene.tickets):
        ref = shown_ref(ticket, scene.settings.github.repo)
        raise BadValue("spinoff", f"{ref} owes none: it was not patched, or its fix is under way")
    return SpinoffWaived(**scene.stamp(ticket.key), why=written(why, "reason"))
