"""Sending: each operation once, in order for its ticket, and nothing stuck behind what is not its own."""

from dataclasses import replace

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.outbox import Delivery
from shiftui.domain.trouble import Trouble
from shiftui.domain.vocabulary import Priority, Resolution, Sharing, State, Via, WaitingOn
from shiftui.domain.vocabulary import State as TicketState
from shiftui.ports import TrackerError
from shiftui.service import outbox
from shiftui.service.policy import BATCH_LIMIT
from shiftui.service.push import DeskOutlook
from tests.domain.support import HOUR, MINUTE, REPO, TRACKER
from tests.service.support import World, done_twice, failing, logged, states
from tests.service.tracker import said_on


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
    world.clock.go(minutes=5)
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


@pytest.mark.parametrize("fault", ["unreachable", "not authorised", "rate limited"])
def test_without_a_way_to_the_log_the_pass_says_so(world: World, fault: str) -> None:
    desk = world.met()
    desk.write(write_diary, "quiet")
    failing(world, deliver_log=fault)
    report = world.sync(desk)
    assert report.error
    assert (report.queued, states(desk)) == (1, [Delivery.QUEUED])


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
    world.tracker.log_private = visibility
    desk = world.met()
    desk.do(set_fields, "#1", priority=Priority.SERVICE, summary="secret")
    desk.do(respond, "#1", "public")
    assert world.sync(desk).queued == (visibility is None)
    assert world.hub.log == []
    assert world.hub.issues[REPO, 1].issue.priority is Priority.SERVICE
    assert [one.text for one in said_on(world.hub, 1)] == ["public"]
    for one in (desk, world.desk()):
        assert one.snapshot.sharing("#1") is (Sharing.QUEUED if visibility is None else Sharing.NOT_SHARED)
        assert one.find("#1").work.summary == "secret"


def test_team_text_waits_while_nobody_knows_who_may_read_it_and_goes_when_that_is_known(world: World) -> None:
    world.tracker.log_private = None
    desk = world.met()
    desk.write(write_diary, "quiet")
    world.sync(desk)
    assert ["nobody knows who may read" in entry.reason for entry in desk.snapshot.outbox] == [True]
    world.tracker.log_private = True
    assert world.sync(desk).queued == 0
    assert len(world.hub.log) == 1


def test_team_text_on_its_way_to_a_log_that_was_made_public_is_kept_for_a_person(world: World) -> None:
    desk = world.met()
    world.sync(desk)
    id = desk.write(write_diary, "quiet").operation.id
    world.tracker.log_private = False
    assert world.sync(desk).refused == 1
    assert states(desk) == [Delivery.BLOCKED]
    assert "was made public" in desk.snapshot.outbox[0].reason
    desk.write(write_diary, "written when it was public already")
    assert world.sync(desk).queued == 1
    world.tracker.log_private = True
    outbox.retry(desk, id)
    assert world.sync(desk).queued == 0
    assert logged(world) == [id]


def test_a_log_repository_that_cannot_be_seen_any_more_does_not_keep_the_tickets_away(world: World) -> None:
    desk = world.met()
    world.hub.open("customer")
    world.tracker.log_private = None
    failing(world, pull="no access")
    report = world.sync(desk)
    assert (report.error, "#2" in desk.snapshot.tickets) == ("", True)


def test_a_repository_that_cannot_be_seen_any_more_loses_nothing_and_is_said(world: World) -> None:
    desk = world.met()
    failing(world, pull="no access", connect="no access")
    report = world.sync(desk)
    assert (report.trouble, "#1" in desk.snapshot.tickets) == (Trouble.ACCESS, True)


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
    at = desk.now() + 10 * MINUTE
    desk.do(respond, "#1", "held", not_before=at)
    desk.do(respond, "#1", "after it")
    desk.do(respond, "#2", "at once")
    report = world.sync(desk)
    assert (report.queued, report.retry_at) == (2, at)
    assert [one.text for one in said_on(world.hub, 1)] == []
    world.clock.go(minutes=10)
    world.sync(desk)
    assert [one.text for one in said_on(world.hub, 1)] == ["held", "after it"]


def test_the_report_says_when_the_first_of_what_waits_can_go_on(world: World) -> None:
    desk = world.met("customer", "customer")
    for ref, minutes in (("#1", 30), ("#2", 10), ("#1", 5)):
        desk.do(respond, ref, "held", not_before=desk.now() + HOUR * minutes / 60)
    assert world.sync(desk).retry_at == desk.now() + HOUR / 6


def test_what_needs_no_request_is_settled_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.met()
    desk.do(note, "#1", "nothing to do there")
    monkeypatch.setattr(type(world.tracker), "plan", lambda *args: ())
    assert (world.sync(desk).sent, desk.snapshot.outbox) == (1, ())


class SomethingNew(TrackerError):
    """A trouble that this version knows nothing of."""


def test_a_trouble_of_an_unknown_kind_ends_the_pass_and_loses_nothing(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")

    def fail(call: str) -> None:
        if call == "deliver comment":
            raise SomethingNew("what now?")

    world.tracker.faults = fail
    report = world.sync(desk)
    assert (report.error, report.queued) == ("what now?", 1)
    assert desk.snapshot.outbox[0].reason == "what now?"
    world.tracker.faults = lambda call: None
    assert world.sync(desk).queued == 0


def test_a_delivery_may_look_at_tickets_as_they_stand_and_as_github_has_them(world: World) -> None:
    desk = world.met("customer", "customer")
    desk.do(resolve, "#2", [Resolution.FIXED])
    world.until_quiet(desk)
    desk.checkpoint(force=True)
    desk.do(set_fields, "#1", summary="new")
    outlook = DeskOutlook(desk)
    looked = [outlook.ticket("#1"), outlook.base("#1")]
    assert [ticket.work.summary for ticket in looked if ticket is not None] == ["new", None]
    for ticket in (outlook.ticket("#2"), outlook.base("#2")):
        assert ticket is not None
        assert ticket.state is State.RESOLVED
    assert outlook.ticket("#99") is None
    desk.write(open_ticket, "by mistake")
    world.sync(desk)
    desk.undo()
    assert (outlook.ticket("L1"), outlook.base("L1") is None) == (None, False)


def test_a_ticket_whose_issue_was_deleted_ends_and_what_was_to_be_sent_is_kept(world: World) -> None:
    desk = world.met()
    id = desk.do(respond, "#1", "x").operation.id
    failing(world, deliver_comment="gone")
    assert world.sync(desk).refused == 1
    assert [(one.id, one.state) for one in desk.snapshot.outbox] == [(id, Delivery.BLOCKED)]
    assert desk.find("#1").issue.state_reason == "deleted"
    assert desk.find("#1").state is TicketState.RESOLVED


def test_what_no_comment_of_the_log_can_hold_holds_up_nothing_else(world: World) -> None:
    desk = world.met()
    ids = [desk.write(write_diary, text).operation.id for text in ("first", "far too long", "last")]
    world.tracker.too_long = ids[1]
    report = world.sync(desk)
    assert (report.sent, report.refused) == (2, 1)
    assert [(one.id, one.state) for one in desk.snapshot.outbox] == [(ids[1], Delivery.REFUSED)]
    assert logged(world) == [ids[0], ids[2]]
    assert world.sync(world.desk()).queued == 1
