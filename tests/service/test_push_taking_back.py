"""Taking back while the courier is at work: what has not left stays, what has is followed by its opposite."""

from typing import Any

import pytest

from shiftui.domain.operations import Undone
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.outbox import StepName
from shiftui.domain.refusals import RequesterHasRead
from shiftui.domain.vocabulary import Priority, Resolution, State
from shiftui.service.desk import Desk
from tests.domain.support import HOUR, REPO
from tests.service.support import CREATIONS, World, done_twice, logged
from tests.service.tracker import said_on


def test_within_its_ten_seconds_a_reply_can_be_taken_back(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "hasty", not_before=desk.now() + HOUR / 360)
    world.sync(desk)
    desk.undo()
    world.clock.go(minutes=5)
    assert world.sync(desk).queued == 0
    assert said_on(world.hub, 1) == []


class Interfering:
    """Somebody at the screen is quicker than the courier, at one of its calls."""

    def __init__(self, world: World, at: str, act: Any) -> None:
        self.world, self.at, self.act, self.acted = world, at, act, False
        world.tracker.faults = self

    def __call__(self, call: str) -> None:
        if call == self.at and not self.acted:
            self.acted = True
            self.act()


@pytest.mark.parametrize("name", CREATIONS)
def test_what_is_taken_back_between_plan_and_claim_is_never_sent(world: World, name: str) -> None:
    desk, screen = world.met("customer", "customer"), world.desk()
    desk.do(respond, "#2", "first in the queue")
    CREATIONS[name](desk)
    Interfering(world, "deliver comment", screen.undo)
    assert world.sync(desk).queued == 0
    assert [step for _, step in world.hub.done] == [StepName.COMMENT]
    assert desk.snapshot.state.parcels == {}
    assert desk.snapshot.state.batches == {}


def test_what_is_taken_back_after_its_batch_was_fixed_is_not_in_it(world: World) -> None:
    desk, screen = world.met("customer"), world.desk()
    kept = desk.do(snooze, "#1", desk.now() + HOUR).operation
    desk.write(write_diary, "oops")
    real = desk.append

    def append(decide: Any) -> Any:
        state = real(decide)
        if state.batches and screen.refresh() and len(screen.snapshot.outbox) == 2:
            screen.undo()
        return state

    courier = world.courier(desk)
    courier.desk = Quick(desk, append)
    courier.sync(lambda what, done, total: None)
    assert logged(world) == [kept.id]
    assert desk.snapshot.state.pending == ()
    assert desk.snapshot.diary == ()


class Quick(Desk):
    """A desk after each of whose lines somebody else gets a turn."""

    def __init__(self, desk: Desk, append: Any) -> None:
        self.__dict__ = desk.__dict__
        self.append = append  # type: ignore[method-assign]  # that is what it is for


def test_what_is_taken_back_while_it_is_under_way_is_compensated(world: World) -> None:
    desk, screen = world.met(), world.desk()
    desk.do(set_fields, "#1", priority=Priority.SERVICE, summary="wrong")
    Interfering(world, "deliver labels", screen.undo)
    world.until_quiet(desk)
    assert [row.operation.KIND for row in world.hub.log] == ["fields-set", "undone"]
    assert world.hub.issues[REPO, 1].issue.priority is None
    assert desk.find("#1").work.summary is None
    assert isinstance(world.hub.log[-1].operation, Undone)


def test_a_reply_that_is_under_way_can_no_longer_be_taken_back(world: World) -> None:
    desk, screen = world.met(), world.desk()
    desk.do(respond, "#1", "x")
    refused: list[Exception] = []

    def try_undo() -> None:
        try:
            screen.undo()
        except RequesterHasRead as refusal:
            refused.append(refusal)

    Interfering(world, "deliver comment", try_undo)
    assert world.sync(desk).queued == 0
    assert len(refused) == 1


def test_the_opposite_of_what_was_sent_is_sent_too(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "by mistake")
    world.sync(desk)
    desk.undo()
    assert "L1" not in desk.snapshot.tickets
    world.until_quiet(desk)
    assert world.hub.issues[REPO, 2].issue.state_reason == "not_planned"
    desk.do(resolve, "#1", [Resolution.FIXED])
    world.until_quiet(desk)
    desk.undo()
    world.until_quiet(desk)
    assert world.hub.issues[REPO, 1].issue.state is State.OPEN
    desk.do(resolve, "#1", [Resolution.FIXED])
    desk.do(reopen, "#1")
    world.until_quiet(desk)
    assert desk.find("#1").state is State.OPEN
    assert done_twice(world.hub) == []
