"""Who is on duty, and how the latest handoff stands: what the shift log's entries about shifts fold to.

*Scheduled* follows from the rotation and its overrides alone (`shiftui.domain.rotation`). *On duty* is the
schedule plus accepted handoffs: once somebody has accepted a shift they stay on duty until somebody else
accepts it from them, whatever the schedule says (mission D4). Entries are in the order of GitHub's comment
ids, so that every machine finds the same winner; validity is decided here, never where an entry was recorded.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shiftui.domain.business_time import NeverOpen
from shiftui.domain.conversation import Stamp
from shiftui.domain.operations import (
    Covered,
    GivenBack,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffSettled,
    HandoffWithdrawn,
    Operation,
    ShiftSet,
    TakenOver,
    Undone,
)
from shiftui.domain.operations.handoff_answered import OPEN_OFFER
from shiftui.domain.rotation import Override, scheduled
from shiftui.domain.settings import Settings
from shiftui.domain.values import dataclass, replace

KEPT = 300
"""Entries that stay at hand: more than a year of weekly handoffs, returned ones and covers included."""
TAKEN_AFTER = timedelta(hours=4)
"""Of business time: an offer that nobody accepted may then be taken by anybody of the roster."""
KINDS = (
    ShiftSet
    | Covered
    | TakenOver
    | GivenBack
    | HandoffOffered
    | HandoffWithdrawn
    | HandoffAccepted
    | HandoffReturned
    | HandoffSettled
)
_NAMES = frozenset(kind.KIND for kind in KINDS.__args__)


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """One operation about shifts, in its place in the shift log."""

    stamp: Stamp
    operation: Operation


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
    why: str = ""
    """Why it was returned."""
    is_settled: bool = False
    """Whether its tickets are in the incoming engineer's name."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has the shift."""

    primary: str | None = None
    backup: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    why: str = ""
    """Why it is not simply the schedule: a cover, a takeover, a handoff that is due."""


def duty_after(entries: tuple[DutyEntry, ...], stamp: Stamp, operation: Operation) -> tuple[DutyEntry, ...]:
    """The entries with one more in its place; what is no word about shifts changes nothing."""
    is_ours = isinstance(operation, KINDS) or (
        isinstance(operation, Undone) and operation.target_kind in _NAMES
    )
    if not is_ours or any(entry.operation.id == operation.id for entry in entries):
        return entries
    return tuple(sorted((*entries, DutyEntry(stamp, operation)), key=lambda entry: entry.stamp)[-KEPT:])


def standing(entries: Iterable[DutyEntry]) -> tuple[Operation, ...]:
    """The operations that were not taken back by their authors, in order."""
    operations = [entry.operation for entry in entries]
    gone = {(one.target, one.by.casefold()) for one in operations if isinstance(one, Undone)}
    return tuple(
        one for one in operations if not isinstance(one, Undone) and (one.id, one.by.casefold()) not in gone
    )


def overrides(entries: Iterable[DutyEntry]) -> tuple[Override, ...]:
    """What people have changed of the rotation."""
    found = []
    for operation in standing(entries):
        match operation:
            case ShiftSet():
                why = f"changed by {operation.by}"
                backup = operation.backup or None
                found.append(Override(operation.begins, operation.ends, operation.primary, backup, why))
            case Covered():
                why = f"{operation.who} covers"
                found.append(Override(operation.begins, operation.ends, operation.who, None, why))
            case _:
                pass
    return tuple(found)


def handoff(entries: Iterable[DutyEntry], settings: Settings) -> Handoff:
    """How the latest handoff stands."""
    found = Handoff()
    for operation in standing(entries):
        found = _handoff_after(found, operation, settings)
    return found


def _handoff_after(found: Handoff, operation: Operation, settings: Settings) -> Handoff:
    match operation:
        case HandoffOffered():
            return Handoff(HandoffState.OFFERED, operation)
        case HandoffWithdrawn() if _is_open(found, operation.offer) and _is_by_offerer(found, operation):
            return replace(found, state=HandoffState.WITHDRAWN)
        case HandoffReturned() if _is_open(found, operation.offer):
            return replace(found, state=HandoffState.RETURNED, why=operation.why)
        case HandoffAccepted() if _is_open(found, operation.offer) and may_accept(found, operation, settings):
            return replace(found, state=HandoffState.ACCEPTED, accepted=operation)
        case HandoffSettled() if found.offer is not None and operation.offer == found.offer.id:
            return replace(found, is_settled=True)
        case _:
            return found


