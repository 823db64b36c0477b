"""Snoozing: the usual times by one key, any other as text, always with the time that it means."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from shiftui.domain.business_time import BusinessHours
from shiftui.tui.dialogs.snooze import Snooze, SnoozeDialog, end_of_day, next_monday, snooze_choices
from tests.tui.dialogs.harness import NOW, Workspace, hit, press, said, screen_text, shown

HOURS = BusinessHours("America/Los_Angeles")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026, given in the team's wall time (8 h behind UTC)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) + timedelta(hours=8)


USUAL = {
    "1": NOW + timedelta(minutes=30),
    "2": NOW + timedelta(hours=1),
    "3": NOW + timedelta(hours=2),
    "4": at(24, 17),
    "5": at(25, 8),
    "6": at(30, 8),
}


async def test_the_usual_times_take_one_key() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        for key in USUAL:
            await press(app, pilot, key)
            await app.show()
        assert app.answers == [Snooze(until) for until in USUAL.values()]


async def test_each_choice_shows_the_time_that_it_means_and_the_clock_that_goes_on() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, _):
        text = screen_text(app)
        for time_shown in ("15:27", "15:57", "16:57", "17:00", "Wed 08:00", "Mon 08:00"):
            assert time_shown in text
        assert "The response clock goes on (due 15:45)" in text


async def test_any_time_can_be_typed_and_is_shown_before_it_counts() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "u", "1", "d")
        assert "→ Wed 25 Nov 2026 14:57 PST" in screen_text(app)
        assert app.answers == []
        await press(app, pilot, "enter")
        assert app.answers == [Snooze(NOW + timedelta(days=1))]


async def test_what_is_no_time_ahead_is_explained() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "u")
        for typed, words in {"soon": "is no time", "08:00": "in the past", "": "is no time"}.items():
            await press(app, pilot, "ctrl+u", *typed, "enter")
            assert words in " ".join(said(app).split())
        assert app.answers == []


def test_the_day_ends_with_its_last_hour_and_then_at_midnight() -> None:
    assert end_of_day(at(24, 9), HOURS) == at(24, 17)
    assert end_of_day(at(24, 17), HOURS) == at(25, 0)
    assert end_of_day(at(24, 23), HOURS) == at(25, 0)
    assert end_of_day(at(24, 9), BusinessHours.around_the_clock(HOURS.timezone)) == at(25, 0)


@pytest.mark.parametrize("day", range(23, 30))
def test_next_monday_is_never_today(day: int) -> None:
    assert next_monday(at(day, 7), HOURS) == at(30, 8)


def test_a_closed_monday_means_the_next_opening() -> None:
    closed = BusinessHours(HOURS.timezone, closed=frozenset({date(2026, 11, 30)}))
    assert next_monday(at(24, 12), closed) == datetime(2026, 12, 1, 16, tzinfo=UTC)


def test_a_team_that_never_opens_is_offered_what_needs_no_opening() -> None:
    never = BusinessHours(HOURS.timezone, ((time(8), time(12)),), frozenset())
    assert [choice.key for choice in snooze_choices(NOW, never)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_every_choice_lies_ahead(hour: int) -> None:
    now = at(27, hour, 1)
    assert all(
        choice.value.until is not None and choice.value.until > now for choice in snooze_choices(now, HOURS)
    )


async def test_a_time_typed_at_once_is_not_taken_for_a_choice() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await hit(app, pilot, "u", "1", "d")
        assert app.answers == []
        await press(app, pilot, "enter")
        assert app.answers == [Snooze(NOW + timedelta(days=1))]


async def test_an_overdue_response_is_not_said_to_wake_anything() -> None:
    workspace = Workspace()
    workspace.clock.at = NOW + timedelta(hours=2)
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, _):
        assert "Its response is overdue." in screen_text(app)
