"""How long the queue's order holds: so that a second that changes nothing costs nothing.

Only time moves a ticket between refreshes: its response comes at risk or is breached, or its sleep ends.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shiftui.domain.queue import Lane, Placed
from shiftui.domain.response_clock import AT_RISK_SHARE, goal_minutes
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Response


def steady_until(queue: Iterable[Placed], settings: Settings, now: datetime) -> datetime | None:
    """A time before which no ticket changes its lane by itself; None when none ever does."""
    times = (_steady(placed, settings, now) for placed in queue if placed.lane <= Lane.ASLEEP)
    return min((time for time in times if time is not None), default=None)


def _steady(placed: Placed, settings: Settings, now: datetime) -> datetime | None:
    clock = placed.clock
    wakes = placed.ticket.work.snoozed_until if placed.lane is Lane.ASLEEP else None
    if clock is None or not clock.runs or clock.state is Response.BREACHED:
        return wakes
    if clock.state is Response.AT_RISK:
        return clock.due_at
    goal = timedelta(minutes=goal_minutes(placed.ticket, settings.goals))
    # Business time never runs faster than the wall's, so it cannot come at risk sooner than this.
    always = placed.ticket.issue.priority in settings.goals.always
    left = clock.due_at - now if always else settings.hours.elapsed(now, clock.due_at)
    soonest = now + max(left - goal / AT_RISK_SHARE, timedelta(seconds=1))
    return min(wakes, soonest) if wakes is not None else soonest
