"""The order in which tickets need somebody, and the reason for each place in a line.

First what is critical (by priority, then due), then responses at risk (nearest
first), then what needs us (untriaged first, by priority, due, age), then what waits,
then what sleeps.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import IntEnum

from shiftui.domain.response_clock import Clock, at_risk_at, clock, effective_severity, is_parked
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import clock_time, left
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import PRIORITY_RANK, Priority, Response, Severity, State, WaitingOn

_FAR = datetime.max.replace(tzinfo=UTC)


class Lane(IntEnum):
    """Where a ticket stands, first to last."""

    CRITICAL = 0
    AT_RISK = 1
    NEEDS_US = 2
    WAITING = 3
    ASLEEP = 4
    ELSEWHERE = 5
    """A spinoff in another repository: followed, but not this shift's work."""
    PARKED = 6
    RESOLVED = 7

    @property
    def needs_you(self) -> bool:
        """Whether somebody of the shift has the next move."""
        return self <= Lane.NEEDS_US


@dataclass(frozen=True, slots=True)
class Placed:
    """A ticket in its place, with what the place follows from."""

    ticket: Ticket
    lane: Lane
    clock: Clock | None
    severity: Severity | None
    """The effective one."""
    settings: Settings
    now: datetime
    """The instant for which all this holds."""

    @property
    def why(self) -> str:
        """The reason for its place, in a line."""
        return _why(self)

    @property
    def key(self) -> str:
        """The ticket's."""
        return self.ticket.key

    @property
    def wakes_at(self) -> datetime | None:
        """When its sleep ends, by its own time or by its clock's; None where it does not sleep."""
        until = self.ticket.work.snoozed_until
        return self.woken_at(until) if until is not None else None

    def woken_at(self, until: datetime) -> datetime:
        """When a sleep until then ends: a response that comes at risk ends it early, maybe at once."""
        if self.clock is None or not self.clock.runs:
            return until
        at_risk = at_risk_at(self.ticket, self.settings)
        return until if at_risk is None else min(until, at_risk)

    @property
    def is_woken_by_its_clock(self) -> bool:
        """Whether its response comes at risk before its sleep is over."""
        return self.wakes_at != self.ticket.work.snoozed_until


def place(ticket: Ticket, settings: Settings, now: datetime) -> Placed:
    """Where one ticket stands at `now`, and why."""
    running = clock(ticket, settings, now)
    state = running.state if running is not None else None
    severity = effective_severity(ticket, state)
    lane = _lane(ticket, settings, now, state, severity)
    return Placed(ticket, lane, running, severity, settings, now)


def order(tickets: Iterable[Ticket], settings: Settings, now: datetime) -> tuple[Placed, ...]:
    """All tickets in their places: open in queue order, then elsewhere, parked, resolved (latest first)."""
    return tuple(sorted((place(ticket, settings, now) for ticket in tickets), key=_rank))


def _lane(
    ticket: Ticket, settings: Settings, now: datetime, state: Response | None, severity: Severity | None
) -> Lane:
    if ticket.state is State.RESOLVED:
        return Lane.RESOLVED
    if _is_elsewhere(ticket, settings):
        return Lane.ELSEWHERE
    if is_parked(ticket, settings):
        return Lane.PARKED
    if state is Response.BREACHED:
        return Lane.CRITICAL
    if state is Response.AT_RISK:
        return Lane.CRITICAL if severity is Severity.CRITICAL else Lane.AT_RISK
    if ticket.work.snoozed_until is not None and ticket.work.snoozed_until > now:
        return Lane.ASLEEP
    if severity is Severity.CRITICAL:
        return Lane.CRITICAL
    return Lane.NEEDS_US if ticket.waiting_on is WaitingOn.US else Lane.WAITING


def _is_elsewhere(ticket: Ticket, settings: Settings) -> bool:
    repo = ticket.issue.repo
    return bool(repo) and repo.casefold() != settings.github.repo.casefold()


def _priority_rank(ticket: Ticket) -> int:
    """The priority's place; untriaged ones come first, but a spinoff is backlog until somebody says more."""
    if ticket.issue.priority is not None:
        return PRIORITY_RANK[ticket.issue.priority]
    return PRIORITY_RANK[Priority.OPERATIONAL] if ticket.is_spinoff else -1


