"""What shiftui said, newest first, with the details that a line has no room for."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from shiftui.tui.lines import Span
from shiftui.tui.notices import Notice
from shiftui.tui.view_models.footer import hints
from shiftui.tui.view_models.log import log_lines
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.widgets.painting import Lines, ScrolledLines


class LogScreen(ModalScreen[None]):
    """The messages and problems of this session."""

    AUTO_FOCUS = "#messages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(15)", show=False),
        Binding("pageup", "scroll(-15)", show=False),
    ]

    def __init__(self, notices: tuple[Notice, ...], problems: tuple[str, ...], moment: Moment) -> None:
        super().__init__(classes="-tall")
        self._notices, self._problems, self._moment = notices, problems, moment

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        with Vertical(id="sheet"):
            yield Lines(id="title", raised=True)
            yield ScrolledLines(id="messages", raised=True)
            yield Lines(id="keys", raised=True)

    def on_mount(self) -> None:
        """Wrap when the width is known."""
        self.query_one("#title", Lines).show([(Span("Messages and problems", "strong"),)])
        self.query_one("#keys", Lines).show([hints(("Esc", "close"), ("↑↓", "scroll"))])
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Wrap anew."""
        self.call_after_refresh(self._fill)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll by rows."""
        self.query_one(ScrolledLines).scroll_by(by)

    def _fill(self) -> None:
        box = self.query_one(ScrolledLines)
        box.show(log_lines(self._notices, self._problems, self._moment, box.size.width))
