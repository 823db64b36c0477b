"""Random weeks of a workspace: people on the web, a person at the screen, and the courier between them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shiftui.domain.operations import Operation
from shiftui.domain.operations.acknowledged import Acknowledged, acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import FieldsSet, set_fields
from shiftui.domain.operations.noted import Noted, note
from shiftui.domain.operations.opened import Opened, open_ticket
from shiftui.domain.operations.resolved import Resolved, reopen, resolve
from shiftui.domain.operations.responded import Responded, clear_response, respond
from shiftui.domain.operations.snoozed import Snoozed, snooze, wake
from shiftui.domain.operations.spun_off import SpunOff, spin_off
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import BatchFixed, Pulled, Settled, StepMoved, SyncAsked, SyncEnded, SyncReport
from shiftui.domain.refusals import Refused
from shiftui.domain.replica import ticket_of, view
from shiftui.domain.vocabulary import Priority, Resolution, Severity, State, Via, WaitingOn
from shiftui.service import taking_back
from tests.domain.hub import Address, Hub, steps
from tests.domain.support import HOUR, MINUTE, REPO, Machine


@dataclass(slots=True)
class Life:
    """Something happens, again and again; the same things for the same seed."""

    seed: int
    machine: Machine
    hub: Hub = field(default_factory=Hub)
    shares_log: bool = True
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def run(self, events: int, choice: list[Callable[["Life"], None]] | None = None) -> "Life":
        """Let so many things happen."""
        for _ in range(events):
            self.machine.now += timedelta(minutes=self.rng.randrange(1, 90))
            self.hub.now = max(self.hub.now, self.machine.now)
            happening = self.rng.choice(choice or (LOCAL if self.machine.state.is_local else TOGETHER))
            try:
                happening(self)
            except Refused:
                continue
        return self

    # At the screen.

    def decide(self) -> None:
        verb, arguments = self.rng.choice(VERBS)
        keys = list(view(self.machine.state))
        if keys:
            self.machine.do(verb, self.rng.choice(keys), *arguments(self)[0], **arguments(self)[1])

    def capture(self) -> None:
        if self.rng.random() < 0.3:
            self.machine.write(write_diary, f"quiet {self.rng.random()}")
            return
        requester = self.rng.choice([None, "j.doe"])
        self.machine.write(
            open_ticket, "captured", body="by mail", requester=requester, via=self.rng.choice(list(Via))
        )

    def undo(self) -> None:
        state = self.machine.state
        gesture = taking_back.latest_gesture(state, self.machine.settings.me)
        records, _ = taking_back.decide(self.machine.scene(), state, gesture)
        self.machine.take(*records)

    # On the web.

    def web(self) -> None:
        """Somebody does something there, and this machine reads it at once, or late."""
        rows = self.rng.choice(WEB)(self)
        if self.rng.random() < 0.8:
            self.machine.take(rows)

    def read_again(self) -> None:
        """A poll overlaps, in any order."""
        rows = self.hub.everything()
        issues, comments = list(rows.issues), list(rows.comments)
        self.rng.shuffle(issues)
        self.rng.shuffle(comments)
        self.machine.take(Pulled(rows.at, tuple(issues), tuple(comments[:5]), rows.logged[-5:]))

    def somewhere(self) -> Address:
        """An issue, a new one if there is none."""
        there = [address for address in self.hub.issues if address[0] == REPO]
        if not there or self.rng.random() < 0.2:
            return REPO, self.hub.open(self.rng.choice(["customer", "leo", "mia"]))
        return self.rng.choice(there)

    def colleague(self) -> Operation:
        """Something that Leo records on his machine."""
        self.machine.new_id()
        address = self.somewhere()
        plain: dict[str, Any] = {
            "id": f"leo-{self.hub.ids}",
            "at": self.hub.now,
            "by": "leo",
            "ticket": "{}#{}".format(*address),
        }
        kinds: list[Operation] = [
            Acknowledged(**plain),
            Noted(**plain, text="from leo"),
            FieldsSet(**plain, summary="theirs", next_action="wait"),
            Snoozed(**plain, until=self.hub.now + HOUR),
            Responded(**plain, text="said", via=Via.PHONE, heard_at=self.hub.now),
            Resolved(**plain, kinds=(Resolution.ANSWERED,)),
            Opened(**plain, title="x", opened_at=self.hub.now, requester="j.roe"),
            SpunOff(**plain, origin="{}#{}".format(*self.somewhere()), title="x"),
        ]
        return self.rng.choice(kinds)

    # The courier.

    def address_of(self, key: str) -> Address:
        base = ticket_of(self.machine.state, self.machine.library, key)
        if base is None or base.issue.number is None:
            raise KeyError(key)
        return base.issue.repo, base.issue.number

    def deliver(self) -> None:
        """Send the oldest operation, step by step."""
        for recorded in self.machine.state.pending[:1]:
            deliver(self, recorded.operation)

    def half_deliver(self) -> None:
        """A request leaves, and nothing is heard of it."""
        for recorded in self.machine.state.pending[:1]:
            operation = recorded.operation
            name = steps(operation)[0]
            if name is not StepName.LOG:
                self.machine.take(StepMoved(operation.id, Step(name, Delivery.AMBIGUOUS, tries=1)))

    def drop(self) -> None:
        """A person takes something out of the outbox that nothing else rests upon."""
        for recorded in self.machine.state.pending[-1:]:
            parcel = self.machine.state.parcels.get(recorded.operation.id)
            if parcel is None or parcel.is_untouched:
                self.machine.take(Settled(recorded.operation.id, Delivery.DROPPED))

    def passes(self) -> None:
        """The bookkeeping of a pass."""
        self.machine.take(SyncAsked(f"ask-{self.hub.ids}", self.machine.now))
        asked = self.machine.state.asked
        self.machine.take(SyncEnded(self.machine.now, SyncReport(pulled=1), asked))


def deliver(life: Life, operation: Operation) -> None:
    """All steps of one operation, as the courier records them."""
    machine, me = life.machine, life.machine.settings.me
    planned = steps(operation)
    for name in planned:
        if name is StepName.LOG:
            break
        machine.take(StepMoved(operation.id, Step(name, Delivery.SENDING)))
        rows = life.hub.perform(name, operation, me, life.address_of)
        done = StepMoved(operation.id, Step(name, Delivery.CONFIRMED))
        last = [Settled(operation.id, Delivery.CONFIRMED)] if name is planned[-1] else []
        machine.take(rows, done, *last)
    if StepName.LOG not in planned:
        return
    if not life.shares_log:
        machine.take(Settled(operation.id, Delivery.WITHHELD))
        return
    machine.take(BatchFixed(f"batch-{operation.id}", (operation.id,)))
    machine.take(StepMoved(operation.id, Step(StepName.LOG, Delivery.SENDING, batch=f"batch-{operation.id}")))
    rows = life.hub.append([operation], me, life.address_of)
    machine.take(rows, Settled(operation.id, Delivery.CONFIRMED))


Arguments = Callable[[Life], tuple[tuple[Any, ...], dict[str, Any]]]
VERBS: list[tuple[Any, Arguments]] = [
    (acknowledge, lambda life: ((), {})),
    (note, lambda life: (("noted",), {})),
    (respond, lambda life: (("hello",), {})),
    (respond, lambda life: (("hello",), {"via": Via.PHONE, "at": life.machine.now - MINUTE})),
    (clear_response, lambda life: (("was none",), {})),
    (set_fields, lambda life: ((), {"priority": Priority.SERVICE, "summary": "mine"})),
    (set_fields, lambda life: ((), {"severity": Severity.ERROR})),
    (set_fields, lambda life: ((), {"waiting_on": WaitingOn.REQUESTER, "requester": "j.doe"})),
    (snooze, lambda life: ((life.machine.now + HOUR,), {})),
    (wake, lambda life: ((), {})),
    (resolve, lambda life: (([Resolution.FIXED],), {"text": "done"})),
    (resolve, lambda life: (([Resolution.ANSWERED],), {})),
    (reopen, lambda life: ((), {})),
    (spin_off, lambda life: (("the real fix",), {})),
]
WEB: list[Callable[[Life], Pulled]] = [
    lambda life: life.hub.rows([life.hub.issues[life.somewhere()]]),
    lambda life: life.hub.rows(comments=[life.hub.say(life.somewhere()[1], "customer")]),
    lambda life: life.hub.rows(
        comments=[life.hub.say(life.somewhere()[1], life.rng.choice(["leo", "passer"]))]
    ),
    lambda life: life.hub.rows([life.hub.change(life.somewhere(), waiting_on=WaitingOn.REQUESTER)]),
    lambda life: life.hub.rows([life.hub.change(life.somewhere(), assignees=("leo",))]),
    lambda life: life.hub.rows([life.hub.change(life.somewhere(), state=State.RESOLVED)]),
    lambda life: life.hub.rows([life.hub.change(life.somewhere(), state=State.OPEN)]),
    lambda life: life.hub.append([life.colleague()], "leo", parsed),
]
LOCAL: list[Callable[[Life], None]] = [Life.decide, Life.decide, Life.decide, Life.capture, Life.undo]
TOGETHER: list[Callable[[Life], None]] = [
    *[Life.decide] * 4,
    Life.capture,
    Life.undo,
    *[Life.web] * 4,
    Life.read_again,
    *[Life.deliver] * 4,
    Life.half_deliver,
    Life.drop,
    Life.passes,
]
APART: list[Callable[[Life], None]] = [*[Life.decide] * 4, Life.capture, Life.undo, *[Life.deliver] * 3]
"""What a person does beside colleagues who do the same."""


def parsed(address: str) -> Address:
    """`owner/name#42` taken apart."""
    repo, _, number = address.rpartition("#")
    return repo, int(number)
