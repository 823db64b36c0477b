"""What to do when nothing is urgent: the answer to "what now?".

The team's own rules: on call without an immediate problem, take an operational task, break down a larger
epic, or fix a low-hanging fruit, which is anything up to half a day (4 hours); and look after what has been
left lying in somebody's lane.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shiftui.domain.queue import Lane, Placed
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Priority

QUICK_HOURS = 4.0
"""Up to half a day is a low-hanging fruit; more is something to break down."""
EPIC_LABEL = "epic"
STAGNANT_AFTER = timedelta(days=3)
"""What needs us and was not touched for so long has been left lying."""
WAITED_AFTER = timedelta(days=7)
"""What waits for others and was not touched for so long wants a word with them."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Things that can be done now, each ticket in one place only, oldest first."""

    quick: tuple[Placed, ...]
    epics: tuple[Placed, ...]
    operational: tuple[Placed, ...]
    aged: tuple[Placed, ...]
    """Longest untouched first."""

    def __bool__(self) -> bool:
        return bool(self.quick or self.epics or self.operational or self.aged)


def last_touched(placed: Placed) -> datetime:
    """When anybody last wrote or recorded something about the ticket; its opening where nobody did."""
    return placed.ticket.work.touched_at or placed.ticket.issue.opened_at


def is_urgent(placed: Placed) -> bool:
    """Whether the ticket goes before everything that could be proposed.

    That is: critical, a running response clock, somebody who wrote, an untriaged ticket, and whatever needs
    us above the operational backlog, to which spinoffs belong until somebody says otherwise.
    """
    if not placed.lane.needs_you:
        return False
    running = placed.clock is not None and placed.clock.runs
    waits = placed.ticket.work.wrote_at is not None
    priority = placed.ticket.issue.priority
    backlog = priority is Priority.OPERATIONAL or (priority is None and placed.ticket.is_spinoff)
    return running or waits or not backlog or placed.lane is not Lane.NEEDS_US


def propose(queue: Iterable[Placed], now: datetime, me: str) -> Proposals:
    """What `me` could do now; what somebody else has acknowledged is theirs, unless it was left lying."""
    quick, epics, operational, aged = [], [], [], []
    for placed in queue:
        if placed.lane not in (Lane.NEEDS_US, Lane.WAITING) or is_urgent(placed):
            continue
        work, issue = placed.ticket.work, placed.ticket.issue
        patience = STAGNANT_AFTER if placed.lane is Lane.NEEDS_US else WAITED_AFTER
        free = placed.lane is Lane.NEEDS_US and placed.ticket.acknowledged_by in (None, me)
        hours = work.estimate_hours
        if free and (_is_epic(issue.labels) or (hours is not None and hours > QUICK_HOURS)):
            epics.append(placed)
        elif free and hours is not None:
            quick.append(placed)
        elif now - last_touched(placed) >= patience:
            aged.append(placed)
        elif free:
            operational.append(placed)
    aged.sort(key=last_touched)
    return Proposals(_oldest_first(quick), _oldest_first(epics), _oldest_first(operational), tuple(aged))


def _oldest_first(group: list[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(group, key=lambda placed: placed.ticket.issue.opened_at))


def _is_epic(labels: Iterable[str]) -> bool:
    """Whether a label says so: `epic`, or one whose last part does, such as `type:epic`."""
    return any(
        label.casefold().replace("/", ":").rpartition(":")[2].strip() == EPIC_LABEL for label in labels
    )