def _rank(placed: Placed) -> tuple[object, ...]:
    ticket = placed.ticket
    running = placed.clock is not None and placed.clock.runs
    due = placed.clock.due_at if placed.clock is not None and running else _FAR
    priority = _priority_rank(ticket)
    opened = ticket.issue.opened_at
    last = (opened, ticket.issue.number or 0, ticket.key)
    match placed.lane:
        case Lane.CRITICAL:
            return (placed.lane, priority if priority >= 0 else len(PRIORITY_RANK), due, *last)
        case Lane.AT_RISK:
            return (placed.lane, 0, due, *last)
        case Lane.ASLEEP:
            return (placed.lane, 0, ticket.work.snoozed_until or _FAR, *last)
        case Lane.RESOLVED:
            ended = ticket.resolved_at or opened
            return (placed.lane, 0, datetime.min.replace(tzinfo=UTC) + (_FAR - ended), *last)
        case _:
            return (placed.lane, priority, due, *last)


def _why(placed: Placed) -> str:
    ticket, lane, running, now = placed.ticket, placed.lane, placed.clock, placed.now
    zone = placed.settings.hours.timezone
    if lane is Lane.RESOLVED:
        return "resolved: " + ", ".join(ticket.resolution) if ticket.resolution else "closed on GitHub"
    if lane is Lane.PARKED:
        return "parked: older than the adoption, untouched"
    if running is not None and running.state is Response.BREACHED:
        return (
            f"response breached {left(-running.left)} ago" if running.left else "response just now breached"
        )
    if running is not None and running.state is Response.AT_RISK:
        return f"response due in {left(running.left)}"
    if lane is Lane.ASLEEP and placed.wakes_at is not None:
        wakes = clock_time(placed.wakes_at, zone, now)
        return f"wakes {wakes}, for its clock" if placed.is_woken_by_its_clock else f"asleep until {wakes}"
    if ticket.wrote_again:
        return "wrote again after it was resolved"
    if lane is Lane.CRITICAL:
        return "critical"
    if lane is Lane.WAITING:
        return (
            f"waiting on {'the requester' if ticket.waiting_on is WaitingOn.REQUESTER else 'a third party'}"
        )
    if ticket.work.wrote_at is not None and ticket.responded_at is not None:
        return "the requester wrote"
    if ticket.is_spinoff:
        return "spinoff: the real fix is owed"
    if ticket.issue.priority is None:
        return "untriaged"
    if running is not None and running.runs:
        return f"response due by {clock_time(running.due_at, zone, now)}"
    return "needs us"


@dataclass(frozen=True, slots=True)
class Counts:
    """The shift at a glance."""

    needs_you: int
    waiting: int
    snoozed: int
    parked: int
    breached: int
    met: int
    """Responses within goal."""
    answered: int
    """Responses that had a goal."""
    in_progress: int
    """Acknowledged by me and still ours to do."""
    next_due: datetime | None
    """The nearest due time that can still be met."""


def count(queue: Iterable[Placed], me: str) -> Counts:
    """Count the placed tickets."""
    lanes: Mapping[str, int]
    lanes = dict.fromkeys(("needs", "waiting", "snoozed", "parked", "breached", "met", "answered", "wip"), 0)
    names = {Lane.WAITING: "waiting", Lane.ASLEEP: "snoozed", Lane.PARKED: "parked"}
    next_due: datetime | None = None
    for placed in queue:
        if placed.lane.needs_you:
            lanes["needs"] += 1
            lanes["wip"] += placed.ticket.acknowledged_by == me
        elif placed.lane in names:
            lanes[names[placed.lane]] += 1
        running = placed.clock
        if running is None or placed.lane in (Lane.PARKED, Lane.ELSEWHERE):
            continue
        lanes["breached"] += running.state is Response.BREACHED
        lanes["met"] += running.state is Response.MET
        lanes["answered"] += running.state in (Response.MET, Response.MISSED)
        if running.state in (Response.PENDING, Response.AT_RISK) and (
            next_due is None or running.due_at < next_due
        ):
            next_due = running.due_at
    return Counts(
        lanes["needs"],
        lanes["waiting"],
        lanes["snoozed"],
        lanes["parked"],
        lanes["breached"],
        lanes["met"],
        lanes["answered"],
        lanes["wip"],
        next_due,
    )
