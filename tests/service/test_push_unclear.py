"""After an unclear outcome GitHub is asked, at 10, 30 and 180 seconds, before anything is sent again."""

import pytest

from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.outbox import Delivery
from shiftui.service import outbox
from shiftui.service.policy import LOOK_AGAIN
from tests.domain.support import HOUR, MINUTE
from tests.service.memory import Killed
from tests.service.support import CREATIONS, World, done_twice, failing, logged, states


@pytest.mark.parametrize("fault", ["unclear though done", "rubbish though done"])
@pytest.mark.parametrize("name", CREATIONS)
def test_what_arrived_though_nobody_heard_is_found_and_not_sent_again(
    world: World, name: str, fault: str
) -> None:
    desk = world.met()
    CREATIONS[name](desk)
    failing(world, **{f"deliver_{name}": fault})
    report = world.sync(desk)
    assert report.retry_at == world.hub.now + LOOK_AGAIN[0]
    assert states(desk) == [Delivery.AMBIGUOUS]
    assert "not known whether it arrived" in desk.snapshot.outbox[0].reason
    world.sync(desk)
    assert f"look {name}" not in world.tracker.calls
    world.clock.go(seconds=10)
    assert world.sync(desk).queued == 0
    assert done_twice(world.hub) == []


@pytest.mark.parametrize("fault", ["unclear", "rubbish"])
@pytest.mark.parametrize("name", CREATIONS)
def test_what_did_not_arrive_is_looked_for_three_times_before_it_is_sent_again(
    world: World, name: str, fault: str
) -> None:
    desk = world.met()
    CREATIONS[name](desk)
    failing(world, **{f"deliver_{name}": fault})
    world.sync(desk)
    for looks, wait in enumerate(LOOK_AGAIN):
        world.clock.go(seconds=wait.total_seconds() - 1)
        world.sync(desk)
        assert world.tracker.calls.count(f"look {name}") == looks
        world.clock.go(seconds=1)
        world.sync(desk)
        assert world.tracker.calls.count(f"look {name}") == looks + 1
        assert world.tracker.calls.count(f"deliver {name}") == 1
    world.until_quiet(desk)
    assert world.tracker.calls.count(f"deliver {name}") == 2
    assert world.tracker.calls.count(f"look {name}") == 3
    assert done_twice(world.hub) == []


@pytest.mark.parametrize("name", CREATIONS)
def test_a_lagging_replica_does_not_make_us_hasty(world: World, name: str) -> None:
    desk = world.met()
    CREATIONS[name](desk)
    failing(world, **{f"deliver_{name}": "unclear though done"})
    world.sync(desk)
    world.tracker.lag = 3 * MINUTE
    world.clock.go(seconds=10)
    world.sync(desk)
    assert states(desk) == [Delivery.AMBIGUOUS]
    world.tracker.lag *= 0
    world.clock.go(seconds=30)
    assert world.sync(desk).queued == 0
    assert done_twice(world.hub) == []


@pytest.mark.parametrize(
    "fault", ["unreachable", "rate limited", "not authorised", "unclear", "blocked", "no access", "refused"]
)
@pytest.mark.parametrize("name", CREATIONS)
def test_a_look_that_fails_never_leads_to_a_second_sending(world: World, name: str, fault: str) -> None:
    desk = world.met()
    id = CREATIONS[name](desk).operation.id
    failing(world, **{f"deliver_{name}": "unclear though done", f"look_{name}": fault})
    world.sync(desk)
    world.clock.go(seconds=10)
    world.sync(desk)
    assert world.tracker.calls.count(f"look {name}") == 1
    if desk.snapshot.outbox[0].state.needs_a_person:
        world.clock.go(hours=1)
        world.sync(desk)
        assert world.tracker.calls.count(f"look {name}") == 1
        outbox.retry(desk, id)
    world.until_quiet(desk)
    assert world.tracker.calls.count(f"deliver {name}") == 1
    assert done_twice(world.hub) == []


@pytest.mark.parametrize("name", CREATIONS)
def test_what_left_before_a_crash_is_looked_for_even_when_retried(world: World, name: str) -> None:
    desk = world.met()
    id = CREATIONS[name](desk).operation.id
    failing(world, **{f"deliver_{name}": "killed though done", f"look_{name}": "no access"})
    with pytest.raises(Killed):
        world.sync(desk)
    world.lock.holder = None
    again = world.desk()
    world.sync(again)
    assert states(again) == [Delivery.BLOCKED]
    outbox.retry(again, id)
    world.until_quiet(again)
    assert world.tracker.calls.count(f"deliver {name}") == 1
    assert done_twice(world.hub) == []


def test_a_batch_that_github_declined_goes_on_in_parts_as_a_person_retries(world: World) -> None:
    desk = world.met(*["customer"] * 3)
    ids = [desk.do(snooze, f"#{number}", desk.now() + HOUR).operation.id for number in (1, 2, 3)]
    failing(world, deliver_log="refused")
    world.sync(desk)
    assert states(desk) == [Delivery.REFUSED] * 3
    (declined,) = desk.snapshot.state.batches
    outbox.retry(desk, ids[1])
    world.sync(desk)
    assert logged(world) == [ids[1]]
    assert declined not in world.hub.batches
    outbox.drop(desk, ids[0])
    outbox.retry(desk, ids[2])
    world.until_quiet(desk)
    assert logged(world) == [ids[1], ids[2]]
    assert desk.snapshot.state.batches == {}


def test_a_batch_whose_fate_is_unknown_is_looked_for_also_when_only_a_part_is_retried(world: World) -> None:
    desk = world.met(*["customer"] * 2)
    ids = [desk.do(snooze, f"#{number}", desk.now() + HOUR).operation.id for number in (1, 2)]
    failing(world, deliver_log="unclear though done", look_log="no access")
    world.sync(desk)
    world.clock.go(seconds=10)
    world.sync(desk)
    assert states(desk) == [Delivery.BLOCKED] * 2
    outbox.retry(desk, ids[1])
    world.sync(desk)
    assert states(desk) == [Delivery.BLOCKED]
    outbox.retry(desk, ids[0])
    world.until_quiet(desk)
    assert logged(world) == ids
    assert done_twice(world.hub) == []
