"""The checkpoints' folder: which generations lie in it, and what may be removed from it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from shiftui.store import set_aside
from shiftui.store.disk import TEMPORARY, Disk, sync_folder
from shiftui.store.errors import CheckpointReplaced, StoreDamaged, unreadable
from shiftui.store.manifest import Manifest, manifest_name, manifest_seq, parse

KEPT: Final = 3
"""Generations that are kept."""

_SUFFIX: Final = ".json"


class Generations:
    """The files in `folder`, all of which are the checkpoints' own."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    def seqs(self) -> list[int]:
        """All generations that have a manifest, good or not, newest first. Raises `StoreUnreadable`."""
        return sorted((seq for seq in map(manifest_seq, self._names()) if seq is not None), reverse=True)

    def manifest(self, seq: int) -> Manifest:
        """Read a manifest. Raises `StoreDamaged`, `NewerFormat`, `StoreUnreadable`, `CheckpointReplaced`."""
        path = self.folder / manifest_name(seq)
        try:
            return parse(path.read_bytes())
        except FileNotFoundError as error:
            raise CheckpointReplaced(f"checkpoint {seq} was replaced by newer ones") from error
        except OSError as error:
            raise unreadable(error, path) from error
        except StoreDamaged as damage:
            raise StoreDamaged(f"{path} is damaged: {damage.reason}") from damage

    def manifests(self) -> tuple[list[Manifest], dict[int, StoreDamaged]]:
        """All good manifests, newest first, and the broken ones. To be called under the lock."""
        good: list[Manifest] = []
        broken: dict[int, StoreDamaged] = {}
        for seq in self.seqs():
            try:
                good.append(self.manifest(seq))
            except StoreDamaged as damage:
                broken[seq] = damage
        return good, broken

    def free_name(self, part: str, seq: int) -> str:
        """A name for a file of generation `seq` that no file has."""
        name = f"{part}-{seq}{_SUFFIX}"
        number = 1
        while (self.folder / name).exists():
            number += 1
            name = f"{part}-{seq}.{number}{_SUFFIX}"
        return name

    def collect(self, good: Iterable[Manifest], also: Manifest | None) -> None:
        """Remove all but the last `KEPT` generations and `also`, and what killed processes left behind.

        A manifest goes before its files, so that a kill in between leaves none without. Raises `OSError`.
        """
        ordered = sorted(good, key=lambda manifest: manifest.seq, reverse=True)
        for old in ordered[KEPT:]:
            (self.folder / manifest_name(old.seq)).unlink()
        if ordered[KEPT:]:
            sync_folder(self._disk, self.folder)
        wanted = frozenset[str]().union(*(manifest.files for manifest in ordered[:KEPT]))
        if also is not None:
            wanted |= also.files
        for name in self._names():
            is_left_over = name.startswith(".") and name.endswith(TEMPORARY)
            is_part = name.endswith(_SUFFIX) and manifest_seq(name) is None
            if is_left_over or (is_part and name not in wanted):
                (self.folder / name).unlink()

    def set_aside(self, home: Path, seq: int, main: str) -> Path:
        """Move a broken generation out of the way, its manifest and its `main` file. Raises `OSError`."""
        part = self.folder / f"{main}-{seq}{_SUFFIX}"
        if part.exists():
            set_aside.move(self._disk, home, part)
        moved = set_aside.move(self._disk, home, self.folder / manifest_name(seq))
        sync_folder(self._disk, self.folder)
        return moved

    def _names(self) -> list[str]:
        try:
            return os.listdir(self.folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable(error, self.folder) from error
