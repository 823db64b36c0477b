"""An entry of the shift's diary: what has no ticket."""

from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.composer import Composer
from shiftui.tui.dialogs.context import DialogContext, team_audience


class DiaryDialog(Composer[str]):
    """Something that happened."""

    KIND = "diary"

    def __init__(self, context: DialogContext, ticket: None = None, *, save: Save[str] | None = None) -> None:
        super().__init__(context, ticket, save=save)

    def heading(self) -> str:
        """What is written."""
        return "Diary of this shift"

    def about(self) -> str:
        """When to use it."""
        return "For what happened and has no ticket"

    def audience(self) -> str:
        """The team."""
        return team_audience(self.context.settings, self.context.connected)

    def result(self, text: str) -> str:
        """The text itself."""
        return text
