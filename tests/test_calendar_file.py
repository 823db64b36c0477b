"""The calendar file says what the rota says, read back by the library, whatever people are called."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Component

from shiftui.calendar_file import calendar_text
from shiftui.domain.rotation import Override, Shift, rota
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import Settings
from tests.domain.test_rotation import LEAVE, ZONES, changes, team, two_years
from tests.hostile import HOSTILE, HOSTILE_IDS

MADE = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEGINS = datetime(2026, 11, 23, 16, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def events(content: bytes) -> Sequence[Component]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    found = calendar.walk("VEVENT")
    assert not any(event.errors for event in found)
    return found


def one(shift: Shift, names: dict[str, str] | None = None) -> Component:
    (event,) = events(calendar_text([shift], Settings(), names or {}, MADE))
    return event


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_come_back_with_the_same_instants(zone: str) -> None:
    settings = team(zone=zone, away=LEAVE)
    shifts = rota(settings, changes(zone), *two_years(zone))
    found = events(calendar_text(shifts, settings, {}, MADE))
    assert [(event.decoded("dtstart"), event.decoded("dtend")) for event in found] == [
        (shift.begins, shift.ends) for shift in shifts
    ]
    assert all(event.decoded("dtstart").utcoffset() == timedelta(0) for event in found)
    assert len({str(event["uid"]) for event in found}) == len(shifts)


def test_an_event_says_who_and_why() -> None:
    event = one(Shift(BEGINS, BEGINS + WEEK, "mia", "leo", "changed by ada"), {"leo": "Leo, the second"})
    assert str(event["summary"]) == "on call: mia (backup Leo, the second)"
    assert str(event["description"]) == "changed by ada"
    assert event.decoded("dtstamp") == MADE
    gap = one(Shift(BEGINS, BEGINS + WEEK, None, None))
    assert str(gap["summary"]) == "on call: nobody"
    assert "description" not in gap


def test_instants_are_written_in_utc_and_lines_end_as_the_format_wants() -> None:
    content = calendar_text([Shift(BEGINS, BEGINS + WEEK, "mia", "leo")], Settings(), {}, MADE)
    assert b"DTSTART:20261123T160000Z\r\n" in content
    assert b"DTEND:20261130T160000Z\r\n" in content
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_a_shift_keeps_its_uid_until_its_primary_changes() -> None:
    first = one(Shift(BEGINS, BEGINS + WEEK, "mia", "leo"))
    same = one(Shift(BEGINS, BEGINS + 2 * WEEK, "mia", "ada", "leo is away"), {"mia": "Mia"})
    other = one(Shift(BEGINS, BEGINS + WEEK, "leo", "mia"))
    assert first["uid"] == same["uid"] != other["uid"]


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_names_and_reasons_break_nothing(text: str) -> None:
    tricky = f'{text[:100_000]};,:\\n"\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:forged'
    shift = Shift(BEGINS, BEGINS + WEEK, "mia", tricky, tricky)
    content = calendar_text(
        [shift, Shift(BEGINS + WEEK, BEGINS + 2 * WEEK, text, "ada")], Settings(), {"mia": text}, MADE
    )
    first, second = events(content)
    assert str(first["summary"]) == f"on call: {safe_line(text or 'mia')} (backup {safe_line(tricky)})"
    assert str(first["description"]) == safe_line(tricky)
    assert str(second["summary"]).endswith("(backup ada)")
    assert not any((byte < 32 and byte not in b"\r\n") or byte == 127 for byte in content)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_without_shifts_it_is_an_empty_calendar() -> None:
    assert events(calendar_text((), Settings(), {})) == []


def test_an_override_without_a_rotation_is_an_event() -> None:
    settings = team(())
    shifts = rota(settings, (Override(BEGINS, BEGINS + WEEK, "mia", why="by hand"),), BEGINS, BEGINS + WEEK)
    (event,) = events(calendar_text(shifts, settings, {}))
    assert str(event["summary"]) == "on call: mia"
