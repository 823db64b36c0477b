"""How the rota reads: who is on duty and who is scheduled, the shifts in columns, the load, who is away.

Times are those of the team's wall, whose zone the title names; the shift under the cursor is told with
weekday, year and zone.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shiftui.domain.coming import Absence, Slot
from shiftui.domain.duty import Duty
from shiftui.domain.operations import GivenBack, HandoffAccepted, ShiftSet
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.domain.times import LATEST, MONTHS, WEEKDAYS, absolute
from shiftui.domain.values import dataclass
from shiftui.service.rota import Outlook
from shiftui.tui.lines import EMPTY, Line, Role, Span, as_many, cells, clip, fit, flow, spread, width_of, wrap
from shiftui.tui.view_models.moment import NAME_LIMIT, name
from shiftui.tui.view_models.rows import EDGE

NOBODY, NO_BACKUP = "nobody", "no backup"
SOON = timedelta(weeks=1)
"""A gap that begins within it needs somebody now, and is coloured."""
_MARK, _WHEN, _GAP = 4, 16, "  "
_NAME_MOST = 16
_LABEL = 11
_HOUR = timedelta(hours=1)
_ADVICE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the names are."""

    primary: int = len("primary")
    backup: int = len(NO_BACKUP)


def columns(slots: Iterable[Slot]) -> Columns:
    """As wide as the names need, up to a limit."""
    primary, backup = Columns().primary, Columns().backup
    for slot in slots:
        primary = max(primary, cells(name(slot.primary, NOBODY)))
        backup = max(backup, cells(name(slot.backup, NO_BACKUP)))
    return Columns(min(primary, _NAME_MOST), min(backup, _NAME_MOST))


def slot_id(slot: Slot, now: datetime) -> str:
    """What the cursor stays with: the running shift as such, others by their beginning."""
    return "now" if slot.has_begun(now) and not slot.is_over(now) else slot.begins.isoformat()


def title_line(look: Outlook, width: int) -> Line:
    """What this is, and whose times these are."""
    zone = look.settings.hours.timezone
    right: Line = (Span(f"times in {zone} · now {absolute(look.now, zone)}", "dim"),)
    led = look.settings.lead(look.now.astimezone(ZoneInfo(zone)).date())
    lead = (
        f"  lead {name(led[0].login)} until {led[1].day} {MONTHS[led[1].month - 1]}"
        if led is not None
        else ""
    )
    left: Line = (Span(" " * EDGE), Span("Rota", "strong"), Span(lead, "dim"))
    if width_of(left) + width_of(right) > width - 2 * EDGE:
        right = (Span(f"times in {zone}", "dim"),)
    return (*spread(left, right, width - EDGE), Span(" " * EDGE))


def top_lines(look: Outlook, width: int) -> tuple[Line, ...]:
    """On duty, scheduled, next: each says which it is, and where the first two differ, why."""
    duty, planned = look.on_call.on_duty, look.on_call.scheduled
    lines = _labelled("on duty", (*_duty(duty, look), Span(f" · {_how(look)}", "dim")), width)
    alike = same_login(duty.primary, planned.primary) or duty.primary is planned.primary
    if not has_schedule(look):
        lines += _labelled("scheduled", (Span("nobody: no rotation is set", "dim"),), width)
    elif alike:
        lines += _labelled("scheduled", (*_duty(planned, look), Span(" · the same", "dim")), width)
    else:
        is_late = duty.ends is not None and duty.ends <= look.now
        then = "on duty once they have accepted it" if is_late else "not on duty now"
        lines += _labelled("scheduled", (*_duty(planned, look), Span(f" · {then}")), width)
    following = next((slot for slot in look.slots if slot.begins > look.now), None)
    if following is None:
        return tuple(lines)
    when = f" · from {wall(following.begins, look.settings.hours.timezone, look.now)}"
    return (*lines, *_labelled("next", (*_who(following, look.now), Span(when, "dim")), width))


def has_schedule(look: Outlook) -> bool:
    """Whether there is a rota at all."""
    return bool(look.slots)


