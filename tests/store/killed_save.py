"""Saves a checkpoint again and again, in processes that end at one disk operation after the other.

Started by `test_checkpoint.py` with a folder that holds a store named `start`; leaves the stores `0`, `1`, …
and prints how many. The processes are forked here, where there is one thread only.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from shiftui.store.checkpoint import Checkpoints, Tables
from shiftui.store.disk import Disk

_KILLED = 9


class DyingDisk(Disk):
    """Ends the process at the given moment; a write has three moments, everything else two."""

    def __init__(self, moments: int) -> None:
        self._moments = moments

    def write(self, fd: int, data: bytes) -> int:
        self._pass()
        taken = super().write(fd, data[: len(data) // 2])
        self._pass()
        taken += super().write(fd, data[taken:])
        self._pass()
        return taken

    def fsync(self, fd: int) -> None:
        self._pass()
        super().fsync(fd)

    def replace(self, source: Path, target: Path) -> None:
        self._pass()
        super().replace(source, target)
        self._pass()

    def _pass(self) -> None:
        if self._moments == 0:
            os._exit(_KILLED)
        self._moments -= 1


def save(folder: Path, disk: Disk) -> None:
    checkpoints = Checkpoints(folder, disk=disk)
    checkpoints.load()
    checkpoints.save(2, main("new"), {"one": comments("1 new"), "six": comments("6")})


def main(text: str) -> Tables:
    return {"open": [{"number": 1, "title": text}, {"number": 2, "title": "zweites – Ticket"}], "meta": []}


def comments(text: str) -> Tables:
    return {"comments": [{"body": text}]}


def run(parent: Path) -> int:
    """The number of stores that were left, the last one by a process that was not killed."""
    number = 0
    while True:
        folder = parent / str(number)
        shutil.copytree(parent / "start", folder)
        pid = os.fork()
        if pid == 0:
            save(folder, DyingDisk(number))
            os._exit(0)
        number += 1
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code == 0:
            return number
        if code != _KILLED:
            raise RuntimeError(f"the process for {folder} failed with {code}")


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]))}\n")
