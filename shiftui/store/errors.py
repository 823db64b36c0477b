"""What can go wrong with the store, each with a sentence that a person can act on.

StoreError
├── NotSaved             the record is not in the journal; what was there before is unharmed
├── Busy                 somebody else holds the lock; trying again is enough
├── StoreReadOnly        nothing can be written here, reading works
│   └── NewerFormat      … because a newer shiftui wrote it
├── StoreUnreadable      the files are there, but this user may not read them
├── TooFarBehind         the journal no longer reaches back that far: load the newest checkpoint
├── CheckpointReplaced   newer generations took this one's place: load the newest checkpoint
└── StoreDamaged         files are broken and nothing was thrown away
    ├── CheckpointsDamaged
    └── ShardDamaged
"""

from __future__ import annotations

import errno
from pathlib import Path

from shiftui import ports

_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class StoreError(ports.StoreError):
    """Anything that the store refuses; `str()` of it is meant for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSaved(StoreError, ports.NotSaved):
    """The records were not made durable. The journal is as it was; it is safe to try again."""


class Busy(StoreError, ports.StoreBusy):
    """Another process held the lock for longer than we wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(f"another shiftui has been holding {path} for {seconds:g} s; try again")
        self.path = path


class StoreReadOnly(StoreError, ports.StoreReadOnly):
    """Nothing can be written to this folder; what is in it can still be read."""


class NewerFormat(StoreReadOnly):
    """A newer shiftui wrote these files; this one leaves them as they are."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"a newer shiftui wrote this store (format {found}, this one knows {known}): "
            "read-only until you upgrade"
        )
        self.found = found
        self.known = known


class StoreUnreadable(StoreError, ports.StoreBroken):
    """The files exist, but cannot be read (rights, or a failing disk)."""


class TooFarBehind(StoreError, ports.TooFarBehind):
    """Records after `after` are asked for, but the journal begins only at `first`."""

    def __init__(self, after: int, first: int) -> None:
        super().__init__(
            f"entries {after + 1} to {first - 1} are no longer in the journal, only in the newest checkpoint"
        )
        self.after = after
        self.first = first


class CheckpointReplaced(StoreError):
    """The generation was removed meanwhile because newer ones exist."""


class StoreDamaged(StoreError, ports.StoreBroken):
    """Files are broken. They were left or set aside, never overwritten."""


class CheckpointsDamaged(StoreDamaged):
    """Not one of the kept checkpoints can be read."""


class ShardDamaged(StoreDamaged):
    """One part of a checkpoint cannot be read; the rest of it is unharmed."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


def unwritable(error: OSError, path: Path) -> StoreError:
    """Translate a failed write: `StoreReadOnly` where we may not write at all, else `NotSaved`."""
    if error.errno in _FORBIDDEN:
        return StoreReadOnly(f"{path} cannot be written: {describe(error)}")
    return NotSaved(f"not saved, {describe(error)} ({path})")


def unreadable(error: OSError, path: Path) -> StoreUnreadable:
    """Translate a failed read."""
    return StoreUnreadable(f"{path} cannot be read: {describe(error)}")


def describe(error: OSError) -> str:
    """The operating system's reason, in words that say what to do where we know it."""
    if error.errno in _FULL:
        return "the disk is full"
    if error.errno == errno.EFBIG:
        return "the file may not grow any further"
    if error.errno == errno.EROFS:
        return "the file system is read-only"
    return (error.strerror or "unknown error").lower()
