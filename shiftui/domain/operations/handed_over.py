"""Hand a ticket over: after an accepted handoff it is in the incoming engineer's name."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, with_issue, with_work
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Fact):
    """Recorded by the incoming engineer once their acceptance is known to count."""

    KIND: ClassVar[str] = "handed-over"

    to: str
    former: str = ""
    assign: str = ""
    """Login to add as assignee, as `github.assign` asks; empty adds none, and the former one is taken off."""

    def apply(self, ticket: Ticket) -> Ticket:
        """In another name; who had it before is nobody's assignee any more."""
        had = ticket.work.acknowledged_at
        taken = with_work(ticket, self.at, acknowledged_by=self.to, acknowledged_at=had or self.at)
        if not self.assign:
            return taken
        gone = self.former.casefold()
        left = tuple(login for login in ticket.issue.assignees if login.casefold() != gone)
        if self.assign.casefold() not in {login.casefold() for login in left}:
            left = (*left, self.assign)
        return with_issue(taken, assignees=left)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"handed over to {self.to}" + (f" from {self.former}" if self.former else "")
