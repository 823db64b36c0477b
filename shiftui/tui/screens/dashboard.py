"""The dashboard: header, the hottest countdown, the list, the ticket beside it, one line to talk, the keys.

It shows the board and hands keys on: verbs go to `handlers`, everything that only looks to `looking`.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input

from shiftui.domain.refusals import Refused
from shiftui.ports import Browser, Clipboard, PortError
from shiftui.service.desk import Desk
from shiftui.tui.actions import ACTIONS, Action, Needs, action, effective_keys, show_key
from shiftui.tui.board import Board
from shiftui.tui.handlers import HANDLERS
from shiftui.tui.hands import Gesture, Hands
from shiftui.tui.looking import LOOKING
from shiftui.tui.messages import Recorded
from shiftui.tui.notices import Kind, Notices
from shiftui.tui.view_models.footer import footer_line
from shiftui.tui.view_models.header import SyncLook, header_line
from shiftui.tui.view_models.hottest import hottest_lines
from shiftui.tui.view_models.status import status_line
from shiftui.tui.widgets.detail import Detail
from shiftui.tui.widgets.painting import Lines
from shiftui.tui.widgets.queue import Queue

BESIDE_FROM = 110
"""Columns from which the ticket is shown beside the list; below, it is a screen of its own."""
TICK = 1.0
"""Seconds between looks at the clock: the one timer there is."""
SETTLE = timedelta(seconds=1)
"""When the ticket under the cursor has left the list by itself, keys for tickets wait this long."""
REST = 0.05
"""Seconds that the cursor rests on a ticket before its conversation is read."""


class Dashboard(Screen[None]):
    """Shows the board, and hands keys to what they mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(one.keys), f"run('{one.id}')", one.label, id=one.id, show=False)
        for one in ACTIONS
        if one.keys
    ]
    AUTO_FOCUS = "#queue"

    def __init__(self, desk: Desk, clipboard: Clipboard, browser: Browser) -> None:
        super().__init__()
        self.desk = desk
        self.board = Board(desk)
        self.hands = Hands(self, desk, clipboard, browser)
        self.notices = Notices()
        self.sync = SyncLook()
        self._left: tuple[str, datetime] | None = None
        """The ticket that left the list under the cursor, and when."""
        self._mine: frozenset[str] = frozenset()
        """Tickets of the last own gesture: when they leave the list, that is no surprise."""

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield Lines(id="header")
        yield Lines(id="hottest")
        with Horizontal(id="panes"):
            yield Queue(self.board, id="queue")
            yield Detail(id="detail")
        with Horizontal(id="talk"):
            yield Lines(id="status")
            yield Input(id="filter", placeholder="words to look for", compact=True)
        yield Lines(id="footer", raised=True)

    @property
    def queue(self) -> Queue:
        """The list."""
        return self.query_one("#queue", Queue)

    @property
    def detail(self) -> Detail:
        """The ticket pane."""
        return self.query_one("#detail", Detail)

    @property
    def filter_input(self) -> Input:
        """Where a filter is typed; hidden unless somebody does."""
        return self.query_one("#filter", Input)

    def on_mount(self) -> None:
        """Let time pass."""
        self.filter_input.display = False
        self.set_interval(TICK, self.tick)

    def on_unmount(self) -> None:
        """Let the recorder finish."""
        self.hands.close()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other, or one at a time."""
        beside = event.size.width >= BESIDE_FROM
        self.set_class(not beside, "-narrow")
        self.queue.beside = beside
        self.call_after_refresh(self.show)

    # What is seen

    def show(self) -> None:
        """Show the board as it is."""
        self.queue.show()
        self._look_at(self.queue.cursor)
        self.show_frame()

    def show_frame(self) -> None:
        """Header, countdown, status line, footer."""
        moment, width = self.board.moment, self.size.width
        self.query_one("#header", Lines).show([header_line(moment, self.sync, width)])
        self.query_one("#hottest", Lines).show(hottest_lines(moment, width))
        notice = self.notices.current
        said = notice.line(moment.now, self.key_of("undo")) if notice is not None else ""
        loud = notice is not None and notice.kind in (Kind.REFUSED, Kind.FAILED)
        status = status_line(said, self.board.status(), width, loud=loud)
        self.query_one("#status", Lines).show([status])
        row = self.queue.cursor
        present = [Needs.TICKET] if row is not None and row.key is not None else []
        self.query_one("#footer", Lines).show([footer_line(width, self.desk.settings.keys, present)])

    def tick(self) -> None:
        """A second has passed."""
        self.notices.tick(self.desk.now())
        if self.board.tick():
            self._take(self.queue.cursor)
            return
        self.queue.repaint()
        self.detail.tick(self.board.moment)
        self.show_frame()

    def refresh_board(self) -> None:
        """The desk has something new."""
        before = self.queue.cursor
        self.board.refresh()
        self._take(before)

    def _take(self, before: object) -> None:
        """Show a list that has changed by itself, and notice when it took the cursor's ticket away."""
        key = getattr(before, "key", None)
        row = self.queue.cursor
        self.show()
        after = self.queue.cursor
        moved = row is not None and (after is None or after.id != row.id)
        if moved and key is not None and key not in self._mine:
            self._left = (key, self.desk.now())

    def say(
        self, text: str, kind: Kind = Kind.HINT, *, sends_at: datetime | None = None, details: str = ""
    ) -> None:
        """Say something on the status line."""
        self.notices.say(self.desk.now(), kind, text, sends_at=sends_at, details=details)
        self.show_frame()

    def key_of(self, id: str) -> str:
        """The key that runs an action, as it is shown; empty where none does."""
        keys = effective_keys(action(id), self.desk.settings.keys)
        return show_key(keys[0]) if keys else ""

    # What is done

    def action_run(self, id: str) -> None:
        """A key was pressed: do what it means, on what is under the cursor now."""
        one = action(id)
        if one.needs is Needs.TICKET and not self._may_touch(one):
            return
        look = LOOKING.get(id)
        if look is not None:
            look(self)
            return
        gesture = Gesture(self.hands, self.queue.cursor, self.board.targets(self.queue.cursor))
        self.run_worker(partial(HANDLERS[id], gesture), group="gestures", exit_on_error=False)

    def _may_touch(self, one: Action) -> bool:
        """Whether there is a ticket, and the one that the person was looking at."""
        if self._left is not None:
            key, at = self._left
            self._left = None
            if self.desk.now() - at < SETTLE and not self.board.marks:
                ref = self.desk.snapshot.ref(key)
                self.say(f"{ref} has just left the list; press again for the next one", Kind.REFUSED)
                return False
        if not self.board.targets(self.queue.cursor):
            self.say(f"{one.label}: there is no ticket under the cursor", Kind.REFUSED)
            return False
        return True

    def recorded(self, keys: Sequence[str]) -> None:
        """Something was recorded on these tickets by this person."""
        self._mine = frozenset(keys)
        self.board.marks = frozenset()
        self.post_message(Recorded())

    @on(Queue.Moved)
    def _cursor_moved(self, event: Queue.Moved) -> None:
        self._look_at(event.row)
        self.show_frame()

    def _look_at(self, row: object) -> None:
        row = self.queue.cursor
        self.detail.look_at(row, self.board.moment)
        if row is not None and row.key is not None:
            key = row.key
            self.run_worker(lambda: self._read(key), group="reading", exclusive=True, exit_on_error=False)

    async def _read(self, key: str) -> None:
        """Read a conversation off the screen's thread, once the cursor rests."""
        await asyncio.sleep(REST)
        try:
            thread = await asyncio.to_thread(self.desk.thread, key)
        except (Refused, PortError) as error:
            self.say(f"the conversation cannot be read: {error}", Kind.FAILED)
        else:
            self.detail.hear(thread)

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self.board.set_filter(event.value)
        self.show()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.end_filter()

    def end_filter(self) -> None:
        """Leave the field; the filter stays."""
        self.filter_input.display = False
        self.query_one("#status").display = True
        self.queue.focus()

    def begin_filter(self) -> None:
        """Let somebody type a filter, live."""
        self.query_one("#status").display = False
        self.filter_input.display = True
        self.filter_input.value = self.board.filter
        self.filter_input.focus()

    def open_ticket(self) -> None:
        """Go to the ticket: beside the list, or in its place where there is no room."""
        if self.queue.cursor is not None:
            self.add_class("-reading")
            self.queue.other_focused = True
            self.detail.focus()
            self.queue.repaint()

    def close_ticket(self) -> None:
        """Back to the list."""
        self.remove_class("-reading")
        self.queue.other_focused = False
        self.queue.focus()
        self.queue.repaint()

    def go_back(self) -> None:
        """One step: out of the ticket, of the filter, of the marks, of the notice, to the queue."""
        board = self.board
        if self.detail.has_focus:
            self.close_ticket()
        elif board.filter or self.filter_input.has_focus:
            board.set_filter("")
            self.filter_input.value = ""
            self.end_filter()
            self.show()
        elif board.marks:
            board.marks = frozenset()
            self.queue.repaint()
        self.notices.clear()
        self.show_frame()
