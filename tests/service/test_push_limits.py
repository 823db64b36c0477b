"""GitHub's limits are kept: over restarts, by whichever process, and somebody can see until when."""

from datetime import timedelta

import pytest

from shiftui.domain.operations.noted import note
from shiftui.domain.operations.responded import respond
from shiftui.domain.pacing import AN_HOUR
from shiftui.domain.trouble import Trouble
from shiftui.service.desk import Desk
from tests.domain.support import REPO
from tests.service.support import World, done_twice, failing, quiet
from tests.service.tracker import said_on


def _answered(world: World) -> int:
    return len(said_on(world.hub, 1))


def _fill(desk: Desk, count: int) -> None:
    for index in range(count):
        desk.do(note, "#1", f"n{index}")


@pytest.mark.parametrize("world", ["files"], indirect=True)
def test_the_hour_s_limit_holds_over_restarts(world: World) -> None:
    world.tracker.is_private = True
    desk = world.met()
    _fill(desk, AN_HOUR + 40)
    began = world.hub.now
    while _answered(world) < AN_HOUR + 40:
        desk = world.desk()  # another process each time
        report = world.sync(desk)
        if report.retry_at is None:
            break
        world.hub.now = report.retry_at
        desk.checkpoint(force=True)
        if world.hub.now - began < timedelta(minutes=59):
            assert _answered(world) <= AN_HOUR
    assert _answered(world) == AN_HOUR + 40
    assert world.hub.now - began >= timedelta(hours=1)
    assert done_twice(world.hub) == []


def test_what_a_delivery_wrote_besides_is_counted(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")

    def writes_more(call: str) -> None:
        world.tracker.writes += 2 * (call == "deliver comment")

    world.tracker.faults = writes_more
    world.sync(desk)
    assert sum(desk.snapshot.state.spent.values()) == 3


def test_while_github_asks_to_wait_no_process_asks_it_anything(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")
    failing(world, deliver_comment="rate limited")
    report = world.sync(desk)
    assert (report.trouble, report.retry_at) == (Trouble.LIMITED, world.hub.now + world.tracker.rate_limit)
    calls = len(world.tracker.calls)
    world.clock.go(seconds=60)
    again = world.sync(world.desk())
    assert (again.trouble, again.requests, again.retry_at) == (Trouble.LIMITED, 0, report.retry_at)
    assert len(world.tracker.calls) == calls
    world.clock.go(seconds=world.tracker.rate_limit.total_seconds())
    assert world.sync(world.desk()).queued == 0


def test_a_limit_of_a_clock_that_was_days_ahead_is_forgotten(world: World) -> None:
    desk = world.met()
    world.clock.go(days=3)
    failing(world, pull="rate limited")
    assert world.sync(desk).trouble is Trouble.LIMITED
    world.clock.go(days=-3)
    assert world.sync(desk).error == ""


def test_a_long_push_can_be_ended_in_the_middle_and_goes_on_later(world: World) -> None:
    from shiftui.ports import Stopped

    world.tracker.is_private = True
    desk = world.met()
    _fill(desk, 30)

    def until_ten(what: str, done: int, total: int) -> None:
        if what == "sending" and done == 10:
            assert total == 30
            raise Stopped("ended in the middle")

    report = world.courier(desk).sync(until_ten)
    assert (report.trouble, report.sent, report.queued) == (Trouble.STOPPED, 10, 20)
    assert world.courier(world.desk()).sync(quiet).queued == 0
    assert [one.text for one in said_on(world.hub, 1)] == [f"n{index}" for index in range(30)]
    assert world.hub.issues[REPO, 1].issue.number == 1
