"""The words of time: how a person writes a time, and how a screen says one.

The grammar is the command contract's (interface.md, TIME and UNTIL); the words are looks.md's: short, every
number with its unit, relative in lists, absolute with the zone in detail. Names of days and months are
English whatever the locale, as all other words on the screens are.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import BusinessHours, NeverOpen, utc, wall_instant
from shiftui.domain.refusals import BadValue, InThePast, Refused
from shiftui.domain.safe_text import safe_line

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
"""Times outside are slips of the hand, and would leave what a datetime in any zone can hold."""

_WALL = r"([01]?[0-9]|2[0-3]):([0-5][0-9])"
_SPAN = r"(?=[0-9])(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m)?"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

TIME_FORMS = "HH:MM of today, or a date and time with its offset such as 2026-11-23T15:45-08:00"
_NEAR = rf"(?:({'|'.join(WEEKDAYS).upper()}) +)?{_WALL}"
NEAR_FORMS = "12:00, Wed 12:00, or a date and time such as 2026-12-02 12:00"
UNTIL_FORMS = f"30m, 2h, 1d, tomorrow, {TIME_FORMS}"


class NotATime(Refused):
    """Text that names no time; the message says what is accepted."""

    def __init__(self, text: str, accepted: str = TIME_FORMS) -> None:
        super().__init__(f"{safe_line(text, 40)!r} is no time; write {accepted}")
        self.text = text


def parse_time(text: str, now: datetime, timezone: str) -> datetime:
    """Read a TIME: ISO 8601 with an offset, or `HH:MM` today in the team's zone.

    A wall time that comes twice that day means its first coming, one that clocks jump over the jump. The
    result is in UTC and may lie before or after `now`. Raises NotATime.
    """
    return _time(text, now, timezone, TIME_FORMS)


def parse_near(text: str, near: datetime, timezone: str) -> datetime:
    """Read a time about a stretch that begins `near`: `HH:MM` that day, `Wed HH:MM` that day or after it.

    A date and time without an offset are those of the team's wall; with one, an instant. The result is in UTC
    and may lie before `near`. Raises NotATime.
    """
    word, zone = text.strip().upper(), ZoneInfo(timezone)
    day = near.astimezone(zone).date()
    try:
        if wall := re.fullmatch(_NEAR, word):
            if wall[1]:
                names = [name.upper() for name in WEEKDAYS]
                day += timedelta(days=(names.index(wall[1]) - day.weekday()) % 7)
            return wall_instant(day, time(int(wall[2]), int(wall[3])), zone)
        found = datetime.fromisoformat(word)
        if found.tzinfo is None:
            found = wall_instant(found.date(), found.time(), zone)
        instant = utc(found)
    except (ValueError, OverflowError) as error:
        raise NotATime(text, NEAR_FORMS) from error
    if not EARLIEST <= instant < LATEST:
        raise NotATime(text, NEAR_FORMS)
    return instant


def parse_until(text: str, now: datetime, hours: BusinessHours) -> datetime:
    """Read an UNTIL: a TIME, a span such as `30m`, `2h`, `1d` or `1h30m`, or `tomorrow`.

    A day of a span keeps the time on the team's wall; `tomorrow` is the next opening on a later day. The
    result is in UTC and after `now`. Raises NotATime, InThePast, and BadValue where no day ever opens.
    """
    word = text.strip().lower()
    if word == "tomorrow":
        try:
            return hours.next_day_opening(now)
        except NeverOpen as error:
            raise BadValue("tomorrow", str(error)) from error
    if span := re.fullmatch(_SPAN, word):
        days, *clock = (int(part or 0) for part in span.groups())
        until = _later(utc(now), days, timedelta(hours=clock[0], minutes=clock[1]), hours.timezone)
        if until is None:
            raise NotATime(text, UNTIL_FORMS)
    else:
        until = _time(text, now, hours.timezone, UNTIL_FORMS)
    if until <= now:
        raise InThePast(text.strip())
    return until


def left(delta: timedelta) -> str:
    """How much is left: `3 h 20 min`, `12 min`, and `m:ss` below ten minutes; `0:00` when nothing is.

    A second that has begun counts as whole, so that 0:00 shows when the time is over and not before.
    """
    seconds = max(0, -(-delta // timedelta(seconds=1)))
    if seconds < 600:
        return f"{seconds // 60}:{seconds % 60:02}"
    return _two_units(seconds // 60)


def ago(delta: timedelta) -> str:
    """How long since: `just now`, `40 s ago`, `40 min ago`, `4 h ago`, `2 d ago`."""
    if delta < timedelta(seconds=5):
        return "just now"
    if delta < _MINUTE:
        return f"{delta.seconds} s ago"
    if delta < _HOUR:
        return f"{delta // _MINUTE} min ago"
    return f"{delta // _HOUR} h ago" if delta < _DAY else f"{delta // _DAY} d ago"


def age(delta: timedelta) -> str:
    """How old, for a narrow column (five cells): `12 m`, `4 h`, `2 d`, `3 y`."""
    if delta < _HOUR:
        return f"{max(0, delta // _MINUTE)} m"
    if delta < _DAY:
        return f"{delta // _HOUR} h"
    days = delta // _DAY
    return f"{days} d" if days < 1000 else f"{days // 365} y"


def clock_time(instant: datetime, timezone: str, now: datetime) -> str:
    """When, on the team's wall: `15:45` today, `Mon 15:45` within six days, else `3 Nov 15:45`.

    The year is added where it is another one, unless the date is less than half a year away.
    """
    zone = ZoneInfo(timezone)
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    distance = abs((local.date() - today).days)
    wall = f"{local:%H:%M}"
    if not distance:
        return wall
    if distance < 7:
        return f"{WEEKDAYS[local.weekday()]} {wall}"
    year = f" {local.year}" if local.year != today.year and distance > 182 else ""
    return f"{_day_month(local.date())}{year} {wall}"


def absolute(instant: datetime, timezone: str) -> str:
    """When, for those who read it anywhere: `Mon 23 Nov 2026 15:45 PST`."""
    local = instant.astimezone(ZoneInfo(timezone))
    zone = local.tzname() or ""
    if zone.startswith(("+", "-")):  # many zones have no letters of their own
        zone = f"UTC{zone}"
    return f"{WEEKDAYS[local.weekday()]} {_day_month(local.date())} {local.year} {local:%H:%M} {zone}"


def _time(text: str, now: datetime, timezone: str, accepted: str) -> datetime:
    word = text.strip().upper()
    zone = ZoneInfo(timezone)
    if wall := re.fullmatch(_WALL, word):
        return wall_instant(now.astimezone(zone).date(), time(int(wall[1]), int(wall[2])), zone)
    try:
        instant = utc(datetime.fromisoformat(word))
    except (ValueError, OverflowError) as error:
        raise NotATime(text, accepted) from error
    if not EARLIEST <= instant < LATEST:
        raise NotATime(text, accepted)
    return instant


def _later(now: datetime, days: int, more: timedelta, timezone: str) -> datetime | None:
    """That many days later on the wall, and then `more`; None beyond LATEST.

    Pendulum knows calendars better than we do; it is imported here because only a span of days needs it.
    """
    try:
        if days:
            import pendulum

            local = pendulum.instance(now).in_timezone(timezone).add(days=days)
            now = utc(local)
        until = now + more
    except (OverflowError, ValueError):
        return None
    return until if until < LATEST else None


def _two_units(minutes: int) -> str:
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def _day_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
