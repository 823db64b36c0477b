"""`ack`, `respond`, `note`: what is said about a ticket while it is open."""

from __future__ import annotations

import click

from shiftui.cli.params import json_option, word
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.noted import note as note_verb
from shiftui.domain.operations.responded import clear_response
from shiftui.domain.operations.responded import respond as respond_verb
from shiftui.domain.vocabulary import Via


@click.command()
@click.argument("ref")
@json_option
@click.pass_obj
def ack(session: Session, ref: str, as_json: bool) -> None:
    """Say that you have it. The response clock goes on."""
    done = session.recording.do(acknowledge, ref)
    session.answer(done.operation.ticket, as_json=as_json)


@click.command()
@click.argument("ref")
@click.argument("text", type=text_type, required=False)
@click.option("--via", type=word(Via), help="How; default: as the ticket came.")
@click.option("--at", metavar="TIME", help="When they heard it; default now.")
@click.option("--none", "none", metavar="WHY", type=text_type, help="What looked like a response was none.")
@json_option
@click.pass_obj
def respond(
    session: Session,
    ref: str,
    text: str | None,
    via: Via | None,
    at: str | None,
    none: str | None,
    as_json: bool,
) -> None:
    """Record a response to the requester, who reads TEXT. Stops the response clock."""
    if (text is None) is (none is None):
        raise click.UsageError("give the TEXT of a response, or --none WHY to clear one")
    if none is not None:
        if via is not None or at is not None:
            raise click.UsageError("--none clears a response; --via and --at describe one")
        done = session.recording.do(clear_response, ref, none)
    else:
        heard = session.time(at, "--at")
        done = session.recording.do(respond_verb, ref, text or "", via=via, at=heard)
    session.answer(done.operation.ticket, as_json=as_json)


@click.command()
@click.argument("ref")
@click.argument("text", type=text_type)
@json_option
@click.pass_obj
def note(session: Session, ref: str, text: str, as_json: bool) -> None:
    """Write something down for the team. It is no response."""
    done = session.recording.do(note_verb, ref, text)
    session.answer(done.operation.ticket, as_json=as_json)
