"""Take over: the backup becomes primary at once, without an offer; and giving that back."""

from typing import ClassVar

from shiftui.domain.operations.base import Fact
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Fact):
    """Its author is primary from now on; whoever was is the backup."""

    KIND: ClassVar[str] = "taken-over"

    former: str = ""
    """Who was primary."""
    why: str = ""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        of = f" from {self.former}" if self.former else ""
        return f"took over as primary{of}" + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack(Fact):
    """The takeover is over: whoever was primary before is so again."""

    KIND: ClassVar[str] = "given-back"

    to: str = ""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"gave the shift back to {self.to}"
