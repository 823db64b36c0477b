"""What handlers work with: record a verb on the tickets meant, ask in a dialog, say what came of it.

Recording waits for the disk, so it happens on a thread of its own, one gesture after the other; the screen
never waits for it. Every refusal and failure becomes a line that the person can read.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from textual.screen import Screen

from shiftui.domain.operations import Operation, Scene
from shiftui.domain.refusals import HeldByAnother, Refused
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass, replace
from shiftui.ports import Browser, Clipboard, PortError, Unsent
from shiftui.service.desk import Bulk, Desk
from shiftui.tui.lines import clip
from shiftui.tui.notices import Kind
from shiftui.tui.view_models.listing import Row

if TYPE_CHECKING:
    from shiftui.tui.dialogs.context import DialogContext
    from shiftui.tui.screens.dashboard import Dashboard

P = ParamSpec("P")
R = TypeVar("R")

GRACE = timedelta(seconds=10)
"""How long a reply can be taken back before it leaves (interface.md)."""


TAKES_BACK = "takes it back"
"""What undo does to most things."""


class Hands:
    """One dashboard's access to the desk and the world."""

    def __init__(
        self,
        dashboard: "Dashboard",
        desk: Desk,
        clipboard: Clipboard,
        browser: Browser,
        unsent: Unsent | None = None,
    ) -> None:
        self.dashboard = dashboard
        self.desk = desk
        self.clipboard = clipboard
        self.browser = browser
        self._unsent = unsent
        self._recorder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")
        self._context: DialogContext | None = None
        self.in_flight = 0
        """Gestures that the recorder has not finished."""

    @property
    def context(self) -> "DialogContext":
        """What dialogs are given."""
        if self._context is None:
            from shiftui.tui.dialogs.context import DialogContext
            from shiftui.tui.dialogs.kept import KeptTexts

            self._context = DialogContext(
                desk=self.desk,
                settings=self.desk.settings,
                now=self.desk.now,
                clipboard=self.clipboard,
                kept=KeptTexts(self._unsent),
            )
        elif self._context.settings is not self.desk.settings:
            self._context = replace(self._context, settings=self.desk.settings)
        return self._context

    def close(self) -> None:
        """Let the recorder finish what it was given."""
        self._recorder.shutdown(wait=True)

    def sends_at(self) -> datetime | None:
        """When a text that is recorded now may leave; None where nothing is ever sent."""
        return None if self.desk.snapshot.state.is_local else self.desk.now() + GRACE

    async def ask(self, dialog: Screen[R]) -> R | None:
        """Show a dialog and wait for its answer; None when it was cancelled."""
        answer = self.dashboard.app.push_screen(dialog, wait_for_dismiss=True)
        self.dashboard.typeahead.give_to(self.dashboard.app.screen)
        return await answer

    async def off_screen(self, work: Callable[[], R]) -> R | None:
        """Do blocking work on the recorder's thread; None (and a notice) when it was refused or failed."""
        self.in_flight += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._recorder, work)
        except Refused as refusal:
            self.say(str(refusal), Kind.REFUSED)
        except PortError as error:
            self.say(f"not done: {error}", Kind.FAILED)
        finally:
            self.in_flight -= 1
        return None

    def recorded(
        self, keys: Sequence[str], said: str, sends_at: datetime | None = None, undo: str = TAKES_BACK
    ) -> None:
        """Say that something was recorded on these tickets, and that it can be taken back."""
        about = f"{self.desk.snapshot.ref(keys[0])} " if keys else ""
        tail = "" if sends_at is not None else self._undo_hint(undo)
        self.say(f"{about}{said}{tail}", Kind.DONE, sends_at=sends_at, about=keys[0] if keys else "")
        self.dashboard.recorded(keys)

    def made(self, key: str, said: str) -> None:
        """Say that a ticket was made, and go to it."""
        self.dashboard.refresh_board()
        title = self.desk.snapshot.tickets[key].issue.title
        self.say(f"{said} {self.desk.snapshot.ref(key)} {clip(title, 60)}{self._undo_hint()}", Kind.DONE)
        self.dashboard.recorded((key,))
        self.dashboard.go_to(key)

    def recorded_all(self, bulk: Bulk, said: str) -> None:
        """The same for a gesture over several, of which some may have been refused."""
        refused = [str(reason) for _, reason in bulk.refused if not isinstance(reason, HeldByAnother)]
        skipped = self._skipped(
            [reason.by for _, reason in bulk.refused if isinstance(reason, HeldByAnother)]
        )
        if not bulk.recorded:
            self.say((refused or skipped or ["nothing is marked"])[0], Kind.REFUSED)
            return
        not_done = [f"{len(refused)} not, such as: {refused[0]}"] if refused else []
        more = "".join(f"; {words}" for words in (*skipped, *not_done))
        tickets = "1 ticket" if len(bulk.recorded) == 1 else f"{len(bulk.recorded)} tickets"
        text = f"{tickets} {said}{self._undo_hint()}{more}"
        self.say(text, Kind.DONE, details="\n".join(refused))
        self.dashboard.recorded([recorded.operation.ticket for recorded in bulk.recorded])

    def say(
        self,
        text: str,
        kind: Kind = Kind.HINT,
        *,
        sends_at: datetime | None = None,
        details: str = "",
        about: str = "",
    ) -> None:
        """Say something on the status line; `about` is the key of the ticket whose reply `sends_at` is of."""
        self.dashboard.say(text, kind, sends_at=sends_at, details=details, about=about)

    def _skipped(self, holders: Sequence[str]) -> list[str]:
        """Why tickets that somebody else has were left out of a gesture; none where none was."""
        if not holders:
            return []
        names = list(dict.fromkeys(holders))
        have = f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'}"
        key = self.dashboard.key_of("acknowledge")
        way = f"; {key} on one takes it over" if key else ""
        return [f"{len(holders)} skipped: {have} {'it' if len(holders) == 1 else 'them'}{way}"]

    def _undo_hint(self, undo: str = TAKES_BACK) -> str:
        key = self.dashboard.key_of("undo")
        return f" · {key} {undo}" if key else ""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A key that was pressed, and what it was pressed on: nothing that moves later can change that."""

    hands: Hands
    row: Row | None
    keys: tuple[str, ...]
    """Of the tickets meant: the marked ones, else the one under the cursor."""

    @property
    def desk(self) -> Desk:
        """The workspace."""
        return self.hands.desk

    @property
    def context(self) -> "DialogContext":
        """What dialogs are given."""
        return self.hands.context

    @property
    def first(self) -> Ticket | None:
        """The ticket that a dialog shows."""
        return self.desk.snapshot.tickets.get(self.keys[0]) if self.keys else None

    async def one(self) -> Ticket | None:
        """The ticket, where only one makes sense; else None, and a notice."""
        if len(self.keys) > 1:
            self.hands.say("this takes one ticket; Esc clears the marks", Kind.REFUSED)
            return None
        if not self.keys:
            return None
        key = self.keys[0]
        return await self.hands.off_screen(lambda: self.desk.find(key))

    async def do(
        self,
        said: str,
        verb: Callable[Concatenate[Scene, Ticket, P], Operation],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Record `verb` on the tickets meant and say so; False when nothing was."""
        if len(self.keys) == 1:
            key = self.keys[0]
            done = await self.hands.off_screen(lambda: self.desk.do(verb, key, *args, **kwargs))
            if done is not None:
                self.hands.recorded(self.keys, said)
            return done is not None
        bulk = await self.hands.off_screen(lambda: self.desk.do_all(verb, self.keys, *args, **kwargs))
        if bulk is not None:
            self.hands.recorded_all(bulk, said)
        return bulk is not None and bool(bulk.recorded)
