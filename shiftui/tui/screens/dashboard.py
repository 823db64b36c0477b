"""The dashboard: header, the hottest countdown, the list, the ticket beside it, one line to talk, the keys.

It shows the board and hands keys on: verbs go to `handlers`, what leaves the list to `errands`, and what only
looks to `looking`.
"""

import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from shiftui.domain.safe_text import safe_line
from shiftui.ports import Browser, Clipboard, Unsent
from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.service.snapshot import Snapshot
from shiftui.tui.actions import ACTIONS, Action, Needs, action, effective_keys, show_key
from shiftui.tui.board import Board
from shiftui.tui.calling import CALLING
from shiftui.tui.decisions import DECISIONS
from shiftui.tui.departures import Departures
from shiftui.tui.errands import ERRANDS
from shiftui.tui.extras import NONE, Extras
from shiftui.tui.handing_over import HANDING_OVER
from shiftui.tui.handlers import ASKS_NOTHING, HANDLERS
from shiftui.tui.hands import Gesture, Hands
from shiftui.tui.looking import LOOKING
from shiftui.tui.messages import Recorded
from shiftui.tui.notices import Kind, Notices
from shiftui.tui.reading import Reader
from shiftui.tui.typeahead import TypeAhead
from shiftui.tui.view_models.listing import View
from shiftui.tui.widgets.detail import Detail
from shiftui.tui.widgets.frame import Frame
from shiftui.tui.widgets.queue import Queue
from shiftui.tui.widgets.talk import Talk

BESIDE_FROM = 110
"""Columns from which the ticket is shown beside the list; below, it is a screen of its own."""
TICK = 1.0
"""Seconds between looks at the clock: the one timer there is."""


