"""Who is scheduled when: the rotation of the settings, its exceptions, and how evenly it falls.

Pure functions of settings, recorded overrides and instants. Window `k` of a rotation begins at the wall time
`start + k * length` of the team's zone and ends where window `k + 1` begins, so windows touch by construction
whatever clocks do: one over a spring change is an hour shorter, one over an autumn change an hour longer, and
one whose hours clocks jump over altogether is left out. Windows are computed, never walked to.

Who is away on a day that a window touches is away for all of it; the others keep their own turns, so an
absence moves nobody's shifts but those that it leaves open. Overrides are what persons said, and beat it all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import utc, wall_instant
from shiftui.domain.settings import Person, Settings
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass, replace

NOBODY = "everybody is away"
CHANGED = "changed"
"""What is said of an override that gives no reason."""

EVEN = timedelta(hours=2)
"""Loads this close count as even: the clocks of one year can make such a difference, nobody's plan did."""

_People = Mapping[str, Person]
"""By login, as GitHub compares them: without case."""

_NONE = timedelta(0)
_TICK = timedelta.resolution
_BEGINNING, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """A window, or a piece of one, with who is scheduled."""

    begins: datetime
    """In UTC, as is `ends`."""
    ends: datetime
    primary: str | None
    """None: nobody can, which is shown as the gap that it is."""
    backup: str | None
    why: str = ""
    """In words why it differs from the plain order; empty where it does not."""


@dataclass(frozen=True, slots=True)
class Override:
    """An exception that a person recorded; of those that overlap, the later in the sequence wins."""

    begins: datetime
    ends: datetime
    primary: str | None = None
    """None leaves the primary as it is, by the rotation or an earlier override."""
    backup: str | None = None
    """None leaves the backup as it is."""
    why: str = ""


def scheduled(settings: Settings, overrides: Sequence[Override], now: datetime) -> Shift | None:
    """The piece of the rota that holds `now`; None where there is neither a rotation nor an override."""
    at = utc(now)
    return next(iter(rota(settings, overrides, at, at + _TICK)), None)


def rota(
    settings: Settings, overrides: Sequence[Override], begins: datetime, ends: datetime
) -> tuple[Shift, ...]:
    """The pieces that overlap [begins, ends), in order, each whole: none is clipped to what was asked for.

    They touch within the rotation; before its start, and where there is none, only overrides make pieces.
    """
    first, last = utc(begins), utc(ends)
    if first >= last:
        return ()
    said = [
        replace(override, begins=utc(override.begins), ends=utc(override.ends))
        for override in overrides
        if override.begins < override.ends and (override.primary or override.backup)
    ]
    windows = _windows(settings)
    opening = windows.begins(0) if windows else _END
    found: list[Shift] = []
    if first < opening:
        found += _pieces(_UNPLANNED, _BEGINNING, opening, said)
    if windows and opening < last:
        people = _people(settings)
        earliest = windows.number(first)
        begin = windows.begins(earliest)
        for number in count(earliest):
            end = windows.begins(number + 1)
            turn = _turn(settings.rotation.order, people, number, windows.days(number))
            found += _pieces(turn, begin, end, said)  # none, if clocks jump over the whole window
            if end >= last:
                break
            begin = end
    return tuple(shift for shift in found if shift.begins < last and shift.ends > first)


def load(shifts: Iterable[Shift]) -> Mapping[str, timedelta]:
    """How long each person is primary, in the order in which they come up. Logins ignore case."""
    spelled: dict[str, str] = {}
    hours: dict[str, timedelta] = {}
    for shift in shifts:
        if shift.primary is not None:
            login = spelled.setdefault(shift.primary.casefold(), shift.primary)
            hours[login] = hours.get(login, _NONE) + (shift.ends - shift.begins)
    return hours


