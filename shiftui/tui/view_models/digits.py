"""Digits three rows high, for the one number that matters most. Drawn with lines that every terminal has."""

ROWS = 3

_GLYPHS = {
    "0": ("╭─╮", "│ │", "╰─╯"),
    "1": ("─╮ ", " │ ", "─┴─"),
    "2": ("╶─╮", "╭─╯", "╰─╴"),
    "3": ("╶─╮", " ─┤", "╶─╯"),
    "4": ("╷ ╷", "╰─┤", "  ╵"),
    "5": ("╭─╴", "╰─╮", "╶─╯"),
    "6": ("╭─╴", "├─╮", "╰─╯"),
    "7": ("╶─╮", "  │", "  ╵"),
    "8": ("╭─╮", "├─┤", "╰─╯"),
    "9": ("╭─╮", "╰─┤", "╶─╯"),
    ":": ("   ", " : ", "   "),
    " ": ("   ", "   ", "   "),
}


def big(text: str) -> tuple[str, str, str]:
    """The text in three rows: digits, colons and spaces large, other characters small on the last row."""
    rows = ["", "", ""]
    for index, character in enumerate(text):
        glyph = _GLYPHS.get(character)
        if glyph is None:
            glyph = (" ", " ", character)
        elif index and rows[0]:
            rows = [row + " " for row in rows] if text[index - 1] in _GLYPHS else rows
        rows = [row + part for row, part in zip(rows, glyph, strict=True)]
    return rows[0], rows[1], rows[2]
