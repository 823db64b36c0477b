"""The rota by keys: every change is asked for, shown and taken back where it was made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shiftui.domain.operations import Covered
from shiftui.domain.replica import duty_of
from shiftui.domain.settings import Person, Rotation, Settings
from shiftui.service import handoffs, rota
from shiftui.service.desk import Desk
from shiftui.service.rota import outlook
from shiftui.tui.screens.rota import RotaScreen
from tests.tui.support import MemoryJournal, Running, StoppedClock, clock_of, running
from tests.tui.test_rota_lines import SETTINGS, desk_of
from tests.tui.workspace import CONNECTED, NOW, desk_on, invented_desk, memory_desk
from tests.tui.workspace import SETTINGS as TEAM

LATER = timedelta(weeks=1)
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)])


def on_the_rota(shown: Running) -> RotaScreen:
    screen = shown.app.screen
    assert isinstance(screen, RotaScreen)
    return screen


def primaries(desk: Desk) -> Sequence[str | None]:
    return [slot.primary for slot in outlook(desk).slots[1:5]]


def said(desk: Desk) -> list[object]:
    """What was recorded about shifts and stands."""
    return [entry.operation for entry in duty_of(desk.snapshot.state)]


@SIZES
async def test_it_opens_on_what_runs_and_leaves_where_it_came_from(size: tuple[int, int]) -> None:
    async with running(desk_of(), size) as shown:
        await shown.press("R")
        cursor = on_the_rota(shown).slots.cursor
        assert cursor is not None
        assert cursor.has_begun(NOW)
        assert not cursor.is_over(NOW)
        for words in ("on duty", "scheduled", "next", "load", "fairer", "away", "by the schedule alone"):
            assert words in shown.text()
        await shown.press("R")
        assert shown.screen == "Dashboard"
        for key in ("escape", "q"):
            await shown.press("R", key)
            assert shown.screen == "Dashboard"


async def test_the_palette_has_it() -> None:
    async with running(desk_of()) as shown:
        await shown.press("colon")
        await shown.type("rota")
        await shown.press("enter")
        assert shown.screen == "RotaScreen"


@SIZES
async def test_another_primary_for_a_shift_to_come_and_back(size: tuple[int, int]) -> None:
    desk = desk_of()
    async with running(desk, size) as shown:
        await shown.press("R", "j", "p")
        assert "Mon 30 Nov 08:00 to Mon 7 Dec 08:00" in shown.text()
        assert "on duty at once" not in shown.text()
        await shown.press("2")
        assert primaries(desk) == ["mia", "leo", "mia", "mia"]
        assert "leo is primary, Mon 30 Nov 08:00 to Mon 7 Dec 08:00 · u takes it back" in shown.text()
        assert "changed by mia" in shown.text()
        await shown.press("u")
        assert primaries(desk) == ["mia", "ada", "mia", "mia"]
        assert "taken back: set the shift" in shown.text()


async def test_keys_that_come_before_their_question_reach_it() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.rush("R", "j", "p", "2")
        assert primaries(desk) == ["mia", "leo", "mia", "mia"]
        await shown.rush("j", "c", "2")
        await shown.rush(*"Wed 12:00", "enter")
        await shown.rush(*"2h", "enter")
        covered = said(desk)[-1]
        assert isinstance(covered, Covered)
        assert covered.begins == datetime(2026, 12, 9, 20, tzinfo=UTC)
        await shown.rush("u", "u")
        assert primaries(desk) == ["mia", "ada", "mia", "mia"]
        await shown.rush("s", "escape", "R", "j", "j", "j")
        assert shown.screen == "Dashboard"


async def test_the_running_shift_warns_that_it_puts_somebody_on_duty() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R", "p")
        assert "on duty at once, without a handoff" in shown.text()
        await shown.press("3")
        assert handoffs.on_call(desk).on_duty.primary == "ada"
        assert "ada is primary and on duty from now on" in shown.text()
        assert "set by mia" in shown.text()


async def test_who_goes_off_duty_by_it_stays_until_github_has_it() -> None:
    desk = memory_desk(StoppedClock(NOW), replace(SETTINGS, github=TEAM.github), [CONNECTED])[0]
    async with running(desk) as shown:
        await shown.press("R", "p", "3")
        assert handoffs.on_call(desk).on_duty.primary == "mia"
        assert "ada is primary, on duty when GitHub has it" in shown.text()
        assert "until GitHub has what was changed here" in shown.text()


async def test_leaving_the_question_changes_nothing() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        for keys in ("p", "b", "s", "c", "c 1"):
            await shown.press("R", "j", *keys.split(), "escape", "escape")
        assert said(desk) == []


async def test_another_backup() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R", "j", "b")
        assert "ada" not in shown.text().partition("Who is backup?")[2].partition("Enter choose")[0]
        await shown.press("2")
        assert outlook(desk).slots[2].backup == "leo"
        assert "leo is backup" in shown.text()


async def test_who_is_away_is_told_where_somebody_is_chosen() -> None:
    async with running(desk_of()) as shown:
        await shown.press("R", "j", "j", "p")
        assert "leo  away then" in shown.text()


@SIZES
async def test_a_swap_is_one_gesture(size: tuple[int, int]) -> None:
    desk = desk_of()
    async with running(desk, size) as shown:
        await shown.press("R", "j", "s")
        assert "Swap ada's shift with which?" in shown.text()
        await shown.press("1")
        assert primaries(desk) == ["mia", "mia", "ada", "mia"]
        assert "swapped: mia has this shift, ada the other one" in shown.text()
        await shown.press("u")
        assert primaries(desk) == ["mia", "ada", "mia", "mia"]


async def test_what_has_begun_is_not_swapped() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R", "s")
        assert shown.screen == "RotaScreen"
        assert "it has begun; hand it over" in shown.text()
        assert said(desk) == []


@pytest.mark.parametrize("key", ["p", "b", "s", "c"])
async def test_a_shift_that_is_over_is_not_changed(key: str) -> None:
    desk = desk_of()
    async with running(desk, (80, 24)) as shown:
        await shown.press("R", "k", key)
        assert shown.screen == "RotaScreen"
        assert "this shift is over; only the running one and those to come can be changed" in shown.text()
        assert said(desk) == []


async def test_a_cover_by_day_and_hours() -> None:
    desk = desk_of()
    async with running(desk, (80, 24)) as shown:
        await shown.press("R", "j", "c", "1")
        assert "mia covers for ada" in shown.text()
        await shown.type("Wed 12:00")
        await shown.press("enter")
        await shown.type("2h")
        assert "→ Wed 2 Dec 2026 12:00 PST to Wed 2 Dec 2026 14:00 PST" in shown.text()
        await shown.press("enter")
        assert shown.screen == "RotaScreen"
        covered = said(desk)[-1]
        assert isinstance(covered, Covered)
        assert (covered.who, covered.ends - covered.begins) == ("mia", timedelta(hours=2))
        assert "Wed  2 Dec 12:00  Wed  2 Dec 14:00  mia" in shown.text()


async def test_a_cover_without_a_beginning_begins_with_the_shift_and_now_where_it_runs() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R", "c", "2", "tab")
        await shown.type("90m")
        await shown.press("ctrl+o")
        await shown.press("j", "j", "c", "1", "enter")
        await shown.type("12:00")
        await shown.press("enter")
    first, second = said(desk)
    assert isinstance(first, Covered)
    assert isinstance(second, Covered)
    assert (first.begins, first.ends) == (NOW, NOW + timedelta(minutes=90))
    assert second.begins == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert second.ends == datetime(2026, 11, 30, 20, tzinfo=UTC)


async def test_a_cover_that_cannot_be_stays_open_and_says_why() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R", "j", "c", "1")
        await shown.type("noon")
        await shown.press("ctrl+o")
        assert "'noon' is no time" in shown.text()
        for _ in "noon":
            await shown.press("backspace")
        await shown.type("12:00")
        await shown.press("enter", "enter")
        assert "'' is no time; write 2h" in shown.text()
        await shown.type("11:00")
        await shown.press("enter")
        assert "must come after its beginning" in shown.text()
        for _ in "11:00":
            await shown.press("backspace")
        await shown.type("9d")
        await shown.press("enter")
        assert "the shift is Mon 30 Nov 2026 08:00 PST to" in shown.text()
        assert said(desk) == []


async def test_without_a_rotation_it_says_so_and_no_key_breaks_anything() -> None:
    desk = desk_of(replace(SETTINGS, rotation=Rotation()))
    async with running(desk, (80, 24)) as shown:
        await shown.press("R")
        assert "No rotation is set." in shown.text()
        assert "[rotation] in shiftui.toml" in shown.text()
        assert "on duty    mia" in shown.text()
        await shown.press("j", "G", "p")
        assert "there is no shift here" in shown.text()
        await shown.press("b", "s", "c", "u", "escape")
        assert shown.screen == "Dashboard"


async def test_a_gap_is_filled_by_a_key() -> None:
    desk = desk_of(replace(SETTINGS, rotation=Rotation()))
    handoffs.start(desk, "mia", "leo", NOW + timedelta(days=1), NOW + timedelta(days=2))
    async with running(desk) as shown:
        await shown.press("R", "G")
        assert "nobody: nothing is planned" in shown.text()
        await shown.press("b")
        assert "set the primary first" in shown.text()
        await shown.press("p", "3")
    assert [slot.primary for slot in outlook(desk).slots] == [None, "mia", "ada", None]


async def test_what_somebody_else_changes_is_seen_without_a_key() -> None:
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    mia = desk_on(journal, clock, SETTINGS)
    leo = desk_on(journal, clock, replace(SETTINGS, me="leo"), 1_000)
    async with running(mia) as shown:
        await shown.press("R", "j")
        rota.set_primary(leo, outlook(leo).slots[2], "leo")
        mia.refresh()
        await shown.press("down")
        assert "changed by leo" in shown.text()


async def test_time_that_passes_moves_now_to_the_next_shift() -> None:
    desk = desk_of()
    async with running(desk) as shown:
        await shown.press("R")
        await shown.pass_time(LATER.total_seconds())
        assert "now Mon 30 Nov 08:00" in shown.text()
        cursor = on_the_rota(shown).slots.cursor
        assert cursor is not None
        assert cursor.has_begun(clock_of(desk).at)


async def test_a_read_only_workspace_refuses_in_words() -> None:
    desk = desk_of(replace(SETTINGS, read_only=True))
    async with running(desk) as shown:
        await shown.press("R", "j", "p", "2")
        assert "read-only" in shown.text() or "read only" in shown.text()
    assert said(desk) == []


async def test_a_disk_that_is_full_is_told_and_the_screen_stays() -> None:
    journal = MemoryJournal()
    desk = desk_on(journal, StoppedClock(NOW), SETTINGS)
    async with running(desk) as shown:
        await shown.press("R", "j")
        journal.broken = "the disk is full"
        await shown.press("p", "2")
        assert "not done: the disk is full" in shown.text()
        assert shown.screen == "RotaScreen"


@SIZES
async def test_short_shifts_and_a_large_team_fit(size: tuple[int, int]) -> None:
    order = tuple(f"a-rather-long-login-{number}" for number in range(40))
    away = ((date(2026, 11, 1), date(2027, 1, 1)),)
    settings = Settings(
        me=order[0],
        hours=SETTINGS.hours,
        people=tuple(Person(login, away=away if at % 3 else ()) for at, login in enumerate(order)),
        rotation=Rotation("6 hours", "2026-11-16T08:00", order),
    )
    async with running(desk_of(settings), size) as shown:
        await shown.press("R", "G", "p", "escape", "s", "escape", "g", "j", "b", "escape", "ctrl+d")
        assert shown.screen == "RotaScreen"
        assert all(len(row) <= size[0] for row in shown.text().splitlines())


@pytest.mark.parametrize(
    ("length", "zone"), [("999 months", "Asia/Tokyo"), ("1 hour", "America/Los_Angeles")]
)
@pytest.mark.parametrize("start", ["0001-01-01T00:00", "2026-11-23T08:00", "9999-12-31T23:59"])
async def test_strange_settings_are_shown_without_a_crash(length: str, zone: str, start: str) -> None:
    hours = replace(SETTINGS.hours, timezone=zone)
    settings = replace(SETTINGS, hours=hours, rotation=Rotation(length, start, ("mia",)), people=())
    async with running(desk_of(settings), (80, 24)) as shown:
        await shown.press("R", "G")
        for key in ("p", "b", "s", "c", "g", "p"):
            await shown.press(key, *(["escape"] if shown.screen != "RotaScreen" else []))
        await shown.press(*(["escape"] if shown.screen != "RotaScreen" else []))
        assert shown.screen == "RotaScreen"


async def test_nothing_has_a_colour_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.tui.test_no_color import coloured

    monkeypatch.setenv("NO_COLOR", "1")
    async with running(desk_of()) as shown:
        await shown.press("R", "j")
        assert coloured(shown) == []
        assert "▌" in shown.text()


async def test_it_opens_over_a_workspace_full_of_tickets() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        before = shown.cursor
        await shown.press("R")
        assert "No rotation is set." in shown.text()
        await shown.press("escape")
        assert shown.cursor == before
