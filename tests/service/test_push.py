"""Sending: each operation once, in order for its ticket, and nothing stuck behind what is not its own."""

from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain.operations import Undone
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.refusals import RequesterHasRead
from shiftui.domain.vocabulary import Priority, Resolution, Sharing, State, Via, WaitingOn
from shiftui.service import outbox
from shiftui.service.desk import Desk
from shiftui.service.policy import BATCH_LIMIT, LOOK_AGAIN
from tests.domain.support import HOUR, MINUTE, REPO, TRACKER
from tests.service.support import World, done_twice, states
from tests.service.tracker import said_on


def failing(world: World, **faults: Any) -> None:
    """The next call of each name fails so; later ones do not."""
    left = {name.replace("_", " "): fault for name, fault in faults.items()}
    world.tracker.faults = lambda call: left.pop(call, None)


def logged(world: World) -> list[str]:
    """What stands in the shift log, oldest first."""
    return [row.operation.id for row in world.hub.log]


def test_everything_arrives_as_it_was_meant(world: World) -> None:
    desk = world.met("customer", "customer", "alertbot")
    desk.do(acknowledge, "#1")
    desk.do(respond, "#1", "we are on it")
    desk.do(
        set_fields, "#1", priority=Priority.SERVICE, summary="plots blank", waiting_on=WaitingOn.REQUESTER
    )
    desk.do(snooze, "#2", desk.now() + HOUR)
    desk.write(open_ticket, "by mail", body="text", requester="j.doe", via=Via.EMAIL)
    desk.do(spin_off, "#1", "the real fix")
    desk.do(resolve, "#1", [Resolution.FIXED], text="fixed")
    desk.write(write_diary, "quiet otherwise")
    before = {key: ticket.work for key, ticket in desk.snapshot.tickets.items()}
    world.until_quiet(desk)
    first = world.hub.issues[REPO, 1].issue
    assert (first.state, first.priority) == (State.RESOLVED, Priority.SERVICE)
    assert [(one.text, one.marker.kind if one.marker else "") for one in said_on(world.hub, 1)] == [
        ("we are on it", "responded"),
        ("fixed", "resolved"),
    ]
    assert world.hub.issues[REPO, 4].issue.title == "by mail"
    assert world.hub.issues[TRACKER, 1].issue.spinoff
    assert len(world.hub.log) == 7
    assert done_twice(world.hub) == []
    after = desk.snapshot.tickets
    assert after["L1"].work == before["L1"]
    assert replace(after["#2"].work) == before["#2"]
    assert after["#1"].work.spinoffs == ("L2",)


def test_a_pass_with_nothing_to_do_writes_down_only_that_it_was(world: World) -> None:
    desk = world.met()
    world.sync(desk)
    quiet_from = desk.snapshot.state.seq
    report = world.sync(desk)
    assert desk.snapshot.state.seq == quiet_from + 1
    assert desk.snapshot.state.synced_at == world.hub.now
    assert (report.pulled, report.sent, report.queued, report.error) == (0, 0, 0, "")
    assert world.tracker.calls[-1] == "pull"


def test_operations_on_a_ticket_arrive_in_their_order(world: World) -> None:
    desk = world.met()
    ids = []
    for number in range(6):
        ids.append(desk.do(set_fields, "#1", summary=str(number)).operation.id)
        ids.append(desk.do(respond, "#1", f"reply {number}").operation.id)
    world.until_quiet(desk)
    assert [one.text for one in said_on(world.hub, 1)] == [f"reply {number}" for number in range(6)]
    assert logged(world) == ids[::2]
    order = [id for id, _ in world.hub.done]
    assert order == ids


def test_a_comment_waits_for_the_creation_of_its_issue(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "x")
    desk.do(respond, "L1", "hello")
    failing(world, deliver_create="unclear")
    world.sync(desk)
    assert states(desk) == [Delivery.AMBIGUOUS, Delivery.QUEUED]
    assert "deliver comment" not in world.tracker.calls
    world.until_quiet(desk)
    assert [one.text for one in said_on(world.hub, 2)] == ["hello"]


@pytest.mark.parametrize("fault", ["refused", "blocked", "no access"])
def test_what_github_declines_holds_up_its_own_ticket_and_no_other(world: World, fault: str) -> None:
    desk = world.met("customer", "customer")
    declined = desk.do(respond, "#1", "declined").operation
    desk.do(respond, "#1", "behind it")
    desk.do(respond, "#2", "elsewhere")
    failing(world, deliver_comment=fault)
    report = world.sync(desk)
    assert (report.sent, report.refused, report.queued, report.error) == (1, 1, 2, "")
    assert [one.text for one in said_on(world.hub, 2)] == ["elsewhere"]
    assert [entry.state.needs_a_person for entry in desk.snapshot.outbox] == [True, False]
    assert desk.snapshot.outbox[0].reason
    assert desk.snapshot.sharing("#1") is Sharing.REFUSED
    world.clock.go(days=3)
    world.sync(desk)
    assert [one.text for one in said_on(world.hub, 1)] == []
    outbox.retry(desk, declined.id)
    world.until_quiet(desk)
    assert [one.text for one in said_on(world.hub, 1)] == ["declined", "behind it"]


