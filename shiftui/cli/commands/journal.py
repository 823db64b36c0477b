"""`diary`, `undo`: what has no ticket, and what should not have been recorded."""

from __future__ import annotations

import click

from shiftui.cli import output
from shiftui.cli.params import json_option
from shiftui.cli.params import text as text_type
from shiftui.cli.render import time_text
from shiftui.cli.session import Session
from shiftui.domain.operations.diary_written import write_diary


@click.command()
@click.argument("text", type=text_type)
@json_option
@click.pass_obj
def diary(session: Session, text: str, as_json: bool) -> None:
    """Write into the shift's diary, about something that has no ticket."""
    entry = session.recording.write(write_diary, text).operation
    if as_json:
        output.json_value({"id": entry.id, "at": time_text(entry.at), "by": entry.by, "text": text.strip()})


@click.command()
@json_option
@click.pass_obj
def undo(session: Session, as_json: bool) -> None:
    """Take back what you recorded last in this workspace."""
    words = session.recording.undo().words
    output.talk(f"took back: {words}")
    if as_json:
        output.json_value({"undone": words})
