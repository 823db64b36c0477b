"""A workspace as its journal folds to it: `view = apply(base, pending)`.

*Base* is the last truth known from GitHub (in a local workspace: all that was
recorded); *pending* are the operations whose effect base does not hold yet, in order.
Folding never refuses and never reads anything but the lines, the settings, and what
the checkpoint holds of tickets that are not loaded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from shiftui.domain.conversation import Conversation
from shiftui.domain.duty import DutyEntry, duty_after
from shiftui.domain.layers import Draft, Layers
from shiftui.domain.operations import (
    DiaryWritten,
    FieldsSet,
    HandoffAccepted,
    Opened,
    Operation,
    Responded,
    SpunOff,
    Undone,
)
from shiftui.domain.outbox import Delivery, Parcel, StepName
from shiftui.domain.pacing import Spent
from shiftui.domain.records import Connected, Recorded, SyncReport, TeamFile
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass

RECENT = 50
"""How many of this workspace's own operations can be taken back, one by one."""
DIARY_KEPT = 200
"""Entries of the diary that stay at hand."""


class Library(Protocol):
    """What the checkpoint holds beyond the open tickets; loaded on demand."""

    def closed(self, key: str) -> Ticket | None:
        """A ticket that is not among the open ones, if it is known."""

    def all_closed(self) -> Mapping[str, Ticket]:
        """Every known ticket that is not among the open ones."""

    def conversation(self, key: str) -> Conversation:
        """What was said about a ticket up to the checkpoint; empty when nothing was."""


class EmptyLibrary:
    """No checkpoint yet."""

    def closed(self, key: str) -> Ticket | None:
        """Nothing is known."""
        return None

    def all_closed(self) -> Mapping[str, Ticket]:
        """Nothing is known."""
        return {}

    def conversation(self, key: str) -> Conversation:
        """Nothing was said."""
        return Conversation()


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """Something of a shift that has no ticket."""

    id: str
    at: datetime
    by: str | None
    text: str
    taken_back: bool = False
    """Only its id counts, lest the entry be read later than what took it back."""


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """A workspace after the journal line `seq`."""

    seq: int = 0
    connected: Connected | None = None
    """None: a local workspace, or one that has not yet met its repository."""
    tickets: Mapping[str, Ticket] = field(default_factory=_empty)
    """Base: open tickets and whatever else was loaded or changed since, by key."""
    conversations: Mapping[str, Conversation] = field(default_factory=_empty)
    """Whole conversations (checkpoint and since) of tickets that were spoken of since the checkpoint."""
    gone: frozenset[str] = frozenset()
    """Keys of tickets that were taken out since the checkpoint, which may still hold them."""
    aliases: Mapping[str, str] = field(default_factory=_empty)
    """Address of an issue that was born here, to its key: `#42` or `owner/name#42` to `L7`."""
    pending: tuple[Recorded, ...] = ()
    parcels: Mapping[str, Parcel] = field(default_factory=_empty)
    """Delivery by operation id; pending ones only."""
    batches: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)
    """Shift-log comments that are fixed and not yet confirmed: batch UUID to operation ids."""
    recent: tuple[Recorded, ...] = ()
    """Own operations, oldest first, that may still be taken back."""
    diary: tuple[DiaryEntry, ...] = ()
    duty: tuple[DutyEntry, ...] = ()
    """What was recorded about shifts and handoffs, in the shift log's order."""
    team_file: TeamFile = field(default_factory=TeamFile)
    cursors: Mapping[str, str] = field(default_factory=_empty)
    next_local: int = 1
    high: int = 0
    """The greatest comment id seen: where local entries stand in GitHub's order."""
    spent: Spent = field(default_factory=_empty)
    """What was written to GitHub within the last hour."""
    synced_at: datetime | None = None
    tried_at: datetime | None = None
    report: SyncReport = field(default_factory=SyncReport)
    asked: tuple[str, ...] = ()
    """Requests for a pass that no pass has answered."""
    answered: Mapping[str, SyncReport] = field(default_factory=_empty)
    """The latest answers to such requests."""

    @property
    def is_local(self) -> bool:
        """Whether operations are final once recorded."""
        return self.connected is None

    def is_pending(self, operation: str) -> bool:
        """Whether the operation of that id is still on its way."""
        return any(recorded.operation.id == operation for recorded in self.pending)

    def key_at(self, repo: str, number: int) -> str:
        """The key of an issue by its address."""
        incident = self.connected.repo if self.connected is not None else ""
        address = address_key(repo, number, incident)
        return self.aliases.get(address, address)


def address_key(repo: str, number: int, incident_repo: str) -> str:
    """What an issue is called that was not born here. GitHub's names ignore case, so keys have none."""
    repo = repo.casefold()
    return f"#{number}" if repo == incident_repo.casefold() else f"{repo}#{number}"