def head_line(places: Columns) -> Line:
    """The names of the columns, beside the cursor's bar."""
    words = ("", "from", "to", "primary", "backup", "why it differs")
    roles: tuple[Role, ...] = ("dim", "dim", "dim", "dim", "dim", "dim")
    return (Span(" " * EDGE), *_row(words, places, roles))


def slot_line(slot: Slot, places: Columns, look: Outlook) -> Line:
    """One shift, or a gap in words."""
    now, zone = look.now, look.settings.hours.timezone
    over, runs = slot.is_over(now), slot.has_begun(now)
    mark = "was" if over else "now" if runs else ""
    times = (wall(slot.begins, zone, now), wall(slot.ends, zone, now))
    if slot.is_gap:
        words: tuple[str, ...] = (mark, *times, f"{NOBODY}: {_said(slot)}")
        return _row(words, places, ("text", "text", "text", _alarm(slot, now)))
    words = (mark, *times, name(slot.primary), name(slot.backup, NO_BACKUP), _said(slot, look))
    plain: Role = "dim" if over else "text"
    why: Role = "text" if slot.troubles and not over else "dim"
    return _row(words, places, (plain, plain, plain, plain, "dim" if not slot.backup else plain, why))


def empty_lines(look: Outlook, width: int) -> tuple[Line, ...]:
    """What to do where there is no rota."""
    rotation = look.settings.rotation
    lacks = [word for word, value in (("start", rotation.start), ("order", rotation.order)) if not value]
    said = "No rotation is set." if len(lacks) == 2 else f"The rotation has no {lacks[0]}." if lacks else ""
    words = (
        "[rotation] in shiftui.toml sets one: length, start and order; the README has an example, and "
        "`shiftui config path` says where the file is. For one shift: `shiftui shift start`."
    )
    return ((Span(said, "strong"),), EMPTY, *((Span(row, "dim"),) for row in wrap(words, width)))


def foot_lines(look: Outlook, slot: Slot | None, width: int, *, roomy: bool) -> tuple[Line, ...]:
    """The shift under the cursor in full; then the load, what would be fairer, who is away. Fixed rows."""
    lines: list[Line] = [EMPTY]
    if slot is not None:
        zone = look.settings.hours.timezone
        span = f"{_absolute(slot.begins, zone)} to {_absolute(slot.ends, zone)}"
        length = Span(f" · {hours_words(slot.ends - slot.begins)}", "dim")
        lines += _labelled("gap" if slot.is_gap else "shift", (Span(span), length), width)[:1]
        said = _said(slot, look) or "as the rotation has it"
        lines += _labelled("", (Span(said, "text" if slot.troubles else "dim"),), width)[:1]
        lines += [EMPTY] if roomy else []
    lines += _labelled("load", _load(look, width - EDGE - _LABEL - 1), width)[:1]
    away = " · ".join(_absence(one, look.now) for one in look.absences) or "nobody in these weeks"
    room = max(1, width - EDGE - _LABEL - 1)
    lines += _labelled("away", (Span(clip(away, room), "dim"),), width)[:1]
    fairer = safe_line(look.advice.removeprefix("more even: "), 400) or "nothing to compare"
    advice = _labelled("fairer", (Span(fairer, "dim"),), width)
    return (*lines, *advice[:_ADVICE_ROWS], *[EMPTY] * (_ADVICE_ROWS - len(advice)))


def wall(instant: datetime, timezone: str, now: datetime) -> str:
    """`Mon  7 Dec 08:00` on the team's wall; with the year for the hour where it is half a year away."""
    if instant >= LATEST:
        return "no end"
    local = instant.astimezone(ZoneInfo(timezone))
    day = f"{WEEKDAYS[local.weekday()]} {local.day:>2} {MONTHS[local.month - 1]}"
    return f"{day} {local.year}" if abs(instant - now) > timedelta(days=182) else f"{day} {local:%H:%M}"


def span_words(slot: Slot, timezone: str, now: datetime) -> str:
    """From when until when, in a line of text."""
    begins, ends = (" ".join(wall(at, timezone, now).split()) for at in (slot.begins, slot.ends))
    return f"{begins} to {ends}"


