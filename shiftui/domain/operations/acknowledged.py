"""Acknowledge: I have it."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, shown_ref, with_issue, with_work
from shiftui.domain.refusals import AlreadyAcknowledged, AlreadyResolved, HeldByAnother
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Fact):
    """A responder took the ticket. It does not stop the response clock, unless no person waits."""

    KIND: ClassVar[str] = "acknowledged"

    assign: str = ""
    """Login to add as assignee, as `github.assign` asks; empty adds none."""

    def apply(self, ticket: Ticket) -> Ticket:
        """Who has it, since when; a bot's ticket is thereby responded to."""
        changes: dict[str, object] = {"acknowledged_at": self.at, "acknowledged_by": self.by}
        if ticket.has_nobody_waiting and ticket.work.responded_at is None:
            changes |= {"responded_at": self.at, "responded_by": self.by}
        taken = with_work(ticket, self.at, **changes)
        if self.assign and self.assign not in ticket.issue.assignees:
            taken = with_issue(taken, assignees=(*ticket.issue.assignees, self.assign))
        return taken

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "acknowledged it"


def acknowledge(scene: Scene, ticket: Ticket) -> Acknowledged:
    """Decide to take a ticket; somebody else's may be taken over.

    Raises:
        AlreadyAcknowledged: by the same person.
        AlreadyResolved: it has ended.

    """
    github = scene.settings.github
    ref = shown_ref(ticket, github.repo)
    if ticket.state is State.RESOLVED:
        raise AlreadyResolved(ref)
    if ticket.acknowledged_by == scene.me:
        raise AlreadyAcknowledged(ref, scene.me, answered=ticket.responded_at is not None)
    rotation = scene.settings.rotation.order
    assignee = {
        "none": "",
        "acker": scene.me,
        "primary": rotation[0] if len(rotation) == 1 else scene.me,
    }.get(github.assign, github.assign)
    return Acknowledged(**scene.stamp(ticket.key), assign="" if scene.settings.is_local else assignee)


def acknowledge_if_free(scene: Scene, ticket: Ticket) -> Acknowledged:
    """Decide to take a ticket that nobody else has.

    Raises:
        HeldByAnother: somebody has it.
        Refused: as for `acknowledge`.

    """
    holder = other_holder(ticket, scene.me)
    if holder:
        raise HeldByAnother(shown_ref(ticket, scene.settings.github.repo), holder)
    return acknowledge(scene, ticket)


def other_holder(ticket: Ticket, me: str) -> str:
    """Who has a ticket that is not mine: whoever acknowledged it, else is assigned; empty where nobody is."""
    holder = ticket.acknowledged_by or ""
    return holder if holder.casefold() != me.casefold() else ""
