"""A machine of the team: a workspace in memory that talks to the in-memory GitHub through the adapter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shiftui.domain.conversation import Comment, notes
from shiftui.domain.folding import Folder
from shiftui.domain.operations import Operation
from shiftui.domain.operations.base import Scene
from shiftui.domain.operations.undone import changes_between, undo
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Connected, Pulled, Record, Recorded, Settled
from shiftui.domain.replica import EmptyLibrary, State, conversation_of, view
from shiftui.domain.settings import GitHubSettings, Person, Settings
from shiftui.domain.tickets import Note, Ticket
from shiftui.github.tracker import GitHubTracker
from shiftui.ports import LogBatch
from shiftui.service.holdings import GONE
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO, TEAM

_ids = count(1)


def new_id() -> str:
    """A UUID, different each time."""
    return f"00000000-0000-4000-8000-{next(_ids):012d}"


class Clock:
    """A clock that only the test moves; GitHub and the machines share it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 14, 45, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **units: float) -> None:
        self.time += timedelta(**units)


def settings_for(github: InMemoryGitHub, login: str = "mia", **changes: Any) -> Settings:
    """The team's settings; `changes` are for `github`, `labels` and `people` as a whole."""
    labels: Mapping[str, str] = changes.pop("labels", {})
    people: tuple[Person, ...] = changes.pop("people", tuple(Person(each) for each in TEAM))
    defaults = {"repo": REPO, "log": LOG, "api_url": github.url, "write_pause": 0.0}
    return Settings(me=login, people=people, labels=labels, github=GitHubSettings(**{**defaults, **changes}))


@dataclass(frozen=True)
class Held:
    """What a machine holds, straight from its state."""

    machine: "Machine"

    def threads(self) -> Mapping[int, int]:
        """Of all issues of the incident repository that are not known to be gone."""
        issues = [ticket.issue for ticket in self.machine.state.tickets.values()]
        here = [issue for issue in issues if issue.repo == REPO and issue.state_reason not in GONE]
        return {issue.number: self._held(issue.number) for issue in here if issue.number}

    def _held(self, number: int) -> int:
        key = self.machine.state.key_at(REPO, number)
        entries = conversation_of(self.machine.state, EmptyLibrary(), key).entries
        return sum(isinstance(entry, Comment) for entry in entries)


class Machine:
    """One workspace: what it knows, and its tracker."""

    def __init__(
        self, github: InMemoryGitHub, clock: Clock, login: str = "mia", settings: Settings | None = None
    ) -> None:
        self.login = login
        self.clock = clock
        self.settings = settings or settings_for(github, login)
        self.tracker = GitHubTracker(self.settings, lambda: f"t-{login}", clock, timeout=3.0)
        self.folder = Folder(self.settings, EmptyLibrary())
        self.state = State()

    def take(self, *records: Record) -> None:
        """Put lines into the journal, so to speak."""
        lines = list(enumerate(records, self.state.seq + 1))
        self.state = self.folder.absorb(self.state, lines)

    @property
    def connected(self) -> Connected:
        """What is known of the repositories; asked for the first time it is needed."""
        if self.state.connected is None:
            self.take(self.tracker.connect())
        assert self.state.connected is not None
        return self.state.connected

    def pull(self, tracked: Sequence[str] = ()) -> list[Pulled]:
        """One pull, each step kept before the next."""
        steps = []
        for step in self.tracker.pull(self.state.cursors, self.connected, tracked, Held(self)):
            self.take(step)
            steps.append(step)
        return steps

    def requests_of(self, tracked: Sequence[str] = ()) -> int:
        """How many requests a pull makes."""
        before = self.tracker.requests
        self.pull(tracked)
        return self.tracker.requests - before

    def restart(self) -> None:
        """A new process on the same workspace."""
        self.tracker.close()
        self.tracker = GitHubTracker(self.settings, lambda: f"t-{self.login}", self.clock, timeout=3.0)

    def scene(self) -> Scene:
        """What a decision looks at."""
        return Scene(
            tickets=view(self.state),
            settings=self.settings,
            me=self.login,
            now=self.clock(),
            group="",
            new_id=new_id,
            next_local=self.state.next_local,
        )

    def record(self, operation: Operation) -> Operation:
        """Record an operation, with what it changes."""
        assert self.connected
        before = view(self.state)
        self.take(Recorded(operation))
        after = view(self.state)
        key = operation.ticket
        if key in before and key in after:
            changes = changes_between(before[key], after[key])
            pending = (*self.state.pending[:-1], Recorded(operation, changes))
            self.state = replace(self.state, pending=pending, recent=(*self.state.recent[:-1], pending[-1]))
        return operation

    def send(self, operation: Operation) -> Operation:
        """Record an operation and deliver all of it."""
        self.record(operation)
        return self.deliver_all(operation)

    def deliver_all(self, operation: Operation) -> Operation:
        """Deliver all steps of a recorded operation."""
        for step in self.plan(operation):
            self.take(self.deliver_log(operation) if step is StepName.LOG else self.deliver(step, operation))
        self.take(Settled(operation.id, Delivery.CONFIRMED))
        return operation

    def take_back(self, operation: Operation) -> Operation:
        """Undo what was sent, and send that."""
        return self.deliver_all(self.record_undo(operation))

    def record_undo(self, operation: Operation) -> Operation:
        """Undo what was sent."""
        recorded = next(each for each in self.state.recent if each.operation.id == operation.id)
        return self.record(undo(self.scene(), operation, recorded.changes))

    def plan(self, operation: Operation) -> tuple[StepName, ...]:
        return self.tracker.plan(operation, self.connected, self)

    def deliver(self, step: StepName, operation: Operation) -> Pulled:
        return self.tracker.deliver(step, operation, self.connected, self)

    def look_for(self, step: StepName, operation: Operation) -> Pulled | None:
        return self.tracker.look_for(step, operation, self.connected, self)

    def deliver_log(self, *operations: Operation, batch: str = "", shift: str = "") -> Pulled:
        self.batch = LogBatch(batch or new_id(), operations, shift)
        return self.tracker.deliver_log(self.batch, self.connected, self, self.state.cursors)

    def turn_over_log(self, shift: str = "") -> Pulled:
        batch = LogBatch(new_id(), (), shift)
        return self.tracker.turn_over_log(batch, self.connected, self, self.state.cursors)

    def look_for_log(self) -> Pulled | None:
        return self.tracker.look_for_log(self.batch, self.connected, self, self.state.cursors)

    # what a delivery may look at

    def ticket(self, key: str) -> Ticket | None:
        return view(self.state).get(key)

    def base(self, key: str) -> Ticket | None:
        return self.state.tickets.get(key)

    # what a person sees

    def at(self, number: int, repo: str = REPO) -> Ticket:
        """A ticket by its address."""
        return view(self.state)[self.state.key_at(repo, number)]

    def notes(self, number: int, repo: str = REPO) -> tuple[Note, ...]:
        """Its conversation."""
        key = self.state.key_at(repo, number)
        return notes(self.at(number, repo), conversation_of(self.state, EmptyLibrary(), key), self.settings)


def same(one: Ticket, other: Ticket) -> bool:
    """Whether two machines hold the same of a ticket; they may call it differently."""
    return replace(one, key="") == replace(other, key="")


def rows(steps: Iterable[Pulled]) -> tuple[int, int, int]:
    """How many issues, comments and log entries came."""
    found = list(steps)
    return (
        sum(len(step.issues) for step in found),
        sum(len(step.comments) for step in found),
        sum(len(step.logged) for step in found),
    )
