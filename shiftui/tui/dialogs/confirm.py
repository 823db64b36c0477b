"""Asked only before what cannot be undone; the safe answer comes first."""

from shiftui.domain.tickets import Ticket
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext


class ConfirmDialog(ChoiceDialog[bool]):
    """Yes or no; Enter means no. Whoever cancels has not said yes: None."""

    def __init__(
        self,
        context: DialogContext,
        ticket: Ticket | None = None,
        *,
        question: str,
        yes: str,
        no: str = "Cancel",
        about: str | None = None,
        save: Save[bool] | None = None,
    ) -> None:
        super().__init__(
            context,
            ticket,
            question=question,
            choices=(Choice("n", no, False), Choice("y", yes, True)),
            about=about,
            save=save,
        )
