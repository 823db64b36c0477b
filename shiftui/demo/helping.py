"""What Leo does about a ticket between the handoffs, as the story has it; what was done before him stands."""

from shiftui.demo.script import Act
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.refusals import UnknownTicket
from shiftui.domain.settings import same_login
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import State
from shiftui.service.desk import Desk


def help_with(desk: Desk, act: Act) -> None:
    """Do what is left to be done."""
    try:
        key = desk.find(f"#{act.number}").key
    except UnknownTicket:
        return

    def decide(scene: Scene) -> list[Operation]:
        ticket = scene.tickets[key]
        return [] if ticket.state is State.RESOLVED else _operations(scene, ticket, act)

    desk.record(decide)


def _operations(scene: Scene, ticket: Ticket, act: Act) -> list[Operation]:
    operations: list[Operation] = []
    priority = act.priority if ticket.issue.priority is None else None
    fields = (priority, act.severity, act.waiting_on)
    if any(field is not None for field in fields):
        operations.append(
            set_fields(scene, ticket, priority=priority, severity=act.severity, waiting_on=act.waiting_on)
        )
    waits = ticket.responded_at is None or (act.follows and ticket.work.wrote_at is not None)
    if act.says and waits:
        operations.append(respond(scene, ticket, act.says))
    if act.notes:
        operations.append(note(scene, ticket, act.notes))
    holder = ticket.acknowledged_by
    if act.ends is not None and (holder is None or same_login(holder, scene.me)):
        operations.append(resolve(scene, ticket, [act.ends], no_spinoff=act.no_spinoff or None))
    return operations
