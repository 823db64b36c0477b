"""The lines of the journal: everything that ever changes a workspace.

A workspace is what these lines fold to (`shiftui.domain.replica`). What a person
does is `Recorded`; what GitHub says is `Pulled`; how sending goes is `StepMoved`,
`BatchFixed` and `Settled`; the rest is about the workspace itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, cast

from shiftui.domain.codec import Json, decode
from shiftui.domain.conversation import Comment, Stamp
from shiftui.domain.operations import Change, Operation
from shiftui.domain.outbox import Delivery, Step
from shiftui.domain.tickets import Issue
from shiftui.domain.trouble import Trouble
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import Absence


@dataclass(frozen=True, slots=True)
class Connected:
    """What GitHub said of the repositories and of us; team text goes only where it is known to be private."""

    KIND: ClassVar[str] = "connected"

    at: datetime
    me: str
    repo: str
    repo_private: bool | None = None
    """None: could not be read, which counts as public."""
    log: str = ""
    log_private: bool | None = None
    tracker: str = ""
    tracker_private: bool | None = None
    can_push: bool = True
    """Whether the token may set labels and assignees in the incident repository."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An operation that was decided here."""

    KIND: ClassVar[str] = "recorded"

    operation: Operation
    changes: tuple[Change, ...] = ()
    """What it changed, so that it can be taken back."""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as GitHub listed it."""

    issue: Issue
    body: str = ""
    created_by: str = ""
    """UUID of our operation that created it, by its (believed) marker."""
    in_scope: bool = True
    """False takes it out of the workspace: it lost the label that made it a ticket."""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment on an issue's own thread."""

    repo: str
    number: int
    comment: Comment


@dataclass(frozen=True, slots=True)
class LogRow:
    """An operation of the shift log; its `ticket` and `origin` are `owner/name#42` addresses."""

    stamp: Stamp
    operation: Operation
    author: str | None = None
    association: str = ""


@dataclass(frozen=True, slots=True)
class GoneRow:
    """An issue that is no longer where it was. What is known of it is kept, as ended."""

    repo: str
    number: int
    why: Absence


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """The ids of all comments of a thread, which had more: the others were deleted."""

    repo: str
    number: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TeamFile:
    """The team's settings file on GitHub."""

    text: str = ""
    """The last one that could be read; empty where there is none."""
    trouble: str = ""
    """Why what stands there now cannot be read, in words."""

    def then(self, newer: "TeamFile") -> "TeamFile":
        """What is known after another look; what cannot be read leaves the last good text."""
        return replace(self, trouble=newer.trouble) if newer.trouble else newer


ROWS = ("issues", "comments", "logged", "gone", "threads")
"""The kinds of rows that a page may hold."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """Rows from GitHub, and the cursors that hold once these rows are durable."""

    KIND: ClassVar[str] = "pulled"

    at: datetime
    issues: tuple[IssueRow, ...] = ()
    comments: tuple[CommentRow, ...] = ()
    logged: tuple[LogRow, ...] = ()
    gone: tuple[GoneRow, ...] = ()
    threads: tuple[ThreadRow, ...] = ()
    cursors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names to values: ETags by URL, `since` marks, log issue numbers; an empty value forgets the name."""
    team_file: TeamFile | None = None
    """Where it was looked at and is not as it was; what follows this line is folded under it."""

    @property
    def size(self) -> int:
        """How many rows it holds."""
        return sum(len(getattr(self, name)) for name in ROWS)


def joined(pages: Sequence[Pulled]) -> Pulled:
    """Pages that are made durable together: all their rows in order, the latest cursors."""
    rows: dict[str, Any] = {
        name: tuple(row for page in pages for row in getattr(page, name)) for name in ROWS
    }
    cursors = {name: value for page in pages for name, value in page.cursors.items()}
    return Pulled(pages[-1].at, cursors=cursors, **rows)


@dataclass(frozen=True, slots=True)
class StepMoved:
    """A step of an operation's delivery changed its state."""

    KIND: ClassVar[str] = "step-moved"

    operation: str
    step: Step


@dataclass(frozen=True, slots=True)
class BatchFixed:
    """These operations share one shift-log comment from now on, whatever happens."""

    KIND: ClassVar[str] = "batch-fixed"

    batch: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Requests that write are about to leave, so that GitHub's limits hold over restarts."""

    KIND: ClassVar[str] = "wrote"

    at: datetime
    writes: int = 1


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing is left to send of an operation; what GitHub holds of it stands in base."""

    KIND: ClassVar[str] = "settled"

    operation: str
    outcome: Delivery
    """Confirmed, withheld (it stays here as a local entry) or dropped (as if it had never been)."""


@dataclass(frozen=True, slots=True)
class SyncAsked:
    """A process without the sync lock asks the one that holds it for a pass."""

    KIND: ClassVar[str] = "sync-asked"

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one pass did."""

    pulled: int = 0
    """Rows that came."""
    sent: int = 0
    """Operations confirmed."""
    refused: int = 0
    """Operations refused or blocked, now in the outbox."""
    queued: int = 0
    """Operations still to be sent."""
    requests: int = 0
    retry_at: datetime | None = None
    error: str = ""
    """What kept the pass from being complete, in words; empty when nothing did."""
    trouble: Trouble = Trouble.NONE
    """The kind of that."""


@dataclass(frozen=True, slots=True)
class SyncEnded:
    """A pass ended, whole or not."""

    KIND: ClassVar[str] = "sync-ended"

    at: datetime
    report: SyncReport
    answers: tuple[str, ...] = ()
    """Ids of the requests (`SyncAsked`) that this pass answers."""


@dataclass(frozen=True, slots=True)
class UnknownRecord:
    """A line of a newer version: kept, never applied."""

    KIND: ClassVar[str] = "unknown"

    raw: dict[str, Any] = field(default_factory=dict)


Record = (
    Connected
    | Recorded
    | Pulled
    | StepMoved
    | BatchFixed
    | Wrote
    | Settled
    | SyncAsked
    | SyncEnded
    | UnknownRecord
)


def decode_record(data: Json) -> Record:
    """Read a journal line's record; an unknown kind is kept.

    Raises:
        Malformed: it is no record.

    """
    return cast(Record, decode(cast(Any, Record), data))
