"""What a person can do about an operation that did not get through."""

from typing import Any

import pytest

from shiftui.domain.operations import decode_operation
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.outbox import Delivery, Parcel, Step, StepName
from shiftui.domain.records import StepMoved
from shiftui.domain.refusals import Refused
from shiftui.domain.vocabulary import Priority, Sharing
from shiftui.service import outbox
from tests.service.support import World, states


def test_the_outbox_says_what_is_on_its_way_and_why_it_is_not_there(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "x")
    desk.do(respond, "#1", "hello")
    world.tracker.faults = lambda call: "refused" if call == "deliver comment" else None
    world.sync(desk)
    (entry,) = desk.snapshot.outbox
    assert (entry.ref, entry.verb, entry.state) == ("#1", "responded", Delivery.REFUSED)
    assert (entry.reason, entry.line) == ("422", "responded")
    assert desk.snapshot.sharing("#1") is Sharing.REFUSED
    assert desk.snapshot.sharing("L1") is Sharing.SYNCED
    desk.undo()
    assert states(desk) == []
    desk.undo()
    assert [one.verb for one in desk.snapshot.outbox] == ["undo opened"]


@pytest.mark.parametrize("action", [outbox.retry, outbox.drop, outbox.export])
def test_an_id_that_is_not_there_is_refused_with_where_to_look(world: World, action: Any) -> None:
    desk = world.met()
    ids = [desk.do(note, "#1", str(number)).operation.id for number in range(2)]
    for unknown in ("nonsense", "", ids[0][:3], "mia-"):
        with pytest.raises(outbox.NotInOutbox, match="shiftui outbox"):
            action(desk, unknown)
    assert len(desk.snapshot.outbox) == 2
    assert issubclass(outbox.NotInOutbox, Refused)


def test_an_unambiguous_beginning_of_an_id_will_do(world: World) -> None:
    desk = world.met()
    id = desk.do(note, "#1", "x").operation.id
    assert outbox.drop(desk, id[:-1])[0].id == id
    assert desk.snapshot.outbox == ()


def test_what_is_exported_is_the_whole_operation(world: World) -> None:
    desk = world.met()
    recorded = desk.do(set_fields, "#1", priority=Priority.SERVICE, summary="x")
    assert decode_operation(outbox.export(desk, recorded.operation.id)) == recorded.operation


def test_what_is_dropped_is_as_if_it_had_never_been_and_cannot_be_undone(world: World) -> None:
    desk = world.met()
    before = desk.find("#1")
    kept = desk.do(acknowledge, "#1").operation
    dropped = desk.do(set_fields, "#1", summary="x").operation
    outbox.drop(desk, dropped.id)
    assert desk.find("#1").work.summary is before.work.summary
    assert [entry.id for entry in desk.snapshot.outbox] == [kept.id]
    assert desk.undo().words == "#1 acknowledged it"


def test_with_a_capture_everything_about_it_is_dropped_its_spinoffs_among_it(world: World) -> None:
    desk = world.met()
    opened = desk.write(open_ticket, "x").operation
    desk.do(respond, "L1", "hello")
    desk.do(spin_off, "L1", "the real fix")
    desk.do(note, "L2", "on the spinoff")
    desk.do(spin_off, "L2", "and a fix of the fix")
    other = desk.do(note, "#1", "elsewhere").operation
    gone = outbox.drop(desk, opened.id)
    assert len(gone) == 5
    assert [entry.id for entry in desk.snapshot.outbox] == [other.id]
    assert set(desk.snapshot.tickets) == {"#1"}
    world.until_quiet(desk)


def test_with_a_spinoff_only_its_own_are_dropped(world: World) -> None:
    desk = world.met()
    spun = desk.do(spin_off, "#1", "the real fix").operation
    desk.do(note, "L1", "on the spinoff")
    desk.do(note, "#1", "on its origin")
    assert len(outbox.drop(desk, spun.id)) == 2
    assert desk.find("#1").work.spinoffs == ()
    world.until_quiet(desk)


@pytest.mark.parametrize("state", [Delivery.SENDING, Delivery.AMBIGUOUS])
def test_what_may_have_arrived_is_not_dropped(world: World, state: Delivery) -> None:
    desk = world.met()
    id = desk.do(respond, "#1", "x").operation.id
    desk.append(lambda _: [StepMoved(id, Step(StepName.COMMENT, state))])
    with pytest.raises(outbox.AlreadyOnItsWay, match="wait until that is known"):
        outbox.drop(desk, id)
    assert len(desk.snapshot.outbox) == 1


def test_a_retry_goes_at_once_and_leaves_what_needs_none(world: World) -> None:
    desk = world.met()
    id = desk.do(respond, "#1", "x").operation.id
    world.tracker.faults = lambda call: "blocked" if call == "deliver comment" else None
    world.sync(desk)
    world.tracker.faults = lambda call: None
    assert world.sync(desk).queued == 1
    assert outbox.retry(desk, id).id == id
    assert world.sync(desk).queued == 0
    id = desk.do(respond, "#1", "y").operation.id
    seq = desk.snapshot.state.seq
    outbox.retry(desk, id)
    assert desk.snapshot.state.seq == seq


def test_a_parcel_stands_where_its_worst_step_stands() -> None:
    steps = [
        Step(StepName.COMMENT, Delivery.CONFIRMED),
        Step(StepName.LABELS, Delivery.QUEUED),
        Step(StepName.STATE, Delivery.SENDING),
        Step(StepName.ASSIGNEES, Delivery.AMBIGUOUS, reason="broke"),
        Step(StepName.LOG, Delivery.BLOCKED, reason="locked"),
        Step(StepName.EDIT, Delivery.REFUSED, reason="422"),
    ]
    parcel = Parcel()
    seen = []
    for step in steps:
        parcel = parcel.moved(step)
        seen.append((parcel.state, parcel.reason))
    assert seen == [
        (Delivery.QUEUED, ""),
        (Delivery.QUEUED, ""),
        (Delivery.SENDING, ""),
        (Delivery.AMBIGUOUS, "broke"),
        (Delivery.BLOCKED, "locked"),
        (Delivery.REFUSED, "422"),
    ]
    assert Parcel().is_untouched
    assert not parcel.is_untouched


def test_states_of_the_outbox_are_those_of_the_parcels(world: World) -> None:
    desk = world.met()
    for text in "ab":
        desk.do(note, "#1", text)
    assert states(desk) == [Delivery.QUEUED] * 2
