"""Lines that align on a terminal, and colours for a person only.

Texts come through `safe_text` first, which leaves nothing whose width terminals disagree about; so a width is
two cells for wide characters, none for combining marks, else one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

from shiftui.cli import output

RED, AMBER, DIM, BOLD = "31", "33", "2", "1"


def cells(text: str) -> int:
    """How many cells a safe text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    width = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me", "Mc"):
            width += 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
    return width


def clip(text: str, width: int) -> str:
    """At most `width` cells of a safe text, `…` where something was left out."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """The text clipped or filled to `width` cells."""
    clipped = clip(text, width)
    return clipped + " " * (width - cells(clipped))


def terminal_width() -> int | None:
    """The cells of a line; None where nobody's terminal has to hold it."""
    if output.is_terminal() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def painted(text: str, colour: str) -> str:
    """The text in a colour, where a person's terminal shows colours."""
    is_plain = not output.is_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if is_plain or not colour or not text.strip() else f"\x1b[{colour}m{text}\x1b[0m"


def table(rows: Sequence[Sequence[str]], flexible: int, colours: Sequence[Sequence[str]] = ()) -> list[str]:
    """Rows of safe texts as aligned lines; the `flexible` column gives way to the terminal's width."""
    if not rows:
        return []
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    room = terminal_width()
    if room is not None:
        rest = sum(width + 2 for place, width in enumerate(widths) if place != flexible)
        widths[flexible] = min(widths[flexible], max(12, room - rest))
    lines = []
    for index, row in enumerate(rows):
        paint = colours[index] if colours else [""] * len(row)
        padded = [pad(text, width) for text, width in zip(row, widths, strict=True)]
        line = "  ".join(painted(text, colour) for text, colour in zip(padded, paint, strict=True))
        lines.append(line.rstrip())
    return lines
