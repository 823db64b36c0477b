"""What `u` leaves behind: what was written goes back to its composer, and a line says what holds again."""

from collections.abc import Callable

from shiftui.domain.operations import (
    Acknowledged,
    DiaryWritten,
    Noted,
    Opened,
    Operation,
    Resolved,
    Responded,
    Snoozed,
    SpunOff,
    Woken,
)
from shiftui.domain.operations.acknowledged import other_holder
from shiftui.domain.records import Recorded
from shiftui.domain.safe_text import safe_line
from shiftui.domain.values import dataclass
from shiftui.service.taking_back import TakenBack
from shiftui.tui.dialogs.kept import Fields
from shiftui.tui.view_models.moment import Moment

KeyOf = Callable[[str], str]
"""The key that runs an action."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was taken back, as its composer keeps unsent ones."""

    composer: str
    """The composer's `KIND`."""
    ticket: str
    """Key of the ticket that it is opened on; empty where it is on none."""
    fields: Fields
    action: str
    """What opens the composer."""


def written(operation: Operation) -> Written | None:
    """What somebody had typed for that operation; None where nothing was."""
    match operation:
        case Responded():
            return Written(
                "reply", operation.ticket, {"prose": operation.text, "via": operation.via}, "respond"
            )
        case Noted():
            return Written("note", operation.ticket, {"prose": operation.text}, "note")
        case Resolved() if operation.text:
            return Written("resolve", operation.ticket, {"prose": operation.text}, "resolve")
        case DiaryWritten():
            return Written("diary", "", {"prose": operation.text}, "diary")
        case SpunOff() if operation.body:
            fields = {"title": operation.title, "prose": operation.body, "repo": operation.repo}
            return Written(
                "spinoff", operation.origin, fields | {"kind": str(operation.spinoff_kind)}, "spinoff"
            )
        case Opened():
            return Written("capture", "", _captured(operation), "capture")
        case _:
            return None


def _captured(operation: Opened) -> Fields:
    return {
        "via": operation.via,
        "title": operation.title,
        "prose": operation.body,
        "requester": operation.requester or "",
        "sender": operation.sender,
        "priority": str(operation.priority),
        "severity": str(operation.severity),
        "opened": operation.opened_at.isoformat(timespec="seconds"),
    }


def back_again(taken: TakenBack, moment: Moment, key_of: KeyOf) -> str:
    """What to say of it."""
    texts = [text for recorded in taken.gesture if (text := written(recorded.operation)) is not None]
    if texts:
        key = key_of(texts[-1].action)
        return (
            f"taken back: {safe_line(taken.words, 80)}; your text is kept{f', {key} opens it' if key else ''}"
        )
    if len(taken.gesture) == 1:
        return _again(taken.gesture[0], moment) or f"taken back: {taken.words}"
    return f"taken back: {taken.words}"


def _again(recorded: Recorded, moment: Moment) -> str:
    """What holds again on its ticket, where that says more than the name of what was taken back."""
    operation, ref = recorded.operation, moment.ref(recorded.operation.ticket)
    placed = moment.placed.get(operation.ticket)
    sleeps = placed.ticket.work.snoozed_until if placed is not None else None
    holder = other_holder(placed.ticket, operation.by) if placed is not None else ""
    asleep = sleeps is not None and sleeps > moment.now
    match operation:
        case Snoozed() if not asleep:
            return f"{ref} is awake again (it was asleep until {moment.clock_time(operation.until)})"
        case Snoozed() | Woken() if asleep and sleeps is not None:
            return f"{ref} is asleep again, until {moment.clock_time(sleeps)}"
        case Acknowledged() if holder:
            return f"given back: {safe_line(holder, 40)} has {ref} again"
        case _:
            return ""