def hours_words(delta: timedelta) -> str:
    """`168 h`; below two hours in minutes."""
    return f"{round(delta / _HOUR)} h" if delta >= 2 * _HOUR else f"{round(delta / timedelta(minutes=1))} min"


def _row(words: Sequence[str], places: Columns, roles: Sequence[Role]) -> Line:
    """Words in their columns; the last takes what is left."""
    widths = (_MARK, _WHEN, _WHEN, places.primary, places.backup)
    cut = [fit(word, width) for word, width in zip(words[:-1], widths, strict=False)]
    padded = [f"{word}{_GAP}" if at else word for at, word in enumerate(cut)]
    return tuple(Span(word, role) for word, role in zip((*padded, words[-1]), roles, strict=True))


def _labelled(label: str, line: Line, width: int) -> list[Line]:
    """A label in its column and the line beside it, in as many rows as it takes."""
    rows = flow(line, max(1, width - EDGE - _LABEL - 1))
    return [
        (Span(" " * EDGE), Span(f"{label if not at else '':<{_LABEL}}", "dim"), *row)
        for at, row in enumerate(rows)
    ]


def _who(slot: Slot, now: datetime) -> Line:
    if slot.is_gap:
        return (Span(f"{NOBODY}: {_said(slot)}", _alarm(slot, now)),)
    return _pair(slot.primary, slot.backup)


def _pair(primary: str | None, backup: str | None) -> Line:
    return (
        Span(name(primary, NOBODY)),
        Span(f" · backup {name(backup)}" if backup else f" · {NO_BACKUP}", "dim"),
    )


def _duty(duty: Duty, look: Outlook) -> Line:
    """Who, and until when."""
    if duty.primary is None:
        return (Span(NOBODY, "amber"),)
    until = wall(duty.ends, look.settings.hours.timezone, look.now) if duty.ends is not None else ""
    return (
        *_pair(duty.primary, duty.backup),
        Span(f" · until {' '.join(until.split())}" if until else "", "dim"),
    )


def _how(look: Outlook) -> str:
    """Why the one on duty is it."""
    duty, taken = look.on_call.on_duty, look.taken
    if duty.why:
        return safe_line(duty.why, 2 * NAME_LIMIT)
    match taken:
        case HandoffAccepted():
            return "accepted the handoff"
        case ShiftSet() | GivenBack():
            return f"set by {name(taken.by)}"
        case _ if has_schedule(look):
            return "by the schedule alone"
        case _:
            return "no shift was ever set here"


def _said(slot: Slot, look: Outlook | None = None) -> str:
    """Why it differs from the rotation, and what does not fit; of the running one, who else is on duty."""
    parts = [slot.why, *slot.troubles]
    if look is not None and slot.has_begun(look.now) and not slot.is_over(look.now):
        duty = look.on_call.on_duty
        if not same_login(duty.primary, slot.primary) and duty.primary is not slot.primary:
            parts.append(f"{duty.primary or NOBODY} is on duty")
    return safe_line("; ".join(filter(None, parts)), 4 * NAME_LIMIT)


def _alarm(slot: Slot, now: datetime) -> Role:
    """A gap is told in words; amber where it needs somebody now."""
    return "amber" if slot.begins - now <= SOON else "text"


def _load(look: Outlook, width: int) -> Line:
    """Hours as primary, the most first; as many people as fit."""
    ranked = sorted(look.load.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    parts: list[Line] = [(Span(f"{name(who)} "), Span(hours_words(hours), "dim")) for who, hours in ranked]
    tail: Line = (Span(f"as primary, {look.weeks} weeks", "dim"),)
    return as_many([*parts, tail], width) if parts else (Span("nobody is scheduled", "dim"),)


def _absence(one: Absence, now: datetime) -> str:
    first, last = _day(one.first, now), _day(one.last, now)
    return f"{name(one.login)} {first}" if first == last else f"{name(one.login)} {first} to {last}"


def _day(day: date, now: datetime) -> str:
    year = f" {day.year}" if day.year != now.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def _absolute(instant: datetime, timezone: str) -> str:
    return absolute(instant, timezone) if instant < LATEST else "no end"
