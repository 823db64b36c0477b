"""Who is scheduled when: the rotation of the settings, and its exceptions.

Pure functions of settings, recorded overrides and instants. Window `k` of a rotation begins at the wall time
`start + k * length` of the team's zone and ends where window `k + 1` begins, so windows touch by construction
whatever clocks do: one over a spring change is an hour shorter, one over an autumn change an hour longer, and
one whose hours clocks jump over altogether is left out. Windows are computed, never walked to.

Who is away on a day that a window touches is away for all of it; the others keep their own turns, so an
absence moves nobody's shifts but those that it leaves open. Overrides are what persons said, and beat it all.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import utc, wall_instant
from shiftui.domain.settings import Person, Settings, same_login
from shiftui.domain.values import dataclass, replace

NOBODY = "everybody is away"
CHANGED = "changed"
"""What is said of an override that gives no reason."""

People = Mapping[str, Person]
"""By login, as GitHub compares them: without case."""

_NONE = timedelta(0)
TICK = timedelta.resolution
"""What parts an end, which a window leaves out, from the last instant in it."""
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
    return next(iter(rota(settings, overrides, at, at + TICK)), None)


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
        people = people_of(settings)
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
        return self.wall(number).date(), (self.wall(number + 1) - TICK).date()


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


@dataclass(frozen=True, slots=True)
class _Turn:
    """Whom the rotation itself schedules for a window, and why each differs from the plain order."""

    primary: str | None = None
    backup: str | None = None
    primary_why: str = ""
    backup_why: str = ""


_UNPLANNED = _Turn()


def _turn(order: Sequence[str], people: People, number: int, days: tuple[date, date]) -> _Turn:
    away = frozenset(login.casefold() for login in order if is_away(people, login, *days))
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


def _backup(order: Sequence[str], people: People, place: int, away: frozenset[str]) -> str | None:
    """Next in the order who is there; for a newcomer the next veteran, if one is."""
    primary = order[place].casefold()
    following = [order[(place + step) % len(order)] for step in range(1, len(order))]
    unfit = away | {primary}
    free = [login for login in following if login.casefold() not in unfit]
    if not _is_veteran(people, primary):
        free.sort(key=lambda login: not _is_veteran(people, login))  # stable: the order stays within each
    return free[0] if free else None


def people_of(settings: Settings) -> People:
    """The roster by login."""
    return {person.login.casefold(): person for person in settings.people}


def _is_veteran(people: People, login: str) -> bool:
    person = people.get(login.casefold())
    return person is not None and person.veteran


def is_away(people: People, login: str, first: date, last: date) -> bool:
    """Whether somebody is away on any day from the first to the last."""
    person = people.get(login.casefold())
    return person is not None and any(begin <= last and first <= end for begin, end in person.away)


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
            same = same_login(override.primary, turn.primary)
            primary, why = (turn.primary, turn.primary_why) if same else (override.primary, reason)
        if override.backup:
            same = same_login(override.backup, turn.backup)
            candidates.insert(0, (turn.backup, turn.backup_why) if same else (override.backup, reason))
    # Nobody backs up themselves. The rotation's primary is free for it when somebody else took the shift.
    none = (None, "" if turn.backup else turn.backup_why)
    backup, backup_why = next(
        (pair for pair in candidates if pair[0] and not same_login(pair[0], primary)), none
    )
    return Shift(begins, ends, primary, backup, "; ".join(dict.fromkeys(filter(None, (why, backup_why)))))
