"""The strip below the header: what can still be met and how long there is, and the shift in numbers.

What is breached already is named here, never the countdown: nothing can be done about a time that is over.
"""

from datetime import timedelta

from shiftui.domain import times
from shiftui.domain.proposals import is_urgent
from shiftui.domain.queue import Placed
from shiftui.domain.response_clock import Clock
from shiftui.domain.safe_text import safe_line
from shiftui.domain.vocabulary import Response
from shiftui.tui.lines import EMPTY, Line, Span, as_many, cells, clip
from shiftui.tui.view_models.digits import ROWS, big
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.view_models.rows import EDGE, clock_role

TEXT_AT = 22
"""Where the words begin, so that they stand still while the digits change."""
WIDE = 100
NAMED = 3
"""Breached tickets that are named; the list has them all at its top."""
_MINUTES_BELOW = timedelta(hours=10)
_TITLE_LIMIT = 200


def hottest_lines(moment: Moment, width: int) -> tuple[Line, ...]:
    """Three rows: the countdown large at the left, what it is about, and the counts."""
    placed = moment.hottest
    if placed is None or placed.clock is None:
        return _calm_lines(moment, width)
    clock = placed.clock
    digits = big(_large(clock.due_at - moment.now))
    role = clock_role(clock)
    start = max(TEXT_AT, EDGE + cells(digits[0]) + 3)
    room = width - start - 1
    words = _words(placed, clock, moment, room, wide=width >= WIDE)
    gap = " " * (start - EDGE - cells(digits[0]))
    return tuple((Span(" " * EDGE), Span(digits[row], role), Span(gap), *words[row]) for row in range(ROWS))


def _words(placed: Placed, clock: Clock, moment: Moment, room: int, *, wide: bool) -> tuple[Line, Line, Line]:
    ref = moment.ref(placed.key)
    title = safe_line(placed.ticket.issue.title, _TITLE_LIMIT).strip()
    at = moment.absolute(clock.due_at).split()
    by = f"by {moment.clock_time(clock.due_at)} {at[-1]}"
    if wide:
        asked = "left to respond to "
        clipped = clip(f"{ref} {title}", room - cells(asked) - cells(by) - 3)
        first: Line = (Span(asked, "dim"), Span(clipped, "strong"), Span(f"   {by}", "dim"))
        return first, counts_line(moment, room), goal_line(moment, room)
    return (
        (Span(clip(f"left to respond, {by}", room), "dim"),),
        (Span(clip(f"{ref} {title}", room), "strong"),),
        counts_line(moment, room),
    )


def _large(left: timedelta) -> str:
    """`4:12`, `12 min`, `1 h 20 min`, `14 h`, `2 d 3 h`: units small, and seconds only below ten minutes."""
    shown = times.left(left)
    if ":" in shown:
        return shown
    minutes = left // timedelta(minutes=1)
    if left >= timedelta(days=1):
        return f"{minutes // 1440} d {minutes % 1440 // 60} h"
    if left >= _MINUTES_BELOW:
        return f"{minutes // 60} h"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _calm_lines(moment: Moment, width: int) -> tuple[Line, ...]:
    room = width - EDGE - 1
    edge = Span(" " * EDGE)
    if moment.breached:
        first: Line = (Span("Nothing can still be answered in time.", "strong"),)
    elif any(is_urgent(placed) for placed in moment.queue):
        first = (Span("No response is due.", "strong"),)
    else:
        first = (Span("Nothing is urgent.", "strong"), Span("   7 what now", "dim"))
    return (
        (edge, *first),
        (edge, *counts_line(moment, room)),
        (edge, *goal_line(moment, room)),
    )


def counts_line(moment: Moment, width: int) -> Line:
    """Breached, and what is in each lane; the last ones go where there is no room."""
    counts = moment.counts
    parts: list[Line] = [
        (Span(breached_words(moment), "red"),) if moment.breached else EMPTY,
        (Span(f"{counts.needs_you} need{'s' if counts.needs_you == 1 else ''} {moment.whom}"),),
        (Span("H takes over", "text"),) if _is_called_for(moment) else EMPTY,
        (Span(f"{counts.waiting} waiting", "dim"),) if counts.waiting else EMPTY,
        (Span(f"{counts.snoozed} asleep", "dim"),) if counts.snoozed else EMPTY,
        (Span(f"{counts.parked} parked", "dim"),) if counts.parked else EMPTY,
    ]
    return as_many(parts, width)


def _is_called_for(moment: Moment) -> bool:
    """Whether this person backs somebody up who is about to miss the goal, or has."""
    if not moment.backs_up or moment.is_offered:
        return False
    clock = moment.hottest.clock if moment.hottest is not None else None
    return bool(moment.breached) or (clock is not None and clock.state is Response.AT_RISK)


def breached_words(moment: Moment) -> str:
    """How many are breached, and which: they come first, so that a countdown beside them hides none."""
    found = moment.breached
    refs = " ".join(moment.ref(one.key) for one in found[:NAMED])
    return f"{len(found)} breached: {refs}" + (" …" if len(found) > NAMED else "")


def goal_line(moment: Moment, width: int) -> Line:
    """For a backup, that they are one; the goal so far, and the work in progress against its limit."""
    counts = moment.counts
    limit = moment.snapshot.settings.wip_limit
    met: Line = EMPTY
    if counts.answered:
        met = (
            Span("goal met ", "dim"),
            Span(f"{counts.met}", "green"),
            Span(f" of {counts.answered}", "dim"),
        )
    over = counts.in_progress > limit
    wip: Line = (Span(f"in progress {counts.in_progress} of {limit}", "text" if over else "dim"),)
    backs = moment.backs_up
    role: Line = (Span(f"you back up {backs}", "dim"),) if backs else EMPTY
    return as_many([role, met, wip if counts.in_progress else EMPTY], width)
