"""`outbox`: what is not on GitHub yet, and what a person can do about what got stuck."""

from __future__ import annotations

import click

from shiftui.cli import output, render
from shiftui.cli.columns import table
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.safe_text import safe_line
from shiftui.domain.times import ago
from shiftui.service import outbox as service


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def outbox(ctx: click.Context, as_json: bool) -> None:
    """Show what is on its way to GitHub, or retry, drop or export an entry."""
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json=as_json)


@outbox.command(name="list")
@json_option
@click.pass_obj
def list_entries(session: Session, as_json: bool) -> None:
    """List what is not on GitHub yet, oldest first."""
    _list(session, as_json=as_json)


@outbox.command()
@click.argument("id")
@json_option
@click.pass_obj
def retry(session: Session, id: str, as_json: bool) -> None:
    """Queue an entry again that was refused or blocked."""
    desk = session.recording
    again = service.retry(desk, id)
    if as_json:
        entry = next(entry for entry in desk.snapshot.outbox if entry.id == again.id)
        output.json_value(render.outbox_entry(entry))


@outbox.command()
@click.argument("id")
@json_option
@click.pass_obj
def drop(session: Session, id: str, as_json: bool) -> None:
    """Take an entry out; with a ticket that was made here, all about it. It is never sent."""
    desk = session.recording
    before = {entry.id: entry for entry in desk.snapshot.outbox}
    gone = service.drop(desk, id)
    entries = [before[operation.id] for operation in gone if operation.id in before]
    for entry in entries:
        output.talk(f"dropped: {entry.ref} {entry.line}".replace("  ", " "))
    if as_json:
        output.json_value([render.outbox_entry(entry) for entry in entries])


@outbox.command()
@click.argument("id")
@json_option
@click.pass_obj
def export(session: Session, id: str, as_json: bool) -> None:
    """Print an entry as JSON, to keep it or to do it by hand."""
    output.json_value(service.export(session.desk, id))


def _list(session: Session, *, as_json: bool) -> None:
    entries = session.desk.snapshot.outbox
    if as_json:
        output.json_value([render.outbox_entry(entry) for entry in entries])
        return
    now = session.desk.now()
    rows = [
        [
            entry.id[:8],
            safe_line(entry.ref),
            entry.state.value,
            safe_line(f"{entry.line}: {entry.reason}" if entry.reason else entry.line, 200),
            ago(now - entry.queued_at),
        ]
        for entry in entries
    ]
    for line in table(rows, 3):
        output.line(line)
    if not entries:
        output.talk("nothing is waiting to be sent")
