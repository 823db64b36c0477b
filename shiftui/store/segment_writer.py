"""Changes a journal file and leaves it good, whether the change worked or not. Callers hold the lock."""

from __future__ import annotations

import os
from pathlib import Path

from shiftui.store.disk import Disk, open_private, sync_folder, write_whole
from shiftui.store.errors import NotSaved, StoreError, unwritable


def extend(disk: Disk, path: Path, end: int, data: bytes) -> os.stat_result:
    """Append `data` to the file, which is `end` bytes long (at 0 it may not exist), durably.

    Returns what the file looks like then. Raises `NotSaved` or `StoreReadOnly`, the file being as it was.
    """
    is_new = end == 0
    try:
        fd = open_private(path, os.O_WRONLY | os.O_APPEND | (os.O_CREAT if is_new else 0))
    except OSError as error:
        raise unwritable(error, path) from error
    try:
        try:
            write_whole(disk, fd, data)
            disk.fsync(fd)
            seen = os.fstat(fd)
        finally:
            os.close(fd)  # after a failed fsync this descriptor is not to be trusted again
        if is_new:
            sync_folder(disk, path.parent)
    except OSError as error:
        raise _taken_back(disk, path, end, error) from error
    return seen


def truncate(disk: Disk, path: Path, end: int) -> None:
    """Cut the file to `end` bytes, durably. Raises `OSError`."""
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.ftruncate(fd, end)
        disk.fsync(fd)
    finally:
        os.close(fd)


def _taken_back(disk: Disk, path: Path, end: int, error: OSError) -> StoreError:
    """Restore the file's good length and say what became of the records."""
    refusal = unwritable(error, path)
    try:
        truncate(disk, path, end)
    except OSError:
        return NotSaved(f"{refusal.reason}; it could not be taken back either: look before you repeat it")
    return refusal
