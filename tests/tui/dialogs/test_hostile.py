"""Strangers' titles, names and pastes do nothing on the screen but stand there."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.screen import Screen

from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Via
from shiftui.tui.dialogs.capture import CaptureDialog
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.confirm import ConfirmDialog
from shiftui.tui.dialogs.context import DialogContext
from shiftui.tui.dialogs.fields import FieldsDialog
from shiftui.tui.dialogs.inputs import Line, Prose
from shiftui.tui.dialogs.link import LinkDialog
from shiftui.tui.dialogs.note import NoteDialog
from shiftui.tui.dialogs.reply import ReplyDialog
from shiftui.tui.dialogs.resolve import ResolveDialog
from shiftui.tui.dialogs.snooze import SnoozeDialog
from shiftui.tui.dialogs.spinoff import SpinoffDialog
from shiftui.tui.dialogs.text import TextDialog
from shiftui.tui.dialogs.triage import PriorityDialog
from tests.hostile import HOSTILE, HOSTILE_IDS
from tests.tui.dialogs.harness import ISSUE, Harness, Workspace, paste, screen_text, settle, shown

NAMED = dict(zip(HOSTILE_IDS, HOSTILE, strict=True))
TOGETHER = "".join(
    NAMED[name]
    for name in (
        "colour",
        "c1 osc 52",
        "nul",
        "action markup",
        "closing unopened",
        "bidi override",
        "zero-width title",
        "zwj family",
        "lone high surrogate",
        "only combining",
        "line separators",
    )
)
TELLING = (TOGETHER, NAMED["closing tag"], NAMED["one megabyte of marks"])
"""Each trick once, short enough to be shown; `safe_text` and the fields are tested with all texts."""

Make = Callable[[DialogContext, Ticket, str], Screen[Any]]

DIALOGS: dict[str, Make] = {
    "reply": lambda context, ticket, _: ReplyDialog(context, ticket),
    "note": lambda context, ticket, _: NoteDialog(context, ticket),
    "priority": lambda context, ticket, _: PriorityDialog(context, ticket),
    "snooze": lambda context, ticket, _: SnoozeDialog(context, ticket),
    "resolve": lambda context, ticket, _: ResolveDialog(context, ticket),
    "fields": lambda context, ticket, _: FieldsDialog(context, ticket),
    "spinoff": lambda context, ticket, _: SpinoffDialog(context, ticket),
    "link": lambda context, _, text: LinkDialog(context, text),
    "text": lambda context, _, text: TextDialog(context, text, text),
    "confirm": lambda context, _, text: ConfirmDialog(context, question=text, yes=text, about=text),
    "choice": lambda context, ticket, text: ChoiceDialog(
        context, ticket, question=text, choices=[Choice("a", text, text, text)], current=text
    ),
}


def hostile_ticket(text: str) -> Ticket:
    """A ticket all of whose texts are a stranger's."""
    issue = replace(ISSUE, title=text, opened_by=text)
    work = Work(requester=text, summary=text, next_action=text, contingency=text, via=Via.EMAIL)
    return Ticket("#482", issue, work)


def assert_harmless(app: Harness, size: tuple[int, int] = (80, 24)) -> None:
    """Nothing on the screen is obeyed by a terminal, reorders it or takes no place; every line fits."""
    for line in screen_text(app).split("\n"):
        bad = {
            f"U+{ord(char):04X}" for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn")
        }
        assert not bad, line
    assert len(screen_text(app).split("\n")) == size[1]


@pytest.mark.parametrize("make", DIALOGS.values(), ids=DIALOGS)
async def test_no_text_of_a_stranger_does_anything_in_a_dialog(make: Make) -> None:
    workspace = Workspace()
    async with shown(lambda: NoteDialog(workspace.context, None)) as (app, pilot):
        for text in TELLING:
            await app.push_screen(make(workspace.context, hostile_ticket(text), text))
            await settle(app, pilot)
            assert_harmless(app)
            await app.pop_screen()
        assert app.fired == []


async def test_a_hostile_paste_is_shown_and_kept_harmless() -> None:
    workspace = Workspace()
    async with shown(lambda: NoteDialog(workspace.context, None)) as (app, pilot):
        for text in TELLING:
            await app.push_screen(CaptureDialog(workspace.context))
            await settle(app, pilot)
            await paste(app, pilot, f"From: {text[:5_000]} <a@b.cc>\nSubject: {text[:5_000]}\n\n{text}")
            assert_harmless(app)
            for prose in app.screen.query(Prose):
                prose.text.encode()  # no lone surrogate may reach the journal
            for line in app.screen.query(Line):
                line.value.encode()
            await app.pop_screen()
