"""GitHub's limits on writing: nothing goes early, and nothing waits for ever."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.pacing import A_MINUTE, AN_HOUR, Spent, free_at, spend

START = datetime(2026, 11, 21, 9, 42, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GAPS = st.lists(st.integers(0, 90), min_size=1, max_size=40)
"""Seconds between bursts."""


def _within(times: list[datetime], end: datetime, window: timedelta) -> int:
    """How many of them, in order and none after `end`, are younger than the window."""
    return len(times) - bisect_right(times, end - window)


@settings(deadline=None, max_examples=40)
@given(GAPS, st.integers(1, 60))
def test_whoever_asks_first_never_passes_a_limit_and_always_gets_on(gaps: list[int], burst: int) -> None:
    spent: Spent = {}
    now, times = START, []
    for gap in gaps * 3:
        now += gap * SECOND
        for _ in range(burst):
            until = free_at(spent, now)
            if until is not None:
                assert now < until <= now + timedelta(hours=1, minutes=1)
                now = until
                assert free_at(spent, now) is None
            spent = spend(spent, now, 1)
            times.append(now)
            assert _within(times, now, timedelta(minutes=1)) <= A_MINUTE
            assert _within(times, now, timedelta(hours=1)) <= AN_HOUR
    assert len(spent) <= 62


def test_nothing_spent_is_free_at_once() -> None:
    assert free_at({}, START) is None


def test_the_hour_s_limit_holds_until_the_first_minute_is_over_an_hour_old() -> None:
    spent: Spent = {}
    for minute in range(10):
        spent = spend(spent, START + timedelta(minutes=minute), 50)
    now = START + timedelta(minutes=15)
    assert free_at(spent, now) == datetime(2026, 11, 21, 10, 43, tzinfo=UTC)


def test_a_clock_that_was_ahead_for_a_while_blocks_nothing_when_it_is_right_again() -> None:
    spent = spend({}, START + timedelta(days=1), 500)
    assert free_at(spent, START) is None
    assert spend(spent, START, 1) == {"2026-11-21T09:42Z": 1}
