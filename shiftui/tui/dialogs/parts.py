"""The small parts that dialogs are made of. Nothing here meets a markup parser."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from shiftui.domain.safe_text import safe_block
from shiftui.tui.lines import clip, wrap

T = TypeVar("T")

Tone = Literal["plain", "warning", "error"]
KeyHint = tuple[str, str]
"""A key as it is written on the screen, and what it does."""


class Words(Static):
    """Text as it is, never as markup."""

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None):
        super().__init__(content, id=id, classes=classes, markup=False)


class Notice(Words):
    """A line or a few that come and go: what is wrong, what was done."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False

    def say(self, message: str, tone: Tone = "plain") -> None:
        """Show this; an empty text takes it away. Any text is made safe."""
        self.set_classes("" if tone == "plain" else f"-{tone}")
        self.update(safe_block(message, max_lines=5, max_line=600))
        self.display = bool(message)


class Keys(Words):
    """The line at the bottom that says what the keys do."""

    def show(self, hints: Iterable[KeyHint]) -> None:
        """Say these."""
        self.update(key_line(hints))


def key_line(hints: Iterable[KeyHint]) -> Content:
    """Keys and what they do, in one line."""
    parts = [
        Content.assemble((key, "bold $primary"), (f" {label}", "$text-muted")) if label else Content(key)
        for key, label in hints
    ]
    return Content("   ").join(parts)


class Excerpt(Widget):
    """The beginning of a text, in at most three rows; `…` says that there is more."""

    ROWS: ClassVar[int] = 3

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Show this. Any text is made safe."""
        self._text = safe_block(text, max_lines=self.ROWS, max_line=600)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as it fills."""
        return max(1, len(self._rows(width)))

    def render(self) -> Content:
        """The rows."""
        return Content("\n".join(self._rows(self.content_size.width)))

    def _rows(self, width: int) -> list[str]:
        rows = wrap(self._text, width)
        if len(rows) <= self.ROWS:
            return rows
        last = clip(f"{rows[self.ROWS - 1]} {rows[self.ROWS]}", max(1, width - 1)).removesuffix("…")
        return [*rows[: self.ROWS - 1], f"{last}…"]


class AudienceLine(Words):
    """Says who reads what is typed below it."""

    def __init__(self, words: str, *, id: str | None = None) -> None:
        super().__init__(audience_line(words), id=id, classes="audience")

    def say(self, words: str) -> None:
        """It is somebody else now."""
        self.update(audience_line(words))


def audience_line(words: str) -> Content:
    """Who reads it: the first part, which matters most, stands out."""
    first, dot, rest = words.partition(" · ")
    return Content.assemble((first, "bold"), f"{dot}{rest}")


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One of a few values to pick."""

    value: T
    label: str


class Pick(Widget, Generic[T], can_focus=True):
    """One of a few values, side by side in one line. Arrow keys (or the digit of its place) pick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Previous", show=False),
        Binding("right,l,space", "move(1)", "Next", show=False),
    ]

    class Picked(Message):
        """Another value was picked."""

        def __init__(self, pick: "Pick[Any]") -> None:
            self.pick = pick
            super().__init__()

        @property
        def control(self) -> "Pick[Any]":
            """The pick, for `@on(..., selector)`."""
            return self.pick

    def __init__(self, options: Sequence[Option[T]], value: T, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self._at = next((at for at, option in enumerate(self._options) if option.value == value), 0)

    @property
    def value(self) -> T:
        """The picked one."""
        return self._options[self._at].value

    def pick(self, at: int) -> None:
        """Pick the value at that place."""
        if 0 <= at < len(self._options) and at != self._at:
            self._at = at
            self.refresh()
            self.post_message(self.Picked(self))

    def pick_named(self, name: str) -> None:
        """Pick the value that reads like this, if there is one."""
        named = (at for at, option in enumerate(self._options) if str(option.value) == name)
        self.pick(next(named, self._at))

    def action_move(self, step: int) -> None:
        """Pick the next one; at an end it stays."""
        self.pick(self._at + step)

    def on_key(self, event: object) -> None:
        """A digit picks by place."""
        character = getattr(event, "character", None)
        if character and character.isdecimal() and character.isascii():
            self.pick(int(character) - 1)

    def render(self) -> Content:
        """The values; the picked one carries a mark and is not dim."""
        return Content("  ").join(
            Content.assemble(("● ", "$primary" if self.has_focus else ""), (option.label, "bold"))
            if at == self._at
            else Content.styled(f"○ {option.label}", "$text-muted")
            for at, option in enumerate(self._options)
        )
