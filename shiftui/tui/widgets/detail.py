"""The pane beside the list: the ticket under the cursor, whole."""

from shiftui.domain.queue import Placed
from shiftui.domain.replica import DiaryEntry
from shiftui.service.snapshot import OutboxEntry
from shiftui.service.threads import Thread
from shiftui.tui.lines import EMPTY, Line, Span
from shiftui.tui.view_models import detail
from shiftui.tui.view_models.entries import diary_detail, link_detail, outbox_detail
from shiftui.tui.view_models.listing import Link, Row
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.widgets.painting import ScrolledLines

MARGIN = 2
MOST = 100
"""Longer rows are hard to read."""


class Detail(ScrolledLines):
    """One row's detail. The conversation arrives when it was read; the rest is there at once."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row: Row | None = None
        self._moment: Moment | None = None
        self._thread: Thread | None = None
        self._talk: tuple[Line, ...] = ()
        self._talk_of: object = None

    @property
    def row(self) -> Row | None:
        """What is shown."""
        return self._row

    def look_at(self, row: Row | None, moment: Moment) -> None:
        """Show another row, or the same one at a later time."""
        other = row is None or self._row is None or row.id != self._row.id or row.key != self._row.key
        if other:
            self._thread, self._talk_of = None, None
        self._row, self._moment = row, moment
        self._wrap_anew(from_top=other)

    def hear(self, thread: Thread) -> None:
        """Take the conversation, if it is still the one that is shown."""
        if self._row is not None and self._row.key == thread.ticket.key:
            self._thread, self._talk_of = thread, None
            self._wrap_anew()

    def tick(self, moment: Moment) -> None:
        """Let time pass."""
        self._moment = moment
        self._wrap_anew()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._wrap_anew()
        super().on_resize()

    def _wrap_anew(self, *, from_top: bool = False) -> None:
        if self._moment is None or not self.size.width:
            return
        edge = Span(" " * MARGIN)
        lines = self._lines_of(self._moment, min(MOST, self.size.width - MARGIN - 2))
        self.show(tuple((edge, *line) if line else EMPTY for line in lines), from_top=from_top)

    def _lines_of(self, moment: Moment, width: int) -> tuple[Line, ...]:
        row = self._row
        if row is None:
            return ()
        match row.body:
            case Placed() as placed:
                return self._ticket(moment.placed.get(placed.key, placed), moment, width)
            case OutboxEntry() as entry:
                return outbox_detail(entry, moment, width)
            case DiaryEntry() as entry:
                return diary_detail(entry, moment, width)
            case Link() as page:
                return link_detail(page, width)

    def _ticket(self, placed: Placed, moment: Moment, width: int) -> tuple[Line, ...]:
        wanted = (self._thread, width, moment.now.date())
        if self._talk_of != wanted or self._talk_of is None:
            self._talk, self._talk_of = detail.conversation(self._thread, moment, width), wanted
        return (
            *detail.headline(placed, moment, width),
            *detail.facts(placed, moment, width),
            *detail.plan(placed, moment, width),
            *self._talk,
            *detail.link(placed, width),
        )
