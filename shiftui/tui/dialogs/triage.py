"""The three questions of triage: what kind of work, how soon, and whose move it is."""

from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Priority, Severity, WaitingOn
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext

PRIORITIES = (
    Choice("v", "service", Priority.SERVICE, "interrupted for people now", also="1"),
    Choice("y", "security", Priority.SECURITY, "a vulnerability, or compliance", also="2"),
    Choice("c", "customer", Priority.CUSTOMER, "somebody outside waits for help", also="3"),
    Choice("o", "operational", Priority.OPERATIONAL, "backlog: upkeep that nobody waits for", also="4"),
)
"""Two begin alike: their keys are letters that only the one or the other has."""
SEVERITIES = (
    Choice("c", "▲ critical", Severity.CRITICAL, "now", also="1", style="$error"),
    Choice("e", "● error", Severity.ERROR, "within this shift", also="2"),
    Choice("w", "· warning", Severity.WARNING, "within a day or two", also="3"),
)
WAITING = (
    Choice("u", "us", WaitingOn.US, "the next move is ours", also="1"),
    Choice("r", "requester", WaitingOn.REQUESTER, "they owe us an answer", also="2"),
    Choice("t", "third party", WaitingOn.THIRD_PARTY, "somebody else has to act first", also="3"),
)


class PriorityDialog(ChoiceDialog[Priority]):
    """Asks what kind of work it is."""

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Priority] | None = None) -> None:
        super().__init__(
            context,
            ticket,
            question=f"Priority of {context.ref(ticket)}",
            choices=PRIORITIES,
            current=ticket.issue.priority,
            save=save,
        )


class SeverityDialog(ChoiceDialog[Severity]):
    """Asks how soon something must happen."""

    def __init__(self, context: DialogContext, ticket: Ticket, *, save: Save[Severity] | None = None) -> None:
        super().__init__(
            context,
            ticket,
            question=f"Severity of {context.ref(ticket)}",
            choices=SEVERITIES,
            current=ticket.issue.severity,
            save=save,
        )


class WaitingDialog(ChoiceDialog[WaitingOn]):
    """Asks who has the next move."""

    def __init__(
        self, context: DialogContext, ticket: Ticket, *, save: Save[WaitingOn] | None = None
    ) -> None:
        super().__init__(
            context,
            ticket,
            question=f"Who has the next move on {context.ref(ticket)}?",
            choices=WAITING,
            current=ticket.waiting_on,
            save=save,
        )
