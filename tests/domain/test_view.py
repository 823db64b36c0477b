"""`view = apply(base, pending)`: what is on its way shows already, and delivery changes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain.operations import FieldsSet
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Connected, IssueRow, Recorded, Settled
from shiftui.domain.replica import pending_of, view
from shiftui.domain.response_clock import clock
from shiftui.domain.settings import Person
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Priority, Resolution, Response, Severity, State, Via, WaitingOn
from tests.domain.hub import TICK
from tests.domain.lives import Life, deliver, parsed
from tests.domain.support import (
    CONNECTED,
    DAY,
    NOW,
    REPO,
    TEAM,
    Machine,
    comment,
    connected,
    issue,
    pulled,
)


def met(me: str) -> Connected:
    return replace(CONNECTED, me=me)


def base_machine(**native: Any) -> Life:
    life = Life(1, connected())
    number = life.hub.open(**native)
    life.machine.take(life.hub.rows([life.hub.issues[REPO, number]]))
    life.machine.now = life.hub.tick()
    return life


VERBS: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {
    "acknowledge": (acknowledge, (), {}),
    "note": (note, ("x",), {}),
    "respond by phone": (respond, ("x",), {"via": Via.PHONE}),
    "set a label": (set_fields, (), {"priority": Priority.SECURITY, "severity": Severity.ERROR}),
    "set words": (set_fields, (), {"summary": "x", "requester": "j.doe", "waiting_on": WaitingOn.REQUESTER}),
    "snooze": (snooze, (NOW + DAY,), {}),
    "wake": (wake, (), {}),
    "resolve": (resolve, ([Resolution.FIXED],), {"no_spinoff": "tiny"}),
    "resolve with a message": (resolve, ([Resolution.ANSWERED],), {"text": "done"}),
    "spin off": (spin_off, ("real fix",), {}),
}


def without_githubs_times(one: Ticket) -> Ticket:
    """As far as it does not depend on when GitHub heard of it."""
    native = replace(one.issue, updated_at=None, closed_at=None, number=None)
    if one.is_spinoff:
        native = replace(native, opened_at=NOW)
    heard = NOW if one.work.responded_at is not None else None
    return replace(one, issue=native, work=replace(one.work, responded_at=heard, touched_at=None))


@pytest.mark.parametrize("name", VERBS)
def test_delivery_changes_nothing_that_a_person_sees(name: str) -> None:
    verb, args, more = VERBS[name]
    life = base_machine()
    operation = life.machine.do(verb, "#1", *args, **more).operation
    before = {key: without_githubs_times(one) for key, one in view(life.machine.state).items()}
    deliver(life, operation)
    assert life.machine.state.pending == ()
    assert {key: without_githubs_times(one) for key, one in view(life.machine.state).items()} == before


@pytest.mark.parametrize("name", VERBS)
def test_what_is_withheld_looks_as_it_did_and_says_that_it_is_not_shared(name: str) -> None:
    verb, args, more = VERBS[name]
    life = base_machine()
    life.shares_log = False
    operation = life.machine.do(verb, "#1", *args, **more).operation
    before = without_githubs_times(life.machine["#1"])
    deliver(life, operation)
    after = without_githubs_times(life.machine["#1"])
    assert replace(after, work=replace(after.work, not_shared=False)) == before
    closed = life.hub.issues[REPO, 1].issue
    assert life.machine["#1"].issue == closed
    is_logged = (operation.id, StepName.LOG) not in life.hub.done and name != "set a label"
    about = operation.ticket
    assert life.machine[about].work.not_shared is is_logged


def test_reopening_survives_its_delivery() -> None:
    life = base_machine()
    deliver(life, life.machine.do(resolve, "#1", [Resolution.FIXED]).operation)
    deliver(life, life.machine.do(reopen, "#1").operation)
    back = life.machine["#1"]
    assert (back.state, back.resolution, back.waiting_on) == (State.OPEN, (), WaitingOn.US)
    assert back.responded_at is not None


def test_a_capture_keeps_its_name_and_its_requester_when_github_numbers_it() -> None:
    life = base_machine()
    opened = life.machine.write(open_ticket, "by mail", requester="j.doe", via=Via.EMAIL).operation
    before = life.machine["L1"]
    deliver(life, opened)
    after = life.machine["L1"]
    assert (after.issue.number, after.requester, after.work) == (2, "j.doe", before.work)
    assert life.machine.state.key_at(REPO, 2) == "L1"


def test_a_capture_shows_what_github_holds_of_it_before_all_of_it_is_there() -> None:
    life = base_machine()
    opened = life.machine.write(open_ticket, "by mail", requester="j.doe").operation
    life.machine.take(life.hub.perform(StepName.CREATE, opened, "mia", life.address_of))
    shown = life.machine["L1"]
    assert (shown.issue.number, shown.requester) == (2, "j.doe")
    assert life.machine.state.is_pending(opened.id)


def test_what_is_kept_here_stands_after_all_that_was_read_before_it() -> None:
    life = base_machine()
    theirs = FieldsSet(id="leo-1", at=life.hub.now, by="leo", ticket=f"{REPO}#1", summary="theirs")
    early = life.hub.say(1, "customer")
    life.machine.take(life.hub.append([theirs], "leo", parsed))
    life.shares_log = False
    deliver(life, life.machine.do(set_fields, "#1", summary="mine").operation)
    life.machine.take(life.hub.rows(comments=[early]))
    assert life.machine["#1"].work.summary == "mine"
    assert life.machine["#1"].work.wrote_at is not None


def test_a_reply_counts_when_github_has_it_and_the_clock_runs_until_then() -> None:
    life = base_machine(opened_at=NOW)
    wrote = life.hub.say(1, "customer")
    life.machine.take(life.hub.rows(comments=[wrote]))
    reply = life.machine.do(respond, "#1", "hello").operation
    waiting = life.machine["#1"]
    assert (waiting.responded_at, waiting.work.wrote_at) == (None, None)
    running = clock(waiting, TEAM, life.machine.now)
    assert running is not None
    assert running.state is Response.PENDING
    deliver(life, reply)
    assert life.machine["#1"].responded_at == life.hub.now - TICK
    by_phone = base_machine()
    by_phone.machine.do(respond, "#1", "hello", via=Via.PHONE)
    assert by_phone.machine["#1"].responded_at == by_phone.machine.now


def test_pending_stays_on_top_of_what_a_colleague_changes_meanwhile() -> None:
    life = base_machine()
    life.machine.do(set_fields, "#1", priority=Priority.SERVICE)
    life.machine.take(life.hub.rows([life.hub.change((REPO, 1), title="renamed", severity=Severity.ERROR)]))
    seen = life.machine["#1"].issue
    assert (seen.title, seen.priority, seen.severity) == ("renamed", Priority.SERVICE, Severity.ERROR)


def test_what_is_dropped_is_as_if_it_had_never_been() -> None:
    life = base_machine()
    before = life.machine["#1"]
    noted = life.machine.do(set_fields, "#1", summary="x").operation
    assert [one.id for one in pending_of(life.machine.state, "#1")] == [noted.id]
    life.machine.take(Settled(noted.id, Delivery.DROPPED))
    assert life.machine["#1"] == before
    assert life.machine.state.recent == ()


def test_a_spinoff_links_its_origin_even_if_that_was_put_away() -> None:
    class Shelf:
        def closed(self, key: str) -> Ticket | None:
            return self.all_closed().get(key)

        def all_closed(self) -> dict[str, Ticket]:
            return {"#1": Ticket("#1", issue(1, state=State.RESOLVED, closed_at=NOW), Work())}

        def conversation(self, key: str) -> Any:
            return connected().folder.library.conversation(key)

    machine = Machine(TEAM, Shelf()).take(met("mia"))
    scene = machine.scene()
    spun = spin_off(scene, Shelf().all_closed()["#1"], "real fix")
    machine.take(Recorded(spun))
    row = issue(3, repo=spun.repo, opened_by="mia", spinoff=True)
    machine.take(pulled([IssueRow(row, created_by=spun.id)]), Settled(spun.id, Delivery.CONFIRMED))
    assert machine["#1"].work.spinoffs == ("L1",)
    assert machine["L1"].work.origin == "#1"


def test_the_roster_decides_whom_the_fold_believes() -> None:
    rows = pulled([issue()], comments=[(42, comment(1, "newcomer"))])
    before, after = connected(rows), connected(rows, settings=with_person("newcomer"))
    assert before["#42"].responded_at is None
    assert after["#42"].responded_by == "newcomer"


def with_person(login: str) -> Any:
    return replace(TEAM, people=(*TEAM.people, Person(login)))
