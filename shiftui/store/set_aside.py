"""Keeps a copy of whatever could not be read, so that repairing never destroys evidence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from shiftui.store.disk import Disk, ensure_folder, open_private, sync_folder, write_whole

SET_ASIDE: Final = "set-aside"


def keep(disk: Disk, folder: Path, name: str, data: bytes) -> Path:
    """Keep `data` under `name` in `folder`'s `set-aside`, once however often it is kept. Raises `OSError`."""
    place = folder / SET_ASIDE
    ensure_folder(disk, place)
    number = 1
    while True:
        path = place / (name if number == 1 else f"{name}.{number}")
        try:
            fd = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            if path.read_bytes() == data:
                return path
            number += 1
            continue
        try:
            write_whole(disk, fd, data)
            disk.fsync(fd)
        except OSError:
            path.unlink()
            raise
        finally:
            os.close(fd)
        sync_folder(disk, place)
        return path


def is_kept(folder: Path, name: str) -> bool:
    """Whether something of that name was kept before, so that its finder told about it already."""
    return (folder / SET_ASIDE / name).exists()


def move(disk: Disk, folder: Path, path: Path) -> Path:
    """Move a whole file into `folder`'s `set-aside` and return where it is now. Raises `OSError`."""
    place = folder / SET_ASIDE
    ensure_folder(disk, place)
    target = place / path.name
    number = 1
    while target.exists():
        number += 1
        target = place / f"{path.name}.{number}"
    disk.replace(path, target)
    sync_folder(disk, place)
    return target
