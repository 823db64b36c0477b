"""`list`, `show`: the queue, and a ticket with all that was said about it."""

from __future__ import annotations

import click

from shiftui.cli import output, render
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.queue import Lane, Placed
from shiftui.service.desk import Desk


@click.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Also the resolved and the parked ones.")
@click.option("--parked", is_flag=True, help="Only those from before the adoption that nobody touched.")
@json_option
@click.pass_obj
def list_tickets(session: Session, everything: bool, parked: bool, as_json: bool) -> None:
    """List the open tickets in the order in which they need somebody."""
    desk = session.desk
    now = desk.now()
    snapshot = desk.everything() if everything else desk.snapshot
    placed = [one for one in snapshot.queue(now) if everything or _belongs(one, parked=parked)]
    if as_json:
        output.json_value(
            [render.ticket(one, snapshot, desk.thread(one.key) if everything else None) for one in placed]
        )
        return
    from shiftui.cli.human import rows

    for line in rows(placed, snapshot, now):
        output.line(line)
    if not placed:
        output.talk(_nothing(desk, parked=parked))


@click.command()
@click.argument("ref")
@json_option
@click.pass_obj
def show(session: Session, ref: str, as_json: bool) -> None:
    """Show a ticket with its conversation."""
    desk = session.desk
    key = desk.find(ref).key
    if as_json:
        output.json_value(render.whole_ticket(desk, key))
        return
    from shiftui.cli.human import whole

    for line in whole(desk, key):
        output.line(line)


def _belongs(placed: Placed, *, parked: bool) -> bool:
    return placed.lane is Lane.PARKED if parked else placed.lane < Lane.PARKED


def _nothing(desk: Desk, *, parked: bool) -> str:
    if parked:
        return "nothing is parked"
    if not desk.settings.is_local and desk.snapshot.state.synced_at is None:
        return "nothing has been read from GitHub yet; `shiftui sync` does"
    return "nothing is open; `shiftui add TITLE` captures something"