def view(state: State) -> Layers[Ticket]:
    """The loaded tickets with pending operations applied, as far as they can count before GitHub has them."""
    tickets = Draft(state.tickets)
    for recorded in state.pending:
        operation = _counting(state, recorded.operation)
        if operation is None:
            continue
        ticket = tickets.get(operation.ticket)
        if isinstance(operation, Responded) and ticket is not None:
            tickets[ticket.key] = operation.promise(ticket)
        else:
            apply(tickets, operation)
    return tickets.done()


def _counting(state: State, operation: Operation) -> Operation | None:
    """What counts of a pending operation; what is disputed does not, until a person has decided."""
    parcel = state.parcels.get(operation.id)
    if parcel is None:
        return operation
    labels_dropped = parcel.step(StepName.LABELS).state is Delivery.DROPPED
    if not parcel.is_disputed and not labels_dropped:
        return operation
    return operation.without_labels() if isinstance(operation, FieldsSet) else None


def known_tickets(state: State, library: Library) -> dict[str, Ticket]:
    """Every base ticket by key, also those that are not loaded."""
    closed = {key: ticket for key, ticket in library.all_closed().items() if key not in state.gone}
    return {**closed, **state.tickets}


def apply(tickets: Draft[Ticket], operation: Operation) -> None:
    """Change `tickets` as the operation says; what names an unknown ticket changes nothing."""
    match operation:
        case Opened() | SpunOff():
            if operation.ticket not in tickets:
                tickets[operation.ticket] = operation.create()
            if isinstance(operation, SpunOff) and operation.origin in tickets:
                tickets[operation.origin] = operation.link(tickets[operation.origin])
        case Undone():
            _take_back(tickets, operation)
        case DiaryWritten():
            pass
        case _:
            if operation.ticket in tickets:
                tickets[operation.ticket] = operation.apply(tickets[operation.ticket])


def _take_back(tickets: Draft[Ticket], undone: Undone) -> None:
    if not undone.removes:
        if undone.ticket in tickets:
            tickets[undone.ticket] = undone.apply(tickets[undone.ticket])
        return
    del tickets[undone.ticket]
    origin = tickets.get(undone.origin)
    if origin is not None:
        tickets[origin.key] = undone.unlink(origin)


def diary_after(diary: tuple[DiaryEntry, ...], operation: Operation) -> tuple[DiaryEntry, ...]:
    """The diary after an operation; in the order of its times on all machines."""
    match operation:
        case Undone(target_kind=DiaryWritten.KIND):
            entry = DiaryEntry(operation.target, operation.at, operation.by, "", taken_back=True)
            others = tuple(one for one in diary if one.id != operation.target)
        case DiaryWritten() if not any(one.id == operation.id for one in diary):
            entry = DiaryEntry(operation.id, operation.at, operation.by, operation.text)
            others = diary
        case _:
            return diary
    entries = sorted((*others, entry), key=lambda one: (one.at, one.id))
    return tuple(entries[-DIARY_KEPT:])


def diary_of(state: State) -> tuple[DiaryEntry, ...]:
    """The shift's diary as it stands here, oldest first."""
    entries = state.diary
    for recorded in state.pending:
        entries = diary_after(entries, recorded.operation)
    return tuple(entry for entry in entries if not entry.taken_back)


_AFTER_WITHHELD = 1 << 60
"""Places of pending entries: after those that will never be shared, which have a line's number."""


def duty_of(state: State) -> tuple[DutyEntry, ...]:
    """The entries about shifts as they stand here, pending ones last.

    An acceptance counts only once it was read back: until then it may not be the first valid one.
    """
    entries = state.duty
    for place, recorded in enumerate(state.pending):
        if not isinstance(recorded.operation, HandoffAccepted):
            entries = duty_after(entries, DutyEntry.pending(_AFTER_WITHHELD + place, recorded.operation))
    return entries


def pending_acceptance(state: State) -> HandoffAccepted | None:
    """An acceptance made here that GitHub has not confirmed."""
    found = [r.operation for r in state.pending if isinstance(r.operation, HandoffAccepted)]
    return found[-1] if found else None


def conversation_of(state: State, library: Library, key: str) -> Conversation:
    """The base conversation of a ticket: from the checkpoint, and since."""
    known = state.conversations.get(key)
    return known if known is not None else library.conversation(key)


def ticket_of(state: State, library: Library, key: str) -> Ticket | None:
    """The base ticket of that key, also when it is not among the loaded ones."""
    return state.tickets.get(key) or (None if key in state.gone else library.closed(key))


def pending_of(state: State, key: str) -> Iterable[Operation]:
    """The operations about a ticket that base does not hold yet."""
    return (
        r.operation
        for r in state.pending
        if key in (r.operation.ticket, getattr(r.operation, "origin", None))
    )
