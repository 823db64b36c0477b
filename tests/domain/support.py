"""A team, a repository and a workspace of it, in a line each, for the tests of the domain."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from shiftui.domain.business_time import BusinessHours
from shiftui.domain.conversation import Comment, Marker
from shiftui.domain.folding import Folder
from shiftui.domain.layers import Draft
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.undone import changes_between
from shiftui.domain.outbox import Delivery
from shiftui.domain.records import (
    CommentRow,
    Connected,
    IssueRow,
    LogRow,
    Pulled,
    Record,
    Recorded,
    Settled,
)
from shiftui.domain.replica import EmptyLibrary, Library, State, apply, view
from shiftui.domain.settings import GitHubSettings, Goals, Person, Settings
from shiftui.domain.tickets import Issue, Ticket, Work

REPO = "visit-dav/live-incidents"
TRACKER = "visit-dav/visit"
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
"""A Monday, 10:00 at the team's."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

HOURS = BusinessHours(
    "America/Los_Angeles", ((time(8), time(12)), (time(13), time(17))), frozenset(range(5)), frozenset()
)
TEAM = Settings(
    me="mia",
    hours=HOURS,
    goals=Goals(response_minutes=60, since=NOW - 30 * DAY),
    people=(Person("mia"), Person("leo"), Person("ada")),
    github=GitHubSettings(repo=REPO, log="visit-dav/oncall-log", tracker=TRACKER),
)
ALONE = Settings(me="mia", hours=HOURS)
"""A local workspace: no repository, no roster."""
CONNECTED = Connected(
    at=NOW, me="mia", repo=REPO, repo_private=False, log="visit-dav/oncall-log", log_private=True
)


def numbered(prefix: str = "id") -> Callable[[], str]:
    """Makes ids that are the same in every run."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers)}"


def issue(number: int | None = 42, **more: Any) -> Issue:
    """An issue of the incident repository that a customer opened half an hour ago."""
    plain: dict[str, Any] = {
        "title": f"Ticket {number}",
        "opened_at": NOW - 30 * MINUTE,
        "repo": REPO,
        "opened_by": "customer",
        "updated_at": NOW - 30 * MINUTE,
    }
    return Issue(number=number, **{**plain, **more})


def ticket(number: int | None = 42, *, work: Work | None = None, **more: Any) -> Ticket:
    """The ticket of such an issue."""
    return Ticket(f"#{number}", issue(number, **more), work or Work())


def comment(id: int, author: str | None = "customer", *, at: datetime | None = None, **more: Any) -> Comment:
    """A comment; ids and times rise together unless a time is given."""
    plain = {"text": f"words {id}", "marker": None}
    return Comment(id=id, author=author, at=at or NOW + id * MINUTE, **{**plain, **more})


def marked(kind: str, id: str = "op", at: datetime | None = None) -> Marker:
    """What shiftui leaves at the end of its own comments."""
    return Marker(kind, id, at)


def pulled(
    issues: Iterable[Issue | IssueRow] = (),
    comments: Iterable[tuple[int, Comment]] = (),
    logged: Iterable[LogRow] = (),
) -> Pulled:
    """Rows as an importer gives them; comments as (issue number, comment)."""
    rows = tuple(one if isinstance(one, IssueRow) else IssueRow(one) for one in issues)
    spoken = tuple(CommentRow(REPO, number, one) for number, one in comments)
    return Pulled(NOW, rows, spoken, tuple(logged))


def log_row(id: int, operation: Operation, author: str = "mia", place: int = 0) -> LogRow:
    """A line of the shift log."""
    return LogRow((id, place), operation, author, "MEMBER")


def address(number: int, repo: str = REPO) -> str:
    """How the shift log names a ticket."""
    return f"{repo}#{number}"


@dataclass(slots=True)
class Machine:
    """A workspace without files: lines go in, tickets come out."""

    settings: Settings = TEAM
    library: Library = field(default_factory=EmptyLibrary)
    state: State = field(default_factory=State)
    new_id: Callable[[], str] = field(default_factory=numbered)
    now: datetime = NOW
    lines: list[Record] = field(default_factory=list)

    @property
    def folder(self) -> Folder:
        return Folder(self.settings, self.library)

    def take(self, *records: Record) -> "Machine":
        """Absorb lines, as one append."""
        numbered_lines = list(enumerate(records, start=self.state.seq + 1))
        self.state = self.folder.absorb(self.state, numbered_lines)
        self.lines += records
        return self

    def scene(self, group: str = "") -> Scene:
        """What a decision made now may look at."""
        tickets = view(self.state)
        return Scene(
            tickets, self.settings, self.settings.me, self.now, group, self.new_id, self.state.next_local
        )

    def do(self, verb: Callable[..., Operation], key: str, *args: Any, **more: Any) -> Recorded:
        """Decide on a ticket and record it."""
        return self.record(verb(self.scene(), self[key], *args, **more))

    def write(self, verb: Callable[..., Operation], *args: Any, **more: Any) -> Recorded:
        """The same for what is about no existing ticket."""
        return self.record(verb(self.scene(), *args, **more))

    def record(self, operation: Operation) -> Recorded:
        """Record an operation with what it changes."""
        recorded = Recorded(operation, changes_of(view(self.state), operation))
        self.take(recorded)
        return recorded

    def confirm(self, operation: Operation, *rows: Pulled) -> None:
        """GitHub has it: rows and settlement in one append, as the courier does it."""
        self.take(*rows, Settled(operation.id, Delivery.CONFIRMED))

    def __getitem__(self, key: str) -> Ticket:
        return view(self.state)[key]

    def __contains__(self, key: str) -> bool:
        return key in view(self.state)


def changes_of(tickets: Any, operation: Operation) -> Any:
    """What an operation changes, field by field, of all that it is about."""
    draft = Draft(tickets)
    keys = [key for key in (operation.ticket, getattr(operation, "origin", None)) if key and key in draft]
    before = {key: draft[key] for key in keys}
    apply(draft, operation)
    left = [key for key in keys if key in draft]
    return tuple(itertools.chain.from_iterable(changes_between(before[key], draft[key]) for key in left))


def connected(*records: Record, settings: Settings = TEAM) -> Machine:
    """A workspace of the team's repository that has met it."""
    return Machine(settings).take(CONNECTED, *records)


def alone(settings: Settings = ALONE) -> Machine:
    """A local workspace."""
    return Machine(settings)


def opened_by_bot(number: int = 42) -> Ticket:
    """A ticket that an alert opened."""
    return ticket(number, opened_by="alertbot", opened_by_bot=True)


def bulk(machine: Machine, verb: Callable[..., Operation], keys: Sequence[str], *args: Any) -> list[Recorded]:
    """One gesture on several tickets."""
    scene = machine.scene(group=machine.new_id())
    return [machine.record(verb(scene, machine[key], *args)) for key in keys]


def at(machine: Machine, later: timedelta) -> Machine:
    """The same workspace, later."""
    machine.now += later
    return machine
