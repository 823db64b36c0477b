"""Spin off: the quick patch is done, and this is the ticket for the real fix."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Issue, Scene, Work, with_work, written
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import SpinoffKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SpunOff(Fact):
    """A long-term ticket was made from `origin`. Its title and body were written for all to read."""

    KIND: ClassVar[str] = "spun-off"

    origin: str
    """Key of the ticket that it came from."""
    title: str
    body: str = ""
    spinoff_kind: SpinoffKind = SpinoffKind.FIX
    repo: str = ""
    """Where it is to be created; empty in a local workspace."""

    def create(self) -> Ticket:
        """The spinoff ticket."""
        issue = Issue(title=self.title, opened_at=self.at, repo=self.repo, opened_by=self.by, spinoff=True)
        work = Work(captured=True, origin=self.origin, spinoff_kind=self.spinoff_kind, touched_at=self.at)
        return Ticket(key=self.ticket, issue=issue, work=work)

    def apply(self, ticket: Ticket) -> Ticket:
        """On another machine the issue is already there; this says what it came from."""
        return with_work(ticket, self.at, captured=True, origin=self.origin, spinoff_kind=self.spinoff_kind)

    def link(self, origin: Ticket) -> Ticket:
        """The ticket it came from, knowing it."""
        if self.ticket in origin.work.spinoffs:
            return origin
        return with_work(origin, self.at, spinoffs=(*origin.work.spinoffs, self.ticket))

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"spun off a {self.spinoff_kind} ticket: {self.title}"


def spin_off(
    scene: Scene,
    ticket: Ticket,
    title: str,
    *,
    body: str = "",
    kind: SpinoffKind = SpinoffKind.FIX,
    repo: str | None = None,
) -> SpunOff:
    """Decide to make a long-term ticket, in the tracker unless another repository is named.

    Raises:
        NoTextGiven: the title is empty.

    """
    return SpunOff(
        **scene.stamp(f"L{scene.next_local}"),
        origin=ticket.key,
        title=" ".join(written(title, "title").split()),
        body=body.strip(),
        spinoff_kind=kind,
        repo=repo or scene.settings.github.spinoff_repo,
    )
