"""One machine of the team: real files, the real program on them, and a line to GitHub that may fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from shiftui.bootstrap import Workspace, assemble
from shiftui.domain.settings import Settings
from shiftui.github.tracker import GitHubTracker
from shiftui.ports import PortError
from shiftui.service.sync import Courier
from tests.simulation.clocks import MachineClock
from tests.simulation.disk import FaultyDisk
from tests.simulation.dying import Killed
from tests.simulation.line import Line

if TYPE_CHECKING:
    from tests.simulation.world import World


STARTS = 5
"""How often the program may fail to start in a row."""


@dataclass(slots=True)
class Machine:
    """A folder, and the process that has it open: the dashboard, so to speak."""

    world: "World"
    login: str
    folder: Path
    settings: Settings
    clock: MachineClock
    rng: Random
    online: bool = True
    is_busy: bool = False
    """In the middle of a pass."""
    deaths: int = 0
    line: Line = field(init=False)
    disk: FaultyDisk = field(init=False)
    dashboard: Workspace = field(init=False)
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.disk = FaultyDisk(self.folder, self.world.plan, self.rng)
        self.line = Line(self)
        self.alive(self.open_dashboard)

    def opened(self) -> Workspace:
        """Another process on the same folder: a command."""
        return assemble(self.folder, self.settings, self.clock, self.new_id, disk=self.disk)

    def new_id(self) -> str:
        """A UUID that is the same in every run of the seed."""
        raw = bytearray(self.rng.randbytes(16))
        raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
        text = raw.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def alive(self, action: Callable[[], None]) -> None:
        """Do something; where the process dies of it, go on with a new one on what is left.

        Inside a pass the process is the one that passes, and its death is the pass's matter.
        """
        if self.is_busy:
            action()
            return
        try:
            action()
        except Killed:
            self._rise()

    def crash(self, *, power: bool) -> None:
        """Die now."""
        self.disk.die(power=power)
        self._rise()

    def _rise(self) -> None:
        self.is_busy = False
        for _ in range(STARTS):
            if self.disk.is_dead:
                self.deaths += 1
                self.disk.bury()
            self.world.say(self.login, "  died, and starts anew")
            try:
                self.open_dashboard()
                return
            except (Killed, PortError) as error:
                self.world.say(self.login, f"  could not start: {type(error).__name__}: {error}")
        raise AssertionError(f"{self.login}'s program does not start any more")

    def open_dashboard(self) -> None:
        """Start the program."""
        self.dashboard = self.opened()
        tracker = GitHubTracker(
            self.settings, lambda: f"t-{self.login}", self.clock.now, self.line, sleep=self.clock.sleep
        )
        self.courier = self.dashboard.courier_with(tracker)

    @property
    def wait(self) -> float:
        """Seconds until what waits here may go on; 0 where nothing does."""
        now, snapshot = self.clock.now(), self.dashboard.desk.snapshot
        times = [entry.retry_at for entry in snapshot.outbox] + [snapshot.state.report.retry_at]
        waits = [(time - now).total_seconds() for time in times if time is not None]
        return min((wait for wait in waits if wait > 0), default=0.0)

    def sync(self) -> str:
        """One pass; what kept it from being complete, in words. The process may die of it."""
        ended: list[str] = []

        def run() -> None:
            self.is_busy = True
            try:
                report = self.courier.sync(_nobody_watches)
                ended.append(report.error)
            except PortError as error:
                ended.append(f"{type(error).__name__}: {error}")
            finally:
                self.is_busy = False

        try:
            run()
        except Killed:
            self._rise()
            ended.append("died")
        return ended[-1]


def _nobody_watches(what: str, done: int, total: int) -> None:
    """No progress is shown."""
