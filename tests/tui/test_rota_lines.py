"""How the rota reads, without a screen: each row says what it is, and fits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shiftui.domain.duty import Duty
from shiftui.domain.safe_text import is_safe
from shiftui.domain.settings import Person, Rotation, Settings
from shiftui.service import handoffs, rota
from shiftui.service.desk import Desk
from shiftui.service.handoffs import OnCall
from shiftui.service.rota import Outlook, outlook
from shiftui.tui.lines import Line, width_of
from shiftui.tui.view_models.rota import (
    columns,
    empty_lines,
    foot_lines,
    head_line,
    hours_words,
    slot_line,
    title_line,
    top_lines,
    wall,
)
from tests.hostile import HOSTILE, HOSTILE_IDS
from tests.tui.support import MemoryJournal, StoppedClock, clock_of
from tests.tui.workspace import NOW, desk_on
from tests.tui.workspace import SETTINGS as TEAM

ORDER = ("leo", "mia", "ada")
SETTINGS = replace(
    TEAM,
    github=Settings().github,
    rotation=Rotation("1 week", "2026-11-16T08:00", ORDER),
    people=(
        Person("mia", veteran=True),
        Person("leo", away=((date(2026, 12, 8), date(2026, 12, 9)),)),
        Person("ada", away=((date(2026, 12, 24), date(2027, 1, 2)),)),
    ),
)
"""Monday afternoon: mia's week began at 08:00, leo's ended then."""
LA = "America/Los_Angeles"
DAY = timedelta(days=1)


def desk_of(settings: Settings = SETTINGS) -> Desk:
    return desk_on(MemoryJournal(), StoppedClock(NOW), settings)


def text(line: Line) -> str:
    return "".join(span.text for span in line).rstrip()


def texts(lines: Sequence[Line]) -> str:
    return "\n".join(map(text, lines))


def rows(look: Outlook) -> list[str]:
    return [text(slot_line(slot, columns(look.slots), look)) for slot in look.slots]


def roles(line: Line, word: str) -> list[str]:
    return [span.role for span in line if word in span.text]


def test_the_running_shift_the_one_before_and_those_to_come_stand_in_columns() -> None:
    look = outlook(desk_of())
    assert [text(head_line(columns(look.slots)))[2:], *rows(look)[:3]] == [
        "    from              to                primary  backup     why it differs",
        "was Mon 16 Nov 08:00  Mon 23 Nov 08:00  leo      mia",
        "now Mon 23 Nov 08:00  Mon 30 Nov 08:00  mia      ada",
        "    Mon 30 Nov 08:00  Mon  7 Dec 08:00  ada      mia",
    ]


def test_a_row_says_why_it_differs_from_the_rotation() -> None:
    look = outlook(desk_of())
    away = next(row for row in rows(look) if "Mon  7 Dec 08:00  Mon 14 Dec" in row)
    assert away.endswith("mia      ada        mia covers for leo, who is away")


def test_a_gap_is_told_in_words_and_coloured_only_when_it_is_near() -> None:
    desk = desk_of(replace(SETTINGS, rotation=Rotation()))
    handoffs.start(desk, "mia", "leo", NOW + 2 * DAY, NOW + 20 * DAY)
    look = outlook(desk)
    near, _, far = look.slots
    places = columns(look.slots)
    assert text(slot_line(near, places, look)).endswith("nobody: nothing is planned")
    assert roles(slot_line(near, places, look), "nobody") == ["amber"]
    assert roles(slot_line(far, places, look), "nobody") == ["text"]


def test_where_duty_and_schedule_are_the_same_both_say_so() -> None:
    said = texts(top_lines(outlook(desk_of()), 120))
    assert "on duty    mia · backup ada · until Mon 30 Nov 08:00 · by the schedule alone" in said
    assert "scheduled  mia · backup ada · until Mon 30 Nov 08:00 · the same" in said
    assert "next       ada · backup mia · from Mon 30 Nov 08:00" in said


def test_where_they_differ_each_says_why() -> None:
    desk = desk_of()
    look = outlook(desk)
    late = Duty("leo", "mia", NOW - 7 * DAY, NOW - DAY, "past its end; not handed over yet")
    look = replace(look, on_call=OnCall(look.on_call.scheduled, late))
    said = texts(top_lines(look, 120))
    assert "on duty    leo · backup mia · until Sun 22 Nov 15:33 · past its end; not handed over yet" in said
    assert "scheduled  mia · backup ada · until Mon 30 Nov 08:00 · on duty once they have accepted it" in said
    assert rows(look)[1].endswith("leo is on duty")


def test_whoever_is_scheduled_and_was_taken_over_from_is_not_on_duty() -> None:
    desk = desk_of(replace(SETTINGS, me="ada"))
    handoffs.take_over(desk)
    said = texts(top_lines(outlook(desk), 120))
    assert "on duty    ada · backup mia · until Mon 30 Nov 08:00 · took over from mia" in said
    assert "scheduled  mia · backup ada · until Mon 30 Nov 08:00 · not on duty now" in said


def test_an_accepted_handoff_is_named_as_the_reason() -> None:
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    mia, leo = desk_on(journal, clock, SETTINGS), desk_on(journal, clock, replace(SETTINGS, me="leo"), 1_000)
    handoffs.offer(mia, "leo", "all quiet")
    leo.refresh()
    handoffs.accept(leo)
    said = texts(top_lines(outlook(leo), 120))
    assert "on duty    leo" in said
    assert "accepted the handoff" in said


def test_a_shift_that_was_set_says_by_whom() -> None:
    desk = desk_of()
    rota.set_primary(desk, outlook(desk).slots[1], "ada")
    assert "set by mia" in texts(top_lines(outlook(desk), 120))


def test_without_a_rotation_it_says_how_to_set_one_and_who_is_on_duty() -> None:
    look = outlook(desk_of(replace(SETTINGS, rotation=Rotation())))
    assert "on duty    mia" in texts(top_lines(look, 80))
    assert "nobody: no rotation is set" in texts(top_lines(look, 80))
    said = texts(empty_lines(look, 76))
    assert "No rotation is set." in said
    assert "[rotation] in shiftui.toml" in said


@pytest.mark.parametrize(
    ("half", "lacks"), [(Rotation(order=ORDER), "start"), (Rotation(start="2026-11-16T08:00"), "order")]
)
def test_half_a_rotation_says_what_it_lacks(half: Rotation, lacks: str) -> None:
    look = outlook(desk_of(replace(SETTINGS, rotation=half)))
    assert f"The rotation has no {lacks}." in texts(empty_lines(look, 76))


def test_the_shift_under_the_cursor_is_told_with_year_zone_and_length() -> None:
    look = outlook(desk_of())
    said = texts(foot_lines(look, look.slots[3], 120, roomy=True))
    assert "Mon 7 Dec 2026 08:00 PST to Mon 14 Dec 2026 08:00 PST · 168 h" in said
    assert "mia covers for leo, who is away" in said
    assert "as the rotation has it" in texts(foot_lines(look, look.slots[1], 120, roomy=True))


def test_load_absences_and_what_would_be_fairer_are_told() -> None:
    look = outlook(desk_of())
    said = texts(foot_lines(look, look.slots[1], 120, roomy=True))
    assert "load       mia 672 h   leo 504 h   ada 336 h   as primary, 8 weeks" in said
    assert "away       leo 8 Dec to 9 Dec · ada 24 Dec to 2 Jan 2027" in said
    assert "fairer     ada takes mia's shift of Mon 7 Dec" in said


def test_the_rows_below_the_list_are_as_many_whatever_they_say() -> None:
    look = outlook(desk_of())
    short = replace(look, advice="", absences=())
    for width in (80, 120):
        counts = {
            len(foot_lines(one, slot, width, roomy=False)) for one in (look, short) for slot in one.slots
        }
        assert len(counts) == 1


def test_a_shift_over_a_change_of_the_clocks_keeps_the_time_on_the_wall() -> None:
    settings = replace(SETTINGS, rotation=Rotation("1 week", "2026-10-26T08:00", ORDER))
    desk = desk_of(settings)
    clock_of(desk).at = datetime(2026, 10, 28, 20, tzinfo=UTC)
    look = outlook(desk)
    assert any(row.startswith("now Mon 26 Oct 08:00  Mon  2 Nov 08:00") for row in rows(look))
    assert "08:00 PDT to Mon 2 Nov 2026 08:00 PST · 169 h" in texts(
        foot_lines(look, look.slots[0], 120, roomy=True)
    )


def test_far_times_have_a_year_and_endless_ones_no_end() -> None:
    assert wall(datetime(2093, 12, 7, 16, tzinfo=UTC), LA, NOW) == "Mon  7 Dec 2093"
    assert wall(datetime.max.replace(tzinfo=UTC), "Asia/Tokyo", NOW) == "no end"


@pytest.mark.parametrize(
    ("span", "words"),
    [(timedelta(hours=168), "168 h"), (timedelta(hours=2), "2 h"), (timedelta(minutes=90), "90 min")],
)
def test_lengths_have_a_unit(span: timedelta, words: str) -> None:
    assert hours_words(span) == words


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("who", HOSTILE, ids=HOSTILE_IDS)
def test_whatever_people_are_called_nothing_leaves_its_place(who: str, width: int) -> None:
    people = (Person(who, who, away=((date(2026, 11, 1), date(2027, 11, 1)),)), Person("mia"))
    settings = replace(SETTINGS, people=people, rotation=Rotation("1 week", "2026-11-16T08:00", (who, "mia")))
    look = outlook(desk_of(settings))
    lines = [title_line(look, width), *top_lines(look, width)]
    lines += [line for slot in look.slots for line in foot_lines(look, slot, width, roomy=True)]
    lines += [slot_line(slot, columns(look.slots), look) for slot in look.slots]
    assert all(is_safe(span.text) for line in lines for span in line)
    assert all(width_of(line) <= width for line in lines[: -len(look.slots)])


@pytest.mark.parametrize(("day", "said"), [(24, "Rota  lead ada until 24 Nov"), (22, "Rota")])
def test_the_operational_lead_has_a_term(day: int, said: str) -> None:
    ada = Person("ada", leads=((date(2026, 11, 1), date(2026, 11, day)),))
    look = outlook(desk_of(replace(SETTINGS, people=(*SETTINGS.people[:2], ada))))
    for width in (80, 120):
        line = title_line(look, width)
        assert width_of(line) <= width
        assert text(line).split("   ")[0].strip() == said
