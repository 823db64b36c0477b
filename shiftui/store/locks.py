"""Locks that the kernel frees: a killed process leaves nothing behind that somebody would have to delete.

`flock` belongs to an open file description, so each acquisition opens the file anew. The files stay, empty.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from shiftui.store.disk import open_private
from shiftui.store.errors import Busy, unwritable

JOURNAL_LOCK: Final = "journal.lock"
JOURNAL_TURN: Final = "journal.turn"
SYNC_LOCK: Final = "sync.lock"

STEP_WAIT: Final = 10.0
"""Seconds that a step waits for its turn before it gives up with `Busy`."""

_FIRST_PAUSE: Final = 0.0002
_LONGEST_PAUSE: Final = 0.002


class Lock:
    """A lock that is held until `release`, the end of the `with` block, or the end of the process."""

    def __init__(self, fd: int) -> None:
        self._fd: int | None = fd

    def release(self) -> None:
        """Free the lock; freeing it twice is fine."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class LockFile:
    """A lock between processes (and between threads: two acquisitions never both succeed)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def try_acquire(self) -> Lock | None:
        """Take the lock if it is free. Raises `StoreReadOnly` or `NotSaved` where none can be had."""
        try:
            return self._take(os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX)
        except OSError as error:
            raise unwritable(error, self.path) from error

    def acquire(self, wait: float = STEP_WAIT) -> Lock:
        """Take the lock, waiting up to `wait` seconds, else raise `Busy`."""
        deadline = time.monotonic() + wait
        pause = _FIRST_PAUSE
        while (lock := self.try_acquire()) is None:
            if time.monotonic() >= deadline:
                raise Busy(self.path, wait)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return lock

    def try_as_reader(self, *, alone: bool = False) -> Lock | None:
        """Take the lock, by default together with other readers, without ever creating the file.

        Raises `OSError` where there is no lock file, or none that we may open.
        """
        return self._take(os.O_RDONLY, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)

    def holder(self) -> int | None:
        """The process that holds the lock, where the kernel tells (Linux)."""
        try:
            inode = f":{os.stat(self.path).st_ino}"
            held = Path("/proc/locks").read_text().splitlines()
        except OSError:
            return None
        lines = (each.split() for each in held if " FLOCK " in each and f"{inode} " in each)
        pid = next((int(words[4]) for words in lines if words[1] == "FLOCK"), 0)  # "->" is who waits
        return pid if pid > 0 else None

    def _take(self, flags: int, kind: int) -> Lock | None:
        while True:
            fd = open_private(self.path, flags)
            try:
                fcntl.flock(fd, kind | fcntl.LOCK_NB)
                if _same_file(fd, self.path):
                    return Lock(fd)
            except BlockingIOError:
                os.close(fd)
                return None
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)  # somebody deleted the lock file meanwhile: the one that counts is the new one


class StepLock:
    """`journal.lock` as this process uses it: one thread at a time, and again inside itself at once.

    Whoever wants the lock waits for it holding `journal.turn`. Otherwise a process that takes step after step
    would have the lock again before anybody who waits had looked.
    """

    def __init__(self, folder: Path) -> None:
        self._file = LockFile(folder / JOURNAL_LOCK)
        self._turn = LockFile(folder / JOURNAL_TURN)
        self._threads = threading.RLock()
        self._owner: int | None = None

    @contextmanager
    def exclusive(self, wait: float = STEP_WAIT) -> Iterator[None]:
        """Hold the lock for one step; raises `Busy` after `wait` seconds, or `StoreReadOnly`."""
        deadline = time.monotonic() + wait
        if not self._threads.acquire(timeout=wait):
            raise Busy(self._file.path, wait)
        try:
            if self._owner is not None:
                yield
                return
            with self._turn.acquire(_until(deadline)):
                lock = self._file.acquire(_until(deadline))
            with lock:
                self._owner = threading.get_ident()
                try:
                    yield
                finally:
                    self._owner = None
        finally:
            self._threads.release()

    @contextmanager
    def shared(self, wait: float) -> Iterator[bool]:
        """Whether nobody is in the middle of a write during the block; it is entered either way."""
        if self._owner == threading.get_ident():
            yield True
            return
        try:
            lock = self._share(time.monotonic() + wait)
        except OSError:
            yield True  # no lock file, or none that we may open: nothing tells of a writer
            return
        try:
            yield lock is not None
        finally:
            if lock is not None:
                lock.release()

    def _share(self, deadline: float) -> Lock | None:
        """Take part in the lock, if need be with the next turn, or `None` at the deadline."""
        turn: Lock | None = None
        try:
            while (lock := self._file.try_as_reader()) is None and time.monotonic() < deadline:
                with suppress(OSError):
                    turn = turn or self._turn.try_as_reader(alone=True)
                time.sleep(_FIRST_PAUSE)
            return lock
        finally:
            if turn is not None:
                turn.release()


def _until(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except FileNotFoundError:
        return False
