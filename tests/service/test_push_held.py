"""Replies are held for their author rather than sent into a situation that has changed."""

from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain.conversation import Marker
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery
from shiftui.domain.records import Pulled
from shiftui.domain.vocabulary import Resolution, State, Via
from shiftui.service import outbox
from shiftui.service.desk import Desk
from shiftui.service.policy import STALE_AFTER
from tests.domain.support import REPO
from tests.service.support import World, done_twice, failing, logged, states
from tests.service.tracker import said_on


def texts(world: World, number: int = 1) -> list[str]:
    return [one.text for one in said_on(world.hub, number)]


def held(desk: Desk) -> str:
    """Why the only entry of the outbox is held."""
    (entry,) = desk.snapshot.outbox
    assert entry.state is Delivery.BLOCKED
    return entry.reason


def test_a_reply_that_could_not_leave_for_a_quarter_of_an_hour_is_held(world: World) -> None:
    desk = world.met("customer", "customer")
    first = desk.do(respond, "#1", "hello").operation
    world.clock.go(seconds=STALE_AFTER.total_seconds() + 1)
    desk.do(respond, "#2", "fresh")
    report = world.sync(desk)
    assert (report.sent, report.refused, report.queued, report.error) == (1, 1, 1, "")
    assert held(desk) == "written 15 min ago; send it as it is, or drop it and write anew"
    assert (texts(world, 1), texts(world, 2)) == ([], ["fresh"])
    outbox.retry(desk, first.id)
    assert world.sync(desk).queued == 0
    assert texts(world) == ["hello"]


def test_a_reply_that_leaves_in_time_is_not_held(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "hello")
    world.clock.go(seconds=STALE_AFTER.total_seconds())
    assert world.sync(desk).queued == 0


def test_the_time_that_a_reply_was_to_wait_does_not_age_it(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "later", not_before=desk.now() + 4 * STALE_AFTER)
    world.clock.go(hours=1)
    assert world.sync(desk).queued == 0


def test_a_held_reply_can_be_taken_back_or_dropped(world: World) -> None:
    desk = world.met("customer", "customer")
    dropped = desk.do(respond, "#1", "stale").operation
    desk.do(respond, "#2", "stale too")
    world.clock.go(hours=1)
    world.sync(desk)
    outbox.drop(desk, dropped.id)
    assert desk.undo().words == "#2 responded"
    assert world.sync(desk).queued == 0
    assert texts(world) == texts(world, 2) == []


@pytest.mark.parametrize("author", ["customer", "passer-by", "leo"])
def test_a_reply_is_held_when_somebody_wrote_what_its_author_had_not_read(world: World, author: str) -> None:
    desk = world.met()
    world.hub.say(1, author)
    desk.do(respond, "#1", "written without having read that")
    world.sync(desk)
    assert held(desk).startswith(f"{author} wrote since it was written")
    desk.do(respond, "#1", "and again")
    world.sync(desk)
    assert states(desk) == [Delivery.BLOCKED, Delivery.QUEUED]
    outbox.drop(desk, desk.snapshot.outbox[0].id)
    assert world.sync(desk).queued == 0
    assert texts(world)[1:] == ["and again"]


def test_a_reply_to_a_capture_is_held_when_somebody_wrote_before_it_could_leave(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "captured")
    desk.do(respond, "L1", "hello")
    failing(world, deliver_create="unclear though done")
    world.sync(desk)
    world.hub.say(2, "passer-by")
    world.clock.go(seconds=10)
    world.sync(desk)
    assert held(desk).startswith("passer-by wrote")


def test_what_was_read_before_writing_holds_nothing(world: World) -> None:
    desk = world.met()
    world.hub.say(1, "customer")
    world.sync(desk)
    desk.do(respond, "#1", "yes")
    assert world.sync(desk).queued == 0


def test_ones_own_words_and_bots_hold_nothing(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "one")
    desk.do(respond, "#1", "two")
    world.hub.say(1, "mia", "by another window", Marker("responded", "elsewhere"))
    world.hub.change((REPO, 1), labels=("stale",))
    assert world.sync(desk).queued == 0
    assert texts(world) == ["by another window", "one", "two"]


