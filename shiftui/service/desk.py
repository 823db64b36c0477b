"""The desk: one workspace open in one process.

Every change goes one way: decide (pure), record (journal, fsync), then show. A step
holds the journal's lock, so what is decided is decided on the latest lines, whichever
process wrote them.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from shiftui.domain.conversation import Conversation
from shiftui.domain.folding import Folder
from shiftui.domain.layers import Draft, Layers
from shiftui.domain.operations import Opened, Operation, Scene, SpunOff
from shiftui.domain.operations.fitting import check_fits
from shiftui.domain.operations.undone import Change, changes_between
from shiftui.domain.records import Connected, Record, Recorded
from shiftui.domain.refs import key_of
from shiftui.domain.refusals import ReadOnlyWorkspace, Refused, UnknownTicket
from shiftui.domain.replica import State, apply, conversation_of, known_tickets, ticket_of, view
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.ports import Archive, Clock, Entry, Journal, Listener, Step, TooFarBehind
from shiftui.service import taking_back
from shiftui.service.snapshot import Snapshot
from shiftui.service.taking_back import TakenBack
from shiftui.service.threads import Thread, thread_of

P = ParamSpec("P")
T = TypeVar("T")

CHECKPOINT_AFTER = 250
"""Journal lines beyond the checkpoint after which a new one is worth its writing."""


class NewId(Protocol):
    """Makes UUIDs."""

    def __call__(self) -> str:
        """A new one."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a gesture over several tickets did."""

    recorded: tuple[Recorded, ...]
    refused: tuple[tuple[str, Refused], ...]
    """Key and reason, for those that could not be done; the others were."""


