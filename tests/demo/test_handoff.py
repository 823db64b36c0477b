"""The demo's handoffs, played from the keyboard with what the screen says alone; the keys are counted."""

from pathlib import Path

import pytest

from shiftui.domain.offers import HandoffState
from shiftui.domain.operations.read_back import Asked
from shiftui.domain.queue import Lane
from shiftui.domain.vocabulary import NoteKind
from shiftui.service import handoffs
from tests.demo.playing import Playing, playing

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


async def offer(demo: Playing) -> None:
    """Go on to the end of the shift and offer it; the wizard's own keys are counted in one test."""
    await demo.press("F")
    handoffs.offer(demo.desk, incomplete="as drafted")
    await demo.sync()


async def hand_over(demo: Playing) -> None:
    """And let leo do his part."""
    await offer(demo)
    await demo.press("F")
    assert demo.duty.primary == "leo"


@SIZES
async def test_a_newcomer_hands_the_shift_over_and_takes_it_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as demo:
        assert "F goes on to the end of your shift" in demo.said
        assert "F to the shift's end" in demo.shown.text()
        await demo.press("F")
        assert "hand over soon" in demo.header
        assert "H hands it over to leo" in demo.said
        await demo.press("H")
        assert "3 parked" in demo.shown.text()
        await demo.press("g")
        assert "Patched 1 of 1" in demo.shown.text()
        await demo.press("l")
        tickets = len(handoffs.draft(demo.desk).placed)
        assert tickets == 6
        for at in range(1, tickets + 1):
            assert f"Handoff {at} of {tickets}" in demo.shown.text()
            await demo.press("enter")
        await demo.press("ctrl+o")
        assert "offered to leo" in demo.header
        assert "you are on duty until they accept" in demo.said
        assert demo.keys == tickets + 5
        await demo.wait(10)
        assert "leo asks about #488 (n there answers)" in demo.said
        await demo.wait(110)
        await demo.wait(10)
        assert "you are off duty: leo has accepted, and you may wipe your memory" in demo.said
        assert "leo until Thu 17:00" in demo.header

        before = demo.keys
        await demo.press("F")
        assert "leo offers you the shift · H receives it" in demo.said
        await demo.press("H")
        for at in range(1, 5):
            assert f"Receive {at} of 4" in demo.shown.text()
            await demo.write("as it stands there")
        assert "4 tickets read back" in demo.shown.text()
        await demo.press("a")
        assert demo.keys - before == 7
        assert "GitHub has confirmed it: you are on duty" in demo.said
        assert "mia until Fri 17:00" in demo.header


async def test_the_afternoon_is_no_wall_of_red(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await demo.press("F")
        queue = demo.desk.snapshot.queue(demo.desk.now())
        assert [one.key for one in queue if one.lane in (Lane.CRITICAL, Lane.AT_RISK)] == []
        assert "breached" not in demo.shown.text()
        assert "goal met 12 of 15" in demo.shown.text()


async def test_leo_reads_back_as_soon_as_he_is_answered_and_finds_one_less_urgent(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await offer(demo)
        await demo.wait(10)
        demo.shown.board.go_to("#488")
        await demo.press("n")
        await demo.write("They know that it works again.")
        await demo.wait(12)
        assert {ticket.work.read_back is not None for ticket in handoffs.stands(demo.desk).tickets} == {True}
        assert demo.desk.find("#486").issue.priority == "operational"
        assert demo.duty.primary == "mia"
        await demo.wait(10)
        assert demo.duty.primary == "leo"
        accepted = demo.handoff.accepted
        assert accepted is not None
        assert accepted.witnesses == ("ada",)
        assert {ticket.acknowledged_by for ticket in handoffs.stands(demo.desk).tickets} == {"leo"}


async def test_an_offer_that_was_taken_back_is_not_accepted(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await offer(demo)
        await demo.wait(10)
        await demo.press("H", "t")
        await demo.wait(300)
        assert demo.handoff.state is HandoffState.WITHDRAWN
        assert demo.duty.primary == "mia"
        await hand_over(demo)


async def test_leo_answers_what_he_is_asked_and_offers_again_what_came_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await hand_over(demo)
        await demo.press("F", "H")
        await demo.write("Only that zone?", "f5")
        await demo.wait(5)
        assert "leo answers on #468: Yes, only that zone." in demo.said
        kinds = [note.kind for note in demo.desk.thread("#468").notes[-2:]]
        assert kinds == [NoteKind.QUESTION, NoteKind.NOTE]
        await demo.press("f6", "f6", "f6", "f6", "r")
        await demo.write("say more about #494")
        returned = demo.handoff.offer
        assert demo.handoff.answer is not None
        await demo.wait(30)
        assert demo.handoff.open_offer not in (None, returned)
        assert "leo offers you the shift" in demo.said


async def test_what_the_person_does_first_is_not_forwarded_over(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await demo.press("F")
        there = demo.clock.at
        await demo.press("F")
        assert demo.clock.at == there
        assert "H hands it over to leo" in demo.said
        await hand_over(demo)
        await demo.press("F")
        there = demo.clock.at
        await demo.press("F")
        assert demo.clock.at == there
        assert "first take the shift that leo offers you" in demo.said


async def test_a_reply_in_its_grace_leaves_before_hours_pass(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        demo.shown.board.go_to("#484")
        await demo.press("r")
        await demo.write("Try a compute node, please.")
        await demo.press("F")
        assert not demo.desk.snapshot.outbox
        notes = demo.desk.thread("#484").notes
        assert [note.by for note in notes] == ["mia", "t.okafor", "leo"], "leo leaves what is answered alone"
        assert "Try a compute node, please." in notes[0].text
        assert notes[-1].text == "resolved it: answered"


async def test_the_shift_changes_hands_for_as_many_days_as_one_likes(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        for _ in range(3):
            await hand_over(demo)
            await demo.press("F")
            handoffs.accept(demo.desk, ["ada"])
            await demo.sync()
            assert demo.duty.primary == "mia"
            assert demo.desk.settings.hours.is_open(demo.clock.at)


async def test_two_plays_with_the_same_keys_are_the_same_play(tmp_path: Path) -> None:
    screens = []
    for folder in ("one", "other"):
        async with playing(tmp_path / folder) as demo:
            await hand_over(demo)
            await demo.press("F")
            await demo.press("home")  # where the cursor went when its ticket did is a matter of moments
            screens.append(demo.shown.text())
    assert screens[0] == screens[1]


async def test_what_leo_asks_stands_in_the_shift_log_as_his_own_word(tmp_path: Path) -> None:
    async with playing(tmp_path) as demo:
        await offer(demo)
        await demo.wait(10)
        logged = demo.desk.snapshot.state.conversations["#488"].entries
        asked = [entry for entry in logged if isinstance(getattr(entry, "operation", None), Asked)]
        assert [getattr(entry, "author", "") for entry in asked] == ["leo"]
