"""What would be left of a folder tree after a power cut, as pessimistically as POSIX allows.

A file's bytes since its last fsync may be lost from any byte on, or come back as zeros. A name that was made,
moved or removed since its folder's last fsync may be as it is now or as it was then, each by itself.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

Tree = dict[str, bytes]
"""Relative path to content."""
ZEROS = 0.2
"""How often lost bytes come back as zeros, as some file systems do it."""


@dataclass(slots=True)
class Medium:
    """What of the files below `home` is known to be on the disk itself."""

    home: Path
    rng: Random
    contents: dict[int, bytes] = field(default_factory=dict)
    """By inode: what its last fsync made durable."""
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    """By folder: the names that its last fsync made durable, and their inodes."""

    def folders(self) -> list[str]:
        """The folders there are, relative to `home`, whose own name is the first."""
        if not self.home.is_dir():
            return []
        inner = sorted(entry.name for entry in os.scandir(self.home) if entry.is_dir())
        return ["", *inner]

    def synced(self, fd: int) -> None:
        """An fsync has made this file's bytes, or this folder's names, durable."""
        found = os.fstat(fd)
        for folder in self.folders():
            if stat.S_ISDIR(found.st_mode):
                if os.stat(self.home / folder).st_ino == found.st_ino:
                    self.names[folder] = self._inodes(folder)
                continue
            for name, inode in self._inodes(folder).items():
                if inode == found.st_ino:
                    self.contents[inode] = (self.home / folder / name).read_bytes()

    def name_of(self, fd: int) -> str:
        """What a descriptor is open on: the relative path, or the folder with a slash."""
        found = os.fstat(fd)
        for folder in self.folders():
            if os.stat(self.home / folder).st_ino == found.st_ino:
                return f"{folder}/"
            for name, inode in self._inodes(folder).items():
                if inode == found.st_ino:
                    return f"{folder}/{name}"
        return "elsewhere"

    def now(self) -> Tree:
        """Everything as it reads now: what is left when only the process dies."""
        return {
            f"{folder}/{name}": (self.home / folder / name).read_bytes()
            for folder in self.folders()
            for name, inode in self._inodes(folder).items()
            if inode != FOLDER
        }

    def after_power_cut(self) -> Tree:
        """One of the trees that may be left when the power goes now."""
        left: Tree = {}
        for folder in self.folders():
            if folder and folder not in self.names.get("", {}) and self.rng.random() < 0.5:
                continue
            current, durable = self._inodes(folder), self.names.get(folder, {})
            for name in sorted(current.keys() | durable.keys()):
                shown = current.get(name), durable.get(name)
                inode = shown[0] if shown[0] == shown[1] else self.rng.choice(shown)
                if inode is not None and inode != FOLDER:
                    is_there = inode == shown[0]
                    left[f"{folder}/{name}"] = self._bytes(
                        inode, self.home / folder / name if is_there else None
                    )
        return left

    def restore(self, tree: Tree) -> None:
        """Make the files those of `tree`, all of them durable."""
        for folder in reversed(self.folders()):
            for name in os.listdir(self.home / folder):
                path = self.home / folder / name
                if not path.is_dir():
                    path.unlink()
                elif not any(path.iterdir()):
                    path.rmdir()
        self.contents.clear()
        self.names.clear()
        for relative, content in tree.items():
            path = self.home / relative.lstrip("/")
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o600)
            self.contents[path.stat().st_ino] = content
        for folder in self.folders():
            self.names[folder] = self._inodes(folder)

    def _inodes(self, folder: str) -> dict[str, int]:
        entries = sorted(os.scandir(self.home / folder), key=lambda entry: entry.name)
        return {entry.name: FOLDER if entry.is_dir() else entry.inode() for entry in entries}

    def _bytes(self, inode: int, path: Path | None) -> bytes:
        durable = self.contents.get(inode, b"")
        if path is None:
            return durable
        current = path.read_bytes()
        if current == durable:
            return durable
        if not current.startswith(durable):
            return self.rng.choice((durable, current))
        cut = self.rng.randint(len(durable), len(current))
        zeros = b"\0" * (len(current) - cut) if self.rng.random() < ZEROS else b""
        return current[:cut] + zeros


FOLDER = -1
"""In place of a folder's inode: its name is durable or not, its content is its own matter."""
