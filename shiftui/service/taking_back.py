"""Which operations can still be taken back, and by what lines.

Unsent: the operation is dropped and never leaves. Sent: a compensating operation
follows it. What a requester may have read stays.
"""

from shiftui.domain.operations import Operation, Resolved, Responded
from shiftui.domain.operations.base import Scene, shown_ref
from shiftui.domain.operations.undone import undo
from shiftui.domain.outbox import Delivery, Parcel, StepName
from shiftui.domain.records import Record, Recorded, Settled
from shiftui.domain.refusals import NothingToUndo, RequesterHasRead
from shiftui.domain.replica import State
from shiftui.domain.vocabulary import Via


def decide(scene: Scene, state: State) -> tuple[list[Record], str]:
    """The lines that take back the latest gesture, and what it was, in words.

    Raises:
        NothingToUndo: nothing of this workspace by this person is left.
        RequesterHasRead: a text of it has left for its requester.

    """
    mine = [recorded for recorded in state.recent if recorded.operation.by == scene.me]
    if not mine:
        raise NothingToUndo
    latest = mine[-1].operation
    gesture = [r for r in mine if r is mine[-1] or (latest.group and r.operation.group == latest.group)]
    pending = {recorded.operation.id for recorded in state.pending}
    records: list[Record] = []
    for recorded in reversed(gesture):
        operation = recorded.operation
        parcel = state.parcels.get(operation.id, Parcel())
        if operation.id in pending and not _has_left(parcel):
            records.append(Settled(operation.id, Delivery.DROPPED))
            continue
        if not state.is_local and _was_read(operation, parcel, operation.id in pending):
            ticket = scene.tickets.get(operation.ticket)
            ref = shown_ref(ticket, scene.settings.github.repo) if ticket is not None else operation.ticket
            raise RequesterHasRead(ref, "reply" if isinstance(operation, Responded) else "message")
        records.append(Recorded(undo(scene, operation, recorded.changes)))
    return records, _words(gesture, scene)


def _has_left(parcel: Parcel) -> bool:
    gone = (Delivery.CONFIRMED, Delivery.SENDING, Delivery.AMBIGUOUS)
    return any(step.state in gone for step in parcel.steps.values())


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
    return parcel.step(StepName.COMMENT).state in (Delivery.CONFIRMED, Delivery.SENDING, Delivery.AMBIGUOUS)


def _words(gesture: list[Recorded], scene: Scene) -> str:
    first = gesture[0].operation
    ticket = scene.tickets.get(first.ticket)
    ref = shown_ref(ticket, scene.settings.github.repo) if ticket is not None else first.ticket
    more = f" and {len(gesture) - 1} more" if len(gesture) > 1 else ""
    return f"{ref} {first.line()}{more}".strip()
