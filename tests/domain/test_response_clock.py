"""By when somebody must have heard from us, and who is owed nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from shiftui.domain.response_clock import at_risk_at, clock, due_at, effective_severity, is_parked
from shiftui.domain.settings import Goals, Settings
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Priority, Response, Severity, SpinoffKind, State
from tests.domain.support import DAY, HOUR, HOURS, MINUTE, NOW, TEAM, opened_by_bot, ticket

ZONE = ZoneInfo("America/Los_Angeles")


def wall(text: str) -> datetime:
    """An instant by the team's wall clock in the week of 23 November 2026, a Monday."""
    day, _, clock_time = text.partition(" ")
    hour, _, minute = clock_time.partition(":")
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
    return datetime(2026, 11, 23 + days, int(hour), int(minute), tzinfo=ZONE).astimezone(UTC)


def opened(text: str, **more: Any) -> Ticket:
    return ticket(opened_at=wall(text), **more)


def goals(**more: Any) -> Settings:
    return replace(TEAM, goals=replace(TEAM.goals, **more))


def state_at(one: Ticket, text: str, settings: Settings = TEAM) -> Response | None:
    found = clock(one, settings, wall(text))
    return found.state if found is not None else None


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("Mon 16:00", "Mon 17:00"),
        ("Mon 16:30", "Tue 8:30"),
        ("Mon 11:30", "Mon 13:30"),
        ("Mon 17:00", "Tue 9:00"),
        ("Sat 10:00", "Mon 9:00"),
    ],
)
def test_a_response_is_due_after_an_hour_of_business_time(when: str, due: str) -> None:
    week_later = 7 * DAY if when.startswith("Sat") else timedelta()
    assert due_at(opened(when), TEAM) == wall(due) + week_later


def test_the_clock_goes_from_pending_over_at_risk_to_breached() -> None:
    one = opened("Mon 8:00")
    assert state_at(one, "Mon 8:47") is Response.PENDING
    assert state_at(one, "Mon 8:48") is Response.AT_RISK
    assert state_at(one, "Mon 8:59") is Response.AT_RISK
    assert state_at(one, "Mon 9:00") is Response.BREACHED


def test_at_risk_counts_the_business_time_that_is_left_not_the_night() -> None:
    one = opened("Mon 16:10")
    assert due_at(one, TEAM) == wall("Tue 8:10")
    assert state_at(one, "Mon 16:57") is Response.PENDING
    assert state_at(one, "Mon 16:58") is Response.AT_RISK
    assert state_at(one, "Mon 23:00") is Response.AT_RISK
    assert state_at(one, "Tue 8:10") is Response.BREACHED


def test_a_response_is_met_on_time_and_missed_after_it_for_ever() -> None:
    one = opened("Mon 8:00")
    for heard, state in (("Mon 9:00", Response.MET), ("Mon 9:01", Response.MISSED)):
        answered = replace(one, work=Work(responded_at=wall(heard)))
        assert state_at(answered, "Fri 12:00") is state
        found = clock(answered, TEAM, wall("Fri 12:00"))
        assert found is not None
        assert found.left == wall("Mon 9:00") - wall(heard)
        assert not found.runs


def test_closing_without_a_word_counts_as_the_response_at_that_time() -> None:
    closed = opened("Mon 8:00", state=State.RESOLVED, closed_at=wall("Mon 8:30"))
    assert state_at(closed, "Fri 12:00") is Response.MET
    late = opened("Mon 8:00", state=State.RESOLVED, closed_at=wall("Mon 9:30"))
    assert state_at(late, "Fri 12:00") is Response.MISSED


def test_a_snooze_does_not_stop_the_clock() -> None:
    asleep = opened("Mon 8:00", work=Work(snoozed_until=wall("Fri 8:00")))
    assert state_at(asleep, "Mon 8:50") is Response.AT_RISK
    assert state_at(asleep, "Mon 9:00") is Response.BREACHED


def test_a_breached_ticket_counts_as_critical_until_somebody_has_responded() -> None:
    one = opened("Mon 8:00", severity=Severity.WARNING)
    assert effective_severity(one, Response.AT_RISK) is Severity.WARNING
    assert effective_severity(one, Response.BREACHED) is Severity.CRITICAL
    assert effective_severity(one, Response.MISSED) is Severity.WARNING
    assert effective_severity(one, None) is Severity.WARNING


