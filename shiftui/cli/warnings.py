"""What a command that did its work still has to say."""

from shiftui.cli import output
from shiftui.cli.session import spinoffs_loaded
from shiftui.domain.operations.resolved import owes_spinoff
from shiftui.domain.vocabulary import State
from shiftui.service.desk import Desk


def warn_of_owed_spinoff(desk: Desk, key: str) -> None:
    """After a quick patch: that nobody is on the real fix yet."""
    spinoffs_loaded(desk, key)
    ticket = desk.find(key)
    if ticket.issue.state is State.RESOLVED and owes_spinoff(ticket, desk.snapshot.tickets):
        ref = desk.snapshot.ref(key)
        output.talk(
            f"warning: {ref} was patched and has no live spinoff for the real fix; "
            f"`shiftui spinoff {ref} TITLE` makes one, --no-spinoff says why none is owed"
        )
