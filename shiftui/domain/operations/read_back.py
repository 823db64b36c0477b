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
        changes = {"read_back_of": self.offer, "read_aloud_at": None, "read_aloud_to": None}
        return with_work(ticket, self.at, read_back=self.text, **changes)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"read back: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAloud(Fact):
    """The receiver read it back in the stand-up, at the screen of whoever hands over; somebody witnessed it.

    It is said on the receiver's behalf, so it holds only for so long (`shiftui.domain.elements.ALOUD_HOLDS`)
    and changes nobody's duty: the receiver accepts from their own account.
    """

    KIND: ClassVar[str] = "read-aloud"

    reader: str
    witness: str
    offer: str

    def apply(self, ticket: Ticket) -> Ticket:
        """That it was understood."""
        said = f"read back aloud by {self.reader}, witnessed by {self.witness}"
        changes = {"read_back_of": self.offer, "read_aloud_at": self.at, "read_aloud_to": self.witness}
        return with_work(ticket, self.at, read_back=said, **changes)

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"{self.reader} read it back aloud, witnessed by {self.witness}"


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
