"""The list: rows drawn one by one when they are visible, a cursor and marks that follow the ticket."""

from dataclasses import dataclass

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from shiftui.domain.queue import Placed
from shiftui.domain.replica import DiaryEntry
from shiftui.service.snapshot import OutboxEntry
from shiftui.tui.board import Board, follow
from shiftui.tui.lines import EMPTY, Line, Span, width_of
from shiftui.tui.view_models.entries import diary_line, link_line, outbox_line
from shiftui.tui.view_models.listing import Item, Link, Row, Text
from shiftui.tui.view_models.rows import EDGE, Columns, columns, ticket_line
from shiftui.tui.widgets.painting import changed_cells, painter_for

CONTEXT = 2
"""Rows kept in sight above and below the cursor."""


class Queue(ScrollView, can_focus=True, inherit_bindings=False):
    """The rows of the board's listing."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, or on none."""

        row: Row | None

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, Queue.Moved)

    def __init__(self, board: Board, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._board = board
        self._items: tuple[Item, ...] = ()
        self._places: dict[str, int] = {}
        self._order: tuple[str, ...] = ()
        self._cursor: str | None = None
        self._columns = Columns(5, 40)
        self._painted: dict[int, Line] = {}
        self.beside = True
        """Whether another pane is at the right, which a hairline parts off."""
        self.other_focused = False
        """Whether that pane has the focus, which the hairline tells."""

    @property
    def cursor(self) -> Row | None:
        """The row that actions are about."""
        if self._cursor is None:
            return None
        item = self._items[self._places[self._cursor]]
        return item if isinstance(item, Row) else None

    def show(self) -> None:
        """Take the board's listing; the cursor stays with its ticket, and where it was on the screen."""
        listing = self._board.listing
        before, cursor, top = self._order, self._cursor, self.scroll_offset.y
        offset = self._places[cursor] - top if cursor is not None else 0
        self._items = listing.items
        self._places = {item.id: at for at, item in enumerate(listing.items) if isinstance(item, Row)}
        self._order = tuple(self._places)
        self._cursor = follow(before, cursor, self._order)
        self._lay_out()
        if self.virtual_size.height != len(self._items):
            self.virtual_size = self.virtual_size.with_height(len(self._items))
        if self._cursor is not None:
            stayed = self._cursor == cursor
            self._keep_in_sight(self._places[self._cursor] - offset if stayed else top)
        self.repaint()
        if self._cursor != cursor:
            self.post_message(self.Moved(self.cursor))

    def repaint(self) -> None:
        """Paint again what looks different by now."""
        for y in range(self.size.height):
            new = self._line_at(y)
            changed = changed_cells(self._painted.get(y, EMPTY), new)
            if changed is not None:
                start, size = (
                    (0, self.size.width) if changed[0] == 0 else changed
                )  # the cursor's row is raised
                self.refresh(Region(start, y, size, 1))

    def move_to(self, id: str) -> bool:
        """Put the cursor on that row; False when it is not there."""
        if id not in self._places:
            return False
        self._go(self._order.index(id))
        return True

    def move(self, by: int) -> None:
        """Move the cursor by rows; it stops at the ends."""
        if self._order:
            self._go(self._at + by)

    def move_pages(self, by: float) -> None:
        """Move by (parts of) pages."""
        self.move(int(by * max(1, self.size.height - 1)) or (1 if by > 0 else -1))

    def move_to_end(self, *, last: bool) -> None:
        """Move to the first or the last row."""
        if self._order:
            self._go(len(self._order) - 1 if last else 0)

    @property
    def _at(self) -> int:
        return self._order.index(self._cursor) if self._cursor is not None else 0

    def _go(self, at: int) -> None:
        id = self._order[max(0, min(at, len(self._order) - 1))]
        if id != self._cursor:
            self._cursor = id
            self.post_message(self.Moved(self.cursor))
        self._keep_in_sight(self.scroll_offset.y)
        self.repaint()

    def _keep_in_sight(self, top: int) -> None:
        """Scroll so that the list begins at `top`, or as near as keeps the cursor in sight."""
        height = self.size.height
        if not height or self._cursor is None:
            return
        at = self._places[self._cursor]
        above = at - 1 if self._order[0] == self._cursor else at - CONTEXT
        below = at + CONTEXT + 1
        top = max(min(top, above), below - height)
        top = max(0, min(top, len(self._items) - height))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _lay_out(self) -> None:
        keys = (item.key for item in self._items if isinstance(item, Row))
        self._columns = columns(self.size.width, (self._board.moment.ref(key) for key in keys if key))

    def _line_at(self, y: int) -> Line:
        """What stands on the visible row `y`, from the cursor's bar to the edge."""
        width = self.size.width
        at = y + self.scroll_offset.y
        item = self._items[at] if at < len(self._items) else Text(EMPTY)
        if isinstance(item, Text):
            body: Line = (Span(" " * EDGE), *item.line)
        else:
            mine = item.id == self._cursor
            bar = Span("▌ ", "bar" if self.has_focus else "dim") if mine else Span("  ")
            body = (bar, *self._row(item))
        gap = width - 1 - width_of(body)
        return (*body, Span(" " * max(0, gap)), self._edge(y))

    def _row(self, row: Row) -> Line:
        moment, width = self._board.moment, self.size.width
        match row.body:
            case Placed():
                placed = self._board.placed(row) or row.body
                return ticket_line(placed, self._columns, moment, marked=placed.key in self._board.marks)
            case OutboxEntry() as entry:
                return outbox_line(entry, moment, width)
            case DiaryEntry() as entry:
                return diary_line(entry, moment, width)
            case Link() as page:
                return link_line(page, width)

    def _edge(self, y: int) -> Span:
        """The hairline to the other pane; a stronger part of it says which part of the list is shown."""
        if self.other_focused:
            return Span("┃", "bar")
        height, total = self.size.height, len(self._items)
        if total > height > 0:
            first = self.scroll_offset.y * height // total
            if first <= y <= first + height * height // total:
                return Span("┃", "dim")
        return Span("│" if self.beside else " ", "line")

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        line = self._painted[y] = self._line_at(y)
        painter = painter_for(self)
        at = y + self.scroll_offset.y
        mine = self._cursor is not None and self._places[self._cursor] == at
        strip = painter.strip(line[:-1], self.size.width - 1, painter.raised if mine else painter.ground)
        return Strip.join([strip, painter.strip(line[-1:], 1)])

    def on_resize(self) -> None:
        """Another width, other columns."""
        self._painted.clear()
        self._lay_out()
        self._keep_in_sight(self.scroll_offset.y)

    def on_focus(self) -> None:
        """The bar tells it."""
        self.repaint()

    def on_blur(self) -> None:
        """The bar tells it."""
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the row."""
        at = event.y + self.scroll_offset.y
        item = self._items[at] if at < len(self._items) else None
        if isinstance(item, Row):
            self.move_to(item.id)
