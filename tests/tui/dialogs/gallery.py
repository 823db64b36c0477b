"""Every dialog in a typical moment: what the snapshots show, and what to look at."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from shiftui.tui.dialogs.diary import DiaryDialog
from shiftui.tui.dialogs.note import NoteDialog
from shiftui.tui.dialogs.reply import ReplyDialog
from shiftui.tui.dialogs.resolve import ResolveDialog
from shiftui.tui.dialogs.snooze import SnoozeDialog
from shiftui.tui.dialogs.text import TextDialog
from shiftui.tui.dialogs.triage import PriorityDialog, SeverityDialog, WaitingDialog
from tests.tui.dialogs.harness import Harness, Workspace

Make = Callable[[Workspace], Screen[Any]]
Prepare = Callable[[Pilot[None]], Awaitable[None]]


async def _nothing(pilot: Pilot[None]) -> None:
    await pilot.pause()


def _keys(*keys: str) -> Prepare:
    async def press(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    return press


_SCENES: dict[str, tuple[Make, Prepare]] = {
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
    "text": (
        lambda w: TextDialog(
            w.context, "No clipboard here: copy by hand", "Subject: Re: Plots\n\nHello Jane,\n\nthank you."
        ),
        _nothing,
    ),
}
NAMES = tuple(_SCENES)


def app(name: str, theme: str) -> Harness:
    make, _ = _SCENES[name]
    workspace = Workspace()
    return Harness(lambda: make(workspace), theme)


async def prepare(name: str, pilot: Pilot[None]) -> None:
    await _SCENES[name][1](pilot)
