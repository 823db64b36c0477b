"""Offer a handoff: what the next engineer must know; until somebody accepts it nobody is off duty."""

from datetime import datetime
from typing import ClassVar

from shiftui.domain.operations.base import Fact
from shiftui.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffOffered(Fact):
    """The shift is offered to `to`, with its open tickets."""

    KIND: ClassVar[str] = "handoff-offered"

    to: str
    backup: str = ""
    """Who backs up the incoming primary."""
    ends: datetime | None = None
    """When the incoming shift is over, as planned."""
    free_at: datetime | None = None
    """From when on anybody of the roster may accept it, with a reason."""
    tickets: tuple[str, ...] = ()
    """Keys (in the shift log: addresses) of the tickets handed over, worst first."""
    situation: str = ""
    incomplete: str = ""
    """Why elements may be missing; empty where none are."""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        count = f"{len(self.tickets)} ticket{'' if len(self.tickets) == 1 else 's'}"
        flag = f"; incomplete: {self.incomplete}" if self.incomplete else ""
        words = f"; {self.situation}" if self.situation else ""
        backup = f", backup {self.backup}" if self.backup else ""
        return f"offered the shift to {self.to}{backup} with {count}{flag}{words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffWithdrawn(Fact):
    """The offer counts no more."""

    KIND: ClassVar[str] = "handoff-withdrawn"

    offer: str
    """Id of the offer."""

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return "withdrew the offer of the shift"
