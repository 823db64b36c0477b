"""A workspace as one process has it loaded: from the newest checkpoint, and following the journal.

The lines are durable before they come here; here they are folded, and whoever listens is told.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from shiftui.domain.folding import Folder, fold_alike, refold_all
from shiftui.domain.layers import Layers
from shiftui.domain.operations import Operation
from shiftui.domain.records import Pulled, Record, Recorded
from shiftui.domain.replica import State, ticket_of, view
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import replace
from shiftui.ports import Archive, Entry, Journal, Listener, Step, TeamReader, TooFarBehind
from shiftui.service.snapshot import Snapshot

T = TypeVar("T")

CHECKPOINT_AFTER = 250
"""Journal lines beyond the checkpoint after which a new one is worth its writing."""


class Following:
    """The state after the latest lines that were read, and its snapshot. Safe to use from several threads.

    `settings` are those in force: the machine's own, with the team's on top once a line has brought any.
    """

    def __init__(
        self, journal: Journal, archive: Archive, settings: Settings, team: TeamReader | None
    ) -> None:
        self.guard = threading.RLock()
        """Held while the state changes, and by whoever reads more than one thing of it."""
        self.settings = settings
        self.state = State()
        self.snapshot: Snapshot
        self._journal = journal
        self._archive = archive
        self._team = team
        self._team_text = ""
        self._folder = Folder(settings, archive)
        self._listeners: list[Listener] = []
        self._loaded_at = 0
        self._start_anew()

    def listen(self, listener: Listener) -> None:
        """Tell `listener` after every change, from whichever thread made it."""
        self._listeners.append(listener)

    def refresh(self) -> bool:
        """Take in what other processes recorded. True when there was anything."""
        with self.guard:
            try:
                new = self._journal.read(self.state.seq)
                if not new:
                    return False
                self.take(new)
            except TooFarBehind:
                self._start_anew()
        self._tell()
        return True

    @contextmanager
    def step(self) -> Iterator[Step]:
        """One step on the latest lines. If it is refused, listeners still hear what others had recorded."""
        before = self.state
        try:
            with self.guard, self._journal.step() as step:
                self._catch_up(step)
                yield step
        finally:
            if self.state is not before:
                self._tell()

    def take(self, entries: Iterable[Entry]) -> None:
        """Fold lines that have just become durable, or were read."""
        pairs = _pairs(entries)
        if not pairs:
            return
        try:
            self.state = self._absorbed(self.state, pairs)
            self.snapshot = self._look()
            for _, record in pairs:
                if isinstance(record, Recorded):
                    self.load_all(record.operation)
        except TooFarBehind:  # the lines are durable; only what they are folded upon was replaced
            self._start_anew()

    def checkpoint(self, *, force: bool = False) -> bool:
        """Write a checkpoint when enough has gathered; slow, so never on the screen's own thread."""
        with self.guard:
            state = self.state
        if not force and state.seq - self._loaded_at < CHECKPOINT_AFTER:
            return False
        try:
            saved = self._archive.save(state)
        except TooFarBehind:
            with self.guard:
                self._start_anew()
            return False
        with self.guard:
            self._loaded_at = saved.seq
            if self.state is state or self.state.seq < saved.seq:
                self.state = saved
                self._show_loaded()
            # else what came meanwhile stays loaded until the next time
        return True

    def reading(self, read: Callable[[], T]) -> T:
        """Read from the checkpoint, from a newer one if others have replaced it."""
        try:
            return read()
        except TooFarBehind:
            self._start_anew()
            return read()

    def load(self, key: str) -> Ticket | None:
        """The ticket as it stands, taking it from the checkpoint's closed ones where need be."""
        if key and key not in self.state.tickets and key not in self.snapshot.tickets:
            base = ticket_of(self.state, self._archive, key)
            if base is not None:
                tickets = Layers.of(self.state.tickets).changed({key: base})
                self.state = replace(self.state, tickets=tickets)
                self.snapshot = self._look()
        return self.snapshot.tickets.get(key)

    def load_all(self, operation: Operation) -> None:
        """Load the tickets that an operation is about."""
        self.load(operation.ticket)
        self.load(getattr(operation, "origin", None) or "")

    def _start_anew(self) -> None:
        """From the newest checkpoint and what follows it."""
        loaded = self._archive.load()
        self._go_by(loaded.team_file.text)
        self._loaded_at = loaded.seq
        self.state = self._absorbed(loaded, _pairs(self._journal.read(loaded.seq)))
        self._show_loaded()

    def _absorbed(self, state: State, pairs: list[tuple[int, Record]]) -> State:
        """The state after the lines; those after a team's settings file are folded under it."""
        start = 0
        for end, (_, record) in enumerate(pairs, 1):
            if isinstance(record, Pulled) and record.team_file is not None:
                state = self._folder.absorb(state, pairs[start:end])
                start, before = end, self.settings
                self._go_by(state.team_file.text)
                if not fold_alike(before, self.settings):
                    state = refold_all(state, self._folder)
        return self._folder.absorb(state, pairs[start:])

    def _go_by(self, text: str) -> None:
        """Put the settings in force that a team's file of that text makes."""
        if self._team is not None and text != self._team_text:
            self.settings = self._team.merged(text)
            self._team_text = text
            self._folder = Folder(self.settings, self._archive)

    def _show_loaded(self) -> None:
        self.snapshot = self._look()
        for recorded in self.state.pending:
            self.load_all(recorded.operation)

    def _catch_up(self, step: Step) -> None:
        try:
            self.take(step.tail(self.state.seq))
        except TooFarBehind:
            self._start_anew()

    def _look(self) -> Snapshot:
        return Snapshot(self.state, view(self.state), self.settings)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _pairs(entries: Iterable[Entry]) -> list[tuple[int, Record]]:
    return [(entry.seq, entry.record) for entry in entries]
