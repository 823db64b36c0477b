"""What each kind of value may be: readers that give the value, or raise `Unfit` with what is accepted."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shiftui.config.tables import Unfit, text
from shiftui.domain.safe_text import safe_link
from shiftui.domain.vocabulary import Priority, Severity

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LABEL_LIMIT = 50
"""GitHub's limit for the name of a label."""
LONGEST_PAUSE = 60
"""Seconds between two writes that anybody could want."""

_LOOPBACK = r"http://(?:127(?:\.[0-9]{1,3}){3}|localhost|\[::1\])(?::[0-9]{1,5})?(?:/[^?#]*)?"
_OURS = (
    *(f"priority:{priority}" for priority in Priority),
    *(f"severity:{severity}" for severity in Severity),
    "waiting:requester",
    "waiting:third-party",
    "spinoff",
    "shift-log",
)


def zone(value: Any) -> str:
    """An IANA time zone."""
    name = text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unfit(f'no time zone is called {name!r}; write one like "America/Los_Angeles"') from error
    return name


def interval(value: Any) -> tuple[time, time]:
    """Opening hours such as `08:00-12:00`; an end of 24:00 is midnight."""
    start, _, end = text(value).partition("-")
    if end.strip() == "24:00":
        end = "00:00"
    try:
        return _wall(start), _wall(end)
    except ValueError as error:
        raise Unfit('must be hours like "08:00-12:00", from 00:00 to 24:00') from error


def _wall(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    if len(minute) != 2 or not (hour + minute).isascii() or not (hour + minute).isdigit():
        raise ValueError(text)
    return time(int(hour), int(minute))


def weekday(value: Any) -> int:
    """A day of the week, from 0 for Monday."""
    name = text(value).lower()
    if name not in WEEKDAYS:
        raise Unfit(f"must be one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(name)


def day(value: Any) -> date:
    """A date, quoted or not."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(text(value))
    except ValueError as error:
        raise Unfit('must be a date like "2026-12-24"') from error


def instant(value: Any) -> datetime:
    """A time that names its offset, quoted or not."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(text(value))
        if found.tzinfo is not None and 1970 < found.year < 9000:
            return found.astimezone(UTC)
    except ValueError:
        pass
    raise Unfit('must be a time with its offset, like "2026-11-23T08:00-08:00"')


def days(value: Any) -> tuple[date, date]:
    """First and last day, `2026-12-21/2027-01-02`; a single date is both."""
    first, slash, last = text(value).partition("/")
    try:
        period = date.fromisoformat(first.strip()), date.fromisoformat((last if slash else first).strip())
    except ValueError as error:
        raise Unfit('must be a first and a last day like "2026-12-21/2027-01-02"') from error
    if period[0] > period[1]:
        raise Unfit("must end after it begins")
    return period


def shift_length(value: Any) -> str:
    """How long a shift is, in words."""
    length = text(value)
    if not re.fullmatch(r"[1-9][0-9]{0,2} (?:hour|day|week|month)s?", length):
        raise Unfit('must be a length like "1 week", "3 days" or "12 hours"')
    return length


def shift_start(value: Any) -> str:
    """When the first shift begins on the team's wall, without an offset."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(text(value))
        if found.tzinfo is None:
            return found.isoformat(timespec="minutes")
    except ValueError:
        pass
    raise Unfit('must be a date and time of the team\'s zone, like "2026-11-16T08:00"')


def login(value: Any) -> str:
    """A GitHub login."""
    name = text(value)
    if not is_name(name.removesuffix("[bot]"), "-_"):
        raise Unfit('must be a login like "mia"')
    return name


def person_name(value: Any) -> str:
    """Who works here: a login, or in a local workspace whatever the system calls them."""
    name = text(value)
    if not name or len(name) > 100:
        raise Unfit('must be a login like "mia"')
    return name


def repository(value: Any) -> str:
    """A repository's `owner/name`; an empty one is not set."""
    name = text(value)
    if name and not is_repository(name):
        raise Unfit('must be a repository like "visit-dav/live-incidents"')
    return name


def is_repository(text: str) -> bool:
    """Whether it can be a repository's `owner/name`."""
    owner, _, name = text.partition("/")
    return is_name(owner, "-_") and is_name("x" + name, "-_.") and name.strip(".") != ""


def is_name(text: str, signs: str) -> bool:
    """Whether it is letters, digits and these signs, of GitHub's length, a letter or digit first.

    Without a pattern: compiling one would cost every command more than the rest of the file.
    """
    plain = text
    for sign in signs:
        plain = plain.replace(sign, "")
    return plain.isascii() and plain.isalnum() and text[0] not in signs and len(text) <= 101


def scope(value: Any) -> str:
    """Which issues are tickets."""
    name = text(value)
    if name != "all" and not (name.startswith("label:") and 0 < len(name[6:].strip()) <= LABEL_LIMIT):
        raise Unfit('must be "all", or a label like "label:on-call"')
    return name


def assign(value: Any) -> str:
    """Who becomes assignee when a ticket is acknowledged."""
    try:
        return login(value)
    except Unfit as error:
        raise Unfit('must be "none", "primary", "acker" or a login') from error


def api_url(value: Any) -> str:
    """The API's address: https, or http to this machine."""
    url = text(value).rstrip("/")
    host, _, path = url.removeprefix("https://").partition("/")
    if url.startswith("https://") and is_name(host, "-.") and is_name("x" + path, "/-_"):
        return url
    if safe_link(url) is None or "?" in url or "#" in url:
        raise Unfit('must be an address like "https://api.github.com" or "https://HOST/api/v3"')
    if not url.lower().startswith("https://") and not re.fullmatch(_LOOPBACK, url):
        raise Unfit("must begin with https:// (http is for this machine only)")
    return url


def pause(value: Any) -> float:
    """Seconds to wait between two writes."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_PAUSE:
        raise Unfit(f"must be a number of seconds from 0 to {LONGEST_PAUSE}")
    return float(value)


def label(value: Any) -> str:
    """The team's own name of a label; an empty one is never written."""
    name = text(value)
    if len(name) > LABEL_LIMIT:
        raise Unfit(f'must be a label of at most {LABEL_LIMIT} characters, or "" to never write it')
    return name


def is_label_of_ours(name: str) -> bool:
    """Whether `[labels]` may rename it."""
    return name in _OURS or (name.startswith("class:") and len(name) > 6)


def labels_of_ours() -> str:
    """Those names, for a message."""
    return ", ".join((*_OURS, "class:…"))


def priority(value: Any) -> Priority:
    """A priority by its word."""
    try:
        return Priority(text(value))
    except ValueError as error:
        raise Unfit(f"must be one of {', '.join(Priority)}") from error
