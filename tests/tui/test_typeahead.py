"""Somebody types on without waiting: nothing is lost, and nothing is taken for an action."""

from shiftui.domain.vocabulary import Priority
from tests.tui.support import running
from tests.tui.workspace import invented_desk


async def test_words_typed_before_the_dialog_is_there_reach_it_and_do_nothing_else() -> None:
    desk = invented_desk()
    before = len(desk.snapshot.outbox)
    async with running(desk) as shown:
        await shown.rush("n", *"aXqu zeal")
        assert shown.screen == "NoteDialog"
        assert "aXqu zeal" in shown.text()
        assert len(desk.snapshot.outbox) == before


async def test_a_choice_typed_before_its_dialog_is_there_is_taken() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.rush("j", "p", "o")
        assert desk.snapshot.tickets["#482"].issue.priority is Priority.OPERATIONAL


async def test_the_palette_can_be_used_blind() -> None:
    async with running(invented_desk()) as shown:
        await shown.rush("j", "colon", *"note", "enter")
        assert shown.screen == "NoteDialog"
        assert "Note on #482" in shown.text()


async def test_keys_held_for_a_dialog_that_does_not_open_mean_what_they_always_mean() -> None:
    async with running(invented_desk()) as shown:
        await shown.rush("space", "space", "r", "j")
        assert shown.said == "this takes one ticket; Esc clears the marks"
        assert shown.cursor == "#479"


async def test_acknowledging_down_the_list_needs_no_waiting() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await shown.rush("a", "j", "a", "j", "a")
        taken = {key for key, one in desk.snapshot.tickets.items() if one.work.acknowledged_by == "mia"}
        assert {"#474", "#482", "#486"} <= taken
