"""Shows a whole address before a browser gets it."""

from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import urlsplit

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from shiftui.domain.safe_text import safe_block, safe_line, safe_link
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.parts import KeyHint, Words

STAY = Choice("n", "stay here", "")
_SHOWN = 2_000
_SCROLLS = 600
"""Longer ones do not fit at once."""


class LinkDialog(ChoiceDialog[str]):
    """Answers with the address that may be opened; an empty one, or None, means not to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "turn(1)", "Read on", show=False, priority=True),
        Binding("pageup", "turn(-1)", "Read back", show=False, priority=True),
    ]

    def __init__(self, context: DialogContext, url: str) -> None:
        self._url = url
        self._link = safe_link(url)
        answers = (STAY, Choice("o", "open it in the browser", self._link)) if self._link else (STAY,)
        question = "Open this address?" if self._link else "This address is not opened"
        super().__init__(context, None, question=question, choices=answers)

    def about(self) -> str:
        """Where it leads, or why it is not opened."""
        if self._link is None:
            return "Only http and https addresses without a password in them are."
        return f"It leads to {safe_line(urlsplit(self._link).netloc, 200)}"

    def question(self) -> ComposeResult:
        """The whole address, then the answers."""
        shown = self._link if self._link is not None else safe_block(self._url[:_SHOWN], 40, _SHOWN)
        with VerticalScroll(classes="well", can_focus=False):
            yield Words(shown)
        yield from super().question()

    def keys(self) -> Iterable[KeyHint]:
        """Staying is what Enter means."""
        more: list[KeyHint] = [("PgDn", "read on")] if len(self._url) > _SCROLLS else []
        if self._link is None:
            return [*more, ("Esc", "close")]
        return [("Enter", "choose"), ("o", "open"), *more, ("Esc", "stay")]

    def action_turn(self, pages: int) -> None:
        """Scroll a long address."""
        well = self.query_one(VerticalScroll)
        well.scroll_relative(y=pages * max(1, well.size.height - 1), animate=False, immediate=True)
