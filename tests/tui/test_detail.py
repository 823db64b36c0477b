"""The ticket pane: facts, clock, plan, conversation, link; absolute times with their zone."""

from datetime import timedelta

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.vocabulary import Resolution, Via
from shiftui.service.desk import Desk
from shiftui.tui.lines import Line, cells, width_of
from shiftui.tui.view_models import detail
from tests.tui.support import clock_of
from tests.tui.test_rows import moment_of
from tests.tui.workspace import invented_desk


def lines_of(desk: Desk, key: str, width: int = 60) -> list[Line]:
    moment = moment_of(desk)
    placed = moment.placed[key]
    return [
        *detail.headline(placed, moment, width),
        *detail.facts(placed, moment, width),
        *detail.plan(placed, moment, width),
        *detail.conversation(desk.thread(key), moment, width),
        *detail.link(placed, width),
    ]


def rows_of(desk: Desk, key: str, width: int = 60) -> list[str]:
    return ["".join(span.text for span in line) for line in lines_of(desk, key, width)]


def section(rows: list[str], title: str) -> list[str]:
    """The rows below a heading, up to the next blank one."""
    after = rows[rows.index(title) + 1 :]
    return after[: after.index("")] if "" in after else after


def test_a_long_title_hangs_beside_its_number() -> None:
    assert rows_of(invented_desk(), "#482", 30)[:2] == ["#482  Plots blank after the", "      3.4.2 upgrade"]


def test_the_facts_say_what_it_is_from_whom_and_since_when_with_the_zone() -> None:
    rows = rows_of(invented_desk(), "#482")
    assert rows[1:3] == ["customer   ● error", "j.doe, opened Mon 23 Nov 2026 14:44 PST, 48 min ago"]


def test_the_channel_is_named_where_it_is_not_github() -> None:
    assert "Ana Ruiz <ana@lab.example> by e-mail, opened" in " ".join(rows_of(invented_desk(), "L3"))


def test_a_running_clock_says_what_is_left_by_when_and_that_nobody_has_written() -> None:
    rows = rows_of(invented_desk(), "#482")
    assert "11 min left to the first response" in rows
    assert "due Mon 23 Nov 2026 15:44 PST; nobody has written to j.doe" in rows


def test_a_breached_clock_is_red_and_says_since_when() -> None:
    desk = invented_desk()
    assert "breached 40 min ago, was due Mon 23 Nov 2026 14:53 PST" in rows_of(desk, "#474")
    assert any(
        span.role == "red" and span.text == "breached" for line in lines_of(desk, "#474") for span in line
    )


def test_the_clock_goes_on_in_the_pane() -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(minutes=2)
    assert "9:41 left to the first response" in rows_of(desk, "#482")


def test_a_reply_that_has_not_left_is_said_and_the_clock_runs() -> None:
    desk = invented_desk()
    desk.do(respond, "#482", "Please send the log.")
    rows = rows_of(desk, "#482")
    assert "reply not delivered yet" in rows
    assert "11 min left to the first response" in rows
    assert not any("nobody has written" in row for row in rows)


def test_an_answer_in_time_says_by_whom_and_when() -> None:
    rows = " ".join(rows_of(invented_desk(), "L3"))
    assert "answered in time by mia, Mon 23 Nov 2026 15:18 PST" in rows


def test_an_answer_too_late_says_so_without_red() -> None:
    desk = invented_desk()
    desk.do(respond, "#474", "Sorry for the wait.", via=Via.PHONE)
    assert any("answered late by mia" in row for row in rows_of(desk, "#474"))
    assert not any(span.role == "red" for line in lines_of(desk, "#474") for span in line)


def test_the_place_in_the_queue_is_explained() -> None:
    rows = rows_of(invented_desk(), "#468")
    assert any(row.endswith("in the queue: the requester wrote") for row in rows)


def test_who_has_it_is_said() -> None:
    desk = invented_desk()
    desk.do(acknowledge, "#482")
    assert "mia has it, since 15:33" in rows_of(desk, "#482")


def test_next_action_and_contingency_stand_above_the_conversation() -> None:
    rows = rows_of(invented_desk(), "#482")
    assert section(rows, "NEXT") == [
        "Get the log, then try --mesa",
        "if it goes wrong: call ops 0199 about the driver",
    ]
    assert rows.index("NEXT") < rows.index("CONVERSATION")


def test_spinoffs_are_listed_with_their_titles() -> None:
    assert section(rows_of(invented_desk(), "#482"), "SPINOFFS") == [
        "L1 Detect blank frames before they are saved"
    ]


def test_a_spinoff_says_what_it_came_from() -> None:
    rows = section(rows_of(invented_desk(), "L1"), "SPUN OFF FROM")
    assert rows == ["#482 Plots blank after the 3.4.2 upgrade"]


def test_the_conversation_begins_with_the_body_and_marks_what_only_the_team_reads() -> None:
    rows = rows_of(invented_desk(), "#482", 70)
    said = rows[rows.index("CONVERSATION") + 1 :]
    assert said[:2] == ["14:44 j.doe", "After upgrading, every pseudocolor plot is blank. 3.4.1 was fine."]
    assert "14:58 mia   note, team only, not delivered yet" in said


def test_events_are_one_dim_line_each() -> None:
    desk = invented_desk()
    desk.do(set_fields, "#485", next_action="ask for the session file")
    events = [
        line for line in lines_of(desk, "#485", 90) if "set next:" in "".join(span.text for span in line)
    ]
    assert [{span.role for span in line} for line in events] == [{"dim"}]


def test_a_long_conversation_shows_the_latest_and_counts_the_rest() -> None:
    desk = invented_desk()
    for number in range(detail.LATEST + 7):
        desk.do(note, "#485", f"note {number}")
    rows = rows_of(desk, "#485")
    assert "… 7 earlier entries; o shows them on GitHub" in rows
    assert f"note {detail.LATEST + 6}" in rows
    assert "note 6" not in rows


def test_an_ended_ticket_says_how_by_whom_and_that_no_fix_is_owed() -> None:
    desk = invented_desk()
    desk.do(resolve, "#485", [Resolution.FIXED], no_spinoff="a typing error")
    rows = " ".join(rows_of(desk, "#485", 100))
    assert "resolved: fixed, by mia, Mon 23 Nov 2026 15:33 PST" in rows
    assert "no spinoff owed: a typing error" in rows


def test_the_whole_address_is_shown() -> None:
    rows = rows_of(invented_desk(), "#482", 30)
    assert "".join(rows[-2:]) == "https://github.com/visit-dav/live-incidents/issues/482"


@pytest.mark.parametrize("width", [20, 38, 76, 100])
def test_no_row_is_wider_than_the_pane(width: int) -> None:
    desk = invented_desk()
    for key in moment_of(desk).placed:
        assert all(width_of(line) <= width for line in lines_of(desk, key, width))


def test_while_the_conversation_is_read_the_pane_says_so() -> None:
    rows = detail.conversation(None, moment_of(invented_desk()), 40)
    assert "".join(span.text for span in rows[-1]) == "reading …"
    assert cells("reading …") == 9