def test_a_reply_is_held_when_the_ticket_was_closed_or_reopened_meanwhile(world: World) -> None:
    desk = world.met("customer", "customer")
    world.hub.change((REPO, 2), state=State.RESOLVED)
    world.sync(desk)
    for ref in ("#1", "#2"):
        desk.do(respond, ref, "hello")
    world.hub.change((REPO, 1), state=State.RESOLVED)
    world.hub.change((REPO, 2), state=State.OPEN)
    world.sync(desk)
    reasons = [entry.reason for entry in desk.snapshot.outbox]
    assert [reason.partition(";")[0] for reason in reasons] == [
        "the ticket was closed since it was written",
        "the ticket was reopened since it was written",
    ]


def test_ones_own_closing_and_reopening_on_the_way_hold_nothing(world: World) -> None:
    desk = world.met()
    desk.do(resolve, "#1", [Resolution.ANSWERED], text="done")
    desk.do(respond, "#1", "ps")
    desk.do(reopen, "#1")
    desk.do(respond, "#1", "not done after all")
    assert world.sync(desk).queued == 0
    assert texts(world) == ["done", "ps", "not done after all"]


def test_an_ending_waits_for_its_message(world: World) -> None:
    desk = world.met()
    done = desk.do(resolve, "#1", [Resolution.ANSWERED], text="done").operation
    world.clock.go(hours=5)
    world.sync(desk)
    assert held(desk).startswith("written 5 h ago")
    assert world.hub.issues[REPO, 1].issue.state is State.OPEN
    outbox.retry(desk, done.id)
    world.until_quiet(desk)
    assert world.hub.issues[REPO, 1].issue.state is State.RESOLVED
    assert texts(world) == ["done"]


NOT_REPLIES: list[Any] = [
    lambda desk: desk.do(acknowledge, "#1"),
    lambda desk: desk.do(note, "#1", "for the team"),
    lambda desk: desk.do(respond, "#1", "told them", via=Via.PHONE),
    lambda desk: desk.do(resolve, "#1", [Resolution.ANSWERED]),
    lambda desk: desk.write(open_ticket, "captured", body="reviewed"),
]


@pytest.mark.parametrize("number", range(len(NOT_REPLIES)))
def test_what_is_no_reply_is_never_held(world: World, number: int) -> None:
    world.tracker.is_private = True
    desk = world.met()
    NOT_REPLIES[number](desk)
    world.hub.say(1, "customer")
    world.clock.go(days=3)
    assert world.sync(desk).queued == 0


def test_after_three_days_offline_everything_is_sent_once_in_order_and_stale_replies_are_held() -> None:
    world = World()
    desk = world.met(*["customer"] * 30)
    world.tracker.faults = lambda call: "unreachable"
    notes: list[str] = []
    for day in range(3):
        for number in range(1, 31):
            for text in "ab":
                notes.append(desk.do(note, f"#{number}", f"{day}{text}").operation.id)
            if number == 7:
                desk.do(respond, "#7", f"day {day}")
            world.clock.go(minutes=30)
        world.sync(desk)
    assert len(world.desk().snapshot.outbox) == 183
    world.tracker.faults = lambda call: None
    report = world.sync(desk)
    assert (report.refused, report.queued) == (1, 7)
    sent = [id for id in notes if id in logged(world)]
    assert logged(world) == sent
    assert len(sent) == 180 - 4
    for _ in range(3):
        held_now = next(entry for entry in desk.snapshot.outbox if entry.state is Delivery.BLOCKED)
        assert held_now.ref == "#7"
        outbox.drop(desk, held_now.id)
        world.sync(desk)
    assert desk.snapshot.outbox == ()
    assert sorted(logged(world)) == sorted(notes)
    assert done_twice(world.hub) == []
    assert world.tracker.calls.count("deliver log") <= 10


def test_a_reply_on_what_is_no_ticket_of_ours_any_more_is_held(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")
    row = world.hub.issues[REPO, 1]
    desk.append(lambda _: [Pulled(world.hub.now, issues=(replace(row, in_scope=False),))])
    assert world.sync(desk).refused == 1
    assert "none of this workspace" in desk.snapshot.outbox[0].reason
