"""Dates as mail programs write them, in English, German and French."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from shiftui.domain.business_time import wall_instant

LOOKED_AT = 120

_MONTHS = (
    ("jan",),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrz"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aoû", "aou"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc"),
)
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "bst": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_CLOCK = re.compile(
    r"(?<![0-9:.])([0-9]{1,2})[:h]([0-9]{2})(?::[0-9]{2})?[ \u202f\xa0]?([ap])?\.?m?\b", re.IGNORECASE
)
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"(?<![0-9])([0-9]{1,2})\.[ ]?([0-9]{1,2})\.[ ]?((?:20)?[0-9]{2})(?![0-9])")
_SLASHED = re.compile(r"(?<![0-9])([0-9]{1,2})/([0-9]{1,2})/((?:20)?[0-9]{2})(?![0-9])")
_DAY_MONTH = re.compile(
    r"(?<![0-9:])([0-9]{1,2})(?:\.|er|st|nd|rd|th)?[ ]([a-zà-ÿ]{3,10})\.?,?[ ](20[0-9]{2})", re.IGNORECASE
)
_MONTH_DAY = re.compile(r"([a-zà-ÿ]{3,10})\.?[ ]([0-9]{1,2})(?:st|nd|rd|th)?,?[ ](20[0-9]{2})", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?[ ]?([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9])", re.IGNORECASE)


def read_date(text: str, team_zone: str | None) -> datetime | None:
    """The instant in UTC, or None. A date without a zone is one of `team_zone`."""
    text = " ".join(text[:LOOKED_AT].replace("\u202f", " ").split())
    if not text:
        return None
    try:
        exact = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        exact = None
    if exact is not None and exact.tzinfo is not None and re.search(r"[+-][0-9]{4}", text):
        return _utc(exact)
    return _loose(text, team_zone)


def _loose(text: str, team_zone: str | None) -> datetime | None:
    clock = _CLOCK.search(text)
    day = _day(text, american=bool(clock and clock[3]))
    if clock is None or day is None:
        return None
    hour, minute = int(clock[1]), int(clock[2])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].casefold() == "p" else 0)
    try:
        wall = datetime(*day, hour, minute)  # noqa: DTZ001 -- the zone is put in below
    except ValueError:
        return None
    zone = _zone(text[clock.end() :])
    if zone is not None:
        return _utc(wall.replace(tzinfo=zone))
    if team_zone is None:
        return None
    return wall_instant(wall.date(), time(hour, minute), ZoneInfo(team_zone))


def _day(text: str, *, american: bool) -> tuple[int, int, int] | None:
    if found := _ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_MONTH.search(text):
        month = _month(found[2])
        return (int(found[3]), month, int(found[1])) if month else None
    if found := _MONTH_DAY.search(text):
        month = _month(found[1])
        return (int(found[3]), month, int(found[2])) if month else None
    if found := _DOTTED.search(text):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.search(text):
        first, second = int(found[1]), int(found[2])
        month, day = (first, second) if american and first <= 12 else (second, first)
        return _year(found[3]), month, day
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int | None:
    word = word.casefold()
    starts = ((at, start) for at, names in enumerate(_MONTHS, 1) for start in names)
    return next((at for at, start in starts if word.startswith(start)), None)


def _zone(text: str) -> timezone | None:
    """A zone that is written after the time."""
    if offset := _OFFSET.search(text[:20]):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(-away if offset[1] == "-" else away)
    for word in re.findall(r"[a-z]{3,4}", text[:20].casefold()):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word]))
    return None


def _utc(instant: datetime) -> datetime | None:
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        return None
