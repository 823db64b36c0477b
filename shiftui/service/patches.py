"""Quick patches that still owe a lasting fix, and through how many handoffs they were carried."""

from shiftui.domain.duty import accepted_since
from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.replica import duty_of
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.service.desk import Desk


@dataclass(frozen=True, slots=True)
class Patch:
    """A ticket that was patched and has no fix under way."""

    ticket: Ticket
    carried: int
    """Shifts that were handed over since."""


def patches(desk: Desk) -> tuple[Patch, ...]:
    """Those that owe a spinoff, oldest debt first. Reads all that is known; not for the screen's thread."""
    snapshot = desk.everything()
    entries = duty_of(snapshot.state)
    found = [
        Patch(one, accepted_since(entries, desk.settings, one.resolved_at))
        for one in snapshot.tickets.values()
        if one.resolved_at is not None and owes_spinoff(one, snapshot.tickets)
    ]
    return tuple(sorted(found, key=lambda one: (-one.carried, one.ticket.resolved_at or desk.now())))