class Desk:
    """Record and look. Safe to use from several threads."""

    def __init__(
        self, journal: Journal, archive: Archive, clock: Clock, settings: Settings, new_id: NewId
    ) -> None:
        self._journal = journal
        self._archive = archive
        self._clock = clock
        self._new_id = new_id
        self._guard = threading.RLock()
        self._listeners: list[Listener] = []
        self._settings = settings
        self._folder = Folder(settings, archive)
        self._state = State()
        self._loaded_at = 0
        self._start_anew()

    @property
    def snapshot(self) -> Snapshot:
        """The workspace as of the last step or refresh."""
        return self._snapshot

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def me(self) -> str:
        """Who records here: as set, else as GitHub knows the token, whose spelling goes before ours."""
        connected = self._state.connected
        known = connected.me if connected is not None else ""
        wanted = self._settings.me
        return known if not wanted or wanted.casefold() == known.casefold() else wanted

    @property
    def problems(self) -> tuple[str, ...]:
        """What the store found damaged, in words."""
        return (*self._journal.problems, *self._archive.problems)

    def now(self) -> datetime:
        """The time by this desk's clock."""
        return self._clock.now()

    def listen(self, listener: Listener) -> None:
        """Tell `listener` after every change, from whichever thread made it."""
        self._listeners.append(listener)

    def refresh(self) -> bool:
        """Follow the journal: take in what other processes recorded. True when there was anything."""
        with self._guard:
            try:
                new = self._journal.read(self._state.seq)
                if not new:
                    return False
                self._take(new)
            except TooFarBehind:
                self._start_anew()
        self._tell()
        return True

    def find(self, ref: str) -> Ticket:
        """The ticket that a person means by `ref`, resolved ones included.

        Raises:
            UnknownTicket: there is none.

        """
        with self._guard:
            key = key_of(ref, self._state)
            ticket = self._reading(lambda: self._load(key)) if key is not None else None
        if ticket is None:
            raise UnknownTicket(ref)
        return ticket

    def base(self, key: str) -> Ticket | None:
        """A ticket as GitHub has it, resolved ones included; None where there is none of that key."""
        with self._guard:
            return self._reading(lambda: ticket_of(self._state, self._archive, key))

    def thread(self, key: str) -> Thread:
        """A ticket's whole conversation.

        Raises:
            UnknownTicket: there is none of that key.

        """

        def read() -> Thread:
            ticket = self._load(key)
            if ticket is None:
                raise UnknownTicket(key)
            return thread_of(self._state, self._archive, self._settings, ticket)

        with self._guard:
            return self._reading(read)

    def conversation(self, key: str) -> Conversation:
        """What GitHub holds of a ticket's conversation."""
        with self._guard:
            return self._reading(lambda: conversation_of(self._state, self._archive, key))

    def everything(self) -> Snapshot:
        """A snapshot with all known tickets in it, resolved ones included."""
        with self._guard:
            tickets = self._reading(lambda: known_tickets(self._state, self._archive))
            state = replace(self._state, tickets=tickets)
            return Snapshot(state, view(state), self._settings)

    def do(
        self,
        verb: Callable[Concatenate[Scene, Ticket, P], Operation],
        ref: str,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Recorded:
        """Decide `verb` on the ticket of `ref` and record it. Durable when this returns.

        Raises:
            Refused: it is not legal now; nothing was recorded.
            StoreError: nothing was recorded.

        """

        def decide(scene: Scene) -> list[Operation]:
            return [verb(scene, self.find(ref), *args, **kwargs)]

        return self.record(decide)[0]

    def write(
        self, verb: Callable[Concatenate[Scene, P], Operation], *args: P.args, **kwargs: P.kwargs
    ) -> Recorded:
        """The same for a verb that is about no existing ticket."""
        return self.record(lambda scene: [verb(scene, *args, **kwargs)])[0]

    def do_all(
        self,
        verb: Callable[Concatenate[Scene, Ticket, P], Operation],
        keys: Sequence[str],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Bulk:
        """Decide `verb` on several tickets and record what is legal as one gesture, undone together."""
        refused: list[tuple[str, Refused]] = []

        def decide(scene: Scene) -> list[Operation]:
            refused.clear()
            operations: list[Operation] = []
            for key in keys:
                try:
                    ticket = self.find(key)
                    operation = verb(scene, scene.tickets.get(ticket.key, ticket), *args, **kwargs)
                except Refused as refusal:
                    refused.append((key, refusal))
                else:
                    operations.append(operation)
                    scene = _after(scene, operation)
            return operations

        recorded = self.record(decide)
        return Bulk(recorded, tuple(refused))

    def record(self, decide: Callable[[Scene], Sequence[Operation]]) -> tuple[Recorded, ...]:
        """Decide on the latest state and record the operations as one gesture, all or none."""
        self._may_record()
        with self._step() as step:
            operations = decide(self._scene())
            if not self._settings.is_local:
                for operation in operations:
                    check_fits(operation)
            records = self._with_changes(operations)
            if records:
                self._take(step.append([*self._meeting(), *records]))
        return tuple(records)

    def undo(self) -> TakenBack:
        """Take back the latest gesture recorded here by me that was not yet; returns what it was.

        Raises:
            NothingToUndo: there is none.
            RequesterHasRead: its text has left for the requester.

        """
        self._may_record()
        with self._step() as step:
            gesture = taking_back.latest_gesture(self._state, self.me)
            for recorded in gesture:
                self._reading(partial(self._load_all, recorded.operation))
            records, taken = taking_back.decide(self._scene(), self._state, gesture)
            self._take(step.append(records))
        return taken

    def append(self, decide: Callable[[State], Sequence[Record]]) -> State:
        """Record lines that are no operations (rows from GitHub, delivery states), decided on the latest."""
        with self._step() as step:
            records = decide(self._state)
            if records:
                self._take(step.append(records))
            return self._state

    def checkpoint(self, *, force: bool = False) -> bool:
        """Write a checkpoint when enough has gathered; slow, so never on the screen's own thread."""
        with self._guard:
            state = self._state
        if not force and state.seq - self._loaded_at < CHECKPOINT_AFTER:
            return False
        try:
            saved = self._archive.save(state)
        except TooFarBehind:
            with self._guard:
                self._start_anew()
            return False
        with self._guard:
            self._loaded_at = saved.seq
            if self._state is state or self._state.seq < saved.seq:
                self._state = saved
                self._show_loaded()
            # else what came meanwhile stays loaded until the next time
        return True

    @contextmanager
    def _step(self) -> Iterator[Step]:
        """One step on the latest lines. If it is refused, listeners still hear what others had recorded."""
        before = self._state
        try:
            with self._guard, self._journal.step() as step:
                self._catch_up(step)
                yield step
        finally:
            if self._state is not before:
                self._tell()

    def _may_record(self) -> None:
        if self._settings.read_only:
            raise ReadOnlyWorkspace

    def _meeting(self) -> list[Record]:
        """What has to stand before the first operation of a workspace that never reached its repository.

        Without it the operation would be final here and never be sent.
        """
        github = self._settings.github
        if self._settings.is_local or self._state.connected is not None:
            return []
        unmet = Connected(
            self._clock.now(), me="", repo=github.repo, log=github.log_repo, tracker=github.spinoff_repo
        )
        return [unmet]

    def _reading(self, read: Callable[[], T]) -> T:
        """Read from the checkpoint, from a newer one if others have replaced it."""
        try:
            return read()
        except TooFarBehind:
            self._start_anew()
            return read()

    def _start_anew(self) -> None:
        """From the newest checkpoint and what follows it."""
        self._state = self._archive.load()
        self._loaded_at = self._state.seq
        self._state = self._folder.absorb(self._state, _pairs(self._journal.read(self._state.seq)))
        self._show_loaded()

    def _show_loaded(self) -> None:
        self._snapshot = self._look()
        for recorded in self._state.pending:
            self._load_all(recorded.operation)

    def _catch_up(self, step: Step) -> None:
        try:
            self._take(step.tail(self._state.seq))
        except TooFarBehind:
            self._start_anew()

    def _scene(self) -> Scene:
        return Scene(
            tickets=self._snapshot.tickets,
            settings=self._settings,
            me=self.me,
            now=self._clock.now(),
            group=self._new_id(),
            new_id=self._new_id,
            next_local=self._state.next_local,
        )

    def _with_changes(self, operations: Iterable[Operation]) -> list[Recorded]:
        """Each operation with what it changes, in turn."""
        records = []
        tickets = Draft(self._snapshot.tickets)
        for operation in operations:
            keys = [
                key
                for key in (operation.ticket, getattr(operation, "origin", None))
                if key and key in tickets
            ]
            before = {key: tickets[key] for key in keys}
            apply(tickets, operation)
            changes: tuple[Change, ...] = ()
            for key in keys:
                changes += changes_between(before[key], tickets[key])
            records.append(Recorded(operation, changes))
        return records

    def _take(self, entries: Iterable[Entry]) -> None:
        pairs = _pairs(entries)
        if not pairs:
            return
        try:
            self._state = self._folder.absorb(self._state, pairs)
            self._snapshot = self._look()
            for _, record in pairs:
                if isinstance(record, Recorded):
                    self._load_all(record.operation)
        except TooFarBehind:  # the lines are durable; only what they are folded upon was replaced
            self._start_anew()

    def _load_all(self, operation: Operation) -> None:
        self._load(operation.ticket)
        self._load(getattr(operation, "origin", None) or "")

    def _load(self, key: str) -> Ticket | None:
        """The ticket as it stands, taking it from the checkpoint's closed ones where need be."""
        if key and key not in self._state.tickets and key not in self._snapshot.tickets:
            base = ticket_of(self._state, self._archive, key)
            if base is not None:
                self._state = replace(
                    self._state, tickets=Layers.of(self._state.tickets).changed({key: base})
                )
                self._snapshot = self._look()
        return self._snapshot.tickets.get(key)

    def _look(self) -> Snapshot:
        return Snapshot(self._state, view(self._state), self._settings)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _after(scene: Scene, operation: Operation) -> Scene:
    """What the next decision of the same gesture may look at."""
    tickets = Draft(scene.tickets)
    apply(tickets, operation)
    is_birth = isinstance(operation, Opened | SpunOff)
    return replace(scene, tickets=tickets.done(), next_local=scene.next_local + is_birth)


def _pairs(entries: Iterable[Entry]) -> list[tuple[int, Record]]:
    return [(entry.seq, entry.record) for entry in entries]
