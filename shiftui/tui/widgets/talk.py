"""The line above the footer: what came of the last key, or, while somebody types it, the filter."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from shiftui.tui.lines import Line
from shiftui.tui.widgets.painting import Lines


class Talk(Horizontal):
    """Says things, and takes a filter. The field is made when it is first needed: most starts need none."""

    class Typed(Message):
        """The filter reads differently."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        """The filter stays as it was typed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._field: Input | None = None
        self._said = Lines(id="status")
        """Kept by name: the dashboard may speak before this is mounted."""

    def compose(self) -> ComposeResult:
        """What is said."""
        yield self._said

    @property
    def is_typing(self) -> bool:
        """Whether somebody types a filter."""
        return self._field is not None and self._field.has_focus

    def show(self, line: Line) -> None:
        """Say something."""
        self._said.show([line])

    def begin(self, text: str) -> None:
        """Let somebody type."""
        from shiftui.tui.dialogs.inputs import Line as Field

        self._said.display = False
        if self._field is None:
            self._field = Field(text, placeholder="words to look for", id="filter")
            self.mount(self._field)
        else:
            with self._field.prevent(Input.Changed):
                self._field.value = text
            self._field.display = True
        self._field.focus()

    def end(self) -> None:
        """Hide the field."""
        if self._field is not None:
            self._field.display = False
        self._said.display = True

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.display:
            self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done())