class Dashboard(Screen[None]):
    """Shows the board, and hands keys to what they mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(one.keys), f"run('{one.id}')", one.label, id=one.id, show=False)
        for one in ACTIONS
        if one.keys
    ]
    AUTO_FOCUS = "#queue"

    def __init__(
        self,
        desk: Desk,
        clipboard: Clipboard,
        browser: Browser,
        poller: Poller | None = None,
        unsent: Unsent | None = None,
        extras: Extras = NONE,
    ) -> None:
        super().__init__()
        self.extras = extras
        for one in extras.actions:
            self._bindings.bind(",".join(one.keys), f"run('{one.id}')", one.label, show=False)
        self.desk = desk
        self.poller = poller
        self.board = Board(desk)
        self.hands = Hands(self, desk, clipboard, browser, unsent)
        self.notices = Notices()
        self.typeahead = TypeAhead()
        self.departures = Departures()
        self.over: Callable[[], None] = lambda: None
        """Told when a second has passed or something is new: a screen that lies over this one."""
        self.reader = Reader(self, desk)
        self.queue = Queue(self.board, id="queue")
        self.queue.moved = self._cursor_moved
        self.detail = Detail(id="detail")
        self.frame = Frame(self.board, self.notices, desk.settings.keys, extras.actions)
        self._arranged = Size(0, 0)

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield self.frame.header
        yield self.frame.hottest
        with Horizontal(id="panes"):
            yield self.queue
            yield self.detail
        yield self.frame.talk
        yield self.frame.footer

    @property
    def talk(self) -> Talk:
        """The line to talk."""
        return self.frame.talk

    def on_mount(self) -> None:
        """Fill everything before the first frame, then let time pass."""
        self._arrange(self.app.size)
        self.show()
        self.set_interval(TICK, partial(self.survive, self.tick))

    def on_unmount(self) -> None:
        """Let the recorder finish."""
        self.hands.close()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other, or one at a time."""
        if event.size != self._arranged:
            self._arrange(event.size)
            self.call_after_refresh(self.show)

    def _arrange(self, size: Size) -> None:
        self._arranged = size
        beside = size.width >= BESIDE_FROM
        self.set_class(not beside, "-narrow")
        self.queue.beside = beside

    # What is seen

    def show(self) -> None:
        """Show the board as it is."""
        self.queue.show()
        self._look_at_cursor()
        self.show_frame()
        if self.board.lacks_closed:
            self.reader.want_everything()

    def show_frame(self) -> None:
        """Header, countdown, line to talk, footer."""
        self.frame.show(self.app.size.width, self.queue.cursor, self.key_of("undo"), reading=self.is_reading)

    def tick(self) -> None:
        """A second has passed."""
        self.notices.tick(self.desk.now(), self.board.moment.awaits_reply)
        if self.board.tick():
            self._show_news()
            return
        self.queue.repaint()
        self.detail.tick(self.board.moment)
        self.show_frame()
        self.over()

    def refresh_board(self) -> None:
        """The desk has something new."""
        self.survive(self._take_news)

    def take_everything(self, whole: Snapshot) -> None:
        """The tickets that have ended were read."""
        self.board.take_everything(whole)
        self._show_news()

    def _take_news(self) -> None:
        self.board.refresh()
        self.notices.tick(self.desk.now(), self.board.moment.awaits_reply)
        self._show_news()

    def survive(self, work: Callable[[], None]) -> None:
        """Do what nobody asked for; whatever breaks in it is said once, and the screen stays as it was."""
        try:
            work()
        except Exception as error:  # noqa: BLE001  # the very top of what happens by itself
            said = f"what is new cannot be shown: {error}"
            if self.notices.current is None or self.notices.current.text != safe_line(said):
                self.say(said, Kind.FAILED, details=traceback.format_exc())

    def _show_news(self) -> None:
        """Show a list that has changed by itself."""
        before = self.queue.cursor
        self.show()
        self.departures.notice(before, self.queue.cursor, self.desk.now())
        self.over()

    def say(
        self,
        text: str,
        kind: Kind = Kind.HINT,
        *,
        sends_at: datetime | None = None,
        details: str = "",
        about: str = "",
    ) -> None:
        """Say something on the line to talk; it is in the log, too."""
        self.notices.say(self.desk.now(), kind, text, sends_at=sends_at, details=details, about=about)
        self.show_frame()

    def key_of(self, id: str) -> str:
        """The key that runs an action, as it is shown; empty where none does."""
        keys = effective_keys(action(id), self.desk.settings.keys)
        return show_key(keys[0]) if keys else ""

    # What is done

    def action_run(self, id: str) -> None:
        """A key was pressed: do what it means, on what is under the cursor now."""
        if not self._may_run(self.extras.action(id) or action(id)):
            return
        if id == "open" and Needs.ENTRY in self.board.present(self.queue.cursor):
            id = "decide"
        look = LOOKING.get(id)
        if look is not None:
            look(self)
            return
        gesture = Gesture(self.hands, self.queue.cursor, self.board.targets(self.queue.cursor))
        self.departures.begin(gesture.keys)
        if id not in ASKS_NOTHING:
            self.typeahead.begin()
        self.run_worker(self._run_gesture(id, gesture), group="gestures", exit_on_error=False)

    async def _run_gesture(self, id: str, gesture: Gesture) -> None:
        ours = HANDLERS.get(id) or DECISIONS.get(id) or HANDING_OVER.get(id) or CALLING.get(id)
        handler = ours or self.extras.handler(id) or ERRANDS[id]
        try:
            await handler(gesture)
        finally:
            if id not in ASKS_NOTHING:
                self.typeahead.end(self.app)

    def on_key(self, event: events.Key) -> None:
        """It may be meant for a dialog that is not there yet."""
        self.typeahead.passes(event)

    def _may_run(self, one: Action) -> bool:
        """Whether what it needs is there, and is what the person was looking at."""
        if one.needs is Needs.NOTHING:
            return True
        gone = self.departures.take(self.desk.now())
        if gone is not None and not self.board.marks:
            ref = self.desk.snapshot.ref(gone)
            self.say(f"{ref} has just left the list; press again for the next one", Kind.REFUSED)
            return False
        if one.needs not in self.board.present(self.queue.cursor):
            self.say(self.board.lacks(one), Kind.REFUSED)
            return False
        return True

    def recorded(self, keys: Sequence[str]) -> None:
        """Something was recorded on these tickets by this person."""
        self.departures.add(keys)
        self.board.marks = frozenset()
        self._after_recording()

    def taken_back(self, keys: Sequence[str]) -> None:
        """A gesture on these tickets counts no more; those of a gesture on several are marked again."""
        self.departures.add(keys)
        self.refresh_board()
        self.board.mark_again(keys)
        self._after_recording()

    def _after_recording(self) -> None:
        self.queue.repaint()
        self.show_frame()
        self.post_message(Recorded())

    def change_view(self, view: View) -> None:
        """Show another list, from the list's side."""
        self.read_ticket(False)
        self.board.look_at(view)
        self.show()

    def read_ticket(self, reading: bool) -> None:
        """Go to the ticket, beside the list or in its place where there is no room; or back to the list."""
        if reading and self.queue.cursor is None:
            return
        self._set_reading(reading)
        (self.detail if reading else self.queue).focus()

    @property
    def is_reading(self) -> bool:
        """Whether the keys go to the ticket pane."""
        return self.has_class("-reading")

    def on_descendant_focus(self) -> None:
        """A click may move the focus, too."""
        if self.detail.has_focus != self.is_reading:
            self._set_reading(self.detail.has_focus)

    def _set_reading(self, reading: bool) -> None:
        self.set_class(reading, "-reading")
        self.queue.other_focused = reading
        self.queue.repaint()
        self.show_frame()

    def go_to(self, key: str) -> None:
        """Put the cursor on that ticket, in whichever view it is."""
        placed = self.board.moment.placed.get(key)
        if placed is not None and not self.queue.move_to(key):
            self.change_view(View.for_lane(placed.lane))
            self.queue.move_to(key)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A handler broke: say so and keep the screen; what was recorded is safe."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.say(f"that did not work: {error}", Kind.FAILED, details=repr(error))

    def _cursor_moved(self) -> None:
        self._look_at_cursor()
        self.show_frame()

    def _look_at_cursor(self) -> None:
        row = self.queue.cursor
        self.detail.look_at(row, self.board.moment)
        if row is not None and row.key is not None:
            self.reader.want_conversation(row.key)

    @on(Talk.Typed)
    def _filter_typed(self, event: Talk.Typed) -> None:
        self.board.set_filter(event.text)
        self.show()

    @on(Talk.Done)
    def end_filter(self) -> None:
        """Leave the field; the filter stays."""
        self.talk.end()
        self.queue.focus()
        self.show_frame()
