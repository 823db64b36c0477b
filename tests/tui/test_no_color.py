"""NO_COLOR: nothing on the screen has a colour, and every state is still told by a shape or a word."""

import re
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.tui.support import Running, running
from tests.tui.workspace import invented_desk


def coloured(shown: Running) -> list[str]:
    """The texts that are painted in a colour of their own."""
    found = []
    for strip in shown.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            colours = (style.color, style.bgcolor) if style is not None else ()
            if any(colour is not None and not colour.is_default for colour in colours):
                found.append(text)
    return found


@pytest.mark.parametrize(
    "keys", ["", "j space", "enter", "colon", "question_mark", "r", "p", "x", "c", "5", "slash"]
)
async def test_nothing_has_a_colour(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(invented_desk()) as shown:
        await shown.press(*keys.split())
        assert coloured(shown) == []


async def test_the_same_things_are_said_with_and_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(invented_desk()) as shown:
        await shown.press("j", "space")
        with_colours = shown.text()
        assert coloured(shown)
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(invented_desk()) as shown:
        await shown.press("j", "space")
        assert shown.text() == with_colours
    for told in ("! #474", "● #482 ✓", "· #468", "z #431", "▌", "1 breached", "respond now", "1 marked"):
        assert told in with_colours


def test_no_colour_goes_to_a_real_terminal(tmp_path: Path) -> None:
    environment = {"SHIFTUI_WORKSPACE": str(tmp_path / "w"), "NO_COLOR": "1"}
    with Terminal((sys.executable, "-m", "shiftui"), environment=environment) as terminal:
        terminal.shows("stay local")
        terminal.press("l")
        terminal.shows("capture")
        written = bytes(terminal.written)
    sequences = re.findall(rb"\x1b\[([0-9;]*)m", written)
    assert sequences
    codes = {int(code) for sequence in sequences for code in sequence.split(b";") if code}
    assert not codes & {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
