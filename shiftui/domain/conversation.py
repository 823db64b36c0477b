"""What was said and recorded about a ticket, in GitHub's order, and what follows from it.

The work on a ticket is a left fold over its entries, sorted by GitHub's comment ids
(in a local workspace: by journal sequence). So every machine that has seen the same
entries holds the same work, whatever the order of arrival.
"""

from collections.abc import Iterable
from datetime import datetime
from operator import is_not
from typing import ClassVar

from shiftui.domain.operations import Opened, Operation, SpunOff, Undone
from shiftui.domain.operations.base import with_work
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.tickets import Note, Ticket, Work
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import NoteKind

Stamp = tuple[int, int]
"""A comment's id (or a journal sequence) and the place inside it."""
RECORDED_HERE = "RECORDED-HERE"
"""In place of GitHub's association: an entry that never was there needs nobody's word to be believed."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a hidden marker at the end of a comment or body says of it."""

    kind: str
    """`noted`, `responded`, `resolved`, `opened`, `spun-off`, or `log` for a batch of operations."""
    id: str
    """UUID of the operation (or batch) that created it."""
    at: datetime | None = None
    """When it happened, where that differs from GitHub's time."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on the ticket's own thread."""

    KIND: ClassVar[str] = "comment"

    id: int
    author: str | None
    at: datetime
    text: str
    association: str = ""
    bot: bool = False
    edited_at: datetime | None = None
    marker: Marker | None = None
    """As found; believed only from a responder."""
    url: str = ""

    @property
    def stamp(self) -> Stamp:
        """Its place in GitHub's order."""
        return (self.id, 0)


@dataclass(frozen=True, slots=True)
class Logged:
    """An operation that stands in the shift log (or, unshared, only here)."""

    KIND: ClassVar[str] = "logged"

    stamp: Stamp
    operation: Operation
    author: str | None = None
    association: str = ""


Entry = Comment | Logged


@dataclass(frozen=True, slots=True)
class Conversation:
    """The body and the entries of one ticket, sorted by stamp."""

    body: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def latest(self) -> Stamp:
        """The stamp of the newest entry."""
        return self.entries[-1].stamp if self.entries else (0, 0)

    def with_entries(self, new: Iterable[Entry]) -> "Conversation":
        """With `new` merged in: sorted, one a stamp and kind; of a comment the latest wording.

        The conversation itself where that changes nothing.
        """
        coming = sorted(new, key=_place)
        if not coming or coming[0].stamp > self.latest:
            return self._appended(coming)
        merged = {_place(entry): entry for entry in self.entries}
        for entry in coming:
            known = merged.get(_place(entry))
            if known is None or not _is_earlier_wording(entry, known):
                merged[_place(entry)] = entry
        entries = tuple(sorted(merged.values(), key=_place))
        return self if entries == self.entries else replace(self, entries=entries)

    def _appended(self, coming: list[Entry]) -> "Conversation":
        """With entries that all come after those that are there; of several at one place the last wording."""
        if not coming:
            return self
        places: dict[tuple[Stamp, str], Entry] = {}
        for entry in coming:
            known = places.get(_place(entry))
            if known is None or not _is_earlier_wording(entry, known):
                places[_place(entry)] = entry
        return replace(self, entries=(*self.entries, *places.values()))

    def since(self, earlier: "Conversation") -> tuple[Entry, ...] | None:
        """The entries that follow those of `earlier`; None where some came in between or were reworded."""
        known = len(earlier.entries)
        if len(self.entries) < known or any(map(is_not, self.entries, earlier.entries)):
            return None
        return self.entries[known:]


def _is_earlier_wording(entry: Entry, known: Entry) -> bool:
    """Whether a lagging replica gave a comment from before its latest edit."""
    if not isinstance(entry, Comment) or not isinstance(known, Comment) or known.edited_at is None:
        return False
    return entry.edited_at is None or entry.edited_at < known.edited_at


def _place(entry: Entry) -> tuple[Stamp, str]:
    return (entry.stamp, type(entry).__name__)


def believed(entry: Comment | Logged, settings: Settings) -> bool:
    """Whether the author's markers count: a person of the roster, or of the team where there is none."""
    if isinstance(entry, Logged) and entry.association == RECORDED_HERE:
        return True
    return settings.is_responder(entry.author, entry.association)


def fold(ticket: Ticket, entry: Entry, settings: Settings) -> Ticket:
    """The ticket after one entry. Native fields stay as they are: GitHub's row alone sets those."""
    match entry:
        case Comment():
            return _after_comment(ticket, entry, settings)
        case Logged():
            if not believed(entry, settings):
                return ticket
            return _after_operation(ticket, entry.operation)


def refold(ticket: Ticket, conversation: Conversation, settings: Settings) -> Ticket:
    """The ticket with its work folded anew from all its entries."""
    folded = replace(ticket, work=_nature(ticket, conversation, settings))
    for entry in conversation.entries:
        folded = fold(folded, entry, settings)
    gone = {operation.ticket for operation in _logged(conversation, settings) if _removes(operation)}
    known = (*folded.work.spinoffs, *gone)
    unlogged = tuple(key for key in ticket.work.spinoffs if key not in known)
    return replace(folded, work=replace(folded.work, spinoffs=(*folded.work.spinoffs, *unlogged)))


