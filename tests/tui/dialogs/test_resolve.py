"""Resolving: one question at a time, only those that the answers raise, and the lasting fix is asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.vocabulary import Resolution, State
from shiftui.tui.dialogs.endings import KINDS, NAMES_ANOTHER, Asked, Owed, questions
from shiftui.tui.dialogs.resolve import Resolve, ResolveDialog
from tests.tui.dialogs.harness import ISSUE, Workspace, hit, press, said, screen_text, shown

OTHER = replace(ISSUE, number=455, title="Slow")


@pytest.fixture
def workspace() -> Workspace:
    found = Workspace(issues=(ISSUE, OTHER))
    found.comment("leo", "We look into it.", association="MEMBER")
    return found


async def test_the_first_answer_is_named_as_such_begins_with_a_greeting_and_is_optional() -> None:
    workspace = Workspace()
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "enter")
        text = screen_text(app)
        assert "Your first answer to jdoe" in text
        assert "Optional. It is sent to jdoe when you resolve." in text
        assert "Hello jdoe," in text
        await press(app, pilot, *"see 3.4", "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED,), text="Hello jdoe,\n\nsee 3.4")]


async def test_that_the_requester_hears_nothing_is_said_before_and_takes_one_more_key() -> None:
    workspace = Workspace()
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "enter", "ctrl+o")
        assert said(app) == "nobody has written to jdoe; ^o again closes it silently"
        assert app.answers == []
        await press(app, pilot, "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED,))]


async def test_nobody_is_greeted_or_warned_of_where_a_bot_asked() -> None:
    workspace = Workspace(issues=(replace(ISSUE, opened_by="scan[bot]", opened_by_bot=True),))
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "enter")
        assert "A last word on #482?" in screen_text(app)
        assert "Hello" not in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED,))]


async def test_an_answer_needs_two_keys(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "enter")
        assert "A last word on #482?" in screen_text(app)
        assert "public · read by everybody who follows the thread" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED,))]


async def test_enter_alone_takes_the_row_under_the_cursor(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "down", "down", "down", "down", "down", "enter", "ctrl+o")
        assert app.answers == [Resolve((Resolution.REPRODUCER,))]


async def test_several_kinds_hold_in_the_order_of_the_vocabulary(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "r", "b", "a", "b", "enter", *"ok", "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED, Resolution.REPRODUCER), text="ok")]
        assert app.fired == []


async def test_a_known_issue_is_named_and_checked(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "k", "enter", *"what", "enter")
        assert "names no ticket" in said(app)
        await press(app, pilot, "ctrl+u", *"482", "enter")
        assert "That is #482 itself" in said(app)
        await press(app, pilot, "ctrl+u", *"#455", "enter", "ctrl+o")
        assert app.answers == [Resolve((Resolution.KNOWN_ISSUE,), same_as="#455")]


async def test_naming_the_other_ticket_may_be_left_out(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "d", "enter", "enter", "ctrl+o")
        assert app.answers == [Resolve((Resolution.DUPLICATE,))]


async def test_a_quick_patch_is_asked_for_its_lasting_fix(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "f", "enter")
        assert "What about the lasting fix?" in screen_text(app)
        await press(app, pilot, "s")
        assert "public · goes to visit-dav/visit, anybody can read it" in screen_text(app)
        await press(app, pilot, "enter", "ctrl+o")
        assert app.answers == [
            Resolve((Resolution.FIXED,), spinoff_title="Plots blank after the 3.4.2 upgrade")
        ]


async def test_that_nothing_is_owed_needs_a_reason(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "w", "enter", "n", "enter")
        assert "Write the reason" in said(app)
        await press(app, pilot, *"moot", "enter", "ctrl+o")
        assert app.answers == [Resolve((Resolution.WORKAROUND,), no_spinoff="moot")]


async def test_the_fix_may_stay_owed(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "f", "enter", "l", "ctrl+o")
        assert app.answers == [Resolve((Resolution.FIXED,))]


async def test_a_live_spinoff_is_enough(workspace: Workspace) -> None:
    workspace.desk.do(spin_off, "#482", "Detect blank frames")
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "f", "enter")
        assert "A last word" in screen_text(app)


async def test_escape_goes_back_question_by_question_and_keeps_what_was_said(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "f", "enter", "n", *"moot", "enter", *"bye")
        await press(app, pilot, "escape", "escape", "escape")
        assert "How did #482 end?" in screen_text(app)
        await press(app, pilot, "enter", "n", "enter")
        assert "bye" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers == [Resolve((Resolution.FIXED,), text="bye", no_spinoff="moot")]


async def test_another_kind_takes_back_what_it_no_longer_raises(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "f", "enter", "n", *"moot", "enter", "escape", "escape", "escape")
        await press(app, pilot, "f", "a", "enter", "ctrl+o")
        assert app.answers == [Resolve((Resolution.ANSWERED,))]


async def test_leaving_asks_when_a_word_was_written(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "enter", *"bye", "escape", "escape")
        assert "Leave this text?" in screen_text(app)
        await press(app, pilot, "c")
        assert app.answers == [None]
        assert workspace.context.kept.fields("resolve", "#482")["prose"] == "bye"


async def test_a_referral_brings_its_words_which_can_be_changed(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "b", "enter")
        assert "backlog" in screen_text(app)
        await press(app, pilot, "escape", "b", "a", "enter")
        assert "backlog" not in screen_text(app)


async def test_one_gesture_records_the_ending(workspace: Workspace) -> None:
    def save(answer: Resolve) -> object:
        return workspace.desk.do(resolve, "#482", answer.kinds, text=answer.text)

    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await press(app, pilot, "a", "enter", "ctrl+o")
        assert workspace.ticket.issue.state is State.RESOLVED


KIND_LISTS = st.lists(st.sampled_from([choice.value for choice in KINDS]), unique=True, min_size=1)


@given(KIND_LISTS, st.booleans(), st.none() | st.sampled_from(Owed))
def test_questions_begin_with_the_kinds_and_end_with_the_last_word(
    kinds: list[Resolution], owes: bool, owed: Owed | None
) -> None:
    asked = questions(kinds, owes=owes, owed=owed)
    assert asked[0] is Asked.KINDS
    assert asked[-1] is Asked.TEXT
    assert len(set(asked)) == len(asked)
    assert (Asked.SAME in asked) == bool(NAMES_ANOTHER.intersection(kinds))
    assert (Asked.OWED in asked) == owes
    assert not {Asked.TITLE, Asked.WHY} <= set(asked)


def test_every_kind_of_the_vocabulary_has_a_key_of_its_own() -> None:
    assert {choice.value for choice in KINDS} == set(Resolution)
    assert len({choice.key for choice in KINDS}) == len(KINDS)


async def test_keys_typed_ahead_of_the_next_question_are_answers_to_it(workspace: Workspace) -> None:
    async with shown(lambda: ResolveDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await hit(app, pilot, "f", "enter")
        await hit(app, pilot, "n", *"nothing")
        await press(app, pilot, "enter", *"bye", "ctrl+o")
        assert app.answers == [Resolve((Resolution.FIXED,), text="bye", no_spinoff="nothing")]
