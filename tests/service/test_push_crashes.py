"""The process may die at any point of a pass, and GitHub may fail at any call: each thing happens once."""

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.refusals import Refused
from shiftui.domain.vocabulary import Priority, Resolution, Via
from shiftui.service import outbox
from shiftui.service.desk import Desk
from tests.domain.hub import Hub
from tests.domain.support import HOUR, MINUTE, NOW
from tests.service.memory import Killed
from tests.service.support import World, apart, done_twice
from tests.service.tracker import DONE, INSTEAD


def a_busy_hour(world: World) -> Desk:
    """Operations of all kinds, recorded offline."""
    desk = world.met("customer", "customer")
    desk.do(acknowledge, "#1")
    desk.do(respond, "#1", "looking")
    desk.do(set_fields, "#1", priority=Priority.SERVICE, summary="blank")
    desk.write(open_ticket, "by mail", requester="j.doe", via=Via.EMAIL)
    desk.do(respond, "L1", "called back", via=Via.PHONE)
    desk.do(spin_off, "#1", "the real fix")
    desk.do(note, "#2", "for the team")
    desk.do(resolve, "#1", [Resolution.FIXED], text="fixed")
    desk.write(write_diary, "quiet otherwise")
    return desk


def outcome(hub: Hub) -> tuple[Any, ...]:
    """What GitHub holds in the end, whatever the numbers and the times."""
    issues = [(one.issue.title, one.issue.state, one.issue.priority) for one in hub.issues.values()]
    comments = [row.comment.text for row in hub.comments.values()]
    log = sorted(row.operation.id for row in hub.log)
    return sorted(issues, key=str), comments, log, sorted(hub.done)


def carry_on(world: World, desk: Desk) -> Desk:
    """Sync until nothing is left; who dies is started again, and a person retries what is stuck."""
    for _ in range(60):
        try:
            report = world.sync(desk)
        except Killed:
            world.lock.holder = None  # the kernel frees what a dead process held
            desk = world.desk()
            continue
        if not report.queued:
            return desk
        for entry in desk.snapshot.outbox:
            if entry.state.needs_a_person:
                outbox.retry(desk, entry.id)
        world.clock.go(seconds=200)
    raise AssertionError(desk.snapshot.outbox)


def undisturbed() -> World:
    world = World()
    carry_on(world, a_busy_hour(world))
    return world


PLAIN = undisturbed()
EXPECTED = outcome(PLAIN.hub)


def counted() -> tuple[int, int]:
    """How many appends and calls the undisturbed hour takes after it was recorded."""
    world = World()
    desk = a_busy_hour(world)
    appends, calls = world.storage.appends, len(world.tracker.calls)
    carry_on(world, desk)
    return world.storage.appends - appends, len(world.tracker.calls) - calls


APPENDS, CALLS = counted()


def same_in_the_end(world: World, desk: Desk) -> None:
    desk = carry_on(world, desk)
    assert done_twice(world.hub) == []
    assert outcome(world.hub) == EXPECTED
    assert world.desk().snapshot.outbox == ()
    reread = desk.snapshot.tickets
    assert dict(world.desk().snapshot.tickets) == dict(reread)


def dying_at(count: int, after: bool) -> Callable[[int, Callable[[], None]], None]:
    def on_append(number: int, append: Callable[[], None]) -> None:
        if number != count:
            append()
            return
        if after:
            append()
        raise Killed

    return on_append


@pytest.mark.parametrize("after", [False, True], ids=["before it was durable", "after it was durable"])
def test_a_crash_at_any_line_of_the_journal_loses_and_doubles_nothing(after: bool) -> None:
    for place in range(1, APPENDS + 1):
        world = World()
        desk = a_busy_hour(world)
        world.storage.on_append = dying_at(world.storage.appends + place, after)
        same_in_the_end(world, desk)


def test_a_comment_of_the_log_that_was_fixed_before_a_crash_is_sent_as_it_was_fixed() -> None:
    world = World()
    desk = world.met()
    fixed = [desk.write(write_diary, str(number)).operation.id for number in range(3)]

    def die_once_it_is_fixed(number: int, append: Callable[[], None]) -> None:
        append()
        if '"batch-fixed"' in world.storage.lines[-1]:
            raise Killed

    world.storage.on_append = die_once_it_is_fixed
    with pytest.raises(Killed):
        world.sync(desk)
    world.storage.on_append = lambda number, append: append()
    world.lock.holder = None
    again = world.desk()
    (id,) = again.snapshot.state.batches
    later = again.write(write_diary, "later").operation.id
    world.sync(again)
    batches = {name: [row.operation.id for row in rows.logged] for name, rows in world.hub.batches.items()}
    assert batches[id] == fixed
    assert [ids for name, ids in batches.items() if name != id] == [[later]]


