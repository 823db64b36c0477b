"""`view = apply(base, pending)`: what is on its way shows already, and all machines end up alike."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Connected, IssueRow, Pulled, Recorded, Settled
from shiftui.domain.replica import pending_of, view
from shiftui.domain.response_clock import clock, is_parked
from shiftui.domain.settings import Person
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Priority, Resolution, Response, Severity, State, Via, WaitingOn
from tests.domain.hub import Hub
from tests.domain.lives import APART, Life, deliver, parsed
from tests.domain.support import (
    CONNECTED,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    REPO,
    TEAM,
    Machine,
    comment,
    connected,
    issue,
    log_row,
    marked,
    numbered,
    pulled,
)

# Convergence.


@st.composite
def histories(draw: st.DrawFn) -> list[Pulled]:
    """What GitHub ever said, each row by itself, older versions of rows among them."""
    rng = random.Random(draw(st.integers(0, 10**9)))
    life = Life(rng.randrange(10**9), connected())
    hub = life.hub
    said = [hub.rows([hub.issues[REPO, hub.open()]]) for _ in range(rng.randrange(1, 4))]
    for _ in range(rng.randrange(15)):
        match rng.randrange(6):
            case 0 | 1:
                author = rng.choice(["customer", "leo", "mia", "passer-by"])
                marker = rng.choice([None, None, marked("responded"), marked("noted")])
                said.append(
                    hub.rows(comments=[hub.say(rng.randrange(len(hub.issues)) + 1, author, marker=marker)])
                )
            case 2 if hub.comments:
                said.append(
                    hub.rows(comments=[hub.edit(rng.choice(list(hub.comments)), f"edit {rng.random()}")])
                )
            case 3:
                address = rng.choice(list(hub.issues))
                changes: dict[str, Any] = rng.choice(
                    [{"state": State.RESOLVED}, {"state": State.OPEN}, {"title": "other"}]
                )
                said.append(hub.rows([hub.change(address, **changes)]))
            case _:
                said.append(hub.append([life.colleague()], "leo", parsed))
    return said + [hub.rows([row]) for row in hub.issues.values()]


def shuffled(history: list[Pulled], seed: int) -> list[Pulled]:
    """The same rows on pages of another cut and order, some of them twice."""
    rng = random.Random(seed)
    pages = history + rng.sample(history, len(history) // 3)
    rng.shuffle(pages)
    found: list[Pulled] = []
    while pages:
        size = rng.randrange(1, 6)
        page, pages = pages[:size], pages[size:]
        found.append(
            Pulled(
                NOW,
                tuple(row for one in page for row in one.issues),
                tuple(row for one in page for row in one.comments),
                tuple(row for one in page for row in one.logged),
            )
        )
    return found


@settings(max_examples=60, derandomize=True, deadline=None)
@given(history=histories(), one=st.integers(0, 99), other=st.integers(100, 199))
def test_the_same_rows_make_the_same_tickets_in_any_order(
    history: list[Pulled], one: int, other: int
) -> None:
    here, there = connected(*shuffled(history, one)), connected(*shuffled(history, other))
    assert dict(view(here.state)) == dict(view(there.state))
    in_order = connected(*history)
    assert dict(view(in_order.state)) == dict(view(here.state))
    assert dict(in_order.state.conversations) == dict(here.state.conversations)


def from_outside(machine: Machine) -> dict[str, Ticket]:
    """A machine's tickets by their addresses, as anybody else would name them."""
    names = {key: address for address, key in machine.state.aliases.items()}

    def named(key: str | None) -> str | None:
        return None if key is None else names.get(key, key)

    return {
        str(named(key)): Ticket(
            str(named(key)),
            one.issue,
            replace(
                one.work,
                origin=named(one.work.origin),
                same_as=named(one.work.same_as),
                spinoffs=tuple(str(named(spinoff)) for spinoff in one.work.spinoffs),
            ),
        )
        for key, one in machine.state.tickets.items()
    }


