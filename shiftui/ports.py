"""What the service needs from the world, and the errors that the world may raise.

Adapters implement these and translate their own errors once, here:

    PortError
    ├── StoreError
    │   ├── NotSaved            disk full, fsync failed: nothing was recorded
    │   ├── StoreReadOnly       no right to write, or a newer format
    │   ├── StoreBusy           another process held the lock too long
    │   ├── TooFarBehind        lines that were asked for are only in a checkpoint by now
    │   └── StoreBroken         nothing readable is left; says what to do
    └── TrackerError
        ├── Unreachable         no connection, time-out, captive portal: nothing was done
        ├── Unclear             the request left; whether it was done is unknown
        ├── RateLimited         GitHub asks to wait, until `retry_at`
        ├── NotAuthorised       the token is missing, wrong, or has lost its rights
        ├── NoAccess            the repository or issue cannot be seen: gone or hidden
        ├── Blocked             GitHub cannot take it now (locked, full); the rest goes on
        │   └── Gone            the issue was deleted
        ├── RefusedByTracker    GitHub said no for good
        │   └── DoesNotFit      one operation is too long for the shift log
        ├── Stopped             somebody ends the program: go no further
        └── Misbehaving         rubbish came back: a page is rejected whole
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Connected, Pulled, Record
from shiftui.domain.replica import Library, State
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass


class PortError(Exception):
    """Something outside failed; the message says what, and what to do."""


class StoreError(PortError):
    """The workspace's files."""


class NotSaved(StoreError):
    """Nothing was recorded; the file is as it was."""


class StoreReadOnly(StoreError):
    """The workspace can be looked at only."""


class StoreBusy(StoreError):
    """Another process held the lock too long; try again."""


class TooFarBehind(StoreError):
    """The lines that were asked for are no longer in the journal: start from the newest checkpoint."""


class StoreBroken(StoreError):
    """Nothing readable is left of something that must not be started empty."""


class TrackerError(PortError):
    """GitHub, or the way to it."""


class Unreachable(TrackerError):
    """Nothing was done: the request did not leave, or a proxy answered."""


class Unclear(TrackerError):
    """The request left, and whether it was done is unknown: read back before sending again."""


class RateLimited(TrackerError):
    """Asked to wait."""

    def __init__(self, message: str, retry_at: datetime) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class NotAuthorised(TrackerError):
    """The token is missing, wrong, or lacks a right."""


class NoAccess(TrackerError):
    """404 for something that should be there: it is gone, or hidden from this token."""


class Blocked(TrackerError):
    """Cannot be taken now; a person, or time, has to change something."""


class Gone(Blocked):
    """What it is about was deleted on GitHub."""


class RefusedByTracker(TrackerError):
    """Refused for good, with the reason in words."""


class Stopped(TrackerError):
    """Asked to end in the middle: what is under way is done, nothing more is begun."""


class DoesNotFit(RefusedByTracker):
    """One operation of a batch is too long for any comment; nothing of the batch was sent."""

    def __init__(self, message: str, operation: str) -> None:
        super().__init__(message)
        self.operation = operation
        """Its id."""


class Misbehaving(TrackerError):
    """An answer that is none: HTML, cut JSON, another type, another host."""


class Entry(Protocol):
    """A journal line as it was read."""

    @property
    def seq(self) -> int:
        """Its place; without gaps, from 1."""

    @property
    def record(self) -> Record:
        """What it says."""


class Step(Protocol):
    """One step on the journal, while its lock is held."""

    def tail(self, after: int) -> Sequence[Entry]:
        """The lines after `after`, read under the lock."""

    def append(self, records: Sequence[Record]) -> Sequence[Entry]:
        """Make the records durable, all or none, and return them with their sequence numbers.

        Raises:
            NotSaved: nothing was recorded.
            StoreReadOnly: nothing can be.

        """


class Journal(Protocol):
    """The durable log of a workspace, shared by all processes that have it open."""

    @property
    def problems(self) -> Sequence[str]:
        """What was found damaged and repaired or set aside, in words."""

    def read(self, after: int) -> Sequence[Entry]:
        """The lines after `after`, without the lock; cheap when there are none."""

    def step(self) -> AbstractContextManager[Step]:
        """Hold the lock for one step: read the tail, decide, append.

        Raises:
            StoreBusy: another process held it too long.

        """


