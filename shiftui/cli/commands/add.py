"""`add`: something reached us that is no issue yet."""

from __future__ import annotations

from datetime import datetime

import click

from shiftui.cli import output
from shiftui.cli.params import json_option, word
from shiftui.cli.params import line as line_type
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.cli.warnings import warn_of_owed_spinoff
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.refusals import BadValue
from shiftui.domain.vocabulary import Priority, Resolution, Severity, Via

ANSWERED = "answered when it came in"
"""What the conversation says of a response that was given before there was a ticket."""


@click.command()
@click.argument("title", type=line_type)
@click.option("--body", type=text_type, default="", help="What it is about; - reads it from stdin.")
@click.option("--priority", type=word(Priority))
@click.option("--severity", type=word(Severity))
@click.option("--requester", metavar="WHO", type=line_type, help="Who waits for an answer.")
@click.option("--via", type=word(Via), default=Via.GITHUB.value, help="How they reached us.")
@click.option("--opened-at", metavar="TIME", help="When they reached us; default now.")
@click.option("--responded-at", metavar="TIME", help="When they were answered, if they were.")
@click.option("--resolved-as", metavar="KIND", type=word(Resolution), help="How it ended, if it has.")
@json_option
@click.pass_obj
def add(
    session: Session,
    title: str,
    body: str,
    priority: Priority | None,
    severity: Severity | None,
    requester: str | None,
    via: Via,
    opened_at: str | None,
    responded_at: str | None,
    resolved_as: Resolution | None,
    as_json: bool,
) -> None:
    """Open a ticket and print its name."""
    desk = session.recording
    opened = session.time(opened_at, "--opened-at")
    responded = session.time(responded_at, "--responded-at")

    def decide(scene: Scene) -> list[Operation]:
        first = open_ticket(
            scene,
            title,
            body=body,
            priority=priority,
            severity=severity,
            requester=requester,
            via=via,
            opened_at=_opening(opened, responded, scene.now),
        )
        operations: list[Operation] = [first]
        ticket = first.create()
        if responded is not None:
            # By GitHub, its own time of a comment would count; this was said before, and elsewhere.
            channel = Via.CHAT if via is Via.GITHUB else via
            answer = respond(scene, ticket, ANSWERED, via=channel, at=responded)
            ticket = answer.apply(ticket)
            operations.append(answer)
        if resolved_as is not None:
            operations.append(resolve(scene, ticket, [resolved_as]))
        return operations

    key = desk.record(decide)[0].operation.ticket
    warn_of_owed_spinoff(desk, key)
    if as_json:
        session.answer(key, as_json=True)
    else:
        output.line(desk.snapshot.ref(key))


def _opening(opened: datetime | None, responded: datetime | None, now: datetime) -> datetime | None:
    """When the requester reached us: as said, else no later than they were answered.

    Raises:
        BadValue: they would have been answered before.

    """
    if opened is not None and responded is not None and responded < opened:
        raise BadValue("responded-at", "lies before --opened-at; nobody is answered before they ask")
    if opened is None and responded is not None:
        return min(responded, now)
    return opened