def _is_open(found: Handoff, offer: str) -> bool:
    is_open = found.state is HandoffState.OFFERED and found.offer is not None
    return is_open and found.offer is not None and offer in (OPEN_OFFER, found.offer.id)


def _is_by_offerer(found: Handoff, operation: Operation) -> bool:
    return found.offer is not None and found.offer.by.casefold() == operation.by.casefold()


def may_accept(found: Handoff, accepted: HandoffAccepted, settings: Settings) -> bool:
    """Whether that person may: whom it was offered to; after four business hours anybody, with a reason."""
    offer = found.offer
    if offer is None or accepted.by.casefold() == offer.by.casefold():
        return False
    if accepted.by.casefold() == offer.to.casefold():
        return True
    return bool(accepted.why) and accepted.at >= free_for_all_at(offer, settings)


def free_for_all_at(offer: HandoffOffered, settings: Settings) -> datetime:
    """When anybody of the roster may take an offer that nobody accepted."""
    try:
        return settings.hours.due_after(offer.at, TAKEN_AFTER / timedelta(minutes=1))
    except NeverOpen:
        return offer.at + TAKEN_AFTER


def on_duty(settings: Settings, entries: Sequence[DutyEntry], now: datetime) -> Duty:
    """Who has the shift at `now`: whoever accepted it last; before any handoff, whoever is scheduled."""
    duty = _held(settings, entries)
    if duty is None:
        duty = _by_schedule(settings, entries, now)
    elif duty.ends is not None and duty.ends <= now:
        duty = replace(duty, why="past its end; not handed over yet")
    for operation in standing(entries):
        covers = isinstance(operation, Covered) and operation.begins <= now < operation.ends
        if isinstance(operation, Covered) and covers and operation.who != duty.primary:
            duty = replace(duty, primary=operation.who, why=f"covers for {duty.primary or 'nobody'}")
    if duty.backup == duty.primary:
        duty = replace(duty, backup=None)
    return duty


def _by_schedule(settings: Settings, entries: Sequence[DutyEntry], now: datetime) -> Duty:
    """Nobody has ever accepted a shift here: the schedule counts, but an open offer keeps its author."""
    planned = scheduled(settings, overrides(entries), now)
    duty = Duty() if planned is None else Duty(planned.primary, planned.backup, planned.begins, planned.ends)
    found = handoff(entries, settings)
    if found.state is HandoffState.OFFERED and found.offer is not None and found.offer.by != duty.primary:
        return replace(duty, primary=found.offer.by, why="until the handoff is accepted")
    return duty


def _held(settings: Settings, entries: Sequence[DutyEntry]) -> Duty | None:
    """Who holds the shift by what was recorded; None where nobody ever took one."""
    duty: Duty | None = None
    before: Duty | None = None
    found = Handoff()
    for operation in standing(entries):
        was = found.state
        found = _handoff_after(found, operation, settings)
        match operation:
            case ShiftSet() if operation.starts_now:
                backup = operation.backup or None
                duty = Duty(operation.primary, backup, operation.begins, operation.ends)
                before = None
            case HandoffAccepted() if found.state is HandoffState.ACCEPTED is not was and found.offer:
                backup = found.offer.backup or None
                duty, before = Duty(operation.by, backup, operation.at, found.offer.ends), None
            case TakenOver():
                then = duty or _by_schedule(settings, (), operation.at)
                before = replace(then, primary=then.primary or operation.former or None)
                duty = replace(
                    then,
                    primary=operation.by,
                    backup=before.primary,
                    begins=operation.at,
                    why=f"took over from {before.primary or 'nobody'}",
                )
            case GivenBack() if before is not None:
                duty, before = before, None
            case _:
                pass
    return duty


def shift_left(settings: Settings, entries: Sequence[DutyEntry], me: str) -> tuple[datetime, str] | None:
    """When I handed over or lost the shift that I had last, and to whom; None where I have it, or never had.

    What I wrote to requesters before then and has not left is held: somebody else speaks for the shift now.
    """
    left: tuple[datetime, str] | None = None
    holder, found = "", Handoff()
    for operation in standing(entries):
        was = found.state
        found = _handoff_after(found, operation, settings)
        match operation:
            case ShiftSet() if operation.starts_now:
                former, holder = holder, operation.primary
            case TakenOver():
                former, holder = operation.former or holder, operation.by
            case HandoffAccepted() if found.state is HandoffState.ACCEPTED is not was:
                former, holder = found.offer.by if found.offer is not None else holder, operation.by
            case _:
                continue
        if holder.casefold() == me.casefold():
            left = None
        elif former.casefold() == me.casefold():
            left = (operation.at, holder)
    return left
