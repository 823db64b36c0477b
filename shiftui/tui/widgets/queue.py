"""The list of the dashboard: the rows of the board's listing, in columns, parted off by a hairline."""

from shiftui.domain.queue import Placed
from shiftui.domain.replica import DiaryEntry
from shiftui.service.snapshot import OutboxEntry
from shiftui.tui.board import Board
from shiftui.tui.lines import Line, Span
from shiftui.tui.view_models.entries import diary_line, link_line, outbox_line
from shiftui.tui.view_models.listing import Item, Link, Row, View
from shiftui.tui.view_models.rows import EDGE, Columns, columns, ticket_line
from shiftui.tui.widgets.row_list import RowList


class Queue(RowList):
    """Tickets, outbox entries, diary entries, pages: whatever the view has."""

    def __init__(self, board: Board, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._board = board
        self._items: tuple[Item, ...] = ()
        self._columns = Columns(5, 40)
        self._view = board.view
        self._stood: dict[View, str] = {}
        """The row on which the cursor stood in each view that was left."""
        self._columns_for = 0
        """The width for which those were laid out."""
        self.beside = True
        """Whether another pane is at the right, which a hairline parts off."""
        self.other_focused = False
        """Whether that pane has the focus, which the hairline tells."""

    @property
    def cursor(self) -> Row | None:
        """The row that actions are about."""
        item = self._items[self.at] if self.at is not None else None
        return item if isinstance(item, Row) else None

    def show(self) -> None:
        """Take the board's listing as it is now."""
        self._items = self._board.listing.items
        self._columns_for = 0
        view = self._board.view
        if view is not self._view and self._cursor is not None:
            self._stood[self._view] = self._cursor
        self.set_rows([item.id if isinstance(item, Row) else None for item in self._items])
        if view is not self._view:
            self._view = view
            self.move_to(self._stood.get(view, ""))

    def body(self, at: int) -> Line:
        """A row as its kind reads."""
        item = self._items[at]
        if not isinstance(item, Row):
            return item.line
        self._lay_out()
        moment, width = self._board.moment, self.size.width - EDGE - 2
        match item.body:
            case Placed():
                placed = self._board.placed(item) or item.body
                marked = placed.key in self._board.marks
                return ticket_line(
                    placed, self._columns, moment, marked=marked, says=item.says, since=item.since
                )
            case OutboxEntry() as entry:
                return outbox_line(entry, moment, width)
            case DiaryEntry() as entry:
                return diary_line(entry, moment, width)
            case Link() as page:
                return link_line(page, width)

    def edge(self, y: int) -> Span:
        """The hairline to the other pane; a stronger part of it says which part of the list is shown."""
        if self.other_focused and self.beside:
            return Span("┃", "bar")
        if self.is_part(y):
            return Span("┃", "dim")
        return Span("│" if self.beside and self._order else " ", "line")

    def _lay_out(self) -> None:
        if self._columns_for == self.size.width:
            return
        self._columns_for = self.size.width
        keys = (item.key for item in self._items if isinstance(item, Row))
        self._columns = columns(self.size.width, (self._board.moment.ref(key) for key in keys if key))
