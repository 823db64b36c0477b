"""Cursor and marks mean tickets, never places; the filter looks at everything that a person may look for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.queue import order
from shiftui.domain.vocabulary import Resolution
from shiftui.tui.board import Board, follow
from shiftui.tui.steadiness import steady_until
from shiftui.tui.view_models.listing import View
from tests.tui.support import clock_of
from tests.tui.workspace import SETTINGS, invented_desk

ids = st.lists(st.text("abcdefgh", min_size=1, max_size=1), unique=True, max_size=8)


@given(ids, ids, st.randoms())
def test_the_cursor_stays_with_its_row_wherever_that_goes(
    before: list[str], after: list[str], random: object
) -> None:
    for cursor in before:
        found = follow(before, cursor, after)
        if cursor in after:
            assert found == cursor
        else:
            assert found is None if not after else found in after


def test_when_its_row_is_gone_the_cursor_goes_to_the_next_one_that_was_there() -> None:
    assert follow("abcd", "b", "dca") == "c"
    assert follow("abcd", "d", "ab") == "b"
    assert follow("abcd", "b", "xyz") == "x"
    assert follow("", None, "xy") == "x"
    assert follow("ab", "a", "") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("plots", ["#482"]), ("BLANK plots", ["#482"]), ("#470", ["#470"]), ("470", ["#470"]),
        ("ruiz", ["L3"]), ("untriaged", ["#486"]), ("their reply", ["#461", "#470"]),
        ("operational", ["#433", "L2", "#431"]), ("mia", ["#479"]), ("nothing like this", []),
    ],
)  # fmt: skip
def test_the_filter_looks_at_everything_that_a_row_says(typed: str, found: list[str]) -> None:
    board = Board(invented_desk())
    board.set_filter(typed)
    assert [row.id for row in board.listing.rows] == found


def test_the_filter_says_how_many_it_lets_through() -> None:
    board = Board(invented_desk())
    board.set_filter("plots")
    assert board.status() == "1 of 14 · filter: plots"


def test_actions_mean_the_marked_tickets_in_queue_order_else_the_row() -> None:
    board = Board(invented_desk())
    row = board.listing.rows[0]
    assert board.targets(row) == ("#474",)
    board.toggle_mark("#470")
    board.toggle_mark("#482")
    assert board.targets(row) == ("#482", "#470")


def test_marking_all_takes_what_the_filter_shows_and_a_second_time_lets_go() -> None:
    board = Board(invented_desk())
    board.set_filter("their reply")
    board.mark_all()
    assert board.marks == {"#461", "#470"}
    board.mark_all()
    assert not board.marks


def test_a_mark_whose_ticket_is_gone_is_forgotten() -> None:
    desk = invented_desk()
    board = Board(desk)
    board.toggle_mark("L3")
    desk.undo()
    desk.undo()
    board.refresh()
    assert not board.marks


def test_another_view_begins_without_filter_and_marks() -> None:
    board = Board(invented_desk())
    board.set_filter("plots")
    board.mark_all()
    board.look_at(View.PARKED)
    assert (board.filter, board.marks) == ("", frozenset())


def test_a_quiet_second_changes_neither_list_nor_places() -> None:
    desk = invented_desk()
    board = Board(desk)
    before = board.listing
    clock_of(desk).at += timedelta(seconds=1)
    assert not board.tick()
    assert board.listing is before
    assert board.moment.now == desk.now()


def test_a_ticket_that_is_breached_moves_by_itself() -> None:
    desk = invented_desk()
    board = Board(desk)
    assert [row.id for row in board.listing.rows][:3] == ["#474", "#482", "#486"]
    desk.do(acknowledge, "#474")
    desk.do(resolve, "#474", [Resolution.FIXED])
    board.refresh()
    clock_of(desk).at += timedelta(minutes=12)
    assert board.tick()
    assert board.moment.placed["#482"].clock is not None
    assert board.moment.counts.breached == 1


def test_a_sleeping_ticket_wakes_by_itself() -> None:
    desk = invented_desk()
    board = Board(desk)
    clock_of(desk).at += timedelta(minutes=87)
    assert board.tick()
    assert board.moment.placed["#431"].lane.needs_you


@given(st.integers(0, 72 * 60), st.integers(0, 999))
def test_until_the_order_is_said_to_hold_no_ticket_changes_its_lane(minutes: int, thousandths: int) -> None:
    snapshot = _DESK.snapshot
    now = _DESK.now() + timedelta(minutes=minutes)
    queue = order(snapshot.tickets.values(), SETTINGS, now)
    until = steady_until(queue, SETTINGS, now)
    later = now + ((until - now) * thousandths / 1000 if until is not None else timedelta(days=30))
    after = {placed.key: placed.lane for placed in order(snapshot.tickets.values(), SETTINGS, later)}
    assert {placed.key: placed.lane for placed in queue} == after


_DESK = invented_desk()
