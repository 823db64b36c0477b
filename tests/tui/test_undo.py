"""Taking back: what was written is not lost, what holds again is said, and the marks come back."""

from dataclasses import replace

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.responded import Responded
from shiftui.domain.vocabulary import Via
from shiftui.service.desk import Desk
from tests.tui.support import MemoryJournal, clock_of, running
from tests.tui.workspace import SETTINGS, desk_on, invented_desk


def held_by_leo(*keys: str) -> Desk:
    """The invented workspace, in which leo has these tickets."""
    desk = invented_desk()
    journal = desk._journal
    assert isinstance(journal, MemoryJournal)
    leos = desk_on(journal, clock_of(desk), replace(SETTINGS, me="leo"), ids=1_000)
    for key in keys:
        leos.do(acknowledge, key)
    desk.refresh()
    return desk


async def test_a_reply_that_was_taken_back_is_in_its_composer_again() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j", "r")
        await shown.type("We are on it.")
        await shown.press("ctrl+o", "u")
        assert shown.said == "taken back: #482 responded; your text is kept, r opens it"
        await shown.press("r")
        assert "We are on it." in shown.text()
        assert "Continued: what you had not sent." in shown.text()


async def test_a_call_that_was_taken_back_does_not_become_a_public_comment() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("j", "r", "tab", "right", "right", "shift+tab")
        await shown.type("Told them to wait.")
        await shown.press("ctrl+o", "u", "r")
        assert "by phone to j.doe" in shown.text()
        await shown.press("ctrl+o")
        operation = desk.snapshot.state.pending[-1].operation
        assert isinstance(operation, Responded)
        assert (operation.via, operation.text) == (Via.PHONE, "Told them to wait.")


async def test_a_note_and_a_diary_entry_come_back() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("n")
        await shown.type("seen before")
        await shown.press("ctrl+o", "u", "n")
        assert "seen before" in shown.text()
        await shown.press("ctrl+o", "D")
        await shown.type("moved a cable")
        await shown.press("ctrl+o", "u")
        assert shown.said == "taken back: diary: moved a cable; your text is kept, D opens it"
        await shown.press("D")
        assert "moved a cable" in shown.text()


async def test_a_capture_comes_back_with_all_its_fields() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.press("c")
        await shown.type("The viewer hangs on start since today.")
        await shown.press("ctrl+o", "ctrl+o")
        made = shown.cursor
        assert made is not None
        title = desk.snapshot.tickets[made].issue.title
        assert shown.said == f"captured {made} {title} · u takes it back"
        await shown.press("u")
        assert shown.said.endswith("; your text is kept, c opens it")
        assert made not in desk.snapshot.tickets
        await shown.press("c")
        assert "Check what becomes public" in shown.text()
        await shown.press("ctrl+o")
        assert desk.snapshot.tickets[shown.cursor or ""].issue.title == title


async def test_what_holds_again_is_said_in_the_teams_zone() -> None:
    async with running(invented_desk()) as shown:
        shown.board.go_to("#470")
        await shown.press("z", "2")
        assert "snoozed it until Mon 23 Nov 2026 16:33 PST" in shown.detail
        await shown.press("u")
        assert shown.said == "#470 is awake again (it was asleep until 16:33)"
        shown.board.go_to("#431")
        await shown.press("z", "w")
        assert shown.said == "#431 is awake · u takes it back"
        await shown.press("u")
        assert shown.said == "#431 is asleep again, until 17:00"


async def test_the_marks_come_back_with_what_was_done_to_them() -> None:
    async with running(invented_desk()) as shown:
        await shown.press("space", "space", "a")
        assert not shown.board.board.marks
        await shown.press("u")
        assert shown.board.board.marks == {"#474", "#482"}
        assert "2 marked" in shown.text()


async def test_taking_over_says_from_whom_and_gives_back() -> None:
    desk = held_by_leo("#474")
    async with running(desk) as shown:
        await shown.press("a")
        assert shown.said == "#474 taken over from leo · u gives it back"
        await shown.press("u")
        assert shown.said == "given back: leo has #474 again"
        assert desk.snapshot.tickets["#474"].work.acknowledged_by == "leo"


async def test_several_at_once_take_nothing_from_anybody() -> None:
    desk = held_by_leo("#474", "#482")
    async with running(desk) as shown:
        await shown.press("space", "space", "space", "a")
        assert shown.said == (
            "1 ticket acknowledged · u takes it back; 2 skipped: leo has them; a on one takes it over"
        )
        assert desk.snapshot.tickets["#482"].work.acknowledged_by == "leo"
        assert desk.snapshot.tickets["#486"].work.acknowledged_by == "mia"
        shown.board.board.marks = frozenset({"#474", "#482"})
        await shown.press("a")
        assert shown.said == "2 skipped: leo has them; a on one takes it over"
