"""Keeping in step without being asked: a thread that polls, sends, and follows other processes."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from shiftui.domain.records import SyncReport
from shiftui.domain.trouble import Trouble
from shiftui.domain.values import dataclass
from shiftui.ports import Clock, PortError, Stopped
from shiftui.service.desk import Desk
from shiftui.service.policy import IDLE_AFTER, POLL_ACTIVE, POLL_IDLE, next_poll
from shiftui.service.sync import Courier
from shiftui.service.troubles import TOKEN_AGAIN


@dataclass(slots=True)
class Status:
    """How the background courier stands, for the header."""

    busy: str = ""
    """What is being done, in words; empty when nothing is."""
    done: int = 0
    total: int = 0
    next_at: datetime | None = None


class Poller:
    """Runs passes for ever in a thread of its own, and follows the journal for other processes' lines.

    Nothing that fails here ends the program: the report and the status say it.
    """

    def __init__(
        self,
        courier: Courier | None,
        desk: Desk,
        clock: Clock,
        jitter: Callable[[], float],
        pace: timedelta = POLL_ACTIVE,
    ) -> None:
        self._courier = courier
        self._desk = desk
        self._clock = clock
        self._jitter = jitter
        self._pace = pace
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._failures = 0
        self._trouble = Trouble.NONE
        self._told = ""
        self._wanted = False
        self._last_key = clock.now()
        self.status = Status()
        self.failed: Callable[[str], None] = lambda message: None
        """Told in words what went wrong in the background."""
        self.changed: Callable[[], None] = lambda: None
        """Told when the status changed."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, wait: float = 5.0) -> None:
        """End after the request that is under way; waits at most `wait` seconds."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(wait)

    def now(self) -> None:
        """Run a pass as soon as possible, here or in the process that talks to GitHub."""
        self._wanted = True
        self.status.next_at = None
        self._wake.set()

    def touched(self) -> None:
        """Somebody pressed a key: polls are frequent for a while."""
        self._last_key = self._clock.now()

    def _run(self) -> None:
        held = None
        while not self._stop.is_set():
            try:
                if self._courier is not None and held is None:
                    held = self._courier.lock.acquire()
                self._desk.refresh()
                if held is not None and self._is_due():
                    self._wanted = False
                    self._pass()
                elif self._courier is not None and self._wanted:
                    self._wanted = False
                    self._courier.ask()
                self._desk.checkpoint()
            except PortError as error:
                self._tell(str(error))
            except Exception as error:  # noqa: BLE001 - the top of this thread; the dashboard must go on
                self._tell(f"a fault in the background, please report it: {error!r}")
                self.status.next_at = self._clock.now() + POLL_IDLE
            else:
                self._told = ""
            self._wake.wait(0.5)
            self._wake.clear()
        if held is not None:
            held.release()

    def _tell(self, message: str) -> None:
        """Once, not twice a second for as long as the disk is full."""
        if message != self._told:
            self.failed(message)
        self._told = message

    def _is_due(self) -> bool:
        if self._desk.snapshot.state.asked:
            return True
        return self.status.next_at is None or self._clock.now() >= self.status.next_at

    def _pass(self) -> None:
        courier = self._courier
        if courier is None:
            return
        try:
            report = courier.run_pass(self._progress)
        except PortError:  # what came could not be kept; asking GitHub again at once would not help
            self._failures += 1
            self.status.busy = ""
            self.status.next_at = self._clock.now() + next_poll(self._failures, False, self._jitter())
            raise
        self._failures = self._failures + 1 if report.trouble else 0
        self.status.busy = ""
        self.status.next_at = self._next_at(report)
        if report.trouble not in (self._trouble, Trouble.NONE, Trouble.OFFLINE, Trouble.STOPPED):
            self.failed(report.error)  # a badge says it from then on
        self._trouble = report.trouble
        self.changed()

    def _next_at(self, report: SyncReport) -> datetime:
        """When to poll again, after a pass that ended so."""
        now, until = self._clock.now(), report.retry_at
        at = now + next_poll(self._failures, self._is_idle(), self._jitter(), self._pace)
        if report.trouble is Trouble.TOKEN:
            return now + TOKEN_AGAIN
        if until is None:
            return at
        return max(at, until) if report.trouble else min(at, until)

    def _progress(self, what: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped("ended in the middle; the rest goes the next time")
        self.status.busy, self.status.done, self.status.total = what, done, total
        self.changed()

    def _is_idle(self) -> bool:
        return self._clock.now() - self._last_key > IDLE_AFTER
