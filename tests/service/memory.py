"""The store's ports without a disk: what several processes would share, in one object."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from shiftui.domain.codec import encode
from shiftui.domain.conversation import Conversation
from shiftui.domain.records import Record, decode_record
from shiftui.domain.replica import State, known_tickets
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import State as TicketState
from shiftui.ports import NotSaved, TooFarBehind


class Killed(BaseException):
    """The process ends here; nothing after this line runs."""


@dataclass(slots=True)
class Storage:
    """What would be on the disk."""

    lines: list[str] = field(default_factory=list)
    forgotten: int = 0
    """Lines up to here are only in the checkpoint."""
    saved: State = field(default_factory=State)
    closed: dict[str, Ticket] = field(default_factory=dict)
    talks: dict[str, Conversation] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    is_full: bool = False
    on_append: Callable[[int, Callable[[], None]], None] = lambda count, append: append()
    """Called with the number of the append and what makes it durable; may die before or after."""
    appends: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line."""

    seq: int
    record: Record


@dataclass(frozen=True, slots=True)
class MemoryStep:
    """One step, while the lock is held."""

    journal: "MemoryJournal"

    def tail(self, after: int) -> Sequence[Line]:
        return self.journal.read(after)

    def append(self, records: Sequence[Record]) -> Sequence[Line]:
        storage = self.journal.storage
        if storage.is_full:
            raise NotSaved("not saved, the disk is full")
        texts = [json.dumps(encode(record)) for record in records]
        first = len(storage.lines) + 1
        storage.appends += 1
        storage.on_append(storage.appends, lambda: storage.lines.extend(texts))
        return self.journal.read(first - 1)


@dataclass(frozen=True, slots=True)
class MemoryJournal:
    """A process's handle on the lines."""

    storage: Storage
    problems: tuple[str, ...] = ()

    def read(self, after: int) -> Sequence[Line]:
        if after < self.storage.forgotten:
            raise TooFarBehind(f"{after} is gone")
        texts = self.storage.lines[after:]
        return [Line(seq, decode_record(json.loads(text))) for seq, text in enumerate(texts, after + 1)]

    @contextmanager
    def step(self) -> Iterator[MemoryStep]:
        with self.storage.lock:
            yield MemoryStep(self)


@dataclass(frozen=True, slots=True)
class MemoryArchive:
    """A process's handle on the checkpoint, which keeps apart what the real one keeps apart."""

    storage: Storage
    problems: tuple[str, ...] = ()

    def load(self) -> State:
        return self.storage.saved

    def save(self, state: State) -> State:
        storage = self.storage
        with storage.lock:
            if state.seq < storage.saved.seq:
                return storage.saved
            busy = {recorded.operation.ticket for recorded in state.pending}
            known = known_tickets(state, self)
            loaded = {k: t for k, t in state.tickets.items() if t.state is TicketState.OPEN or k in busy}
            storage.closed = {key: one for key, one in known.items() if key not in loaded}
            storage.talks |= state.conversations
            storage.saved = replace(state, tickets=loaded, conversations={}, gone=frozenset())
            storage.forgotten = state.seq
            return storage.saved

    def closed(self, key: str) -> Ticket | None:
        return self.storage.closed.get(key)

    def all_closed(self) -> Mapping[str, Ticket]:
        return self.storage.closed

    def conversation(self, key: str) -> Conversation:
        return self.storage.talks.get(key, Conversation())


@dataclass(slots=True)
class MemoryLock:
    """A lock that only one of several handles can have; a killed process loses it."""

    holder: object = None

    def acquire(self) -> Any:
        if self.holder is not None:
            return None
        self.holder = object()
        return Release(self)


@dataclass(frozen=True, slots=True)
class Release:
    """The lock, held."""

    lock: MemoryLock

    def release(self) -> None:
        self.lock.holder = None
