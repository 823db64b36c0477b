"""Answer an offered handoff: accept it, with its witnesses, or return it with a reason."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact
from shiftui.domain.values import dataclass

OPEN_OFFER = ""
"""In place of an offer's id: whichever is open at that place of the shift log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffAccepted(Fact):
    """Its author takes the shift. The first valid acceptance in the shift log's order counts, no other."""

    KIND: ClassVar[str] = "handoff-accepted"

    offer: str
    witnesses: tuple[str, ...] = ()
    why: str = ""
    """Why somebody takes it whom it was not offered to."""
    on_web: bool = False
    """Said on GitHub's page: no machine of theirs does what follows from it."""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        seen = f", witnessed by {', '.join(self.witnesses)}" if self.witnesses else ""
        return f"accepted the shift{seen}" + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffReturned(Fact):
    """The offer goes back to whoever made it."""

    KIND: ClassVar[str] = "handoff-returned"

    offer: str
    why: str

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"returned the shift: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffSettled(Fact):
    """What follows from an acceptance was recorded: its tickets are in the incoming engineer's name."""

    KIND: ClassVar[str] = "handoff-settled"

    offer: str
    report: str = ""
    """How the handoff went."""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "put the tickets of the handoff into their name" + (f"\n{self.report}" if self.report else "")
