"""What a newcomer is told: which keys suit a ticket, why it stands there, when it wakes, what arrived."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery
from shiftui.domain.records import Pulled, Settled
from shiftui.domain.vocabulary import Priority, Severity, Via
from shiftui.tui import typeahead
from tests.tui.support import Running, clock_of, running
from tests.tui.workspace import NOW, invented_desk, issue, said


def footer(shown: Running) -> str:
    return shown.text().splitlines()[-1]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_footer_begins_with_what_suits_the_ticket(size: tuple[int, int]) -> None:
    async with running(invented_desk(), size) as shown:
        shown.board.go_to("#486")
        await shown.press("j", "k")
        assert "? help    p priority    a acknowledge    r respond" in footer(shown)
        shown.board.go_to("#431")
        await shown.press("k", "j")
        assert "? help    z wake" in footer(shown)
        await shown.press("5")
        assert "Enter decide" in footer(shown)
        assert "1 back to the queue" in shown.text()


async def test_with_several_marked_the_footer_offers_only_what_takes_several() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("space", "space")
        for one in ("r respond", "n note", "x resolve", "S spinoff"):
            assert one not in footer(shown)
        for several in ("a acknowledge", "z snooze", "p priority", "v severity", "w waiting on"):
            assert several in footer(shown)


async def test_the_reason_of_a_place_is_always_given() -> None:
    async with running(invented_desk()) as shown:
        assert "1st in the queue: its response is breached" in shown.detail
        shown.board.go_to("#486")
        await shown.press("j", "k")
        assert "in the queue: untriaged" in shown.detail


async def test_a_ticket_that_has_just_breached_is_named_beside_the_countdown() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.go_to("#482")
        await shown.pass_time(11 * 60 + 41)
        assert "2 breached: #474 #482" in shown.text()
        assert "−0 m" not in shown.text()
        assert "just now breached" in shown.text()


async def test_a_sleep_that_the_clock_ends_shows_when() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        shown.board.go_to("#485")
        await shown.press("z", "2")
        assert shown.said == "#485 asleep; wakes 16:02, for its clock · u takes it back"
        shown.board.go_to("#485")
        await shown.press("k", "j")
        assert "wakes 16:02" in shown.text()
        assert "wakes 16:02, for its clock" in shown.detail
        clock_of(desk).at = NOW + timedelta(minutes=28, seconds=59)
        shown.board.refresh_board()
        assert shown.board.board.moment.placed["#485"].lane.name == "ASLEEP"
        clock_of(desk).at = NOW + timedelta(minutes=29)
        shown.board.refresh_board()
        assert shown.board.board.moment.placed["#485"].lane.name == "AT_RISK"


async def test_several_that_are_put_to_sleep_count_those_that_the_clock_wakes() -> None:
    async with running(invented_desk()) as shown:
        shown.board.board.marks = frozenset({"#485", "#470", "#461"})
        await shown.press("z", "2")
        assert shown.said.startswith("3 tickets asleep until 16:33; 1 of them wakes before, for the clock")


async def test_a_sleep_does_not_hide_what_is_at_risk_already() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j", "z", "2")
        assert shown.said.startswith("#482 asleep until 16:33, but its clock keeps it awake")


async def test_each_view_remembers_its_ticket() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j", "j", "j")
        before = shown.cursor
        await shown.press("6", "1")
        assert shown.cursor == before


async def test_letters_that_follow_a_choice_at_once_are_no_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeahead, "AFTER_A_CHOICE", 60.0)
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "p")
        await shown.press(*"oaxD")
        await shown.press("enter")
        assert desk.snapshot.tickets["#482"].issue.priority is Priority.OPERATIONAL
        assert desk.snapshot.tickets["#482"].work.acknowledged_by is None
        assert shown.screen == "Dashboard"
        assert not shown.board.is_reading
        await shown.press("down")
        assert shown.cursor != "#482"


async def test_letters_after_leaving_a_text_are_no_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeahead, "AFTER_A_CHOICE", 60.0)
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("n")
        await shown.type("half")
        await shown.press("escape")
        await shown.press(*"discard")
        assert shown.screen == "Dashboard"
        assert desk.snapshot.tickets["#474"].work.acknowledged_by is None


async def test_a_while_after_a_choice_letters_are_actions_again(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("p", "1", "a")
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "mia"


async def test_acknowledging_twice_says_respond_only_where_nobody_has() -> None:
    desk = invented_desk()
    desk.do(acknowledge, "#485")
    desk.do(respond, "#485", "told them", via=Via.PHONE)
    async with running(desk) as shown:
        shown.board.go_to("#485")
        await shown.press("a")
        assert shown.said == "#485 is already acknowledged by mia"


async def test_a_reply_that_has_arrived_is_said_to_be_delivered() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "r")
        await shown.type("We are on it.")
        await shown.press("ctrl+o")
        await shown.pass_time(11)
        assert shown.said == "#482 answered · on its way"
        reply = desk.snapshot.state.pending[-1].operation
        arrived = Pulled(desk.now(), comments=(said(482, 99, "mia", desk.now(), "We are on it."),))
        desk.append(lambda _: [arrived, Settled(reply.id, Delivery.CONFIRMED)])
        await shown.pass_time(1)
        assert shown.said == "#482 answered · delivered"
        await shown.pass_time(21)
        assert shown.said == ""


async def test_what_was_said_last_is_shown_in_three_lines_with_a_sign_of_more() -> None:
    desk = invented_desk()
    long = "It happens on every node that we have tried so far. " * 12
    desk.append(lambda _: [Pulled(desk.now(), comments=(said(485, 90, "r.ng", desk.now(), long),))])
    async with running(desk, (80, 24)) as shown:
        shown.board.go_to("#485")
        await shown.press("r")
        excerpt = shown.app.screen.query_one("#last")
        assert excerpt.size.height == 3
        rows = [strip.text for strip in shown.app.screen._compositor.render_strips()]
        third = rows[excerpt.region.bottom - 1]
        assert third.rstrip(" ┃").endswith("…")


async def test_a_bot_is_named_whole_and_not_greeted() -> None:
    desk = invented_desk()
    bot = issue(495, "Bundle is vulnerable", NOW - timedelta(minutes=5), "bundle-scan[bot]",
                opened_by_bot=True, severity=Severity.CRITICAL)  # fmt: skip
    desk.append(lambda _: [Pulled(desk.now(), issues=(bot,))])
    async with running(desk) as shown:
        shown.board.go_to("#495")
        await shown.press("r")
        assert "Reply to bundle-scan[bot] on #495" in shown.text()
        assert "Hello" not in shown.text()


async def test_a_capture_into_a_private_repository_does_not_speak_of_the_public() -> None:
    desk = invented_desk()
    connected = desk.snapshot.state.connected
    assert connected is not None
    desk.append(lambda _: [replace(connected, repo_private=True)])
    async with running(desk) as shown:
        await shown.press("c")
        await shown.type("The viewer hangs on start since today.")
        await shown.press("ctrl+o")
        assert "Check what everyone with access will see" in shown.text()
        await shown.press("escape", "escape", "d")
        await shown.press("n")
        assert "team and whoever may read visit-dav/live-incidents · kim can" in shown.text()
