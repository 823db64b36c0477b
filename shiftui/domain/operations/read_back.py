"""Read back: the receiver of a ticket says in their own words what they have understood; and asks."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact, Scene, with_work, written
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack(Fact):
    """The fifth element of I-PASS: synthesis by the receiver."""

    KIND: ClassVar[str] = "read-back"

    text: str
    offer: str = ""
    """Id of the open offer that the ticket is part of."""

    def apply(self, ticket: Ticket) -> Ticket:
        """What was understood."""
        return with_work(ticket, self.at, read_back=self.text, read_back_of=self.offer)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"read back: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Fact):
    """The receiver asks; whoever knows answers with a note."""

    KIND: ClassVar[str] = "asked"

    text: str

    def apply(self, ticket: Ticket) -> Ticket:
        """Somebody has touched it."""
        return with_work(ticket, self.at)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"asked: {self.text}"

    def note(self, timezone: str) -> Note | None:
        """The question itself."""
        return Note(
            id=self.id, at=self.at, by=self.by, kind=NoteKind.QUESTION, text=self.text, team_only=True
        )


def read_back(scene: Scene, ticket: Ticket, text: str, offer: str = "") -> ReadBack:
    """Decide to say what was understood of a ticket that is offered.

    Raises:
        NoTextGiven: there is no text.

    """
    return ReadBack(**scene.stamp(ticket.key), text=written(text, "read-back"), offer=offer)


def ask(scene: Scene, ticket: Ticket, text: str) -> Asked:
    """Decide to ask about a ticket.

    Raises:
        NoTextGiven: there is no text.

    """
    return Asked(**scene.stamp(ticket.key), text=written(text, "question"))