@pytest.mark.parametrize("fault", ["unreachable", "not authorised", "rate limited"])
def test_without_a_way_to_github_everything_stays_queued(world: World, fault: str) -> None:
    desk = world.met("customer", "customer")
    desk.do(respond, "#1", "one")
    desk.do(respond, "#2", "two")
    failing(world, deliver_comment=fault)
    report = world.sync(desk)
    assert report.error
    assert report.queued == 2
    assert world.tracker.calls.count("deliver comment") == 1
    assert states(desk) == [Delivery.QUEUED, Delivery.QUEUED]
    assert (report.retry_at is not None) is (fault == "rate limited")
    world.until_quiet(desk)
    assert done_twice(world.hub) == []


def test_a_rate_limit_is_honoured_to_the_second(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")
    failing(world, deliver_comment="rate limited")
    asked = world.sync(desk).retry_at
    assert asked == world.hub.now + world.tracker.rate_limit
    world.clock.go(seconds=world.tracker.rate_limit.total_seconds() - 1)
    report = world.sync(desk)
    assert (report.queued, report.retry_at) == (1, asked)
    assert world.tracker.calls.count("deliver comment") == 1
    world.clock.go(seconds=1)
    assert world.sync(desk).queued == 0


CREATIONS: dict[str, Any] = {
    "comment": lambda desk: desk.do(respond, "#1", "x"),
    "create": lambda desk: desk.write(open_ticket, "x"),
    "log": lambda desk: desk.do(snooze, "#1", desk.now() + HOUR),
}


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


def test_small_things_share_a_comment_of_the_log(world: World) -> None:
    desk = world.met(*["customer"] * 5)
    for number in range(1, 6):
        desk.do(snooze, f"#{number}", desk.now() + HOUR)
    desk.write(write_diary, "one for all")
    world.sync(desk)
    assert world.tracker.calls.count("deliver log") == 1
    assert len({row.stamp[0] for row in world.hub.log}) == 1


def test_a_comment_of_the_log_is_never_too_long(world: World) -> None:
    desk = world.met()
    for number in range(BATCH_LIMIT + 3):
        desk.write(write_diary, str(number))
    assert world.sync(desk).queued == 0
    sizes = [len(rows.logged) for id, rows in world.hub.batches.items() if id]
    assert sizes == [BATCH_LIMIT, 3]


@pytest.mark.parametrize("visibility", [False, None])
def test_team_text_stays_here_while_the_log_is_not_known_to_be_private(
    world: World, visibility: bool | None
) -> None:
    desk = world.met()
    world.tracker.log_private = visibility
    desk.do(set_fields, "#1", priority=Priority.SERVICE, summary="secret")
    desk.do(respond, "#1", "public")
    assert world.sync(desk).queued == 0
    assert world.hub.log == []
    assert world.hub.issues[REPO, 1].issue.priority is Priority.SERVICE
    assert [one.text for one in said_on(world.hub, 1)] == ["public"]
    for one in (desk, world.desk()):
        assert one.snapshot.sharing("#1") is Sharing.NOT_SHARED
        assert one.find("#1").work.summary == "secret"


def test_visibility_is_read_again_when_team_text_is_about_to_leave(world: World) -> None:
    desk = world.met()
    world.sync(desk)
    assert world.tracker.calls.count("connect") == 1
    desk.do(set_fields, "#1", priority=Priority.SERVICE)
    world.sync(desk)
    assert world.tracker.calls.count("connect") == 1
    world.tracker.log_private = False
    desk.do(note, "#1", "for the team")
    world.sync(desk)
    assert world.tracker.calls.count("connect") == 2
    assert world.hub.log == []


def test_a_reply_waits_for_its_time_and_its_ticket_waits_with_it(world: World) -> None:
    desk = world.met("customer", "customer")
    at = desk.now() + HOUR
    desk.do(respond, "#1", "held", not_before=at)
    desk.do(respond, "#1", "after it")
    desk.do(respond, "#2", "at once")
    report = world.sync(desk)
    assert (report.queued, report.retry_at) == (2, at)
    assert [one.text for one in said_on(world.hub, 1)] == []
    world.clock.go(hours=1)
    world.sync(desk)
    assert [one.text for one in said_on(world.hub, 1)] == ["held", "after it"]


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


def test_a_batch_that_github_declined_goes_on_in_parts_as_a_person_retries(world: World) -> None:
    desk = world.met(*["customer"] * 3)
    ids = [desk.do(snooze, f"#{number}", desk.now() + HOUR).operation.id for number in (1, 2, 3)]
    failing(world, deliver_log="refused")
    world.sync(desk)
    assert states(desk) == [Delivery.REFUSED] * 3
    outbox.retry(desk, ids[1])
    world.sync(desk)
    assert logged(world) == [ids[1]]
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
