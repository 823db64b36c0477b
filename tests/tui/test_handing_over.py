"""The handoff by keys, from both chairs, with the keys counted."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from shiftui.domain.offers import HandoffState
from shiftui.domain.operations import HandoffSettled
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.records import Pulled
from shiftui.domain.settings import GitHubSettings
from shiftui.domain.vocabulary import Resolution
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.patches import patches
from tests.service.support import World
from tests.tui.support import MemoryJournal, Running, StoppedClock, running
from tests.tui.workspace import CONNECTED, NOW, SETTINGS, desk_on, issue

LOCAL = replace(SETTINGS, github=GitHubSettings())


def chairs(tickets: int, clock: StoppedClock | None = None) -> tuple[Desk, Desk]:
    """Mia on duty with so many tickets, and leo, over one journal."""
    journal, clock = MemoryJournal(), clock or StoppedClock(NOW)
    mia = desk_on(journal, clock, LOCAL)
    for number in range(tickets):
        mia.write(open_ticket, title=f"Ticket {number}", requester="j.doe")
    return mia, desk_on(journal, clock, replace(LOCAL, me="leo"), 1_000)


async def press(shown: Running, keys: list[str]) -> int:
    """Press them one by one; how many they were."""
    for key in keys:
        await shown.press(key)
    return len(keys)


async def test_a_quiet_shift_takes_fewer_than_ten_keys() -> None:
    mia, leo = chairs(0)
    async with running(mia) as shown:
        count = await press(shown, ["H", "1", "ctrl+o"])
        assert "you are on duty until they accept" in shown.said
    leo.refresh()
    assert handoffs.on_call(leo).on_duty.primary == "mia"
    async with running(leo, (80, 24)) as shown:
        count += await press(shown, ["H", "a"])
        assert "you are on duty" in shown.said
    assert count == 5
    assert handoffs.on_call(leo).on_duty.primary == "leo"


async def test_two_tickets_confirmed_asked_about_read_back_and_accepted() -> None:
    mia, leo = chairs(2)
    async with running(mia, (80, 24)) as shown:
        assert await press(shown, ["H", "enter", "enter", "1", "ctrl+o"]) == 5
        assert handoffs.stands(mia).handoff.state is HandoffState.OFFERED
    leo.refresh()
    async with running(leo) as shown:
        await shown.press("H")
        assert "Receive 1 of 2" in shown.text()
        await shown.type("Which log?")
        await shown.press("f5")
        await shown.type("slow; read the log")
        await shown.press("ctrl+o", "f6")
        assert "name who witnessed it" in shown.text()
        await shown.press("1")
    standing = handoffs.stands(leo)
    assert standing.handoff.state is HandoffState.ACCEPTED
    assert standing.handoff.accepted is not None
    assert standing.handoff.accepted.witnesses == ("ada",)
    assert {ticket.acknowledged_by for ticket in standing.tickets} == {"leo"}
    first = standing.tickets[0]
    assert first.work.read_back == "slow; read the log"
    assert any(note.text == "Which log?" for note in leo.thread(first.key).notes)


async def test_leaving_in_the_middle_loses_nothing_and_goes_on_there() -> None:
    mia, _ = chairs(2)
    async with running(mia) as shown:
        await shown.press("H", "enter")
        assert "Handoff 2 of 2" in shown.text()
        await shown.press("escape")
        assert "waits where you left it" in shown.said
        await shown.press("H")
        assert "Handoff 1 of 1" in shown.text()


async def test_what_was_put_off_needs_a_reason_and_is_flagged() -> None:
    mia, _ = chairs(1)
    async with running(mia) as shown:
        await shown.press("H", "f8")
        await shown.type("the vendor never answered")
        await shown.press("ctrl+o", "1", "ctrl+o")
    offer = handoffs.stands(mia).handoff.offer
    assert offer is not None
    assert offer.incomplete == "the vendor never answered"


async def test_an_offer_is_taken_back_and_returned_with_a_reason() -> None:
    mia, leo = chairs(0)
    async with running(mia) as shown:
        await shown.press("H", "1", "ctrl+o", "H", "t")
        assert handoffs.stands(mia).handoff.state is HandoffState.WITHDRAWN
        await shown.press("H", "1", "ctrl+o")
    leo.refresh()
    async with running(leo) as shown:
        await shown.press("H", "r")
        await shown.type("which tickets?")
        await shown.press("ctrl+o")
    found = handoffs.stands(leo).handoff
    assert (found.state, found.why) == (HandoffState.RETURNED, "which tickets?")


async def test_the_messages_to_requesters_are_copied_one_by_one() -> None:
    mia, _ = chairs(1)
    async with running(mia) as shown:
        await shown.press("H", "enter", "1", "ctrl+o", "H", "m", "c")
        assert "is now with" in shown.clipboard.copied[-1]


async def test_in_the_stand_up_each_ticket_is_ticked_and_accepted_from_the_own_account() -> None:
    mia, leo = chairs(2)
    async with running(mia, (80, 24)) as shown:
        await press(shown, ["H", "enter", "enter", "1", "ctrl+o"])
        count = await press(shown, ["H", "s"])
        assert "Who witnesses it?" in shown.text()
        count += await press(shown, ["enter"])
        assert "Stand-up 1 of 2" in shown.text()
        assert "if it fails" in shown.text()
        await shown.press("q")
        await shown.type("Which log?")
        await shown.press("ctrl+o")
        count += await press(shown, ["enter", "enter"])
        assert "you are on duty until then" in shown.said
    assert count == 5
    assert handoffs.on_call(mia).on_duty.primary == "mia"
    standing = handoffs.stands(mia)
    assert not any(standing.lacking.values())
    assert {one.work.read_back for one in standing.tickets} == {"read back aloud by leo, witnessed by ada"}
    assert any(note.text == "leo asks: Which log?" for note in mia.thread(standing.tickets[0].key).notes)
    leo.refresh()
    async with running(leo) as shown:
        await press(shown, ["H", "a"])
    assert handoffs.on_call(leo).on_duty.primary == "leo"
    accepted = handoffs.stands(leo).handoff.accepted
    assert accepted is not None
    assert accepted.witnesses == ("ada",), "whoever heard it in the stand-up, without being named again"


async def test_a_quick_patch_gets_its_ticket_or_a_word_on_why_not() -> None:
    mia, leo = chairs(3)
    for ref in ("L1", "L2", "L3"):
        mia.do(resolve, ref, [Resolution.FIXED])
    async with running(mia, (80, 24)) as shown:
        await shown.press("H")
        assert "Patched 1 of 3" in shown.text()
        await shown.press("s", "ctrl+o")
        await shown.press("n")
        await shown.type("the host is gone")
        await shown.press("ctrl+o")
        await shown.press("l", "enter", "1", "ctrl+o")
        assert "you are on duty until they accept" in shown.said
    assert [one.carried for one in patches(mia)] == [0]
    leo.refresh()
    assert {t.work.no_spinoff for t in leo.snapshot.tickets.values()} == {None, "the host is gone"}
    handoffs.accept(leo, ["ada"])
    assert [one.carried for one in patches(leo)] == [1]
    settled = [one.operation for one in leo.snapshot.state.duty if isinstance(one.operation, HandoffSettled)]
    assert "mia to leo, accepted after 0 min, witnessed by ada" in settled[0].report
    assert "4 of 5 in all" in settled[0].report


async def test_140_parked_tickets_cost_one_key() -> None:
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    old = [issue(number, f"Old {number}", NOW - timedelta(days=400)) for number in range(1, 141)]
    journal.append([CONNECTED, Pulled(NOW, issues=(*old, issue(200, "New", NOW)))])
    mia = desk_on(journal, clock, SETTINGS)
    async with running(mia, (80, 24)) as shown:
        await shown.press("H")
        assert "1 ticket of your shift" in shown.text()
        assert "140 parked" in shown.text()
        await shown.press("g")
        assert "Handoff 1 of 1" in shown.text()
        await press(shown, ["enter", "1", "ctrl+o"])
    made = handoffs.stands(mia).handoff.open_offer
    assert made is not None
    assert made.tickets == ("#200",)


async def test_what_arrives_after_the_offer_is_the_receivers_too() -> None:
    clock = StoppedClock(NOW)
    mia, leo = chairs(0, clock)
    async with running(mia) as shown:
        await press(shown, ["H", "1", "ctrl+o"])
        clock.sleep(45 * 60)
        mia.write(open_ticket, title="Late", requester="j.doe")
        shown.board.tick()
        await shown.press("j")
        assert "offered to leo, not accepted for 45 m" in shown.text()
    leo.refresh()
    async with running(leo) as shown:
        await shown.press("H")
        assert "Arrived since the offer, and yours as well: L1" in shown.text()


async def test_leaving_a_form_comes_back_to_the_question_that_it_came_from() -> None:
    mia, _ = chairs(2)
    mia.do(resolve, "L2", [Resolution.FIXED])
    async with running(mia, (80, 24)) as shown:
        await shown.press("H")
        for key in ("s", "n"):
            await shown.press(key)
            await shown.press("escape")
            assert "Patched 1 of 1" in shown.text(), key
        await shown.press("l")
        assert "Handoff 1 of 1 · L1" in shown.text()
        for key in ("f5", "f6", "f7"):
            await shown.press(key)
            assert "Handoff 1 of 1" not in shown.text(), key
            await shown.press("escape")
            assert "Handoff 1 of 1 · L1" in shown.text(), key
        await shown.press("f8")
        assert "1 ticket is not complete. Why?" in shown.text()
        assert "L1: put off" in shown.text()


async def test_a_patch_is_asked_for_also_when_its_only_fix_has_ended_and_was_put_away(tmp_path: Path) -> None:
    world = World(tmp_path / "workspace", LOCAL)
    desk = world.desk()
    desk.write(open_ticket, title="Disk full", requester="j.doe")
    desk.do(spin_off, "L1", "Rotate the logs")
    desk.do(resolve, "L1", [Resolution.WORKAROUND])
    desk.do(resolve, "L2", [Resolution.ANSWERED])
    world.clock.go(days=60)
    desk.checkpoint(force=True)
    mia = world.desk()
    assert "L2" not in mia.snapshot.tickets, "what has ended long ago is read only when it is wanted"
    async with running(mia, (80, 24)) as shown:
        await shown.press("H")
        assert "Patched 1 of 1 · L1" in shown.text()
        await shown.press("n")
        await shown.type("the disk is gone")
        await shown.press("ctrl+o")
        assert "Patched" not in shown.text()
