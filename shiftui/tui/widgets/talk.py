"""The line above the footer: what came of the last key, or, while somebody types it, the filter."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from shiftui.tui.lines import Line, Span, fit_right
from shiftui.tui.widgets.painting import Lines

COUNT = 32
"""Cells for "12 of 48 …" beside the field."""


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
        self._status, self._slash, self._count = Lines(id="status"), Lines(id="slash"), Lines(id="count")
        self._field: Input | None = None

    def compose(self) -> ComposeResult:
        """What is said, and what stands around the field."""
        yield self._status
        yield self._slash
        yield self._count

    def on_mount(self) -> None:
        """Nobody types yet."""
        self._slash.show([(Span("  / ", "key"),)])
        self._show_field(False)

    @property
    def is_typing(self) -> bool:
        """Whether somebody types a filter."""
        return self._field is not None and self._field.display

    def show(self, line: Line, count: str) -> None:
        """Say something; `count` is how much the filter lets through, for while it is typed."""
        self._status.show([line])
        self._count.show([(Span(fit_right(count.partition(" · ")[0], COUNT - 2), "accent"),)])

    def begin(self, text: str) -> None:
        """Let somebody type."""
        from shiftui.tui.dialogs.inputs import Line as Field

        if self._field is None:
            self._field = Field(text, placeholder="words to look for", id="filter")
            self.mount(self._field, before=self._count)
        else:
            with self._field.prevent(Input.Changed):
                self._field.value = text
        self._show_field(True)
        self._field.focus()

    def end(self) -> None:
        """Hide the field."""
        self._show_field(False)

    def _show_field(self, shown: bool) -> None:
        self._status.display = not shown
        self._slash.display = self._count.display = shown
        if self._field is not None:
            self._field.display = shown

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.display:
            self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done())
