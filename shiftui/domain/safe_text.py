"""Other people's text, made safe for a terminal and for a thread on GitHub.

Titles, bodies, names and pasted messages are hostile until they went through here (design.md, "Untrusted
text"): a terminal obeys control characters, bidirectional controls reorder what a reader sees, and characters
without a width shift everything to their right. What could do harm is shown, not removed, so that a trick is
seen; raw text stays in the store, and only what goes to a screen is changed.

How things are shown, in characters that every terminal and Rich give the same width:

- control characters as `^[`; those of C1 as the two-byte sequence that they stand for (U+009B as `^[[`);
- bidirectional controls, zero-width and other invisible characters, lone surrogates and code points that
  this Python does not know as `‹U+202E›`;
- line breaks and tabs as a space within a line;
- an emoji sequence as its parts: terminals disagree about its width, so joiners, skin tones and the variation
  selector after a character go, and a flag becomes its two letters;
- at most three combining marks a character, and `◌` under those that have none.

Not settled: scripts whose letters join (Devanagari, Tamil …) are as wide as each terminal draws them.
"""

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache

LINE_LIMIT = 400
BLOCK_LINES = 500
BLOCK_LINE_LIMIT = 2_000
TAB = 4
MARKS = 3
"""Combining marks kept on one character; written languages rarely need more."""

_WORK = 8
"""How many characters are looked at for each one that may be shown: enough for long sequences of emoji."""

# Patterns stay text: `re` compiles and keeps them at first use, which most commands never come to, and
# compiling all of them would cost every start some milliseconds.
_PLAIN_CHARACTERS = (
    r"[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff"
    r"\u0391-\u03a1\u03a3-\u03ff\u0400-\u0481\u048a-\u052f"  # Greek, Cyrillic
    r"\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3"  # Hebrew, Arabic
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff"  # punctuation, money, arrows
    r"\u2500-\u262f\u2638-\u2689\u2690-\u27bf"  # boxes, symbols
    r"\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fef\uac00-\ud7a3\uff01-\uff60"  # East Asian
    r"\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6c5\U0001f900-\U0001f9ff]"  # emoji
)
"""Characters that are shown as they are whatever is around: nearly every title has no others."""

_PLAIN = _PLAIN_CHARACTERS + "*"
_PIECE = _PLAIN_CHARACTERS + "+|."
_BREAKS = r"(?:\r\n|[\n\t\u2028\u2029])+"
_SYLLABLE = r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"

_IGNORED = (
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ud800-\udfff]*"
)
_COMMENT = f"<{_IGNORED}!{_IGNORED}-{_IGNORED}-"

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LINK = (
    rf"[Hh][Tt][Tt][Pp][Ss]?://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]{{2,45}}\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?:[/?#].*)?"
)
_NOT_IN_LINKS = r"[\x00-\x20\x7f-\xa0\ud800-\udfff\\\"<>`]"
LINK_LIMIT = 2_000


class _Kind(Enum):
    SHOWN = auto()  # as the piece that comes with it, whatever is around
    MARK = auto()  # combines with what is before
    SELECTOR = auto()  # chooses the form of what is before
    JOINER = auto()  # makes one emoji of two
    TONE = auto()  # colours the emoji before


def safe_line(text: str, limit: int = LINE_LIMIT) -> str:
    """The text as one line that is safe to draw, at most `limit` characters, `…` where it was clipped.

    Takes the same time for a megabyte as for `limit` characters. Safe text of that length comes back as it
    is. A character fills one cell or two, combining marks none.
    """
    if len(text) <= limit and _is_plain(text):
        return text
    head = text[: limit * _WORK]
    return _shown(re.sub(_BREAKS, " ", head), limit, clipped=len(head) < len(text))


