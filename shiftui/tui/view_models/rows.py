"""How one ticket reads as a row: fixed places, numbers at the right, colour only for what needs somebody."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shiftui.domain import times
from shiftui.domain.queue import Lane, Placed
from shiftui.domain.response_clock import Clock
from shiftui.domain.safe_text import safe_line
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Response, Severity, Sharing, WaitingOn
from shiftui.tui.lines import Line, Role, Span, cells, fit, fit_right
from shiftui.tui.view_models.moment import Moment, name

EDGE = 2
"""Cells at the left: the cursor's bar and a space."""
_PRIORITY, _NEXT, _TIME, _AGE = 11, 11, 7, 5
_WIDE = 96
"""From this width on, the age has a column of its own beside the countdown."""
_REF_LEAST, _REF_MOST = 5, 14
_TITLE_LIMIT = 240


SHAPES: Mapping[Severity | None, str] = {
    Severity.CRITICAL: "▲", Severity.ERROR: "●", Severity.WARNING: "·", None: " ",
}  # fmt: skip
"""What tells a severity without colour."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells."""

    ref: int
    title: int
    age: bool = False
    """Whether the age has its own column."""


def columns(width: int, refs: Iterable[str]) -> Columns:
    """The columns of a list that is `width` cells wide and shows these references."""
    ref = min(_REF_MOST, max((_REF_LEAST, *(cells(text) for text in refs))))
    age = width >= _WIDE
    fixed = EDGE + 2 + ref + 2 + 1 + _PRIORITY + 1 + _NEXT + 1 + _TIME + (_AGE + 2 if age else 0) + 2
    return Columns(ref, max(8, width - fixed), age)


def ticket_line(
    placed: Placed,
    widths: Columns,
    moment: Moment,
    *,
    marked: bool = False,
    says: str = "",
    since: datetime | None = None,
) -> Line:
    """The row of a ticket, from the shape at its left to the time at its right; without the cursor's bar.

    `says` stands in place of the next step, and `since` is what the age counts from, else the opening.
    """
    since = since or placed.ticket.issue.opened_at
    ticket = placed.ticket
    shape, shape_role = severity_shape(placed)
    mark = mark_of(moment.snapshot.sharing(ticket.key), marked=marked)
    title = safe_line(ticket.issue.title, _TITLE_LIMIT).strip() or "(no title)"
    ref = moment.ref(ticket.key)
    spans = [
        Span(shape + " ", shape_role),
        Span(fit(ref, widths.ref), "dim"),
        mark,
        Span(fit(title, widths.title), title_role(placed.lane)),
        Span(" " + fit(ticket.issue.priority or "untriaged", _PRIORITY), "dim"),
        Span(" " + fit(says or next_step(placed, moment), _NEXT), _next_role(placed)),
        due_span(placed, moment, None if widths.age else since),
    ]
    if widths.age:
        spans.append(Span("  " + fit_right(times.age(moment.now - since), _AGE), "dim"))
    return tuple(spans)


def severity_shape(placed: Placed) -> tuple[str, Role]:
    """The shape that tells the severity without colour, and its colour."""
    clock = placed.clock
    if placed.lane is Lane.ASLEEP:
        return "z", "text"
    calm: Role = "text" if placed.lane.needs_you else "dim"
    if clock is not None and clock.state is Response.BREACHED:
        return "!", "red"
    at_risk = clock is not None and clock.state is Response.AT_RISK
    if placed.severity is Severity.CRITICAL:
        return SHAPES[placed.severity], critical_role(placed.lane)
    return SHAPES[placed.severity], "amber" if at_risk else calm


def critical_role(lane: Lane) -> Role:
    """The colour of what is critical, wherever it is told: none once nobody has to act."""
    return "red" if lane.needs_you else "dim"


def mark_of(sharing: Sharing, *, marked: bool) -> Span:
    """Two cells after the reference: marked, refused, or still on its way."""
    if marked:
        return Span("✓ ", "accent")
    if sharing is Sharing.REFUSED:
        return Span("× ", "red")
    return Span("↑ ", "dim") if sharing is Sharing.QUEUED else Span("  ")


def title_role(lane: Lane) -> Role:
    """Bold for what is to be acted on first, dim for what is not ours to move."""
    if lane in (Lane.CRITICAL, Lane.AT_RISK):
        return "strong"
    return "text" if lane is Lane.NEEDS_US else "dim"


def next_step(placed: Placed, moment: Moment) -> str:
    """The next move in a word or two: what is to be done, or who has to."""
    ticket, clock = placed.ticket, placed.clock
    work = ticket.work
    match placed.lane:
        case Lane.RESOLVED:
            return ticket.resolution[0] if ticket.resolution else "closed"
        case Lane.PARKED:
            return "parked"
        case Lane.ELSEWHERE:
            return "elsewhere"
        case Lane.ASLEEP if placed.wakes_at is not None:
            until = moment.clock_time(placed.wakes_at)
            word = "wakes" if placed.is_woken_by_its_clock else "until"
            return f"{word} {until}" if len(until) == 5 else until
        case Lane.WAITING:
            return "their reply" if ticket.waiting_on is WaitingOn.REQUESTER else "third party"
        case _:
            pass
    if moment.reply_waits(ticket.key):
        return "unsent"
    if clock is not None and clock.runs:
        return "respond" if clock.state is Response.PENDING else "respond now"
    if ticket.wrote_again:
        return "wrote again"
    theirs = ticket.acknowledged_by if ticket.acknowledged_by != moment.me else None
    if work.wrote_at is not None:
        return f"wrote · {name(theirs)}" if theirs is not None else "they wrote"
    if ticket.issue.priority is None and not ticket.is_spinoff:
        return "triage"
    if theirs is not None:
        return f"with {name(theirs)}"
    return "act now" if placed.lane is Lane.CRITICAL else "act"


def _next_role(placed: Placed) -> Role:
    return "text" if placed.lane.needs_you else "dim"


def due_span(placed: Placed, moment: Moment, since: datetime | None) -> Span:
    """The time at the right: the countdown where somebody waits, else the age, if `since` is given."""
    clock = placed.clock
    if clock is not None and clock.runs and placed.lane <= Lane.ASLEEP:
        return Span(" " + fit_right(countdown(clock.due_at - moment.now), _TIME), clock_role(clock))
    shown = times.age(moment.now - since) if since is not None else ""
    return Span(" " + fit_right(shown, _TIME), "dim")


def countdown(left: timedelta) -> str:
    """`in 41 m`, seconds below ten minutes; `−40 m` once it is breached."""
    if left <= timedelta():
        return "−" + times.age(max(-left, timedelta(minutes=1)))
    seconds = times.left(left)
    return seconds if ":" in seconds else "in " + times.age(left)


def clock_role(clock: Clock) -> Role:
    """Amber and red are for this."""
    match clock.state:
        case Response.BREACHED:
            return "red"
        case Response.AT_RISK:
            return "amber"
        case _:
            return "text"
