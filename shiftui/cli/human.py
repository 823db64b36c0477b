"""Tickets as a person reads them in a terminal: `list` and `show` without `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from shiftui.cli.columns import AMBER, BOLD, DIM, RED, clip, painted, table, terminal_width
from shiftui.cli.render import ref_of
from shiftui.domain.queue import Lane, Placed, place
from shiftui.domain.safe_text import safe_block, safe_line
from shiftui.domain.tickets import Issue
from shiftui.domain.times import absolute, age
from shiftui.domain.vocabulary import Response, Severity
from shiftui.service.desk import Desk
from shiftui.service.snapshot import Snapshot
from shiftui.service.threads import Thread

TITLE_LIMIT, NAME_LIMIT = 200, 40
_SHAPES = {Severity.CRITICAL: "▲", Severity.ERROR: "●", Severity.WARNING: "·"}


def rows(placed: Sequence[Placed], snapshot: Snapshot, now: datetime) -> list[str]:
    """A line for each ticket: shape, name, title, priority, why it stands there, age."""
    cells, colours = [], []
    for one in placed:
        issue = one.ticket.issue
        shape = shape_of(one)
        loud = _colour(one)
        cells.append(
            [
                shape,
                safe_line(snapshot.ref(one.key)),
                safe_line(issue.title, TITLE_LIMIT),
                issue.priority or "untriaged",
                safe_line(one.why),
                age(now - issue.opened_at),
            ]
        )
        colours.append([loud, BOLD if one.lane is Lane.CRITICAL else "", "", DIM, loud or DIM, DIM])
    return table(cells, 2, colours)


def shape_of(placed: Placed) -> str:
    """The severity's shape; `!` for a breached response, `z` for what sleeps."""
    if placed.clock is not None and placed.clock.state is Response.BREACHED:
        return "!"
    if placed.lane is Lane.ASLEEP:
        return "z"
    return _SHAPES[placed.severity] if placed.severity is not None and placed.lane < Lane.PARKED else " "


def whole(desk: Desk, key: str) -> Iterator[str]:
    """A ticket and its conversation, line by line."""
    thread = desk.thread(key)
    snapshot, now = desk.snapshot, desk.now()
    zone = snapshot.settings.hours.timezone
    placed = place(thread.ticket, snapshot.settings, now)
    width = terminal_width()
    title = safe_line(f"{snapshot.ref(key)}  {thread.ticket.issue.title}")
    yield painted(clip(title, width) if width is not None else title, BOLD)
    yield painted(safe_line(f"{shape_of(placed)} {placed.why}".strip()), _colour(placed))
    yield ""
    for name, text in _facts(placed, snapshot, zone):
        if text:
            yield f"{painted(f'{name:<14}', DIM)}{safe_line(text)}"
    if thread.body:
        yield ""
        yield from safe_block(thread.body).split("\n")
    yield from _conversation(thread, zone)


def _facts(placed: Placed, snapshot: Snapshot, zone: str) -> Iterator[tuple[str, str]]:
    ticket, issue, work = placed.ticket, placed.ticket.issue, placed.ticket.work
    running = placed.clock
    yield "priority", issue.priority or "untriaged"
    yield "severity", placed.severity or ""
    yield "requester", f"{ticket.requester} ({work.via})" if ticket.requester else ""
    yield "opened", absolute(issue.opened_at, zone)
    yield "response", f"{running.state}, due {absolute(running.due_at, zone)}" if running else ""
    yield "responded", _who(ticket.responded_by, ticket.responded_at, zone)
    yield "acknowledged", _who(work.acknowledged_by, work.acknowledged_at, zone) or _assigned(issue)
    yield "waiting on", ticket.waiting_on
    yield "asleep until", absolute(work.snoozed_until, zone) if work.snoozed_until else ""
    yield "summary", work.summary or ""
    yield "next", work.next_action or ""
    yield "if it fails", work.contingency or ""
    yield "estimate", f"{work.estimate_hours:g} h" if work.estimate_hours else ""
    yield "spinoff of", ref_of(work.origin, snapshot) if work.origin else ""
    yield "spinoffs", ", ".join(ref_of(key, snapshot) for key in work.spinoffs)
    yield "resolved", _who(work.resolved_by, ticket.resolved_at, zone)
    yield "as", ", ".join(ticket.resolution)
    yield "sync", snapshot.sharing(ticket.key)
    yield "address", issue.url


def _assigned(issue: Issue) -> str:
    taker = issue.taken_by
    return f"{safe_line(taker, NAME_LIMIT)}, assigned on GitHub" if taker else ""


def _who(who: str | None, at: datetime | None, zone: str) -> str:
    if at is None:
        return ""
    return f"{who}, {absolute(at, zone)}" if who else absolute(at, zone)


def _conversation(thread: Thread, zone: str) -> Iterator[str]:
    for note in thread.notes:
        head = f"{absolute(note.at, zone)} · {safe_line(note.by or 'somebody', NAME_LIMIT)} · {note.kind}"
        yield ""
        yield painted(f"{head} · not delivered" if not note.delivered else head, DIM)
        yield from (f"  {line}".rstrip() for line in safe_block(note.text).split("\n"))


def _colour(placed: Placed) -> str:
    if placed.lane is Lane.CRITICAL:
        return RED
    return AMBER if placed.lane is Lane.AT_RISK else ""
