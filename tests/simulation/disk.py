"""A disk that fails where the plan says so, and that knows what a power cut would leave."""

import errno
import os
from pathlib import Path
from random import Random

from shiftui.store.disk import Disk
from tests.simulation.dying import Killed
from tests.simulation.faults import FaultPlan
from tests.simulation.kinds import DiskFault
from tests.simulation.medium import Medium, Tree

_BEFORE = (DiskFault.KILLED_BEFORE, DiskFault.POWER_BEFORE)
_WITHIN = (DiskFault.KILLED_WITHIN, DiskFault.POWER_WITHIN)
_AFTER = (DiskFault.KILLED_AFTER, DiskFault.POWER_AFTER)
_POWER = (DiskFault.POWER_BEFORE, DiskFault.POWER_WITHIN, DiskFault.POWER_AFTER)


class FaultyDisk(Disk):
    """The disk of one machine.

    A process dies here by an exception, and code that cleans up while it unwinds would touch files that a
    dead process cannot touch. So what is left is taken at the moment of death, and put back by `bury`.
    """

    def __init__(self, home: Path, plan: FaultPlan, rng: Random) -> None:
        self.medium = Medium(home, rng)
        self._plan = plan
        self._rng = rng
        self._left: Tree | None = None
        self._is_full = False

    @property
    def is_dead(self) -> bool:
        """Whether the process on it has died, and nothing of it may act any more."""
        return self._left is not None

    def die(self, *, power: bool) -> Killed:
        """Take what is left now; the caller raises what this returns."""
        if self._left is None:
            self._left = self.medium.after_power_cut() if power else self.medium.now()
        return Killed()

    def bury(self) -> None:
        """Make the files what the death has left of them."""
        assert self._left is not None
        self.medium.restore(self._left)
        self._left = None
        self._is_full = False

    def write(self, fd: int, data: bytes) -> int:
        """Write once, or a part of it, or nothing."""
        fault = self._due("write", self.medium.name_of(fd))
        if self._is_full:
            self._is_full = False
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if fault is DiskFault.SHORT and len(data) > 1:
            self._is_full = True
            return super().write(fd, data[: self._rng.randrange(1, len(data))])
        if fault in _WITHIN:
            super().write(fd, data[: self._rng.randrange(len(data))])
            raise self.die(power=fault in _POWER)
        taken = super().write(fd, data)
        self._after(fault)
        return taken

    def fsync(self, fd: int) -> None:
        """Note what is durable by it. The files are thrown away at the end, so nothing is really synced."""
        fault = self._due("fsync", self.medium.name_of(fd))
        if fault in (DiskFault.SHORT, *_WITHIN):
            raise self.die(power=True)
        self.medium.synced(fd)
        self._after(fault)

    def replace(self, source: Path, target: Path) -> None:
        """Rename; its durability is the folder's matter."""
        fault = self._due("replace", f"{target.parent.name}/{target.name}")
        super().replace(source, target)
        self._after(fault if fault not in _WITHIN else DiskFault.POWER_AFTER)

    def _due(self, call: str, name: str) -> DiskFault | None:
        if self.is_dead:
            raise Killed
        fault = self._plan.for_disk_call(name)
        if fault is None:
            return None
        self._plan.note(f"{fault} ({call})", f"disk {call} {_sort(name)}")
        if fault in _BEFORE:
            raise self.die(power=fault in _POWER)
        if fault is DiskFault.FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if fault is DiskFault.FAILING:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return fault

    def _after(self, fault: DiskFault | None) -> None:
        if fault in _AFTER:
            raise self.die(power=fault in _POWER)


def _sort(name: str) -> str:
    """What kind of file a name is of, for the counts."""
    folder, _, file = name.rpartition("/")
    file = file.lstrip(".")
    for start in ("journal-", "checkpoint-", "main-", "conversation-", "closed-"):
        if file.startswith(start):
            return f"{folder.strip('/') or 'home'}/{start.rstrip('-')}"
    return f"{folder.strip('/') or 'home'}/{'' if not file else 'other'}"
