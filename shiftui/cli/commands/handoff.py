"""`handoff`: offer the shift, read it back, ask, accept or return it. What the wizard does, for scripts."""

from __future__ import annotations

import click

from shiftui.cli import output, render
from shiftui.cli.params import json_option
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.domain.elements import READ_BACK, in_words, missing_to_offer
from shiftui.domain.offers import HandoffState
from shiftui.domain.operations.read_back import ask as ask_verb
from shiftui.domain.safe_text import safe_block, safe_line
from shiftui.service import handoffs
from shiftui.service.desk import Desk


@click.group()
def handoff() -> None:
    """Hand the shift over: offered, read back, accepted. Until then nobody is off duty."""


@handoff.command()
@json_option
@click.pass_obj
def draft(session: Session, as_json: bool) -> None:
    """Show what an offer would hold: tickets, what they lack, what their history suggests."""
    desk = session.desk
    found = handoffs.draft(desk)
    lacking = {one.key: [*missing_to_offer(one.ticket), READ_BACK] for one in found.placed}
    if as_json:
        output.json_value(
            {
                "tickets": [
                    {
                        "ref": desk.snapshot.ref(one.key),
                        "missing": lacking[one.key],
                        "severity": found.elements[one.key].severity,
                        "summary": found.elements[one.key].summary,
                        "next_action": found.elements[one.key].next_action,
                        "contingency": found.elements[one.key].contingency,
                    }
                    for one in found.placed
                ],
                "aside": found.aside,
                "situation": found.situation,
            }
        )
        return
    for one in found.placed:
        said = found.elements[one.key]
        output.line(safe_line(f"{desk.snapshot.ref(one.key)}  {one.ticket.issue.title}"))
        output.line(f"    missing: {in_words(lacking[one.key])}")
        for name, text in (
            ("severity", said.severity),
            ("summary", said.summary),
            ("next", said.next_action),
            ("if it goes wrong", said.contingency),
        ):
            output.line(safe_line(f"    {name}: {text}"))
    output.line(safe_block(found.situation))
    if found.aside:
        output.talk(f"{found.aside} parked or in a colleague's name: no part of it")


@handoff.command()
@click.option("--to", metavar="WHO", default="", help="The incoming primary; default: as scheduled.")
@click.option("--situation", metavar="TEXT", type=text_type, help="In place of the drafted summary.")
@click.option("--incomplete", metavar="REASON", type=text_type, default="", help="Why elements are missing.")
@json_option
@click.pass_obj
def offer(session: Session, to: str, situation: str | None, incomplete: str, as_json: bool) -> None:
    """Offer the shift. Refused while a ticket lacks severity, summary, next action or contingency."""
    desk = session.recording
    handoffs.offer(desk, to, situation, incomplete)
    _answer(desk, as_json=as_json)


@handoff.command()
@json_option
@click.pass_obj
def withdraw(session: Session, as_json: bool) -> None:
    """Take the offer back; you stay on duty."""
    desk = session.recording
    handoffs.withdraw(desk)
    _answer(desk, as_json=as_json)


@handoff.command(name="return")
@click.argument("reason", type=text_type)
@json_option
@click.pass_obj
def send_back(session: Session, reason: str, as_json: bool) -> None:
    """Return the offer with a REASON."""
    desk = session.recording
    handoffs.send_back(desk, reason)
    _answer(desk, as_json=as_json)


@handoff.command()
@click.argument("ref")
@click.argument("text", type=text_type, required=False, default="")
@click.option("--witness", metavar="WHO", default="", help="It was read back aloud to you, and WHO heard it.")
@json_option
@click.pass_obj
def readback(session: Session, ref: str, text: str, witness: str, as_json: bool) -> None:
    """Say in your own words what you have understood of a ticket.

    In the stand-up it is the other way round: with --witness, whoever hands over ticks what the incoming
    engineer has just read back aloud. That holds for a day; they accept from their own account.
    """
    desk = session.recording
    if witness and text:
        raise click.UsageError("it was read back in writing, TEXT, or aloud, --witness WHO; not both")
    done = handoffs.read_aloud(desk, ref, witness) if witness else handoffs.read_back(desk, ref, text)
    session.answer(done.operation.ticket, as_json=as_json)


@handoff.command()
@click.argument("ref")
@click.argument("text", type=text_type)
@json_option
@click.pass_obj
def ask(session: Session, ref: str, text: str, as_json: bool) -> None:
    """Ask about a ticket; the question stands on it, and so does the answer (`shiftui note`)."""
    done = session.recording.do(ask_verb, ref, text)
    session.answer(done.operation.ticket, as_json=as_json)


@handoff.command()
@click.option("--witness", "witnesses", metavar="WHO", multiple=True, help="Who saw it; may be repeated.")
@click.option("--why", metavar="REASON", type=text_type, default="", help="Where it is not offered to you.")
@json_option
@click.pass_obj
def accept(session: Session, witnesses: tuple[str, ...], why: str, as_json: bool) -> None:
    """Accept the shift: you are on duty once this is known to be the first acceptance."""
    desk = session.recording
    handoffs.accept(desk, witnesses, why)
    if handoffs.stands(desk).is_provisional:
        output.talk("provisional until GitHub has confirmed it; `shiftui sync` asks")
    _answer(desk, as_json=as_json)


@handoff.command()
@json_option
@click.pass_obj
def status(session: Session, as_json: bool) -> None:
    """Show how the handoff stands and what its tickets lack."""
    desk = session.desk
    if as_json:
        _answer(desk, as_json=True)
        return
    found = handoffs.stands(desk)
    made = found.handoff.offer
    words = f"{found.handoff.state}"
    if made is not None:
        words += f" · {made.by} to {made.to}"
    if found.is_provisional:
        words += " · accepted here, to be confirmed"
    if found.minutes_to_accept is not None:
        words += f" · accepted after {found.minutes_to_accept} min"
    if found.handoff.state is HandoffState.RETURNED:
        words += f" · {found.handoff.why}"
    output.line(safe_line(words))
    for ticket in found.tickets:
        lacks = found.lacking[ticket.key]
        state = f"missing {in_words(lacks)}" if lacks else "complete"
        output.line(safe_line(f"{desk.snapshot.ref(ticket.key)}  {5 - len(lacks)} of 5  {state}"))


def _answer(desk: Desk, *, as_json: bool) -> None:
    if as_json:
        output.json_value(render.handoff(handoffs.stands(desk), desk.snapshot))
