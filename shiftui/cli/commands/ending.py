"""`resolve`, `reopen`, `spinoff`: how a ticket ends, that it has not, and what it leaves to be done."""

from __future__ import annotations

import click

from shiftui.cli import output
from shiftui.cli.params import json_option, repository, word
from shiftui.cli.params import line as line_type
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.cli.warnings import warn_of_owed_spinoff
from shiftui.domain.operations.resolved import reopen as reopen_verb
from shiftui.domain.operations.resolved import resolve as resolve_verb
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.operations.waived import waive_spinoff
from shiftui.domain.vocabulary import Resolution, SpinoffKind, State


@click.command()
@click.argument("ref")
@click.argument("text", type=text_type, default="")
@click.option("--as", "kinds", metavar="KIND", type=word(Resolution), multiple=True, required=True)
@click.option("--of", "same_as", metavar="REF", help="The ticket that it duplicates, or belongs to.")
@click.option("--no-spinoff", metavar="WHY", type=text_type, help="Why no long-term fix is owed.")
@json_option
@click.pass_obj
def resolve(
    session: Session,
    ref: str,
    text: str,
    kinds: tuple[Resolution, ...],
    same_as: str | None,
    no_spinoff: str | None,
    as_json: bool,
) -> None:
    """End it, in one or more ways. The requester reads TEXT, if there is any.

    KIND: answered, known-issue, known-issue-updated, fixed, reproducer, workaround, new-issue, referred,
    duplicate.
    """
    desk = session.recording
    other = desk.find(same_as).key if same_as is not None else None
    done = desk.do(resolve_verb, ref, kinds, text=text, same_as=other, no_spinoff=no_spinoff)
    key = done.operation.ticket
    warn_of_owed_spinoff(desk, key)
    if desk.find(key).issue.state is State.OPEN:
        output.talk(f"{desk.snapshot.ref(key)} stays open as operational backlog: there is no other tracker")
    session.answer(key, as_json=as_json)


@click.command()
@click.argument("ref")
@json_option
@click.pass_obj
def reopen(session: Session, ref: str, as_json: bool) -> None:
    """Say that it has not ended."""
    done = session.recording.do(reopen_verb, ref)
    session.answer(done.operation.ticket, as_json=as_json)


@click.command()
@click.argument("ref")
@click.argument("title", type=line_type, required=False, default="")
@click.option("--none", "waived", metavar="WHY", type=text_type, help="Of a quick patch: why no fix is owed.")
@click.option("--body", type=text_type, default="", help="What is to be done; - reads it from stdin.")
@click.option("--kind", type=word(SpinoffKind), default=SpinoffKind.FIX.value)
@click.option("--repo", metavar="OWNER/NAME", type=repository, help="Where; default: the tracker.")
@json_option
@click.pass_obj
def spinoff(
    session: Session,
    ref: str,
    title: str,
    waived: str | None,
    body: str,
    kind: SpinoffKind,
    repo: str | None,
    as_json: bool,
) -> None:
    """Make the ticket for the real fix, linked to REF, and print its name."""
    desk = session.recording
    if bool(title) is bool(waived):
        raise click.UsageError("give the TITLE of the ticket for the real fix, or say --none WHY")
    if waived:
        session.answer(desk.do(waive_spinoff, ref, waived).operation.ticket, as_json=as_json)
        return
    done = desk.do(spin_off, ref, title, body=body, kind=kind, repo=repo)
    if as_json:
        session.answer(done.operation.ticket, as_json=True)
    else:
        output.line(desk.snapshot.ref(done.operation.ticket))
