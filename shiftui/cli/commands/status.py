"""`status`: the shift at a glance, for a prompt, for tmux, for programs."""

from __future__ import annotations

from datetime import datetime

import click

from shiftui.cli import output, render
from shiftui.cli.params import json_option
from shiftui.cli.session import Session
from shiftui.domain.queue import Counts, count
from shiftui.domain.times import ago, left
from shiftui.service.snapshot import Snapshot


@click.command()
@click.option("--format", "form", type=click.Choice(["plain", "json", "tmux"]), default="plain")
@json_option
@click.pass_obj
def status(session: Session, form: str, as_json: bool) -> None:
    """Show the shift at a glance."""
    desk = session.desk
    now, snapshot = desk.now(), desk.snapshot
    counts = count(snapshot.queue(now), desk.me)
    if as_json or form == "json":
        from shiftui.service.handoffs import on_call

        output.json_value(render.status(counts, snapshot, on_call(desk)))
    elif form == "tmux":
        output.line(tmux(counts, snapshot, now))
    else:
        output.line(plain(counts, snapshot, now))


def plain(counts: Counts, snapshot: Snapshot, now: datetime) -> str:
    """A line for a prompt: what is due, the counts that are not zero, how old they are."""
    parts = [f"{counts.needs_you} need you" if counts.needs_you != 1 else "1 needs you"]
    if counts.breached:
        parts.insert(0, f"{counts.breached} breached")
    if counts.next_due is not None:
        parts.insert(0, f"{left(counts.next_due - now)} left")
    for number, word in (
        (counts.waiting, "waiting"),
        (counts.snoozed, "snoozed"),
        (counts.parked, "parked"),
        (len(snapshot.state.pending), "queued"),
    ):
        if number:
            parts.append(f"{number} {word}")
    return " · ".join([*parts, *_freshness(snapshot, now)])


def tmux(counts: Counts, snapshot: Snapshot, now: datetime) -> str:
    """The same for a status line of tmux, shorter, with its colours: red breached, amber the nearest due."""
    parts = []
    if counts.breached:
        parts.append(f"#[fg=red]{counts.breached} breached#[default]")
    if counts.next_due is not None:
        parts.append(f"#[fg=yellow]{left(counts.next_due - now)}#[default]")
    parts.append(f"{counts.needs_you} need you" if counts.needs_you != 1 else "1 needs you")
    if words := snapshot.state.report.trouble.words:
        parts.append(words)
    return " ".join(parts)


def _freshness(snapshot: Snapshot, now: datetime) -> list[str]:
    state = snapshot.state
    if snapshot.settings.is_local:
        return []
    synced = f"synced {ago(now - state.synced_at)}" if state.synced_at is not None else "never synced"
    words = state.report.trouble.words
    return [synced, words] if words else [synced]
