"""`shift`: who is scheduled and who is on duty. Until shifts are recorded, it is whoever works here."""

from __future__ import annotations

import click

from shiftui.cli import output
from shiftui.cli.params import json_option
from shiftui.cli.render import on_call
from shiftui.cli.session import Session
from shiftui.domain.safe_text import safe_line


@click.command()
@json_option
@click.pass_obj
def shift(session: Session, as_json: bool) -> None:
    """Show who is scheduled and on duty, until when."""
    desk = session.desk
    found = on_call(desk.snapshot, desk.me)
    if as_json:
        output.json_value(found)
        return
    for name, one in found.items():
        backup = one["backup"] or "no backup"
        output.line(safe_line(f"{name.replace('_', ' '):<10} {one['primary'] or 'nobody'} · {backup}"))
