"""What every operation has, and what a decision may look at.

An operation is a fact: it was decided once, is never refused again, and replaying
it anywhere gives the same result.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from shiftui.domain.refusals import NoTextGiven, NotYetHappened
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Issue, Note, Ticket, Work
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import Audience, NoteKind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every operation carries."""

    KIND: ClassVar[str]
    """The word in the journal and in markers."""
    AUDIENCE: ClassVar[Audience] = Audience.TEAM

    id: str
    """A UUID; the marker of whatever this creates on GitHub."""
    at: datetime
    """When it was recorded, or when the thing happened if that was said."""
    by: str
    """The responder's login."""
    ticket: str = ""
    """Key of the ticket; empty where there is none."""
    group: str = ""
    """What was recorded in one gesture shares it, and is undone together."""

    @property
    def audience(self) -> Audience:
        """Who may read its text."""
        return self.AUDIENCE

    def apply(self, ticket: Ticket) -> Ticket:
        """The ticket after it; replay never refuses."""
        return ticket

    def line(self, timezone: str) -> str:
        """How it reads in a timeline, after the author's name, without the ticket's; times in that zone."""
        raise NotImplementedError

    def note(self, timezone: str) -> Note | None:
        """What it adds to the ticket's conversation."""
        return Note(
            id=self.id, at=self.at, by=self.by, kind=NoteKind.EVENT, text=self.line(timezone), team_only=True
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What the author of a reply could know of its ticket; sent into another situation, it might do harm."""

    state: State
    at: datetime | None = None
    """GitHub's own time of the issue as it was known; None before it was numbered."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a decision may look at: the tickets as they stand, who decides, and when."""

    tickets: Mapping[str, Ticket]
    settings: Settings
    me: str
    now: datetime
    group: str
    new_id: Callable[[], str]
    next_local: int
    """The number that the next ticket born here takes."""

    def stamp(self, ticket: str = "", at: datetime | None = None) -> dict[str, Any]:
        """The common fields of an operation recorded now about `ticket`."""
        return {
            "id": self.new_id(),
            "at": at if at is not None else self.now,
            "by": self.me,
            "ticket": ticket,
            "group": self.group,
        }


def written(text: str, what: str) -> str:
    """`text` without surrounding space.

    Raises:
        NoTextGiven: nothing is left of it.

    """
    stripped = text.strip()
    if not stripped:
        raise NoTextGiven(what)
    return stripped


def happened(at: datetime | None, now: datetime, what: str) -> datetime:
    """The time that was named, else now.

    Raises:
        NotYetHappened: it lies in the future.

    """
    if at is None:
        return now
    if at > now:
        raise NotYetHappened(what)
    return at


def seen(ticket: Ticket) -> Seen:
    """What is known of the ticket now."""
    return Seen(ticket.issue.state, ticket.issue.updated_at)


def with_work(ticket: Ticket, at: datetime, **changes: Any) -> Ticket:
    """The ticket with changed work, touched at `at`."""
    touched = ticket.work.touched_at
    latest = at if touched is None or at > touched else touched
    return replace(ticket, work=replace(ticket.work, touched_at=latest, **changes))


def with_issue(ticket: Ticket, **changes: Any) -> Ticket:
    """The ticket with changed native fields."""
    return replace(ticket, issue=replace(ticket.issue, **changes))


def shown_ref(ticket: Ticket, incident_repo: str) -> str:
    """How people refer to it: `L7` until numbered, then `#42`, with the repository where it is another."""
    number = ticket.issue.number
    if number is None:
        return ticket.key
    repo = ticket.issue.repo
    return f"#{number}" if not repo or repo.casefold() == incident_repo.casefold() else f"{repo}#{number}"


__all__ = [
    "Fact",
    "Issue",
    "Scene",
    "Seen",
    "State",
    "Work",
    "happened",
    "seen",
    "shown_ref",
    "with_issue",
    "with_work",
    "written",
]
