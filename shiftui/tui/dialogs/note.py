"""A note on a ticket, for the team."""

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
        repo = self.ticket.issue.repo if self.ticket is not None else ""
        return note_audience(self.context.settings, self.context.connected, repo)

    def result(self, text: str) -> str:
        """The text itself."""
        return text
