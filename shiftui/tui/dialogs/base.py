"""What all dialogs share: one question in the middle, a line that complains, the keys at the bottom.

A dialog returns its result, or None when it was cancelled. Given a `save`, it first has the result recorded,
off the screen's thread, and closes only when that worked: what was typed is not lost to a full disk.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState

from shiftui.domain.refusals import Refused
from shiftui.domain.safe_text import safe_block, safe_line
from shiftui.domain.tickets import Ticket
from shiftui.ports import StoreError
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.inputs import take_stray
from shiftui.tui.dialogs.parts import KeyHint, Keys, Notice, Tone, Words
from shiftui.tui.dialogs.sheet import SHEET

R = TypeVar("R")
Save = Callable[[R], object]
"""Records a result, blocking; raises Refused or StoreError, upon which the dialog stays open and says why."""

TITLE_LIMIT = 200
ABOUT_LINES, ABOUT_LIMIT = 3, 400


class Dialog(ModalScreen[R | None], Generic[R]):
    """A modal question about a ticket, or about none."""

    CSS_PATH = SHEET
    AUTO_FOCUS = "#start"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def __init__(self, context: DialogContext, ticket: Ticket | None, *, save: Save[R] | None = None) -> None:
        super().__init__()
        self.add_class("dialog")
        self.context = context
        self.ticket = ticket
        self._save = save
        self._saving = False
        self._outcome: tuple[R | None] | None = None
        self._left = False

    def compose(self) -> ComposeResult:
        """Heading, what it is about, the question's own widgets, complaints, keys."""
        with Vertical(id="frame"):
            yield Words(safe_line(self.heading(), TITLE_LIMIT), id="heading")
            about = self.about()
            if about:
                yield Words(safe_block(about, ABOUT_LINES, ABOUT_LIMIT), id="about")
            yield from self.question()
            yield Notice(id="message")
            yield Keys(id="keys")

    def on_mount(self) -> None:
        """Show the keys."""
        self.show_keys()

    def on_key(self, event: events.Key) -> None:
        """Lose no key of somebody who types ahead."""
        take_stray(self.focused, event)

    def heading(self) -> str:
        """What is asked, in a few words."""
        raise NotImplementedError

    def about(self) -> str:
        """What it is asked about: the ticket's title."""
        return safe_line(self.ticket.issue.title, TITLE_LIMIT) if self.ticket is not None else ""

    def question(self) -> ComposeResult:
        """The widgets; the one to type in first has the id `start`."""
        raise NotImplementedError

    def keys(self) -> Iterable[KeyHint]:
        """What the bottom line says."""
        raise NotImplementedError

    @property
    def shown_ref(self) -> str:
        """The ticket's reference, empty where there is none."""
        return self.context.ref(self.ticket) if self.ticket is not None else ""

    def show_keys(self) -> None:
        """Say the keys again, when what they do has changed."""
        self.query_one(Keys).show(self.keys())

    def say(self, message: str, tone: Tone = "plain") -> None:
        """Show a message above the keys; an empty one takes it away. Any text is made safe."""
        self.query_one(Notice).say(message, tone)

    def in_turn(self, act: Callable[[], object]) -> None:
        """Act when the keys that were pressed before have been taken in.

        Keys that are bound with priority overtake letters on their way to a field: without this, the last
        word before a quick ^o would be missing.
        """
        (self.focused or self).call_later(act)

    def submit(self, result: R) -> None:
        """Answer with `result`, recorded first where there is a `save`."""
        if self._saving or self._outcome is not None:
            return
        if self._save is None:
            self._finish(result)
            return
        self._saving = True
        self.say("saving …")
        self.run_worker(self._record(self._save, result), group="save", exit_on_error=False)

    async def _record(self, save: Save[R], result: R) -> None:
        try:
            await asyncio.to_thread(save, result)
        except Refused as refusal:
            self._not_saved(str(refusal))
        except StoreError as error:
            self._not_saved(f"Not saved: {error}. What you wrote is still here.")
        else:
            self._finish(result)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Something broke that nobody expected: the dialog stays, with all that is in it."""
        if event.state is WorkerState.ERROR:
            self._not_saved(f"That did not work: {event.worker.error!r}. What you wrote is still here.")

    def _not_saved(self, why: str) -> None:
        self._saving = False
        self.say(why, "error")

    def action_cancel(self) -> None:
        """Close without an answer; not while it is being saved."""
        if not self._saving:
            self._finish(None)

    def _finish(self, result: R | None) -> None:
        self._outcome = (result,)
        self._close()

    def on_screen_resume(self) -> None:
        """Close late, when something was on top at the time of the answer."""
        self._close()

    def _close(self) -> None:
        """Leave the screen once; Textual would take whatever is on top."""
        if self._outcome is not None and self.app.screen is self and not self._left:
            self._left = True
            self.dismiss(self._outcome[0])
