"""How tickets read as rows: place by place, and what colour is for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.responded import respond
from shiftui.service.desk import Desk
from shiftui.tui.lines import Line, width_of
from shiftui.tui.view_models.moment import Moment
from shiftui.tui.view_models.rows import columns, countdown, ticket_line
from tests.tui.support import clock_of
from tests.tui.workspace import SETTINGS, invented_desk

MINUTE = timedelta(minutes=1)


def moment_of(desk: Desk) -> Moment:
    now = desk.now()
    return Moment(desk.snapshot, desk.snapshot.queue(now), now, desk.me)


@pytest.fixture(scope="module")
def moment() -> Moment:
    return moment_of(invented_desk())


def row(moment: Moment, key: str, width: int = 78, *, marked: bool = False) -> Line:
    refs = [moment.ref(placed.key) for placed in moment.queue]
    return ticket_line(moment.placed[key], columns(width, refs), moment, marked=marked)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def roles(line: Line) -> dict[str, str]:
    return {span.text.strip(): span.role for span in line if span.text.strip()}


def test_a_row_says_severity_number_title_priority_next_step_and_time(moment: Moment) -> None:
    assert text(row(moment, "#485")) == (
        "● #485   Movie export drops the last frame customer    respond     in 41 m"
    )


def test_a_breached_response_is_told_by_a_shape_and_red(moment: Moment) -> None:
    line = row(moment, "#474")
    assert text(line).startswith("! #474")
    assert text(line).endswith("−40 m")
    assert roles(line)["!"] == roles(line)["−40 m"] == "red"


def test_a_response_at_risk_is_amber_and_its_title_bold(moment: Moment) -> None:
    found = roles(row(moment, "#482"))
    assert found["in 11 m"] == "amber"
    assert found["Plots blank after the 3.4.2 upgr…"] == "strong"


def test_what_needs_nobody_now_is_dim(moment: Moment) -> None:
    assert set(roles(row(moment, "#470")).values()) == {"dim"}


def test_no_row_without_a_clock_at_risk_is_amber_or_red(moment: Moment) -> None:
    for placed in moment.queue:
        if placed.key not in ("#474", "#482"):
            assert not {"amber", "red"} & {span.role for span in row(moment, placed.key)}


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("#474", "respond now"), ("#482", "respond now"), ("#486", "respond"), ("#440", "wrote again"),
        ("#468", "they wrote"), ("#470", "their reply"), ("#455", "third party"), ("#431", "until 17:00"),
        ("#433", "act"), ("L3", "act"), ("L1", "elsewhere"), ("#120", "parked"),
    ],
)  # fmt: skip
def test_the_next_step_is_in_a_word_or_two(moment: Moment, key: str, step: str) -> None:
    assert f" {step} " in text(row(moment, key))


def test_a_reply_that_has_not_left_says_so() -> None:
    desk = invented_desk()
    desk.do(respond, "#485", "Could you send the session file?")
    assert " unsent " in text(row(moment_of(desk), "#485"))


def test_somebody_elses_ticket_says_who_has_it() -> None:
    leo = invented_desk(settings=replace(SETTINGS, me="leo"))
    leo.do(acknowledge, "#433")
    leo.do(acknowledge, "#468")
    now = leo.now()
    seen_by_mia = Moment(leo.snapshot, leo.snapshot.queue(now), now, "mia")
    assert " with leo " in text(row(seen_by_mia, "#433"))
    assert " wrote · leo " in text(row(seen_by_mia, "#468")), "who has to read what they wrote"


def test_a_mark_is_a_shape(moment: Moment) -> None:
    assert text(row(moment, "#485", marked=True)).startswith("● #485 ✓ Movie")


def test_what_is_on_its_way_to_github_is_marked(moment: Moment) -> None:
    assert text(row(moment, "#482")).startswith("● #482 ↑ ")


@pytest.mark.parametrize("width", [78, 80, 96, 120, 200])
def test_all_rows_end_at_the_same_cell(moment: Moment, width: int) -> None:
    assert {width_of(row(moment, placed.key, width)) for placed in moment.queue} == {width - 4}


def test_wide_lists_show_the_age_beside_the_countdown(moment: Moment) -> None:
    assert text(row(moment, "#482", 120)).endswith("in 11 m   48 m")


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(hours=3), "in 3 h"), (41 * MINUTE, "in 41 m"), (10 * MINUTE, "in 10 m"),
        (timedelta(minutes=9, seconds=59), "9:59"), (timedelta(seconds=1), "0:01"), (timedelta(0), "−1 m"),
        (-40 * MINUTE, "−40 m"), (-timedelta(days=2), "−2 d"),
    ],
)  # fmt: skip
def test_countdowns_have_seconds_only_below_ten_minutes(left: timedelta, shown: str) -> None:
    assert countdown(left) == shown


def test_a_row_changes_in_place_while_time_passes() -> None:
    desk = invented_desk()
    before = row(moment_of(desk), "#485")
    clock_of(desk).at += 5 * MINUTE
    after = row(moment_of(desk), "#485")
    assert text(before)[:-4] == text(after)[:-4]
    assert text(after).endswith("in 36 m")
