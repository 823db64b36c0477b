"""What a settings file said when it was last read, so that a prompt need not parse it again.

Importing a parser costs more than all the rest of the settings. `settings.json` holds the file's values and
its identity, and counts only while that is the same. A file that was changed within the last seconds is not
remembered, since it could change again without showing it. `team-settings.json` does the same for the team's
text, whose identity is the text itself.
"""

import json
import os
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shiftui.config.private_file import write_private
from shiftui.config.problems import ConfigError

FILE = "settings.json"
TEAM_FILE = "team-settings.json"
SETTLED = 2_000_000_000
"""Nanoseconds after which another change has another time, on every file system that matters."""


def identity(path: Path) -> list[int] | None:
    """What changes whenever the file does; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]


def is_settled(of: list[int] | None) -> bool:
    """Whether the file of that identity can no longer change without another identity."""
    return of is not None and time.time_ns() - SETTLED - of[-1] >= 0


def recall(path: Path, of: object) -> dict[str, Any] | None:
    """The values that `path` remembers of that identity; None when they are not known."""
    try:
        kept = json.loads(path.read_bytes())
        if of is not None and kept["of"] == of and isinstance(kept["values"], dict):
            values: dict[str, Any] = kept["values"]
            return values
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass  # missing or damaged: the settings file itself is there to be read
    return None


def remember(path: Path, of: object, values: Mapping[str, Any]) -> None:
    """Keep what a good file said; where that cannot be done, the next one reads it again."""
    try:
        write_private(path, json.dumps({"of": of, "values": dict(values)}, default=_as_text))
    except (ConfigError, TypeError, ValueError):
        return


def _as_text(value: object) -> str:
    """A date or time of TOML, which may as well stand in quotes."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no settings file has a {type(value).__name__} that counts")
