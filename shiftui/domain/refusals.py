"""Why a thing that somebody asked for was not done.

A refusal is a decision, not a failure: nothing was recorded, and the message says
what the person can do.

    Refused
    ├── UnknownTicket         no such reference
    ├── NoTextGiven           nothing was written
    ├── AlreadyAcknowledged   by the same person
    ├── HeldByAnother         left out of a gesture over several
    ├── AlreadyResolved       reopen it first
    ├── NotResolved           there is nothing to reopen
    ├── InThePast             a snooze must end later than now
    ├── NotYetHappened        a response cannot lie in the future
    ├── NoResponse            there is none to clear
    ├── NothingToUndo
    ├── RequesterHasRead      what somebody read cannot be taken back
    ├── ShiftAccepted         somebody went off duty by it
    ├── ReadOnlyWorkspace     its settings say that nothing is recorded here
    └── BadValue              a value outside its range, by name
"""


class Refused(Exception):
    """Nothing was recorded; the message says why and what to do."""


class UnknownTicket(Refused):
    """The reference names no ticket of this workspace."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"there is no ticket {ref} here; `shiftui list --all` shows those that are known")
        self.ref = ref


class NoTextGiven(Refused):
    """A verb that records text got none."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the {what} is empty; write something, or cancel")


class TooLong(Refused):
    """A text that no place on GitHub could hold whole."""

    def __init__(self, what: str, over: int, unit: str) -> None:
        super().__init__(
            f"the {what} is {over:,} {unit} longer than GitHub takes; shorten it, or write it as several"
        )


class AlreadyAcknowledged(Refused):
    """The same person acknowledged it before."""

    def __init__(self, ref: str, by: str, *, answered: bool) -> None:
        super().__init__(f"{ref} is already acknowledged by {by}{'' if answered else '; respond next'}")


class HeldByAnother(Refused):
    """Somebody else has it, and a gesture over several takes nothing away from anybody."""

    def __init__(self, ref: str, by: str) -> None:
        super().__init__(f"{by} has {ref}; acknowledge it alone to take it over")
        self.by = by


class AlreadyResolved(Refused):
    """The ticket has ended."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is resolved; reopen it first")


class NotResolved(Refused):
    """Only a resolved ticket can be reopened."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is open; there is nothing to reopen")


class InThePast(Refused):
    """A snooze must end after now."""

    def __init__(self, until: str) -> None:
        super().__init__(f"{until} is in the past; name a later time, such as 2h, 1d or tomorrow")


class NotYetHappened(Refused):
    """A fact cannot have a time in the future."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the time of the {what} is in the future; name when it happened")


class NoResponse(Refused):
    """There is no response that could be cleared."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} has no response to clear")


class NothingToUndo(Refused):
    """Nothing that was recorded here by this person is left to take back."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to undo: nothing was recorded here by you, or all of it was taken back"
        )


class RequesterHasRead(Refused):
    """What has left for the requester cannot be taken back."""

    def __init__(self, ref: str, what: str) -> None:
        super().__init__(
            f"the {what} to {ref} has been sent and may have been read; write a correction instead"
        )


class BadValue(Refused):
    """A value outside its range."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


class ShiftAccepted(Refused):
    """Somebody else went off duty by it."""

    def __init__(self) -> None:
        super().__init__("an accepted handoff is not undone; offer the shift back, `shiftui handoff offer`")


class ReadOnlyWorkspace(Refused):
    """Its settings say that nothing is recorded here."""

    def __init__(self) -> None:
        super().__init__("this workspace is read-only: its settings have local.read_only = true")
