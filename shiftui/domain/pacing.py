"""How much one account may write: GitHub's limits on content that is created, kept over restarts.

GitHub takes 80 creations a minute and 500 an hour from one user, whatever the program, and holds off for
long whoever asks for more ("Rate limits for the REST API", secondary limits). What was written is counted by
the minute in which it left, which is small enough for every checkpoint; a minute counts whole, so that
nothing goes early.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

A_MINUTE = 80
AN_HOUR = 500
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)

Spent = Mapping[str, int]
"""How many requests wrote, by the minute (`2026-11-21T09:42Z`) in which they left; of the last hour."""


def spend(spent: Spent, at: datetime, writes: int) -> Spent:
    """With `writes` more at `at`. What is over an hour old, or of a clock that was ahead, is forgotten."""
    at = at.astimezone(UTC).replace(second=0, microsecond=0)
    kept = {name: count for name, count in spent.items() if _is_within(_start(name), at, _HOUR)}
    name = f"{at:%Y-%m-%dT%H:%M}Z"
    return {**kept, name: kept.get(name, 0) + writes}


def free_at(spent: Spent, now: datetime) -> datetime | None:
    """When the next request may write; None: now."""
    minutes = sorted((_start(name), count) for name, count in spent.items())
    found = [_room_at(minutes, now, _MINUTE, A_MINUTE), _room_at(minutes, now, _HOUR, AN_HOUR)]
    return max((at for at in found if at is not None), default=None)


def _room_at(
    minutes: list[tuple[datetime, int]], now: datetime, window: timedelta, limit: int
) -> datetime | None:
    """When fewer than `limit` were written within the window; None where that is so now."""
    within = [(start, count) for start, count in minutes if _is_within(start, now, window)]
    left = sum(count for _, count in within)
    freed: datetime | None = None
    for start, count in within:
        if left < limit:
            break
        left -= count
        freed = start + _MINUTE + window
    return freed


def _is_within(start: datetime, now: datetime, window: timedelta) -> bool:
    """Whether a write of the minute that starts then may lie in the window that ends now."""
    return start <= now < start + _MINUTE + window


def _start(name: str) -> datetime:
    return datetime.fromisoformat(name)
