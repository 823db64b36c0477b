"""All machines that have read the same hold the same tickets, in whatever order they read it."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.outbox import Delivery
from shiftui.domain.records import Connected, IssueRow, Pulled, Settled
from shiftui.domain.replica import view
from shiftui.domain.response_clock import is_parked
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Priority, State, WaitingOn
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
    team = replace(TEAM, github=replace(TEAM.github, assign=rng.choice(["none", "acker"])))
    pair = [
        Life(seed + place, Machine(replace(team, me=me), new_id=numbered(me)).take(met(me)), hub)
        for place, me in enumerate(("mia", "leo"))
    ]
    for author in ("customer", "customer", "alertbot"):
        hub.open(author, opened_by_bot=author == "alertbot")
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
    assert "#7" not in machine.state.conversations


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


def test_assigning_on_the_web_acknowledges_on_every_machine_alike() -> None:
    early, late = (
        issue(assignees=(), updated_at=NOW),
        issue(updated_at=NOW + MINUTE, assignees=("leo",), taken_by="leo"),
    )
    watched, joined = connected(pulled([early]), pulled([late])), connected(pulled([late]))
    assert watched["#42"] == joined["#42"]
    assert (joined["#42"].acknowledged_by, joined["#42"].work.acknowledged_at) == ("leo", None)


def test_a_label_set_on_the_web_brings_a_parked_ticket_back_and_a_bots_word_does_not() -> None:
    old = issue(opened_at=NOW - 90 * DAY, updated_at=NOW - 80 * DAY)
    machine = connected(pulled([old]))
    machine.take(pulled([replace(old, updated_at=NOW - DAY, labels=("stale",))]))
    machine.take(pulled(comments=[(42, comment(1, "stale[bot]", bot=True))]))
    assert is_parked(machine["#42"], TEAM)
    machine.take(pulled([replace(old, updated_at=NOW, labels=("P1",), priority=Priority.SERVICE)]))
    assert not is_parked(machine["#42"], TEAM)


def test_a_waiting_label_set_on_the_web_answers_nobody_on_any_machine() -> None:
    labelled = issue(updated_at=NOW + 5 * MINUTE, waiting_on=WaitingOn.REQUESTER)
    wrote = pulled([issue(updated_at=NOW + MINUTE)], [(42, comment(1))])
    watched = connected(pulled([issue()]), wrote, pulled([labelled]))
    joined = connected(pulled([labelled], [(42, comment(1))]))
    assert watched["#42"].waiting_on is joined["#42"].waiting_on is WaitingOn.US
    ours = pulled(comments=[(42, comment(2, "leo"))])
    assert watched.take(ours)["#42"].waiting_on is WaitingOn.REQUESTER
