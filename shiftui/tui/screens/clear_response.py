"""Why what looked like a response was none: the one composer that belongs to no dialog of its own."""

from shiftui.tui.dialogs.composer import Composer
from shiftui.tui.dialogs.context import team_audience


class ClearResponseDialog(Composer[str]):
    """Takes the reason; the response clock runs again from the opening."""

    KIND = "clear-response"

    def heading(self) -> str:
        """What is about to be said."""
        return f"{self.shown_ref} has had no response after all. Why?"

    def audience(self) -> str:
        """The team."""
        return team_audience(self.context.settings, self.context.connected)

    def result(self, text: str) -> str:
        """The reason."""
        return text

    def submit_word(self) -> str:
        """What submitting does."""
        return "clear it"
