"""A small app that shows one dialog over some text, on a desk that keeps its journal in memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Static

from shiftui.domain.conversation import Comment
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.records import CommentRow, Connected, IssueRow, Pulled, Record
from shiftui.domain.replica import EmptyLibrary, State
from shiftui.domain.settings import GitHubSettings, Goals, Person, Settings
from shiftui.domain.tickets import Issue, Ticket
from shiftui.domain.vocabulary import Priority, Severity, Via
from shiftui.ports import Entry, NotSaved
from shiftui.service.desk import Desk
from shiftui.tui.dialogs.context import DialogContext

R = TypeVar("R")

NOW = datetime(2026, 11, 24, 22, 57, tzinfo=UTC)  # Tuesday 14:57 in Los Angeles
STYLES = Path(__file__).parents[3] / "styles" / "dialogs.tcss"

DARK = Theme(
    name="shift-dark",
    primary="#7aa2f7",
    secondary="#7aa2f7",
    accent="#7aa2f7",
    warning="#e8b04b",
    error="#ff7a76",
    success="#8fc58a",
    foreground="#e3e6ec",
    background="#11141a",
    surface="#181c24",
    panel="#2a303c",
    dark=True,
    variables={"text": "#e3e6ec", "text-muted": "#929bab"},
)
LIGHT = Theme(
    name="shift-light",
    primary="#2a5bd0",
    secondary="#2a5bd0",
    accent="#2a5bd0",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6b32",
    foreground="#1f2430",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#d8d4ca",
    dark=False,
    variables={"text": "#1f2430", "text-muted": "#5d6675"},
)


@dataclass(frozen=True, slots=True)
class Line:
    """A record and its place."""

    seq: int
    record: Record


class MemoryJournal:
    """The journal's contract, without a file. `broken` makes every write fail."""

    def __init__(self) -> None:
        self.entries: list[Line] = []
        self.broken = ""
        self.problems: Sequence[str] = ()

    def read(self, after: int) -> Sequence[Entry]:
        return self.entries[after:]

    @contextmanager
    def step(self) -> Iterator[MemoryJournal]:
        yield self

    def tail(self, after: int) -> Sequence[Entry]:
        return self.read(after)

    def append(self, records: Sequence[Record]) -> Sequence[Entry]:
        if self.broken:
            raise NotSaved(self.broken)
        new = [Line(len(self.entries) + 1 + at, record) for at, record in enumerate(records)]
        self.entries += new
        return new


class NoCheckpoint(EmptyLibrary):
    """A workspace that starts from its first line."""

    def load(self) -> State:
        return State()

    def save(self, state: State) -> State:
        return state


class StoppedClock:
    """Always NOW, unless moved."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing sleeps here")


class Tray:
    """A clipboard that remembers; None says that there is none."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.copied: list[str] = []

    def copy(self, text: str) -> bool:
        if self.works:
            self.copied.append(text)
        return self.works


SETTINGS = Settings(
    me="mia",
    hours=replace(Settings().hours, timezone="America/Los_Angeles"),
    people=(
        Person("mia", "Mia Lind", "mia@example.org, +1 555 0100", veteran=True),
        Person("leo", "Leo Park"),
    ),
    goals=Goals(),
    github=GitHubSettings(
        repo="visit-dav/live-incidents", log="visit-dav/oncall-log", tracker="visit-dav/visit"
    ),
)
CONNECTED = Connected(
    at=NOW,
    me="mia",
    repo="visit-dav/live-incidents",
    repo_private=False,
    log="visit-dav/oncall-log",
    log_private=True,
    tracker="visit-dav/visit",
    tracker_private=False,
)
ISSUE = Issue(
    title="Plots blank after the 3.4.2 upgrade",
    opened_at=datetime(2026, 11, 24, 22, 45, tzinfo=UTC),
    number=482,
    repo="visit-dav/live-incidents",
    url="https://github.com/visit-dav/live-incidents/issues/482",
    opened_by="jdoe",
    association="NONE",
    priority=Priority.CUSTOMER,
    severity=Severity.ERROR,
)


class Workspace:
    """A desk with a ticket on it, and hands on its parts."""

    def __init__(
        self,
        *,
        settings: Settings = SETTINGS,
        connected: Connected | None = CONNECTED,
        issues: Iterable[Issue] = (ISSUE,),
    ) -> None:
        self.journal = MemoryJournal()
        self.clock = StoppedClock()
        self.tray = Tray()
        ids = (f"00000000-0000-4000-8000-{number:012}" for number in itertools.count(1))
        self.desk = Desk(self.journal, NoCheckpoint(), self.clock, settings, lambda: next(ids))
        if connected is not None:
            rows = tuple(IssueRow(issue, body="After upgrading, every plot is blank.") for issue in issues)
            self.desk.append(lambda _: [connected, Pulled(at=NOW, issues=rows)])
        self.context = DialogContext(self.desk, settings, self.clock.now, self.tray)

    @property
    def ticket(self) -> Ticket:
        return self.desk.find("#482")

    def captured(
        self, requester: str = "Jane Doe <jane@example.org>", title: str = "Plots are blank"
    ) -> Ticket:
        recorded = self.desk.write(open_ticket, title, requester=requester, via=Via.EMAIL)
        return self.desk.find(recorded.operation.ticket)

    def comment(self, author: str, text: str, *, id: int = 9, association: str = "NONE") -> None:
        comment = Comment(id=id, author=author, at=self.clock.now(), text=text, association=association)
        row = CommentRow("visit-dav/live-incidents", 482, comment)
        self.desk.append(lambda _: [Pulled(at=NOW, comments=(row,))])


class Harness(App[None]):
    """Pushes what `make` makes, and keeps what it answers."""

    CSS_PATH = str(STYLES)
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, make: Callable[[], Screen[Any]], theme: str = "shift-dark") -> None:
        super().__init__()
        self._make = make
        self._wanted_theme = theme
        self.answers: list[Any] = []
        self.fired: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f" {n:3}  #{n:<4} a line of the dashboard underneath" for n in range(1, 60)))

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._wanted_theme
        self.show()

    def show(self) -> None:
        self.push_screen(self._make(), self.answers.append)

    def on_key(self, event: Any) -> None:
        self.fired.append(event.key)
