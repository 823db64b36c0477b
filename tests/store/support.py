"""What the tests of the store share: journals of plain dicts, disks that fail, processes that get killed."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shiftui.store.disk import DISK, Disk
from shiftui.store.journal import FileJournal, Line

Record = dict[str, Any]
REPOSITORY = Path(__file__).parents[2]


def open_journal(folder: Path, disk: Disk = DISK) -> FileJournal[Record]:
    return FileJournal(folder, encode=lambda record: record, decode=_decode, disk=disk)


def _decode(content: Any) -> Record:
    if "refuse" in content:
        raise ValueError(content["refuse"])
    return dict(content)


def append(journal: FileJournal[Record], *records: Record) -> tuple[Line[Record], ...]:
    with journal.step() as step:
        return step.append(records)


def notes(lines: tuple[Line[Record], ...]) -> list[tuple[int, Any]]:
    """Sequence numbers and texts, which is all that most tests ask about."""
    return [(line.seq, line.record["text"]) for line in lines]


def note(text: str) -> Record:
    return {"kind": "note", "text": text}


class FailingDisk(Disk):
    """Fails when told to, and proves that no descriptor is synced again after it failed once.

    A failed descriptor is recognised by a flag on its open file description, which the kernel keeps for us.
    """

    def __init__(self) -> None:
        self.fail_fsync: Callable[[int], bool] = lambda fd: False
        self.before_fsync: Callable[[], None] = lambda: None
        self.taken_at_most: int | None = None
        self.failed = 0

    def write(self, fd: int, data: bytes) -> int:
        if self.taken_at_most is None:
            return super().write(fd, data)
        if self.taken_at_most == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write(fd, data[: self.taken_at_most])
        self.taken_at_most -= taken
        return taken

    def fsync(self, fd: int) -> None:
        flags = fcntl.fcntl(fd, fcntl.F_GETFL)
        assert not flags & os.O_NONBLOCK, "synced again after a failure"
        self.before_fsync()
        if self.fail_fsync(fd):
            fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_NONBLOCK)
            self.failed += 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().fsync(fd)


def is_folder(fd: int) -> bool:
    return os.path.isdir(f"/proc/self/fd/{fd}")


@contextmanager
def child(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process whose output is read line by line; killed at the end of the block, if not before."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"the child ended with {process.wait(timeout=10)}"
    return line.rstrip("\n")


def rest_of_output(process: subprocess.Popen[str]) -> list[str]:
    """What the child wrote before it was killed; a line that was cut off is left out."""
    assert process.stdout is not None
    return [line.rstrip("\n") for line in process.stdout if line.endswith("\n")]
