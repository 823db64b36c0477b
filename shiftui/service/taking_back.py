"""Which operations can still be taken back, and by what lines.

Unsent: the operation is dropped and never leaves. Sent: a compensating operation
follows it. What a requester may have read stays.
"""

from collections.abc import Sequence
from dataclasses import replace

from shiftui.domain.layers import Draft
from shiftui.domain.operations import (
    HandedOver,
    HandoffAccepted,
    HandoffSettled,
    Operation,
    Resolved,
    Responded,
    Undone,
)
from shiftui.domain.operations.base import Scene, shown_ref
from shiftui.domain.operations.undone import Change, undo
from shiftui.domain.outbox import Delivery, Parcel, StepName
from shiftui.domain.records import Record, Recorded, Settled
from shiftui.domain.refusals import NothingToUndo, RequesterHasRead, ShiftAccepted
from shiftui.domain.replica import State, apply
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Via


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A gesture that counts no more."""

    gesture: tuple[Recorded, ...]
    """What was recorded in it, oldest first: with the texts that somebody wrote, and what it had changed."""
    words: str
    """What it was, as a timeline shows it."""


def latest_gesture(state: State, me: str) -> tuple[Recorded, ...]:
    """What was recorded last by `me` and not taken back, all of the same gesture, oldest first.

    Raises:
        NothingToUndo: nothing of this workspace by this person is left.

    """
    names = ("", me.casefold())  # without a name: recorded before anybody could ask GitHub for it
    mine = [recorded for recorded in state.recent if recorded.operation.by.casefold() in names]
    if not mine:
        raise NothingToUndo
    group = mine[-1].operation.group
    return tuple(r for r in mine if r is mine[-1] or (group and r.operation.group == group))


def decide(scene: Scene, state: State, gesture: Sequence[Recorded]) -> tuple[list[Record], TakenBack]:
    """The lines that take back a gesture, and what it was.

    Raises:
        RequesterHasRead: a text of it has left for its requester.
        ShiftAccepted: it is a handoff that counts.

    """
    pending = {recorded.operation.id for recorded in state.pending}
    taken = TakenBack(tuple(gesture), _words(gesture, scene))
    records: list[Record] = []
    for recorded in reversed(gesture):
        operation = recorded.operation
        parcel = state.parcels.get(operation.id, Parcel())
        is_on_its_way = operation.id in pending and not _has_left(parcel)
        if isinstance(operation, HandoffAccepted | HandoffSettled | HandedOver) and not is_on_its_way:
            raise ShiftAccepted
        undone = undo(scene, operation, recorded.changes)
        if is_on_its_way:
            records.append(Settled(operation.id, Delivery.DROPPED))
        elif not state.is_local and _was_read(operation, parcel, operation.id in pending):
            raise RequesterHasRead(
                _ref(scene, operation), "reply" if isinstance(operation, Responded) else "message"
            )
        else:
            records.append(Recorded(undone, _back(recorded.changes, undone)))
        scene = _without(scene, undone)
    return records, taken


def _back(changes: Sequence[Change], undone: Undone) -> tuple[Change, ...]:
    """What taking back changes: the way back of what still stands."""
    return tuple(
        replace(change, before=change.after, after=change.before)
        for change in changes
        if change.field in undone.restore
    )


def _without(scene: Scene, undone: Undone) -> Scene:
    """What is left for the operations before it: one gesture may have set a field twice."""
    tickets = Draft(scene.tickets)
    apply(tickets, undone)
    return replace(scene, tickets=tickets.done())


def _has_left(parcel: Parcel) -> bool:
    gone = (Delivery.CONFIRMED, Delivery.SENDING, Delivery.AMBIGUOUS)
    return any(step.state in gone or step.tries for step in parcel.steps.values())


def _was_read(operation: Operation, parcel: Parcel, is_pending: bool) -> bool:
    match operation:
        case Responded(via=Via.GITHUB):
            pass
        case Resolved(text=text) if text:
            pass
        case _:
            return False
    if not is_pending:
        return True
    return _has_left(Parcel({StepName.COMMENT: parcel.step(StepName.COMMENT)}))


def _words(gesture: Sequence[Recorded], scene: Scene) -> str:
    first = gesture[0].operation
    more = f" and {len(gesture) - 1} more" if len(gesture) > 1 else ""
    return f"{_ref(scene, first)} {first.line(scene.settings.hours.timezone)}{more}".strip()


def _ref(scene: Scene, operation: Operation) -> str:
    ticket = scene.tickets.get(operation.ticket)
    return shown_ref(ticket, scene.settings.github.repo) if ticket is not None else operation.ticket
