"""How each journal line changes a workspace: `absorb(state, line) → state`.

This is the only place that makes a new `State`. Each kind of line has its function;
all of them are total: a line that was once written can always be folded.
"""

from collections.abc import Iterable
from typing import assert_never

from shiftui.domain.conversation import RECORDED_HERE, Logged, refold
from shiftui.domain.duty import DutyEntry, duty_after
from shiftui.domain.layers import Draft, Layers
from shiftui.domain.operations import Opened, Operation, SpunOff, Undone
from shiftui.domain.outbox import Delivery, Parcel, StepName
from shiftui.domain.pacing import spend
from shiftui.domain.pulling import Pull
from shiftui.domain.records import (
    BatchFixed,
    Connected,
    Pulled,
    Record,
    Recorded,
    Settled,
    StepMoved,
    SyncAsked,
    SyncEnded,
    UnknownRecord,
    Wrote,
)
from shiftui.domain.replica import (
    RECENT,
    Library,
    State,
    apply,
    conversation_of,
    diary_after,
    known_tickets,
    ticket_of,
)
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass, replace

ANSWERS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Folder:
    """Folds journal lines under given settings."""

    settings: Settings
    library: Library

    def absorb(self, state: State, lines: Iterable[tuple[int, Record]]) -> State:
        """The state after the lines, given as (sequence number, record), in order."""
        for seq, record in lines:
            if seq > state.seq:
                state = replace(self._after(state, seq, record), seq=seq)
        return state

    def _after(self, state: State, seq: int, record: Record) -> State:
        match record:
            case Recorded():
                return self._recorded(state, seq, record)
            case Pulled(team_file=file):
                state = Pull(self.settings, self.library, state).run(record)
                return state if file is None else replace(state, team_file=state.team_file.then(file))
            case StepMoved(operation=operation, step=step):
                if not state.is_pending(operation):
                    return state
                parcel = state.parcels.get(operation, Parcel()).moved(step)
                return replace(state, parcels={**state.parcels, operation: parcel})
            case BatchFixed(batch=batch, operations=operations):
                return _with_batch(state, batch, operations)
            case Wrote(at=at, writes=writes):
                return replace(state, spent=spend(state.spent, at, writes))
            case Settled():
                return self._settled(state, seq, record)
            case Connected():
                return replace(state, connected=record)
            case SyncAsked(id=id):
                return replace(state, asked=(*state.asked, id))
            case SyncEnded():
                return _ended(state, record)
            case UnknownRecord():
                return state
            case _:
                assert_never(record)

    def _recorded(self, state: State, seq: int, record: Recorded) -> State:
        operation = record.operation
        if isinstance(operation, Opened | SpunOff):
            number = int(operation.ticket[1:])
            state = replace(state, next_local=max(state.next_local, number + 1))
        state = replace(state, recent=_recent(state.recent, record))
        if state.is_local:
            return self._into_base(state, operation, seq)
        return replace(state, pending=(*state.pending, record))

    def _into_base(self, state: State, operation: Operation, seq: int, *, is_shared: bool = True) -> State:
        """Fold an operation that will never be on GitHub (or is about to be forgotten as pending)."""
        keys = {key for key in (operation.ticket, getattr(operation, "origin", None)) if key}
        born = {operation.ticket} if isinstance(operation, Opened | SpunOff) and state.is_local else set()
        tickets = self._loaded(state, keys - born)
        apply(tickets, operation)
        conversations = Draft(state.conversations)
        entry = Logged((state.high, seq), operation, operation.by, RECORDED_HERE)
        word = DutyEntry(entry.stamp, operation) if is_shared else DutyEntry.pending(seq, operation)
        for key in keys:
            conversations[key] = conversation_of(state, self.library, key).with_entries([entry])
        if isinstance(operation, Opened | SpunOff):
            conversations[operation.ticket] = replace(conversations[operation.ticket], body=operation.body)
        return replace(
            state,
            tickets=tickets.done(),
            conversations=conversations.done(),
            gone=state.gone | {key for key in keys if key not in tickets},
            diary=diary_after(state.diary, operation),
            duty=duty_after(state.duty, word),
        )

    def _loaded(self, state: State, keys: Iterable[str]) -> Draft[Ticket]:
        """The base tickets, those of `keys` among them."""
        tickets = Draft(state.tickets)
        for key in keys:
            known = ticket_of(state, self.library, key)
            if known is not None:
                tickets[key] = known
        return tickets

    def _withheld(self, state: State, operation: Operation, seq: int) -> State:
        """Keep here what may not be shared. What GitHub holds natively stays as GitHub has it."""
        before = self._loaded(state, [operation.ticket]).get(operation.ticket)
        state = self._into_base(state, operation, seq, is_shared=False)
        ticket = state.tickets.get(operation.ticket)
        if ticket is None:
            return state
        native = before.issue if before is not None else ticket.issue
        marked = replace(ticket, issue=native, work=replace(ticket.work, not_shared=True))
        return replace(state, tickets=Layers.of(state.tickets).changed({ticket.key: marked}))

    def _settled(self, state: State, seq: int, record: Settled) -> State:
        found = next((r for r in state.pending if r.operation.id == record.operation), None)
        parcels = {key: parcel for key, parcel in state.parcels.items() if key != record.operation}
        batches = {
            batch: left
            for batch, members in state.batches.items()
            if (left := tuple(member for member in members if member != record.operation))
        }
        pending = tuple(r for r in state.pending if r is not found)
        state = replace(state, pending=pending, parcels=parcels, batches=batches)
        if found is None:
            return state
        if record.outcome is Delivery.DROPPED:
            recent = tuple(r for r in state.recent if r.operation.id != record.operation)
            return replace(state, recent=recent)
        if record.outcome is Delivery.WITHHELD:
            return self._withheld(state, found.operation, seq)
        return state


