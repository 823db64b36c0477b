"""Texts that somebody is writing and has not sent: on the disk, so that not even a crash loses them.

A small file beside the journal, replaced as a whole. It holds no operation: nothing in it was decided. So
what cannot be read or written is passed over, and the composer goes on.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from shiftui.store.disk import DISK, Disk, ensure_folder, replace_file

NAME: Final = "unsent.json"
LIMIT: Final = 8 * 1024 * 1024
"""Bytes; more was not written by us."""


class UnsentFile:
    """The file of one workspace; several dashboards may use it."""

    def __init__(self, folder: Path, *, disk: Disk = DISK) -> None:
        self._path = folder / NAME
        self._disk = disk

    def load(self) -> dict[str, dict[str, str]]:
        """What is kept, by name; nothing where the file is missing or unreadable."""
        with suppress(OSError, ValueError):
            if self._path.stat().st_size <= LIMIT:
                data = json.loads(self._path.read_bytes())
                if isinstance(data, dict):
                    return {name: fields for name, fields in data.items() if _is_fields(fields)}
        return {}

    def put(self, name: str, fields: Mapping[str, str] | None) -> None:
        """Keep the fields under a name, or forget it; the others stay as another process left them."""
        texts = self.load()
        before = dict(texts)
        if fields is None:
            texts.pop(name, None)
        else:
            texts[name] = dict(fields)
        if texts == before:
            return
        with suppress(OSError):
            ensure_folder(self._disk, self._path.parent)
            replace_file(self._disk, self._path, json.dumps(texts).encode())


def _is_fields(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
