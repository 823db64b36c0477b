"""A text to be copied by hand, where no clipboard can be reached."""

import sys
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from shiftui.domain.safe_text import safe_block, safe_line
from shiftui.tui.dialogs.base import Dialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.parts import KeyHint, Words

_WHOLE = 5_000
"""Lines shown at most."""


class TextDialog(Dialog[None]):
    """Shows a text whole. There is nothing to answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "cancel", "Close", show=False),
        Binding("p", "print", "Print it plainly", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, context: DialogContext, title: str, text: str) -> None:
        super().__init__(context, None)
        self._title = title
        self._text = safe_block(text, max_lines=_WHOLE)

    def heading(self) -> str:
        """Why it is shown."""
        return safe_line(self._title, 200)

    def about(self) -> str:
        """How to get at it."""
        return "Hold Shift (Option in iTerm) and drag to select, or press p."

    def question(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll(id="start", classes="well"):
            yield Words(self._text)

    def keys(self) -> Iterable[KeyHint]:
        """Nothing to answer: close."""
        return [("Esc", "close"), ("p", "print plainly"), ("↑↓", "scroll")]

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#start", VerticalScroll).scroll_relative(y=lines, animate=False, immediate=True)

    def action_print(self) -> None:
        """Leave the screen, print the text without any frame, and come back on Enter."""
        try:
            with self.app.suspend():
                sys.stdout.write(f"\n{self._text}\n\n(Enter goes back to shiftui)\n")
                sys.stdout.flush()
                sys.stdin.readline()
        except SuspendNotSupported:
            self.say("This terminal cannot be lent; select the text here.", "error")
