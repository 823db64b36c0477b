"""Choices: one key each, what holds now is where Enter is, and the safe answer comes first."""

from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.vocabulary import Priority, Severity
from shiftui.tui.dialogs.choice import ChoiceDialog
from shiftui.tui.dialogs.confirm import ConfirmDialog
from shiftui.tui.dialogs.link import LinkDialog
from shiftui.tui.dialogs.text import TextDialog
from shiftui.tui.dialogs.triage import (
    PRIORITIES,
    SEVERITIES,
    WAITING,
    PriorityDialog,
    SeverityDialog,
    WaitingDialog,
)
from tests.tui.dialogs.harness import ISSUE, Workspace, press, said, screen_text, shown


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


TRIAGE = {
    "priority": (PriorityDialog, PRIORITIES),
    "severity": (SeverityDialog, SEVERITIES),
    "move": (WaitingDialog, WAITING),
}


@pytest.mark.parametrize(("dialog", "choices"), TRIAGE.values(), ids=TRIAGE)
async def test_each_answer_of_triage_takes_one_key(workspace: Workspace, dialog: Any, choices: Any) -> None:
    async with shown(lambda: dialog(workspace.context, workspace.ticket)) as (app, pilot):
        for choice in choices:
            await press(app, pilot, choice.key)
            await app.show()
        assert app.answers == [choice.value for choice in choices]
        assert app.fired == []


ENTERED = {
    ("enter",): Priority.CUSTOMER,
    ("up", "enter"): Priority.SECURITY,
    ("k", "k", "enter"): Priority.SERVICE,
    ("j", "enter"): Priority.OPERATIONAL,
    ("escape",): None,
}


async def test_enter_gives_what_holds_now_unless_moved(workspace: Workspace) -> None:
    async with shown(lambda: PriorityDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "help  current" in screen_text(app)
        for keys in ENTERED:
            await press(app, pilot, *keys)
            await app.show()
        assert app.answers == list(ENTERED.values())


async def test_the_cursors_row_is_told_without_colour(workspace: Workspace) -> None:
    async with shown(lambda: PriorityDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "▌3 c  customer" in screen_text(app)
        await press(app, pilot, "down")
        assert "▌4 o  operational" in screen_text(app)
        assert "▌3" not in screen_text(app)


async def test_an_untriaged_ticket_has_no_priority_marked() -> None:
    workspace = Workspace(issues=(replace(ISSUE, priority=None),))
    async with shown(lambda: PriorityDialog(workspace.context, workspace.ticket)) as (app, pilot):
        assert "current" not in screen_text(app)
        await press(app, pilot, "enter")
        assert app.answers == [Priority.SERVICE]


async def test_another_letter_is_no_answer_and_reaches_nothing_underneath(workspace: Workspace) -> None:
    async with shown(lambda: PriorityDialog(workspace.context, workspace.ticket)) as (app, pilot):
        await press(app, pilot, "a", "q", "x")
        assert app.answers == []
        assert app.fired == []


async def test_a_choice_that_cannot_be_saved_stays_and_says_why(workspace: Workspace) -> None:
    workspace.journal.broken = "the disk is full"

    def save(priority: Priority) -> object:
        return workspace.desk.do(set_fields, "#482", priority=priority)

    async with shown(lambda: PriorityDialog(workspace.context, workspace.ticket, save=save)) as (app, pilot):
        await press(app, pilot, "v")
        assert "Not saved: the disk is full" in said(app)
        workspace.journal.broken = ""
        await press(app, pilot, "v")
        assert app.answers == [Priority.SERVICE]
        assert workspace.ticket.issue.priority is Priority.SERVICE


CONFIRMED = {("enter",): False, ("n",): False, ("y",): True, ("down", "enter"): True, ("escape",): None}


async def test_only_a_deliberate_yes_confirms(workspace: Workspace) -> None:
    def make() -> ConfirmDialog:
        return ConfirmDialog(workspace.context, question="Drop it?", yes="drop it", no="keep it")

    async with shown(make) as (app, pilot):
        for keys in CONFIRMED:
            await press(app, pilot, *keys)
            await app.show()
        assert app.answers == list(CONFIRMED.values())


async def test_choices_of_many_tickets_need_none(workspace: Workspace) -> None:
    def make() -> ChoiceDialog[Severity]:
        return ChoiceDialog(workspace.context, None, question="Severity of 3 tickets", choices=SEVERITIES)

    async with shown(make) as (app, pilot):
        await press(app, pilot, "w")
        assert app.answers == [Severity.WARNING]


OPENED = {("o",): ISSUE.url, ("enter",): "", ("escape",): None, ("n",): ""}


async def test_a_link_is_opened_only_when_told_to(workspace: Workspace) -> None:
    async with shown(lambda: LinkDialog(workspace.context, ISSUE.url)) as (app, pilot):
        for keys in OPENED:
            await press(app, pilot, *keys)
            await app.show()
        assert app.answers == list(OPENED.values())


async def test_a_link_is_shown_whole_with_the_host_that_it_leads_to(workspace: Workspace) -> None:
    url = "https://github.com.evil.example/" + "a" * 300 + "/end"
    async with shown(lambda: LinkDialog(workspace.context, url)) as (app, _):
        text = screen_text(app)
        assert "It leads to github.com.evil.example" in text
        assert url in "".join(text.split()).replace("▌", "")


async def test_the_end_of_the_longest_link_can_be_reached(workspace: Workspace) -> None:
    url = "https://github.com/" + "a" * 1_900 + "/theend"
    async with shown(lambda: LinkDialog(workspace.context, url)) as (app, pilot):
        assert "theend" not in screen_text(app)
        await press(app, pilot, "pagedown", "pagedown", "pagedown")
        assert "theend" in screen_text(app)


UNSAFE = ["javascript:alert(1)", "https://user:pw@github.com/", "file:///etc/passwd", "http://[", "\x1b]8;;x"]


async def test_what_is_no_safe_link_cannot_be_opened(workspace: Workspace) -> None:
    urls = iter(UNSAFE)
    async with shown(lambda: LinkDialog(workspace.context, next(urls, ""))) as (app, pilot):
        for _ in UNSAFE:
            await press(app, pilot, "o", "enter")
            await app.show()
        assert app.answers == [""] * len(UNSAFE)


async def test_a_long_text_to_copy_scrolls_and_closes(workspace: Workspace) -> None:
    text = "\n".join(f"line {number}" for number in range(100))
    async with shown(lambda: TextDialog(workspace.context, "Copy this", text)) as (app, pilot):
        assert "line 99" not in screen_text(app)
        await press(app, pilot, "end")
        await pilot.pause()  # Textual scrolls to an end only after two refreshes
        assert "line 99" in screen_text(app)
        await press(app, pilot, "k")
        assert "line 99" not in screen_text(app)
        await press(app, pilot, "p")
        assert "cannot be lent" in said(app)  # there is no terminal under these tests
        await press(app, pilot, "escape")
        assert app.answers == [None]
