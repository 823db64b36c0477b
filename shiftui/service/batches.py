"""Operations of the shift log that leave together, as one comment.

Which ones do is recorded before the comment is sent, and stays so: after a crash the same comment is looked
for, and the same is sent again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace

from shiftui.domain.operations import HandoffSettled, Operation
from shiftui.domain.outbox import Delivery, Parcel, Step, StepName
from shiftui.domain.records import BatchFixed, Connected, Record, StepMoved, Wrote
from shiftui.domain.replica import State
from shiftui.domain.values import dataclass
from shiftui.ports import DoesNotFit, LogBatch, Outlook, Tracker, TrackerError
from shiftui.service.desk import NewId
from shiftui.service.handoffs import shift_words
from shiftui.service.ledger import Ledger, doubted
from shiftui.service.policy import BATCH_LIMIT

_IN_DOUBT = (Delivery.SENDING, Delivery.AMBIGUOUS)


@dataclass(slots=True)
class Batches:
    """The shift log's part of one pass."""

    ledger: Ledger
    tracker: Tracker
    connected: Connected
    outlook: Outlook
    new_id: NewId
    waiting: list[Operation] = field(default_factory=list)
    """What goes with the next comment."""
    _ended: LogBatch | None = None
    """The batch of this pass that ended a shift."""

    def add(self, operation: Operation) -> None:
        """Let an operation go with the next comment; a full one leaves at once."""
        self.waiting.append(operation)
        if len(self.waiting) >= BATCH_LIMIT:
            self.flush()

    def holds(self, ticket: str) -> bool:
        """Whether something about the ticket waits here."""
        return any(operation.ticket == ticket for operation in self.waiting)

    def flush(self) -> None:
        """Fix what waits, then send it as one comment."""
        operations, self.waiting = self.waiting, []
        if not operations:
            return
        id = self.new_id()
        fixed = BatchFixed(id, tuple(operation.id for operation in operations))
        self.ledger.desk.append(lambda state: [fixed] if any(map(state.is_pending, fixed.operations)) else [])
        self._send(id, self._members(id, operations))

    def turn_over(self) -> None:
        """Where a shift has ended in this pass, begin the log of the next one.

        Raises:
            TrackerError: not now; it is done before the next entry.

        """
        if self._ended is None:
            return
        batch, self._ended = replace(self._ended, shift=shift_words(self.ledger.desk)), None
        self.ledger.check_budget()
        desk = self.ledger.desk
        desk.append(lambda _: [Wrote(desk.now(), 2)])  # one is opened and one closed
        done = self.tracker.turn_over_log(batch, self.connected, self.outlook, desk.snapshot.state.cursors)
        desk.append(lambda _: [done])

    def settle(self) -> None:
        """Send or read back the comments that an earlier pass has fixed and not confirmed."""
        state = self.ledger.desk.snapshot.state
        by_id = {recorded.operation.id: recorded.operation for recorded in state.pending}
        for id, members in state.batches.items():
            operations = self._members(id, (by_id[member] for member in members if member in by_id))
            steps = [self._step(operation) for operation in operations]
            going = [o for o, step in zip(operations, steps, strict=True) if not step.state.needs_a_person]
            retry = max((step.retry_at for step in steps if step.retry_at is not None), default=None)
            if retry is not None and retry > self.ledger.desk.now():
                self.ledger.wait(retry)
                self.ledger.hold(going)
            elif any(step.state in _IN_DOUBT for step in steps):
                self._look(id, going)
            elif len(going) == len(operations):
                self._send(id, going)
            # else a person retries some of what GitHub declined whole: those go in another comment

    def _step(self, operation: Operation) -> Step:
        return self.ledger.parcel(operation).step(StepName.LOG)

    def _members(self, batch: str, operations: Iterable[Operation]) -> list[Operation]:
        """Those that are on their way in that comment, and in no later one."""
        return [operation for operation in operations if self._step(operation).batch == batch]

    def _send(self, id: str, operations: Sequence[Operation]) -> None:
        self.ledger.check_budget()
        claimed = self._claim(operations)
        if not claimed:
            return
        writes = self.tracker.writes
        batch = LogBatch(id, tuple(claimed), shift_words(self.ledger.desk))
        cursors = self.ledger.desk.snapshot.state.cursors
        try:
            rows = self.tracker.deliver_log(batch, self.connected, self.outlook, cursors)
        except DoesNotFit as error:
            self._without(claimed, error)
        except TrackerError as error:
            self._failed(claimed, error, lambda step: replace(step, state=Delivery.QUEUED))
        else:
            self.ledger.confirm(rows, claimed, self.tracker.writes - writes - 1)
            if any(isinstance(operation, HandoffSettled) for operation in claimed):
                self._ended = batch

    def _without(self, operations: Sequence[Operation], error: DoesNotFit) -> None:
        """Refuse the one that no comment can hold; the others go in another one."""
        left = [operation for operation in operations if operation.id != error.operation]
        too_long = [operation for operation in operations if operation not in left]
        self._failed(too_long or left, error, lambda step: replace(step, state=Delivery.QUEUED))
        if too_long:
            self.waiting = [*left, *self.waiting]
            self.flush()

    def _look(self, id: str, operations: Sequence[Operation]) -> None:
        batch, cursors = LogBatch(id, tuple(operations)), self.ledger.desk.snapshot.state.cursors
        try:
            rows = self.tracker.look_for_log(batch, self.connected, self.outlook, cursors)
        except TrackerError as error:
            self._failed(operations, error, doubted)
            return
        if rows is not None:
            self.ledger.confirm(rows, operations)
            return
        self.ledger.hold(operations)
        for operation in operations:
            self.ledger.missed(operation, self._step(operation))

    def _claim(self, operations: Sequence[Operation]) -> list[Operation]:
        """Record that a comment is about to leave with those of them that were not taken back meanwhile."""
        claimed: list[Operation] = []

        def decide(state: State) -> list[Record]:
            claimed[:] = [operation for operation in operations if state.is_pending(operation.id)]
            steps = ((o, state.parcels.get(o.id, Parcel()).step(StepName.LOG)) for o in claimed)
            begins: list[Record] = [
                StepMoved(o.id, replace(step, state=Delivery.SENDING, reason="", retry_at=None))
                for o, step in steps
            ]
            return [*begins, Wrote(self.ledger.desk.now())] if begins else []

        self.ledger.desk.append(decide)
        return claimed

    def _failed(
        self, operations: Sequence[Operation], error: TrackerError, before: Callable[[Step], Step]
    ) -> None:
        """Record where each stands; `before` gives a step as it was before the request."""
        stops: TrackerError | None = None
        self.ledger.hold(operations)
        for operation in operations:
            try:
                self.ledger.failed(operation, before(self._step(operation)), error)
            except TrackerError as same:
                stops = same
        if stops is not None:
            raise stops
