"""`set`, `snooze`: what a ticket is, whom it waits for, and until when it may sleep."""

from __future__ import annotations

import click

from shiftui.cli.params import hours as hours_type
from shiftui.cli.params import json_option, word
from shiftui.cli.params import line as line_type
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.domain.operations.fields_set import set_fields as set_verb
from shiftui.domain.operations.snoozed import snooze as snooze_verb
from shiftui.domain.times import parse_until
from shiftui.domain.vocabulary import Priority, Severity, WaitingOn


@click.command(name="set")
@click.argument("ref")
@click.option("--priority", type=word(Priority))
@click.option("--severity", type=word(Severity))
@click.option("--waiting-on", type=word(WaitingOn), help="Who has the next move.")
@click.option("--summary", type=text_type, help="In a sentence; an empty text clears it.")
@click.option("--next", "next_action", metavar="TEXT", type=text_type, help="The next action.")
@click.option("--contingency", type=text_type, help="What to do if it goes wrong.")
@click.option("--estimate", type=hours_type, metavar="HOURS")
@click.option("--requester", metavar="WHO", type=line_type, help="Who waits for an answer.")
@json_option
@click.pass_obj
def set_fields(
    session: Session,
    ref: str,
    priority: Priority | None,
    severity: Severity | None,
    waiting_on: WaitingOn | None,
    summary: str | None,
    next_action: str | None,
    contingency: str | None,
    estimate: float | None,
    requester: str | None,
    as_json: bool,
) -> None:
    """Set what the next person needs to know; an empty text clears its field."""
    texts = (summary, next_action, contingency, requester)
    if all(given is None for given in (priority, severity, waiting_on, estimate, *texts)):
        raise click.UsageError("name at least one field, such as --priority customer")
    done = session.recording.do(
        set_verb,
        ref,
        priority=priority,
        severity=severity,
        waiting_on=waiting_on,
        summary=summary,
        next_action=next_action,
        contingency=contingency,
        estimate_hours=estimate,
        requester=requester,
    )
    session.answer(done.operation.ticket, as_json=as_json)


@click.command()
@click.argument("ref")
@click.argument("until")
@json_option
@click.pass_obj
def snooze(session: Session, ref: str, until: str, as_json: bool) -> None:
    """Let it sleep until a time, such as 2h, 1d, tomorrow or 15:45. The response clock goes on."""
    desk = session.recording
    hours = desk.settings.hours
    moment = session.understood(lambda: parse_until(until, desk.now(), hours), "UNTIL")
    done = desk.do(snooze_verb, ref, moment)
    session.answer(done.operation.ticket, as_json=as_json)
