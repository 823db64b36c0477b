"""What becomes of an offer, step by step: withdrawn, returned, accepted, or taken once it is free for all.

Each step is judged by what was recorded, in its place in the shift log (`shiftui.domain.duty` walks it).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from shiftui.domain.business_time import NeverOpen
from shiftui.domain.operations import (
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffSettled,
    HandoffWithdrawn,
    Operation,
    Undone,
)
from shiftui.domain.operations.handoff_answered import OPEN_OFFER
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.values import dataclass, replace

TAKEN_AFTER = timedelta(hours=4)
"""Of business time: an offer that nobody accepted may then be taken by anybody of the roster."""


class HandoffState(StrEnum):
    """How the latest handoff stands."""

    NONE = "none"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Handoff:
    """The latest offer and what became of it."""

    state: HandoffState = HandoffState.NONE
    offer: HandoffOffered | None = None
    accepted: HandoffAccepted | None = None
    answer: HandoffWithdrawn | HandoffReturned | None = None
    """What withdrew or returned it."""
    why: str = ""
    """Why it was returned."""
    is_settled: bool = False
    """Whether its tickets are in the incoming engineer's name."""

    @property
    def open_offer(self) -> HandoffOffered | None:
        """The offer that waits for an answer."""
        return self.offer if self.state is HandoffState.OFFERED else None


def handoff_after(found: Handoff, operation: Operation) -> Handoff:
    """The handoff after one operation; what does not count leaves it as it is."""
    match operation:
        case HandoffOffered():
            return Handoff(HandoffState.OFFERED, operation)
        case HandoffWithdrawn() if _is_open(found, operation.offer) and _is_by_offerer(found, operation):
            return replace(found, state=HandoffState.WITHDRAWN, answer=operation)
        case HandoffReturned() if _is_open(found, operation.offer) and _is_by_addressee(found, operation):
            return replace(found, state=HandoffState.RETURNED, answer=operation, why=operation.why)
        case Undone() if _is_open(found, operation.target) and _is_by_offerer(found, operation):
            return replace(found, state=HandoffState.WITHDRAWN)
        case Undone() if found.answer is not None and takes_back(operation, found.answer):
            return replace(found, state=HandoffState.OFFERED, answer=None, why="")
        case HandoffAccepted() if _is_open(found, operation.offer) and may_accept(found, operation):
            return replace(found, state=HandoffState.ACCEPTED, accepted=operation)
        case HandoffSettled() if found.offer is not None and operation.offer == found.offer.id:
            return replace(found, is_settled=True)
        case _:
            return found


def _is_open(found: Handoff, offer: str) -> bool:
    made = found.open_offer
    return made is not None and offer in (OPEN_OFFER, made.id)


def takes_back(undone: Undone, operation: Operation) -> bool:
    """Whether that is what was taken back, by its own author."""
    return undone.target == operation.id and same_login(undone.by, operation.by)


def _is_by_offerer(found: Handoff, operation: Operation) -> bool:
    return found.offer is not None and same_login(found.offer.by, operation.by)


def _is_by_addressee(found: Handoff, operation: Operation) -> bool:
    return found.offer is not None and same_login(found.offer.to, operation.by)


def may_accept(found: Handoff, accepted: HandoffAccepted) -> bool:
    """Whether that person may: whom it was offered to; once it is free for all anybody, with a reason.

    When that is was recorded with the offer: the team's hours may change, and what counted stays so.
    """
    offer = found.offer
    if offer is None or same_login(accepted.by, offer.by):
        return False
    if same_login(accepted.by, offer.to):
        return True
    return bool(accepted.why) and offer.free_at is not None and accepted.at >= offer.free_at


def free_for_all_at(offered_at: datetime, settings: Settings) -> datetime:
    """When anybody of the roster may take an offer that nobody accepted."""
    try:
        return settings.hours.due_after(offered_at, TAKEN_AFTER / timedelta(minutes=1))
    except NeverOpen:
        return offered_at + TAKEN_AFTER
