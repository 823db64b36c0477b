"""Open a ticket: something reached us that is no issue yet."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Issue, Scene, Work, happened, with_work, written
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import NoteKind, Priority, Severity, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Fact):
    """A responder captured a piece of work. Title and body were reviewed for their requester to read."""

    KIND: ClassVar[str] = "opened"

    title: str
    body: str = ""
    priority: Priority | None = None
    severity: Severity | None = None
    requester: str | None = None
    via: Via = Via.GITHUB
    opened_at: datetime
    """When the requester reached us, which starts the response clock."""
    sender: str = ""
    """What the captured message says about its sender (address, quoted thread): team text."""

    def create(self) -> Ticket:
        """The ticket that it makes."""
        issue = Issue(
            title=self.title,
            opened_at=self.opened_at,
            priority=self.priority,
            severity=self.severity,
            opened_by=self.by,
        )
        work = Work(captured=True, requester=self.requester, via=self.via, touched_at=self.at)
        return Ticket(key=self.ticket, issue=issue, work=work)

    def apply(self, ticket: Ticket) -> Ticket:
        """On another machine the issue is already there; this says for whom it was captured."""
        return with_work(ticket, self.at, captured=True, requester=self.requester, via=self.via)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"captured it from {self.requester}" if self.requester else "opened it"

    def note(self, timezone: str) -> Note | None:
        """What the sender's message said beyond the summary, for the team."""
        text = self.line(timezone) + (f"\n{self.sender}" if self.sender else "")
        return Note(id=self.id, at=self.at, by=self.by, kind=NoteKind.EVENT, text=text, team_only=True)


def open_ticket(
    scene: Scene,
    title: str,
    *,
    body: str = "",
    priority: Priority | None = None,
    severity: Severity | None = None,
    requester: str | None = None,
    via: Via = Via.GITHUB,
    opened_at: datetime | None = None,
    sender: str = "",
) -> Opened:
    """Decide to open a ticket, under the next local name.

    Raises:
        NoTextGiven: the title is empty.
        NotYetHappened: it would have been opened in the future.

    """
    return Opened(
        **scene.stamp(f"L{scene.next_local}"),
        title=" ".join(written(title, "title").split()),
        body=body.strip(),
        priority=priority,
        severity=severity,
        requester=requester.strip() or None if requester else None,
        via=via,
        opened_at=happened(opened_at, scene.now, "opening"),
        sender=sender.strip(),
    )
