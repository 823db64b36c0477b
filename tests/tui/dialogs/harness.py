"""A small app that shows one dialog over some text, on a desk that keeps its journal in memory."""

from __future__ import annotations

import itertools
import string
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import AwaitMount
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
from shiftui.tui.dialogs.parts import Notice
from shiftui.tui.themes import themes

NOW = datetime(2026, 11, 24, 22, 57, tzinfo=UTC)  # Tuesday 14:57 in Los Angeles


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

    problems: tuple[str, ...] = ()

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
    """Pushes what `make` makes, and keeps what it answers. Every letter is an action of the app's."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(letter, f"fire('{letter}')", show=False) for letter in string.ascii_letters
    ]

    def __init__(self, make: Callable[[], Screen[Any]], theme: str = "shiftui-dark") -> None:
        super().__init__()
        self._make = make
        self.answers: list[Any] = []
        self.fired: list[str] = []
        for each in themes():
            self.register_theme(each)
        self.theme = theme
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f" {n:3}  #{n:<4} a line of the dashboard underneath" for n in range(1, 40)))

    def on_mount(self) -> None:
        self.show()

    def show(self) -> AwaitMount:
        """Push one more."""
        return self.push_screen(self._make(), self.answers.append)

    def action_fire(self, letter: str) -> None:
        self.fired.append(letter)


@asynccontextmanager
async def shown(
    make: Callable[[], Screen[Any]], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Harness, Pilot[None]]]:
    """The dialog on a screen, and hands to press keys with."""
    app = Harness(make)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        yield app, pilot


async def settle(app: Harness, pilot: Pilot[None]) -> None:
    """Wait until nothing is under way: every queue is empty, every worker done, the screen drawn.

    `pilot.pause` waits for an idle processor instead: 20 ms at best, and up to a second on a busy machine.
    """
    for _ in range(2):
        await pilot._wait_for_screen()
        await app.workers.wait_for_complete()
        app.screen._on_timer_update()  # what waits for a refresh
    await pilot._wait_for_screen()


def _send(app: Harness, key: str) -> None:
    name = _character_to_key(key) if len(key) == 1 else key
    app.post_message(events.Key(name, key if len(key) == 1 else None))


async def press(app: Harness, pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait for what each sets off."""
    for key in keys:
        _send(app, key)
        await pilot._wait_for_screen()
        await pilot._wait_for_screen()
    await settle(app, pilot)


async def hit(app: Harness, pilot: Pilot[None], *keys: str) -> None:
    """Send keys all at once, as a fast typist or a macro does."""
    for key in keys:
        _send(app, key)
    for _ in keys:
        await settle(app, pilot)


async def paste(app: Harness, pilot: Pilot[None], text: str) -> None:
    """Paste where the cursor is."""
    assert app.screen.focused is not None
    app.screen.focused.post_message(events.Paste(text))
    await settle(app, pilot)


def screen_text(app: Harness) -> str:
    """What stands on the screen, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def said(app: Harness) -> str:
    """The message above the keys; empty when there is none."""
    notice = app.screen.query_one(Notice)
    return str(notice.render()) if notice.display else ""


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something that comes by itself, ten seconds at most."""
    end = monotonic() + 10
    while not condition():
        assert monotonic() < end, "it did not come"
        await pilot.pause()
