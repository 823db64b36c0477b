"""Notes and the diary: for the team, never empty, never lost."""

import pytest

from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.noted import note
from shiftui.tui.dialogs.diary import DiaryDialog
from shiftui.tui.dialogs.note import NoteDialog
from tests.tui.dialogs.harness import Workspace, press, said, screen_text, settle, shown


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


async def test_a_note_is_for_the_team_and_says_so(workspace: Workspace) -> None:
    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "team only · kept in visit-dav/oncall-log" in screen_text(app)
        await press(app, pilot, *"quit?", "enter", *"no", "ctrl+o")
        assert app.answers == ["quit?\nno"]
        assert app.fired == []


async def test_a_note_is_durable_when_its_dialog_has_gone(workspace: Workspace) -> None:
    def save(text: str) -> object:
        return workspace.desk.do(note, "#482", text)

    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await press(app, pilot, *"hello", "f2")
        assert app.answers == ["hello"]
        assert [each.text for each in workspace.desk.thread("#482").notes] == ["hello"]


async def test_an_empty_note_is_asked_for_again(workspace: Workspace) -> None:
    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "space", "ctrl+o")
        assert "no text yet" in said(app)
        await press(app, pilot, "escape")
        assert app.answers == [None]


async def test_notes_on_two_tickets_are_kept_apart(workspace: Workspace) -> None:
    other = workspace.captured()
    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"one", "escape", "c")
        await app.push_screen(NoteDialog(workspace.context, other))
        await settle(app, pilot)
        assert "one" not in screen_text(app)
        await press(app, pilot, *"two", "escape", "c")
        assert {key for _, key in workspace.context.kept.unsent} == {"#482", other.key}


async def test_undo_and_redo_work_while_writing(workspace: Workspace) -> None:
    async with shown(lambda: NoteDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"abc", "ctrl+z", "ctrl+shift+z", "ctrl+o")
        assert app.answers == ["abc"]


async def test_the_diary_takes_what_has_no_ticket(workspace: Workspace) -> None:
    def save(text: str) -> object:
        return workspace.desk.write(write_diary, text)

    async with shown(lambda: DiaryDialog(workspace.context, save=save)) as (app, pilot):
        await press(app, pilot, *"quiet", "ctrl+o")
        assert app.answers == ["quiet"]
        assert [entry.line for entry in workspace.desk.snapshot.outbox] == ["diary: quiet"]
