"""The few operations that durability rests on, in one place, so that a test can make exactly one fail."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700

_SPARE: Final = 4096
"""Bytes asked for beyond a file's length: it may grow while it is read."""

_FULL_SYNC: Final[int | None] = getattr(fcntl, "F_FULLFSYNC", None)


class Disk:
    """The operating system's write, fsync and rename. All of them raise `OSError`."""

    def write(self, fd: int, data: bytes) -> int:
        """Write once; returns how many bytes were taken, which may be fewer."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Return only when what was written is on the medium, not merely in a drive's cache."""
        if _FULL_SYNC is not None:
            fcntl.fcntl(fd, _FULL_SYNC)
        else:
            os.fsync(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target`, in one step."""
        os.replace(source, target)


DISK: Final = Disk()


def write_whole(disk: Disk, fd: int, data: bytes) -> None:
    """Write all of `data`, usually at once; going on after a short write tells the reason as an `OSError`."""
    while data:
        taken = disk.write(fd, data)
        if taken == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        data = data[taken:]


def sync_folder(disk: Disk, folder: Path) -> None:
    """Make creations, renames and removals in `folder` durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.fsync(fd)
    finally:
        os.close(fd)


def ensure_folder(disk: Disk, folder: Path) -> None:
    """Create `folder` and its missing parents, for their owner alone whatever the umask is.

    A folder that exists keeps its rights: it may be somebody's home.
    """
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        ensure_folder(disk, folder.parent)
    try:
        os.mkdir(folder, FOLDER_MODE)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return  # another process was faster
    os.chmod(folder, FOLDER_MODE)
    sync_folder(disk, folder.parent)


def open_private(path: Path, flags: int) -> int:
    """Open a file, created where `flags` say so, with rights for its owner alone whatever the umask is."""
    fd = os.open(path, flags | os.O_CLOEXEC, FILE_MODE)
    if flags & os.O_CREAT and os.fstat(fd).st_mode & 0o777 != FILE_MODE:
        os.fchmod(fd, FILE_MODE)
    return fd


def read_from(path: Path, offset: int) -> tuple[bytes, os.stat_result]:
    """Everything in `path` from `offset` on, and what the file looked like just before it was read."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        seen = os.fstat(fd)
        pieces = []
        while piece := os.pread(fd, max(seen.st_size - offset, 0) + _SPARE, offset):
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces), seen
    finally:
        os.close(fd)


def replace_file(disk: Disk, path: Path, data: bytes, *, folder_follows: bool = False) -> None:
    """Write a whole file so that a kill at any point leaves the old one or the new one, never a mixture.

    With `folder_follows`, its name is durable only when the caller has synced the folder: once for many.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        fd = open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            write_whole(disk, fd, data)
            disk.fsync(fd)
        finally:
            os.close(fd)
        disk.replace(temporary, path)
        if not folder_follows:
            sync_folder(disk, path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


TEMPORARY: Final = ".tmp"
