"""A GitHub on a socket and the machines of a team, as `bootstrap` joins their parts."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from shiftui.bootstrap import Workspace, assemble
from shiftui.domain.records import SyncReport
from shiftui.domain.settings import Settings
from shiftui.github.tracker import GitHubTracker
from shiftui.service.desk import Desk
from shiftui.service.push import Progress
from shiftui.service.sync import Courier
from tests.github.machine import Clock, settings_for
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import add_team


@dataclass(slots=True)
class TheClock:
    """The port, on the test's clock; whoever sleeps moves it for all."""

    clock: Clock
    slept: list[float] = field(default_factory=list)

    def now(self) -> Any:
        return self.clock()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.pass_(seconds=seconds)


@dataclass(slots=True)
class Laptop:
    """A workspace's folder, and the process that has it open."""

    folder: Path
    settings: Settings
    clock: TheClock
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    workspace: Workspace = field(init=False)
    courier: Courier = field(init=False, default=None)  # type: ignore[assignment]  # until it is started

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin, or begin again after a crash: all that was in memory is gone."""
        if self.courier is not None:
            self.courier.tracker.close()
        self.workspace = assemble(self.folder, self.settings, self.clock, self._new_id)
        me = self.settings.me
        tracker = GitHubTracker(
            self.settings, lambda: f"t-{me}", self.clock.now, timeout=5.0, sleep=self.clock.sleep
        )
        self.courier = self.workspace.courier_with(tracker)

    @property
    def desk(self) -> Desk:
        """What a person records with."""
        return self.workspace.desk

    def sync(self, progress: Progress = lambda what, done, total: None) -> SyncReport:
        """One pass."""
        return self.courier.sync(progress)

    def _new_id(self) -> str:
        name = self.settings.me.encode().hex()[:4]
        return f"{name}0000-0000-4000-8000-{next(self.ids):012d}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def github(clock: Clock) -> Iterator[InMemoryGitHub]:
    """A private incident repository, a private log, secondary limits on."""
    with InMemoryGitHub(now=clock, strict=True, secondary_limits=True) as running:
        yield add_team(running, private=True)


MakeLaptop = Callable[..., Laptop]


@pytest.fixture
def laptop(tmp_path: Path, clock: Clock, github: InMemoryGitHub) -> Iterator[MakeLaptop]:
    """Makes machines: of a login, with changed settings."""
    with ExitStack() as stack:

        def make(login: str = "mia", **changes: Any) -> Laptop:
            settings = settings_for(github, login, **changes)
            made = Laptop(tmp_path / login, settings, TheClock(clock))
            stack.callback(lambda: made.courier.tracker.close())
            return made

        yield make
