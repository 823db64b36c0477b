"""Forms: fields for the next person, and the spinoff ticket with its destination."""

from dataclasses import replace

import pytest

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import SpinoffKind
from shiftui.tui.dialogs.fields import Fields, FieldsDialog
from shiftui.tui.dialogs.spinoff import Spinoff, SpinoffDialog
from tests.tui.dialogs.harness import CONNECTED, Workspace, press, said, screen_text, settle, shown


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


async def test_only_what_was_changed_is_set(workspace: Workspace) -> None:
    workspace.desk.do(set_fields, "#482", summary="blank plots", contingency="call ops")
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"ask", "enter")
        assert app.answers == [Fields(next_action="ask")]
        assert app.fired == []


async def test_a_field_is_cleared_by_emptying_it(workspace: Workspace) -> None:
    workspace.desk.do(set_fields, "#482", summary="blank plots")
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket, start="summary")) as (
        app,
        pilot,
    ):
        await press(app, pilot, "ctrl+u", "enter")
        assert app.answers == [Fields(summary="")]


async def test_all_fields_are_reached_with_tab_and_with_arrows(workspace: Workspace) -> None:
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"a", "tab", *"b", "down", *"2,5", "up", "up", "up", *"s", "f2")
        assert app.answers == [Fields(summary="s", next_action="a", contingency="b", estimate_hours=2.5)]


async def test_an_estimate_is_hours_above_zero(workspace: Workspace) -> None:
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket, start="estimate")) as (
        app,
        pilot,
    ):
        for typed in ("x", "0", "-1", "nan", "inf", "1e9"):
            await press(app, pilot, "ctrl+u", *typed, "enter")
            assert "in hours above 0" in said(app)
            assert app.answers == []


async def test_nothing_changed_is_nothing_to_save(workspace: Workspace) -> None:
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "enter")
        assert "Nothing is changed yet" in said(app)
        await press(app, pilot, "escape")
        assert app.answers == [None]


async def test_fields_that_cannot_be_saved_keep_what_was_typed(workspace: Workspace) -> None:
    def save(fields: Fields) -> object:
        return workspace.desk.do(set_fields, "#482", next_action=fields.next_action)

    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        workspace.journal.broken = "the disk is full"
        await press(app, pilot, *"ask", "enter")
        assert "Not saved" in said(app)
        workspace.journal.broken = ""
        await press(app, pilot, "enter")
        assert workspace.ticket.work.next_action == "ask"


async def test_a_spinoff_comes_drafted_and_goes_to_the_tracker(workspace: Workspace) -> None:
    def save(spinoff: Spinoff) -> object:
        return workspace.desk.do(
            spin_off, "#482", spinoff.title, body=spinoff.body, kind=spinoff.kind, repo=spinoff.repo
        )

    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        assert "public · goes to visit-dav/visit, anybody can read it" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        spinoff = app.answers[0]
        assert (spinoff.title, spinoff.kind) == ("Plots blank after the 3.4.2 upgrade", SpinoffKind.FIX)
        assert spinoff.body.startswith("Follows from visit-dav/live-incidents#482.")
        assert workspace.ticket.work.spinoffs


async def test_the_kind_changes_the_draft_until_somebody_writes(workspace: Workspace) -> None:
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "tab", "3")
        assert "What the runbook has to say" in screen_text(app)
        await press(app, pilot, "tab", "x", "shift+tab", "1", "ctrl+o")
        assert app.answers[0].kind is SpinoffKind.FIX
        assert "What the runbook has to say" in app.answers[0].body


async def test_who_reads_it_follows_the_repository_that_is_typed(workspace: Workspace) -> None:
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "shift+tab", "ctrl+u", *"a/b")
        assert "public, as far as is known · goes to a/b" in screen_text(app)
        await press(app, pilot, "ctrl+u", *"visit-dav/oncall-log")
        assert "private · goes to visit-dav/oncall-log" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].repo == "visit-dav/oncall-log"


async def test_what_only_the_team_knows_is_not_drafted_into_a_public_place() -> None:
    workspace = Workspace(connected=replace(CONNECTED, repo_private=True))
    workspace.desk.do(set_fields, "#482", summary="password was logged")
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "#482 is private: say here only what everybody may read." in screen_text(app)
        assert "password" not in screen_text(app)
        await press(app, pilot, "shift+tab", "ctrl+u", *"visit-dav/live-incidents")
        assert "password was logged" in screen_text(app)
        assert "is private" not in screen_text(app)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("ctrl+u",), "Give it a title"),
        (("shift+tab", "ctrl+u"), "OWNER/NAME"),
        (("shift+tab", "!"), "OWNER/NAME"),
    ],
)
async def test_title_and_repository_are_checked(
    workspace: Workspace, keys: tuple[str, ...], words: str
) -> None:
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *keys, "ctrl+o")
        assert words in said(app)
        assert app.answers == []


async def test_a_half_written_spinoff_is_kept_with_its_title(workspace: Workspace) -> None:
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "ctrl+u", *"New title", "escape", "c")
        await app.show()
        await settle(app, pilot)
        await press(app, pilot, "ctrl+o")
        assert app.answers[1].title == "New title"


async def test_a_local_workspace_asks_for_no_repository() -> None:
    workspace = Workspace(settings=Settings(me="mia"), connected=None)
    async with shown(lambda: SpinoffDialog(workspace.context, workspace.captured())) as (app, pilot):
        assert "repository" not in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].repo == ""


async def test_a_text_longer_than_its_field_is_not_cut_by_looking_at_it(workspace: Workspace) -> None:
    workspace.desk.do(set_fields, "#482", summary="long " * 2_000)
    async with shown(lambda: FieldsDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"ask", "enter")
        assert app.answers == [Fields(next_action="ask")]
