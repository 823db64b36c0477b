"""Looking: layout, moving, views, filter, and a cursor that never jumps to another ticket."""

from datetime import timedelta

import pytest
from textual.events import Paste

from shiftui.domain.operations.resolved import resolve
from shiftui.domain.records import Pulled
from shiftui.domain.vocabulary import Priority, Resolution
from shiftui.service.desk import Desk
from tests.tui.support import running, settle
from tests.tui.workspace import empty_desk, invented_desk, issue, local_desk

MINUTE = timedelta(minutes=1)
WIDE, NARROW = (120, 40), (80, 24)


def arrive(desk: Desk, number: int, title: str, by: str = "j.doe") -> None:
    """A service interruption comes in from GitHub."""
    row = issue(number, title, desk.now(), by, priority=Priority.SERVICE)
    desk.append(lambda _: [Pulled(desk.now(), issues=(row,))])


async def test_the_ticket_stands_beside_the_list_where_there_is_room() -> None:
    async with running(invented_desk(), WIDE) as shown:
        assert "NEEDS YOU" in shown.text()
        assert "Every few minutes nobody gets a" in shown.text()


async def test_in_eighty_columns_enter_opens_the_ticket_and_escape_goes_back() -> None:
    async with running(invented_desk(), NARROW) as shown:
        assert "CONVERSATION" not in shown.text()
        await shown.press("enter")
        assert "CONVERSATION" in shown.text()
        assert "NEEDS YOU" not in shown.text()
        await shown.press("escape")
        assert "NEEDS YOU" in shown.text()


async def test_tab_goes_between_list_and_ticket_and_keys_then_scroll_the_ticket() -> None:
    async with running(invented_desk(), NARROW) as shown:
        await shown.press("j", "tab", "G")
        assert "live-incidents/issues/482" in shown.text()
        await shown.press("g")
        assert "customer   ● error" in shown.text()
        await shown.press("tab", "j")
        assert shown.cursor == "#486"


MOVES = {
    "j": "#482", "down down": "#486", "G": "#431", "G k": "#470", "G g": "#474", "pagedown": "#431",
    "G pageup": "#474", "ctrl+d ctrl+u": "#474", "k": "#474", "end home": "#474",
}  # fmt: skip


async def test_keys_move_over_tickets_and_pass_over_headings() -> None:
    async with running(invented_desk()) as shown:
        reached = {}
        for keys in MOVES:
            await shown.press("g", *keys.split())
            reached[keys] = shown.cursor
        assert reached == MOVES


async def test_the_cursor_is_always_in_sight() -> None:
    async with running(invented_desk(), NARROW) as shown:
        for key in "jjjjjjjjjjjjjjkkkkkkkkkkkkkkk":
            await shown.press(key)
            bars = [line for line in shown.text().splitlines() if line.startswith("▌")]
            assert [str(shown.cursor) in line for line in bars] == [True]


async def test_the_cursor_stays_with_its_ticket_when_others_come_and_go() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "j")
        assert shown.cursor == "#486"
        arrive(desk, 500, "Cluster is down")
        desk.do(resolve, "#474", [Resolution.FIXED])
        await settle(shown.app)
        assert shown.cursor == "#486"
        assert "Cluster is down" in shown.text()


async def test_the_cursors_row_stays_where_it_is_on_the_screen_when_rows_come_in_above() -> None:
    desk = invented_desk()
    async with running(desk, NARROW) as shown:
        await shown.press("G", "k", "k")
        before = next(y for y, line in enumerate(shown.text().splitlines()) if line.startswith("▌"))
        for number in range(500, 505):
            arrive(desk, number, f"storm {number}")
        await settle(shown.app)
        after = next(y for y, line in enumerate(shown.text().splitlines()) if line.startswith("▌"))
        assert (shown.cursor, after) == ("#461", before)


async def test_the_cursor_stays_with_its_ticket_when_time_moves_it() -> None:
    async with running(invented_desk()) as shown:
        await shown.press(*"jjjj")
        assert shown.cursor == "#485"
        await shown.pass_time(31 * 60)
        rows = [row.id for row in shown.board.board.listing.rows]
        assert rows.index("#485") < 4
        assert shown.cursor == "#485"


async def test_a_key_does_not_hit_the_neighbour_of_a_ticket_that_has_just_left() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j")
        desk.do(resolve, "#482", [Resolution.ANSWERED])
        await settle(shown.app)
        assert shown.cursor == "#486"
        await shown.press("a")
        assert shown.said == "#482 has just left the list; press again for the next one"
        assert desk.snapshot.tickets["#486"].work.acknowledged_by is None
        await shown.press("a")
        assert desk.snapshot.tickets["#486"].work.acknowledged_by == "mia"


async def test_after_a_second_the_key_means_the_next_ticket_again() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        desk.do(resolve, "#474", [Resolution.ANSWERED])
        await settle(shown.app)
        await shown.pass_time(2)
        await shown.press("a")
        assert desk.snapshot.tickets["#482"].work.acknowledged_by == "mia"


async def test_letters_that_are_typed_into_the_filter_do_nothing_else() -> None:
    desk = invented_desk()
    before = len(desk.snapshot.outbox)
    async with running(desk) as shown:
        await shown.press("slash")
        await shown.type("arnxqu SVD zpvwcoyYXH?:1234567")
        assert shown.screen == "Dashboard"
        assert shown.board.board.filter == "arnxqu SVD zpvwcoyYXH?:1234567"
    assert len(desk.snapshot.outbox) == before


