"""What the operations of one gesture do to each other, and what each changes, so that it can be undone."""

from collections.abc import Iterable, Mapping

from shiftui.domain.layers import Draft
from shiftui.domain.operations import Opened, Operation, Scene, SpunOff
from shiftui.domain.operations.undone import Change, changes_between
from shiftui.domain.records import Recorded
from shiftui.domain.replica import apply
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import replace


def with_changes(known: Mapping[str, Ticket], operations: Iterable[Operation]) -> list[Recorded]:
    """Each operation with what it changes, in turn."""
    records = []
    tickets = Draft(known)
    for operation in operations:
        keys = [
            key for key in (operation.ticket, getattr(operation, "origin", None)) if key and key in tickets
        ]
        before = {key: tickets[key] for key in keys}
        apply(tickets, operation)
        changes: tuple[Change, ...] = ()
        for key in keys:
            changes += changes_between(before[key], tickets[key])
        records.append(Recorded(operation, changes))
    return records


def scene_after(scene: Scene, operation: Operation) -> Scene:
    """What the next decision of the same gesture may look at."""
    tickets = Draft(scene.tickets)
    apply(tickets, operation)
    is_birth = isinstance(operation, Opened | SpunOff)
    return replace(scene, tickets=tickets.done(), next_local=scene.next_local + is_birth)
