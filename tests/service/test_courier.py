"""One pass: what it pulls, what it reports, and how two processes share one way to GitHub."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.records import SyncAsked
from shiftui.domain.vocabulary import Resolution, State
from shiftui.ports import NotSaved
from shiftui.service.sync import ANSWER_WITHIN, GATHER, NoAnswer
from tests.domain.support import HOUR, REPO
from tests.service.memory import MemoryLock
from tests.service.support import World, apart, quiet
from tests.service.tracker import said_on


def test_a_first_pass_brings_everything_page_by_page(world: World) -> None:
    for _ in range(7):
        world.hub.open()
        world.hub.say(1, "customer")
    world.tracker.page = 4
    desk = world.desk()
    told: list[tuple[str, int]] = []
    report = world.courier(desk).sync(lambda what, done, total: told.append((what, done)))
    assert len(desk.snapshot.tickets) == 7
    assert len(desk.thread("#1").notes) == 7
    assert (report.pulled, report.error) == (7 * 3, "")
    assert [done for what, done in told if what == "reading"] == [0, 4, 8, 12, 16, 20, 21, 21]
    assert report.requests == len(world.tracker.calls)


def test_a_long_first_pass_is_made_durable_in_pieces(world: World) -> None:
    for _ in range(GATHER + 5):
        world.hub.open()
    world.tracker.page = 100
    desk = world.desk()
    pulls = iter(range(100))
    before = GATHER // 100
    world.tracker.faults = lambda call: "unreachable" if call == "pull" and next(pulls) == before else None
    assert world.sync(desk).error
    assert len(world.desk().snapshot.tickets) == GATHER
    world.tracker.faults = lambda call: None
    assert world.sync(desk).pulled == 5


def test_what_was_read_before_a_page_failed_is_kept_and_not_read_again(world: World) -> None:
    for _ in range(8):
        world.hub.open()
    world.tracker.page = 3
    desk = world.desk()
    pulls = iter(range(100))
    world.tracker.faults = lambda call: "rubbish" if call == "pull" and next(pulls) == 2 else None
    report = world.sync(desk)
    assert report.error
    assert len(desk.snapshot.tickets) == 6
    assert desk.snapshot.state.synced_at is None
    assert world.sync(desk).pulled == 2
    assert len(desk.snapshot.tickets) == 8


def test_a_pass_that_cannot_be_written_down_raises_and_leaves_the_cursors() -> None:
    world = World()
    world.hub.open()
    desk = world.desk()
    world.storage.is_full = True
    with pytest.raises(NotSaved):
        world.sync(desk)
    assert world.lock.acquire() is not None
    world.lock.holder = None
    world.storage.is_full = False
    assert world.sync(desk).pulled == 1


def test_a_read_only_workspace_pulls_and_sends_nothing(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "x")
    world.settings = replace(world.settings, read_only=True)
    looking = world.desk()
    world.hub.open()
    report = world.sync(looking)
    assert (report.pulled, report.sent, report.queued) == (1, 0, 1)
    assert said_on(world.hub, 1) == []


def test_a_changed_repository_in_the_settings_is_asked_about(world: World) -> None:
    desk = world.met()
    world.sync(desk)
    assert world.tracker.calls.count("connect") == 1
    github = replace(world.settings.github, log=REPO.upper())
    world.settings = replace(world.settings, github=github)
    world.sync(world.desk())
    assert world.tracker.calls.count("connect") == 2


def test_whoever_is_connected_is_who_records_unless_the_settings_say_otherwise(world: World) -> None:
    world.settings = replace(world.settings, me="")
    world.tracker.me = "leo"
    assert world.desk().me == ""
    assert world.met().me == "leo"


def test_what_was_asked_again_and_has_not_changed_is_not_written_down_again(world: World) -> None:
    desk = world.met()
    desk.write(write_diary, "quiet")
    before, asked = desk.snapshot.state, world.tracker.calls.count("connect")
    world.tracker.faults = lambda call: "unreachable" if call == "deliver log" else None
    world.sync(desk)
    assert world.tracker.calls.count("connect") == asked + 1
    assert desk.snapshot.state.connected == before.connected
    world.tracker.is_private = True
    world.sync(desk)
    assert desk.snapshot.state.connected != before.connected


@pytest.mark.parametrize("me", ["MIA", ""])
def test_what_was_recorded_before_github_knew_ones_login_is_still_ones_own(world: World, me: str) -> None:
    world.settings = replace(world.settings, me=me)
    world.hub.open()
    desk = world.desk()
    desk.write(write_diary, "before we met")
    world.sync(desk)
    desk.undo()
    assert desk.snapshot.diary == ()


def test_ones_own_login_is_spelt_as_github_spells_it(world: World) -> None:
    world.settings = replace(world.settings, me="MIA")
    desk = world.met()
    assert desk.me == "mia"
    desk.do(acknowledge, "#1")
    assert desk.find("#1").work.acknowledged_by == "mia"
    world.until_quiet(desk)
    desk.undo()
    assert desk.find("#1").work.acknowledged_by is None


def test_a_process_without_the_lock_asks_the_one_that_has_it(world: World) -> None:
    dashboard, command = world.met(), world.desk()
    holder = world.courier(dashboard)
    held = holder.lock.acquire()
    assert held is not None
    command.do(respond, "#1", "hello")
    world.clock.on_sleep = lambda: None if dashboard.snapshot.state.answered else holders_turn()
    turns: list[int] = []

    def holders_turn() -> None:
        turns.append(1)
        if len(turns) == 3:
            holder.run_pass(quiet)

    report = world.courier(command).sync(quiet)
    assert (report.sent, report.queued) == (1, 0)
    assert [one.text for one in said_on(world.hub, 1)] == ["hello"]
    assert command.snapshot.state.asked == ()
    assert len(turns) == 3
    held.release()


def test_a_process_whose_holder_dies_meanwhile_runs_the_pass_itself(world: World) -> None:
    dashboard, command = world.met(), world.desk()
    held = world.courier(dashboard).lock.acquire()
    command.do(respond, "#1", "hello")
    world.clock.on_sleep = held.release if held is not None else quiet_sleep
    assert world.courier(command).sync(quiet).sent == 1
    assert command.snapshot.state.asked == ()


def quiet_sleep() -> None:
    """Nothing happens."""


def test_a_holder_that_never_answers_is_given_up_on_after_a_minute(world: World) -> None:
    dashboard, command = world.met(), world.desk()
    held = world.courier(dashboard).lock.acquire()
    before = world.clock.now()
    with pytest.raises(NoAnswer, match="try again"):
        world.courier(command).sync(quiet)
    assert world.clock.now() - before >= ANSWER_WITHIN
    assert sum(world.clock.slept) <= ANSWER_WITHIN.total_seconds() + 1
    assert held is not None
    held.release()


def test_a_request_that_comes_during_a_pass_is_answered_by_the_next_one(world: World) -> None:
    dashboard, command = world.met(), world.desk()
    asked: list[int] = []

    def ask_once(call: str) -> None:
        if call == "pull" and not asked:
            asked.append(1)
            command.append(lambda _: [SyncAsked("late", world.clock.now())])

    world.tracker.faults = ask_once
    world.sync(dashboard)
    assert list(dashboard.snapshot.state.asked) == ["late"]
    world.sync(dashboard)
    assert list(dashboard.snapshot.state.asked) == []
    assert "late" in dashboard.snapshot.state.answered


def test_a_pass_goes_on_though_others_have_replaced_its_checkpoint(world: World) -> None:
    busy = world.met(*["customer"] * 7)
    busy.do(resolve, "#7", [Resolution.ANSWERED])
    world.until_quiet(busy)
    busy.checkpoint(force=True)
    follower = world.desk()
    for number in range(1, 6):
        world.hub.change((REPO, number), state=State.RESOLVED)
        world.sync(busy)
        busy.checkpoint(force=True)
        follower.refresh()
    follower.write(open_ticket, "captured")
    follower.do(respond, "L1", "hello")
    world.until_quiet(follower)
    assert [one.text for one in said_on(world.hub, 8)] == ["hello"]


def test_the_lock_is_free_again_after_a_pass_whatever_happened(world: World) -> None:
    desk = world.desk()
    for fault in ("unreachable", "not authorised", "rubbish"):
        world.tracker.faults = always(fault)
        assert world.sync(desk).error
    held = world.courier(desk).lock.acquire()
    assert held is not None
    held.release()


def always(fault: str) -> Callable[[str], str]:
    return lambda call: fault


def test_two_people_see_each_others_work(world: World) -> None:
    mia = world.met()
    other = apart(world, "leo")
    leo = other.desk()
    other.sync(leo)
    mia.do(note, "#1", "from mia")
    mia.do(snooze, "#1", mia.now() + HOUR)
    leo.do(note, "#1", "from leo")
    for _ in range(2):
        world.sync(mia)
        other.sync(leo)
    texts = [[one.text for one in desk.thread("#1").notes] for desk in (mia, leo)]
    assert texts[0] == texts[1]
    assert {"from mia", "from leo"} <= set(texts[0])
    assert mia.find("#1").work == leo.find("#1").work


def test_issues_of_other_repositories_are_followed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = world.met()
    seen: list[Any] = []
    real = world.tracker.pull

    def pull(cursors: Any, connected: Any, tracked: Any, holdings: Any) -> Any:
        seen.append(tracked)
        return real(cursors, connected, tracked, holdings)

    monkeypatch.setattr(type(world.tracker), "pull", lambda self, *args: pull(*args))
    number = world.hub.open("mia", repo="visit-dav/visit", spinoff=True)
    world.sync(desk)
    world.sync(desk)
    assert seen[-1] == (f"visit-dav/visit#{number}",)


def test_the_memory_lock_is_as_good_as_the_real_one() -> None:
    lock = MemoryLock()
    held = lock.acquire()
    assert lock.acquire() is None
    held.release()
    assert lock.acquire() is not None
