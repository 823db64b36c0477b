"""What stands around the list: header and countdown above it, the line to talk and the keys below."""

from collections.abc import Mapping, Sequence

from shiftui.tui.actions import Action, Needs
from shiftui.tui.board import Board
from shiftui.tui.lines import Line, Span
from shiftui.tui.notices import Kind, Notices
from shiftui.tui.view_models.footer import footer_line, hints, key_part
from shiftui.tui.view_models.header import SyncLook, header_line
from shiftui.tui.view_models.hottest import hottest_lines
from shiftui.tui.view_models.listing import Row, View
from shiftui.tui.view_models.rows import EDGE
from shiftui.tui.view_models.status import status_line
from shiftui.tui.widgets.painting import Lines
from shiftui.tui.widgets.talk import Talk


class Frame:
    """The four of them; the dashboard puts them in their places."""

    def __init__(
        self, board: Board, notices: Notices, keys: Mapping[str, str], extra: Sequence[Action] = ()
    ) -> None:
        self._board, self._notices, self._keys, self._extra = board, notices, keys, extra
        self.sync = SyncLook()
        self.header, self.hottest = Lines(id="header"), Lines(id="hottest")
        self.talk = Talk(id="talk")
        self.footer = Lines(id="footer", raised=True)

    def show(self, width: int, row: Row | None, undo_key: str, *, reading: bool) -> None:
        """Show them as they are now; `reading` is whether the keys go to the ticket pane."""
        moment = self._board.moment
        self.header.show([header_line(moment, self.sync, width)])
        self.hottest.show(hottest_lines(moment, width))
        notice = self._notices.current
        said = notice.line(moment.now, undo_key) if notice is not None else ""
        loud = notice is not None and notice.kind in (Kind.REFUSED, Kind.FAILED)
        standing = self._board.status()
        elsewhere = self._board.view is not View.QUEUE
        way_back = key_part("view_queue", "back to the queue", self._keys) if elsewhere else ()
        self.talk.show(status_line(said, standing, width, loud=loud, way_back=way_back), standing)
        self.footer.show([self._footer(width, row, reading)])

    def _footer(self, width: int, row: Row | None, reading: bool) -> Line:
        if self.talk.is_typing:
            return (Span(" " * EDGE), *hints(("Enter", "keep"), ("Esc", "clear"), ("↑↓", "move")))
        present = self._board.present(row)
        first = hints(("Esc", "back"), ("↑↓", "scroll")) if reading else ()
        if Needs.ENTRY in present and not reading:
            first = (*key_part("open", "decide", self._keys), Span("    "))
        placed = self._board.placed(row) if row is not None and not self._board.marks else None
        return footer_line(width, self._keys, present, first, placed, self._extra)
