"""Lines of a screen as plain values: what view models return and widgets paint.

A line is spans of text, each with a role; what a role looks like is the theme's business. No markup exists
here, so no text can be taken for any. All measures are terminal cells.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

Role = Literal[
    "text", "dim", "strong", "heading", "accent", "key", "amber", "red", "green", "line", "bar", "typed"
]
"""Text; context; the one thing to act on; a section's name; what is focused or can be pressed; a key in the
footer; at risk; breached or critical; met; hairlines; the cursor's bar; what somebody is typing."""


class Span(NamedTuple):
    """Text that is safe to draw, in one role."""

    text: str
    role: Role = "text"


Line = tuple[Span, ...]

EMPTY: Line = ()


def cells(text: str) -> int:
    """How many cells a text fills."""
    return len(text) if text.isascii() else cell_len(text)


def width_of(line: Iterable[Span]) -> int:
    """How many cells a line fills."""
    return sum(cells(span.text) for span in line)


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells, ending in `…` where something was left out."""
    if width <= 0:
        return ""
    if cells(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, at the left."""
    clipped = clip(text, width)
    return clipped + " " * (width - cells(clipped))


def fit_right(text: str, width: int) -> str:
    """The text in exactly `width` cells, at the right."""
    clipped = clip(text, width)
    return " " * (width - cells(clipped)) + clipped


def clip_line(line: Line, width: int) -> Line:
    """The line in at most `width` cells."""
    if width_of(line) <= width:
        return line
    spans: list[Span] = []
    left = width
    for span in line:
        size = cells(span.text)
        if size >= left:
            spans.append(Span(clip(span.text + " ", left), span.role))
            break
        spans.append(span)
        left -= size
    return tuple(spans)


def spread(left: Line, right: Line, width: int, gap: int = 2) -> Line:
    """`left` at the left and `right` at the right edge; where both do not fit, `left` is clipped."""
    room = width - width_of(right)
    left = clip_line(left, max(0, room - gap))
    return (*left, Span(" " * max(0, room - width_of(left))), *right)


def joined(parts: Iterable[Line], gap: str = "   ") -> Line:
    """Groups of spans in a row, `gap` between them; empty groups vanish."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += [Span(gap), *part] if spans else part
    return tuple(spans)


def as_many(parts: Iterable[Line], width: int, gap: str = "   ") -> Line:
    """As many groups, from the first, as fit whole into `width`."""
    taken: list[Line] = []
    used = 0
    for part in parts:
        size = width_of(part) + (len(gap) if taken else 0)
        if part and used + size <= width:
            taken.append(part)
            used += size
    return joined(taken, gap)


def wrap(text: str, width: int) -> list[str]:
    """The paragraphs of a text in rows of at most `width` cells, broken between words where possible."""
    rows: list[str] = []
    for paragraph in text.split("\n"):
        rows += _wrapped(paragraph.rstrip(), max(1, width))
    return rows


def _wrapped(paragraph: str, width: int) -> list[str]:
    if cells(paragraph) <= width:
        return [paragraph]
    rows: list[str] = []
    row = paragraph[: len(paragraph) - len(paragraph.lstrip(" "))][: width // 2]
    used = len(row)
    empty = True
    for word in paragraph.split():
        size = cells(word)
        if not empty and used + 1 + size <= width:
            row, used = f"{row} {word}", used + 1 + size
            continue
        if not empty:
            rows.append(row)
            row, used = "", 0
        if used + cell_len(word[0]) > width:  # an indent that leaves no room for a wide character
            row, used = "", 0
        *full, last = _pieces(word, width - used) if used + size > width else [word]
        for piece in full:
            rows.append(row + piece)
            row, used = "", 0
        row, used, empty = row + last, used + cells(last), False
    return [*rows, row]


def _pieces(word: str, width: int) -> list[str]:
    """A word too long for a row, cut by cells."""
    pieces: list[str] = []
    piece, used = "", 0
    for character in word:
        size = cell_len(character)
        if used + size > max(1, width) and piece:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + size
    return [*pieces, piece]


def flow(line: Line, width: int) -> tuple[Line, ...]:
    """A line of several roles, wrapped between its words; words that are wider than a row are cut."""
    rows: list[Line] = []
    row: list[Span] = []
    used = 0
    for span in line:
        for index, word in enumerate(span.text.split(" ")):
            space = 1 if index and used else 0
            for piece in [word] if cells(word) <= width else _pieces(word, width):
                if used and used + space + cells(piece) > width:
                    rows.append(tuple(row))
                    row, used, space = [], 0, 0
                row.append(Span(" " * space + piece, span.role))
                used += space + cells(piece)
                space = 0
    return (*rows, tuple(row))
