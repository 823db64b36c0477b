"""The palette and the help: one list that is searched while somebody types, and that can be run."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from shiftui.tui.dialogs.inputs import Line as Field
from shiftui.tui.dialogs.inputs import take_stray
from shiftui.tui.lines import Line, Span
from shiftui.tui.view_models.finder import Found
from shiftui.tui.view_models.footer import hints
from shiftui.tui.widgets.painting import Lines
from shiftui.tui.widgets.row_list import RowList

Search = Callable[[str], tuple[Found, ...]]


class FoundList(RowList):
    """What was found. The field above keeps the focus."""

    can_focus = False
    on_raised = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.found: tuple[Found, ...] = ()

    @property
    def is_active(self) -> bool:
        """Always: the keys of the field move it."""
        return True

    @property
    def cursor(self) -> Found | None:
        """What Enter runs."""
        return self.found[self.at] if self.at is not None else None

    def show(self, found: tuple[Found, ...]) -> None:
        """Take what was found for other words; the bar goes to the best."""
        self.found = found
        self.set_rows([one.id for one in found], to_first=True)

    def body(self, at: int) -> Line:
        """As the view model has it."""
        return self.found[at].line


class Finder(ModalScreen[Found | None]):
    """Answers with what was chosen, or None."""

    AUTO_FOCUS = "#words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, search: Search, *, tall: bool) -> None:
        super().__init__(classes="-tall" if tall else "")
        self._title = title
        self._search = search

    def compose(self) -> ComposeResult:
        """The field, then the list."""
        with Vertical(id="sheet"):
            yield Lines(id="title", raised=True)
            yield Field(placeholder="type to search", id="words")
            yield FoundList(id="found")
            yield Lines(id="keys", raised=True)

    def on_mount(self) -> None:
        """Everything is there before a word is typed."""
        self.query_one("#title", Lines).show([(Span(self._title, "strong"),)])
        self.query_one("#keys", Lines).show([hints(("Enter", "run"), ("↑↓", "move"), ("Esc", "close"))])
        self.call_after_refresh(self._look)

    def on_key(self, event: events.Key) -> None:
        """Lose no key of somebody who types ahead."""
        take_stray(self.focused, event)

    @on(Field.Changed)
    def _look(self) -> None:
        self.query_one(FoundList).show(self._search(self.query_one(Field).value))

    @on(Field.Submitted)
    @on(RowList.Pressed)
    def _choose(self) -> None:
        self.dismiss(self.query_one(FoundList).cursor)

    def action_leave(self) -> None:
        """Nothing was chosen."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """The list's cursor, while the field has the focus."""
        self.query_one(FoundList).move(by)

    def action_page(self, by: int) -> None:
        """By pages."""
        self.query_one(FoundList).move_pages(by)
