"""Send what is pending, in order for each ticket, each step once.

Before a request its step is recorded as sending; after it, what GitHub answered and
the step's new state are recorded together. So whatever dies in between, the next pass
knows which question to ask.
"""

from collections.abc import Callable
from dataclasses import field, replace

from shiftui.domain.duty import shift_left
from shiftui.domain.operations import Operation, Responded, Unknown
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import Connected, GoneRow, Pulled, Record, Recorded, Settled, StepMoved
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Absence
from shiftui.ports import Gone, Tracker, TrackerError
from shiftui.service.batches import Batches
from shiftui.service.desk import Desk, NewId
from shiftui.service.disputes import dispute_of
from shiftui.service.holding import is_reply, why_held
from shiftui.service.ledger import Ledger, OutOfBudget, doubted

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: unknown).

May raise `Stopped` to end the pass between two requests.
"""


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
    ledger: Ledger = field(init=False)
    """How it went."""
    outlook: DeskOutlook = field(init=False)
    batches: Batches = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.desk)
        self.outlook = DeskOutlook(self.desk)
        self.batches = Batches(self.ledger, self.tracker, self.connected, self.outlook, self.new_id)

    def run(self, *, was_shared: bool = True) -> None:
        """Send what can be sent, within GitHub's limits: what is too much waits for a later pass.

        `was_shared` tells whether team text had a private place when this pass began.

        Raises:
            TrackerError: GitHub cannot be reached or used at all now; what was not sent stays queued.

        """
        if was_shared and self.connected.log_private is False:
            self._keep_team_text()
        try:
            self._run()
        except OutOfBudget as spent:
            self.ledger.wait(spent.until)

    def _run(self) -> None:
        self.batches.settle()
        waiting = self.desk.snapshot.state.pending
        for done, recorded in enumerate(waiting):
            operation = recorded.operation
            self.progress("sending", done, len(waiting))
            if self._waits(operation):
                if self.ledger.parcel(operation).holds_its_ticket:
                    self.ledger.hold([operation])
                continue
            if self._is_disputed(recorded):
                continue
            left = self._left(operation)
            if self.batches.holds(operation.ticket) and any(step is not StepName.LOG for step in left):
                self.batches.flush()  # what was recorded before it goes before it
            self._send(operation)
        self.batches.flush()
        self.batches.turn_over()

    def _waits(self, operation: Operation) -> bool:
        keys = {operation.ticket, getattr(operation, "origin", None) or operation.ticket}
        if self.ledger.holds(operation) or isinstance(operation, Unknown):
            return True
        now = self.desk.now()
        parcel = self.ledger.parcel(operation)
        if parcel.state.needs_a_person:
            return True
        not_before = operation.not_before if isinstance(operation, Responded) else None
        times = [not_before, *(step.retry_at for step in parcel.steps.values())]
        soonest = max((time for time in times if time is not None), default=now)
        if soonest > now:
            self.ledger.wait(soonest)
            return True
        creates = hasattr(operation, "create")
        numbered = (key for key in keys if key and not (creates and key == operation.ticket))
        if any(not self._is_numbered(key) for key in numbered):
            return True
        named = self._named_and_not_there(operation)
        if named:
            step = parcel.step(StepName.LOG)
            why = f"it names {named}, which is not on GitHub yet"
            if step.reason != why:
                self.ledger.move(operation, replace(step, reason=why))
        return bool(named)

    def _named_and_not_there(self, operation: Operation) -> str:
        """A ticket that it names and that is still to be created: nobody else would know which is meant."""
        named = {getattr(operation, "same_as", None), *getattr(operation, "tickets", ())}
        births = (
            one.operation for one in self.desk.snapshot.state.pending if hasattr(one.operation, "create")
        )
        return next((one.ticket for one in births if one.ticket in named and one.id != operation.id), "")

    def _is_numbered(self, key: str) -> bool:
        ticket = self.outlook.base(key)
        if ticket is None:
            return "#" in key  # it left our scope; GitHub has it all the same
        return ticket.issue.number is not None

    def _left(self, operation: Operation) -> list[StepName]:
        parcel = self.ledger.parcel(operation)
        planned = self.tracker.plan(operation, self.connected, self.outlook)
        return [name for name in planned if not parcel.step(name).state.is_settled]

    def _send(self, operation: Operation) -> None:
        left = self._left(operation)
        for name in left:
            if name is StepName.LOG:
                break
            if not self._step(operation, name, is_last=name is left[-1]):
                self.ledger.hold([operation])
                return
        if not left:
            self.ledger.settle(operation, Delivery.CONFIRMED)
        elif StepName.LOG in left:
            self._share(operation)

    def _share(self, operation: Operation) -> None:
        """Let it go to the shift log; or keep it, where that is not private or not known to be."""
        match self.connected.log_private:
            case True:
                self.batches.add(operation)
            case False:
                self.ledger.settle(operation, Delivery.WITHHELD)
            case None:
                step = self.ledger.parcel(operation).step(StepName.LOG)
                why = f"nobody knows who may read {self.connected.log}; this waits here until that is known"
                if step.reason != why:
                    self.ledger.move(operation, replace(step, reason=why))

    def _keep_team_text(self) -> None:
        """The log was made public: what was on its way there is kept for a person to look at."""
        why = (
            f"{self.connected.log} was made public; this stays here unless it is private again; drop or retry"
        )
        for recorded in self.desk.snapshot.state.pending:
            operation = recorded.operation
            step = self.ledger.parcel(operation).step(StepName.LOG)
            if StepName.LOG in self._left(operation) and not step.state.needs_a_person:
                self.ledger.block(operation, step, why)

    def _step(self, operation: Operation, name: StepName, *, is_last: bool) -> bool:
        """Do one step; False when the ticket's later operations must wait."""
        step = self.ledger.parcel(operation).step(name)
        looks = step.state in (Delivery.SENDING, Delivery.AMBIGUOUS)
        if not looks:
            if self._is_held(operation, step):
                return False
            claimed = replace(step, state=Delivery.SENDING, reason="", retry_at=None)
            if not self.ledger.claim(operation, claimed):
                return True  # it was taken back meanwhile
        writes = self.tracker.writes
        try:
            if looks:
                rows = self.tracker.look_for(name, operation, self.connected, self.outlook)
            else:
                rows = self.tracker.deliver(name, operation, self.connected, self.outlook)
        except TrackerError as error:
            self.ledger.failed(operation, doubted(step) if looks else step, error)
            if isinstance(error, Gone):
                self._bury(operation)
            return False
        if rows is None:
            self.ledger.missed(operation, step)
            return False
        confirmed = replace(step, state=Delivery.CONFIRMED, reason="", retry_at=None)
        records: list[Record] = [rows, StepMoved(operation.id, confirmed)]
        records += self.ledger.beyond(self.tracker.writes - writes - (not looks))
        if is_last:
            records.append(Settled(operation.id, Delivery.CONFIRMED))
            self.ledger.sent += 1
        self.desk.append(lambda _: records)
        return True

    def _bury(self, operation: Operation) -> None:
        """Its issue was deleted: the ticket ends, and all that is known of it is kept."""
        base = self.outlook.base(operation.ticket)
        if base is not None and base.issue.number is not None:
            gone = GoneRow(base.issue.repo, base.issue.number, Absence.DELETED)
            self.desk.append(lambda _: [Pulled(self.desk.now(), gone=(gone,))])

    def _is_disputed(self, recorded: Recorded) -> bool:
        """Leave what somebody else changed meanwhile as it is, for a person to decide."""
        operation = recorded.operation
        parcel = self.ledger.parcel(operation)
        if not parcel.is_untouched or parcel.is_agreed:
            return False
        why = dispute_of(recorded, self.outlook.base(operation.ticket))
        left = self._left(operation)
        if why and left:
            self.ledger.dispute(operation, parcel.step(left[0]), why)
        return bool(why and left)

    def _is_held(self, operation: Operation, step: Step) -> bool:
        """Keep back a reply that its author should look at again."""
        if step.name is not StepName.COMMENT or not is_reply(operation):
            return False
        if self.ledger.parcel(operation).is_agreed:
            return False
        base = self.outlook.base(operation.ticket)
        said = self.desk.thread(operation.ticket).notes if base is not None else ()
        me = self.connected.me
        left = shift_left(self.desk.settings, self.desk.snapshot.state.duty, me)
        why = why_held(operation, base, said, me, self.desk.now(), left)
        if why:
            self.ledger.block(operation, step, why)
        return bool(why)
