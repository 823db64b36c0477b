"""How evenly a rota falls, and which change of one shift would even it best.

Only ranks and words (mission A2): nothing here changes who is scheduled.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import utc
from shiftui.domain.rotation import TICK, Override, Shift, is_away, people_of, rota
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.times import absolute

EVEN = timedelta(hours=2)
"""Loads this close count as even: the clocks of one year can make such a difference, nobody's plan did."""
_NONE = timedelta(0)


def load(shifts: Iterable[Shift]) -> Mapping[str, timedelta]:
    """How long each person is primary, in the order in which they come up. Logins ignore case."""
    spelled: dict[str, str] = {}
    hours: dict[str, timedelta] = {}
    for shift in shifts:
        if shift.primary is not None:
            login = spelled.setdefault(shift.primary.casefold(), shift.primary)
            hours[login] = hours.get(login, _NONE) + (shift.ends - shift.begins)
    return hours


def everybodys_load(settings: Settings, shifts: Iterable[Shift]) -> dict[str, timedelta]:
    """The same, and nothing for each in the rotation's order who never comes up."""
    hours = dict(load(shifts))
    known = {login.casefold() for login in hours}
    for login in settings.rotation.order:
        if login.casefold() not in known:
            known.add(login.casefold())
            hours[login] = _NONE
    return hours


def suggestions(
    settings: Settings, overrides: Sequence[Override], begins: datetime, ends: datetime
) -> tuple[str, ...]:
    """In words: who is primary most, who least, and the one change that would even it best.

    Only ranks: nothing is changed, and only shifts that begin within [begins, ends) are proposed. A shift is
    proposed only to who is there on all its days.
    """
    shifts = rota(settings, overrides, begins, ends)
    hours = everybodys_load(settings, shifts)
    if len(hours) < 2 or not any(hours.values()):
        return ()
    ranked = sorted(hours, key=lambda login: (-hours[login], login.casefold()))
    most, least = ranked[0], ranked[-1]
    if hours[most] - hours[least] <= EVEN:
        return (f"even: everybody is primary for about {_hours(hours[most])}",)
    words = [f"most: {most} with {_hours(hours[most])}", f"least: {least} with {_hours(hours[least])}"]
    movable = [shift for shift in shifts if shift.begins >= utc(begins)]
    for giver in ranked:  # the widest pair that a change can even
        for taker in reversed(ranked):
            if hours[giver] - hours[taker] <= EVEN:
                break
            if change := _change(settings, movable, giver, taker, hours[giver] - hours[taker]):
                given, back, moved = change
                words.append(_proposal(settings, giver, taker, given, back, hours, moved))
                return tuple(words)
    return (*words, "no change of one shift would make it more even")


def _change(
    settings: Settings, shifts: Sequence[Shift], giver: str, taker: str, apart: timedelta
) -> tuple[Shift, Shift | None, timedelta] | None:
    """The shift that `taker` should take and the one to give back, if any, with the hours that move.

    The pair that leaves the two closest together; of equal ones that without a return, then the earliest.
    None if nothing brings them closer by more than what counts as even.
    """
    gives = _by_length(settings, shifts, giver, taker)
    takes = _by_length(settings, shifts, taker, giver)
    best: tuple[Shift, Shift | None, timedelta] | None = None
    left = apart - EVEN
    for length, given in gives.items():
        for returned, back in ((_NONE, None), *takes.items()):
            moved = length - returned
            if moved > _NONE and abs(apart - 2 * moved) < left:
                best, left = (given, back, moved), abs(apart - 2 * moved)
    return best


def _by_length(settings: Settings, shifts: Iterable[Shift], owner: str, other: str) -> dict[timedelta, Shift]:
    """The first shift of each length that `owner` has and `other` could take."""
    zone, people = ZoneInfo(settings.hours.timezone), people_of(settings)
    found: dict[timedelta, Shift] = {}
    for shift in shifts:
        length = shift.ends - shift.begins
        if same_login(shift.primary, owner) and length not in found:
            first, last = shift.begins.astimezone(zone), (shift.ends - TICK).astimezone(zone)
            if not is_away(people, other, first.date(), last.date()):
                found[length] = shift
    return found


def _proposal(
    settings: Settings,
    giver: str,
    taker: str,
    given: Shift,
    back: Shift | None,
    hours: Mapping[str, timedelta],
    moved: timedelta,
) -> str:
    zone = settings.hours.timezone
    what = f"{taker} takes {giver}'s shift of {absolute(given.begins, zone)}"
    if back is not None:
        what += f" for the one of {absolute(back.begins, zone)}"
    then = f"{giver} has {_hours(hours[giver] - moved)}, {taker} {_hours(hours[taker] + moved)}"
    return f"more even: {what}; then {then}"


def _hours(delta: timedelta) -> str:
    return f"{round(delta / timedelta(hours=1))} h"
