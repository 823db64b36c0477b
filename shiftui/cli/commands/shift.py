"""`shift`: who is scheduled and who is on duty, and what changes that."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from shiftui.cli import output, render
from shiftui.cli.columns import table
from shiftui.cli.params import json_option
from shiftui.cli.params import text as text_type
from shiftui.cli.session import Session
from shiftui.domain.duty import overrides
from shiftui.domain.fairness import suggestions
from shiftui.domain.replica import duty_of
from shiftui.domain.rotation import Shift, rota
from shiftui.domain.safe_text import safe_line
from shiftui.domain.times import absolute
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.rota import slot_at
from shiftui.service.rota import swap as swap_shifts

MOST_WEEKS = 520


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def shift(ctx: click.Context, as_json: bool) -> None:
    """Show who is scheduled and who is on duty, until when; or change it."""
    if ctx.invoked_subcommand is not None:
        return
    desk = ctx.obj.desk
    found = handoffs.on_call(desk)
    if as_json:
        output.json_value(render.on_call(found))
        return
    zone = desk.settings.hours.timezone
    for name, one in (("scheduled", found.scheduled), ("on duty", found.on_duty)):
        until = f" · until {absolute(one.ends, zone)}" if one.ends is not None else ""
        backup = f"backup {one.backup}" if one.backup else "no backup"
        why = f" · {one.why}" if one.why else ""
        output.line(safe_line(f"{name:<10} {one.primary or 'nobody'} · {backup}{until}{why}"))


@shift.command()
@click.option("--primary", metavar="WHO", required=True, help="Who has it.")
@click.option("--backup", metavar="WHO", required=True, help="Who backs up.")
@click.option("--from", "begins", metavar="TIME", help="From when; default now, and then they are on duty.")
@click.option("--until", "ends", metavar="TIME", help="Until when; default as the rotation, else a week.")
@json_option
@click.pass_obj
def start(
    session: Session, primary: str, backup: str, begins: str | None, ends: str | None, as_json: bool
) -> None:
    """Set who has a shift, whatever the rotation says. One that begins now starts at once."""
    first, last = session.time(begins, "--from"), session.time(ends, "--until")
    desk = session.recording
    handoffs.start(desk, primary, backup, first, last or _end(desk, first or desk.now()))
    _answer(desk, as_json=as_json)


@shift.command()
@click.argument("who")
@click.option("--from", "begins", metavar="TIME", required=True)
@click.option("--until", "ends", metavar="TIME", required=True)
@json_option
@click.pass_obj
def cover(session: Session, who: str, begins: str, ends: str, as_json: bool) -> None:
    """Let WHO stand in for some hours. No handoff: the tickets stay with the shift."""
    first, last = session.time(begins, "--from"), session.time(ends, "--until")
    if first is None or last is None:
        raise click.UsageError("--from and --until say when")
    desk = session.recording
    handoffs.cover(desk, who, first, last)
    _answer(desk, as_json=as_json)


@shift.command()
@click.argument("one", metavar="TIME")
@click.argument("other", metavar="TIME")
@json_option
@click.pass_obj
def swap(session: Session, one: str, other: str, as_json: bool) -> None:
    """Let the primaries of two shifts to come, named by a time in each, have each other's; one undo."""
    desk = session.recording
    times = [session.time(one, "TIME"), session.time(other, "TIME")]
    slots = [slot_at(desk, time) for time in times if time is not None]
    if len(slots) < len(times):
        raise click.UsageError("a time in each of the two shifts says which they are")
    swap_shifts(desk, slots[0], slots[1])
    _answer(desk, as_json=as_json)


@shift.command()
@click.option("--why", metavar="TEXT", type=text_type, default="", help="For the log.")
@click.option("--back", is_flag=True, help="Give the shift back to whoever had it.")
@json_option
@click.pass_obj
def takeover(session: Session, why: str, back: bool, as_json: bool) -> None:
    """Become primary at once, without an offer."""
    desk = session.recording
    if back:
        handoffs.give_back(desk)
    else:
        handoffs.take_over(desk, why)
    _answer(desk, as_json=as_json)


@shift.command(name="rota")
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=8, help="How far ahead; default 8.")
@json_option
@click.pass_obj
def show_rota(session: Session, weeks: int, as_json: bool) -> None:
    """List the coming shifts, gaps as such, and what would make them fairer."""
    desk = session.desk
    found = _coming(desk, weeks)
    if as_json:
        output.json_value(
            [
                {
                    "primary": one.primary,
                    "backup": one.backup,
                    "from": render.time_text(one.begins),
                    "until": render.time_text(one.ends),
                    "why": one.why,
                }
                for one in found
            ]
        )
        return
    zone = desk.settings.hours.timezone
    rows = [
        (
            absolute(one.begins, zone),
            absolute(one.ends, zone),
            safe_line(one.primary or "nobody"),
            safe_line(one.backup or "no backup"),
            safe_line(one.why),
        )
        for one in found
    ]
    for line in table(rows, 4):
        output.line(line)
    if not found:
        output.talk("no rotation is set; [rotation] in the settings, or `shiftui shift start`")
    now = desk.now()
    for words in suggestions(
        desk.settings, overrides(duty_of(desk.snapshot.state)), now, now + timedelta(weeks=weeks)
    ):
        output.talk(words)


@shift.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=26, help="How far ahead; default 26.")
@click.pass_obj
def export(session: Session, file: Path, weeks: int) -> None:
    """Write the coming shifts as an iCalendar FILE."""
    from shiftui.calendar_file import calendar_text

    desk = session.desk
    names = {person.login: person.name or person.login for person in desk.settings.people}
    try:
        file.write_bytes(calendar_text(_coming(desk, weeks), desk.settings, names))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error


def _coming(desk: Desk, weeks: int) -> tuple[Shift, ...]:
    now = desk.now()
    changed = overrides(duty_of(desk.snapshot.state))
    return rota(desk.settings, changed, now, now + timedelta(weeks=weeks))


def _end(desk: Desk, begins: datetime) -> datetime:
    """When a shift ends whose end nobody named: with the rotation's window, else after a week."""
    planned = handoffs.on_call(desk, begins).scheduled
    return planned.ends or begins + timedelta(weeks=1)


def _answer(desk: Desk, *, as_json: bool) -> None:
    if as_json:
        output.json_value(render.on_call(handoffs.on_call(desk)))
