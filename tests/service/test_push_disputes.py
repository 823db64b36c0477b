"""The same field changed on two machines: the same result on both, and whoever lost is asked."""

from pathlib import Path

import pytest

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery
from shiftui.domain.vocabulary import Priority, Resolution, Severity, Sharing, State, WaitingOn
from shiftui.service import outbox
from shiftui.service.desk import Desk
from tests.domain.support import REPO
from tests.service.support import World, apart, done_twice, states
from tests.service.tracker import said_on


@pytest.fixture
def leo(world: World, tmp_path: Path) -> World:
    """A colleague's machine."""
    return apart(world, "leo", tmp_path / "leo" if world.folder is not None else None)


def _both(world: World, leo: World) -> tuple[Desk, Desk]:
    mia = world.met()
    other = leo.desk()
    leo.sync(other)
    return mia, other


def _priorities(*desks: Desk) -> list[Priority | None]:
    return [desk.snapshot.tickets["#1"].issue.priority for desk in desks]


def test_who_syncs_first_counts_on_both_and_the_other_is_asked(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    id = mia.do(set_fields, "#1", priority=Priority.SERVICE).operation.id
    other.do(set_fields, "#1", priority=Priority.SECURITY)
    assert leo.sync(other).queued == 0
    report = world.sync(mia)
    assert (report.refused, states(mia)) == (1, [Delivery.BLOCKED])
    assert _priorities(mia, other) == [Priority.SECURITY] * 2
    entry = mia.snapshot.outbox[0]
    assert entry.is_disputed
    assert entry.reason == (
        "priority is security on GitHub; you made none service; send yours, or keep what is there"
    )
    assert mia.snapshot.sharing("#1") is Sharing.REFUSED
    assert world.sync(world.desk()).queued == 1  # another process finds the same
    outbox.retry(mia, id)
    assert world.sync(mia).queued == 0
    leo.sync(other)
    assert _priorities(mia, other) == [Priority.SERVICE] * 2
    assert done_twice(world.hub) == []


def test_keeping_theirs_takes_ours_out(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    id = mia.do(set_fields, "#1", priority=Priority.SERVICE).operation.id
    other.do(set_fields, "#1", priority=Priority.SECURITY)
    leo.sync(other)
    world.sync(mia)
    outbox.drop(mia, id)
    assert (world.sync(mia).queued, _priorities(mia)) == (0, [Priority.SECURITY])


def test_of_several_fields_only_the_disputed_ones_are_asked_about(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    id = mia.do(set_fields, "#1", severity=Severity.ERROR, summary="disk full").operation.id
    other.do(set_fields, "#1", severity=Severity.WARNING)
    leo.sync(other)
    world.sync(mia)
    assert mia.find("#1").work.summary == "disk full"
    assert mia.find("#1").issue.severity is Severity.WARNING
    outbox.drop(mia, id)
    assert mia.find("#1").issue.severity is Severity.WARNING
    assert world.sync(mia).queued == 0
    leo.sync(other)
    for desk in (mia, other):
        assert desk.find("#1").work.summary == "disk full"
        assert desk.find("#1").issue.severity is Severity.WARNING


def test_the_same_decision_on_both_machines_is_no_dispute(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    for desk in (mia, other):
        desk.do(set_fields, "#1", priority=Priority.SERVICE, waiting_on=WaitingOn.REQUESTER)
    assert leo.sync(other).queued == 0
    assert (world.sync(mia).queued, world.sync(mia).refused) == (0, 0)


def test_ones_own_later_decisions_are_no_dispute(world: World) -> None:
    desk = world.met()
    for priority in (Priority.SERVICE, Priority.SECURITY, Priority.CUSTOMER):
        desk.do(set_fields, "#1", priority=priority)
    assert (world.sync(desk).queued, _priorities(desk)) == (0, [Priority.CUSTOMER])


def test_a_dispute_holds_up_neither_replies_nor_notes(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    mia.do(set_fields, "#1", priority=Priority.SERVICE)
    mia.do(respond, "#1", "we look into it")
    mia.do(note, "#1", "same driver?")
    other.do(set_fields, "#1", priority=Priority.SECURITY)
    leo.sync(other)
    assert world.sync(mia).queued == 1
    assert [one.text for one in said_on(world.hub, 1)] == ["we look into it"]


def test_a_ticket_that_was_reopened_meanwhile_is_not_closed_unasked(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    id = mia.do(resolve, "#1", [Resolution.ANSWERED]).operation.id
    other.do(resolve, "#1", [Resolution.FIXED], no_spinoff="typo")
    leo.sync(other)
    other.do(reopen, "#1")
    leo.sync(other)
    world.sync(mia)
    assert [("reopened on GitHub" in one.reason) for one in mia.snapshot.outbox] == [True]
    assert mia.find("#1").state is State.OPEN
    outbox.retry(mia, id)
    world.sync(mia)
    assert world.hub.issues[REPO, 1].issue.state is State.RESOLVED


def test_two_who_resolve_it_differently_agree_in_the_end(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    mia.do(resolve, "#1", [Resolution.ANSWERED])
    other.do(resolve, "#1", [Resolution.WORKAROUND], no_spinoff="none owed")
    leo.sync(other)
    assert world.sync(mia).queued == 0
    leo.sync(other)
    assert mia.find("#1").resolution == other.find("#1").resolution
    lines = [[n.text for n in desk.thread("#1").notes] for desk in (mia, other)]
    assert lines[0] == lines[1]
    assert any("workaround" in text for text in lines[0])


def test_an_undo_of_what_somebody_else_has_changed_since_is_asked_about(world: World, leo: World) -> None:
    mia, other = _both(world, leo)
    mia.do(set_fields, "#1", priority=Priority.SERVICE)
    world.sync(mia)
    leo.sync(other)
    mia.undo()
    other.do(set_fields, "#1", priority=Priority.SECURITY)
    leo.sync(other)
    world.sync(mia)
    assert [one.is_disputed for one in mia.snapshot.outbox] == [True]
    assert _priorities(mia, other) == [Priority.SECURITY] * 2
