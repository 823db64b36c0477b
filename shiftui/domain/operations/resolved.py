"""Resolve and reopen: how a ticket ends, and that it had not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, Seen, seen, shown_ref, with_issue, with_work
from shiftui.domain.refusals import AlreadyResolved, BadValue, NotResolved
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import (
    QUICK_PATCHES,
    Audience,
    NoteKind,
    Priority,
    Resolution,
    State,
    WaitingOn,
)

NOT_PLANNED = frozenset({Resolution.REFERRED, Resolution.KNOWN_ISSUE, Resolution.KNOWN_ISSUE_UPDATED})
"""Resolutions after which GitHub's reason is `not_planned`, unless it is a duplicate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved(Fact):
    """The ticket ended, in one or more ways."""

    KIND: ClassVar[str] = "resolved"

    kinds: tuple[Resolution, ...]
    text: str = ""
    """The message to the requester, if any."""
    same_as: str | None = None
    """Key or reference of the ticket that it duplicates or belongs to."""
    no_spinoff: str | None = None
    """Why no long-term fix is owed."""
    leaves_open: bool = False
    """Referred where there is no other tracker: the issue stays, as operational backlog."""
    seen: Seen | None = None
    """What the author of the message knew."""

    @property
    def audience(self) -> Audience:
        """The requester's, if there is a message."""
        return Audience.REQUESTER if self.text else Audience.TEAM

    @property
    def state_reason(self) -> str:
        """GitHub's reason for the closing."""
        if Resolution.DUPLICATE in self.kinds:
            return "duplicate"
        if NOT_PLANNED.intersection(self.kinds):
            return "not_planned"
        return "completed"

    def apply(self, ticket: Ticket) -> Ticket:
        """Ended; a message is a response (and `Ticket.responded_at` counts an ending without one)."""
        work: dict[str, object] = {
            "resolution": self.kinds,
            "resolved_at": None if self.leaves_open else self.at,
            "resolved_by": None if self.leaves_open else self.by,
            "same_as": self.same_as,
            "no_spinoff": self.no_spinoff or ticket.work.no_spinoff,
            "snoozed_until": None,
            "wrote_at": None,
        }
        if self.text and ticket.work.responded_at is None:
            work |= {"responded_at": self.at, "responded_by": self.by}
        if self.leaves_open:
            return with_work(with_issue(ticket, priority=Priority.OPERATIONAL), self.at, **work)
        closed = with_issue(ticket, state=State.RESOLVED, state_reason=self.state_reason, closed_at=self.at)
        return with_work(closed, self.at, **work)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        how = ", ".join(self.kinds)
        same = f" (see {self.same_as})" if self.same_as else ""
        owed = f"; no spinoff owed: {self.no_spinoff}" if self.no_spinoff else ""
        return f"{'referred it to the backlog' if self.leaves_open else 'resolved it'}: {how}{same}{owed}"

    def note(self, timezone: str) -> Note | None:
        """The message where there is one, else the event."""
        if self.text:
            return Note(id=self.id, at=self.at, by=self.by, kind=NoteKind.RESPONSE, text=self.text)
        return Note(
            id=self.id, at=self.at, by=self.by, kind=NoteKind.EVENT, text=self.line(timezone), team_only=True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Fact):
    """It had not ended."""

    KIND: ClassVar[str] = "reopened"

    responded_at: datetime | None = None
    """When the requester had first heard from us by then; an ending that counted as that still does."""
    responded_by: str | None = None

    def apply(self, ticket: Ticket) -> Ticket:
        """Open, and ours."""
        reopened = with_issue(
            ticket, state=State.OPEN, state_reason="reopened", closed_at=None, waiting_on=WaitingOn.US
        )
        work: dict[str, object] = {
            "resolution": (),
            "resolved_at": None,
            "resolved_by": None,
            "wrote_at": None,
        }
        if ticket.work.responded_at is None:
            work |= {"responded_at": self.responded_at, "responded_by": self.responded_by}
        return with_work(reopened, self.at, **work)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "reopened it"


def resolve(
    scene: Scene,
    ticket: Ticket,
    kinds: Sequence[Resolution],
    *,
    text: str = "",
    same_as: str | None = None,
    no_spinoff: str | None = None,
) -> Resolved:
    """Decide to end a ticket.

    Raises:
        AlreadyResolved: it has ended, and its requester has not written since.
        BadValue: no kind is given, or a ticket would duplicate itself.

    """
    ref = shown_ref(ticket, scene.settings.github.repo)
    if ticket.state is State.RESOLVED:
        raise AlreadyResolved(ref)
    if not kinds:
        raise BadValue("resolve", "say how, such as --as answered")
    if same_as == ticket.key:
        raise BadValue("of", f"{ref} cannot be a duplicate of itself")
    github = scene.settings.github
    has_tracker = bool(github.tracker) and github.tracker.casefold() != github.repo.casefold()
    return Resolved(
        **scene.stamp(ticket.key),
        kinds=tuple(dict.fromkeys(kinds)),
        text=text.strip(),
        seen=seen(ticket) if text.strip() else None,
        same_as=same_as,
        no_spinoff=no_spinoff.strip() or None if no_spinoff else None,
        leaves_open=tuple(dict.fromkeys(kinds)) == (Resolution.REFERRED,) and not has_tracker,
    )


def reopen(scene: Scene, ticket: Ticket) -> Reopened:
    """Decide that a ticket has not ended.

    Raises:
        NotResolved: it is open.

    """
    if ticket.issue.state is not State.RESOLVED:
        raise NotResolved(shown_ref(ticket, scene.settings.github.repo))
    return Reopened(
        **scene.stamp(ticket.key), responded_at=ticket.responded_at, responded_by=ticket.responded_by
    )


def owes_spinoff(
    ticket: Ticket, tickets: Mapping[str, Ticket], kinds: Sequence[Resolution] | None = None
) -> bool:
    """Whether a quick patch has neither a live long-term ticket nor the word that none is owed.

    `kinds` are the resolutions to judge by; by default those of the ticket. A spinoff that is not known here
    (another repository's, not yet read) counts as live.
    """
    judged = ticket.resolution if kinds is None else kinds
    if ticket.work.no_spinoff or not QUICK_PATCHES.intersection(judged):
        return False
    known = [tickets.get(key) for key in ticket.work.spinoffs]
    return all(spinoff is not None and spinoff.state is State.RESOLVED for spinoff in known)
