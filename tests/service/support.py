"""A workspace that several processes have open, in memory or on a real folder, and a GitHub beside it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shiftui.bootstrap import SyncLockFile
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Recorded, SyncReport
from shiftui.domain.settings import Settings
from shiftui.service.desk import Desk
from shiftui.service.sync import Courier
from shiftui.store.checkpoint import Checkpoints
from shiftui.store.library import TinyArchive, open_journal
from tests.domain.hub import Hub
from tests.domain.support import HOUR, NOW, TEAM
from tests.service.memory import MemoryArchive, MemoryJournal, MemoryLock, Storage
from tests.service.tracker import FakeTracker


@dataclass(slots=True)
class FakeClock:
    """Time that passes only when told to, or when somebody sleeps."""

    hub: Hub
    slept: list[float] = field(default_factory=list)
    on_sleep: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self.hub.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.hub.now += timedelta(seconds=seconds)
        self.on_sleep()

    def go(self, **spans: float) -> None:
        """Let time pass."""
        self.hub.now += timedelta(**spans)


@dataclass(slots=True)
class World:
    """A folder (or none), a GitHub, and the processes of one person."""

    folder: Path | None = None
    settings: Settings = TEAM
    hub: Hub = field(default_factory=lambda: Hub(NOW))
    storage: Storage = field(default_factory=Storage)
    lock: MemoryLock = field(default_factory=MemoryLock)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    archives: dict[int, Any] = field(default_factory=dict)
    clock: FakeClock = field(init=False)
    tracker: FakeTracker = field(init=False)

    def __post_init__(self) -> None:
        self.clock = FakeClock(self.hub)
        self.tracker = FakeTracker(self.hub, self.settings.me, self.clock.now)

    def new_id(self) -> str:
        """Ids that are the same in every run."""
        return f"{self.settings.me}-{next(self.ids):04}"

    def desk(self, archive_as: Callable[[Any], Any] = lambda archive: archive) -> Desk:
        """A process opens the workspace."""
        journal: Any = MemoryJournal(self.storage)
        archive: Any = MemoryArchive(self.storage)
        if self.folder is not None:
            journal = open_journal(self.folder)
            archive = TinyArchive(journal, Checkpoints(self.folder))
        archive = archive_as(archive)
        desk = Desk(journal, archive, self.clock, self.settings, self.new_id)
        self.archives[id(desk)] = archive
        return desk

    def courier(self, desk: Desk) -> Courier:
        """What sends for a process."""
        lock: Any = self.lock if self.folder is None else SyncLockFile(self.folder)
        return Courier(desk, self.tracker, lock, self.clock, self.new_id)

    def sync(self, desk: Desk) -> SyncReport:
        """One pass."""
        return self.courier(desk).sync(quiet)

    def met(self, *authors: str) -> Desk:
        """A process that has met the repository, with an issue of each author in it."""
        for author in authors or ("customer",):
            self.hub.open(author)
        desk = self.desk()
        report = self.sync(desk)
        assert report.error == "", report
        return desk

    def until_quiet(self, desk: Desk, passes: int = 30) -> None:
        """Pass after pass, as time goes on, until nothing is left to send."""
        for _ in range(passes):
            if not self.sync(desk).queued:
                return
            self.clock.go(seconds=200)
        raise AssertionError([(entry.verb, entry.state, entry.reason) for entry in desk.snapshot.outbox])


def quiet(what: str, done: int, total: int) -> None:
    """Nobody watches the progress."""


def states(desk: Desk) -> list[Delivery]:
    """How the operations in the outbox stand."""
    return [entry.state for entry in desk.snapshot.outbox]


def done_twice(hub: Hub) -> list[tuple[str, StepName]]:
    """What GitHub was made to do more than once."""
    return [step for step, times in hub.done.items() if times > 1]


def apart(world: World, me: str, folder: Path | None = None) -> World:
    """A colleague's machine: another workspace, the same GitHub."""
    other = World(folder, replace(world.settings, me=me), world.hub)
    other.clock = world.clock
    return other


def failing(world: World, **faults: Any) -> None:
    """The next call of each name fails so; later ones do not."""
    left = {name.replace("_", " "): fault for name, fault in faults.items()}
    world.tracker.faults = lambda call: left.pop(call, None)


def logged(world: World) -> list[str]:
    """What stands in the shift log, oldest first."""
    return [row.operation.id for row in world.hub.log]


CREATIONS: dict[str, Callable[[Desk], Recorded]] = {
    "comment": lambda desk: desk.do(respond, "#1", "x"),
    "create": lambda desk: desk.write(open_ticket, "x"),
    "log": lambda desk: desk.do(snooze, "#1", desk.now() + HOUR),
}
