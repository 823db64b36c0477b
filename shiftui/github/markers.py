r"""Hidden markers: what machines read at the end of a comment or a body.

    <!-- shiftui:v1 {"id":"…","kind":"noted"} -->

A marker counts only as the very last line (design.md). Inside, `<`, `>` and `--` are `\u` escapes, so that no
text can end it early; and whatever we post is defused, so that no quoted text can begin one.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shiftui.domain.conversation import Marker
from shiftui.domain.safe_text import defuse

HEAD = "<!-- shiftui:v1 "
"""What every marker begins with: a text without it holds none."""
_SHAPE = re.compile(r"<!-- shiftui:v1 (\{[^<>]*\}) -->")
_ESCAPED = re.compile("[<>\x7f-\x9f\u2028\u2029\ud800-\udfff]|--")
ID_LIMIT = 100
DEPTH_LIMIT = 12
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Found:
    """A text and the marker that stood at its end, if one did. Whether to believe it is another question."""

    text: str
    """Without the marker, with plain line ends."""
    marker: Marker | None = None
    more: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """All that the marker says, as JSON values."""

    def instant(self, name: str) -> datetime | None:
        """A time that the marker gives; None when it gives none, or no sensible one."""
        return _instant(self.more.get(name))


def write_marker(kind: str, id: str, **more: Any) -> str:
    """The marker as one line. `more` are JSON values; None leaves a name out."""
    values = {"id": id, "kind": kind} | {name: value for name, value in more.items() if value is not None}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return f"{HEAD}{_ESCAPED.sub(_escape, text)} -->"


def marked(text: str, marker: str) -> str:
    """A body: the text, defused, and the marker as its last line."""
    prose = defuse(text).rstrip()
    return f"{prose}\n\n{marker}" if prose else marker


def find_marker(body: str) -> Found:
    """Take a body apart. Anything that is not exactly a marker stays text."""
    body = body.replace("\r\n", "\n") if "\r" in body else body
    if HEAD not in body:
        return Found(body, None, _NOTHING)
    before, _, last = body.rstrip().rpartition("\n")
    shape = _SHAPE.fullmatch(last.rstrip())
    if shape is None or "--" in shape[1]:
        return Found(body)
    try:
        values = json.loads(shape[1])
    except (ValueError, RecursionError):
        return Found(body)
    if not _is_shallow(values, DEPTH_LIMIT):
        return Found(body)
    id, kind = values.get("id"), values.get("kind")
    if not (isinstance(id, str) and isinstance(kind, str) and 0 < len(id) <= ID_LIMIT and kind):
        return Found(body)
    return Found(before.rstrip(), Marker(kind[:ID_LIMIT], id, _instant(values.get("at"))), values)


def instant_text(moment: datetime) -> str:
    """A time as markers write it."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _is_shallow(value: object, depth: int) -> bool:
    """Whether a value is nested no deeper than ours are, so that whoever writes it on cannot stumble."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > 0 and all(_is_shallow(each, depth - 1) for each in inner)


def _escape(found: re.Match[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in found[0])


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


__all__ = ["HEAD", "Found", "find_marker", "instant_text", "marked", "write_marker"]
