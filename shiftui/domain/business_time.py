"""When the team works, and how much of its working time has passed.

The response clock (mission A3, B2) runs in business time only; design.md, "The response clock", has the rule.
Built on the standard library's `zoneinfo`: all that is needed is the instant at which a wall clock shows a
time, and importing pendulum for that would cost every command about 40 ms.

Two conventions, both for the days on which clocks change:

- a wall time that clocks jump over means the instant of the jump: hours across a spring change are shorter;
- a wall time that comes twice means its first coming: hours across an autumn change are longer.

Both keep later wall times at later instants, so intervals that do not overlap on the wall never overlap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shiftui.domain.values import dataclass

MIDNIGHT = time(0)
HORIZON_MONTHS = 240  # how far ahead business time is looked for: twenty years

_NONE = timedelta(0)
_DAY = timedelta(days=1)


class NaiveTime(ValueError):
    """A datetime without a zone where an instant is needed."""

    def __init__(self, value: datetime) -> None:
        super().__init__(f"{value.isoformat()} names no time zone, so it is no instant")


class BadCalendar(ValueError):
    """Hours, days or a zone that make no calendar; the message says which."""


class NeverOpen(Exception):
    """The calendar has not enough business time within the next twenty years."""

    def __init__(self, after: datetime) -> None:
        super().__init__(
            f"the team's calendar has not enough open hours in the 20 years after {after:%Y-%m-%d}"
        )


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """The team's calendar: hours of a day, days of the week, and the dates on which nobody works.

    `timezone` is an IANA name. `intervals` are wall times of that zone, each start before its end, none
    overlapping; an end of 00:00 stands for 24:00, the end of the day. `weekdays` counts from Monday, 0.
    `closed` holds holidays and closed days together, as dates in that zone.

    Every argument is an aware datetime of any zone (NaiveTime otherwise), every result one in UTC.
    """

    timezone: str
    intervals: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(13), time(17)))
    weekdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise BadCalendar(f"no time zone is called {self.timezone!r}") from error
        if not self.weekdays <= frozenset(range(7)):
            raise BadCalendar(f"a day of the week is 0 (Monday) to 6, not {sorted(self.weekdays)}")
        object.__setattr__(self, "intervals", tuple(sorted(self.intervals)))
        for start, end in self.intervals:
            if end != MIDNIGHT and start >= end:
                raise BadCalendar(f"hours must end after they start: {start:%H:%M}-{end:%H:%M}")
        for (start, end), (following, _) in pairwise(self.intervals):
            if end == MIDNIGHT or following < end:
                raise BadCalendar(
                    f"hours overlap: {start:%H:%M}-{end:%H:%M} and those from {following:%H:%M}"
                )

    @classmethod
    def around_the_clock(cls, timezone: str) -> BusinessHours:
        """The calendar of a clock that also runs at night (the setting `goals.always`)."""
        return cls(timezone, ((MIDNIGHT, MIDNIGHT),), frozenset(range(7)))

    def due_after(self, start: datetime, minutes: float) -> datetime:
        """The earliest instant at which `minutes` of business time have elapsed since `start`.

        Opened at 16:00 with hours to 17:00, an hour is over at 17:00 that day; opened at 17:00, it begins
        with the next interval. No minutes have elapsed at once. Raises NeverOpen.
        """
        if minutes < 0:
            raise ValueError(f"a goal is not negative: {minutes} minutes")
        at = utc(start)
        if not minutes:
            return at
        missing = timedelta(minutes=minutes)
        for month in self._months_from(at):
            target = month.elapsed_at(at) + missing
            if target <= month.total:
                index = bisect_left(month.after, target)
                return month.starts[index] + (target - month.before[index])
            missing = target - month.total
        raise NeverOpen(at)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The business time between two instants; none where `end` is not after `start`."""
        first, last = utc(start), utc(end)
        if last <= first:
            return _NONE
        month = self._month_at(first)
        passed = -month.elapsed_at(first)
        while month.until <= last:
            passed += month.total
            month = _month(self, *month.following)
        return passed + month.elapsed_at(last)

    def is_open(self, instant: datetime) -> bool:
        """Whether business time runs at that instant; an interval's start belongs to it, its end does not."""
        at = utc(instant)
        month = self._month_at(at)
        index = bisect_right(month.ends, at)
        return index < len(month.starts) and month.starts[index] <= at

    def next_opening(self, after: datetime) -> datetime:
        """The first start of an interval at that instant or later. Raises NeverOpen."""
        at = utc(after)
        for month in self._months_from(at):
            index = bisect_left(month.starts, at)
            if index < len(month.starts):
                return month.starts[index]
        raise NeverOpen(at)

    def next_day_opening(self, after: datetime) -> datetime:
        """The first start of an interval on a later day of the team's zone: "tomorrow". Raises NeverOpen."""
        zone = ZoneInfo(self.timezone)
        return self.next_opening(wall_instant(utc(after).astimezone(zone).date() + _DAY, MIDNIGHT, zone))

    def _month_at(self, at: datetime) -> _Month:
        local = at.astimezone(ZoneInfo(self.timezone))
        month = _month(self, local.year, local.month)
        # Where midnight itself comes twice, the old month can show again after the new one has begun.
        return month if at < month.until else _month(self, *month.following)

    def _months_from(self, at: datetime) -> Iterator[_Month]:
        if not self.intervals or not self.weekdays:
            return
        month = self._month_at(at)
        for _ in range(HORIZON_MONTHS):
            yield month
            month = _month(self, *month.following)


