"""The response clock: by when the requester must have heard from us, and whether they have.

The rules are those of the team's one-hour goal: counted in business time, stopped by
the first response, by note never. Snoozing does not stop it.
"""

from datetime import datetime, timedelta

from shiftui.domain.business_time import NeverOpen
from shiftui.domain.settings import Goals, Settings
from shiftui.domain.tickets import Issue, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Response, Severity, WaitingOn

AT_RISK_SHARE = 5
"""At risk: a fifth of the goal, or less, is left."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A ticket's response clock at one instant."""

    state: Response
    due_at: datetime
    left: timedelta
    """Until due, in wall time; negative once past. What a countdown shows."""

    @property
    def runs(self) -> bool:
        """Whether somebody is still waiting."""
        return self.state in (Response.PENDING, Response.AT_RISK, Response.BREACHED)


def goal_minutes(ticket: Ticket, goals: Goals) -> int:
    """The goal that applies: the requester class's, else the priority's, else the general one; 0 is none."""
    for name in ticket.issue.classes:
        if name in goals.requester_class:
            return goals.requester_class[name]
    priority = ticket.issue.priority
    if priority is not None and priority in goals.priority:
        return goals.priority[priority]
    return goals.response_minutes


def has_clock(ticket: Ticket, settings: Settings) -> bool:
    """Whether anybody is owed a first response at all.

    None for a goal of 0, spinoffs, what was opened before adoption, and what a responder opened
    without naming a requester.
    """
    goals = settings.goals
    if goal_minutes(ticket, goals) <= 0 or ticket.is_spinoff:
        return False
    if goals.since is not None and ticket.issue.opened_at < goals.since:
        return False
    return is_asked(ticket, settings)


def waits_in_vain(ticket: Ticket, settings: Settings) -> bool:
    """Whether a person asked and nobody has written to them, whatever the clock says."""
    return ticket.responded_at is None and not ticket.has_nobody_waiting and is_asked(ticket, settings)


def is_asked(ticket: Ticket, settings: Settings) -> bool:
    """Whether it came from outside the team, or a responder named somebody who asked."""
    if ticket.work.requester is not None:
        return True
    if ticket.work.captured or _is_taken_at_some_time(ticket):
        return False
    return not settings.is_responder(ticket.issue.opened_by, ticket.issue.association)


def _is_taken_at_some_time(ticket: Ticket) -> bool:
    """Whether all the response it needs was given by assigning somebody, nobody knows when."""
    issue = ticket.issue
    return ticket.has_nobody_waiting and issue.taken_by is not None and ticket.responded_at is None


def due_at(ticket: Ticket, settings: Settings) -> datetime | None:
    """The earliest instant at which the goal has elapsed, in UTC; None without a clock."""
    if not has_clock(ticket, settings):
        return None
    minutes = goal_minutes(ticket, settings.goals)
    if _runs_always(ticket, settings.goals):
        return ticket.issue.opened_at + timedelta(minutes=minutes)
    try:
        return settings.hours.due_after(ticket.issue.opened_at, minutes)
    except NeverOpen:  # a team that never opens promises nothing
        return None


def at_risk_at(ticket: Ticket, settings: Settings) -> datetime | None:
    """When the response comes at risk, in UTC, if nobody responds before; None without a clock."""
    due = due_at(ticket, settings)
    if due is None:
        return None
    minutes = goal_minutes(ticket, settings.goals)
    calm = minutes - minutes / AT_RISK_SHARE
    if _runs_always(ticket, settings.goals):
        return ticket.issue.opened_at + timedelta(minutes=calm)
    return settings.hours.due_after(ticket.issue.opened_at, calm)


def clock(ticket: Ticket, settings: Settings, now: datetime) -> Clock | None:
    """The ticket's response clock at `now`; None without one."""
    due = due_at(ticket, settings)
    if due is None:
        return None
    answered = ticket.responded_at
    if answered is not None:
        state = Response.MET if answered <= due else Response.MISSED
        return Clock(state, due, due - answered)
    left = due - now
    if left <= timedelta():
        return Clock(Response.BREACHED, due, left)
    goal = timedelta(minutes=goal_minutes(ticket, settings.goals))
    counted = left
    if left > goal / AT_RISK_SHARE and not _runs_always(ticket, settings.goals):
        counted = settings.hours.elapsed(now, due)
    state = Response.AT_RISK if counted * AT_RISK_SHARE <= goal else Response.PENDING
    return Clock(state, due, left)


def effective_severity(ticket: Ticket, state: Response | None) -> Severity | None:
    """A breached ticket counts as critical until somebody has responded. Derived, never recorded."""
    return Severity.CRITICAL if state is Response.BREACHED else ticket.issue.severity


def is_parked(ticket: Ticket, settings: Settings) -> bool:
    """Whether it is from before adoption and nobody has touched it since (or shortly before)."""
    since = settings.goals.since
    if since is None or ticket.issue.opened_at >= since or ticket.work.captured:
        return False
    touched = ticket.work.touched_at
    if touched is not None and not settings.goals.is_history(touched):
        return False
    changed = ticket.issue.updated_at
    return changed is None or changed < since or not _is_sorted(ticket.issue)


def _is_sorted(issue: Issue) -> bool:
    """Whether somebody has decided something about it, by labels or an assignee."""
    return bool(issue.priority or issue.severity or issue.assignees) or issue.waiting_on is not WaitingOn.US


def _runs_always(ticket: Ticket, goals: Goals) -> bool:
    return ticket.issue.priority in goals.always
