"""How the operations of one pass stand: what GitHub did to each, and what has to wait.

Every change is recorded before anything follows from it, and only for what is still on its way: between any
two lines somebody at the screen may have taken it back.
"""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime

from shiftui.domain.duty import is_about_shifts
from shiftui.domain.operations import Operation
from shiftui.domain.outbox import Delivery, Parcel, Step
from shiftui.domain.pacing import free_at
from shiftui.domain.records import Pulled, Record, Settled, StepMoved, Wrote
from shiftui.domain.replica import State
from shiftui.domain.values import dataclass
from shiftui.ports import (
    Blocked,
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    TrackerError,
    Unclear,
    Unreachable,
)
from shiftui.service.desk import Desk
from shiftui.service.policy import not_found, unclear


class OutOfBudget(Exception):
    """GitHub takes no more from this account before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(slots=True)
class Ledger:
    """The books of one pass."""

    desk: Desk
    sent: int = 0
    refused: int = 0
    retry_at: datetime | None = None
    """When the first of what waits can go on."""
    held: set[str] = field(default_factory=set)
    """Tickets of which nothing more may go in this pass, and operations that may not and have none."""

    def parcel(self, operation: Operation) -> Parcel:
        """How far an operation has come."""
        return self.desk.snapshot.state.parcels.get(operation.id, Parcel())

    def hold(self, operations: Sequence[Operation]) -> None:
        """Let nothing more go of their tickets, or of the shift: words about it go in their order.

        The diary's entries have neither, and wait for no other.
        """
        self.held.update(_stream(operation) for operation in operations)

    def holds(self, operation: Operation) -> bool:
        """Whether it may not go in this pass."""
        names = (_stream(operation), operation.ticket, getattr(operation, "origin", None))
        return not self.held.isdisjoint(name for name in names if name)

    def wait(self, until: datetime | None) -> None:
        """Something can go on only then."""
        if until is not None and (self.retry_at is None or until < self.retry_at):
            self.retry_at = until

    def move(self, operation: Operation, step: Step) -> bool:
        """Record where a step stands; False when its operation was taken back meanwhile."""
        state = self.desk.append(lambda state: _if_pending(state, operation, StepMoved(operation.id, step)))
        return state.is_pending(operation.id)

    def claim(self, operation: Operation, step: Step) -> bool:
        """Record that a step is about to be sent, if GitHub's limits allow it; False as in `move`.

        Raises:
            OutOfBudget: they do not.

        """
        self.check_budget()
        begins: list[Record] = [StepMoved(operation.id, step), Wrote(self.desk.now())]
        state = self.desk.append(lambda state: begins if state.is_pending(operation.id) else [])
        return state.is_pending(operation.id)

    def check_budget(self) -> None:
        """See that another write is within GitHub's limits.

        Raises:
            OutOfBudget: it is not.

        """
        until = free_at(self.desk.snapshot.state.spent, self.desk.now())
        if until is not None:
            raise OutOfBudget(until)

    def beyond(self, writes: int) -> list[Record]:
        """What a delivery wrote more than the one request that was announced."""
        return [Wrote(self.desk.now(), writes)] if writes > 0 else []

    def settle(self, operation: Operation, outcome: Delivery) -> None:
        """Nothing is left to do for it."""
        self.desk.append(lambda state: _if_pending(state, operation, Settled(operation.id, outcome)))
        self.sent += outcome is Delivery.CONFIRMED

    def confirm(self, rows: Pulled, operations: Sequence[Operation], beyond: int = 0) -> None:
        """What GitHub answered, and that nothing is left to do for these: all of it recorded, or nothing.

        `beyond` is how many requests wrote besides the one that was announced.
        """
        records: list[Record] = [rows, *(Settled(one.id, Delivery.CONFIRMED) for one in operations)]
        records += self.beyond(beyond)
        self.desk.append(lambda _: records)
        self.sent += len(operations)

    def block(self, operation: Operation, step: Step, why: str, state: Delivery = Delivery.BLOCKED) -> None:
        """A person has to look at it."""
        self.move(operation, replace(step, state=state, reason=why, retry_at=None))
        self.refused += 1

    def dispute(self, operation: Operation, step: Step, why: str) -> None:
        """Somebody changed the same: a person has to decide, and nothing waits for that."""
        self.block(operation, replace(step, is_disputed=True), why)

    def missed(self, operation: Operation, step: Step) -> None:
        """A look found nothing: look again later, or, after the last look, queue it."""
        known = step if step.state is Delivery.AMBIGUOUS else replace(step, tries=0)
        moved = not_found(known, self.desk.now())
        if moved.state is not Delivery.QUEUED:
            why = "not known whether it arrived; looking again"
            moved = replace(moved, state=Delivery.AMBIGUOUS, reason=why)
            self.wait(moved.retry_at)
        self.move(operation, moved)

    def failed(self, operation: Operation, step: Step, error: TrackerError) -> None:
        """Record where a step stands after a failed request; `step` is as it was before.

        Raises:
            TrackerError: the whole pass has to stop.

        """
        match error:
            case Unclear() | Misbehaving():
                moved = unclear(step, self.desk.now(), f"not known whether it arrived: {error}")
                self.move(operation, moved)
                self.wait(moved.retry_at)
            case RateLimited(retry_at=retry_at):
                self.move(operation, replace(step, retry_at=retry_at, reason=str(error)))
                self.wait(retry_at)
                raise error
            case NotAuthorised() | Unreachable():
                self.move(operation, replace(step, reason=str(error)))
                raise error
            case Blocked() | NoAccess():
                self.block(operation, step, str(error))
            case RefusedByTracker():
                self.block(operation, step, str(error), Delivery.REFUSED)
            case _:
                self.move(operation, replace(step, reason=str(error)))
                raise error


def _stream(operation: Operation) -> str:
    """What goes out in order among itself: what is about one ticket, and what is about the shift."""
    return operation.ticket or ("the shift" if is_about_shifts(operation) else operation.id)


def doubted(step: Step) -> Step:
    """A step that is being looked for: it may have been done, and nothing that fails now changes that."""
    return replace(step, state=Delivery.AMBIGUOUS, tries=max(1, step.tries))


def _if_pending(state: State, operation: Operation, record: Record) -> list[Record]:
    return [record] if state.is_pending(operation.id) else []
