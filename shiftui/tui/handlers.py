"""What each verb's key does: which verb, on which ticket. Nothing is decided here.

Dialogs are imported when they are first asked for: the queue paints sooner without them. They record
themselves, through the `save` that they are given, and close only when that worked.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.acknowledged import acknowledge, acknowledge_if_free, other_holder
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import clear_response, respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.safe_text import safe_line
from shiftui.domain.vocabulary import Via
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind
from shiftui.tui.view_models.sleep import sleep_words

if TYPE_CHECKING:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

Handler = Callable[[Gesture], Awaitable[object]]
C = TypeVar("C")


async def _acknowledge(on: Gesture) -> None:
    """One ticket may be taken over; of several, those that somebody else has stay theirs."""
    if len(on.keys) > 1:
        await on.do("acknowledged", acknowledge_if_free)
        return
    holder = other_holder(on.first, on.desk.me) if on.first is not None else ""
    if not holder:
        await on.do("acknowledged", acknowledge)
        return
    key = on.keys[0]
    done = await on.hands.off_screen(lambda: on.desk.do(acknowledge, key))
    if done is not None:
        on.hands.recorded(on.keys, f"taken over from {safe_line(holder, 40)}", undo="gives it back")


async def _respond(on: Gesture) -> None:
    from shiftui.tui.dialogs.reply import Reply, ReplyDialog

    def save(reply: Reply) -> object:
        held = on.hands.sends_at() if reply.via is Via.GITHUB else None
        return on.desk.do(respond, on.keys[0], reply.text, via=reply.via, not_before=held)

    if (ticket := await on.one()) is None:
        return
    reply = await on.hands.ask(ReplyDialog(on.context, ticket, save=save))
    if reply is not None:
        held = on.hands.sends_at() if reply.via is Via.GITHUB else None
        on.hands.recorded(on.keys, "answered", held)


async def _note(on: Gesture) -> None:
    from shiftui.tui.dialogs.note import NoteDialog

    if (ticket := await on.one()) is None:
        return
    dialog = NoteDialog(on.context, ticket, save=lambda text: on.desk.do(note, ticket.key, text))
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded(on.keys, "noted")


async def _clear_response(on: Gesture) -> None:
    from shiftui.tui.screens.clear_response import ClearResponseDialog

    if (ticket := await on.one()) is None:
        return

    def save(why: str) -> object:
        return on.desk.do(clear_response, ticket.key, why)

    if await on.hands.ask(ClearResponseDialog(on.context, ticket, save=save)) is not None:
        on.hands.recorded(on.keys, "has had no response")


async def _priority(on: Gesture) -> None:
    from shiftui.tui.dialogs.triage import PRIORITIES, PriorityDialog

    choice = await _choose(on, "Priority", PriorityDialog, PRIORITIES)
    if choice is not None:
        await on.do(f"set to {choice}", set_fields, priority=choice)


async def _severity(on: Gesture) -> None:
    from shiftui.tui.dialogs.triage import SEVERITIES, SeverityDialog

    choice = await _choose(on, "Severity", SeverityDialog, SEVERITIES)
    if choice is not None:
        await on.do(f"set to {choice}", set_fields, severity=choice)


async def _waiting(on: Gesture) -> None:
    from shiftui.tui.dialogs.triage import WAITING, WaitingDialog

    choice = await _choose(on, "Next move", WaitingDialog, WAITING)
    if choice is not None:
        await on.do(f"waiting on {choice}", set_fields, waiting_on=choice)


async def _snooze(on: Gesture) -> None:
    from shiftui.tui.dialogs.snooze import SnoozeDialog

    if on.first is None:
        return
    choice = await on.hands.ask(SnoozeDialog(on.context, on.first))
    if choice is not None:
        await _sleep(on, choice.until)


async def _sleep(on: Gesture, until: datetime | None) -> None:
    """Let them sleep, and say when the clock wakes them before; or, without a time, wake them."""
    if until is None:
        await on.do("is awake", wake)
        return
    moment = on.hands.dashboard.board.moment
    await on.do(sleep_words([moment.placed[key] for key in on.keys], until, moment), snooze, until)


async def _resolve(on: Gesture) -> None:
    from shiftui.tui.dialogs.resolve import Resolve, ResolveDialog

    if (ticket := await on.one()) is None:
        return

    def decide(answer: Resolve, scene: Scene) -> list[Operation]:
        found = scene.tickets[ticket.key]
        last = resolve(
            scene,
            found,
            answer.kinds,
            text=answer.text,
            same_as=answer.same_as,
            no_spinoff=answer.no_spinoff,
        )
        title = answer.spinoff_title
        return [spin_off(scene, found, title), last] if title else [last]

    def save(answer: Resolve) -> object:
        return on.desk.record(lambda scene: decide(answer, scene))

    answer = await on.hands.ask(ResolveDialog(on.context, ticket, save=save))
    if answer is not None:
        on.hands.recorded(on.keys, f"resolved: {', '.join(answer.kinds)}")


async def _spinoff(on: Gesture) -> None:
    from shiftui.tui.dialogs.spinoff import Spinoff, SpinoffDialog

    if (ticket := await on.one()) is None:
        return

    def save(spinoff: Spinoff) -> object:
        return on.desk.do(
            spin_off, ticket.key, spinoff.title, body=spinoff.body, kind=spinoff.kind, repo=spinoff.repo
        )

    spinoff = await on.hands.ask(SpinoffDialog(on.context, ticket, save=save))
    if spinoff is not None:
        on.hands.recorded(on.keys, "has a spinoff")


async def _fields(on: Gesture) -> None:
    from shiftui.tui.dialogs.fields import Fields, FieldsDialog

    def save(fields: Fields) -> object:
        return on.desk.do(
            set_fields,
            on.keys[0],
            summary=fields.summary,
            next_action=fields.next_action,
            contingency=fields.contingency,
            estimate_hours=fields.estimate_hours,
            requester=fields.requester,
        )

    if (ticket := await on.one()) is None:
        return
    dialog = FieldsDialog(on.context, ticket, save=save)
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded(on.keys, "updated")


async def _capture(on: Gesture) -> None:
    from shiftui.tui.dialogs.capture import Captured, CaptureDialog

    made: list[str] = []

    def save(captured: Captured) -> None:
        recorded = on.desk.write(
            open_ticket,
            captured.title,
            body=captured.body,
            priority=captured.priority,
            severity=captured.severity,
            requester=captured.requester,
            via=captured.via,
            opened_at=captured.opened_at,
            sender=captured.sender,
        )
        made.append(recorded.operation.ticket)

    if await on.hands.ask(CaptureDialog(on.context, save=save)) is not None:
        on.hands.made(made[0], "captured")


async def _diary(on: Gesture) -> None:
    from shiftui.tui.dialogs.diary import DiaryDialog

    dialog = DiaryDialog(on.context, save=lambda text: on.desk.write(write_diary, text))
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), "written into the diary")


async def _undo(on: Gesture) -> None:
    from shiftui.tui.taken_back import back_again, written

    taken = await on.hands.off_screen(on.desk.undo)
    if taken is None:
        return
    for recorded in taken.gesture:
        text = written(recorded.operation)
        if text is not None:
            on.context.kept.keep(text.composer, text.ticket, text.fields)
    dashboard = on.hands.dashboard
    dashboard.taken_back([recorded.operation.ticket for recorded in taken.gesture])
    on.hands.say(back_again(taken, dashboard.board.moment, dashboard.key_of), Kind.DONE)


async def _choose(
    on: Gesture, question: str, dialog: "type[ChoiceDialog[C]]", choices: "Sequence[Choice[C]]"
) -> C | None:
    """Ask for one of the choices, for one ticket or for all that are marked."""
    from shiftui.tui.dialogs.choice import ChoiceDialog

    if len(on.keys) == 1 and on.first is not None:
        return await on.hands.ask(dialog(on.context, on.first))  # type: ignore[call-arg]
    many = ChoiceDialog(on.context, None, question=f"{question} of {len(on.keys)} tickets", choices=choices)
    return await on.hands.ask(many)


ASKS_NOTHING = frozenset({"acknowledge", "wake", "reopen", "undo", "sync"})
"""Gestures that open no dialog: keys that follow them need not wait."""

HANDLERS: Mapping[str, Handler] = {
    "acknowledge": _acknowledge,
    "wake": lambda on: on.do("is awake", wake),
    "reopen": lambda on: on.do("reopened", reopen),
    "respond": _respond,
    "note": _note,
    "priority": _priority,
    "severity": _severity,
    "waiting": _waiting,
    "snooze": _snooze,
    "clear_response": _clear_response,
    "resolve": _resolve,
    "spinoff": _spinoff,
    "fields": _fields,
    "capture": _capture,
    "diary": _diary,
    "undo": _undo,
}
