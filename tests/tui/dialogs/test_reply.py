"""The reply: to one person, by one channel, never lost, never blind to what others said meanwhile."""

import threading

import pytest
from textual.screen import Screen

from shiftui.domain.operations.responded import respond
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import NoteKind, Via
from shiftui.tui.dialogs.choice import ChoiceDialog
from shiftui.tui.dialogs.parts import AudienceLine
from shiftui.tui.dialogs.reply import Reply, ReplyDialog
from shiftui.tui.dialogs.text import TextDialog
from tests.tui.dialogs.harness import Workspace, paste, press, said, screen_text, settle, shown, until

ACKNOWLEDGEMENT = "Hello jdoe,\n\nthank you for writing. We have this and are looking into it."


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.mark.parametrize("key", ["ctrl+o", "f2", "ctrl+s", "ctrl+enter"])
async def test_the_draft_goes_with_one_key(workspace: Workspace, key: str) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, key)
        assert app.answers == [Reply(ACKNOWLEDGEMENT, Via.GITHUB)]


async def test_what_is_typed_goes_where_the_cursor_waits(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"Which", "ctrl+o")
        assert app.answers == [Reply(f"{ACKNOWLEDGEMENT}\n\nWhich", Via.GITHUB)]
        assert app.fired == []


async def test_who_reads_it_stands_above_the_text_and_follows_the_channel(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "public · read by everybody who follows the thread" in screen_text(app)
        await press(app, pilot, "shift+tab", "right")
        assert "e-mail to jdoe · drafted here, you send it" in screen_text(app)
        assert app.screen.query_one(AudienceLine).region.y < app.screen.query_one("#prose").region.y


async def test_another_channel_has_another_draft_unless_somebody_has_typed(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "shift+tab", "2")
        assert "Regards" in screen_text(app)
        await press(app, pilot, "tab", "x", "shift+tab", "1")
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].via is Via.GITHUB
        assert "Regards" in app.answers[0].text


async def test_a_captured_mail_is_answered_by_mail_and_copied_with_its_subject(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.captured())) as (app, pilot):
        assert "record as sent" in screen_text(app)
        await press(app, pilot, "ctrl+y")
        assert workspace.tray.copied[0].startswith("Subject: Re: Plots are blank\n\nHello Jane Doe,\n")
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].via is Via.EMAIL


async def test_where_there_is_no_clipboard_the_text_is_shown(workspace: Workspace) -> None:
    workspace.tray.works = False
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "ctrl+y")
        assert isinstance(app.screen, TextDialog)
        assert "thank you for writing" in screen_text(app)
        await press(app, pilot, "escape", "ctrl+o")
        assert len(app.answers) == 1


async def test_an_empty_reply_is_no_reply(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        app.screen.query_one("#prose").load_text("  \n ")  # type: ignore[attr-defined]
        await press(app, pilot, "ctrl+o")
        assert said(app).startswith("There is no text yet")
        assert app.answers == []


async def test_an_untouched_draft_is_left_without_a_question(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "escape")
        assert app.answers == [None]
        assert not workspace.context.kept.unsent


async def test_leaving_typed_text_asks_and_keeps_editing_by_default(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "x", "escape")
        assert isinstance(app.screen, ChoiceDialog)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, ReplyDialog)
        await press(app, pilot, "y", "ctrl+o")
        assert app.answers[0].text.endswith("xy")


async def test_a_closed_composer_goes_on_where_it_was_left(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"half", "escape", "c")
        assert app.answers == [None]
        assert workspace.context.kept.unsent == (("reply", "#482"),)
        await app.show()
        await settle(app, pilot)
        assert said(app).startswith("Continued")
        await press(app, pilot, *"done", "ctrl+o")
        assert app.answers[1].text.endswith("halfdone")
        assert not workspace.context.kept.unsent


async def test_discarded_text_does_not_come_back(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"half", "escape", "d")
        await app.show()
        await settle(app, pilot)
        await press(app, pilot, "ctrl+o")
        assert app.answers == [None, Reply(ACKNOWLEDGEMENT, Via.GITHUB)]


async def test_text_is_kept_when_the_composer_is_torn_away(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, *"half")
        await app.pop_screen()
        assert "half" in workspace.context.kept.fields("reply", "#482")["prose"]


async def test_a_failed_save_says_so_keeps_the_text_and_can_be_tried_again(workspace: Workspace) -> None:
    def save(reply: Reply) -> object:
        return workspace.desk.do(respond, "#482", reply.text, via=reply.via)

    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        workspace.journal.broken = "the disk is full: free some space, then try again"
        await press(app, pilot, "x", "ctrl+o")
        assert "Not saved: the disk is full" in said(app)
        assert app.answers == []
        assert not workspace.desk.snapshot.outbox
        workspace.journal.broken = ""
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].text.endswith("x")
        assert [entry.verb for entry in workspace.desk.snapshot.outbox] == ["responded"]


