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
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    clipped = clip(text, width)
    return clipped + " " * (width - cells(clipped))


def terminal_width() -> int | None:
    """The cells of a line; None where nobody's terminal has to hold it."""
    if output.is_terminal() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def has_colours() -> bool:
    """Whether a person looks at it, and wants colours."""
    return output.is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def painted(text: str, colour: str) -> str:
    """The text in a colour, where a person's terminal shows colours."""
    return f"\x1b[{colour}m{text}\x1b[0m" if colour and text.strip() and has_colours() else text


def table(rows: Sequence[Sequence[str]], flexible: int, colours: Sequence[Sequence[str]] = ()) -> list[str]:
    """Rows of safe texts as aligned lines; the `flexible` column gives way to the terminal's width."""
    if not rows:
        return []
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    room = terminal_width()
    if room is not None:
        rest = sum(width + 2 for place, width in enumerate(widths) if place != flexible)
        widths[flexible] = min(widths[flexible], max(12, room - rest))
    paints = colours if colours and has_colours() else ()
    lines = []
    for index, row in enumerate(rows):
        parts = [pad(text, width) for text, width in zip(row, widths, strict=True)]
        if paints:
            parts = [painted(part, colour) for part, colour in zip(parts, paints[index], strict=True)]
        lines.append("  ".join(parts).rstrip())
    return lines
