"""Business time against its laws, and against a minute counter that shares no code or library with it."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.business_time import BadCalendar, BusinessHours, NaiveTime, NeverOpen

ZONES = ("America/Los_Angeles", "Europe/Berlin")
OFFICE = ((time(8), time(12)), (time(13), time(17)))
NIGHTS = ((time(0), time(2)), (time(3), time(9, 30)), (time(22), time(0)))
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)


def los_angeles(**changes: object) -> BusinessHours:
    return BusinessHours("America/Los_Angeles", **changes)  # type: ignore[arg-type]


def at(text: str, zone: str = "America/Los_Angeles") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


# --- The independent reckoning -----------------------------------------------------------------------------


def open_minutes(calendar: BusinessHours) -> list[int]:
    """Every open minute between FIRST and LAST, counted one by one, as minutes since the epoch.

    Plain integer arithmetic on wall minutes; the offsets, one an hour, come from dateutil.
    """
    zone = tz.gettz(calendar.timezone)
    day_minutes = {
        minute
        for start, end in calendar.intervals
        for minute in range(start.hour * 60 + start.minute, (end.hour * 60 + end.minute) or 1440)
    }
    days_off = {day.toordinal() for day in calendar.closed}
    epoch_day = date(1970, 1, 1).toordinal()
    found: list[int] = []
    moment = FIRST
    while moment < LAST:
        offset = moment.astimezone(zone).utcoffset()
        assert offset is not None
        shift = int(offset.total_seconds()) // 60
        begin = int(moment.timestamp()) // 60
        for minute in range(begin, begin + 60):
            day, of_day = divmod(minute + shift, 1440)
            if of_day in day_minutes:
                ordinal = epoch_day + day
                if (ordinal + 6) % 7 in calendar.weekdays and ordinal not in days_off:
                    found.append(minute)
        moment += timedelta(hours=1)
    return found


def due_by_counting(minutes: Sequence[int], opened: int, goal: int) -> int:
    """The second at which the goal is over: part of the opening minute, whole ones, part of the last."""
    first = bisect_left(minutes, opened // 60)
    if minutes[first] != opened // 60:
        return (minutes[first + goal - 1] + 1) * 60
    second = opened % 60
    if not second:
        return (minutes[first + goal - 1] + 1) * 60
    return minutes[first + goal] * 60 + second


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("intervals", "weekdays"), [(OFFICE, range(5)), (NIGHTS, range(7))], ids=["office", "nights and weekends"]
)
def test_due_times_agree_to_the_second_with_counting_every_minute_of_three_years(
    zone: str, intervals: tuple[tuple[time, time], ...], weekdays: range
) -> None:
    dice = random.Random(f"{zone} {weekdays}")
    closed = frozenset(date(2025, 1, 1) + timedelta(days=dice.randrange(1200)) for _ in range(60))
    calendar = BusinessHours(zone, intervals, frozenset(weekdays), closed)
    minutes = open_minutes(calendar)
    begin = int(FIRST.timestamp())
    for _ in range(5_000):
        opened = begin + dice.randrange(3 * 365 * 86_400)
        if dice.random() < 0.3:
            opened -= opened % 300  # on the boundaries, too
        goal = dice.choice((1, 15, 60, 60, 60, 240, 480, dice.randrange(1, 5_000)))
        due = calendar.due_after(datetime.fromtimestamp(opened, UTC), goal)
        assert due == datetime.fromtimestamp(due_by_counting(minutes, opened, goal), UTC), (opened, goal)


# --- What the rule says, by example ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "minutes", "due"),
    [
        ("2026-11-23T10:00", 60, "2026-11-23T11:00"),
        ("2026-11-23T16:00", 60, "2026-11-23T17:00"),  # the goal is over when the day is, not next morning
        ("2026-11-23T16:30", 60, "2026-11-24T08:30"),
        ("2026-11-23T11:30", 60, "2026-11-23T13:30"),  # over lunch
        ("2026-11-23T12:00", 60, "2026-11-23T14:00"),  # at an interval's end
        ("2026-11-23T11:00", 60, "2026-11-23T12:00"),
        ("2026-11-23T17:00", 60, "2026-11-24T09:00"),
        ("2026-11-23T03:00", 60, "2026-11-23T09:00"),
        ("2026-11-20T16:45:30", 60, "2026-11-23T08:45:30"),  # over the weekend, to the second
        ("2026-11-25T16:30", 60, "2026-11-27T08:30"),  # over a holiday
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"),
        ("2026-11-21T10:00", 0, "2026-11-21T10:00"),
        ("2026-11-23T08:00", 3 * 480, "2026-11-25T17:00"),
    ],
)
def test_a_goal_is_over_at_the_earliest_instant_with_enough_business_time(
    opened: str, minutes: int, due: str
) -> None:
    calendar = los_angeles(closed=frozenset({date(2026, 11, 26)}))
    assert calendar.due_after(at(opened), minutes) == at(due)


def test_hours_across_the_spring_change_are_an_hour_shorter() -> None:
    nights = los_angeles(intervals=((time(0), time(6)),), weekdays=frozenset({6}))
    assert nights.elapsed(at("2026-03-07T12:00"), at("2026-03-09T12:00")) == timedelta(hours=5)
    assert nights.due_after(at("2026-03-08T01:30"), 60) == at("2026-03-08T03:30")


def test_hours_across_the_autumn_change_are_an_hour_longer() -> None:
    nights = los_angeles(intervals=((time(0), time(6)),), weekdays=frozenset({6}))
    assert nights.elapsed(at("2026-10-31T12:00"), at("2026-11-02T12:00")) == timedelta(hours=7)
    assert nights.due_after(at("2026-11-01T01:30"), 60) == at("2026-11-01T01:30") + timedelta(hours=1)


def test_hours_that_begin_in_the_gap_begin_when_the_clocks_jump() -> None:
    early = los_angeles(intervals=((time(2, 30), time(4)),), weekdays=frozenset({6}))
    assert early.next_opening(at("2026-03-08T00:00")) == at("2026-03-08T03:00")
    assert early.elapsed(at("2026-03-08T00:00"), at("2026-03-08T12:00")) == timedelta(hours=1)


def test_hours_that_lie_in_the_gap_do_not_take_place_that_day() -> None:
    early = los_angeles(intervals=((time(2), time(2, 45)),), weekdays=frozenset({6}))
    assert early.next_opening(at("2026-03-08T00:00")) == at("2026-03-15T02:00")


def test_a_wall_time_that_comes_twice_means_its_first_coming() -> None:
    halves = ((time(0), time(1, 30)), (time(1, 30), time(6)))
    nights = los_angeles(intervals=halves, weekdays=frozenset({6}))
    first = at("2026-11-01T01:30")
    again = first + timedelta(hours=1)
    assert nights.elapsed(at("2026-11-01T00:00"), first) == timedelta(hours=1.5)
    assert nights.elapsed(first, again) == timedelta(hours=1)
    assert nights.elapsed(at("2026-11-01T00:00"), at("2026-11-01T12:00")) == timedelta(hours=7)


def test_a_day_that_a_zone_skipped_has_no_business_time() -> None:
    apia = BusinessHours("Pacific/Apia")  # went from Thursday to Saturday, 2011
    assert apia.elapsed(
        at("2011-12-29T08:00", "Pacific/Apia"), at("2012-01-02T08:00", "Pacific/Apia")
    ) == timedelta(hours=8)


def test_midnight_that_comes_twice_is_counted_once() -> None:
    calendar = BusinessHours.around_the_clock(
        "America/St_Johns"
    )  # 00:01 on 1 November became 23:01 in October
    start = datetime(2009, 11, 1, 2, 0, tzinfo=UTC)
    for seconds in range(0, 7_200, 20):
        moment = start + timedelta(seconds=seconds)
        assert calendar.is_open(moment)
        assert calendar.elapsed(start, moment) == moment - start
        assert calendar.due_after(moment, 45) == moment + timedelta(minutes=45)


def test_a_clock_that_always_runs_is_the_plain_clock() -> None:
    calendar = BusinessHours.around_the_clock("Europe/Berlin")
    start = datetime(2026, 3, 28, 22, 13, 7, tzinfo=UTC)
    assert calendar.due_after(start, 10_000) == start + timedelta(minutes=10_000)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2026-11-23T07:59:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00", False),
        ("2026-11-21T09:00", False),
    ],
)
def test_an_interval_has_its_start_and_not_its_end(instant: str, is_open: bool) -> None:
    assert los_angeles().is_open(at(instant)) is is_open


def test_the_next_opening_is_the_first_start_at_or_after_the_instant() -> None:
    assert los_angeles().next_opening(at("2026-11-23T08:00")) == at("2026-11-23T08:00")
    assert los_angeles().next_opening(at("2026-11-23T08:00:01")) == at("2026-11-23T13:00")
    assert los_angeles().next_opening(at("2026-11-20T13:00:01")) == at("2026-11-23T08:00")


def test_tomorrow_begins_with_the_first_opening_of_a_later_day() -> None:
    assert los_angeles().next_day_opening(at("2026-11-23T00:10")) == at("2026-11-24T08:00")
    assert los_angeles().next_day_opening(at("2026-11-20T10:00")) == at("2026-11-23T08:00")
    # Still Monday in Los Angeles, already Tuesday in UTC.
    assert los_angeles().next_day_opening(at("2026-11-23T18:00")) == at("2026-11-24T08:00")


@pytest.mark.parametrize(
    "calendar",
    [
        los_angeles(weekdays=frozenset()),
        los_angeles(intervals=()),
        los_angeles(closed=frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(9_000))),
    ],
    ids=["no days", "no hours", "all days closed"],
)
def test_a_team_that_never_opens_is_said_so(calendar: BusinessHours) -> None:
    for ask in (calendar.next_opening, calendar.next_day_opening, lambda now: calendar.due_after(now, 60)):
        with pytest.raises(NeverOpen):
            ask(at("2026-11-23T10:00"))
    assert calendar.elapsed(at("2026-11-23T10:00"), at("2027-11-23T10:00")) == timedelta(0)
    assert not calendar.is_open(at("2026-11-23T10:00"))


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 10)  # noqa: DTZ001 - that is the point
    calendar = los_angeles()
    for ask in (
        calendar.is_open,
        calendar.next_opening,
        calendar.next_day_opening,
        lambda now: calendar.due_after(now, 0),
        lambda now: calendar.elapsed(now, at("2026-11-23T10:00")),
        lambda now: calendar.elapsed(at("2026-11-23T10:00"), now),
    ):
        with pytest.raises(NaiveTime):
            ask(naive)


@pytest.mark.parametrize(
    "changes",
    [
        {"intervals": ((time(12), time(8)),)},
        {"intervals": ((time(8), time(8)),)},
        {"intervals": ((time(8), time(12)), (time(11), time(17)))},
        {"intervals": ((time(22), time(0)), (time(23), time(23, 30)))},
        {"weekdays": frozenset({7})},
    ],
)
def test_hours_that_make_no_day_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadCalendar):
        los_angeles(**changes)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "America", "a\0b"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadCalendar, match="time zone"):
        BusinessHours(name)


def test_a_negative_goal_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not negative"):
        los_angeles().due_after(at("2026-11-23T10:00"), -1)


def test_results_are_plain_datetimes_in_utc_whatever_came_in() -> None:
    calendar = los_angeles()
    start = pendulum.datetime(2026, 11, 23, 16, 30, 0, 250_000, tz="America/Los_Angeles")
    for result in (
        calendar.due_after(start, 0),
        calendar.due_after(start, 60),
        calendar.next_opening(start),
        calendar.next_day_opening(start),
    ):
        assert type(result) is datetime
        assert result.tzinfo is UTC
    assert calendar.due_after(start, 60) == at("2026-11-24T08:30:00.250")


# --- Laws --------------------------------------------------------------------------------------------------

WALLS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
INSTANTS = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn) -> BusinessHours:
    """Any hours, in zones whose clocks change in odd ways, or at midnight, or by half an hour."""
    walls = sorted(draw(st.sets(WALLS, min_size=2, max_size=8)))
    intervals = tuple(zip(walls[::2], walls[1::2], strict=False))
    if draw(st.booleans()) and len(walls) % 2:
        intervals += ((walls[-1], time(0)),)
    zones = (
        *ZONES,
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Asia/Gaza",
    )
    return BusinessHours(
        draw(st.sampled_from(zones)),
        intervals,
        draw(st.frozensets(st.integers(0, 6), min_size=1)),
        draw(st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=40)),
    )


@given(calendars(), INSTANTS, st.integers(1, 4_000))
@settings(max_examples=300, deadline=None)
def test_exactly_the_goal_has_elapsed_when_it_is_due_and_less_before(
    calendar: BusinessHours, start: datetime, minutes: int
) -> None:
    due = calendar.due_after(start, minutes)
    assert calendar.elapsed(start, due) == timedelta(minutes=minutes)
    assert calendar.elapsed(start, due - timedelta.resolution) < timedelta(minutes=minutes)


@given(calendars(), INSTANTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.integers(0, 600))
@settings(max_examples=200, deadline=None)
def test_what_opens_later_or_has_more_time_is_never_due_earlier(
    calendar: BusinessHours, start: datetime, later: timedelta, minutes: int
) -> None:
    assert calendar.due_after(start, minutes) <= calendar.due_after(start + later, minutes)
    assert calendar.due_after(start, minutes) <= calendar.due_after(start, minutes + 1)


SPANS = st.timedeltas(timedelta(0), timedelta(days=500))


@given(calendars(), INSTANTS, SPANS, SPANS)
@settings(max_examples=200, deadline=None)
def test_business_time_adds_up_and_never_exceeds_the_time_on_the_clock(
    calendar: BusinessHours, first: datetime, span: timedelta, more: timedelta
) -> None:
    middle, last = first + span, first + span + more
    parts = calendar.elapsed(first, middle) + calendar.elapsed(middle, last)
    assert calendar.elapsed(first, last) == parts
    assert timedelta(0) <= parts <= last - first
    assert calendar.elapsed(last, first) == timedelta(0)


@given(calendars(), INSTANTS)
@settings(max_examples=200, deadline=None)
def test_an_opening_is_open_and_what_follows_it_is_business_time(
    calendar: BusinessHours, now: datetime
) -> None:
    opening = calendar.next_opening(now)
    assert opening >= now
    assert calendar.is_open(opening)
    moment = timedelta.resolution
    assert calendar.elapsed(opening, opening + moment) == moment
    assert calendar.next_day_opening(now) >= opening