@pytest.mark.parametrize("fault", [*DONE, *INSTEAD])
def test_a_fault_at_any_call_loses_and_doubles_nothing(fault: str) -> None:
    for place in range(CALLS):
        world = World()
        desk = a_busy_hour(world)
        world.tracker.faults = at_call(place, fault)
        same_in_the_end(world, desk)


def at_call(place: int, fault: str) -> Callable[[str], str | None]:
    """That fault at that call."""
    calls = itertools.count()
    return lambda call: fault if next(calls) == place and may_fail_so(call, fault) else None


def may_fail_so(call: str, fault: str) -> bool:
    return fault not in DONE or call.startswith("deliver")


@pytest.mark.parametrize("place", range(2, CALLS, 5))
def test_a_crash_on_a_real_folder_loses_and_doubles_nothing(place: int, tmp_path: Path) -> None:
    world = World(tmp_path)
    desk = a_busy_hour(world)
    world.tracker.faults = at_call(place, "killed though done" if place % 2 else "killed")
    if place % 3 == 0:
        desk.checkpoint(force=True)
    same_in_the_end(world, desk)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_two_machines_through_a_stormy_day_end_up_alike(seed: int) -> None:
    rng = random.Random(seed)
    mia = World(hub=Hub(NOW))
    leo = apart(mia, "leo")
    for author in ("customer", "customer", "alertbot"):
        mia.hub.open(author)
    pair = [(world, world.desk()) for world in (mia, leo)]
    for world, desk in pair:
        world.sync(desk)
        world.tracker.faults = lambda call: storm(rng, call)
        world.tracker.page = rng.randrange(1, 5)
    for _ in range(70):
        place = rng.randrange(2)
        world, desk = pair[place]
        world.clock.go(minutes=rng.randrange(1, 20))
        world.tracker.lag = MINUTE * rng.choice([0, 0, 1, 3])
        try:
            rng.choice(DEEDS)(rng, world, desk)
        except Refused:
            continue
        except Killed:
            world.lock.holder = None
            pair[place] = (world, world.desk())
    for place, (world, desk) in enumerate(pair):
        world.tracker.faults, world.tracker.lag = lambda call: None, MINUTE * 0
        pair[place] = (world, carry_on(world, desk))
    for world, desk in pair:
        world.sync(desk)
        assert world.sync(desk).pulled == 0
    assert done_twice(mia.hub) == []
    one, other = (by_address(desk) for _, desk in pair)
    assert one == other


def storm(rng: random.Random, call: str) -> str | None:
    """Every fourth call fails somehow."""
    if rng.random() > 0.25:
        return None
    fault = rng.choice([*DONE, *INSTEAD])
    return fault if may_fail_so(call, fault) else None


def by_address(desk: Desk) -> dict[str, Any]:
    """What a machine knows of each ticket, under the names that all machines share."""
    found = desk.everything()
    return {
        found.ref(key): (
            ticket.issue,
            ticket.work.acknowledged_by,
            ticket.work.acknowledged_at,
            ticket.responded_at,
            ticket.responded_by,
            ticket.work.summary,
            ticket.work.snoozed_until,
            ticket.work.wrote_at,
            ticket.work.touched_at,
            ticket.resolution,
            ticket.requester,
            tuple(found.ref(spinoff) for spinoff in ticket.work.spinoffs),
        )
        for key, ticket in found.tickets.items()
    }


def somewhere(rng: random.Random, desk: Desk) -> str:
    return rng.choice(sorted(desk.snapshot.tickets) or ["#1"])


DEEDS: list[Callable[[random.Random, World, Desk], object]] = [
    *[lambda rng, world, desk: world.sync(desk)] * 9,
    lambda rng, world, desk: desk.do(acknowledge, somewhere(rng, desk)),
    lambda rng, world, desk: desk.do(respond, somewhere(rng, desk), f"reply {rng.random()}"),
    lambda rng, world, desk: desk.do(respond, somewhere(rng, desk), "spoke", via=Via.PHONE),
    lambda rng, world, desk: desk.do(set_fields, somewhere(rng, desk), summary=str(rng.random())),
    lambda rng, world, desk: desk.do(set_fields, somewhere(rng, desk), priority=rng.choice(list(Priority))),
    lambda rng, world, desk: desk.do(snooze, somewhere(rng, desk), desk.now() + HOUR),
    lambda rng, world, desk: desk.do(note, somewhere(rng, desk), "noted"),
    lambda rng, world, desk: desk.do(resolve, somewhere(rng, desk), [Resolution.ANSWERED], text="bye"),
    lambda rng, world, desk: desk.do(reopen, somewhere(rng, desk)),
    lambda rng, world, desk: desk.do(spin_off, somewhere(rng, desk), "real fix"),
    lambda rng, world, desk: desk.write(open_ticket, "captured", requester="j.doe"),
    lambda rng, world, desk: desk.undo(),
    lambda rng, world, desk: desk.checkpoint(force=True),
    lambda rng, world, desk: world.hub.say(rng.randrange(3) + 1, rng.choice(["customer", "ada"])),
]
