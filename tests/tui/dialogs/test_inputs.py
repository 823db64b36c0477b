"""Fields take any text and give back one that a terminal, a journal and GitHub can take."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from shiftui.domain.safe_text import is_safe
from shiftui.tui.dialogs.inputs import HIDDEN, LINE_LIMIT, Line, drawable, typed_line, typed_text
from shiftui.tui.dialogs.parts import Option, Pick
from shiftui.tui.dialogs.snooze import SnoozeDialog
from tests.hostile import HOSTILE, HOSTILE_IDS
from tests.tui.dialogs.harness import Workspace, paste, press, shown

ANYTHING = st.text() | st.sampled_from([text for text in HOSTILE if len(text) < 10_000])


def controls(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in ("Cc", "Cs")}


@given(ANYTHING)
def test_a_typed_text_has_line_feeds_and_no_other_control_characters(text: str) -> None:
    typed = typed_text(text)
    assert controls(typed) <= {"\n"}
    assert typed_text(typed) == typed
    typed.encode()


@given(ANYTHING)
def test_a_typed_line_is_one(text: str) -> None:
    typed = typed_line(text)
    assert not controls(typed)
    assert len(typed.splitlines()) <= 1
    typed.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_what_a_person_writes_in_any_language_is_not_changed(text: str) -> None:
    assert typed_text(text) == typed_line(text) == text


@given(ANYTHING)
def test_a_line_is_drawn_character_for_character(text: str) -> None:
    """Else the cursor would stand elsewhere than where the text is changed."""
    line = typed_line(text)
    drawn = drawable(line)
    assert len(drawn) == len(line)
    assert not {char for char in drawn if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")}


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_hostile_lines_are_drawn_without_their_tricks(text: str) -> None:
    for line in typed_text(text)[:5_000].split("\n"):
        drawn = drawable(line)
        assert len(drawn) == len(line)
        assert "\x1b" not in drawn
        assert "\u202e" not in drawn


def test_plain_text_is_drawn_as_it_is_and_a_joiner_of_a_language_as_a_dot() -> None:
    assert drawable("Größe: 5 µm") == "Größe: 5 µm"
    assert drawable("می\u200cخواهم") == f"می{HIDDEN}خواهم"
    assert is_safe(drawable("a\u202eb"))


async def test_all_lines_of_a_paste_into_a_line_are_taken() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "u")
        await paste(app, pilot, "1d\r\n\x1b2h\n")
        assert app.screen.query_one("#until", Line).value == "1d ^[2h"


async def test_a_line_takes_no_more_than_fits() -> None:
    workspace = Workspace()
    async with shown(lambda: SnoozeDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "u")
        await paste(app, pilot, "x" * 1_000_000)
        assert len(app.screen.query_one("#until", Input).value) == LINE_LIMIT


async def test_values_side_by_side_are_picked_with_arrows_or_by_place() -> None:
    pick = Pick([Option(number, str(number)) for number in range(3)], 1)
    assert pick.value == 1
    pick.action_move(5)
    assert pick.value == 1
    pick.action_move(1)
    assert pick.value == 2
    assert "● 2" in pick.render().plain
