"""What a person can do with an operation that did not get through: retry, drop, export."""

from collections.abc import Sequence
from dataclasses import replace

from shiftui.domain.codec import Json, encode
from shiftui.domain.operations import FieldsSet, Opened, Operation, SpunOff
from shiftui.domain.outbox import Delivery, Parcel, Step, StepName
from shiftui.domain.records import Record, Recorded, Settled, StepMoved
from shiftui.domain.refusals import Refused
from shiftui.domain.replica import State
from shiftui.service.desk import Desk


class NotInOutbox(Refused):
    """No queued operation has that id."""

    def __init__(self, id: str) -> None:
        super().__init__(f"nothing in the outbox has the id {id}; `shiftui outbox` lists what is there")


class AlreadyOnItsWay(Refused):
    """A request for it has left, and its outcome is not known yet."""

    def __init__(self) -> None:
        super().__init__("it may have reached GitHub already; wait until that is known, then undo it")


def retry(desk: Desk, id: str) -> Operation:
    """Queue a refused or blocked operation again.

    Raises:
        NotInOutbox: there is none.

    """
    found: list[Operation] = []

    def decide(state: State) -> Sequence[Record]:
        recorded = _find(state, id)
        found[:] = [recorded.operation]
        parcel = state.parcels.get(recorded.operation.id, Parcel())
        return [
            StepMoved(recorded.operation.id, _again(step))
            for step in parcel.steps.values()
            if step.state.needs_a_person or (step.state is Delivery.QUEUED and step.retry_at is not None)
        ]

    desk.append(decide)
    return found[0]


def drop(desk: Desk, id: str) -> tuple[Operation, ...]:
    """Take an operation out, and with a creation all that was recorded about its ticket.

    Of one that is disputed only the field goes that somebody else has changed.

    Raises:
        NotInOutbox: there is none.
        AlreadyOnItsWay: it may have arrived.

    """
    gone: list[Operation] = []

    def decide(state: State) -> Sequence[Record]:
        target = _find(state, id).operation
        kept = _without_what_is_disputed(state, target)
        if kept is not None:
            return [kept]
        gone[:] = _with_what_follows(state, target)
        for operation in gone:
            if state.parcels.get(operation.id, Parcel()).state in (Delivery.SENDING, Delivery.AMBIGUOUS):
                raise AlreadyOnItsWay
        return [Settled(operation.id, Delivery.DROPPED) for operation in gone]

    desk.append(decide)
    return tuple(gone)


def export(desk: Desk, id: str) -> Json:
    """The operation as JSON, to be kept or done by hand.

    Raises:
        NotInOutbox: there is none.

    """
    data: Json = encode(_find(desk.snapshot.state, id).operation)
    return data


def _again(step: Step) -> Step:
    """Queued; but what may have arrived is looked for before it is sent again."""
    state = Delivery.AMBIGUOUS if step.tries else Delivery.QUEUED
    return replace(step, state=state, reason="", retry_at=None, is_disputed=False, agreed=True)


def _without_what_is_disputed(state: State, operation: Operation) -> Record | None:
    """The step that leaves its labels out, where there is something else in it."""
    parcel = state.parcels.get(operation.id, Parcel())
    if not parcel.is_disputed or not isinstance(operation, FieldsSet) or operation.is_label_only:
        return None
    step = parcel.step(StepName.LABELS)
    return StepMoved(operation.id, replace(step, state=Delivery.DROPPED, reason="", is_disputed=False))


def _with_what_follows(state: State, target: Operation) -> list[Operation]:
    """The operation; and of a creation all that is on its way about its ticket, its spinoffs' among them."""
    if not isinstance(target, Opened | SpunOff):
        return [target]
    unborn = {target.ticket}
    gone: list[Operation] = []
    for recorded in state.pending:
        operation = recorded.operation
        if isinstance(operation, SpunOff) and operation.origin in unborn:
            unborn.add(operation.ticket)
        if operation.ticket in unborn:
            gone.append(operation)
    return gone


def _find(state: State, id: str) -> Recorded:
    """By the whole id, or by an unambiguous beginning of at least four characters."""
    found = [
        r for r in state.pending if r.operation.id == id or (len(id) >= 4 and r.operation.id.startswith(id))
    ]
    if len(found) != 1:
        raise NotInOutbox(id)
    return found[0]