def fold_alike(one: Settings, other: Settings) -> bool:
    """Whether the same lines fold to the same under both: the same people speak, and history ends at once."""
    return _speakers(one) == _speakers(other) and one.goals.since == other.goals.since


def _speakers(settings: Settings) -> frozenset[str]:
    return frozenset(person.login.casefold() for person in settings.people)


def refold_all(state: State, folder: Folder) -> State:
    """Fold every conversation anew, because its settings have changed in what folding goes by."""
    tickets = {
        key: refold(ticket, conversation_of(state, folder.library, key), folder.settings)
        for key, ticket in known_tickets(state, folder.library).items()
    }
    return replace(state, tickets=Layers(tickets))


def _recent(recent: tuple[Recorded, ...], record: Recorded) -> tuple[Recorded, ...]:
    operation = record.operation
    if isinstance(operation, Undone):
        return tuple(r for r in recent if r.operation.id != operation.target)
    kept = (*recent, record)
    while len(kept) > RECENT and not _same_gesture(kept[0], record):
        oldest = kept[0]
        kept = tuple(one for one in kept if not _same_gesture(one, oldest))
    return kept


def _same_gesture(one: Recorded, other: Recorded) -> bool:
    return one is other or (bool(one.operation.group) and one.operation.group == other.operation.group)


def _with_batch(state: State, batch: str, operations: tuple[str, ...]) -> State:
    operations = tuple(operation for operation in operations if state.is_pending(operation))
    if not operations:
        return state
    parcels = dict(state.parcels)
    for operation in operations:
        parcel = parcels.get(operation, Parcel())
        step = replace(parcel.step(StepName.LOG), batch=batch)
        parcels[operation] = parcel.moved(step)
    return replace(state, parcels=parcels, batches={**state.batches, batch: operations})


def _ended(state: State, record: SyncEnded) -> State:
    answers = {**state.answered, **dict.fromkeys(record.answers, record.report)}
    kept = dict(list(answers.items())[-ANSWERS_KEPT:])
    return replace(
        state,
        synced_at=state.synced_at if record.report.error else record.at,
        tried_at=record.at,
        report=record.report,
        asked=tuple(id for id in state.asked if id not in record.answers),
        answered=kept,
    )


__all__ = ["Folder", "fold_alike", "refold_all"]