class Archive(Library, Protocol):
    """The checkpoint: where a process starts from instead of the first line.

    Reading from it raises TooFarBehind when others have gone on so far that it is no longer there.
    """

    @property
    def problems(self) -> Sequence[str]:
        """What was found damaged, in words."""

    def load(self) -> State:
        """The state as of the newest good checkpoint; an empty one where there is none yet."""

    def save(self, state: State) -> State:
        """Write a checkpoint and rotate the journal; returns the state without what need not stay loaded."""


class Held(Protocol):
    """A lock that is held until it is let go, or the process ends."""

    def release(self) -> None:
        """Let it go."""


class SyncLock(Protocol):
    """Held by the one process that talks to GitHub."""

    def acquire(self) -> Held | None:
        """Take it, or None when another process holds it."""


class Clock(Protocol):
    """The time; the only place that reads it."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


@dataclass(frozen=True, slots=True)
class LogBatch:
    """Operations that share one comment of the shift log."""

    id: str
    operations: tuple[Operation, ...]
    shift: str = ""
    """Whose shift it is and how long, in a few words, should a new log begin with it; empty where unknown."""


class TeamReader(Protocol):
    """Reads the team's settings file: a text that anybody with access to its repository wrote."""

    def trouble(self, text: str) -> str:
        """Why the text cannot be used at all, in words; empty where it can."""

    def merged(self, text: str) -> Settings:
        """The settings of this machine with what the text may set on top; its own for an empty one."""

    def left_out(self, text: str) -> Sequence[str]:
        """What in the text has no effect, in words."""


class Outlook(Protocol):
    """What a delivery may look at besides its operation."""

    def ticket(self, key: str) -> Ticket | None:
        """A ticket as it stands, pending operations applied."""

    def base(self, key: str) -> Ticket | None:
        """A ticket as GitHub has it."""


class Holdings(Protocol):
    """What a workspace holds of the incident repository, so that what is gone there can be told."""

    def threads(self) -> Mapping[int, int]:
        """Number to how many comments are held, of all its issues that are not known to be gone."""


class Tracker(Protocol):
    """GitHub, or what stands in for it. One request at a time; blocking; pauses between writes."""

    @property
    def requests(self) -> int:
        """How many requests were made since it was opened."""

    @property
    def writes(self) -> int:
        """How many of them wrote."""

    def connect(self) -> Connected:
        """Ask who we are and which repositories are private."""

    def use(self, settings: Settings) -> None:
        """Go by these settings from now on. Where requests are sent to stays as it was at the beginning."""

    def team_file(self, cursors: Mapping[str, str], connected: Connected) -> Pulled | None:
        """The team's settings file, with the cursors that hold once it is durable; None when not due."""

    def pull(
        self, cursors: Mapping[str, str], connected: Connected, tracked: Sequence[str], holdings: Holdings
    ) -> Iterable[Pulled]:
        """What is new since the cursors, by pages. A page's cursors hold once all up to it are durable.

        `tracked` are addresses of issues in other repositories whose state matters (spinoffs); `holdings`
        tell what to look for when everything is read anew.
        """

    def plan(self, operation: Operation, connected: Connected, outlook: Outlook) -> tuple[StepName, ...]:
        """The steps that deliver an operation, in order; none for what needs no request.

        `StepName.LOG` is in it for what belongs to the shift log, whether or not that may be shared.
        """

    def deliver(self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook) -> Pulled:
        """Do one step (not LOG) and return what GitHub answered, as rows."""

    def deliver_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """Append one comment to the shift log (opened if there is none) and return it as rows and cursors."""

    def turn_over_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """After a batch that ended a shift: open the next one's log, and close the last one's."""

    def look_for(
        self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook
    ) -> Pulled | None:
        """After an unclear outcome: what GitHub holds of that step, or None when nothing is found."""

    def look_for_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled | None:
        """The same for a shift-log comment."""

    def close(self) -> None:
        """Let the connection go."""


class Unsent(Protocol):
    """Where texts are kept that somebody has not sent yet; it never fails, at worst it forgets."""

    def load(self) -> Mapping[str, Mapping[str, str]]:
        """What is kept, by name."""

    def put(self, name: str, fields: Mapping[str, str] | None) -> None:
        """Keep the fields under a name; None forgets it."""


class Clipboard(Protocol):
    """Where a drafted text goes."""

    def copy(self, text: str) -> bool:
        """Copy; False when there is nowhere to copy to, and the text has to be shown instead."""


class Browser(Protocol):
    """Opens a link that was found safe."""

    def open(self, url: str) -> bool:
        """Open; False when it could not be."""


Listener = Callable[[], None]
"""Told that the snapshot changed; must return at once."""
