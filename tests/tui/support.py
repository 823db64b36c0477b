"""What a dashboard needs of the world, in memory: journal, clock, clipboard, browser; and waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from shiftui.domain.records import Record
from shiftui.domain.replica import EmptyLibrary, State
from shiftui.ports import Entry, NotSaved
from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.app import ShiftApp
from shiftui.tui.dialogs.first_run import FirstRunScreen
from shiftui.tui.extras import NONE, Extras
from shiftui.tui.screens.dashboard import Dashboard


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
    def step(self) -> Iterator["MemoryJournal"]:
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
    """Shows a time until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Ids:
    """UUIDs that are the same every time."""

    count: int = 0

    def __call__(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"


class Tray:
    """A clipboard that remembers; one that does not work says so."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.copied: list[str] = []

    def copy(self, text: str) -> bool:
        if self.works:
            self.copied.append(text)
        return self.works


class Window:
    """A browser that remembers."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        if self.works:
            self.opened.append(url)
        return self.works


@dataclass
class Running:
    """A dashboard on a terminal of a given size."""

    app: ShiftApp
    pilot: Pilot[None]
    clipboard: "Tray"
    browser: "Window"

    @property
    def board(self) -> Dashboard:
        return self.app.dashboard

    @property
    def cursor(self) -> str | None:
        """Id of the row under the cursor."""
        row = self.board.queue.cursor
        return row.id if row is not None else None

    @property
    def said(self) -> str:
        """What stands on the line to talk."""
        notice = self.board.notices.current
        return notice.line(self.board.desk.now()) if notice is not None else ""

    @property
    def screen(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until nothing moves any more."""
        for key in keys:
            _send(self.app, key)
            await settle(self.app)

    async def rush(self, *keys: str) -> None:
        """Press keys so fast that nothing can happen between them."""
        for key in keys:
            _send(self.app, key)
        await settle(self.app)

    async def type(self, text: str) -> None:
        """Type a text, as fast as a terminal sends it."""
        for char in text:
            _send(self.app, char)
        await settle(self.app)

    def text(self) -> str:
        """Everything that is on the screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def detail(self) -> str:
        """What the ticket's pane says, as one line."""
        text = " ".join(span.text for line in self.board.detail.lines for span in line)
        return " ".join(text.split())

    async def pass_time(self, seconds: float) -> None:
        """Move the clock, and let the dashboard notice."""
        clock_of(self.board.desk).at += timedelta(seconds=seconds)
        self.board.tick()
        await settle(self.app)


def _send(app: App[None], key: str) -> None:
    """What a driver does when a key is pressed."""
    name = _character_to_key(key) if len(key) == 1 else key
    driver = app._driver
    assert driver is not None
    event = events.Key(name, key if len(key) == 1 else _CHARACTERS.get(key))
    event.set_sender(app)
    driver.send_message(event)


_CHARACTERS = {"slash": "/", "colon": ":", "question_mark": "?", "space": " ", "enter": "\r", "tab": "\t"}


@asynccontextmanager
async def running(
    desk: Desk,
    size: tuple[int, int] = (120, 40),
    *,
    clipboard: bool = True,
    poller: Poller | None = None,
    begin: Callable[[], FirstRunScreen] | None = None,
    extras: Extras = NONE,
) -> AsyncIterator[Running]:
    """The dashboard of a desk, settled."""
    tray, window = Tray(works=clipboard), Window()
    app = ShiftApp(desk, poller, clipboard=tray, browser=window, begin=begin, extras=extras)
    async with app.run_test(size=size) as pilot:
        await settle(app)
        yield Running(app, pilot, tray, window)


def clock_of(desk: Desk) -> StoppedClock:
    """The clock of a desk in memory, for moving it."""
    clock = desk._clock
    assert isinstance(clock, StoppedClock)
    return clock


SETTLED_WITHIN = 10.0
"""Seconds after which something hangs."""


async def settle(app: App[None]) -> None:
    """Wait until nothing is recorded, read or painted any more; an open dialog may wait for its answer.

    Looks inside Textual, because its own way waits for the processor to rest, a tenth of a second for a key.
    """
    async with asyncio.timeout(SETTLED_WITHIN):
        quiet = 0
        while quiet < _QUIET and not app._exit:
            if app._exception is not None:
                raise app._exception
            busy = _is_busy(app)
            if not busy:
                app.screen._on_timer_update()
            quiet = 0 if busy or _is_moving(app) else quiet + 1
            await asyncio.sleep(0.002 if busy else 0)
        if app._exception is not None:
            raise app._exception


_QUIET = 3
"""Turns of the event loop in which nothing moves, after which all is at rest."""


def _is_moving(app: App[None]) -> bool:
    """Whether a message waits or is worked on, or something is to be painted."""
    screen = app.screen
    if screen._callbacks or screen._dirty_widgets or screen._layout_required:
        return True
    if not screen._compositor.size.width:  # pushed, and not laid out yet
        return True
    return not all(_waits_for_messages(node) for node in (app, *app._registry))


def _waits_for_messages(node: MessagePump) -> bool:
    queue: Any = node._message_queue
    task = node._task
    if task is not None and task.done():
        return True
    return not queue.values and any(not turn.done() for turn in queue.ready_event._waiters)


def _is_busy(app: App[None]) -> bool:
    """Whether a worker has something to do; a gesture with a dialog open has not."""
    in_dialog = {"gestures"} if app.screen.is_modal else set()
    running = any(not worker.is_finished and worker.group not in in_dialog for worker in app.workers)
    return running or (isinstance(app, ShiftApp) and app.dashboard.hands.in_flight > 0)
