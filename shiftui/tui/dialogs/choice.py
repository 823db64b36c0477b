"""One of a few answers, one key each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option

from shiftui.domain.safe_text import safe_line
from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Dialog, Save
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.parts import KeyHint

T = TypeVar("T")

LABEL_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """An answer, the key that gives it, and a word on what it means."""

    key: str
    label: str
    value: T
    about: str = ""


class Choices(OptionList):
    """The answers below each other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "cursor_down", "Down", show=False),
        Binding("up,ctrl+p", "cursor_up", "Up", show=False),
    ]


def choice_row(choice: Choice[T], width: int, mark: str = "") -> Content:
    """A choice as a line: key, label in a column `width` wide, what it means."""
    label = safe_line(choice.label, LABEL_LIMIT)
    about = safe_line(choice.about, LABEL_LIMIT)
    return Content.assemble(
        (choice.key, "bold $primary"),
        f"  {label:<{min(width, LABEL_LIMIT)}}",
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
        rows = Choices(
            *(
                Option(choice_row(choice, width, "now" if choice.value == self._current else ""))
                for choice in self._choices
            ),
            id="start",
            markup=False,
            compact=True,
        )
        rows.highlighted = next(
            (at for at, choice in enumerate(self._choices) if choice.value == self._current), 0
        )
        yield rows

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
            if choice.key == event.character:
                event.stop()
                event.prevent_default()
                self.submit(choice.value)
                return
        if event.key in ("j", "k"):
            rows = self.query_one("#start", Choices)
            rows.action_cursor_down() if event.key == "j" else rows.action_cursor_up()