def suggestions(
    settings: Settings, overrides: Sequence[Override], begins: datetime, ends: datetime
) -> tuple[str, ...]:
    """In words: who is primary most, who least, and the one change that would even it best.

    Only ranks: nothing is changed, and only shifts that begin within [begins, ends) are proposed. A shift is
    proposed only to who is there on all its days.
    """
    shifts = rota(settings, overrides, begins, ends)
    hours = dict(load(shifts))
    known = {login.casefold() for login in hours}
    for login in settings.rotation.order:
        if login.casefold() not in known:
            known.add(login.casefold())
            hours[login] = _NONE
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


# --- Windows -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Windows:
    """The endless sequence of a rotation's windows, by number from 0."""

    start: datetime
    """On the wall, as the settings have it: no zone."""
    each: int
    unit: str
    zone: ZoneInfo

    def wall(self, number: int) -> datetime:
        """The wall time at which a window begins; the last that there is for those beyond the calendar."""
        try:
            if self.unit == "month":
                return _months_later(self.start, self.each * number)
            return self.start + self.each * number * _UNITS[self.unit]
        except (OverflowError, ValueError):
            return _END.replace(tzinfo=None)

    def begins(self, number: int) -> datetime:
        """The instant of that wall time."""
        wall = self.wall(number)
        try:
            return wall_instant(wall.date(), wall.time(), self.zone)
        except (OverflowError, ValueError):
            return _END

    def number(self, at: datetime) -> int:
        """Which window holds that instant; 0 for those before all windows.

        The wall's own arithmetic is wrong by a window or two at most, next to a change of the clocks.
        """
        if at < self.begins(0):
            return 0
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        if self.unit == "month":
            passed = 12 * (wall.year - self.start.year) + wall.month - self.start.month
            number = max(0, passed // self.each)
        else:
            number = max(0, (wall - self.start) // (self.each * _UNITS[self.unit]))
        while self.begins(number) > at:
            number -= 1
        while self.begins(number + 1) <= at:
            number += 1
        return number

    def days(self, number: int) -> tuple[date, date]:
        """First and last day that a window touches; one that ends at midnight does not touch the next day."""
        return self.wall(number).date(), (self.wall(number + 1) - _TICK).date()


_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def _windows(settings: Settings) -> _Windows | None:
    """None where no rotation is set. The settings' reader has checked both texts."""
    rotation = settings.rotation
    if not rotation.start or not rotation.order:
        return None
    each, unit = rotation.length.split()
    return _Windows(
        start=datetime.fromisoformat(rotation.start),
        each=int(each),
        unit=unit.removesuffix("s"),
        zone=ZoneInfo(settings.hours.timezone),
    )


def _months_later(start: datetime, months: int) -> datetime:
    """Counted from the start each time: the 31st becomes the 28th once, and the 31st again."""
    years, month = divmod(12 * start.year + start.month - 1 + months, 12)
    following = date(years + 1, 1, 1) if month == 11 else date(years, month + 2, 1)
    last = (following - timedelta(days=1)).day
    return start.replace(year=years, month=month + 1, day=min(start.day, last))


# --- Whose turn it is --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turn:
    """Whom the rotation itself schedules for a window, and why each differs from the plain order."""

    primary: str | None = None
    backup: str | None = None
    primary_why: str = ""
    backup_why: str = ""


_UNPLANNED = _Turn()


def _turn(order: Sequence[str], people: _People, number: int, days: tuple[date, date]) -> _Turn:
    away = frozenset(login.casefold() for login in order if _is_away(people, login, *days))
    own = number % len(order)
    places = [(own + step) % len(order) for step in range(len(order))]
    place = next((place for place in places if order[place].casefold() not in away), None)
    if place is None:
        return _Turn(primary_why=NOBODY)
    backup = _backup(order, people, place, away)
    usual = _backup(order, people, place, frozenset()) if away else backup
    missing = usual != backup and (place == own or usual != order[own])
    return _Turn(
        order[place],
        backup,
        f"{order[place]} covers for {order[own]}, who is away" if place != own else "",
        f"{usual} is away" if missing else "",
    )


def _backup(order: Sequence[str], people: _People, place: int, away: frozenset[str]) -> str | None:
    """Next in the order who is there; for a newcomer the next veteran, if one is."""
    primary = order[place].casefold()
    following = [order[(place + step) % len(order)] for step in range(1, len(order))]
    unfit = away | {primary}
    free = [login for login in following if login.casefold() not in unfit]
    if not _is_veteran(people, primary):
        free.sort(key=lambda login: not _is_veteran(people, login))  # stable: the order stays within each
    return free[0] if free else None


def _people(settings: Settings) -> _People:
    return {person.login.casefold(): person for person in settings.people}


def _is_veteran(people: _People, login: str) -> bool:
    person = people.get(login.casefold())
    return person is not None and person.veteran


def _is_away(people: _People, login: str, first: date, last: date) -> bool:
    person = people.get(login.casefold())
    return person is not None and any(begin <= last and first <= end for begin, end in person.away)


# --- What persons changed ----------------------------------------------------------------------------------


def _pieces(turn: _Turn, begins: datetime, ends: datetime, overrides: Sequence[Override]) -> Iterator[Shift]:
    """A window, cut where overrides begin and end; neighbours that say the same are one piece.

    It depends on the window alone, not on what was asked for: whoever asks sees the same pieces.
    """
    marks: dict[datetime, list[int]] = {}
    for index, override in enumerate(overrides):
        if override.begins < ends and begins < override.ends:
            marks.setdefault(max(begins, override.begins), []).append(index)
            marks.setdefault(min(ends, override.ends), []).append(index)
    holding: set[int] = set()
    held: Shift | None = None
    edges = sorted({begins, ends, *marks})
    for edge, following in pairwise(edges):
        holding.symmetric_difference_update(marks.get(edge, ()))
        if not holding and turn is _UNPLANNED:
            shift = None
        else:
            shift = _decided(turn, edge, following, [overrides[index] for index in sorted(holding)])
        if held and shift and _says(held) == _says(shift):
            held = replace(held, ends=following)
            continue
        if held:
            yield held
        held = shift
    if held:
        yield held


def _says(shift: Shift) -> tuple[str | None, str | None, str]:
    return shift.primary, shift.backup, shift.why


def _decided(turn: _Turn, begins: datetime, ends: datetime, overrides: Sequence[Override]) -> Shift:
    """Who is scheduled once these overrides have spoken, the last one last."""
    primary, why = turn.primary, turn.primary_why
    candidates = [(turn.backup, turn.backup_why), (turn.primary, "")]
    for override in overrides:
        reason = override.why or CHANGED
        if override.primary:
            same = _same(override.primary, turn.primary)
            primary, why = (turn.primary, turn.primary_why) if same else (override.primary, reason)
        if override.backup:
            same = _same(override.backup, turn.backup)
            candidates.insert(0, (turn.backup, turn.backup_why) if same else (override.backup, reason))
    # Nobody backs up themselves. The rotation's primary is free for it when somebody else took the shift.
    none = (None, "" if turn.backup else turn.backup_why)
    backup, backup_why = next((pair for pair in candidates if pair[0] and not _same(pair[0], primary)), none)
    return Shift(begins, ends, primary, backup, "; ".join(dict.fromkeys(filter(None, (why, backup_why)))))


def _same(login: str | None, other: str | None) -> bool:
    return login is not None and other is not None and login.casefold() == other.casefold()


# --- Fairness ----------------------------------------------------------------------------------------------


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
    zone, people = ZoneInfo(settings.hours.timezone), _people(settings)
    found: dict[timedelta, Shift] = {}
    for shift in shifts:
        length = shift.ends - shift.begins
        if _same(shift.primary, owner) and length not in found:
            first, last = shift.begins.astimezone(zone), (shift.ends - _TICK).astimezone(zone)
            if not _is_away(people, other, first.date(), last.date()):
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
