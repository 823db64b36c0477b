"""The background: it polls for ever, says what went wrong once, and never ends the program."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.trouble import Trouble
from shiftui.service.desk import Desk
from shiftui.service.policy import (
    IDLE_AFTER,
    OFFLINE_STEPS,
    POLL_ACTIVE,
    POLL_IDLE,
    next_poll,
    not_found,
    unclear,
)
from shiftui.service.poller import Poller
from shiftui.service.troubles import TOKEN_AGAIN
from tests.domain.support import ALONE, NOW
from tests.service.support import World
from tests.service.tracker import said_on

PATIENCE = 5.0


class Watched:
    """A poller whose every pass and complaint can be waited for."""

    def __init__(self, world: World, desk: Desk, *, alone: bool = False) -> None:
        self.world = world
        self.poller = Poller(None if alone else world.courier(desk), desk, world.clock, lambda: 0.5)
        self.complaints: list[str] = []
        self.happened = threading.Condition()
        self.poller.failed = self._failed
        self.poller.changed = self._changed
        desk.listen(self._changed)

    def _failed(self, message: str) -> None:
        with self.happened:
            self.complaints.append(message)
            self.happened.notify_all()

    def _changed(self) -> None:
        with self.happened:
            self.happened.notify_all()

    def until(self, is_so: Any) -> None:
        """Wait for something to become true, or fail."""
        with self.happened:
            assert self.happened.wait_for(is_so, PATIENCE), (self.complaints, self.poller.status)

    def until_planned(self, at: datetime) -> None:
        """Wait until the next pass is planned for that time."""
        self.until(lambda: self.poller.status.next_at == at)


@contextmanager
def running(world: World, desk: Desk, *, alone: bool = False) -> Iterator[Watched]:
    watched = Watched(world, desk, alone=alone)
    watched.poller.start()
    try:
        yield watched
    finally:
        watched.poller.stop()


def pulls(world: World) -> int:
    return world.tracker.calls.count("pull")


def test_it_begins_at_once_and_plans_the_next_pass(world: World) -> None:
    world.hub.open()
    desk = world.desk()
    with running(world, desk) as watched:
        watched.until(lambda: "#1" in desk.snapshot.tickets and watched.poller.status.next_at)
    status = watched.poller.status
    assert status.next_at == world.clock.now() + POLL_ACTIVE
    assert status.busy == ""
    assert pulls(world) == 2


def test_it_polls_when_the_time_has_come_or_somebody_asks(world: World) -> None:
    desk = world.met()
    with running(world, desk) as watched:
        watched.until(lambda: watched.poller.status.next_at is not None)
        before = pulls(world)
        desk.do(respond, "#1", "hello")
        watched.poller.now()
        watched.until(lambda: not desk.snapshot.state.pending)
        assert pulls(world) > before
        world.hub.open()
        world.clock.go(seconds=POLL_ACTIVE.total_seconds() + 1)
        watched.poller.now()
        watched.until(lambda: "#2" in desk.snapshot.tickets)
    assert [one.text for one in said_on(world.hub, 1)] == ["hello"]


def test_a_reply_that_is_held_back_decides_when_it_goes_on(world: World) -> None:
    desk = world.met()
    at = desk.now() + timedelta(seconds=10)
    desk.do(respond, "#1", "hello", not_before=at)
    with running(world, desk) as watched:
        watched.until(lambda: watched.poller.status.next_at == at)


def test_it_answers_a_process_that_has_no_lock(world: World) -> None:
    desk, command = world.met(), world.desk()
    with running(world, desk) as watched:
        watched.until(lambda: watched.poller.status.next_at is not None)
        id = world.courier(command).ask()
        watched.until(lambda: id in desk.snapshot.state.answered)


def test_beside_another_dashboard_it_follows_and_passes_on_what_is_wanted(world: World) -> None:
    holder, second = world.met(), world.desk()
    held = world.courier(holder).lock.acquire()
    assert held is not None
    before = len(world.tracker.calls)
    with running(world, second) as watched:
        holder.do(note, "#1", "from the other window")
        watched.until(lambda: len(second.thread("#1").notes) == 1)
        watched.poller.now()
        watched.until(lambda: len(second.snapshot.state.asked) == 1)
        assert len(world.tracker.calls) == before
        held.release()
        watched.until(lambda: second.snapshot.state.asked == ())


def test_offline_it_tries_less_and_less_often_and_says_so(world: World) -> None:
    desk = world.met()
    world.tracker.faults = lambda call: "unreachable"
    with running(world, desk) as watched:
        for wait in OFFLINE_STEPS:
            watched.until_planned(world.clock.now() + wait)
            assert desk.snapshot.state.report.trouble is Trouble.OFFLINE
            watched.poller.now()
        world.tracker.faults = lambda call: None
        watched.poller.now()
        watched.until(lambda: not desk.snapshot.state.report.trouble)


def test_a_rate_limit_is_waited_out(world: World) -> None:
    desk = world.met()
    world.tracker.faults = lambda call: "rate limited"
    with running(world, desk) as watched:
        watched.until(lambda: watched.poller.status.next_at == world.clock.now() + world.tracker.rate_limit)


def test_a_token_that_is_not_accepted_is_told_once_and_polls_pause_until_somebody_asks(world: World) -> None:
    desk = world.met()
    world.tracker.faults = lambda call: "not authorised"
    with running(world, desk) as watched:
        watched.until_planned(world.clock.now() + TOKEN_AGAIN)
        watched.poller.now()
        watched.until(lambda: world.tracker.calls[-2:] == ["pull", "pull"])
        watched.until_planned(world.clock.now() + TOKEN_AGAIN)
        assert watched.complaints == ["the token is wrong"]
        world.tracker.faults = lambda call: None
        watched.poller.now()
        watched.until(lambda: not desk.snapshot.state.report.trouble)


def test_a_full_disk_is_told_once_and_github_is_left_alone_meanwhile() -> None:
    world = World()
    desk = world.met()
    world.storage.is_full = True
    world.hub.open()
    with running(world, desk) as watched:
        watched.until(lambda: watched.complaints)
        before = pulls(world)
        assert watched.poller.status.next_at == world.clock.now() + OFFLINE_STEPS[0]
        world.storage.is_full = False
        world.clock.go(seconds=11)
        watched.until(lambda: "#2" in desk.snapshot.tickets)
    assert watched.complaints == ["not saved, the disk is full"]
    assert pulls(world) == before + 2


def test_a_workspace_that_has_no_folder_yet_is_no_trouble(tmp_path: Path) -> None:
    world = World(tmp_path / "deep" / "down")
    world.hub.open()
    desk = world.desk()
    with running(world, desk) as watched:
        watched.until(lambda: "#1" in desk.snapshot.tickets)
    assert watched.complaints == []


def test_without_a_repository_it_only_follows(local: World) -> None:
    desk, other = local.desk(), local.desk()
    with running(local, desk, alone=True) as watched:
        other.write(open_ticket, "from elsewhere")
        watched.until(lambda: "L1" in desk.snapshot.tickets)
        watched.poller.now()
    assert local.tracker.calls == []


def test_a_fault_of_our_own_is_told_and_the_next_pass_comes(world: World) -> None:
    desk = world.met()

    def fault(call: str) -> None:
        raise ZeroDivisionError("a bug")

    world.tracker.faults = fault
    with running(world, desk) as watched:
        watched.until(lambda: watched.complaints)
        assert "please report it: ZeroDivisionError('a bug')" in watched.complaints[0]
        world.tracker.faults = lambda call: None
        world.hub.open()
        watched.poller.now()
        watched.until(lambda: "#2" in desk.snapshot.tickets)


def test_it_lets_the_lock_go_when_it_stops(world: World) -> None:
    desk = world.met()
    with running(world, desk) as watched:
        watched.until(lambda: watched.poller.status.next_at is not None)
        assert world.courier(desk).lock.acquire() is None
    held = world.courier(desk).lock.acquire()
    assert held is not None
    held.release()


def test_with_nobody_at_the_keys_it_polls_rarely(world: World) -> None:
    desk = world.met()
    watched = Watched(world, desk)
    world.clock.go(seconds=IDLE_AFTER.total_seconds() + 1)
    watched.poller.start()
    watched.until(lambda: watched.poller.status.next_at == world.clock.now() + POLL_IDLE)
    watched.poller.touched()
    watched.poller.now()
    watched.until(lambda: watched.poller.status.next_at == world.clock.now() + POLL_ACTIVE)
    watched.poller.stop()


@pytest.mark.parametrize(
    ("failures", "idle", "seconds"),
    [
        (0, False, 25),
        (0, True, 120),
        (1, False, 10),
        (2, True, 30),
        (3, False, 60),
        (4, False, 120),
        (99, False, 120),
    ],
)
def test_the_wait_follows_from_failures_and_idleness(failures: int, idle: bool, seconds: int) -> None:
    waits = [next_poll(failures, idle, jitter).total_seconds() for jitter in (0.0, 0.5, 1.0)]
    assert waits == pytest.approx([seconds * 0.9, seconds, seconds * 1.1])
    if failures == 0 and not idle:
        assert all(20 <= wait <= 30 for wait in waits)


def test_after_three_looks_in_vain_it_is_sent_again() -> None:
    step = unclear(Step(StepName.COMMENT), NOW, "broke")
    waits = [step.retry_at]
    now = NOW
    while step.state is Delivery.AMBIGUOUS:
        assert step.retry_at is not None
        now = step.retry_at
        step = not_found(step, now)
        waits.append(step.retry_at)
    spans = [(moment - NOW).total_seconds() for moment in waits if moment is not None]
    assert spans == [10, 40, 220]
    assert step == Step(StepName.COMMENT)


def test_a_poller_that_never_started_can_be_stopped() -> None:
    world = World(settings=replace(ALONE))
    Watched(world, world.desk(), alone=True).poller.stop()
