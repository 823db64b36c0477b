"""How long to wait, and for what: policy as values, so that tests need no clock and no network."""

from dataclasses import replace
from datetime import datetime, timedelta

from shiftui.domain.outbox import Delivery, Step

LOOK_AGAIN = (timedelta(seconds=10), timedelta(seconds=30), timedelta(seconds=180))
"""After an unclear outcome: when to read back, since a replica may lag and not found is no proof."""
POLL_ACTIVE = timedelta(seconds=25)
POLL_IDLE = timedelta(seconds=120)
IDLE_AFTER = timedelta(minutes=10)
"""Without a key pressed for this long, polls are rarer."""
OFFLINE_STEPS = (timedelta(seconds=10), timedelta(seconds=30), timedelta(seconds=60), POLL_IDLE)
STALE_AFTER = timedelta(minutes=15)
"""A reply that could not leave for so long is held for its author rather than sent."""
BATCH_LIMIT = 40
"""Operations that share one shift-log comment at most."""


def unclear(step: Step, now: datetime, reason: str) -> Step:
    """The step after a request whose outcome is unknown: to be read back after the next wait."""
    wait = LOOK_AGAIN[min(step.tries, len(LOOK_AGAIN) - 1)]
    return replace(step, state=Delivery.AMBIGUOUS, reason=reason, retry_at=now + wait, tries=step.tries + 1)


def not_found(step: Step, now: datetime) -> Step:
    """The step after a look that found nothing: look again, or, after the last look, send again."""
    if step.tries >= len(LOOK_AGAIN):
        return replace(step, state=Delivery.QUEUED, reason="", retry_at=None, tries=0)
    return replace(step, retry_at=now + LOOK_AGAIN[step.tries], tries=step.tries + 1)


def next_poll(failures: int, idle: bool, jitter: float, active: timedelta = POLL_ACTIVE) -> timedelta:
    """The wait before the next pass; `jitter` in 0..1 spreads machines apart."""
    quiet = POLL_IDLE if idle else active
    base = OFFLINE_STEPS[min(failures, len(OFFLINE_STEPS)) - 1] if failures else quiet
    return base * (0.9 + 0.2 * jitter)
