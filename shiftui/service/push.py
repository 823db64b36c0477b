"""Send what is pending, in order for each ticket, each step once.

Before a request its step is recorded as sending; after it, what GitHub answered and
the step's new state are recorded together. So whatever dies in between, the next pass
knows which question to ask.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from datetime import datetime

from shiftui.domain.operations import Operation, Responded, Unknown
from shiftui.domain.outbox import Delivery, Parcel, Step, StepName
from shiftui.domain.records import BatchFixed, Connected, Pulled, Record, Settled, StepMoved
from shiftui.domain.replica import State
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.ports import (
    Blocked,
    LogBatch,
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    Tracker,
    TrackerError,
    Unclear,
    Unreachable,
)
from shiftui.service.desk import Desk, NewId
from shiftui.service.policy import BATCH_LIMIT, not_found, unclear

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: unknown)."""


class DeskOutlook:
    """What a delivery may look at: the desk's tickets as they stand now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ticket(self, key: str) -> Ticket | None:
        """With pending operations applied."""
        snapshot = self._desk.snapshot
        if key in snapshot.tickets or key in snapshot.state.tickets:
            return snapshot.tickets.get(key)
        return self._desk.base(key)

    def base(self, key: str) -> Ticket | None:
        """As GitHub has it."""
        return self._desk.base(key)


@dataclass(slots=True)
class Push:
    """One pass over the outbox."""

    desk: Desk
    tracker: Tracker
    connected: Connected
    progress: Progress
    new_id: NewId
    sent: int = 0
    refused: int = 0
    retry_at: datetime | None = None
    held: set[str] = field(default_factory=set)
    """Tickets of which nothing more may go in this pass."""
    batch: list[Operation] = field(default_factory=list)
    """Operations whose next step is a line of the shift log."""

    @property
    def outlook(self) -> DeskOutlook:
        """The desk's tickets."""
        return DeskOutlook(self.desk)

    @property
    def shares_log(self) -> bool:
        """Whether there is a private place for team text; unknown counts as public."""
        return self.connected.log_private is True

    def run(self) -> None:
        """Send what can be sent.

        Raises:
            TrackerError: GitHub cannot be reached or used at all now; what was not sent stays queued.

        """
        self._settle_batches()
        waiting = [recorded.operation for recorded in self.desk.snapshot.state.pending]
        for done, operation in enumerate(waiting):
            self.progress("sending", done, len(waiting))
            if self._waits(operation):
                self._hold(operation)
                continue
            if self._needs_the_log_first(operation):
                self._flush()
            self._send(operation)
            if len(self.batch) >= BATCH_LIMIT:
                self._flush()
        self._flush()

    def _waits(self, operation: Operation) -> bool:
        keys = {operation.ticket, getattr(operation, "origin", None) or operation.ticket}
        if keys & self.held or isinstance(operation, Unknown):
            return True
        now = self.desk.now()
        parcel = self._parcel(operation)
        if parcel.state.needs_a_person:
            return True
        if (
            isinstance(operation, Responded)
            and operation.not_before is not None
            and operation.not_before > now
        ):
            self._retry(operation.not_before)
            return True
        soonest = [step.retry_at for step in parcel.steps.values() if step.retry_at is not None]
        if soonest and max(soonest) > now:
            self._retry(max(soonest))
            return True
        creates = hasattr(operation, "create")
        numbered = (key for key in keys if key and not (creates and key == operation.ticket))
        return any(not self._is_numbered(key) for key in numbered)

    def _is_numbered(self, key: str) -> bool:
        ticket = self.outlook.base(key)
        return ticket is not None and ticket.issue.number is not None

    def _needs_the_log_first(self, operation: Operation) -> bool:
        """Whether the batch holds an earlier operation on the ticket, and this one does more than log."""
        if all(queued.ticket != operation.ticket for queued in self.batch):
            return False
        return any(step is not StepName.LOG for step in self._left(operation))

    def _left(self, operation: Operation) -> list[StepName]:
        parcel = self._parcel(operation)
        planned = self.tracker.plan(operation, self.connected, self.outlook)
        return [name for name in planned if not parcel.step(name).state.is_settled]

    def _send(self, operation: Operation) -> None:
        left = self._left(operation)
        for name in left:
            if name is StepName.LOG:
                break
            if not self._step(operation, name, is_last=name is left[-1]):
                self._hold(operation)
                return
        if StepName.LOG in left:
            if self.shares_log:
                self.batch.append(operation)
            else:
                self.desk.append(
                    lambda state: _if_pending(state, operation, [Settled(operation.id, Delivery.WITHHELD)])
                )
        elif not left:
            self.desk.append(
                lambda state: _if_pending(state, operation, [Settled(operation.id, Delivery.CONFIRMED)])
            )
            self.sent += 1

    def _step(self, operation: Operation, name: StepName, *, is_last: bool) -> bool:
        """Do one step; False when the ticket's later operations must wait."""
        step = self._parcel(operation).step(name)
        looks = step.state in (Delivery.SENDING, Delivery.AMBIGUOUS)
        if not looks and not self._claim(
            operation, replace(step, state=Delivery.SENDING, reason="", retry_at=None)
        ):
            return True  # it was taken back meanwhile
        try:
            if looks:
                found = self.tracker.look_for(name, operation, self.connected, self.outlook)
                if found is None:
                    self._move(operation, self._after_no_find(step))
                    return False
                rows = found
            else:
                rows = self.tracker.deliver(name, operation, self.connected, self.outlook)
        except TrackerError as error:
            return self._failed(operation, _doubted(step) if looks else step, error)
        confirmed = replace(step, state=Delivery.CONFIRMED, reason="", retry_at=None)
        records: list[Record] = [rows, StepMoved(operation.id, confirmed)]
        if is_last:
            records.append(Settled(operation.id, Delivery.CONFIRMED))
            self.sent += 1
        self.desk.append(lambda _: records)
        return True

    def _after_no_find(self, step: Step) -> Step:
        moved = not_found(
            step if step.state is Delivery.AMBIGUOUS else replace(step, tries=0), self.desk.now()
        )
        if moved.state is not Delivery.QUEUED:
            moved = replace(
                moved, state=Delivery.AMBIGUOUS, reason="not known whether it arrived; looking again"
            )
            self._retry(moved.retry_at)
        return moved

    def _claim(self, operation: Operation, step: Step) -> bool:
        """Record that a request is about to leave, unless the operation was taken back."""
        state = self.desk.append(lambda state: _if_pending(state, operation, [StepMoved(operation.id, step)]))
        return state.is_pending(operation.id)

    def _move(self, operation: Operation, step: Step) -> None:
        self.desk.append(lambda state: _if_pending(state, operation, [StepMoved(operation.id, step)]))

    def _failed(self, operation: Operation, step: Step, error: TrackerError) -> bool:
        """Record where a failed step stands. Raises what stops the whole pass."""
        now = self.desk.now()
        match error:
            case Unclear() | Misbehaving():
                moved = unclear(step, now, f"not known whether it arrived: {error}")
                self._move(operation, moved)
                self._retry(moved.retry_at)
                return False
            case RateLimited(retry_at=retry_at):
                self._move(operation, replace(step, retry_at=retry_at, reason=str(error)))
                self._retry(retry_at)
                raise error
            case NotAuthorised() | Unreachable():
                self._move(operation, replace(step, reason=str(error)))
                raise error
            case Blocked() | NoAccess():
                self._move(operation, replace(step, state=Delivery.BLOCKED, reason=str(error), retry_at=None))
            case RefusedByTracker():
                self._move(operation, replace(step, state=Delivery.REFUSED, reason=str(error), retry_at=None))
            case _:
                self._move(operation, replace(step, reason=str(error)))
                raise error
        self.refused += 1
        return False

    def _flush(self) -> None:
        """Fix the batch, then send it as one comment."""
        operations, self.batch = self.batch, []
        if not operations:
            return
        id = self.new_id()
        members = tuple(operation.id for operation in operations)
        self.desk.append(
            lambda state: [BatchFixed(id, members)] if any(map(state.is_pending, members)) else []
        )
        self._send_batch(id, self._members(id, operations))

    def _members(self, batch: str, operations: Iterable[Operation]) -> list[Operation]:
        """Those that are on their way in that comment, and in no later one."""
        return [o for o in operations if self._parcel(o).step(StepName.LOG).batch == batch]

    def _settle_batches(self) -> None:
        """Send or read back the shift-log comments that an earlier pass has fixed and not confirmed."""
        state = self.desk.snapshot.state
        by_id = {recorded.operation.id: recorded.operation for recorded in state.pending}
        for id, members in state.batches.items():
            operations = self._members(id, (by_id[member] for member in members if member in by_id))
            steps = [self._parcel(operation).step(StepName.LOG) for operation in operations]
            going = [o for o, step in zip(operations, steps, strict=True) if not step.state.needs_a_person]
            retry = max((step.retry_at for step in steps if step.retry_at is not None), default=None)
            if retry is not None and retry > self.desk.now():
                self._retry(retry)
                self.held.update(operation.ticket for operation in going)
            elif any(step.state in (Delivery.SENDING, Delivery.AMBIGUOUS) for step in steps):
                self._look_for_batch(id, going)
            elif len(going) == len(operations):
                self._send_batch(id, going)
            # else a person retries some of what GitHub declined whole: those go in another comment

    def _send_batch(self, id: str, operations: Sequence[Operation]) -> None:
        operations = self._claim_batch(operations)
        if not operations:
            return
        batch = LogBatch(id, tuple(operations))
        cursors = self.desk.snapshot.state.cursors
        try:
            rows = self.tracker.deliver_log(batch, self.connected, self.outlook, cursors)
        except TrackerError as error:
            self._batch_failed(operations, error, lambda step: replace(step, state=Delivery.QUEUED))
        else:
            self._confirm_batch(operations, rows)

    def _look_for_batch(self, id: str, operations: Sequence[Operation]) -> None:
        batch = LogBatch(id, tuple(operations))
        cursors = self.desk.snapshot.state.cursors
        try:
            rows = self.tracker.look_for_log(batch, self.connected, self.outlook, cursors)
        except TrackerError as error:
            self._batch_failed(operations, error, _doubted)
            return
        if rows is not None:
            self._confirm_batch(operations, rows)
            return
        self.held.update(operation.ticket for operation in operations)
        for operation in operations:
            self._move(operation, self._after_no_find(self._parcel(operation).step(StepName.LOG)))

    def _claim_batch(self, operations: Sequence[Operation]) -> list[Operation]:
        """Record that a comment is about to leave with those of them that were not taken back meanwhile."""
        claimed: list[Operation] = []

        def decide(state: State) -> list[Record]:
            claimed[:] = [operation for operation in operations if state.is_pending(operation.id)]
            steps = ((o, state.parcels.get(o.id, Parcel()).step(StepName.LOG)) for o in claimed)
            return [
                StepMoved(o.id, replace(step, state=Delivery.SENDING, reason="", retry_at=None))
                for o, step in steps
            ]

        self.desk.append(decide)
        return claimed

    def _confirm_batch(self, operations: Sequence[Operation], rows: Pulled) -> None:
        records: list[Record] = [rows]
        for operation in operations:
            records.append(Settled(operation.id, Delivery.CONFIRMED))
        self.desk.append(lambda _: records)
        self.sent += len(operations)

    def _batch_failed(
        self, operations: Sequence[Operation], error: TrackerError, before: Callable[[Step], Step]
    ) -> None:
        """Record where each step stands; `before` gives it as it was before the request."""
        stops: TrackerError | None = None
        self.held.update(operation.ticket for operation in operations)
        for operation in operations:
            try:
                self._failed(operation, before(self._parcel(operation).step(StepName.LOG)), error)
            except TrackerError as same:
                stops = same
        if stops is not None:
            raise stops

    def _parcel(self, operation: Operation) -> Parcel:
        return self.desk.snapshot.state.parcels.get(operation.id, Parcel())

    def _hold(self, operation: Operation) -> None:
        self.held.add(operation.ticket)

    def _retry(self, at: datetime | None) -> None:
        if at is not None and (self.retry_at is None or at < self.retry_at):
            self.retry_at = at


def _doubted(step: Step) -> Step:
    """A step that is being looked for: it may have been done, and nothing that fails now changes that."""
    return replace(step, state=Delivery.AMBIGUOUS, tries=max(1, step.tries))


def _if_pending(state: State, operation: Operation, records: list[Record]) -> list[Record]:
    return records if state.is_pending(operation.id) else []