@pytest.mark.parametrize(
    ("what", "one"),
    [
        ("a spinoff by its label", opened("Mon 8:00", spinoff=True)),
        ("a spinoff by its origin", opened("Mon 8:00", work=Work(origin="#1"))),
        ("a spinoff by its kind", opened("Mon 8:00", work=Work(spinoff_kind=SpinoffKind.FIX))),
        ("opened before adoption", ticket(opened_at=NOW - 31 * DAY)),
        ("opened by a responder for nobody", opened("Mon 8:00", opened_by="leo")),
        ("captured for nobody", opened("Mon 8:00", opened_by="mia", work=Work(captured=True))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nobody_is_owed_a_response_to(what: str, one: Ticket) -> None:
    assert clock(one, TEAM, NOW) is None, what


@pytest.mark.parametrize(
    "one",
    [
        opened("Mon 8:00"),
        opened("Mon 8:00", opened_by=None),
        opened("Mon 8:00", opened_by="leo", work=Work(requester="j.doe")),
        opened("Mon 8:00", opened_by="mia", work=Work(captured=True, requester="j.doe")),
        replace(opened_by_bot(), issue=replace(opened_by_bot().issue, opened_at=wall("Mon 8:00"))),
        ticket(opened_at=NOW - 30 * DAY),
    ],
)
def test_a_response_is_owed_to_whoever_waits(one: Ticket) -> None:
    assert clock(one, TEAM, NOW) is not None


def test_without_a_roster_the_association_tells_who_is_a_responder() -> None:
    settings = replace(TEAM, people=())
    assert clock(opened("Mon 8:00", opened_by="leo", association="MEMBER"), settings, NOW) is None
    assert clock(opened("Mon 8:00", opened_by="leo", association="NONE"), settings, NOW) is not None


@pytest.mark.parametrize(
    ("settings", "native", "minutes"),
    [
        (goals(), {}, 60),
        (goals(response_minutes=90), {}, 90),
        (goals(response_minutes=0), {}, None),
        (goals(priority={Priority.OPERATIONAL: 0}), {"priority": Priority.OPERATIONAL}, None),
        (goals(priority={Priority.OPERATIONAL: 0}), {"priority": Priority.SERVICE}, 60),
        (goals(requester_class={"scf": 240}), {"classes": ("scf",)}, 240),
        (
            goals(requester_class={"scf": 240}, priority={Priority.SERVICE: 5}),
            {"classes": ("other", "scf"), "priority": Priority.SERVICE},
            240,
        ),
        (goals(response_minutes=0, requester_class={"scf": 240}), {"classes": ("scf",)}, 240),
        (goals(requester_class={"scf": 0}), {"classes": ("scf",)}, None),
    ],
)
def test_the_goal_is_the_classs_else_the_prioritys_else_the_general_one(
    settings: Settings, native: dict[str, Any], minutes: int | None
) -> None:
    due = due_at(opened("Mon 8:00", **native), settings)
    expected = None if minutes is None else HOURS.due_after(wall("Mon 8:00"), minutes)
    assert due == expected


def test_some_priorities_run_at_night_too() -> None:
    settings = goals(always=frozenset({Priority.SERVICE}))
    down = opened("Sat 23:30", priority=Priority.SERVICE)
    assert due_at(down, settings) == wall("Sat 23:30") + HOUR
    found = clock(down, settings, wall("Sat 23:30") + 47 * MINUTE)
    assert found is not None
    assert found.state is Response.PENDING
    at_risk = clock(down, settings, wall("Sat 23:30") + 48 * MINUTE)
    assert at_risk is not None
    assert at_risk.state is Response.AT_RISK
    assert due_at(opened("Sat 23:30", priority=Priority.CUSTOMER), settings) == wall("Mon 9:00") + 7 * DAY


def test_a_team_that_never_opens_promises_nothing() -> None:
    closed = replace(TEAM, hours=replace(HOURS, weekdays=frozenset()))
    assert clock(opened("Mon 8:00"), closed, NOW) is None


OLD = NOW - 31 * DAY
"""A day before the team adopted shiftui."""


@pytest.mark.parametrize(
    ("touched", "parked"),
    [(None, True), (-8 * DAY, True), (-7 * DAY, False), (-DAY, False), (DAY, False)],
    ids=["never", "eight days before", "a week before", "the day before", "after"],
)
def test_a_ticket_from_before_adoption_is_parked_until_somebody_touches_it(
    touched: timedelta | None, parked: bool
) -> None:
    since = OLD + DAY
    work = Work(touched_at=None if touched is None else since + touched)
    assert is_parked(ticket(opened_at=OLD, work=work), TEAM) is parked


def test_what_came_after_adoption_or_was_captured_is_never_parked() -> None:
    assert not is_parked(ticket(opened_at=OLD + DAY), TEAM)
    assert not is_parked(ticket(opened_at=OLD, work=Work(captured=True)), TEAM)
    assert not is_parked(ticket(opened_at=OLD), goals(since=None))


def business_minutes(start: datetime, end: datetime) -> int:
    """Counted one by one, as a person with a wall clock would."""
    found = 0
    for minute in range(int((end - start) / MINUTE)):
        local = (start + minute * MINUTE).astimezone(ZONE)
        is_open = 8 <= local.hour < 12 or 13 <= local.hour < 17
        found += is_open and local.weekday() < 5
    return found


@profile(max_examples=60, derandomize=True, deadline=None)
@given(
    start=st.integers(0, 6 * 24 * 60), later=st.integers(0, 2 * 24 * 60), goal=st.sampled_from([15, 60, 240])
)
def test_the_state_is_what_counting_minutes_gives(start: int, later: int, goal: int) -> None:
    settings = replace(TEAM, goals=Goals(response_minutes=goal))
    at = wall("Mon 0:00") + start * MINUTE
    now = at + later * MINUTE
    found = clock(ticket(opened_at=at), settings, now)
    assert found is not None
    spent = business_minutes(at, now)
    if spent >= goal:
        assert found.state is Response.BREACHED
    elif (goal - spent) * 5 <= goal:
        assert found.state is Response.AT_RISK
    else:
        assert found.state is Response.PENDING
    assert business_minutes(at, found.due_at) == goal
    assert business_minutes(at, found.due_at - MINUTE) == goal - 1


@given(
    begun=st.integers(0, 7 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE),
    minutes=st.sampled_from([7, 60, 240, 600]),
)
def test_it_comes_at_risk_at_the_time_that_is_named_and_not_before(begun: datetime, minutes: int) -> None:
    team = goals(response_minutes=minutes)
    one = ticket(opened_at=begun)
    then = at_risk_at(one, team)
    assert then is not None
    just_before, at_it = clock(one, team, then - timedelta(seconds=1)), clock(one, team, then)
    assert just_before is not None
    assert at_it is not None
    assert (just_before.state, at_it.state) == (Response.PENDING, Response.AT_RISK)
