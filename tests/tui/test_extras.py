"""What is added to the dashboard is found where all actions are; without it nothing of it is there."""

from shiftui.tui.actions import Action, Group
from shiftui.tui.extras import Extras
from shiftui.tui.hands import Gesture
from tests.tui.support import running
from tests.tui.workspace import invented_desk

JUMP = Action("jump", ("F",), "jump", Group.RECORD, "Far.")


async def test_an_added_action_has_its_key_and_stands_in_footer_palette_and_help() -> None:
    jumped: list[str] = []

    async def jump(on: Gesture) -> None:
        jumped.append(on.desk.me)

    async with running(invented_desk(), (80, 24), extras=Extras("welcome", (JUMP,), (jump,))) as shown:
        assert shown.said == "welcome"
        assert shown.text().splitlines()[-1].split()[:4] == ["?", "help", "F", "jump"]
        await shown.press("F")
        for finder in (":", "?"):
            await shown.press(finder)
            await shown.type("jump")
            assert "Far." in shown.text()
            await shown.press("enter")
        assert jumped == ["mia"] * 3


async def test_without_it_the_key_means_nothing() -> None:
    async with running(invented_desk(), (80, 24)) as shown:
        before = shown.text()
        await shown.press("F")
        assert shown.text() == before
