"""What a dashboard needs of the world, in memory: journal, clock, clipboard, browser; and waiting."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.app import App
from textual.pilot import Pilot

from shiftui.domain.records import Record
from shiftui.domain.replica import EmptyLibrary, State
from shiftui.ports import Entry, NotSaved
from shiftui.tui.app import ShiftApp


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


SETTLED_WITHIN = 10.0
"""Seconds after which something hangs."""


async def settle(app: App[None]) -> None:
    """Wait until nothing is recorded, read or painted any more; an open dialog may wait for its answer."""
    pilot: Pilot[None] = Pilot(app)
    async with asyncio.timeout(SETTLED_WITHIN):
        quiet = 0
        while quiet < 2:
            await pilot.pause()
            quiet = 0 if _is_busy(app) else quiet + 1


def _is_busy(app: App[None]) -> bool:
    waits = {"gestures"}  # a gesture may stand in a dialog; what it records is counted by its hands
    running = any(not worker.is_finished and worker.group not in waits for worker in app.workers)
    return running or (isinstance(app, ShiftApp) and app.dashboard.hands.in_flight > 0)