def says_nature(entry: Entry) -> bool:
    """Whether an entry says what a ticket is, which colours everything that was said before it, too."""
    return isinstance(entry, Logged) and (
        isinstance(entry.operation, Opened | SpunOff) or _removes(entry.operation)
    )


def _nature(ticket: Ticket, conversation: Conversation, settings: Settings) -> Work:
    """What a ticket is, whatever came of it: as its creation in the log says, else as it was born here."""
    made = replace(ticket, work=Work(not_shared=ticket.work.not_shared))
    creations = [
        operation
        for operation in _logged(conversation, settings)
        if isinstance(operation, Opened | SpunOff) and operation.ticket == ticket.key
    ]
    for operation in creations:
        made = operation.apply(made)
    if creations or not ticket.work.captured:
        return made.work
    born = ticket.work
    return replace(
        made.work,
        captured=True,
        requester=born.requester,
        via=born.via,
        origin=born.origin,
        spinoff_kind=born.spinoff_kind,
        touched_at=born.touched_at,
    )


def _logged(conversation: Conversation, settings: Settings) -> list[Operation]:
    return [
        entry.operation
        for entry in conversation.entries
        if isinstance(entry, Logged) and believed(entry, settings)
    ]


def _removes(operation: Operation) -> bool:
    return isinstance(operation, Undone) and operation.removes


def _after_operation(ticket: Ticket, operation: Operation) -> Ticket:
    if isinstance(operation, SpunOff) and operation.origin == ticket.key:
        return operation.link(ticket)
    if isinstance(operation, Undone) and operation.removes:
        return operation.unlink(ticket) if operation.origin == ticket.key else ticket
    return replace(ticket, work=operation.apply(ticket).work)


def _after_comment(ticket: Ticket, comment: Comment, settings: Settings) -> Ticket:
    touched = comment.at
    if comment.bot:  # nobody has acted, and nobody waits
        return ticket
    is_requester = same_login(comment.author, ticket.requester)
    if not settings.is_responder(comment.author, comment.association):
        return _after_requester(ticket, comment, settings)
    marker = comment.marker
    if marker is not None and marker.kind == "noted":
        return with_work(ticket, touched)
    if is_requester and marker is None:
        return _after_requester(ticket, comment, settings)
    if marker is not None and marker.kind not in ("responded", "resolved"):
        return with_work(ticket, touched)
    counts = marker is not None or same_login(ticket.issue.opened_by, ticket.requester)
    if counts and ticket.work.responded_at is None and not (ticket.work.cleared_response and marker is None):
        heard_at = _happened_at(comment, marker)
        return with_work(ticket, touched, responded_at=heard_at, responded_by=comment.author, wrote_at=None)
    return with_work(ticket, touched, wrote_at=None)


def _after_requester(ticket: Ticket, comment: Comment, settings: Settings) -> Ticket:
    """The requester's word asks for somebody, unless it is from before the team adopted the repository."""
    if settings.goals.is_history(comment.at):
        return with_work(ticket, comment.at)
    return with_work(ticket, comment.at, wrote_at=comment.at, snoozed_until=None)


def _happened_at(comment: Comment, marker: Marker | None) -> datetime:
    """When it happened, as a believed marker says: what was written offline, or said on the phone before."""
    return comment.at if marker is None or marker.at is None else min(marker.at, comment.at)


def notes(ticket: Ticket, conversation: Conversation, settings: Settings) -> tuple[Note, ...]:
    """The conversation as a person reads it, oldest first; what was taken back is left out."""
    gone = {
        entry.operation.target
        for entry in conversation.entries
        if isinstance(entry, Logged) and isinstance(entry.operation, Undone) and believed(entry, settings)
    }
    found: list[Note] = []
    for entry in conversation.entries:
        match entry:
            case Comment():
                found.append(_comment_note(ticket, entry, settings))
            case Logged(operation=operation) if believed(entry, settings):
                note = operation.note(settings.hours.timezone)
                if note is not None:
                    found.append(note)
            case _:
                pass
    seen: dict[str, Note] = {}
    for note in found:
        if note.id not in gone:
            seen.setdefault(note.id, note)
    return tuple(seen.values())


def _comment_note(ticket: Ticket, comment: Comment, settings: Settings) -> Note:
    ours = settings.is_responder(comment.author, comment.association)
    marker = comment.marker if ours else None
    if marker is not None:
        kind = {"noted": NoteKind.NOTE, "responded": NoteKind.RESPONSE, "resolved": NoteKind.RESPONSE}.get(
            marker.kind, NoteKind.EVENT
        )
    elif comment.bot:
        kind = NoteKind.EVENT
    elif not ours or same_login(comment.author, ticket.requester):
        kind = NoteKind.REQUESTER
    else:
        kind = NoteKind.RESPONSE
    return Note(
        id=marker.id if marker is not None else str(comment.id),
        at=_happened_at(comment, marker),
        by=comment.author,
        kind=kind,
        text=comment.text,
        team_only=kind is NoteKind.NOTE,
    )


__all__ = [
    "RECORDED_HERE",
    "Comment",
    "Conversation",
    "Entry",
    "Logged",
    "Marker",
    "Stamp",
    "believed",
    "fold",
    "notes",
    "refold",
    "says_nature",
]
