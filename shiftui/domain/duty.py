"""Who is on duty, and how the latest handoff stands: what the shift log's entries about shifts fold to.

*Scheduled* follows from the rotation and its overrides alone (`shiftui.domain.rotation`). *On duty* is the
schedule plus accepted handoffs: once somebody has accepted a shift they stay on duty until somebody else
accepts it from them, whatever the schedule says (mission D4). Entries are in the order of GitHub's comment
ids, so that every machine finds the same winner; validity is decided here, never where an entry was recorded.
What takes its own author off duty counts only when everybody can see it: until then nobody else knows that
they have the shift.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime
from typing import get_args

from shiftui.domain.conversation import Stamp
from shiftui.domain.offers import Handoff, HandoffState, handoff_after, takes_back
from shiftui.domain.operations import (
    Covered,
    DutyOperation,
    GivenBack,
    HandoffAccepted,
    HandoffOffered,
    Operation,
    ShiftSet,
    TakenOver,
    Undone,
)
from shiftui.domain.rotation import Override, scheduled
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.values import dataclass, replace

KEPT = 300
"""Entries that stay at hand: more than a year of weekly handoffs, returned ones and covers included."""
_NAMES = frozenset(kind.KIND for kind in get_args(DutyOperation))
_PENDING = sys.maxsize


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """One operation about shifts, in its place in the shift log."""

    stamp: Stamp
    operation: Operation

    @classmethod
    def pending(cls, place: int, operation: Operation) -> "DutyEntry":
        """One that only this machine knows yet: after all others."""
        return cls((_PENDING, place), operation)

    @property
    def is_shared(self) -> bool:
        """Whether it stands where everybody can read it."""
        return self.stamp[0] != _PENDING


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has the shift."""

    primary: str | None = None
    backup: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    why: str = ""
    """Why it is not simply the schedule: a cover, a takeover, a handoff that is due."""
    is_taken: bool = False
    """Whether it was taken over, and can be given back."""


def is_about_shifts(operation: Operation) -> bool:
    """Whether it is a word about shifts, or takes one back."""
    if isinstance(operation, Undone):
        return operation.target_kind in _NAMES
    return isinstance(operation, DutyOperation)


def duty_after(entries: tuple[DutyEntry, ...], entry: DutyEntry) -> tuple[DutyEntry, ...]:
    """The entries with one more in its place; what is no word about shifts changes nothing."""
    operation = entry.operation
    if not is_about_shifts(operation) or any(one.operation.id == operation.id for one in entries):
        return entries
    return tuple(sorted((*entries, entry), key=lambda one: one.stamp)[-KEPT:])


def standing(entries: Iterable[DutyEntry]) -> tuple[Operation, ...]:
    """The operations that were not taken back by their authors, in order: what plans go by."""
    operations = [entry.operation for entry in entries]
    gone = {(one.target, one.by.casefold()) for one in operations if isinstance(one, Undone)}
    return tuple(
        one for one in operations if not isinstance(one, Undone) and (one.id, one.by.casefold()) not in gone
    )


def _walked(entries: Iterable[DutyEntry]) -> tuple[Operation, ...]:
    """All that moves the shift or a handoff, what took it back too, in order.

    Others rely on such a step as soon as they have read it. So taking it back is a step itself, in its own
    place: what followed from it until then does not change afterwards. Covers are only read at their time.
    """
    known = tuple(entries)
    left = {operation.id for operation in standing(known)}
    operations = (entry.operation for entry in known)
    return tuple(one for one in operations if not isinstance(one, Covered) or one.id in left)


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
    return _course(settings, entries)[1]


def accepted_since(entries: Sequence[DutyEntry], settings: Settings, at: datetime) -> int:
    """How often a shift was handed over since that time."""
    accepted = (turn.operation for turn in _turns(settings, entries))
    return sum(isinstance(one, HandoffAccepted) and one.at >= at for one in accepted)


def planned(settings: Settings, entries: Sequence[DutyEntry], at: datetime) -> Duty:
    """Who is scheduled, whoever is on duty."""
    found = scheduled(settings, overrides(entries), at)
    return Duty() if found is None else Duty(found.primary, found.backup, found.begins, found.ends)


def on_duty(settings: Settings, entries: Sequence[DutyEntry], now: datetime) -> Duty:
    """Who has the shift at `now`: whoever accepted it last; before any handoff, whoever is scheduled."""
    duty, pending = _on_duty(settings, entries, now), [one for one in entries if not one.is_shared]
    if not pending:
        return duty
    author = pending[-1].operation.by
    shared = _on_duty(settings, shared_by_all(entries), now)
    if same_login(shared.primary, author) and not same_login(duty.primary, author):
        return replace(shared, why="until GitHub has what was changed here")
    return duty


def shared_by_all(entries: Iterable[DutyEntry]) -> tuple[DutyEntry, ...]:
    """Those that everybody can read."""
    return tuple(entry for entry in entries if entry.is_shared)


def _on_duty(settings: Settings, entries: Sequence[DutyEntry], now: datetime) -> Duty:
    turns = _turns(settings, entries)
    duty = turns[-1].duty if turns else _by_schedule(settings, entries, now)
    if turns and duty.ends is not None and duty.ends <= now:
        duty = replace(duty, why="past its end; not handed over yet")
    for operation in standing(entries):
        covers = isinstance(operation, Covered) and operation.begins <= now < operation.ends
        if isinstance(operation, Covered) and covers and not same_login(operation.who, duty.primary):
            duty = replace(duty, primary=operation.who, why=f"covers for {duty.primary or 'nobody'}")
    return replace(duty, backup=None) if same_login(duty.backup, duty.primary) else duty


