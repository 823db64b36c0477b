"""The rota: who is on duty, who is scheduled, the coming weeks, and keys that change a shift.

It lies over the dashboard, whose clock and news it follows.
"""

from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from shiftui.domain.coming import Slot
from shiftui.service.rota import Outlook, outlook
from shiftui.service.snapshot import Snapshot
from shiftui.tui.actions import action
from shiftui.tui.changing_rota import change
from shiftui.tui.handlers import HANDLERS
from shiftui.tui.hands import Gesture
from shiftui.tui.lines import EMPTY, Line, Span
from shiftui.tui.notices import Kind
from shiftui.tui.view_models import rota as view
from shiftui.tui.view_models.footer import hints, key_part
from shiftui.tui.view_models.rows import EDGE
from shiftui.tui.view_models.status import status_line
from shiftui.tui.widgets.painting import Lines
from shiftui.tui.widgets.row_list import RowList

ROOMY = 30
"""Rows from which regions are parted by a blank one."""
_CHANGES = (("p", "primary"), ("b", "backup"), ("s", "swap"), ("c", "cover"))
_MOVES = (
    ("down", "move(1)"), ("up", "move(-1)"), ("top", "end(False)"), ("bottom", "end(True)"),
    ("page_down", "page(1)"), ("page_up", "page(-1)"), ("half_down", "page(0.5)"), ("half_up", "page(-0.5)"),
    ("rota", "leave"), ("undo", "undo"),
)  # fmt: skip
"""Actions of the registry, under a person's own keys, and what they do here."""


class RotaList(RowList):
    """The shifts and gaps; where there is no rota, what to do."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._look: Outlook | None = None
        self._empty: tuple[Line, ...] = ()
        self.places = view.Columns()

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self._look.slots) or len(self._empty) if self._look is not None else 0

    @property
    def cursor(self) -> Slot | None:
        """The shift that keys are about."""
        return self._look.slots[self.at] if self._look is not None and self.at is not None else None

    def show(self, look: Outlook) -> None:
        """Take the rota as it is now; the first time the cursor goes to what runs."""
        first, self._look, self.places = self._look is None, look, view.columns(look.slots)
        self._empty = () if look.slots else view.empty_lines(look, max(20, self.size.width - 2 * EDGE))
        ids = [view.slot_id(slot, look.now) for slot in look.slots]
        self.set_rows(ids or [None] * len(self._empty))
        if first:
            self.move_to("now")

    def body(self, at: int) -> Line:
        """A shift, or a line of the advice."""
        if self._look is None or self._empty:
            return self._empty[at] if at < len(self._empty) else EMPTY
        return view.slot_line(self._look.slots[at], self.places, self._look)


class RotaScreen(ModalScreen[None]):
    """Shows the rota and hands keys on."""

    AUTO_FOCUS = "#slots"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        *[Binding(key, f"change('{what}')", show=False) for key, what in _CHANGES],
        *[Binding(",".join(action(id).keys), does, id=id, show=False) for id, does in _MOVES],
    ]

    def __init__(self, on: Gesture) -> None:
        super().__init__()
        self._on = on
        self._look = outlook(on.desk)
        self._seen: tuple[Snapshot, datetime] | None = None
        self._ahead = on.hands.dashboard.typeahead.open_over(self)
        self._title, self._top, self._head, self._foot = Lines(), Lines(), Lines(), Lines()
        self._talk, self._footer = Lines(id="rota-said"), Lines(id="rota-keys", raised=True)
        self.slots = RotaList(id="slots")
        self.slots.moved = self.show

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield from (self._title, self._top, self._head)
        yield self.slots
        yield from (self._foot, self._talk, self._footer)

    def on_mount(self) -> None:
        """Have the cursor in its place for the first key; follow the dashboard's clock and news."""
        self.slots.show(self._look)
        self._on.hands.dashboard.over = self.follow
        self.call_after_refresh(self.follow)

    def on_unmount(self) -> None:
        """Nobody looks any more, however it ended."""
        self._part()

    def _part(self) -> None:
        dashboard = self._on.hands.dashboard
        dashboard.over = lambda: None
        dashboard.typeahead.close_over()

    def on_resize(self) -> None:
        """Lay it out anew."""
        self._seen = None
        self.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Read the rota again where it is another one, or another minute; say what is to be said."""
        desk = self._on.desk
        seen = (desk.snapshot, desk.now().replace(second=0, microsecond=0))
        if self._seen is None or self._seen[0] is not seen[0] or self._seen[1] != seen[1]:
            self._seen, self._look = seen, outlook(desk)
            self.slots.show(self._look)
        self.show()

    def show(self) -> None:
        """Everything around the list."""
        width, height = self.app.size
        look, roomy = self._look, height >= ROOMY
        parts = (
            (self._title, (view.title_line(look, width), EMPTY)),
            (self._top, (*view.top_lines(look, width), EMPTY)),
            (self._head, (view.head_line(self.slots.places),) if look.slots else ()),
            (self._foot, view.foot_lines(look, self.slots.cursor, width, roomy=roomy)),
            (self._talk, (self._said(width),)),
            (self._footer, (self._keys(),)),
        )
        for region, lines in parts:
            _set_height(region, len(lines))
            region.show(lines)
        left = height - sum(len(lines) for _, lines in parts)
        _set_height(self.slots, max(1, min(left, self.slots.rows)))

    def _said(self, width: int) -> Line:
        """What came of the last key."""
        notice = self._on.hands.dashboard.notices.current
        said = notice.line(self._on.desk.now()) if notice is not None else ""
        loud = notice is not None and notice.kind in (Kind.REFUSED, Kind.FAILED)
        return status_line(said, "", width, loud=loud)

    def _keys(self) -> Line:
        undo = key_part("undo", "undo    ", self._on.desk.settings.keys)
        return (Span(" " * EDGE), *hints(*_CHANGES), *undo, *hints(("↑↓", "move"), ("Esc", "back")))

    def action_leave(self) -> None:
        """Back to the dashboard."""
        self._part()
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.slots.move(by)

    def action_page(self, by: float) -> None:
        """Move it by pages."""
        self.slots.move_pages(by)

    def action_end(self, last: bool) -> None:
        """Move it to an end."""
        self.slots.move_to_end(last=last)

    def action_change(self, what: str) -> None:
        """Change the shift under the cursor."""
        self._ahead.begin()
        self.run_worker(self._change(what, self.slots.cursor), group="gestures", exit_on_error=False)

    async def _change(self, what: str, slot: Slot | None) -> None:
        try:
            await change(self._on, what, slot)
        finally:
            self._ahead.end(self.app)
            self.follow()

    def action_undo(self) -> None:
        """Take back what was recorded last."""
        self.run_worker(self._undo(), group="gestures", exit_on_error=False)

    async def _undo(self) -> None:
        try:
            await HANDLERS["undo"](self._on)
        finally:
            self.follow()

    def on_key(self, event: events.Key) -> None:
        """It may be meant for a dialog that is not there yet."""
        self._ahead.passes(event)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A gesture broke: say so and keep the screen; what was recorded is safe."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self._on.hands.say(f"that did not work: {error}", Kind.FAILED, details=repr(error))
            self.show()


def _set_height(region: Widget, rows: int) -> None:
    """Only where it differs: another height lays out the whole screen anew."""
    height = region.styles.height
    if height is None or height.value != rows:
        region.styles.height = rows
