"""Taking back leaves no trace of one's own, and touches nothing of anybody else's."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.operations import Noted, Opened, Undone
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import clear_response, respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.operations.undone import changes_between, restorable, restored
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import Recorded, StepMoved
from shiftui.domain.refusals import NothingToUndo, RequesterHasRead
from shiftui.domain.replica import diary_of, view
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Priority, Resolution, Severity, State, Via, WaitingOn
from shiftui.service.threads import thread_of
from tests.domain.lives import Life, deliver, parsed
from tests.domain.strategies import of
from tests.domain.support import DAY, HOUR, MINUTE, NOW, REPO, TEAM, alone, bulk, connected, issue

VERBS: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {
    "acknowledge": (acknowledge, (), {}),
    "note": (note, ("x",), {}),
    "respond by phone": (respond, ("x",), {"via": Via.PHONE}),
    "clear the response": (clear_response, ("was none",), {}),
    "set labels": (set_fields, (), {"priority": Priority.SERVICE, "severity": Severity.CRITICAL}),
    "set waiting on": (set_fields, (), {"waiting_on": WaitingOn.THIRD_PARTY}),
    "set words": (set_fields, (), {"summary": "new", "next_action": "", "contingency": "call"}),
    "set the rest": (set_fields, (), {"estimate_hours": 2.5, "requester": "j.doe"}),
    "snooze": (snooze, (NOW + 9 * DAY,), {}),
    "wake": (wake, (), {}),
    "resolve": (resolve, ([Resolution.FIXED, Resolution.WORKAROUND],), {"same_as": "#7", "no_spinoff": "x"}),
    "spin off": (spin_off, ("real fix",), {}),
}
MODES = ["local", "queued", "delivered", "withheld"]


def lived_in(mode: str) -> tuple[Life, str]:
    """A workspace with one ticket that has been worked on for a while, and its key."""
    if mode == "local":
        life = Life(1, alone())
        life.machine.write(open_ticket, "old one", requester="j.roe", severity=Severity.WARNING)
        key = "L1"
    else:
        life = Life(1, connected(), shares_log=mode != "withheld")
        number = life.hub.open(severity=Severity.WARNING)
        life.machine.take(life.hub.rows([life.hub.issues[REPO, number]]))
        key = f"#{number}"
    life.machine.now += MINUTE
    work: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (set_fields, (), {"summary": "old", "next_action": "wait", "waiting_on": WaitingOn.REQUESTER}),
        (respond, ("first",), {"via": Via.CHAT}),
        (snooze, (NOW + 8 * DAY,), {}),
    ]
    for verb, args, more in work:
        later(life, life.machine.do(verb, key, *args, **more), mode)
    if mode != "local":
        said = life.hub.say(1, "customer")
        life.machine.take(life.hub.rows([life.hub.issues[REPO, 1]], [said]))
    life.machine.now += HOUR
    return life, key


def later(life: Life, recorded: Recorded, mode: str) -> None:
    """What becomes of an operation, by the mode."""
    if mode in ("delivered", "withheld"):
        deliver(life, recorded.operation)


def looks(life: Life, key: str) -> tuple[Ticket, Any]:
    """All that a person can see of a ticket."""
    machine = life.machine
    thread = thread_of(machine.state, machine.library, machine.settings, machine[key])
    return machine[key], thread.notes


def apart_from_githubs_times(seen: tuple[Ticket, Any]) -> tuple[Ticket, Any]:
    one, talk = seen
    native = replace(one.issue, updated_at=None, closed_at=None, state_reason=None)
    return replace(one, issue=native, work=replace(one.work, not_shared=False)), talk


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", VERBS)
def test_what_is_taken_back_leaves_everything_as_it_was(name: str, mode: str) -> None:
    verb, args, more = VERBS[name]
    life, key = lived_in(mode)
    before, tickets = looks(life, key), set(view(life.machine.state))
    recorded = life.machine.do(verb, key, *args, **more)
    later(life, recorded, mode)
    life.machine.now += MINUTE
    life.undo()
    for following in life.machine.state.pending if mode in ("delivered", "withheld") else ():
        assert isinstance(following.operation, Undone)
    if mode in ("local", "queued"):
        assert looks(life, key) == before
    else:
        assert apart_from_githubs_times(looks(life, key)) == apart_from_githubs_times(before)
        deliver(life, life.machine.state.pending[0].operation)
        assert apart_from_githubs_times(looks(life, key)) == apart_from_githubs_times(before)
    born = recorded.operation.ticket if name == "spin off" else None
    left = set(view(life.machine.state)) - {born}
    assert left == tickets
    if mode != "withheld" and born is not None and born in life.machine:
        assert life.machine[born].state is State.RESOLVED


@pytest.mark.parametrize("name", VERBS)
def test_what_never_left_is_never_sent(name: str) -> None:
    verb, args, more = VERBS[name]
    life, key = lived_in("delivered")
    life.machine.do(verb, key, *args, **more)
    life.undo()
    assert life.machine.state.pending == ()
    assert life.machine.state.parcels == {}


@pytest.mark.parametrize("mode", MODES[1:])
@pytest.mark.parametrize("name", VERBS)
def test_a_colleagues_change_to_another_field_stays(name: str, mode: str) -> None:
    verb, args, more = VERBS[name]
    life, key = lived_in(mode)
    before = looks(life, key)[0]
    later(life, life.machine.do(verb, key, *args, **more), mode)
    life.machine.take(life.hub.rows([life.hub.change((REPO, 1), title="theirs", classes=("scf",))]))
    theirs: dict[str, Any] = {"id": "leo-1", "at": life.hub.now, "by": "leo", "ticket": f"{REPO}#1"}
    life.machine.take(life.hub.append([Noted(**theirs, text="theirs")], "leo", parsed))
    life.undo()
    after = looks(life, key)[0]
    assert (after.issue.title, after.issue.classes) == ("theirs", ("scf",))
    assert [one.text for one in looks(life, key)[1]].count("theirs") == 1
    same = replace(after.work, touched_at=None, not_shared=False)
    assert same == replace(before.work, touched_at=None, not_shared=False)


def test_a_field_that_a_colleague_has_set_since_is_left_to_them() -> None:
    life, key = lived_in("delivered")
    later(
        life,
        life.machine.do(set_fields, key, priority=Priority.SERVICE, severity=Severity.ERROR),
        "delivered",
    )
    life.machine.take(life.hub.rows([life.hub.change((REPO, 1), priority=Priority.SECURITY)]))
    life.undo()
    seen = life.machine[key].issue
    assert (seen.priority, seen.severity) == (Priority.SECURITY, Severity.WARNING)


@pytest.mark.parametrize("mode", MODES)
def test_a_capture_that_is_taken_back_is_gone(mode: str) -> None:
    life, _ = lived_in(mode)
    before = set(view(life.machine.state))
    opened = life.machine.write(open_ticket, "by mistake")
    later(life, opened, mode)
    life.undo()
    assert set(view(life.machine.state)) == before
    if mode in ("delivered", "withheld"):
        deliver(life, life.machine.state.pending[0].operation)
        assert life.hub.issues[REPO, 2].issue.state_reason == "not_planned"


@pytest.mark.parametrize("mode", MODES)
def test_a_diary_entry_that_is_taken_back_is_gone(mode: str) -> None:
    life, _ = lived_in(mode)
    later(life, life.machine.write(write_diary, "quiet"), mode)
    assert [entry.text for entry in diary_of(life.machine.state)] == ["quiet"]
    life.undo()
    assert diary_of(life.machine.state) == ()


@pytest.mark.parametrize("mode", MODES[1:])
def test_taking_back_an_acknowledgement_takes_its_assignee_off_again(mode: str) -> None:
    settings = replace(TEAM, github=replace(TEAM.github, assign="acker"))
    life = Life(1, connected(settings=settings), shares_log=mode != "withheld")
    number = life.hub.open("alertbot", opened_by_bot=True)
    life.machine.take(life.hub.rows([life.hub.issues[REPO, number]]))
    before = looks(life, "#1")
    later(life, life.machine.do(acknowledge, "#1"), mode)
    assert life.machine["#1"].issue.assignees == ("mia",)
    assert life.machine["#1"].responded_by == "mia"
    life.undo()
    for recorded in life.machine.state.pending:
        deliver(life, recorded.operation)
    life.machine.take(life.hub.everything())
    assert apart_from_githubs_times(looks(life, "#1")) == apart_from_githubs_times(before)
    assert life.hub.issues[REPO, 1].issue.assignees == ()


def test_reopening_can_be_taken_back() -> None:
    life, key = lived_in("local")
    life.machine.do(resolve, key, [Resolution.ANSWERED])
    closed = looks(life, key)
    life.machine.now += HOUR
    life.machine.do(reopen, key)
    life.undo()
    assert looks(life, key) == closed


@pytest.mark.parametrize("mode", MODES)
def test_a_gesture_over_several_tickets_goes_back_as_one(mode: str) -> None:
    life, key = lived_in(mode)
    for _ in range(2):
        later(life, life.machine.write(open_ticket, "another"), mode)
    keys = [key, *[name for name in view(life.machine.state) if name != key]]
    before = {name: looks(life, name) for name in keys}
    for recorded in bulk(life.machine, note, keys, "all of you"):
        later(life, recorded, mode)
    life.undo()
    now = {name: looks(life, name) for name in keys}
    assert {name: apart_from_githubs_times(seen)[0] for name, seen in now.items()} == {
        name: apart_from_githubs_times(seen)[0] for name, seen in before.items()
    }
    life.undo()
    assert len(list(view(life.machine.state))) == len(keys) - 1


@pytest.mark.parametrize("mode", MODES)
def test_a_gesture_that_set_a_field_twice_goes_back_to_the_first_value(mode: str) -> None:
    life, key = lived_in(mode)
    before = life.machine[key].work.summary
    scene = life.machine.scene(group="gesture")
    for summary in ("one", "two", "three"):
        later(life, life.machine.record(set_fields(scene, life.machine[key], summary=summary)), mode)
    life.undo()
    assert life.machine[key].work.summary == before == "old"


def test_a_gesture_half_of_which_was_sent_goes_back_whole() -> None:
    life, key = lived_in("delivered")
    scene = life.machine.scene(group="gesture")
    first = life.machine.record(set_fields(scene, life.machine[key], summary="one"))
    life.machine.record(set_fields(scene, life.machine[key], summary="two"))
    deliver(life, first.operation)
    life.undo()
    assert life.machine[key].work.summary == "old"
    assert [type(recorded.operation) for recorded in life.machine.state.pending] == [Undone]


@pytest.mark.parametrize("state", [Delivery.SENDING, Delivery.AMBIGUOUS, Delivery.CONFIRMED])
def test_a_reply_that_may_have_been_read_is_not_taken_back(state: Delivery) -> None:
    life, key = lived_in("queued")
    reply = life.machine.do(respond, key, "hello", via=Via.GITHUB).operation
    life.machine.take(StepMoved(reply.id, Step(StepName.COMMENT, state)))
    with pytest.raises(RequesterHasRead, match="write a correction instead"):
        life.undo()
    assert reply.id in {recorded.operation.id for recorded in life.machine.state.pending}


def test_a_reply_that_was_blocked_while_it_was_looked_for_may_have_been_read() -> None:
    life, key = lived_in("queued")
    reply = life.machine.do(respond, key, "hello", via=Via.GITHUB).operation
    life.machine.take(StepMoved(reply.id, Step(StepName.COMMENT, Delivery.BLOCKED, tries=1)))
    with pytest.raises(RequesterHasRead):
        life.undo()


def test_a_delivered_message_stays_though_the_ending_is_not_logged_yet() -> None:
    life, key = lived_in("delivered")
    done = life.machine.do(resolve, key, [Resolution.ANSWERED], text="done").operation
    life.machine.take(StepMoved(done.id, Step(StepName.COMMENT, Delivery.CONFIRMED)))
    with pytest.raises(RequesterHasRead, match="message"):
        life.undo()


def test_an_operation_that_is_halfway_there_is_followed_by_its_opposite() -> None:
    life, key = lived_in("delivered")
    fields = life.machine.do(set_fields, key, priority=Priority.SERVICE, summary="new").operation
    life.machine.take(StepMoved(fields.id, Step(StepName.LABELS, Delivery.SENDING)))
    life.undo()
    assert [recorded.operation.KIND for recorded in life.machine.state.pending] == ["fields-set", "undone"]
    assert life.machine[key].work.summary == "old"


@pytest.mark.parametrize("mode", MODES)
def test_undo_after_undo_leads_back_to_the_beginning(mode: str) -> None:
    life, key = lived_in(mode)
    history = [looks(life, key)[0]]
    for name in ("acknowledge", "set labels", "set words", "wake", "note", "set the rest", "resolve"):
        verb, args, more = VERBS[name]
        life.machine.now += MINUTE
        later(life, life.machine.do(verb, key, *args, **more), mode)
        history.append(looks(life, key)[0])
    for before in reversed(history[:-1]):
        life.undo()
        seen = apart_from_githubs_times((looks(life, key)[0], ()))
        assert seen == apart_from_githubs_times((before, ()))


@settings(max_examples=25, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_whole_week_alone_can_be_taken_back(seed: int) -> None:
    life = Life(seed, alone()).run(25)
    while True:
        try:
            life.undo()
        except NothingToUndo:
            break
    assert dict(view(life.machine.state)) == {}
    assert diary_of(life.machine.state) == ()


def test_what_others_recorded_is_not_mine_to_take_back() -> None:
    life = Life(1, alone())
    life.machine.record(Opened(id="x", at=NOW, by="leo", ticket="L1", title="theirs", opened_at=NOW))
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        life.undo()


@settings(max_examples=60, derandomize=True, deadline=None)
@given(before=of(Work), after=of(Work), meanwhile=of(Work))
def test_restoring_touches_only_fields_that_still_read_as_they_were_left(
    before: Work, after: Work, meanwhile: Work
) -> None:
    tickets = [Ticket("#42", issue(), work) for work in (before, after)]
    changes = changes_between(*tickets)
    assert restored(tickets[1], restorable(tickets[1], changes)) == tickets[0]
    now = Ticket("#42", issue(), meanwhile)
    back = restored(now, restorable(now, changes))
    for name in Work.__dataclass_fields__:
        untouched = getattr(meanwhile, name) == getattr(after, name)
        wanted = getattr(before, name) if untouched else getattr(meanwhile, name)
        assert getattr(back.work, name) == wanted
