"""Every dialog in a typical moment: what the snapshots show, and what to look at."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from shiftui.domain.elements import Drafted
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.vocabulary import NoteKind, Severity
from shiftui.tui.dialogs.capture import CaptureDialog
from shiftui.tui.dialogs.confirm import ConfirmDialog
from shiftui.tui.dialogs.diary import DiaryDialog
from shiftui.tui.dialogs.fields import FieldsDialog
from shiftui.tui.dialogs.first_run import FirstRunScreen
from shiftui.tui.dialogs.handoff import AloudDialog, ElementsDialog, ReadBackDialog
from shiftui.tui.dialogs.link import LinkDialog
from shiftui.tui.dialogs.note import NoteDialog
from shiftui.tui.dialogs.reply import ReplyDialog
from shiftui.tui.dialogs.resolve import ResolveDialog
from shiftui.tui.dialogs.snooze import SnoozeDialog
from shiftui.tui.dialogs.spinoff import SpinoffDialog
from shiftui.tui.dialogs.survey import SurveyShown
from shiftui.tui.dialogs.text import TextDialog
from shiftui.tui.dialogs.triage import PriorityDialog, SeverityDialog, WaitingDialog
from tests.tui.dialogs.harness import NOW, Harness, Workspace

Make = Callable[[Workspace], Screen[Any]]
Prepare = Callable[[Pilot[None]], Awaitable[None]]


async def _nothing(pilot: Pilot[None]) -> None:
    await pilot.pause()


def _keys(*keys: str) -> Prepare:
    async def press(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    return press


MAIL = """From: Jane Doe <jane.doe@example.org>
Sent: Tuesday, November 24, 2026 2:41 PM
To: visit-help@example.org
Subject: RE: Plots are blank

Hello,

since the upgrade to 3.4.2 every pseudocolor plot is blank. 3.4.1 was fine.
You can call me at +1 555 010 2233.

Best regards,
Jane Doe
Example Labs, building 7
+1 555 010 2233

From: visit-help@example.org
Sent: Monday, November 23, 2026 9:00 AM
Subject: 3.4.2 is out

VisIt 3.4.2 is out.
"""


def _paste(text: str) -> Prepare:
    async def paste(pilot: Pilot[None]) -> None:
        focused = pilot.app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await pilot.pause()

    return paste


FOUND = SurveyShown(
    repo="visit-dav/live-incidents",
    me="mia",
    private=False,
    open=143,
    recent=12,
    parked=131,
    labels=(("priority:service", "P0"), ("priority:customer", "support"), ("severity:critical", "")),
    posts=(
        "replies, and titles and bodies that you confirm: as issues and comments here, for everybody",
        "notes and other team text: nowhere; it stays on this machine until a private log is set",
        "labels for priority, severity and waiting: on the issues, when you set them",
    ),
)

LONG = "The standby host answers on its old address, and the name server has both. " * 8
LAST = "in the end it is the cable"


def told(workspace: Workspace) -> tuple[Ticket, list[Note]]:
    """A ticket with all that can be said of it, and two who have asked about it."""
    one = workspace.ticket
    work = replace(one.work, summary=LONG, next_action=LONG, contingency=LAST)
    said = [Note(kind=NoteKind.QUESTION, id=str(at), at=NOW, by="leo", text=LONG) for at in range(2)]
    return replace(one, issue=replace(one.issue, severity=Severity.CRITICAL), work=work), said


_SCENES: dict[str, tuple[Make, Prepare]] = {
    "elements": (
        lambda w: ElementsDialog(
            w.context, w.ticket, Drafted("critical", LONG, LONG, LONG), place="4 of 5", why=LONG
        ),
        _nothing,
    ),
    "read-back": (lambda w: ReadBackDialog(w.context, *told(w), place="4 of 5"), _nothing),
    "aloud": (lambda w: AloudDialog(w.context, told(w)[0], place="4 of 5", reader="leo"), _nothing),
    "reply": (lambda w: ReplyDialog(w.context, w.ticket), _nothing),
    "reply-mail": (lambda w: ReplyDialog(w.context, w.captured()), _nothing),
    "reply-leaving": (lambda w: ReplyDialog(w.context, w.ticket), _keys("x", "escape")),
    "note": (lambda w: NoteDialog(w.context, w.ticket), _keys("ctrl+o")),
    "diary": (lambda w: DiaryDialog(w.context), _nothing),
    "priority": (lambda w: PriorityDialog(w.context, w.ticket), _nothing),
    "severity": (lambda w: SeverityDialog(w.context, w.ticket), _nothing),
    "waiting": (lambda w: WaitingDialog(w.context, w.ticket), _nothing),
    "snooze": (lambda w: SnoozeDialog(w.context, w.ticket), _keys("u", "1", "d")),
    "resolve": (lambda w: ResolveDialog(w.context, w.ticket), _keys("f", "w")),
    "resolve-owed": (lambda w: ResolveDialog(w.context, w.ticket), _keys("f", "enter")),
    "resolve-title": (lambda w: ResolveDialog(w.context, w.ticket), _keys("f", "enter", "s")),
    "resolve-text": (lambda w: ResolveDialog(w.context, w.ticket), _keys("b", "enter")),
    "capture": (lambda w: CaptureDialog(w.context), _nothing),
    "capture-check": (lambda w: CaptureDialog(w.context), _paste(MAIL)),
    "fields": (lambda w: FieldsDialog(w.context, w.ticket), _nothing),
    "spinoff": (lambda w: SpinoffDialog(w.context, w.ticket), _nothing),
    "confirm": (
        lambda w: ConfirmDialog(
            w.context,
            question="Leave with 2 replies unsent?",
            yes="leave",
            no="stay",
            about="They are kept here and sent next time.",
        ),
        _nothing,
    ),
    "link": (
        lambda w: LinkDialog(w.context, f"{w.ticket.issue.url}?a=b#issuecomment-99"),
        _nothing,
    ),
    "link-unsafe": (
        lambda w: LinkDialog(w.context, "javascript:alert(1)//https://github.com\x1b[31m"),
        _nothing,
    ),
    "first-run": (
        lambda w: FirstRunScreen(lambda repo: FOUND, lambda repo: None, "git@github.com:visit-dav/visit.git"),
        _nothing,
    ),
    "first-run-found": (
        lambda w: FirstRunScreen(lambda repo: FOUND, lambda repo: None, "visit-dav/live-incidents"),
        _keys("c"),
    ),
    "text": (
        lambda w: TextDialog(
            w.context, "No clipboard here: copy by hand", "Subject: Re: Plots\n\nHello Jane,\n\nthank you."
        ),
        _nothing,
    ),
}
NAMES = tuple(_SCENES)


def dialog(name: str) -> Screen[Any]:
    """The dialog of that scene, on a workspace of its own."""
    make, _ = _SCENES[name]
    return make(Workspace())


def app(name: str, theme: str) -> Harness:
    """An app that shows it."""
    return Harness(lambda: dialog(name), theme)


async def prepare(name: str, pilot: Pilot[None]) -> None:
    await _SCENES[name][1](pilot)
