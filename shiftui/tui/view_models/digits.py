"""Digits three rows high, for the one number that matters most. Drawn with lines that every terminal has."""

ROWS = 3

_GLYPHS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", "╺━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ":": ("╻", " ", "╹"),
}


def big(text: str) -> tuple[str, str, str]:
    """The text in three rows: digits and colons large; all else small, on the last row."""
    rows = ["", "", ""]
    for character in text:
        glyph = _GLYPHS.get(character, (" ", " ", character))
        parted = character in _GLYPHS and rows[0] and not rows[0].endswith("  ")
        rows = [row + (" " if parted else "") + part for row, part in zip(rows, glyph, strict=True)]
    return rows[0], rows[1], rows[2]
