"""A ticket's conversation as a person reads it: what GitHub holds, and what is on its way there."""

from dataclasses import replace

from shiftui.domain.conversation import notes
from shiftui.domain.operations import Opened, SpunOff, Undone
from shiftui.domain.replica import Library, State, conversation_of, pending_of
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket with all that was said about it."""

    ticket: Ticket
    body: str
    notes: tuple[Note, ...]
    """Oldest first; those still under way to GitHub are not `delivered`."""


def thread_of(state: State, library: Library, settings: Settings, ticket: Ticket) -> Thread:
    """The whole conversation of `ticket` (as it stands, pending operations applied)."""
    conversation = conversation_of(state, library, ticket.key)
    body = conversation.body
    found = list(notes(ticket, conversation, settings))
    known = {note.id for note in found}
    for operation in pending_of(state, ticket.key):
        if isinstance(operation, Opened | SpunOff) and operation.ticket == ticket.key and not body:
            body = operation.body
        if isinstance(operation, Undone):
            found = [note for note in found if note.id != operation.target]
            continue
        note = operation.note(settings.hours.timezone)
        if note is not None and note.id not in known:
            found.append(replace(note, delivered=False))
    return Thread(ticket, body, tuple(found))