async def test_a_refusal_is_shown_where_the_text_is(workspace: Workspace) -> None:
    def save(reply: Reply) -> object:
        return workspace.desk.do(respond, "#999", reply.text)

    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await press(app, pilot, "ctrl+o")
        assert "there is no ticket #999" in said(app)


async def test_somebody_elses_answer_meanwhile_is_shown_before_ours_goes(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        workspace.comment("leo", "Try the Mesa build.", association="MEMBER")
        await press(app, pilot, "ctrl+o")
        assert app.answers == []
        assert "leo answered meanwhile, at 14:57: “Try the Mesa build.”" in " ".join(said(app).split())
        await press(app, pilot, "ctrl+o")
        assert app.answers == [Reply(ACKNOWLEDGEMENT, Via.GITHUB)]


async def test_the_requesters_new_words_are_news_too_and_our_own_are_not(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        workspace.comment("mia", "from my telephone", association="MEMBER", id=8)
        workspace.comment("jdoe", "It works now.", id=9)
        await press(app, pilot, "ctrl+o")
        assert "jdoe wrote meanwhile" in said(app)
        assert "telephone" not in said(app)


async def test_what_was_said_last_stands_above(workspace: Workspace) -> None:
    workspace.comment("leo", "Asked ops for the log.", association="MEMBER")
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, _):
        assert "last: leo answered 14:57, just now · Asked ops for the log." in screen_text(app)


async def test_pasted_control_characters_neither_reach_the_screen_nor_the_reply(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await paste(app, pilot, "\x1b[31mred\x1b[0m\r\nnext\x00")
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].text.endswith("^[[31mred^[[0m\nnext^@")


async def test_a_paste_that_does_not_fit_is_refused_whole(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await paste(app, pilot, "x" * 70_000)
        assert "That does not fit" in said(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers[0].text == ACKNOWLEDGEMENT


async def test_in_a_local_workspace_nothing_claims_to_send() -> None:
    workspace = Workspace(settings=Settings(me="mia"), connected=None)
    ticket = workspace.captured(requester="Jane")
    async with shown(lambda: ReplyDialog(workspace.context, ticket)) as (app, pilot):
        await press(app, pilot, "shift+tab", "1")
        assert "nothing is sent, you tell Jane" in screen_text(app)
        assert "keep as sent" in screen_text(app)


async def test_escape_while_saving_waits_for_the_disk(workspace: Workspace) -> None:
    """The answer is known only when the disk has spoken; closing before would hide a failure."""
    disk = threading.Event()

    def save(reply: Reply) -> object:
        assert disk.wait(10)
        return workspace.desk.do(respond, "#482", reply.text)

    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("escape", "ctrl+o")
        assert app.answers == []
        disk.set()
        await settle(app, pilot)
        assert len(app.answers) == 1
        notes = workspace.desk.thread("#482").notes
        assert [note.kind for note in notes] == [NoteKind.RESPONSE]


async def test_an_answer_under_another_screen_still_closes_the_dialog(workspace: Workspace) -> None:
    """The app may put its notice that the terminal is too small on top at any time."""
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        dialog = app.screen
        assert isinstance(dialog, ReplyDialog)
        await app.push_screen(Screen())
        dialog.submit(Reply("late", Via.GITHUB))
        await settle(app, pilot)
        assert app.answers == []
        await app.pop_screen()
        await settle(app, pilot)
        assert app.answers == [Reply("late", Via.GITHUB)]
        assert app.screen is not dialog


async def test_a_bug_in_saving_ends_neither_the_app_nor_the_text(workspace: Workspace) -> None:
    def save(reply: Reply) -> object:
        raise KeyError("a bug")

    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await pilot.press("x", "ctrl+o")
        await until(pilot, lambda: "That did not work" in said(app))
        await pilot.press("escape", "c")
        assert app.answers == [None]
        assert "x" in workspace.context.kept.fields("reply", "#482")["prose"]


async def test_news_found_by_a_look_at_the_same_moment_still_stops_the_reply(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        workspace.comment("leo", "Done.", association="MEMBER")
        dialog = app.screen
        assert isinstance(dialog, ReplyDialog)
        dialog._look_again()
        dialog.give()
        await settle(app, pilot)
        assert app.answers == []
        assert "leo answered meanwhile" in said(app)


async def test_news_are_shown_while_somebody_is_still_writing(workspace: Workspace) -> None:
    async with shown(lambda: ReplyDialog(workspace.context, workspace.ticket)) as (app, pilot):
        workspace.comment("leo", "Done.", association="MEMBER")
        await until(pilot, lambda: "leo answered meanwhile" in said(app))
        assert app.answers == []