async def test_the_filter_works_while_it_is_typed_and_stays_after_enter() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("slash")
        await shown.type("vpn")
        assert "Licence server" not in shown.text()
        assert [row.id for row in shown.board.board.listing.rows] == ["#461"]
        await shown.press("enter")
        assert "1 of 14 · filter: vpn" in shown.text()
        assert "a acknowledge" in shown.text().splitlines()[-1]
        await shown.press("a")
        assert shown.board.desk.snapshot.tickets["#461"].work.acknowledged_by == "mia"
        await shown.press("escape", "escape")
        assert len(shown.board.board.listing.rows) == 14


async def test_the_list_can_be_moved_through_while_a_filter_is_typed() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("slash")
        await shown.type("reply")
        await shown.press("down")
        assert shown.cursor == "#470"


async def test_a_filter_that_matches_nothing_says_so() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("slash")
        await shown.type("no such thing")
        assert "Nothing matches." in shown.text()
        await shown.press("enter", "a")
        assert shown.said == "acknowledge: there is no ticket under the cursor"


async def test_control_characters_that_are_pasted_into_the_filter_reach_no_terminal() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("slash")
        shown.app.screen.focused.post_message(Paste("\x1b]0;gone\x07plots"))  # type: ignore[union-attr]
        await settle(shown.app)
        assert "\x1b" not in shown.text()


VIEWS = {
    "2": "PARKED", "3": "RESOLVED", "4": "FIXES STILL OWED", "5": "ON THEIR WAY", "6": "DIARY",
    "7": "FIRST, WHAT IS URGENT",
}  # fmt: skip


async def test_numbers_change_the_view_and_escape_leads_home() -> None:
    async with running(invented_desk()) as shown:
        for key, heading in VIEWS.items():
            await shown.press(key)
            assert heading in shown.text()
            await shown.press("escape")
            assert "NEEDS YOU" in shown.text()


async def test_the_resolved_view_can_reopen() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("3", "X")
        assert shown.said.startswith("#441 reopened")
        await shown.press("1")
        assert "Window opens off screen" in shown.text()


@pytest.mark.parametrize("make", [empty_desk, local_desk])
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_key_can_be_pressed_on_an_empty_dashboard(make: object, size: tuple[int, int]) -> None:
    assert callable(make)
    async with running(make(), size) as shown:
        for key in [
            "j",
            "k",
            "g",
            "G",
            "space",
            "V",
            "a",
            "r",
            "n",
            "x",
            "X",
            "z",
            "enter",
            "tab",
            "o",
            "y",
            *"234567",
        ]:
            await shown.press(key)
        assert shown.screen == "Dashboard"


async def test_a_countdown_changes_in_place() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j")
        await shown.pass_time(121)
        assert "9:40 left to the first response" in shown.text()
        before = shown.text()
        await shown.pass_time(1)
        after = shown.text()
        differing = [
            pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]
        ]
        assert 0 < len(differing) <= 5
        assert "9:39 left to the first response" in after


async def test_the_pane_shows_news_about_its_ticket() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        arrive(desk, 474, "Licence server flaps since 13:10 and now for all", by="kim")
        await settle(shown.app)
        assert "flaps since 13:10" in shown.text()


async def test_the_window_can_be_made_narrow_and_wide_again() -> None:
    async with running(invented_desk(), WIDE) as shown:
        await shown.press("j")
        await shown.pilot.resize_terminal(*NARROW)
        await settle(shown.app)
        assert "CONVERSATION" not in shown.text()
        await shown.pilot.resize_terminal(*WIDE)
        await settle(shown.app)
        assert "CONVERSATION" in shown.text()
        assert shown.cursor == "#482"


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5)])
async def test_below_the_least_size_there_is_a_notice_and_keys_do_nothing(size: tuple[int, int]) -> None:
    desk = invented_desk()
    async with running(desk, NARROW) as shown:
        await shown.pilot.resize_terminal(*size)
        await settle(shown.app)
        assert "too small" in shown.text()
        before = len(desk.snapshot.outbox)
        await shown.press("a", "j", "q", "colon", "escape", "enter")
        assert shown.screen == "TooSmall"
        assert len(desk.snapshot.outbox) == before
        await shown.pilot.resize_terminal(*NARROW)
        await settle(shown.app)
        assert "NEEDS YOU" in shown.text()
        assert shown.cursor == "#474"


async def test_what_was_typed_in_a_dialog_is_there_again_after_a_spell_of_too_small() -> None:
    async with running(invented_desk(), NARROW) as shown:
        await shown.press("n")
        await shown.type("half a thought")
        await shown.pilot.resize_terminal(60, 20)
        await settle(shown.app)
        await shown.type("gone")
        await shown.pilot.resize_terminal(*NARROW)
        await settle(shown.app)
        assert shown.screen == "NoteDialog"
        assert "half a thought" in shown.text()
        assert "gone" not in shown.text()


async def test_starting_too_small_is_no_failure() -> None:
    async with running(invented_desk(), (60, 10)) as shown:
        assert "60 × 10 is too small" in shown.text()


async def test_the_footer_says_what_the_keys_do_where_the_focus_is() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("tab")
        assert shown.text().splitlines()[-1].startswith("  Esc back    ↑↓ scroll")
        await shown.press("escape")
        assert shown.text().splitlines()[-1].startswith("  ? help")
        await shown.press("slash")
        assert shown.text().splitlines()[-1].startswith("  Enter keep    Esc clear")


async def test_a_click_chooses_a_row_or_the_pane() -> None:
    async with running(invented_desk()) as shown:
        await shown.pilot.click(shown.board.queue, offset=(20, 3))
        await settle(shown.app)
        assert shown.cursor == "#486"
        await shown.pilot.click(shown.board.detail, offset=(5, 3))
        await settle(shown.app)
        assert shown.board.is_reading
        await shown.press("escape")
        assert not shown.board.is_reading