@dataclass(frozen=True, slots=True)
class _Month:
    """The open intervals of one month, as instants, with running sums: any question is a bisection.

    `before` and `after` are the business time of the month before and after each interval; `until` is the
    instant at which the next month, `following`, begins.
    """

    following: tuple[int, int]
    until: datetime
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    after: tuple[timedelta, ...]
    total: timedelta

    def elapsed_at(self, at: datetime) -> timedelta:
        """The business time of this month that has passed at that instant."""
        index = bisect_right(self.ends, at)
        if index == len(self.ends):
            return self.total
        start = self.starts[index]
        return self.before[index] + (at - start) if start < at else self.before[index]


@lru_cache(maxsize=2048)
def _month(calendar: BusinessHours, year: int, month: int) -> _Month:
    zone = ZoneInfo(calendar.timezone)
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    begin, finish = date(year, month, 1), date(*following, 1)
    starts: list[datetime] = []
    ends: list[datetime] = []
    sums = [_NONE]
    for offset in range((finish - begin).days):
        day = begin + offset * _DAY
        if day.weekday() not in calendar.weekdays or day in calendar.closed:
            continue
        for opening, closing in calendar.intervals:
            start = wall_instant(day, opening, zone)
            end = wall_instant(day if closing != MIDNIGHT else day + _DAY, closing, zone)
            if start < end:  # clocks may jump over a whole interval
                starts.append(start)
                ends.append(end)
                sums.append(sums[-1] + (end - start))
    return _Month(
        following=following,
        until=wall_instant(finish, MIDNIGHT, zone),
        starts=tuple(starts),
        ends=tuple(ends),
        before=tuple(sums[:-1]),
        after=tuple(sums[1:]),
        total=sums[-1],
    )


def wall_instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which clocks of the zone show that time; the module says what of changes."""
    local = datetime.combine(day, wall.replace(fold=0), zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    # Jumped over. The offset after the jump gives an instant before it, and the other way round.
    before, after = (
        local.replace(fold=1).astimezone(UTC).replace(microsecond=0),
        instant.replace(microsecond=0),
    )
    old = before.astimezone(zone).utcoffset()
    while (gap := (after - before) // timedelta(seconds=1)) > 1:
        middle = before + timedelta(seconds=gap // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def utc(instant: datetime) -> datetime:
    """The same instant as a plain datetime in UTC, whatever subclass or zone came. Raises NaiveTime."""
    if type(instant) is datetime:
        if instant.tzinfo is UTC:
            return instant
        if instant.tzinfo is not None and instant.utcoffset() is not None:
            return instant.astimezone(UTC)
        raise NaiveTime(instant)
    offset = instant.utcoffset()
    if offset is None:
        raise NaiveTime(instant)
    return datetime.combine(instant.date(), instant.time(), UTC) - offset
