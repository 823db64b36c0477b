"""What a ticket is: the issue as GitHub holds it, and the on-call work recorded about it.

The two halves never share a field. A row that arrives from GitHub replaces the
`Issue`; operations from the shift log fold into the `Work`; so neither can undo
the other, in whatever order they arrive.
"""

from dataclasses import field
from datetime import datetime

from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import (
    NoteKind,
    Priority,
    Resolution,
    Severity,
    SpinoffKind,
    State,
    Via,
    WaitingOn,
)


@dataclass(frozen=True, slots=True)
class Issue:
    """What GitHub itself holds of a ticket (in a local workspace: what stands in for it)."""

    title: str
    opened_at: datetime
    number: int | None = None
    """None until GitHub has numbered it."""
    id: int | None = None
    """GitHub's database id, which sub-issues ask for."""
    repo: str = ""
    """`owner/name`; empty in a local workspace."""
    url: str = ""
    opened_by: str | None = None
    """The login; None when the account is gone or nobody on GitHub opened it."""
    opened_by_bot: bool = False
    association: str = ""
    """GitHub's `author_association` of the opener."""
    state: State = State.OPEN
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: tuple[str, ...] = ()
    priority: Priority | None = None
    """Read from the labels; None is untriaged."""
    severity: Severity | None = None
    waiting_on: WaitingOn = WaitingOn.US
    classes: tuple[str, ...] = ()
    """Requester classes, from labels `class:…`."""
    spinoff: bool = False
    """Carries the spinoff label."""
    assignees: tuple[str, ...] = ()
    taken_by: str | None = None
    """The assignee who thereby has it: the first that is no pool of several people."""
    comments: int = 0
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the team recorded about a ticket; has no native form on GitHub."""

    captured: bool = False
    """Opened by a responder through shiftui, for somebody or for the team itself."""
    requester: str | None = None
    """Named by a responder; None leaves it to whoever opened the issue."""
    via: Via = Via.GITHUB
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    responded_at: datetime | None = None
    responded_by: str | None = None
    cleared_response: bool = False
    """A responder said that what looked like a response was none."""
    summary: str | None = None
    next_action: str | None = None
    contingency: str | None = None
    read_back: str | None = None
    read_back_of: str | None = None
    """Id of the offer for which it was read back."""
    read_aloud_at: datetime | None = None
    """When it was read back aloud, at somebody else's screen; None where it was written."""
    read_aloud_to: str | None = None
    """Who witnessed that."""
    estimate_hours: float | None = None
    snoozed_until: datetime | None = None
    origin: str | None = None
    """Key of the ticket that this one is a spinoff of."""
    spinoff_kind: SpinoffKind | None = None
    spinoffs: tuple[str, ...] = ()
    """Keys of the spinoffs of this ticket."""
    no_spinoff: str | None = None
    """Why no long-term fix is owed."""
    resolution: tuple[Resolution, ...] = ()
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    same_as: str | None = None
    """Key or reference of the ticket that this one duplicates or belongs to."""
    wrote_at: datetime | None = None
    """When the requester's latest word came that nobody has attended to."""
    touched_at: datetime | None = None
    """When anybody last wrote or recorded something about it."""
    not_shared: bool = False
    """Team text about it stays on this machine."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One piece of on-call work.

    `key` is what this workspace calls it for ever: `L7` when it was born here,
    `#42` in the incident repository, `owner/name#9` elsewhere.
    """

    key: str
    issue: Issue
    work: Work = field(default_factory=Work)

    @property
    def requester(self) -> str | None:
        """Whoever waits for an answer: as named, else who opened the issue, else None."""
        if self.work.requester is not None:
            return self.work.requester
        return None if self.work.captured else self.issue.opened_by

    @property
    def acknowledged_by(self) -> str | None:
        """Who has it: as recorded, else whoever is assigned (since when, GitHub's list does not say)."""
        return self.work.acknowledged_by or self.issue.taken_by

    @property
    def responded_at(self) -> datetime | None:
        """When the requester first heard from us; resolving or closing without a word counts as that time."""
        return self.work.responded_at or self._taken_at or self.resolved_at

    @property
    def responded_by(self) -> str | None:
        """Who that was; None when it was closed on the web."""
        if self.work.responded_at:
            return self.work.responded_by
        return self.work.acknowledged_by if self._taken_at else self.work.resolved_by

    @property
    def has_nobody_waiting(self) -> bool:
        """Whether a bot opened it for no person: that somebody takes it is all the response it needs."""
        return self.issue.opened_by_bot and self.work.requester is None

    @property
    def _taken_at(self) -> datetime | None:
        return self.work.acknowledged_at if self.has_nobody_waiting else None

    @property
    def is_spinoff(self) -> bool:
        """Whether it exists to follow something up rather than to answer somebody."""
        return self.work.origin is not None or self.work.spinoff_kind is not None or self.issue.spinoff

    @property
    def wrote_again(self) -> bool:
        """Whether the requester wrote after it was resolved, and nobody has attended to that."""
        if self.issue.state is not State.RESOLVED or self.work.wrote_at is None:
            return False
        closed = self.resolved_at
        return closed is None or self.work.wrote_at > closed

    @property
    def state(self) -> State:
        """Open while it asks for anything: a resolved one is open again when its requester writes."""
        return State.OPEN if self.wrote_again else self.issue.state

    @property
    def waiting_on(self) -> WaitingOn:
        """Who has the next move; the requester's unattended word makes it us."""
        return WaitingOn.US if self.work.wrote_at is not None else self.issue.waiting_on

    @property
    def resolution(self) -> tuple[Resolution, ...]:
        """How it ended; empty while it is open, unless it was referred and left open."""
        if self.issue.state is State.RESOLVED or self.work.resolution == (Resolution.REFERRED,):
            return self.work.resolution
        return ()

    @property
    def resolved_at(self) -> datetime | None:
        """When it ended, by GitHub's clock where GitHub closed it."""
        if self.issue.state is not State.RESOLVED:
            return None
        return self.issue.closed_at or self.work.resolved_at


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of a ticket's conversation, as a person reads it."""

    id: str
    at: datetime
    by: str | None
    kind: NoteKind
    text: str
    team_only: bool = False
    """Whether requesters must not read it."""
    delivered: bool = True
    """Whether it has reached where it was meant to go."""
