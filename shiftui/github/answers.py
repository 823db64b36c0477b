"""What an HTTP answer means, as the errors of `shiftui.ports`; pure, so that every case can be tested.

The rules are GitHub's: a 403 may be a limit, a lock or a missing right, and only its headers and words tell
which. Whether a failed write may have been done decides between `Unclear` and the rest.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from shiftui.domain.safe_text import safe_line
from shiftui.ports import (
    Blocked,
    Gone,
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    TrackerError,
    Unclear,
    Unreachable,
)

LONGEST_WAIT = timedelta(hours=1)
"""GitHub's hourly limit is the longest that is ever asked for in earnest."""
FIRST_WAIT = timedelta(seconds=60)
WORDS_LIMIT = 300

_LIMIT = re.compile(r"rate limit|abuse detection", re.IGNORECASE)


class Declined(RefusedByTracker):
    """A write that GitHub refused for good."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class NotAnswered(Misbehaving):
    """A read that GitHub refused as none."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TokenRefused(NotAuthorised):
    """The token counts for nothing, whatever was asked; it tells nothing of what was asked for."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An HTTP answer as it came; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    secret: str = field(default="", repr=False)
    """What must not be repeated, should the words hold it."""

    @property
    def is_html(self) -> bool:
        """Whether a web page came: a captive portal's or a proxy's, never GitHub's API."""
        kind = self.headers.get("content-type", "").lower()
        return "html" in kind or self.body[:200].lstrip()[:1] == b"<"

    @property
    def date(self) -> datetime | None:
        """The server's clock."""
        return http_date(self.headers.get("date", ""))

    def words(self) -> str:
        """GitHub's own words for an error, safe to show; the status where it has none."""
        try:
            data = json.loads(self.body)
        except ValueError:
            return f"HTTP {self.status}"
        if not isinstance(data, dict) or not isinstance(data.get("message"), str):
            return f"HTTP {self.status}"
        details = data.get("errors")
        parts = [_detail(each) for each in details] if isinstance(details, list) else []
        said = "; ".join(part for part in parts if part)
        words = f"{data['message']}: {said}" if said else str(data["message"])
        return safe_line(words.replace(self.secret, "***") if self.secret else words, WORDS_LIMIT)


def _detail(error: object) -> str:
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return ""
    if isinstance(error.get("message"), str):
        return str(error["message"])
    return " ".join(str(error[name]) for name in ("field", "code") if isinstance(error.get(name), str))


def http_date(text: str) -> datetime | None:
    """An HTTP date in UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def failure(raw: Raw, now: datetime, *, is_write: bool, limited_before: int, place: str = "") -> TrackerError:
    """The error that an answer other than 2xx, 304 or a redirect stands for.

    `limited_before` counts the limits met in a row, for the doubling of a wait that GitHub did not name;
    `place` is what was asked for, in words.
    """
    if raw.status >= 500:
        why = f"GitHub had a failure of its own ({raw.status})"
        return Unclear(f"{why}; it may have been done") if is_write else Unreachable(f"{why}; try again")
    until = limited_until(raw, now, limited_before)
    if until is not None:
        return RateLimited(f"GitHub asks to wait: {raw.words()}", until)
    if raw.is_html:
        return Unreachable("a web page answered in GitHub's place: a network login, or a proxy")
    return _refusal(raw, is_write, safe_line(place, 120))


def _refusal(raw: Raw, is_write: bool, place: str) -> TrackerError:
    words = raw.words()
    match raw.status:
        case 401:
            return TokenRefused(f"GitHub does not accept the token ({words}); give it a valid one")
        case 403 if is_write:
            return Blocked(f"GitHub does not take it: {words}")
        case 403:
            return NotAuthorised(f"the token may not read this: {words}")
        case 404:
            return NoAccess(f"GitHub shows no {place or 'such thing'}: it is gone, or hidden from this token")
        case 410:
            return Gone(f"it was deleted on GitHub: {words}")
        case 423 | 451:
            return Blocked(f"GitHub does not take it: {words}")
        case status if is_write:
            return Declined(f"GitHub refused it ({status}): {words}", status)
        case status:
            return NotAnswered(f"GitHub did not answer a question ({status}): {words}", status)


def limited_until(raw: Raw, now: datetime, limited_before: int) -> datetime | None:
    """Until when GitHub asks to wait, by our clock; None when the answer is no limit.

    `Retry-After` counts, else the reset of a used-up limit, judged by the server's `Date`, else a minute,
    doubled for each limit before. Absurd values are capped.
    """
    spent = raw.headers.get("x-ratelimit-remaining", "").strip() == "0"
    named = "retry-after" in raw.headers
    if raw.status != 429 and not (
        raw.status == 403 and (named or spent or _LIMIT.search(raw.words()) is not None)
    ):
        return None
    server = raw.date or now
    wait = _seconds_of(raw.headers.get("retry-after", ""), server)
    if wait is None and spent:
        reset = _number(raw.headers.get("x-ratelimit-reset", ""))
        wait = None if reset is None else reset - server.timestamp()
    if wait is None:
        wait = FIRST_WAIT.total_seconds() * 2 ** min(limited_before, 10)
    return now + timedelta(seconds=min(max(wait, 1.0), LONGEST_WAIT.total_seconds()))


def _seconds_of(text: str, server: datetime) -> float | None:
    seconds = _number(text)
    if seconds is not None:
        return seconds if seconds >= 0 else None
    date = http_date(text)
    return None if date is None else (date - server).total_seconds()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
