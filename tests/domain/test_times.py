"""Times as people write them and as screens say them."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.business_time import BusinessHours
from shiftui.domain.refusals import BadValue, InThePast, Refused
from shiftui.domain.times import (
    NotATime,
    absolute,
    age,
    ago,
    clock_time,
    left,
    parse_near,
    parse_time,
    parse_until,
)
from tests.hostile import HOSTILE, HOSTILE_IDS

LA = "America/Los_Angeles"
HOURS = BusinessHours(LA, closed=frozenset({date(2026, 11, 26)}))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=4_000))


def at(text: str, zone: str = LA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NOW = at("2026-11-23T15:00")  # a Monday


# --- TIME --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T15:45-08:00", "2026-11-23T15:45"),
        ("2026-11-23T23:45Z", "2026-11-23T15:45"),
        ("2026-11-23t23:45:30.5z", "2026-11-23T15:45:30.500"),
        ("2026-11-24 00:45+01:00", "2026-11-23T15:45"),
        ("20261123T154500-0800", "2026-11-23T15:45"),
        ("15:45", "2026-11-23T15:45"),
        ("08:00", "2026-11-23T08:00"),
        (" 9:05 ", "2026-11-23T09:05"),
        ("00:00", "2026-11-23T00:00"),
    ],
)
def test_a_time_is_iso_with_an_offset_or_a_wall_time_of_the_teams_day(text: str, instant: str) -> None:
    parsed = parse_time(text, NOW, LA)
    assert parsed == at(instant)
    assert parsed.tzinfo is UTC


def test_today_is_the_teams_today_not_that_of_utc() -> None:
    evening = at("2026-11-23T20:00")
    assert evening.date() == date(2026, 11, 24)
    assert parse_time("19:30", evening, LA) == at("2026-11-23T19:30")


def test_a_wall_time_of_a_day_on_which_clocks_change_is_the_first_one_or_the_jump() -> None:
    assert parse_time("01:30", at("2026-11-01T12:00"), LA) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert parse_time("02:30", at("2026-03-08T12:00"), LA) == at("2026-03-08T03:00")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T15:45",  # whose 15:45?
        "2026-11-23",
        "24:00",
        "15:60",
        "1545",
        "15.45",
        "3pm",
        "٣:٠٠",
        "2h",
        "tomorrow",
        "now",
        "-15:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "1969-12-31T23:59Z",
        "2026-02-30T10:00Z",
        "15:45 PST",
        *HOSTILE,
    ],
)
def test_what_is_no_time_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(NotATime, match=r"is no time; write HH:MM of today, or .*with its offset") as refused:
        parse_time(text, NOW, LA)
    message = str(refused.value)
    assert message.isprintable()
    assert len(message) < 200


@given(INSTANTS, st.integers(-14 * 60, 14 * 60))
def test_any_instant_is_read_back_from_its_iso_form_in_any_offset(instant: datetime, offset: int) -> None:
    zone = ZoneInfo("UTC") if not offset else datetime.fromisoformat(_with_offset(offset)).tzinfo
    assert parse_time(instant.astimezone(zone).isoformat(), NOW, LA) == instant


def _with_offset(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"2026-01-01T00:00{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


# --- UNTIL -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("17:00", "2026-11-23T17:00"),
        ("2026-12-24T09:00-08:00", "2026-12-24T09:00"),
        ("30m", "2026-11-23T15:30"),
        ("2h", "2026-11-23T17:00"),
        ("2H", "2026-11-23T17:00"),
        ("1d", "2026-11-24T15:00"),
        ("1h30m", "2026-11-23T16:30"),
        ("1d12h", "2026-11-25T03:00"),
        ("tomorrow", "2026-11-24T08:00"),
        ("Tomorrow ", "2026-11-24T08:00"),
    ],
)
def test_until_is_a_time_a_span_or_tomorrow(text: str, until: str) -> None:
    assert parse_until(text, NOW, HOURS) == at(until)


def test_tomorrow_is_the_next_day_on_which_the_team_opens() -> None:
    assert parse_until("tomorrow", at("2026-11-25T10:00"), HOURS) == at("2026-11-27T08:00")
    assert parse_until("tomorrow", at("2026-11-27T10:00"), HOURS) == at("2026-11-30T08:00")
    assert parse_until("tomorrow", at("2026-11-28T03:00"), HOURS) == at("2026-11-30T08:00")


def test_a_day_keeps_the_time_on_the_wall_and_an_hour_is_an_hour() -> None:
    saturday = at("2026-10-31T15:00")
    assert parse_until("1d", saturday, HOURS) == at("2026-11-01T15:00")
    assert parse_until("24h", saturday, HOURS) == at("2026-11-01T14:00")
    assert parse_until("1d", at("2026-03-07T02:30"), HOURS) == at("2026-03-08T03:30")


@pytest.mark.parametrize("text", ["14:59", "15:00", "2026-11-23T14:00-08:00", "0m", "0d", "0h0m"])
def test_the_past_is_refused(text: str) -> None:
    with pytest.raises(InThePast, match=re.escape(text)):
        parse_until(text, NOW, HOURS)


@pytest.mark.parametrize(
    "text",
    [
        "h",
        "m",
        "2",
        "2 h",
        "-2h",
        "+2h",
        "1.5h",
        "2w",
        "30m1h",
        "²h",
        "99999999h",
        "99999d99999h",
        "next week",
    ],
)
def test_what_is_no_until_is_refused_with_what_is_accepted(text: str) -> None:
    far = at("9800-01-01T00:00")
    with pytest.raises(NotATime, match=r"write 30m, 2h, 1d, tomorrow, HH:MM"):
        parse_until(text, far if text == "99999d99999h" else NOW, HOURS)


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_text_is_refused_as_no_time(text: str) -> None:
    with pytest.raises(NotATime):
        parse_until(text, NOW, HOURS)


def test_tomorrow_of_a_team_that_never_opens_is_refused() -> None:
    with pytest.raises(BadValue, match="open hours"):
        parse_until("tomorrow", NOW, BusinessHours(LA, weekdays=frozenset()))


@given(st.text(st.sampled_from("0123456789hmd:-T+Z tomrw"), max_size=12), INSTANTS)
@settings(deadline=None)
def test_an_until_is_a_later_instant_in_utc_or_refused(text: str, now: datetime) -> None:
    try:
        until = parse_until(text, now, HOURS)
    except Refused:
        return
    assert until > now
    assert until.tzinfo is UTC


# --- Words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12 * 60, "12 min"),
        (12 * 60 + 59, "12 min"),
        (600, "10 min"),
        (599.2, "10 min"),
        (599, "9:59"),
        (61, "1:01"),
        (0.1, "0:01"),
        (0, "0:00"),
        (-5, "0:00"),
        (59 * 60 + 59, "59 min"),
        (3_600, "1 h"),
        (4 * 3_600 - 1, "3 h 59 min"),
        (24 * 3_600, "1 d"),
        (52 * 3_600 + 60, "2 d 4 h"),
    ],
)
def test_what_is_left_is_said_in_minutes_and_below_ten_in_seconds(seconds: float, words: str) -> None:
    assert left(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "just now"),
        (0, "just now"),
        (40, "40 s ago"),
        (60, "1 min ago"),
        (40 * 60 + 59, "40 min ago"),
        (3_600, "1 h ago"),
        (47 * 3_600, "1 d ago"),
        (86_400 * 131, "131 d ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(seconds: float, words: str) -> None:
    assert ago(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(minutes=-1), "0 m"),
        (timedelta(seconds=59), "0 m"),
        (timedelta(minutes=12, seconds=30), "12 m"),
        (timedelta(hours=4, minutes=59), "4 h"),
        (timedelta(hours=24), "1 d"),
        (timedelta(days=999), "999 d"),
        (timedelta(days=1_100), "3 y"),
    ],
)
def test_an_age_is_a_number_and_its_unit(delta: timedelta, words: str) -> None:
    assert age(delta) == words


@given(SPANS)
def test_an_age_fits_its_column_and_the_unit_is_always_there(delta: timedelta) -> None:
    assert len(age(delta)) <= 5
    assert re.fullmatch(r"[0-9]+ [mhdy]", age(delta))
    assert re.fullmatch(r"[0-9]+ (s|min|h|d) ago|just now", ago(delta))
    assert re.fullmatch(
        r"[0-9]:[0-5][0-9]|[0-9]+ min|[0-9]+ h( [0-9]+ min)?|[0-9]+ d( [0-9]+ h)?", left(delta)
    )


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-23T15:45", "15:45"),
        ("2026-11-23T00:00", "00:00"),
        ("2026-11-24T08:00", "Tue 08:00"),
        ("2026-11-22T23:59", "Sun 23:59"),
        ("2026-11-29T08:00", "Sun 08:00"),
        ("2026-11-17T08:00", "Tue 08:00"),
        ("2026-11-30T08:00", "30 Nov 08:00"),  # another Monday must not read like this one
        ("2026-11-16T08:00", "16 Nov 08:00"),
        ("2026-11-03T15:45", "3 Nov 15:45"),
        ("2027-01-04T08:00", "4 Jan 08:00"),
        ("2025-11-23T08:00", "23 Nov 2025 08:00"),
    ],
)
def test_a_clock_time_says_as_much_of_its_date_as_its_distance_needs(instant: str, words: str) -> None:
    assert clock_time(at(instant), LA, NOW) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (LA, "Mon 23 Nov 2026 15:00 PST"),
        ("Europe/Berlin", "Tue 24 Nov 2026 00:00 CET"),
        ("America/Sao_Paulo", "Mon 23 Nov 2026 20:00 UTC-03"),
        ("Asia/Kathmandu", "Tue 24 Nov 2026 04:45 UTC+0545"),
        ("UTC", "Mon 23 Nov 2026 23:00 UTC"),
    ],
)
def test_an_absolute_time_names_its_zone(zone: str, words: str) -> None:
    assert absolute(NOW, zone) == words


def test_an_absolute_time_tells_the_two_hours_of_an_autumn_night_apart() -> None:
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert absolute(first, LA) == "Sun 1 Nov 2026 01:30 PDT"
    assert absolute(first + timedelta(hours=1), LA) == "Sun 1 Nov 2026 01:30 PST"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12:00", "2026-11-30T12:00"),
        ("7:30", "2026-11-30T07:30"),
        ("mon 12:00", "2026-11-30T12:00"),
        ("Wed 12:00", "2026-12-02T12:00"),
        ("SUN 00:00", "2026-12-06T00:00"),
        ("2026-12-02 12:00", "2026-12-02T12:00"),
        ("2026-12-02T12:00", "2026-12-02T12:00"),
        ("2026-12-02T21:00+01:00", "2026-12-02T12:00"),
    ],
)
def test_a_time_about_a_shift_is_that_of_its_days(text: str, meant: str) -> None:
    assert parse_near(text, at("2026-11-30T08:00"), LA) == at(meant)


def test_a_wall_time_that_comes_twice_is_its_first_coming() -> None:
    assert parse_near("sun 01:30", at("2026-10-30T08:00"), LA) == at("2026-11-01T01:30")


@pytest.mark.parametrize("text", ["", "noon", "Wed", "25:00", "Foo 12:00", "2026-13-02 12:00", "0001-01-01"])
def test_what_is_no_time_about_a_shift_says_what_is(text: str) -> None:
    with pytest.raises(NotATime, match="Wed 12:00"):
        parse_near(text, at("2026-11-30T08:00"), LA)


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_text_is_no_time_about_a_shift(text: str) -> None:
    with pytest.raises(NotATime):
        parse_near(text, NOW, LA)
