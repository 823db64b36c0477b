"""The five elements that a ticket carries when it is handed over.

They are those of I-PASS (mission.md, "The structured handoff"): severity, summary, next action and
contingency from the outgoing engineer, the read-back from the incoming one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import NoteKind, WaitingOn

NONE_EXPECTED = "none expected"
"""A valid contingency, counted apart."""
READ_BACK = "read_back"
ELEMENTS = ("severity", "summary", "next_action", "contingency", READ_BACK)
ALOUD_HOLDS = timedelta(days=1)
"""For so long a read-back counts that was spoken in the stand-up and ticked at somebody else's screen."""
_CLIP = 160


@dataclass(frozen=True, slots=True)
class Drafted:
    """The elements of a ticket as they stand, with what its own history suggests where one is missing."""

    severity: str
    summary: str
    next_action: str
    contingency: str


def missing(ticket: Ticket, offer: str, at: datetime) -> tuple[str, ...]:
    """Which of the five elements a ticket lacks at that time, by their names in JSON, in their order.

    A read-back counts for the offer of that id alone: what an earlier receiver understood does not. One
    that was read aloud holds for a day.
    """
    work = ticket.work
    has_lapsed = work.read_aloud_at is not None and at - work.read_aloud_at > ALOUD_HOLDS
    read_back = work.read_back if work.read_back_of == offer and not has_lapsed else None
    return (*missing_to_offer(ticket), *(() if read_back else (READ_BACK,)))


def in_words(elements: Iterable[str]) -> str:
    """Elements as a person reads them."""
    return ", ".join(name.replace("_", "-" if name == READ_BACK else " ") for name in elements)


def missing_to_offer(ticket: Ticket) -> tuple[str, ...]:
    """Which of the outgoing engineer's four elements it lacks."""
    work = ticket.work
    held = (ticket.issue.severity, work.summary, work.next_action, work.contingency)
    return tuple(name for name, value in zip(ELEMENTS, held, strict=False) if not value)


def drafted(ticket: Ticket, notes: Sequence[Note]) -> Drafted:
    """What the history suggests for each element; what stands already is kept."""
    work = ticket.work
    said = [note.text for note in notes if note.kind is NoteKind.NOTE]
    waits = {
        WaitingOn.REQUESTER: f"wait for {ticket.requester or 'the requester'}; ask again after a day",
        WaitingOn.THIRD_PARTY: "ask the third party how it stands",
        WaitingOn.US: "answer the requester" if ticket.responded_at is None else "go on with it",
    }
    latest = clipped(said[-1]) if said else ""
    return Drafted(
        severity=ticket.issue.severity or "warning",
        summary=work.summary or clipped(f"{ticket.issue.title}{': ' if latest else ''}{latest}"),
        next_action=work.next_action or waits[ticket.waiting_on],
        contingency=work.contingency or NONE_EXPECTED,
    )


def clipped(text: str) -> str:
    """A text as a line that is not longer than a summary should be."""
    words = " ".join(text.split())
    return words if len(words) <= _CLIP else words[: _CLIP - 1] + "…"
