"""The coming rota as a person reads it: shifts in order, gaps as such, and what does not fit together.

The rotation itself never overlaps, as of two overrides the later wins (`shiftui.domain.rotation`). What
people said may: two who cover the same hour, or two changes that cross. That is told and not resolved, as is
a shift of somebody who is away.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import utc
from shiftui.domain.duty import DutyEntry, overrides, standing
from shiftui.domain.operations import Covered, ShiftSet
from shiftui.domain.rotation import TICK, Shift, is_away, people_of, rota, scheduled
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.values import dataclass

UNPLANNED = "nothing is planned"
TOO_EARLY = "the rotation begins later"


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the rota: a shift, or a gap in which nobody is primary."""

    begins: datetime
    """In UTC, as is `ends`."""
    ends: datetime
    primary: str | None
    backup: str | None
    why: str = ""
    """Why it differs from the plain order, or why nobody has it; empty where there is nothing to say."""
    troubles: tuple[str, ...] = ()
    """What does not fit together, in words."""

    @property
    def is_gap(self) -> bool:
        """Whether nobody is primary."""
        return self.primary is None

    def has_begun(self, now: datetime) -> bool:
        """Whether it runs, or is over."""
        return self.begins <= now

    def is_over(self, now: datetime) -> bool:
        """Whether it can be changed no more."""
        return self.ends <= now


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away."""

    login: str
    first: date
    last: date


def coming(
    settings: Settings, entries: Sequence[DutyEntry], now: datetime, until: datetime
) -> tuple[Slot, ...]:
    """The shift before, the running one and those until then, each whole, with the gaps between them.

    Nothing where there is neither a rotation nor an override ahead.
    """
    at, end = utc(now), utc(until)
    changed = overrides(entries)
    shifts = rota(settings, changed, at, end)
    if not shifts and not has_rotation(settings):
        return ()
    slots: list[Slot] = []
    if shifts and shifts[0].begins <= at:
        before = scheduled(settings, changed, shifts[0].begins - TICK)
        slots += [_slot(settings, entries, before)] if before is not None else []
    reached = at
    for shift in shifts:
        if shift.begins > reached:
            slots.append(_gap(settings, reached, shift.begins))
        slots.append(_slot(settings, entries, shift))
        reached = shift.ends
    if reached < end:
        slots.append(_gap(settings, reached, end))
    return tuple(slots)


def has_rotation(settings: Settings) -> bool:
    """Whether the settings have all that makes one."""
    return bool(settings.rotation.start and settings.rotation.order)


def absences(settings: Settings, begins: datetime, ends: datetime) -> tuple[Absence, ...]:
    """Who is away on any day from one instant to another, the earliest first."""
    zone = ZoneInfo(settings.hours.timezone)
    first, last = begins.astimezone(zone).date(), ends.astimezone(zone).date()
    found = [
        Absence(person.login, begin, end)
        for person in settings.people
        for begin, end in person.away
        if begin <= last and first <= end
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.login.casefold())))


def _gap(settings: Settings, begins: datetime, ends: datetime) -> Slot:
    """Within a rotation windows touch, so that only what comes before it can be open."""
    return Slot(begins, ends, None, None, TOO_EARLY if has_rotation(settings) else UNPLANNED)


def _slot(settings: Settings, entries: Sequence[DutyEntry], shift: Shift) -> Slot:
    troubles = (*_away(settings, shift), *dict.fromkeys(_crossing(entries, shift)))
    return Slot(shift.begins, shift.ends, shift.primary, shift.backup, shift.why, troubles)


def _away(settings: Settings, shift: Shift) -> Iterator[str]:
    """The rotation passes over whoever is away; a person may have named them all the same."""
    named = [login for login in (shift.primary, shift.backup) if login]
    if not shift.why or not named:
        return
    zone, people = ZoneInfo(settings.hours.timezone), people_of(settings)
    first, last = shift.begins.astimezone(zone).date(), (shift.ends - TICK).astimezone(zone).date()
    for login in named:
        if is_away(people, login, first, last):
            yield f"{login} is away then"


def _crossing(entries: Sequence[DutyEntry], shift: Shift) -> Iterator[str]:
    """Of each kind of change those that cross the one that counts and name somebody else.

    One that holds the other whole is meant so: a part of a shift given away, or a change of mind.
    """
    said = standing(entries)
    covers = [one for one in said if isinstance(one, Covered) and _touches(one, shift)]
    for one in covers[:-1]:
        if _cross(one, covers[-1]) and not same_login(one.who, covers[-1].who):
            yield f"overlap: {one.who} covers too, the later word counts"
    changes = [one for one in said if isinstance(one, ShiftSet) and one.primary and _touches(one, shift)]
    for change in changes[:-1]:
        if _cross(change, changes[-1]) and not same_login(change.primary, changes[-1].primary):
            yield f"overlap: {change.by} set {change.primary}, the later word counts"


def _touches(one: Covered | ShiftSet, shift: Shift) -> bool:
    return one.begins < shift.ends and shift.begins < one.ends


def _cross(one: Covered | ShiftSet, other: Covered | ShiftSet) -> bool:
    """Whether they share time, and each has some for itself."""
    first, second = sorted(((utc(one.begins), utc(one.ends)), (utc(other.begins), utc(other.ends))))
    return first[0] < second[0] < first[1] < second[1]
