"""One of a few answers, one key each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option

from shiftui.domain.safe_text import safe_line
from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.parts import KeyHint
from shiftui.tui.messages import Chosen

T = TypeVar("T")

LABEL_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """An answer, the key that gives it, and a word on what it means."""

    key: str
    label: str
    value: T
    about: str = ""
    also: str = ""
    """Another key that gives it, shown before the first."""
    style: str = ""
    """Of the label, where that says a state."""


NUMBERS = "123456789abcdefghilmnopqrstuvwxyz"
"""Keys of answers that have none of their own, in their order; j and k move."""


def numbered(answers: Iterable[tuple[str, T, str]], *, taken: str = "") -> list[Choice[T]]:
    """Choices of (label, value, about), one key each as far as they go, without those that are `taken`.

    Whoever comes after the last key is reached with the arrows.
    """
    keys = (key for key in NUMBERS if key not in taken)
    return [Choice(next(keys, ""), label, value, about) for label, value, about in answers]


class Choices(OptionList):
    """The answers below each other. A bar at the left of its row is the cursor, which so needs no colour."""

    def __init__(self, rows: Sequence[Content], *, highlighted: int = 0, id: str | None = None) -> None:
        self._contents = list(rows)
        self._bar_at: int | None = None
        options = [Option(Content(" ") + row) for row in rows]
        super().__init__(*options, id=id, markup=False, compact=True)
        self.highlighted = highlighted

    def put(self, at: int, row: Content) -> None:
        """Another content for the row at that place."""
        self._contents[at] = row
        self._draw(at)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the bar."""
        super().watch_highlighted(highlighted)
        self._move_bar()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the bar only where the keys move."""
        super().watch_has_focus(has_focus)
        self._move_bar()

    def _move_bar(self) -> None:
        before, self._bar_at = self._bar_at, self.highlighted if self.has_focus else None
        for at in (before, self._bar_at):
            if at is not None:
                self._draw(at)

    def _draw(self, at: int) -> None:
        bar = Content.styled("▌", "$primary") if at == self._bar_at else Content(" ")
        self.replace_option_prompt_at_index(at, bar + self._contents[at])


def choice_row(choice: Choice[T], width: int, mark: str = "") -> Content:
    """A choice as a line: key, label in a column `width` wide, what it means."""
    label = safe_line(choice.label, LABEL_LIMIT)
    about = safe_line(choice.about, LABEL_LIMIT)
    return Content.assemble(
        (f"{choice.also} " if choice.also else "", "bold $primary"),
        (choice.key, "bold $primary"),
        "  ",
        (label, choice.style),
        " " * max(0, min(width, LABEL_LIMIT) - len(label)),
        (f"  {about}" if about else "", "$text-muted"),
        (f"  {mark}" if mark else "", "$text-muted italic"),
    )


class ChoiceDialog(Dialog[T], Generic[T]):
    """Asks for one of `choices`. The first, or the one that holds now, is what Enter gives."""

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket | None,
        *,
        question: str,
        choices: Sequence[Choice[T]],
        current: T | None = None,
        about: str | None = None,
        save: Save[T] | None = None,
    ) -> None:
        super().__init__(context, ticket, save=save)
        self._question = question
        self._choices = tuple(choices)
        self._current = current
        self._about = about

    def heading(self) -> str:
        """The question."""
        return self._question

    def about(self) -> str:
        """What the asker said it is about, else the ticket's title."""
        return self._about if self._about is not None else super().about()

    def question(self) -> ComposeResult:
        """The answers."""
        width = max((len(choice.label) for choice in self._choices), default=0)
        current = (at for at, choice in enumerate(self._choices) if choice.value == self._current)
        yield Choices(
            [
                choice_row(choice, width, "current" if choice.value == self._current else "")
                for choice in self._choices
            ],
            highlighted=next(current, 0),
            id="start",
        )

    def _finish(self, result: T | None) -> None:
        if result is not None:
            self.app.post_message(Chosen())
        super()._finish(result)

    def keys(self) -> Iterable[KeyHint]:
        """One key a choice is shown in its row."""
        return [("Enter", "choose"), ("↑↓", "move"), ("Esc", "cancel")]

    @on(OptionList.OptionSelected, "#start")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.submit(self._choices[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """The key of a choice gives it; j and k move where they are no such key."""
        if isinstance(self.focused, Input | TextArea):
            return
        for choice in self._choices:
            if event.character in (choice.key, choice.also or choice.key):
                event.stop()
                event.prevent_default()
                self.submit(choice.value)
                return
        if event.key in ("j", "k"):
            rows = self.query_one("#start", Choices)
            rows.action_cursor_down() if event.key == "j" else rows.action_cursor_up()