def taken_by(settings: Settings, entries: Sequence[DutyEntry]) -> Operation | None:
    """What gave the shift to whoever holds it; None where only the schedule does."""
    turns = _turns(settings, entries)
    return turns[-1].operation if turns else None


def shift_left(settings: Settings, entries: Sequence[DutyEntry], me: str) -> tuple[datetime, str] | None:
    """When I handed over or lost the shift that I had last, and to whom; None where I have it, or never had.

    What I wrote to requesters before then and has not left is held: somebody else speaks for the shift now.
    """
    left: tuple[datetime, str] | None = None
    for turn in _turns(settings, shared_by_all(entries)):
        if same_login(turn.duty.primary, me):
            left = None
        elif same_login(turn.former, me) and turn.duty.primary is not None:
            left = (turn.at, turn.duty.primary)
    return left


def _by_schedule(settings: Settings, entries: Sequence[DutyEntry], now: datetime) -> Duty:
    """Nobody has ever accepted a shift here: the schedule counts, but who has offered theirs keeps it."""
    duty, made = planned(settings, entries, now), handoff(entries, settings).offer
    if made is None or same_login(made.by, duty.primary):
        return duty
    return replace(duty, primary=made.by, why="until the handoff is accepted")


@dataclass(frozen=True, slots=True)
class _Turn:
    """From `at` on somebody else holds the shift, by what was recorded."""

    at: datetime
    duty: Duty
    former: str | None
    """Who held it before, as far as that is known."""
    operation: Operation


def _turns(settings: Settings, entries: Sequence[DutyEntry]) -> tuple[_Turn, ...]:
    """How the shift went from hand to hand, in the shift log's order; nothing where nobody ever took one."""
    return _course(settings, entries)[0]


def _course(settings: Settings, entries: Iterable[DutyEntry]) -> tuple[tuple[_Turn, ...], Handoff]:
    """All turns, and the latest handoff."""
    walk = _Walk(settings, tuple(entries))
    for operation in _walked(walk.entries):
        walk.step(operation)
    return tuple(walk.turns), walk.found


@dataclass(slots=True)
class _Walk:
    """Turns and handoffs in one fold, for each of the two decides about the other.

    Only who holds the shift can offer it, and an offer ends when the shift goes elsewhere without it.
    """

    settings: Settings
    entries: tuple[DutyEntry, ...]
    turns: list[_Turn] = field(default_factory=list)
    found: Handoff = field(default_factory=Handoff)
    before: Duty | None = None
    """What giving back a takeover returns to."""
    covers: list[Covered] = field(default_factory=list)

    @property
    def held(self) -> Duty | None:
        """The shift as somebody has it, once anybody took it."""
        return self.turns[-1].duty if self.turns else None

    @property
    def holder(self) -> str | None:
        """Who has it; before anybody took it, whoever offered it."""
        if self.held is not None:
            return self.held.primary
        return self.found.offer.by if self.found.offer is not None else None

    def step(self, operation: Operation) -> None:
        """One operation, in its place."""
        if isinstance(operation, HandoffOffered) and not self._may_offer(operation):
            return
        known = self.found.accepted
        self.found = handoff_after(self.found, operation)
        made = self.found.offer
        match operation:
            case Covered():
                self.covers.append(operation)
            case ShiftSet() if operation.starts_now and self._is_as_seen(operation):
                duty = Duty(operation.primary, operation.backup or None, operation.begins, operation.ends)
                self._turn(operation, duty, self.holder)
            case HandoffAccepted() if made is not None and self.found.accepted is not known:
                duty = Duty(operation.by, made.backup or None, operation.at, made.ends)
                self._turn(operation, duty, self.holder or made.by)
            case TakenOver():
                self._taken(operation)
            case GivenBack() if self.before is not None:
                self._turn(operation, self.before, self.holder)
            case Undone() if self.turns and _may_go_back(operation, self.turns[-1].operation):
                self.before = None
                self.turns.pop()
            case _:
                pass

    def _taken(self, operation: TakenOver) -> None:
        """From whoever really has it; one's own shift cannot be taken over."""
        if self.held is not None and same_login(self.held.primary, operation.by):
            return
        then = self.held or planned(self.settings, self.entries, operation.at)
        former = then.primary if self.held is not None else operation.former or then.primary
        why = f"took over from {former or 'nobody'}"
        duty = Duty(operation.by, former, operation.at, then.ends, why, is_taken=True)
        self._turn(operation, duty, former, replace(then, primary=former))

    def _turn(self, operation: Operation, duty: Duty, former: str | None, before: Duty | None = None) -> None:
        self.turns.append(_Turn(operation.at, duty, former, operation))
        self.before = before
        made = self.found.open_offer
        if made is not None and not same_login(made.by, duty.primary):
            self.found = replace(self.found, state=HandoffState.WITHDRAWN)

    def _may_offer(self, offer: HandoffOffered) -> bool:
        """Whether its author has the shift, or covers for whoever has it."""
        if self.holder is None or same_login(self.holder, offer.by):
            return True
        covers = (one for one in self.covers if one.begins <= offer.at < one.ends)
        return any(same_login(one.who, offer.by) for one in covers)

    def _is_as_seen(self, operation: ShiftSet) -> bool:
        """Whether the shift is still with the one whose shift its author saw and meant to change."""
        seen, holder = operation.seen_primary, self.holder
        return not seen or holder is None or same_login(seen, holder)


def _may_go_back(undone: Undone, operation: Operation) -> bool:
    """Whether it was taken back by its author; an acceptance cannot be."""
    return takes_back(undone, operation) and not isinstance(operation, HandoffAccepted)