def safe_block(text: str, max_lines: int = BLOCK_LINES, max_line: int = BLOCK_LINE_LIMIT) -> str:
    """The text as lines, each safe to draw: at most `max_lines` of `max_line` characters.

    Tabs are expanded. Where lines had to be left out, the last one says how many.
    """
    for line_break in ("\r\n", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    lines = text.split("\n", max_lines)
    more = ""
    if len(lines) > max_lines:
        left_out = 2 + lines.pop().count("\n")
        lines.pop()
        more = f"… {left_out} more lines"
    safe = [_block_line(line, max_line) for line in lines]
    return "\n".join([*safe, more] if more else safe)


def is_safe(text: str) -> bool:
    """Whether each line of the text may be drawn as it is: what safe_line and safe_block return is."""
    return all(_is_plain(line) or _shown(line, len(line), clipped=False) == line for line in text.split("\n"))


def safe_link(url: str) -> str | None:
    """The address if a browser may be given it, else None.

    Only http and https, to a host by its ASCII name or number, without user or password (they make one host
    look like another), no longer than can be shown whole. Letters outside ASCII in the path are encoded.
    """
    if len(url) > LINK_LIMIT or re.search(_NOT_IN_LINKS, url):
        return None
    link = re.fullmatch(_LINK, url)
    if link is None or int(link["port"] or 443) not in range(1, 65_536):
        return None
    return re.sub(r"[^!-~]+", lambda part: "".join(f"%{byte:02X}" for byte in part[0].encode()), url)


def defuse(text: str) -> str:
    """The text, for posting on GitHub, opening no HTML comment: it can forge no marker and hide nothing.

    The hyphens of `<!--` become non-breaking ones, which look the same in prose and in code. So do those of
    a `<!--` that would appear once somebody strips invisible characters.
    """
    return re.sub(_COMMENT, lambda opening: opening[0].replace("-", "‑"), text) if "<" in text else text


def _is_plain(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or re.fullmatch(_PLAIN, text) is not None


def _block_line(line: str, limit: int) -> str:
    head = line[: limit * _WORK].expandtabs(TAB)
    if len(line) <= limit and len(head) <= limit and _is_plain(head):
        return head
    return _shown(head, limit, clipped=len(line) > limit * _WORK)


def _shown(text: str, limit: int, *, clipped: bool) -> str:
    """The safe form of a text without line breaks, ending in `…` if `clipped` or longer than `limit`."""
    pieces: list[str] = []
    size = marks = 0
    base = ""  # what a combining mark would sit on
    chosen = False  # whether a variation selector was taken for it
    text = re.sub(_SYLLABLE, lambda jamo: unicodedata.normalize("NFC", jamo[0]), text)
    for match in re.finditer(_PIECE, text):
        piece = match[0]
        kind, piece = _kind(piece) if len(piece) == 1 else (_Kind.SHOWN, piece)
        if kind is _Kind.MARK:
            marks += 1
            if marks > MARKS:
                continue
            piece = piece if base else "◌" + piece
            base = base or "◌"
        elif kind is not _Kind.SHOWN and _goes(kind, base, chosen, text[match.end() : match.end() + 1]):
            chosen = chosen or kind is _Kind.SELECTOR
            continue
        else:
            marks, base, chosen = 0, piece[-1], False
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            clipped = True
            break
    return _clip(pieces, limit) if clipped else "".join(pieces)


def _clip(pieces: list[str], limit: int) -> str:
    """As many pieces as fit before a `…`; only one of plain characters may be cut."""
    size = sum(map(len, pieces))
    while pieces and size >= limit:
        last = pieces.pop()
        size -= len(last)
        if size < limit - 1 and _is_plain(last):
            pieces.append(last[: limit - 1 - size])
            break
    return "".join(pieces) + "…"


def _goes(kind: _Kind, base: str, chosen: bool, following: str) -> bool:
    """Whether a character is left out: it belongs to an emoji or chooses a form, and shows nothing itself."""
    match kind:
        case _Kind.SELECTOR:
            return base not in ("", " ") and not chosen
        case _Kind.TONE:
            return base not in ("", " ")
        case _Kind.JOINER:
            return _is_symbol(base) and _is_symbol(following)
        case _:
            return False


@lru_cache(maxsize=4096)
def _kind(char: str) -> tuple[_Kind, str]:
    """How a character is treated, and how it is shown where it is."""
    code = ord(char)
    category = unicodedata.category(char)
    if category == "Cc":
        return _Kind.SHOWN, f"^[{chr(code - 0x40)}" if code >= 0x80 else f"^{chr(code ^ 0x40)}"
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return _Kind.SELECTOR, _named(code)
    if code == 0x200D:
        return _Kind.JOINER, _named(code)
    if category in ("Cf", "Cs", "Cn", "Zl", "Zp") or _is_invisible(code) or _is_of_two_widths(code):
        return _Kind.SHOWN, _named(code)
    if 0x1F3FB <= code <= 0x1F3FF:
        return _Kind.TONE, _named(code)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return _Kind.SHOWN, chr(code - 0x1F1E6 + ord("A"))
    return (_Kind.MARK if category in ("Mn", "Me", "Mc") else _Kind.SHOWN), char


def _is_invisible(code: int) -> bool:
    """Letters and marks that draw nothing, and Hangul letters that only draw as parts of a syllable."""
    return (
        code in (0x034F, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
        or 0x180B <= code <= 0x180F
        or 0x1100 <= code <= 0x11FF
        or 0xA960 <= code <= 0xA97F
        or 0xD7B0 <= code <= 0xD7FF
    )


def _is_of_two_widths(code: int) -> bool:
    """Rare symbols, most made wide by Unicode 16, about which terminals and Rich disagree."""
    return (
        code in (0x302E, 0x302F, 0x16FF0, 0x16FF1)
        or 0x3248 <= code <= 0x324F
        or 0x2630 <= code <= 0x2637
        or 0x268A <= code <= 0x268F
        or 0x4DC0 <= code <= 0x4DFF
        or 0x1D300 <= code <= 0x1D376
    )


def _is_symbol(char: str) -> bool:
    return char != "" and unicodedata.category(char) == "So"


def _named(code: int) -> str:
    return f"‹U+{code:04X}›"
