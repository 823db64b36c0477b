"""The three questions of triage: what kind of work, how soon, and whose move it is."""

from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Priority, Severity, WaitingOn
from shiftui.tui.dialogs.base import Save
from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
from shiftui.tui.dialogs.context import DialogContext

PRIORITIES = (
    Choice("i", "service", Priority.SERVICE, "interrupted for people now"),
    Choice("s", "security", Priority.SECURITY, "a vulnerability, or compliance"),
    Choice("c", "customer", Priority.CUSTOMER, "somebody outside waits for help"),
    Choice("o", "operational", Priority.OPERATIONAL, "backlog: upkeep that nobody waits for"),
)
SEVERITIES = (
    Choice("c", "critical", Severity.CRITICAL, "▲ now"),
    Choice("e", "error", Severity.ERROR, "● within this shift"),
    Choice("w", "warning", Severity.WARNING, "· within a day or two"),
)
WAITING = (
    Choice("u", "us", WaitingOn.US, "the next move is ours"),
    Choice("r", "requester", WaitingOn.REQUESTER, "they owe us an answer"),
    Choice("t", "third party", WaitingOn.THIRD_PARTY, "somebody else has to act first"),
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
