"""The rotation against its laws, over two years of leave, cover, swaps and changing clocks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shiftui.domain.business_time import BusinessHours, NaiveTime, wall_instant
from shiftui.domain.fairness import load, suggestions
from shiftui.domain.rotation import NOBODY, Override, Shift, rota, scheduled
from shiftui.domain.settings import Person, Rotation, Settings

ZONES = ("America/Los_Angeles", "Europe/Berlin")
LENGTHS = ("1 week", "2 weeks", "3 days", "1 day", "12 hours", "8 hours", "1 hour", "1 month")
EIGHT = ("mia", "leo", "ada", "kim", "noor", "sam", "ines", "tom")
VETERANS = frozenset({"mia", "ada", "sam"})
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def wall(text: str) -> datetime:
    """A time without a zone, as settings have it."""
    return datetime.fromisoformat(text)


START = wall("2026-01-05T08:00")

Away = tuple[tuple[date, date], ...]


def team(
    order: Sequence[str] = EIGHT,
    length: str = "1 week",
    start: datetime | str = START,
    zone: str = ZONES[0],
    away: dict[str, Away] | None = None,
    veterans: frozenset[str] = VETERANS,
) -> Settings:
    return Settings(
        hours=BusinessHours(zone),
        people=tuple(
            Person(login, veteran=login in veterans, away=(away or {}).get(login, ())) for login in order
        ),
        rotation=Rotation(
            length, start if isinstance(start, str) else start.isoformat("T", "minutes"), tuple(order)
        ),
    )


def at(text: str, zone: str = ZONES[0]) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def two_years(zone: str = ZONES[0]) -> tuple[datetime, datetime]:
    return at("2026-01-05T08:00", zone), at("2028-01-10T08:00", zone)


def week(number: int, zone: str = ZONES[0]) -> tuple[datetime, datetime]:
    monday = START.date() + number * WEEK
    return wall_instant(monday, time(8), ZoneInfo(zone)), wall_instant(monday + WEEK, time(8), ZoneInfo(zone))


def who(shift: Shift | None) -> tuple[str | None, str | None, str]:
    assert shift is not None
    return shift.primary, shift.backup, shift.why


def check_laws(shifts: Sequence[Shift]) -> None:
    assert shifts
    for shift in shifts:
        assert shift.begins < shift.ends
        assert shift.begins.tzinfo is UTC
        assert shift.ends.tzinfo is UTC
        assert shift.primary is None or shift.primary != shift.backup
    for before, after in pairwise(shifts):
        assert before.ends == after.begins


# --- Two years in the life of eight ------------------------------------------------------------------------

LEAVE: dict[str, Away] = {
    "leo": ((date(2026, 3, 2), date(2026, 3, 20)), (date(2027, 10, 25), date(2027, 11, 7))),
    "ada": ((date(2026, 10, 20), date(2026, 11, 3)),),
    "sam": ((date(2026, 12, 21), date(2027, 1, 2)), (date(2027, 3, 10), date(2027, 3, 30))),
    "tom": ((date(2026, 12, 21), date(2027, 1, 2)),),
}


def changes(zone: str) -> tuple[Override, ...]:
    return (
        Override(*week(20, zone), primary="ines", why="changed by ada"),  # a swap: noor and ines
        Override(*week(22, zone), primary="noor", why="changed by ada"),
        Override(  # a cover of one night, over the autumn change
            at("2026-10-31T18:00", zone), at("2026-11-01T08:00", zone), primary="tom", why="tom covers"
        ),
        Override(at("2027-03-28T00:00", zone), at("2027-03-28T04:00", zone), backup="leo"),
    )


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_have_no_gap_no_overlap_and_nobody_who_is_away(zone: str) -> None:
    settings = team(zone=zone, away=LEAVE)
    shifts = rota(settings, (), *two_years(zone))
    check_laws(shifts)
    assert (shifts[0].begins, shifts[-1].ends) == two_years(zone)
    assert len(shifts) == 105
    where = ZoneInfo(zone)
    for number, shift in enumerate(shifts):
        begins, ends = shift.begins.astimezone(where), shift.ends.astimezone(where)
        assert begins.replace(tzinfo=None) == START + number * WEEK
        for login in (shift.primary, shift.backup):
            assert login is not None
            for first, last in LEAVE.get(login, ()):
                assert last < begins.date() or ends.date() < first
        if shift.primary not in VETERANS:
            assert shift.backup in VETERANS
    lengths = {shift.ends - shift.begins for shift in shifts}
    assert lengths == {WEEK, WEEK - timedelta(hours=1), WEEK + timedelta(hours=1)}


@pytest.mark.parametrize("zone", ZONES)
def test_overrides_change_what_they_cover_and_nothing_else(zone: str) -> None:
    settings = team(zone=zone, away=LEAVE)
    plain, changed = rota(settings, (), *two_years(zone)), rota(settings, changes(zone), *two_years(zone))
    check_laws(changed)
    assert len(changed) == len(plain) + 4
    instant = two_years(zone)[0]
    while instant < two_years(zone)[1]:
        if not any(override.begins <= instant < override.ends for override in changes(zone)):
            before, after = scheduled(settings, (), instant), scheduled(settings, changes(zone), instant)
            assert who(before) == who(after)
        instant += timedelta(hours=31)
    assert who(scheduled(settings, changes(zone), week(20)[0] + DAY)) == ("ines", "sam", "changed by ada")
    assert who(scheduled(settings, changes(zone), week(22)[0] + DAY)) == ("noor", "mia", "changed by ada")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("length", LENGTHS)
def test_without_leave_nobody_has_more_than_one_window_more(zone: str, length: str) -> None:
    begins, ends = two_years(zone)
    shifts = rota(team(zone=zone, length=length), (), begins, min(ends, begins + 400 * DAY))
    check_laws(shifts)
    hours = load(shifts)
    assert set(hours) == set(EIGHT)
    clocks = timedelta(hours=4)  # two changes in the range, each way
    assert max(hours.values()) - min(hours.values()) <= max(s.ends - s.begins for s in shifts) + clocks
    turns = [sum(shift.primary == login for shift in shifts) for login in EIGHT]
    assert max(turns) - min(turns) <= (2 if length == "1 hour" else 1)  # clocks jump over a whole hour


# --- Any team, any changes ---------------------------------------------------------------------------------

DATES = st.dates(date(2026, 1, 1), date(2028, 1, 31))
INSTANTS = st.integers(0, 2 * 365 * 24 * 4).map(
    lambda quarters: datetime(2025, 12, 20, tzinfo=UTC) + quarters * timedelta(minutes=15)
)
ABSENCES = st.builds(lambda day, days: (day, day + days * DAY), DATES, st.integers(0, 30))
LOGINS = st.sampled_from(EIGHT)
OVERRIDES = st.lists(
    st.builds(
        lambda begins, hours, primary, backup, why: Override(
            begins, begins + timedelta(hours=hours), primary, backup, why
        ),
        INSTANTS,
        st.integers(1, 1000),
        st.none() | LOGINS,
        st.none() | LOGINS,
        st.sampled_from(["", "changed by ada"]),
    ),
    max_size=6,
).map(tuple)
TEAMS = st.builds(
    team,
    order=st.lists(LOGINS, max_size=8, unique=True).map(tuple),
    length=st.sampled_from(LENGTHS),
    start=st.datetimes(wall("2025-12-01T00:00"), wall("2026-12-01T00:00")),
    zone=st.sampled_from([*ZONES, "Pacific/Apia", "Australia/Lord_Howe"]),
    away=st.dictionaries(LOGINS, st.lists(ABSENCES, max_size=4).map(tuple), max_size=8),
    veterans=st.frozensets(LOGINS),
)


@hypothesis_settings(max_examples=300, derandomize=True, deadline=None)
@given(settings=TEAMS, overrides=OVERRIDES, begins=INSTANTS, days=st.integers(1, 40), now=INSTANTS)
def test_the_laws_hold_for_any_team(
    settings: Settings, overrides: tuple[Override, ...], begins: datetime, days: int, now: datetime
) -> None:
    ends = begins + days * DAY
    shifts = rota(settings, overrides, begins, ends)
    for shift in shifts:
        assert shift.begins < ends
        assert begins < shift.ends
        assert shift.begins < shift.ends
        assert shift.primary is None or shift.primary != shift.backup
    for before, after in pairwise(shifts):
        assert before.ends <= after.begins
    planned = [shift for shift in shifts if is_planned(settings, shift.begins)]
    if planned:
        check_laws(planned)
        assert planned[-1].ends >= ends
    moments = {shift.begins for shift in shifts} | {begins, (begins + (ends - begins) / 2)}
    for moment in moments:
        if begins <= moment < ends:
            holding = [shift for shift in shifts if shift.begins <= moment < shift.ends]
            assert scheduled(settings, overrides, moment) == (holding[0] if holding else None)
    found = scheduled(settings, overrides, now)
    assert found is not None or not is_planned(settings, now)
    for login in settings.rotation.order:  # what the rotation itself says
        plain = scheduled(settings, (), now)
        if plain is not None and login in (plain.primary, plain.backup):
            where = ZoneInfo(settings.hours.timezone)
            person = settings.person(login)
            assert person is not None
            first, last = plain.begins.astimezone(where).date(), plain.ends - timedelta.resolution
            assert not any(a <= last.astimezone(where).date() and first <= b for a, b in person.away)


def is_planned(settings: Settings, instant: datetime) -> bool:
    start = datetime.fromisoformat(settings.rotation.start)
    opening = wall_instant(start.date(), start.time(), ZoneInfo(settings.hours.timezone))
    return bool(settings.rotation.order) and instant >= opening


@hypothesis_settings(max_examples=150, derandomize=True, deadline=None)
@given(
    zone=st.sampled_from([*ZONES, "Australia/Lord_Howe", "Pacific/Apia"]),
    length=st.sampled_from(LENGTHS),
    start=st.datetimes(wall("2005-01-01T00:00"), wall("2012-01-01T00:00")),
    now=st.integers(0, 12 * 366 * 24 * 60),
)
def test_a_window_is_found_where_its_definition_says(
    zone: str, length: str, start: datetime, now: int
) -> None:
    """By bisection over the definition, with no arithmetic of the wall."""
    start = start.replace(second=0, microsecond=0)
    instant = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(minutes=now)
    each, unit = length.removesuffix("s").split()
    where = ZoneInfo(zone)

    def begin(number: int) -> datetime:
        if unit == "month":
            months = start.year * 12 + start.month - 1 + number
            begins = None
            for day in range(start.day, 0, -1):
                try:
                    begins = start.replace(year=months // 12, month=months % 12 + 1, day=day)
                    break
                except ValueError:
                    continue
            assert begins is not None
        else:
            begins = start + number * int(each) * timedelta(**{f"{unit}s": 1})
        return wall_instant(begins.date(), begins.time(), where)

    settings = team(length=length, start=start, zone=zone)
    found = scheduled(settings, (), instant)
    if instant < begin(0):
        assert found is None
        return
    low, high = 0, 1
    while begin(high) <= instant:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if begin(middle) <= instant else (low, middle)
    assert found is not None
    assert (found.begins, found.ends) == (begin(low), begin(high))
    assert found.primary == EIGHT[low % 8]


# --- One rule each -----------------------------------------------------------------------------------------

THREE = ("mia", "leo", "ada")


def test_who_is_away_is_covered_by_the_next_and_nobody_else_moves() -> None:
    settings = team(THREE, away={"mia": ((date(2026, 1, 26), date(2026, 1, 26)),)})
    assert [who(shift) for shift in rota(settings, (), *two_years())[2:6]] == [
        ("ada", "leo", "mia is away"),  # on the last morning, which the window touches
        ("leo", "ada", "leo covers for mia, who is away"),
        ("leo", "ada", ""),
        ("ada", "mia", ""),
    ]


def test_a_window_that_ends_at_midnight_does_not_touch_the_next_day() -> None:
    settings = team(
        THREE, start=wall("2026-01-05T00:00"), away={"mia": ((date(2026, 1, 12), date(2026, 1, 12)),)}
    )
    assert who(scheduled(settings, (), at("2026-01-11T23:59"))) == ("mia", "leo", "")
    assert who(scheduled(settings, (), at("2026-01-12T00:00"))) == ("leo", "ada", "")


def test_a_newcomer_is_backed_up_by_a_veteran_if_one_is_there() -> None:
    monday = at("2026-01-05T12:00")
    veteran_last = team(THREE, veterans=frozenset({"ada"}))
    assert who(scheduled(veteran_last, (), monday)) == ("mia", "ada", "")
    gone: dict[str, Away] = {"ada": ((date(2026, 1, 6), date(2026, 1, 6)),)}
    without = team(THREE, veterans=frozenset({"ada"}), away=gone)
    assert who(scheduled(without, (), monday)) == ("mia", "leo", "ada is away")


def test_when_everybody_is_away_the_shift_stays_as_a_gap_in_people() -> None:
    year = ((date(2026, 1, 1), date(2026, 12, 31)),)
    settings = team(THREE, away=dict.fromkeys(THREE, year))
    assert who(scheduled(settings, (), at("2026-02-02T12:00"))) == (None, None, NOBODY)
    rescue = Override(*week(4), primary="kim", why="changed by ada")
    assert who(scheduled(settings, (rescue,), at("2026-02-02T12:00"))) == ("kim", None, "changed by ada")


def test_one_alone_has_no_backup() -> None:
    assert who(scheduled(team(("mia",)), (), at("2026-02-02T12:00"))) == ("mia", None, "")


def test_before_the_start_and_without_a_rotation_nobody_is_scheduled() -> None:
    assert scheduled(team(), (), at("2026-01-05T07:59")) is None
    assert scheduled(team(start=""), (), at("2026-02-02T12:00")) is None
    assert scheduled(team(()), (), at("2026-02-02T12:00")) is None
    assert rota(team(), (), at("2025-01-01T00:00"), at("2026-01-05T08:00")) == ()
    assert rota(team(), (), at("2026-02-01T00:00"), at("2026-02-01T00:00")) == ()


@pytest.mark.parametrize("settings", [team(start=""), team(()), team(start=wall("2027-01-04T08:00"))])
def test_overrides_also_count_where_there_is_no_rotation(settings: Settings) -> None:
    first, second = Override(*week(2), "mia", "leo", "changed by ada"), Override(*week(5), "kim")
    assert rota(settings, (second, first), *week(2)) == (Shift(*week(2), "mia", "leo", "changed by ada"),)
    assert [shift.primary for shift in rota(settings, (second, first), *two_years())][:2] == ["mia", "kim"]
    assert scheduled(settings, (first, second), week(3)[0]) is None


def test_an_override_ends_where_the_rotation_begins_if_it_lasts_longer() -> None:
    settings = team(THREE)
    early = Override(at("2026-01-01T00:00"), at("2026-01-06T08:00"), primary="ada", why="first days")
    assert [(shift.begins, who(shift)) for shift in rota(settings, (early,), *week(-1))] == [
        (at("2026-01-01T00:00"), ("ada", None, "first days")),
    ]
    assert [(shift.begins, who(shift)) for shift in rota(settings, (early,), *week(0))] == [
        (at("2026-01-05T08:00"), ("ada", "leo", "first days")),
        (at("2026-01-06T08:00"), ("mia", "leo", "")),
    ]


def test_the_later_override_wins_where_two_overlap_and_leaves_what_it_does_not_name() -> None:
    settings = team()
    first = Override(week(0)[0], week(0)[0] + 4 * DAY, primary="kim", why="one")
    second = Override(week(0)[0] + 2 * DAY, week(0)[0] + 3 * DAY, primary="tom", backup="sam", why="two")
    third = Override(week(0)[0] + 3 * DAY, week(0)[0] + 4 * DAY, backup="sam", why="three")
    shifts = rota(settings, (first, second, third), *week(0))
    check_laws(shifts)
    assert [who(shift) for shift in shifts] == [
        ("kim", "leo", "one"),
        ("tom", "sam", "two"),
        ("kim", "sam", "one; three"),
        ("mia", "leo", ""),
    ]
    assert [who(shift) for shift in rota(settings, (second, first), *week(0))] == [
        ("kim", "leo", "one"),
        ("kim", "sam", "one; two"),
        ("kim", "leo", "one"),
        ("mia", "leo", ""),
    ]


def test_a_backup_who_takes_the_shift_leaves_it_to_the_primary_to_back_up() -> None:
    settings = team(THREE)
    assert who(scheduled(settings, (Override(*week(0), primary="leo"),), week(0)[0])) == (
        "leo",
        "mia",
        "changed",
    )
    both = Override(*week(0), primary="kim", backup="kim", why="a slip")
    assert who(scheduled(settings, (both,), week(0)[0])) == ("kim", "leo", "a slip")
    self_backup = Override(*week(0), backup="MIA", why="a slip")
    assert who(scheduled(settings, (self_backup,), week(0)[0])) == ("mia", "leo", "")


def test_an_override_back_to_the_plan_is_the_plan() -> None:
    there, back = Override(*week(0), primary="ada", why="one"), Override(*week(0), primary="Mia", why="two")
    assert rota(team(THREE), (there, back), *week(0)) == rota(team(THREE), (), *week(0))


def test_an_override_that_ends_before_it_begins_or_names_nobody_is_none() -> None:
    settings = team(THREE)
    backwards = Override(week(0)[1], week(0)[0], primary="ada")
    assert rota(settings, (backwards, Override(*week(0))), *week(0)) == rota(settings, (), *week(0))
    assert rota(team(()), (Override(*week(0)),), *week(0)) == ()


def test_logins_ignore_case() -> None:
    settings = Settings(
        people=(Person("Mia", veteran=True, away=((date(2026, 1, 13), date(2026, 1, 13)),)), Person("leo")),
        rotation=Rotation("1 week", "2026-01-05T08:00", ("mia", "LEO")),
    )
    shifts = rota(settings, (), at("2026-01-05T08:00", "UTC"), at("2026-01-26T08:00", "UTC"))
    assert [who(shift) for shift in shifts] == [
        ("mia", "LEO", ""),
        ("LEO", None, "mia is away"),
        ("mia", "LEO", ""),
    ]


def test_months_are_counted_from_the_start_and_end_with_the_month() -> None:
    settings = team(THREE, "1 month", wall("2026-01-31T09:00"))
    shifts = rota(settings, (), at("2026-02-01T00:00"), at("2026-05-01T00:00"))
    where = ZoneInfo(ZONES[0])
    assert [shift.begins.astimezone(where).strftime("%m-%d %H:%M") for shift in shifts] == [
        "01-31 09:00",
        "02-28 09:00",
        "03-31 09:00",
        "04-30 09:00",
    ]


def test_an_hour_that_clocks_jump_over_is_no_window() -> None:
    shifts = rota(
        team(THREE, "1 hour", wall("2026-03-08T00:00")), (), at("2026-03-08T00:00"), at("2026-03-08T05:00")
    )
    check_laws(shifts)
    assert [shift.primary for shift in shifts] == ["mia", "leo", "mia", "leo"]  # ada had 02:00 to 03:00


def test_centuries_away_a_window_is_still_found_at_once() -> None:
    found = scheduled(team(length="1 hour"), (), datetime(9000, 1, 1, tzinfo=UTC))
    assert found is not None
    assert found.ends - found.begins == timedelta(hours=1)
    last = scheduled(team(length="999 months"), (), datetime(9989, 1, 1, tzinfo=UTC))
    assert last is not None


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        scheduled(team(), (), wall("2026-02-02T00:00"))


# --- Fairness ----------------------------------------------------------------------------------------------


def test_load_counts_hours_as_primary_and_nobody_for_a_gap() -> None:
    instant = at("2026-02-02T08:00")
    shifts = [
        Shift(instant, instant + DAY, "mia", "leo"),
        Shift(instant + DAY, instant + 2 * DAY, None, "leo"),
        Shift(instant + 2 * DAY, instant + 3 * DAY, "Mia", None),
    ]
    assert load(shifts) == {"mia": 2 * DAY}


def test_suggestions_rank_and_propose_the_change_that_evens_most() -> None:
    overrides = (Override(*week(1), primary="mia"), Override(*week(2), primary="mia"))
    words = suggestions(team(THREE), overrides, week(0)[0], week(5)[1])
    assert words == (
        "most: mia with 672 h",
        "least: leo with 168 h",  # as ada; the name decides
        "more even: leo takes mia's shift of Mon 5 Jan 2026 08:00 PST; then mia has 504 h, leo 336 h",
    )
    assert rota(team(THREE), overrides, *week(1))[0].primary == "mia"


def test_suggestions_propose_only_who_is_there() -> None:
    gone: dict[str, Away] = {"leo": ((date(2026, 1, 5), date(2026, 1, 20)),)}
    words = suggestions(team(("mia", "leo"), away=gone), (), week(0)[0], week(4)[1])
    assert words[0] == "most: mia with 672 h"
    assert words[2].startswith("more even: leo takes mia's shift of Mon 2 Feb 2026 08:00 PST")
    all_along: dict[str, Away] = {"leo": ((date(2026, 1, 5), date(2026, 12, 31)),)}
    words = suggestions(team(("mia", "leo"), away=all_along), (), week(0)[0], week(3)[1])
    assert words[1:] == ("least: leo with 0 h", "no change of one shift would make it more even")


def test_a_long_shift_is_swapped_for_a_short_one_where_that_evens_more() -> None:
    instant = at("2026-02-02T08:00")
    spans = [("mia", 30), ("leo", 20), ("mia", 30), ("leo", 20)]
    overrides, begins = [], instant
    for login, hours in spans:
        overrides.append(Override(begins, begins + timedelta(hours=hours), login))
        begins += timedelta(hours=hours)
    words = suggestions(team((), start=""), overrides, instant, begins)
    assert words[2] == (
        "more even: leo takes mia's shift of Mon 2 Feb 2026 08:00 PST for the one of Tue 3 Feb 2026 14:00 PST"
        "; then mia has 50 h, leo 50 h"
    )


def test_even_loads_and_teams_of_one_need_no_change() -> None:
    assert suggestions(team(THREE), (), week(0)[0], week(2)[1]) == (
        "even: everybody is primary for about 168 h",
    )
    spring = week(9)  # the week in which clocks jump is an hour shorter, which no change would mend
    assert len(suggestions(team(THREE), (), week(7)[0], spring[1])) == 1
    assert suggestions(team(("mia",)), (), *week(0)) == ()
    assert suggestions(team(()), (), *week(0)) == ()
