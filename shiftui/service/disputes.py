"""Whether somebody changed on GitHub what an operation was to change: then a person decides whose counts.

Each operation is recorded with what it found and what it left. GitHub as wanted: done. As found: sent. Else
the remote counts until whoever recorded it says "send mine" or "keep theirs" (sync.md, "Sending").
"""

from typing import Final

from shiftui.domain.codec import encode
from shiftui.domain.operations import Change
from shiftui.domain.records import Recorded
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import State

_LABELS: Final = {
    "issue.priority": "priority",
    "issue.severity": "severity",
    "issue.waiting_on": "waiting on",
}
_OPEN, _REOPENED = State.OPEN.value, "reopened"


def dispute_of(recorded: Recorded, base: Ticket | None) -> str:
    """What was changed on GitHub meanwhile, in words; empty where nothing was.

    `base` is the ticket as GitHub has it, read in this very pass.
    """
    if base is None:
        return ""
    about = [change for change in recorded.changes if change.ticket == base.key]
    if _was_reopened(about, base):
        return "it was closed and reopened on GitHub since; close it all the same, or leave it open"
    found = [words for change in about if (words := _label_dispute(change, base))]
    return f"{'; '.join(found)}; send yours, or keep what is there" if found else ""


def _label_dispute(change: Change, base: Ticket) -> str:
    name = _LABELS.get(change.field)
    if name is None:
        return ""
    now = encode(getattr(base.issue, change.field.removeprefix("issue.")))
    if now in (change.before, change.after):
        return ""
    return f"{name} is {now or 'none'} on GitHub; you made {change.before or 'none'} {change.after or 'none'}"


def _was_reopened(about: list[Change], base: Ticket) -> bool:
    """Whether what was to be closed was closed by somebody else, and opened again."""
    fields = {change.field: change for change in about}
    state, reason = fields.get("issue.state"), fields.get("issue.state_reason")
    closes = state is not None and state.before == _OPEN and state.after != _OPEN
    knew = reason is not None and reason.before == _REOPENED
    return closes and not knew and base.issue.state is State.OPEN and base.issue.state_reason == _REOPENED
