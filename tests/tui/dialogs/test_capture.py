"""Capturing: what becomes public is checked first, and the sender stays with the team."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.captured_mail import Mail, read_mail
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.times import parse_time
from shiftui.domain.vocabulary import NoteKind, Priority, Severity, Via
from shiftui.tui.dialogs.capture import Captured, CaptureDialog, review, time_to_edit
from tests.tui.dialogs.gallery import MAIL
from tests.tui.dialogs.harness import NOW, Workspace, paste, press, said, screen_text, settle, shown

ZONE = "America/Los_Angeles"


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


async def test_a_pasted_mail_is_two_keys_from_being_a_ticket(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, MAIL)
        text = screen_text(app)
        assert "Check what becomes public" in text
        assert "public · read by everybody who follows the thread" in text
        assert "team only · kept in visit-dav/oncall-log" in text
        await press(app, pilot, "ctrl+o")
        (captured,) = app.answers
        assert captured.title == "Plots are blank"
        assert captured.requester == "Jane Doe"
        assert captured.via is Via.EMAIL
        assert captured.opened_at == datetime(2026, 11, 24, 22, 41, tzinfo=UTC)
        assert (captured.priority, captured.severity) == (None, None)


async def test_nothing_of_the_sender_is_in_what_becomes_public(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, MAIL)
        assert "1 × (left out)" in said(app)
        await press(app, pilot, "ctrl+o")
        (captured,) = app.answers
        for secret in ("jane.doe@", "555 010", "Example Labs", "building", "Jane"):
            assert secret not in captured.title + captured.body
            if secret != "Jane":
                assert secret in captured.sender
        assert "VisIt 3.4.2 is out." in captured.sender


async def test_what_is_saved_is_public_as_shown_and_the_rest_is_a_note_of_the_team(
    workspace: Workspace,
) -> None:
    def save(captured: Captured) -> object:
        return workspace.desk.write(
            open_ticket,
            captured.title,
            body=captured.body,
            requester=captured.requester,
            via=captured.via,
            opened_at=captured.opened_at,
            sender=captured.sender,
        )

    async with shown(lambda: CaptureDialog(workspace.context, save=save)) as (app, pilot):
        await paste(app, pilot, MAIL)
        await press(app, pilot, "ctrl+o")
        assert len(app.answers) == 1
        thread = workspace.desk.thread("L1")
        assert "jane.doe@" not in thread.body
        assert [(note.kind, note.team_only) for note in thread.notes] == [(NoteKind.EVENT, True)]
        assert "jane.doe@example.org" in thread.notes[0].text


async def test_every_part_can_be_corrected_before_it_is_opened(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, MAIL)
        await press(app, pilot, "ctrl+u", *"Blank", "tab", *"So: ", "tab", "ctrl+u", *"Jane")
        await press(app, pilot, "tab", "tab", "4", "tab", "2", "tab", "ctrl+u", *"14:30", "ctrl+o")
        (captured,) = app.answers
        assert captured.title == "Blank"
        assert captured.body.startswith("So: Hello,")
        assert captured.requester == "Jane"
        assert captured.priority is Priority.CUSTOMER
        assert captured.severity is Severity.CRITICAL
        assert captured.opened_at == datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


async def test_what_was_said_by_telephone_is_typed(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await press(app, pilot, *"Nothing is shown since noon", "shift+tab", "2", "ctrl+o", "ctrl+o")
        (captured,) = app.answers
        assert captured.via is Via.PHONE
        assert captured.title == captured.body == "Nothing is shown since noon"
        assert captured.requester is None
        assert app.fired == []


async def test_a_mail_can_be_typed_or_pasted_without_brackets_too(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        for line in ("From: J <j@x.org>", "Subject: Help", "", "It is blank today."):
            await press(app, pilot, *line, "enter")
        await press(app, pilot, "ctrl+o", "ctrl+o")
        assert (app.answers[0].title, app.answers[0].requester) == ("Help", "J")


async def test_escape_goes_back_to_the_message_and_asks_before_leaving_it(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, MAIL)
        await press(app, pilot, "escape")
        assert "Capture a message" in screen_text(app)
        await press(app, pilot, "escape")
        assert "Leave this text?" in screen_text(app)
        await press(app, pilot, "c")
        await app.show()
        await settle(app, pilot)
        assert "Check what becomes public" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert app.answers[1].title == "Plots are blank"
        assert not workspace.context.kept.unsent


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("ctrl+u",), "Give it a title"),
        (("shift+tab", "ctrl+u", *"noon"), "is no time"),
        (("shift+tab", "ctrl+u", *"23:30"), "cannot have reached us in the future"),
    ],
)
async def test_title_and_time_are_checked(workspace: Workspace, keys: tuple[str, ...], words: str) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, MAIL)
        await press(app, pilot, *keys, "ctrl+o")
        assert words in " ".join(said(app).split())
        assert app.answers == []


async def test_an_empty_message_is_asked_for(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await press(app, pilot, "ctrl+o")
        assert "There is no message yet" in said(app)
        await press(app, pilot, "escape")
        assert app.answers == [None]


async def test_a_megabyte_is_taken_apart_and_more_is_refused(workspace: Workspace) -> None:
    async with shown(lambda: CaptureDialog(workspace.context)) as (app, pilot):
        await paste(app, pilot, "From: J <j@x.org>\nSubject: Long\n\n" + "many words\n" * 90_000)
        assert "Check what becomes public" in screen_text(app)
        await press(app, pilot, "ctrl+o")
        assert len(app.answers[0].body) <= 60_000
        await app.show()
        await settle(app, pilot)
        await paste(app, pilot, "x\n" * 600_000)
        assert "That does not fit" in said(app)


def test_a_message_without_a_subject_is_called_by_its_first_words() -> None:
    mail = Mail(body="Hello,\n\nmy plots are blank since yesterday.\nBye")
    assert review(mail, NOW).title == "my plots are blank since yesterday."


def test_a_date_in_the_future_is_not_believed() -> None:
    assert review(Mail(body="x", date=datetime(2030, 1, 1, tzinfo=UTC)), NOW).opened_at is None


@given(st.emails(), st.text())
def test_no_address_in_the_message_becomes_public(address: str, words: str) -> None:
    found = review(read_mail(f"From: {address}\nSubject: about {address}\n\n{words} {address} "), NOW)
    assert "@example.org" not in found.title
    if "'" not in address and all(char.isalnum() or char in "@.-_+%" for char in address):
        assert address not in found.title
        assert address not in found.body


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 -- the zone comes next
def test_the_time_to_edit_reads_back_as_the_minute_that_it_shows(wall: datetime) -> None:
    instant = wall.replace(tzinfo=UTC, second=0, microsecond=0)
    shown_time = time_to_edit(instant, NOW, ZONE)
    assert parse_time(shown_time, NOW, ZONE) == instant
