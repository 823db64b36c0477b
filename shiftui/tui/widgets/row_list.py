"""A list that draws only the rows in sight, with a cursor that stays with its row wherever that goes."""

from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from shiftui.tui.board import follow
from shiftui.tui.lines import EMPTY, Line, Span, clip_line, width_of
from shiftui.tui.view_models.rows import EDGE
from shiftui.tui.widgets.painting import changed_cells, painter_for

CONTEXT = 2
"""Rows kept in sight above and below the cursor."""


class RowList(Widget, can_focus=True):
    """Rows by id; those without one are headings and gaps, which the cursor passes over.

    It scrolls by itself: Textual would lay out the whole screen anew whenever the list grows or shrinks.
    """

    class Pressed(Message):
        """A row was clicked on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ids: tuple[str | None, ...] = ()
        self._places: dict[str, int] = {}
        self._order: tuple[str, ...] = ()
        self._cursor: str | None = None
        self._top = 0
        """The place of the first row in sight."""
        self._painted: dict[int, Line] = {}
        self.moved: Callable[[], None] = lambda: None
        """Told at once when a key has moved the cursor, so that all that follows is in the same frame."""

    on_raised = False
    """Whether it lies on a raised sheet, in which the cursor's row is a well."""

    def body(self, at: int) -> Line:
        """The row at that place, without the cursor's bar; any width."""
        raise NotImplementedError

    def edge(self, y: int) -> Span:
        """The last cell of a visible row: where there is more than fits, it says which part is shown."""
        return Span("┃", "dim") if self.is_part(y) else Span(" ")

    def is_part(self, y: int) -> bool:
        """Whether the visible row stands for the part of the list that is shown; never when all of it is."""
        height, total = self.size.height, len(self._ids)
        if not total > height > 0:
            return False
        first = self._top * height // total
        return first <= y <= first + height * height // total

    @property
    def is_active(self) -> bool:
        """Whether keys move this cursor, which the bar tells."""
        return self.has_focus

    @property
    def at(self) -> int | None:
        """The place of the cursor's row; None when there are none."""
        return self._places[self._cursor] if self._cursor is not None else None

    def set_rows(self, ids: Sequence[str | None], *, to_first: bool = False) -> None:
        """Take new rows. The cursor stays with its row, and that row where it was on the screen.

        A list that shows its beginning goes on showing it as long as the cursor is in sight: what is most
        urgent stands there, and what has just come.
        """
        before, cursor, top = self._order, self._cursor, self._top
        offset = self._places[cursor] - top if cursor is not None else 0
        self._ids = tuple(ids)
        self._places = {id: at for at, id in enumerate(self._ids) if id is not None}
        self._order = tuple(self._places)
        self._cursor = follow(() if to_first else before, None if to_first else cursor, self._order)
        stayed = self._cursor is not None and self._cursor == cursor
        self._keep_in_sight(self._places[self._cursor or ""] - offset if stayed and top else top)
        self.repaint()

    def repaint(self) -> None:
        """Paint again what looks different by now."""
        for y in range(self.size.height):
            self._repaint_row(y)

    def _repaint_row(self, y: int) -> None:
        changed = changed_cells(self._painted.get(y, EMPTY), self._line_at(y))
        if changed is not None:
            whole = changed[0] == 0  # the cursor came or went, and with it the raised surface
            start, size = (0, self.size.width) if whole else changed
            self.refresh(Region(start, y, size, 1))

    def move_to(self, id: str) -> bool:
        """Put the cursor on that row; False when it is not there."""
        if id not in self._places:
            return False
        self._go(self._order.index(id))
        return True

    def move(self, by: int) -> None:
        """Move the cursor by rows; it stops at the ends."""
        if self._cursor is not None:
            self._go(self._order.index(self._cursor) + by)

    def move_pages(self, by: float) -> None:
        """Move by (parts of) pages."""
        self.move(int(by * max(1, self.size.height - 1)) or (1 if by > 0 else -1))

    def move_to_end(self, *, last: bool) -> None:
        """Move to the first or the last row."""
        if self._order:
            self._go(len(self._order) - 1 if last else 0)

    def _go(self, place: int) -> None:
        id = self._order[max(0, min(place, len(self._order) - 1))]
        if id == self._cursor:
            return
        before, top = self._places.get(self._cursor or "", 0), self._top
        self._cursor = id
        self._keep_in_sight(top)
        if self._top != top:
            self.repaint()
        else:
            self._repaint_row(before - top)
            self._repaint_row(self._places[id] - top)
        self.moved()

    def _keep_in_sight(self, top: int) -> None:
        """Scroll so that the list begins at `top`, or as near to it as keeps the cursor in sight."""
        height = self.size.height
        if self._cursor is None or not height:
            self._top = 0
            return
        at = self._places[self._cursor]
        above = 0 if self._order[0] == self._cursor else at - CONTEXT
        top = max(min(top, above), at + CONTEXT + 1 - height)
        self._top = max(0, min(top, len(self._ids) - height))

    def _line_at(self, y: int) -> Line:
        """What stands on the visible row `y`, from the cursor's bar to the edge."""
        at = y + self._top
        room = self.size.width - EDGE - 1
        line = clip_line(self.body(at), room) if at < len(self._ids) else EMPTY
        bar = Span("  ")
        if self.at == at:
            bar = Span("▌ ", "bar" if self.is_active else "dim")
        return (bar, *line, Span(" " * max(0, room - width_of(line))), self.edge(y))

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        line = self._painted[y] = self._line_at(y)
        painter = painter_for(self)
        plain, raised = (
            (painter.raised, painter.ground) if self.on_raised else (painter.ground, painter.raised)
        )
        mine = self.at == y + self._top
        strip = painter.strip(line[:-1], self.size.width - 1, raised if mine else plain)
        return Strip.join([strip, painter.strip(line[-1:], 1, plain)])

    def on_resize(self) -> None:
        """Another size: everything is painted anew, with the cursor in sight."""
        self._painted.clear()
        self._keep_in_sight(self._top)
        self.refresh()

    def on_focus(self) -> None:
        """The bar tells it."""
        self.repaint()

    def on_blur(self) -> None:
        """The bar tells it."""
        self.repaint()

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the cursor."""
        self.move(-1)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the row."""
        at = event.y + self._top
        id = self._ids[at] if at < len(self._ids) else None
        if id is not None:
            self.move_to(id)
            self.post_message(self.Pressed())
