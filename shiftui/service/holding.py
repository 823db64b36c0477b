"""Replies are held rather than sent stale: somebody offline would answer what is no longer asked.

What changed is told by GitHub's own clock alone, its age by ours alone, so that no difference between the two
matters.
"""

from collections.abc import Iterable
from datetime import datetime

from shiftui.domain.operations import Operation, Resolved, Responded
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.times import ago
from shiftui.domain.vocabulary import NoteKind, State, Via
from shiftui.service.policy import STALE_AFTER

CHOICES = "send it as it is, or drop it and write anew"


def is_reply(operation: Operation) -> bool:
    """Whether its text goes out for a requester to read."""
    match operation:
        case Responded(via=via):
            return via is Via.GITHUB
        case Resolved(text=text):
            return bool(text)
        case _:
            return False


def why_held(
    operation: Operation,
    base: Ticket | None,
    said: Iterable[Note],
    me: str,
    now: datetime,
    left: tuple[datetime, str] | None = None,
) -> str:
    """Why a reply must not go out without another look at it; empty where it may.

    `base` is the ticket as GitHub has it and `said` its conversation, both read in this very pass;
    `left` is when its author went off duty since, and to whom.
    """
    if not isinstance(operation, Responded | Resolved) or not is_reply(operation):
        return ""
    if base is None:
        return f"the ticket is none of this workspace any more; {CHOICES}"
    if left is not None and operation.at <= left[0]:
        return f"{left[1]} has the shift since it was written; {CHOICES}"
    meant_for = operation.not_before if isinstance(operation, Responded) else None
    waited = now - (meant_for or operation.at)
    if waited > STALE_AFTER:
        return f"written {ago(now - operation.at)}; {CHOICES}"
    seen = operation.seen
    if seen is None:
        return ""
    if base.issue.state is not seen.state:
        what = "closed" if base.issue.state is State.RESOLVED else "reopened"
        return f"the ticket was {what} since it was written; {CHOICES}"
    for note in said:
        is_new = seen.at is None or note.at > seen.at
        is_said = note.delivered and note.kind is not NoteKind.EVENT
        if is_new and is_said and (note.by or "").casefold() != me.casefold():
            return f"{note.by or 'somebody'} wrote since it was written; {CHOICES}"
    return ""


__all__ = ["is_reply", "why_held"]
