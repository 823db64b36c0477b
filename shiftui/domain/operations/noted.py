"""Note: something that the team should know about a ticket."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, with_work, written
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Fact):
    """A note for the team. It never counts as a response."""

    KIND: ClassVar[str] = "noted"

    text: str

    def apply(self, ticket: Ticket) -> Ticket:
        """Somebody has touched it."""
        return with_work(ticket, self.at)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"noted: {self.text}"

    def note(self, timezone: str) -> Note | None:
        """The text itself."""
        return Note(id=self.id, at=self.at, by=self.by, kind=NoteKind.NOTE, text=self.text, team_only=True)


def note(scene: Scene, ticket: Ticket, text: str) -> Noted:
    """Decide to note something.

    Raises:
        NoTextGiven: there is no text.

    """
    return Noted(**scene.stamp(ticket.key), text=written(text, "note"))
