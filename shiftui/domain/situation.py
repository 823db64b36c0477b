"""The shift as a whole, drafted for whoever comes next: what happened, what went wrong, what is coming."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shiftui.domain.coming import absences
from shiftui.domain.elements import clipped
from shiftui.domain.operations.base import shown_ref
from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.queue import Lane, Placed
from shiftui.domain.settings import Settings
from shiftui.domain.times import MONTHS, WEEKDAYS
from shiftui.domain.vocabulary import Resolution, Response, SpinoffKind, State

AHEAD = timedelta(days=14)
"""How far holidays and absences are told."""
_LISTED = 3
_KNOWN = frozenset({Resolution.DUPLICATE, Resolution.KNOWN_ISSUE, Resolution.KNOWN_ISSUE_UPDATED})
_LATE = (Response.BREACHED, Response.MISSED)


def situation(
    placed: Iterable[Placed],
    settings: Settings,
    since: datetime | None,
    now: datetime,
    diary: Sequence[str],
) -> str:
    """Some lines, to be edited; `since` is when the shift began, None where nobody knows."""
    found = [one for one in placed if one.lane is not Lane.PARKED]
    arrived = [one for one in found if since is None or one.ticket.issue.opened_at >= since]
    ended = [one for one in found if (at := one.ticket.resolved_at) and (since is None or at >= since)]
    late = [one for one in arrived if one.clock is not None and one.clock.state in _LATE]
    clocks = sum(one.clock is not None for one in arrived)
    spinoffs = sum(one.ticket.is_spinoff and one.ticket.state is State.OPEN for one in found)
    tickets = {one.key: one.ticket for one in found}
    patched = [one for one in ended if owes_spinoff(one.ticket, tickets)]
    parts = [f"{len(arrived)} arrived", f"{len(ended)} resolved"]
    if clocks:
        parts.append(f"goal met or still open on {clocks - len(late)} of {clocks}")
    if spinoffs:
        parts.append(f"{spinoffs} spinoff{'' if spinoffs == 1 else 's'} open")
    lines = [", ".join(parts) + "."]
    lines += _listed("Too late", late, settings)
    known = [one for one in ended if _KNOWN.intersection(one.ticket.resolution)]
    lines += _listed("Known, and asked again", known, settings)
    lines += _listed("Patched, no lasting fix under way", patched, settings)
    lines += _listed("Runbook to write", _runbooks(found), settings)
    lines += [f"Coming: {one}." for one in _coming(settings, now)]
    lines += [f"Diary: {clipped(text)}" for text in diary[-5:]]
    return "\n".join(lines)


def _runbooks(found: Iterable[Placed]) -> list[Placed]:
    """Procedures that somebody asked for and nobody has written yet."""
    wanted = (one for one in found if one.ticket.work.spinoff_kind is SpinoffKind.RUNBOOK)
    return [one for one in wanted if one.ticket.state is State.OPEN]


def _listed(what: str, tickets: Sequence[Placed], settings: Settings) -> list[str]:
    if not tickets:
        return []
    repo = settings.github.repo
    said = [f"{shown_ref(one.ticket, repo)} {clipped(one.ticket.issue.title)}" for one in tickets[:_LISTED]]
    more = f" and {len(tickets) - _LISTED} more" if len(tickets) > _LISTED else ""
    return [f"{what}: {'; '.join(said)}{more}."]


def _coming(settings: Settings, now: datetime) -> Iterator[str]:
    """Days on which nobody works, and people who are away."""
    today = now.astimezone(ZoneInfo(settings.hours.timezone)).date()
    for day in sorted(settings.hours.closed):
        if today < day <= today + AHEAD and day.weekday() in settings.hours.weekdays:
            yield f"nobody works on {_day(day)}"
    for one in absences(settings, now, now + AHEAD):
        yield f"{one.login} is away {_day(one.first)} to {_day(one.last)}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
