"""What people type and paste into: fields whose text cannot harm the terminal.

A paste is as hostile as a title. Control characters and lone surrogates never enter a field: they become
their caret form, or a name. What else could mislead, such as characters without a width or those that turn
the order round, stays in the text (some languages are written with it) and is drawn as a dot.
"""

from functools import lru_cache
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from shiftui.domain.safe_text import MARKS, is_safe, safe_line

TEXT_LIMIT = 60_000
"""Characters in one text; GitHub takes 65,536 in a comment, and a marker comes with them."""
LINE_LIMIT = 4_000
HIDDEN = "·"
"""Stands where a character is that has no place of its own on a screen."""

_CONTROLS = {code: safe_line(chr(code)) for code in (*range(0x20), *range(0x7F, 0xA0))}
_SURROGATES = {code: f"‹U+{code:04X}›" for code in range(0xD800, 0xE000)}
_IN_TEXT = {**_CONTROLS, **_SURROGATES, ord("\n"): "\n", ord("\t"): "    "}
_IN_LINE = {**_CONTROLS, **_SURROGATES, ord("\n"): " ", ord("\t"): " "}


def typed_text(text: str) -> str:
    """`text` with line feeds as its only control characters."""
    for line_break in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return text.translate(_IN_TEXT)


def typed_line(text: str) -> str:
    """`text` as one line without control characters."""
    for line_break in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return text.translate(_IN_LINE)


@lru_cache(maxsize=512)
def drawable(line: str) -> str:
    """`line` as it may be drawn, character for character, so that a cursor's place stays what it is."""
    if is_safe(line):
        return line
    drawn: list[str] = []
    marks = 0
    for char in line:
        shown = safe_line(char)
        if shown.startswith("◌"):
            marks += 1
            drawn.append(char if drawn and marks <= MARKS else HIDDEN)
            continue
        marks = 0
        drawn.append(shown if len(shown) == 1 else HIDDEN)
    return "".join(drawn)


class _Drawable(Highlighter):
    """Draws an `Input`'s value as `drawable` says."""

    def highlight(self, text: Text) -> None:
        plain = text.plain
        text.plain = drawable(plain)


class Line(Input):
    """One line; Enter submits it."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            typed_line(value)[:LINE_LIMIT],
            placeholder=placeholder,
            id=id,
            highlighter=_Drawable(),
            max_length=LINE_LIMIT,
            select_on_focus=False,
            compact=True,
        )
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Whatever sets the value, no control character gets in."""
        return typed_line(value)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all the lines of a paste, not only the first, and only as much as fits."""
        event.prevent_default()
        event.stop()
        room = max(0, LINE_LIMIT - len(self.value) + abs(self.selection.end - self.selection.start))
        pasted = " ".join(typed_line(event.text[: LINE_LIMIT * 4]).split())[:room]
        self.replace(pasted, *sorted(self.selection))


class Prose(TextArea):
    """Several lines. Tab leaves it; what submits it is the dialog's."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+shift+z", "redo", "Redo", show=False)]

    class TooLong(Message):
        """A paste did not fit and was left out."""

        def __init__(self, limit: int) -> None:
            self.limit = limit
            super().__init__()

    def __init__(self, text: str = "", *, id: str | None = None, limit: int = TEXT_LIMIT) -> None:
        super().__init__(
            typed_text(text)[:limit], id=id, soft_wrap=True, show_line_numbers=False, compact=True
        )
        self.limit = limit
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def get_line(self, line_index: int) -> Text:
        """The line as it may be drawn."""
        return Text(drawable(self.document.get_line(line_index)), end="", no_wrap=True)

    def load_text(self, text: str) -> None:
        """Replace the whole text."""
        super().load_text(typed_text(text)[: self.limit])

    def edit(self, edit: Edit) -> EditResult:
        """Every change passes here, typed or pasted."""
        edit.text = typed_text(edit.text)
        return super().edit(edit)

    async def _on_paste(self, event: events.Paste) -> None:
        """Refuse, rather than cut, what does not fit: the clipboard still has it."""
        if len(self.text) - len(self.selected_text) + len(event.text) > self.limit:
            event.prevent_default()
            event.stop()
            self.post_message(self.TooLong(self.limit))

    def replace_all(self, text: str) -> None:
        """Another text, as an edit that can be undone."""
        self.replace(text[: self.limit], (0, 0), self.document.end)

    def place_cursor(self, text_before: str) -> None:
        """Put the cursor after `text_before`, with which the text begins."""
        lines = text_before.split("\n")
        location: Location = (len(lines) - 1, len(lines[-1]))
        self.move_cursor(location)


class PasteField(Prose):
    """Takes a first paste as a whole, however long: it is handed on, not laid out."""

    PASTE_LIMIT: ClassVar[int] = 1_000_000

    class Pasted(Message):
        """A text was pasted into the empty field; only its beginning stands there now."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    async def _on_paste(self, event: events.Paste) -> None:
        """Hand the text on."""
        if self.text.strip() or "\n" not in event.text.strip():
            return
        event.prevent_default()
        event.stop()
        if len(event.text) > self.PASTE_LIMIT:
            self.post_message(self.TooLong(self.PASTE_LIMIT))
        else:
            self.load_text(event.text)
            self.post_message(self.Pasted(event.text))


def take_stray(focused: Widget | None, event: events.Key) -> None:
    """Put a key that came before its field had the focus where it was meant.

    Fields keep printable keys to themselves, so one that reaches the screen while a field is focused was
    pressed before that: somebody types on without waiting for the next question to be drawn.
    """
    if event.character is None or not event.is_printable:
        return
    match focused:
        case Line():
            focused.insert_text_at_cursor(event.character)
        case Prose():
            focused.insert(event.character)
        case _:
            return
    event.stop()
