"""What was said on a ticket while somebody was writing (pure)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shiftui.domain.safe_text import safe_line
from shiftui.domain.tickets import Note
from shiftui.domain.times import ago, clock_time
from shiftui.domain.vocabulary import NoteKind

_NAME = 40
_QUOTE, _EXCERPT = 160, 500

_SAID = {
    NoteKind.RESPONSE: "answered",
    NoteKind.REQUESTER: "wrote",
    NoteKind.NOTE: "noted",
    NoteKind.QUESTION: "asked",
    NoteKind.ANSWER: "answered a question",
}


def news(notes: Iterable[Note], known: frozenset[str], me: str) -> tuple[Note, ...]:
    """What others said that is not among the known ids; events are no words."""
    mine = me.casefold()
    return tuple(
        note
        for note in notes
        if note.id not in known and note.kind in _SAID and (note.by or "").casefold() != mine
    )


def meanwhile(new: Sequence[Note], timezone: str, now: datetime) -> str:
    """The news in a sentence or two: who, when, and the newest words."""
    latest = new[-1]
    more = f" {len(new) - 1} more before." if len(new) > 1 else ""
    return (
        f"{_who(latest)} {_SAID[latest.kind]} meanwhile, at {clock_time(latest.at, timezone, now)}: "
        f"“{_quote(latest)}”.{more}"
    )


def last_word(notes: Iterable[Note], timezone: str, now: datetime) -> str:
    """The newest thing that was said, and by whom."""
    said = [note for note in notes if note.kind in _SAID]
    if not said:
        return "Nobody has answered yet."
    latest = said[-1]
    when = f"{clock_time(latest.at, timezone, now)}, {ago(now - latest.at)}"
    return f"last: {_who(latest)} {_SAID[latest.kind]} {when} · {_quote(latest, _EXCERPT)}"


def _who(note: Note) -> str:
    return safe_line(note.by, _NAME) if note.by else "somebody"


def _quote(note: Note, most: int = _QUOTE) -> str:
    return safe_line(" ".join(note.text[:2_000].split()), most)
