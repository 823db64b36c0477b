"""GitHub's rate limits: the hourly one that every response shows, and the secondary ones, off by default."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.inmemory_github.records import Refused

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
CREATIONS_A_MINUTE = 80
CREATIONS_AN_HOUR = 500
POINTS_A_MINUTE = 900
ANONYMOUS_AN_HOUR = 60


@dataclass(slots=True)
class _Account:
    reset: datetime
    used: int = 0
    creations: deque[datetime] = field(default_factory=deque)
    points: deque[tuple[datetime, int]] = field(default_factory=deque)


@dataclass(slots=True)
class Limits:
    """Counts requests per user over all their tokens. `secondary` switches the other limits on."""

    hourly: int = 5_000
    secondary: bool = False
    _accounts: dict[str, _Account] = field(default_factory=dict)

    def _account(self, login: str | None, now: datetime) -> _Account:
        account = self._accounts.setdefault(login or "", _Account(now + HOUR))
        if now >= account.reset:
            account.reset, account.used = now + HOUR, 0
        return account

    def allowance(self, login: str | None) -> int:
        """Requests an hour."""
        return self.hourly if login is not None else min(self.hourly, ANONYMOUS_AN_HOUR)

    def charge(self, login: str | None, now: datetime, *, points: int) -> None:
        """Count one request of so many points; 403 when a limit is passed."""
        account = self._account(login, now)
        if account.used >= self.allowance(login):
            raise Refused(403, "API rate limit exceeded for user.")
        account.used += 1
        if not self.secondary:
            return
        while account.points and account.points[0][0] <= now - MINUTE:
            account.points.popleft()
        if sum(count for _, count in account.points) + points > POINTS_A_MINUTE:
            raise _secondary()
        account.points.append((now, points))

    def refund(self, login: str | None, now: datetime) -> None:
        """A 304 to somebody who named themselves costs nothing."""
        if login is not None:
            account = self._account(login, now)
            account.used = max(0, account.used - 1)

    def create(self, login: str, now: datetime, *, by_web: bool = False) -> None:
        """Count one creation of content, the web page's included; 403 past 80 a minute or 500 an hour."""
        account = self._account(login, now)
        while account.creations and account.creations[0] <= now - HOUR:
            account.creations.popleft()
        last_minute = sum(moment > now - MINUTE for moment in account.creations)
        full = last_minute >= CREATIONS_A_MINUTE or len(account.creations) >= CREATIONS_AN_HOUR
        if self.secondary and full and not by_web:
            raise _secondary()
        account.creations.append(now)

    def figures(self, login: str | None, now: datetime) -> dict[str, int]:
        """Limit, remaining, used, and the reset as seconds since 1970."""
        account = self._account(login, now)
        limit = self.allowance(login)
        return {
            "limit": limit,
            "remaining": max(0, limit - account.used),
            "reset": int(account.reset.timestamp()),
            "used": account.used,
        }


def _secondary() -> Refused:
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return Refused(403, message, headers=(("Retry-After", "60"),))