@settings(max_examples=25, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_two_machines_that_worked_apart_end_up_alike(seed: int) -> None:
    hub, rng = Hub(), random.Random(seed)
    pair = [
        Life(seed + place, Machine(replace(TEAM, me=me), new_id=numbered(me)).take(met(me)), hub)
        for place, me in enumerate(("mia", "leo"))
    ]
    for _ in range(3):
        hub.open()
    for life in pair:
        life.machine.take(hub.everything())
    for _ in range(80):
        life = rng.choice(pair)
        life.machine.now = hub.tick()
        if rng.random() < 0.15:
            life.machine.take(hub.everything())
        elif rng.random() < 0.2:
            hub.say(life.somewhere()[1], rng.choice(["customer", "ada"]))
        else:
            life.run(1, APART)
    for life in pair:
        while life.machine.state.pending:
            deliver(life, life.machine.state.pending[0].operation)
    for life in pair:
        life.machine.take(hub.everything())
    one, other = (from_outside(life.machine) for life in pair)
    assert one == other
    assert max(hub.done.values(), default=1) == 1


def met(me: str) -> Connected:
    return replace(CONNECTED, me=me)


def test_an_older_row_changes_nothing() -> None:
    machine = connected(pulled([issue(updated_at=NOW, title="new", state=State.RESOLVED, closed_at=NOW)]))
    machine.take(pulled([issue(updated_at=NOW - MINUTE, title="old")]))
    assert (machine["#42"].issue.title, machine["#42"].state) == ("new", State.RESOLVED)


def test_words_that_come_before_their_issue_wait_for_it() -> None:
    taken = acknowledge(connected(pulled([issue()])).scene(), connected(pulled([issue()]))["#42"])
    early = connected(
        pulled(comments=[(42, comment(1))], logged=[log_row(2, replace(taken, ticket=f"{REPO}#42"))])
    )
    assert "#42" not in early
    early.take(pulled([issue()]))
    assert early["#42"].work.wrote_at == NOW + MINUTE
    assert early["#42"].work.acknowledged_by == "mia"


def test_words_on_our_own_creation_wait_for_it_too() -> None:
    machine = connected()
    opened = machine.write(open_ticket, "captured", requester="j.doe").operation
    machine.take(pulled(comments=[(7, comment(1, "stranger"))]))
    machine.take(pulled([IssueRow(issue(7, opened_by="mia"), created_by=opened.id)]))
    machine.take(Settled(opened.id, Delivery.CONFIRMED))
    assert machine["L1"].work.wrote_at == NOW + MINUTE
    assert machine["L1"].issue.number == 7
    assert "#7" not in machine


def test_a_repository_is_the_same_in_any_case() -> None:
    row = issue(7, repo="Visit-Dav/Visit")
    machine = connected(pulled([row, replace(row, repo="visit-dav/visit"), issue(8, repo=REPO.upper())]))
    assert set(view(machine.state)) == {"visit-dav/visit#7", "#8"}


def test_what_left_the_scope_is_gone_and_comes_back_with_its_history() -> None:
    machine = connected(pulled([issue()], comments=[(42, comment(1))]))
    machine.take(pulled([IssueRow(issue(updated_at=NOW), in_scope=False)], comments=[(42, comment(2))]))
    assert "#42" not in machine
    machine.take(pulled([IssueRow(issue(updated_at=NOW + MINUTE))]))
    assert machine["#42"].work.wrote_at == NOW + 2 * MINUTE


def test_a_close_and_a_reopening_on_the_web_are_followed() -> None:
    machine = connected(pulled([issue()]))
    machine.take(pulled([issue(updated_at=NOW, state=State.RESOLVED, closed_at=NOW)]))
    closed = machine["#42"]
    assert (closed.state, closed.resolution, closed.resolved_at) == (State.RESOLVED, (), NOW)
    assert closed.responded_at == NOW
    machine.take(pulled([issue(updated_at=NOW + HOUR)]))
    assert machine["#42"].state is State.OPEN


def test_assigning_on_the_web_acknowledges_unless_it_is_the_teams_pool() -> None:
    pool = replace(TEAM, github=replace(TEAM.github, assign="Pool"))
    machine = connected(pulled([issue(assignees=("pool",))]), settings=pool)
    assert not machine["#42"].work.acknowledged_by
    machine.take(pulled([issue(updated_at=NOW, assignees=("pool", "leo"))]))
    assert (machine["#42"].work.acknowledged_by, machine["#42"].work.acknowledged_at) == ("leo", NOW)


def test_a_label_set_on_the_web_brings_a_parked_ticket_back_and_a_bots_word_does_not() -> None:
    old = issue(opened_at=NOW - 90 * DAY, updated_at=NOW - 80 * DAY)
    machine = connected(pulled([old]))
    machine.take(pulled([replace(old, updated_at=NOW - DAY, labels=("stale",))]))
    machine.take(pulled(comments=[(42, comment(1, "stale[bot]", bot=True))]))
    assert is_parked(machine["#42"], TEAM)
    machine.take(pulled([replace(old, updated_at=NOW, labels=("P1",), priority=Priority.SERVICE)]))
    assert not is_parked(machine["#42"], TEAM)


def test_a_waiting_label_attends_to_what_was_written_before_it_and_to_nothing_later() -> None:
    rows = [issue(), issue(updated_at=NOW + 5 * MINUTE, waiting_on=WaitingOn.REQUESTER)]
    before = connected(pulled(rows[:1]), pulled([issue(updated_at=NOW + MINUTE)], [(42, comment(1))]))
    assert before["#42"].waiting_on is WaitingOn.US
    assert before.take(pulled(rows[1:]))["#42"].waiting_on is WaitingOn.REQUESTER
    unclear = connected(pulled(rows[:1]), pulled(comments=[(42, comment(4))]), pulled(rows[1:]))
    assert unclear["#42"].waiting_on is WaitingOn.US


# Pending.


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
    assert life.machine["#1"].responded_at == life.hub.now - MINUTE
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
