"""A note on a ticket, for the team."""

from shiftui.domain.drafts import is_known_on_github
from shiftui.domain.response_clock import is_asked
from shiftui.tui.dialogs.composer import Composer
from shiftui.tui.dialogs.context import note_audience


class NoteDialog(Composer[str]):
    """What the next person should know. Never counts as a response."""

    KIND = "note"

    def heading(self) -> str:
        """What is written."""
        return f"Note on {self.shown_ref}"

    def audience(self) -> str:
        """The team."""
        settings, connected = self.context.settings, self.context.connected
        if self.ticket is None:
            return note_audience(settings, connected)
        outside = is_known_on_github(self.ticket) and is_asked(self.ticket, settings)
        requester = self.ticket.requester if outside and not self.ticket.has_nobody_waiting else None
        return note_audience(settings, connected, self.ticket.issue.repo, requester)

    def result(self, text: str) -> str:
        """The text itself."""
        return text
