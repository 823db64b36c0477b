"""The checkpoint as the service knows it: a state to start from, and the rest on demand.

`main` holds the open tickets without their conversations, and what every command needs
to know; it is all that `list` and `status` read. Conversations lie in shards by ticket
number, closed tickets in a shard a quarter.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from shiftui.domain.codec import Json, decode, encode
from shiftui.domain.conversation import Conversation
from shiftui.domain.duty import DutyEntry
from shiftui.domain.outbox import Parcel
from shiftui.domain.pacing import Spent
from shiftui.domain.records import Connected, Record, Recorded, SyncReport, TeamFile, decode_record
from shiftui.domain.replica import DiaryEntry, State
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import State as TicketState
from shiftui.store.checkpoint import Checkpoint, Checkpoints, Tables
from shiftui.store.disk import DISK, Disk
from shiftui.store.errors import CheckpointReplaced, ShardDamaged, TooFarBehind
from shiftui.store.journal import FileJournal

TALK_SHARD: Final = 256
"""Tickets whose conversations share a shard."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The part of a state that is neither tickets nor conversations; named as in `State`."""

    connected: Connected | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    pending: tuple[Recorded, ...] = ()
    parcels: Mapping[str, Parcel] = field(default_factory=dict)
    batches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recent: tuple[Recorded, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    duty: tuple[DutyEntry, ...] = ()
    team_file: TeamFile = field(default_factory=TeamFile)
    cursors: Mapping[str, str] = field(default_factory=dict)
    next_local: int = 1
    high: int = 0
    spent: Spent = field(default_factory=dict)
    synced_at: datetime | None = None
    tried_at: datetime | None = None
    report: SyncReport = field(default_factory=SyncReport)
    asked: tuple[str, ...] = ()
    answered: Mapping[str, SyncReport] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as a shard holds it."""

    key: str
    conversation: Conversation


_REST_FIELDS = tuple(f.name for f in fields(Rest))


def encode_record(record: Record) -> dict[str, Any]:
    """A journal line's record as a JSON object."""
    return cast(dict[str, Any], encode(record))


def open_journal(folder: Path, *, disk: Disk = DISK) -> FileJournal[Record]:
    """The journal of a workspace."""
    return FileJournal(folder, encode_record, decode_record, disk=disk)


class TinyArchive:
    """The checkpoints of a workspace. Safe to use from several threads."""

    def __init__(self, journal: FileJournal[Record], checkpoints: Checkpoints) -> None:
        self._journal = journal
        self._checkpoints = checkpoints
        self._guard = threading.RLock()
        self._base: Checkpoint | None = None
        self._shards: dict[str, Tables] = {}
        self._closed: dict[str, Ticket] | None = None
        self._damage: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found damaged, in words for a person."""
        return (*self._checkpoints.problems, *self._damage.values())

    def load(self) -> State:
        """The state as of the newest good checkpoint; an empty one where there is none yet."""
        with self._guard:
            self._forget()
            self._base = self._checkpoints.load()
            if self._base is None:
                return State()
            main = self._base.main
            rest = decode(Rest, main["rest"][0])
            tickets = [decode(Ticket, document) for document in main["tickets"]]
            return State(
                seq=self._base.seq,
                tickets={ticket.key: ticket for ticket in tickets},
                **{name: getattr(rest, name) for name in _REST_FIELDS},
            )

    def save(self, state: State) -> State:
        """Write a checkpoint of `state`, rotate the journal, and let go of what need not stay loaded.

        Where another process has saved a later one, that one's state is returned.
        """
        with self._guard:
            is_saved = self._write(state)
        if not is_saved:
            return self.load()
        # Not under the guard: whoever holds the journal's lock may be waiting for it to read a shard.
        with self._journal.step() as step:
            step.rotate()
        self._journal.forget(self._checkpoints.needed_after())
        return replace(state, tickets=_kept(state), conversations={}, gone=frozenset())

    def _write(self, state: State) -> bool:
        loaded = _kept(state)
        done = [ticket for key, ticket in state.tickets.items() if key not in loaded]
        rest = Rest(**{name: getattr(state, name) for name in _REST_FIELDS})
        main: Tables = {"rest": [encode(rest)], "tickets": [encode(ticket) for ticket in loaded.values()]}
        shards = {
            **self._talk_shards(state.conversations),
            **self._closed_shards(done, state.gone | loaded.keys()),
        }
        if not self._checkpoints.save(state.seq, main, shards):
            return False
        self._forget()
        self._base = self._checkpoints.load()
        return self._base is not None and self._base.seq == state.seq

    def closed(self, key: str) -> Ticket | None:
        """A ticket that is not among the open ones, if it is known; the latest quarters are read first."""
        with self._guard:
            if self._closed is not None:
                return self._closed.get(key)
            for name in sorted(self._names("closed-"), reverse=True):
                for document in self._shard(name).get("tickets", ()):
                    if document["key"] == key:
                        return decode(Ticket, document)
        return None

    def all_closed(self) -> Mapping[str, Ticket]:
        """Every known ticket that was not among the open ones at the checkpoint, by key."""
        with self._guard:
            if self._closed is None:
                self._closed = {}
                for name in sorted(self._names("closed-")):
                    for document in self._shard(name).get("tickets", ()):
                        ticket = decode(Ticket, document)
                        self._closed[ticket.key] = ticket
            return self._closed

    def conversation(self, key: str) -> Conversation:
        """What was said about a ticket up to the checkpoint; empty when nothing was."""
        with self._guard:
            for document in self._shard(_talk_shard(key)).get("talks", ()):
                if document["key"] == key:
                    return decode(Talk, document).conversation
        return Conversation()

    def _talk_shards(self, conversations: Mapping[str, Conversation]) -> dict[str, Tables]:
        changed: dict[str, dict[str, Json]] = {}
        for key, conversation in conversations.items():
            changed.setdefault(_talk_shard(key), {})[key] = encode(Talk(key, conversation))
        return {
            name: {"talks": list(_merged(self._shard(name).get("talks", ()), documents).values())}
            for name, documents in changed.items()
        }

    def _closed_shards(self, done: Sequence[Ticket], away: Set[str]) -> dict[str, Tables]:
        """The shards that change. A ticket is in one of them at most, and in none when it is `away`."""
        place = {ticket.key: _closed_shard(ticket) for ticket in done}
        changed: dict[str, Tables] = {}
        for name in sorted({*self._names("closed-"), *place.values()}):
            known = {document["key"]: document for document in self._shard(name).get("tickets", ())}
            kept = {
                key: document
                for key, document in known.items()
                if key not in away and place.get(key, name) == name
            }
            new = {ticket.key: encode(ticket) for ticket in done if place[ticket.key] == name}
            if new or len(kept) < len(known):
                changed[name] = {"tickets": [*{**kept, **new}.values()]} if kept or new else {}
        return changed

    def _names(self, prefix: str) -> list[str]:
        names = self._base.shard_names if self._base is not None else frozenset()
        return [name for name in names if name.startswith(prefix)]

    def _shard(self, name: str) -> Tables:
        if name not in self._shards:
            if self._base is None or name not in self._base.shard_names:
                return {}
            try:
                self._shards[name] = self._base.shard(name)
            except CheckpointReplaced as replaced:
                raise TooFarBehind(0, self._base.seq) from replaced
            except ShardDamaged as damage:  # one part of the past is lost here; the rest must go on
                self._damage[name] = (
                    f"{damage}; what it held is missing here until it is read from GitHub again"
                )
                self._shards[name] = {}
        return self._shards[name]

    def _forget(self) -> None:
        self._shards = {}
        self._closed = None


def _kept(state: State) -> dict[str, Ticket]:
    """The tickets that stay loaded: open ones, and those with something on its way."""
    busy = {recorded.operation.ticket for recorded in state.pending}
    return {key: t for key, t in state.tickets.items() if t.state is TicketState.OPEN or key in busy}


def _merged(known: Iterable[Mapping[str, Json]], changed: Mapping[str, Json]) -> dict[str, Json]:
    return {**{document["key"]: document for document in known}, **changed}


def _talk_shard(key: str) -> str:
    number = key.lstrip("#L")
    if not number.isdigit():
        return "conversation-elsewhere"
    born_here = "L" if key.startswith("L") else ""
    return f"conversation-{born_here}{int(number) // TALK_SHARD:04d}"


def _closed_shard(ticket: Ticket) -> str:
    at = ticket.resolved_at or ticket.issue.opened_at
    return f"closed-{at.year}Q{(at.month + 2) // 3}"
