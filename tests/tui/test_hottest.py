"""The strip below the header: what can still be met is counted down, what is over is only counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.responded import respond
from shiftui.domain.vocabulary import Via
from shiftui.tui.lines import Line, width_of
from shiftui.tui.view_models.digits import big
from shiftui.tui.view_models.hottest import hottest_lines
from shiftui.tui.view_models.moment import Moment
from tests.tui.support import clock_of
from tests.tui.test_rows import moment_of
from tests.tui.workspace import SETTINGS, empty_desk, invented_desk


def shown(moment: Moment, width: int = 120) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in hottest_lines(moment, width)]


def roles(lines: tuple[Line, ...]) -> set[str]:
    return {span.role for line in lines for span in line if span.text.strip()}


def test_the_next_response_that_can_be_met_is_counted_down_and_the_breached_one_named_beside_it() -> None:
    rows = shown(moment_of(invented_desk()))
    assert "left to respond to #482 Plots blank after the 3.4.2 upgrade   by 15:44 PST" in rows[0]
    assert "1 breached: #474   10 need you   3 waiting   1 asleep   2 parked" in rows[1]
    assert "goal met 7 of 8   in progress 1 of 5" in rows[2]


def test_narrow_terminals_keep_the_ticket_and_the_counts() -> None:
    rows = shown(moment_of(invented_desk()), 80)
    assert "left to respond, by 15:44 PST" in rows[0]
    assert "#482 Plots blank after the 3.4.2 upgrade" in rows[1]
    assert "1 breached: #474   10 need you   3 waiting   1 asleep" in rows[2]


def test_seconds_are_shown_below_ten_minutes() -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(minutes=2)
    lines = hottest_lines(moment_of(desk), 120)
    digits = big("9:41")
    assert [row[2:].startswith(part) for row, part in zip(map(_text, lines), digits, strict=True)] == [
        True
    ] * 3


def test_amber_is_for_what_is_at_risk() -> None:
    desk = invented_desk()
    desk.do(respond, "#482", "We are on it.", via=Via.PHONE)
    desk.do(respond, "#474", "We are on it.", via=Via.PHONE)
    lines = hottest_lines(moment_of(desk), 120)
    assert "#485" in _text(lines[0])
    assert not {"amber", "red"} & roles(lines)


def test_nothing_urgent_is_said_calmly_and_without_amber_or_red() -> None:
    lines = hottest_lines(moment_of(empty_desk()), 120)
    assert _text(lines[0]).strip() == "Nothing is urgent.   7 what now"
    assert not {"amber", "red"} & roles(lines)


def test_when_all_is_breached_no_countdown_is_shown() -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(days=3)
    rows = shown(moment_of(desk))
    assert rows[0].strip() == "Nothing can still be answered in time."
    assert "breached" in rows[1]


def test_more_work_in_progress_than_the_limit_stands_out() -> None:
    desk = invented_desk(settings=replace(SETTINGS, wip_limit=0))
    assert "in progress 1 of 0" in shown(moment_of(desk))[2]
    line = hottest_lines(moment_of(desk), 120)[2]
    assert [span.role for span in line if span.text.startswith("in progress")] == ["text"]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("minutes", [0, 2, 12, 300, 5_000])
def test_the_strip_is_never_wider_than_the_screen(width: int, minutes: int) -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(minutes=minutes)
    assert all(width_of(line) <= width for line in hottest_lines(moment_of(desk), width))


@pytest.mark.parametrize("text", ["0:00", "12 min", "1 h 20 min", "9:59", "14 h", "2 d 3 h"])
def test_large_digits_are_three_rows_of_one_width(text: str) -> None:
    assert len({len(row) for row in big(text)}) == 1


def test_large_digits_differ_from_each_other() -> None:
    assert len({big(str(digit)) for digit in range(10)}) == 10


def _text(line: Line) -> str:
    return "".join(span.text for span in line)
