"""TinyDB's file, written so that a kill leaves the old one or the new one.

TinyDB's own `JSONStorage` overwrites in place and its `CachingMiddleware` keeps writes in memory: both lose
data when the process is killed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

from tinydb.storages import Storage

from shiftui.domain.values import dataclass
from shiftui.jsontext import from_json, to_json
from shiftui.store.disk import DISK, Disk, replace_file
from shiftui.store.errors import StoreDamaged, unreadable, unwritable


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """By which a file is recognised as the one that was written."""

    size: int
    """bytes"""
    crc: int
    """CRC-32 of all of them"""

    @classmethod
    def of(cls, data: bytes) -> Fingerprint:
        """The fingerprint of a file with this content."""
        return cls(len(data), crc32(data))


class AtomicJSONStorage(Storage):
    """One JSON file for one TinyDB: compact, private to its owner, replaced as a whole by each write.

    The file is read once and then kept parsed, as nobody else writes to it; TinyDB asks for it at each call.
    With `expected`, a file that is not the one which was written is `StoreDamaged`. With `folder_follows`,
    the one who writes syncs the folder.
    """

    def __init__(
        self,
        path: Path,
        *,
        expected: Fingerprint | None = None,
        disk: Disk = DISK,
        folder_follows: bool = False,
    ) -> None:
        self._path = path
        self._expected = expected
        self._disk = disk
        self._folder_follows = folder_follows
        self._content: dict[str, dict[str, Any]] | None = None
        self.fingerprint = Fingerprint.of(b"")
        """of the file as last read or written here; of nothing at first"""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables, or `None` where there is no file yet. Raises `StoreDamaged` and `StoreUnreadable`."""
        if self._content is None:
            self._content = self._load()
        return self._content

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file. Raises `NotSaved` or `StoreReadOnly`; then what is read next is what is there."""
        # TinyDB has changed the content in place already: a failure must not be read back as success.
        self._content = self._expected = None
        encoded = to_json(data)
        try:
            replace_file(self._disk, self._path, encoded, folder_follows=self._folder_follows)
        except OSError as error:
            raise unwritable(error, self._path) from error
        self._content = data
        self._expected = self.fingerprint = Fingerprint.of(encoded)

    def _load(self) -> dict[str, dict[str, Any]] | None:
        try:
            encoded = self._path.read_bytes()
        except FileNotFoundError:
            if self._expected is not None:
                raise StoreDamaged(f"{self._path} is missing") from None
            return None
        except OSError as error:
            raise unreadable(error, self._path) from error
        found = Fingerprint.of(encoded)
        if self._expected not in (None, found):
            raise StoreDamaged(f"{self._path} is damaged: {found.size} bytes that are not what was written")
        try:
            content = from_json(encoded)
        except (ValueError, RecursionError) as error:
            raise StoreDamaged(f"{self._path} is damaged: {error}") from error
        if not isinstance(content, dict) or not all(isinstance(table, dict) for table in content.values()):
            raise StoreDamaged(f"{self._path} is damaged: it holds no tables")
        self.fingerprint = found
        return content
