"""What is recorded is durable, seen by every process, and never recorded against an old state."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.records import decode_record
from shiftui.domain.refusals import (
    AlreadyAcknowledged,
    AlreadyResolved,
    ReadOnlyWorkspace,
    RequesterHasRead,
    UnknownTicket,
)
from shiftui.domain.vocabulary import Priority, Resolution, Sharing, State, Via, WaitingOn
from shiftui.ports import NotSaved
from shiftui.service.desk import Desk
from shiftui.store.checkpoint import Checkpoints
from shiftui.store.journal import FileJournal
from shiftui.store.library import TinyArchive, encode_record
from tests.domain.support import ALONE, REPO, TRACKER
from tests.service.support import World
from tests.store.support import FailingDisk


def test_what_is_recorded_is_there_for_everybody_and_after_a_restart(local: World) -> None:
    one, other = local.desk(), local.desk()
    opened = one.write(open_ticket, "Plots blank", requester="j.doe", via=Via.EMAIL)
    one.do(set_fields, "L1", priority=Priority.CUSTOMER)
    assert other.refresh()
    assert not other.refresh()
    for desk in (one, other, local.desk()):
        ticket = desk.find("l1")
        assert (ticket.key, ticket.issue.title) == ("L1", "Plots blank")
        assert ticket.issue.priority is Priority.CUSTOMER
        assert desk.thread("L1").notes[0].text == "captured it from j.doe"
        assert desk.snapshot.sharing("L1") is Sharing.LOCAL
    assert opened.operation.by == "mia"


def test_a_decision_is_made_on_what_others_recorded_a_moment_ago(local: World) -> None:
    one, other = local.desk(), local.desk()
    one.write(open_ticket, "x")
    other.do(acknowledge, "L1")
    with pytest.raises(AlreadyAcknowledged):
        one.do(acknowledge, "L1")
    assert other.write(open_ticket, "y").operation.ticket == "L2"
    assert one.write(open_ticket, "z").operation.ticket == "L3"


def test_a_refusal_records_nothing_and_still_tells_what_others_did(local: World) -> None:
    one, other = local.desk(), local.desk()
    told: list[int] = []
    one.listen(lambda: told.append(one.snapshot.state.seq))
    other.write(open_ticket, "x")
    with pytest.raises(UnknownTicket, match="shiftui list --all"):
        one.do(note, "L9", "x")
    assert told == [1]
    assert one.snapshot.state.seq == 1
    with pytest.raises(UnknownTicket):
        one.do(note, "L9", "x")
    assert told == [1]


def test_a_workspace_to_look_at_only_takes_no_word(world: World) -> None:
    world.met().do(note, "#1", "before")
    world.settings = replace(world.settings, read_only=True)
    looking = world.desk()
    attempts: list[Callable[[], object]] = [
        lambda: looking.do(note, "#1", "x"),
        lambda: looking.write(write_diary, "x"),
        looking.undo,
    ]
    for attempt in attempts:
        with pytest.raises(ReadOnlyWorkspace):
            attempt()
    assert [one.text for one in looking.thread("#1").notes] == ["before"]


def test_listeners_hear_of_every_change_and_only_of_changes(local: World) -> None:
    desk = local.desk()
    told: list[int] = []
    desk.listen(lambda: told.append(desk.snapshot.state.seq))
    desk.write(open_ticket, "x")
    desk.refresh()
    desk.do(note, "L1", "x")
    desk.append(lambda state: [])
    desk.undo()
    assert told == [1, 2, 3]


@pytest.mark.parametrize("kind", ["memory", "files"])
def test_a_full_disk_leaves_everything_as_it_was(kind: str, tmp_path: Path) -> None:
    world, disk = World(settings=ALONE), FailingDisk()
    desk = world.desk()
    if kind == "files":
        journal = FileJournal(tmp_path, encode_record, decode_record, disk=disk)
        desk = Desk(journal, TinyArchive(journal, Checkpoints(tmp_path)), world.clock, ALONE, world.new_id)
    desk.write(open_ticket, "before")
    before = desk.snapshot
    world.storage.is_full, disk.taken_at_most = True, 0
    for attempt in (
        lambda: desk.write(open_ticket, "lost"),
        lambda: desk.do(note, "L1", "lost"),
        lambda: desk.do_all(note, ["L1"], "lost"),
        desk.undo,
    ):
        with pytest.raises(NotSaved):
            attempt()
        assert desk.snapshot.state == before.state
        assert dict(desk.snapshot.tickets) == dict(before.tickets)
    world.storage.is_full, disk.taken_at_most = False, None
    assert desk.write(open_ticket, "after").operation.ticket == "L2"


def test_many_threads_of_many_processes_lose_nothing(world: World) -> None:
    desks = [world.met(), *[world.desk() for _ in range(3)]]
    errors: list[Exception] = []

    def work(desk: Desk, name: str) -> None:
        try:
            for number in range(8):
                desk.write(open_ticket, f"{name} {number}")
                desk.do(note, "#1", f"{name} {number}")
                desk.refresh()
        except Exception as error:  # noqa: BLE001  # reported below, by the test's own thread
            errors.append(error)

    threads = [
        threading.Thread(target=work, args=(desk, f"{place} {half}"))
        for place, desk in enumerate(desks)
        for half in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    for desk in [*desks, world.desk()]:
        desk.refresh()
        titles = [ticket.issue.title for key, ticket in desk.snapshot.tickets.items() if key != "#1"]
        assert len(titles) == len(set(titles)) == 4 * 2 * 8
        assert {entry.ref for entry in desk.snapshot.outbox if entry.verb == "opened"} == {
            f"L{number}" for number in range(1, 65)
        }
        assert sum(entry.verb == "noted" for entry in desk.snapshot.outbox) == 64
    assert len({id(desk.snapshot) for desk in desks}) == 4
    assert len({desk.snapshot.state.seq for desk in desks}) == 1


def test_a_gesture_is_recorded_whole_and_taken_back_whole(local: World) -> None:
    desk = local.desk()
    for title in "abc":
        desk.write(open_ticket, title)
    desk.do(acknowledge, "L2")
    bulk = desk.do_all(acknowledge, ["L1", "L2", "L3", "L9", "L1"])
    assert [recorded.operation.ticket for recorded in bulk.recorded] == ["L1", "L3"]
    assert [(key, type(why)) for key, why in bulk.refused] == [
        ("L2", AlreadyAcknowledged),
        ("L9", UnknownTicket),
        ("L1", AlreadyAcknowledged),
    ]
    assert desk.undo().words == "L1 acknowledged it and 1 more"
    tickets = desk.snapshot.tickets
    assert [tickets[key].work.acknowledged_by for key in ("L1", "L2", "L3")] == [None, "mia", None]
    assert desk.do_all(acknowledge, ["L2"]).recorded == ()


def test_a_gesture_that_gives_birth_to_several_gives_each_its_name(local: World) -> None:
    desk = local.desk()
    for title in "ab":
        desk.write(open_ticket, title)
    bulk = desk.do_all(spin_off, ["L1", "L2"], "the real fix")
    assert [recorded.operation.ticket for recorded in bulk.recorded] == ["L3", "L4"]
    assert desk.find("L2").work.spinoffs == ("L4",)
    desk.undo()
    assert set(desk.snapshot.tickets) == {"L1", "L2"}
    assert desk.find("L2").work.spinoffs == ()


def test_a_gesture_of_several_operations_is_all_or_none(local: World) -> None:
    desk = local.desk()

    def done_again(scene: Any) -> list[Any]:
        return [write_diary(scene, "x"), resolve(scene, desk.find("L1"), [Resolution.FIXED])]

    def captured_and_done(scene: Any) -> list[Any]:
        opened = open_ticket(scene, "quick one")
        return [opened, resolve(scene, opened.create(), [Resolution.ANSWERED])]

    desk.record(captured_and_done)
    assert desk.find("L1").state is State.RESOLVED
    with pytest.raises(AlreadyResolved):
        desk.record(done_again)
    assert desk.snapshot.diary == ()
    desk.undo()
    assert desk.snapshot.tickets == {}


def test_what_is_recorded_before_the_repository_was_ever_reached_is_sent_later(world: World) -> None:
    desk = world.desk()
    desk.write(open_ticket, "offline from the start", requester="j.doe")
    desk.do(respond, "L1", "by phone", via=Via.PHONE)
    assert desk.snapshot.sharing("L1") is Sharing.QUEUED
    assert [entry.verb for entry in world.desk().snapshot.outbox] == ["opened", "responded"]
    world.until_quiet(desk)
    assert desk.snapshot.ref("L1") == "#1"
    assert world.hub.issues[REPO, 1].issue.title == "offline from the start"
    assert desk.snapshot.sharing("L1") is Sharing.SYNCED


def test_a_ticket_goes_by_its_number_once_it_has_one(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "x")
    desk.do(spin_off, "L1", "the real fix")
    assert (desk.snapshot.ref("L1"), desk.snapshot.ref("L2")) == ("L1", "L2")
    world.until_quiet(desk)
    assert (desk.snapshot.ref("L1"), desk.snapshot.ref("L2")) == ("#2", f"{TRACKER}#1")
    for ref in ("L1", "#2", "2", f"{REPO}#2"):
        assert desk.find(ref).key == "L1"
    assert world.desk().find(f"{TRACKER}#1").work.origin == "L1"


def test_a_reply_shows_as_not_delivered_until_it_is(world: World) -> None:
    desk = world.met()
    desk.do(respond, "#1", "hello")
    assert [(one.text, one.delivered) for one in desk.thread("#1").notes] == [("hello", False)]
    desk.do(note, "#1", "think")
    assert desk.undo().words == "#1 noted: think"
    assert [one.text for one in desk.thread("#1").notes] == ["hello"]
    world.until_quiet(desk)
    assert [(one.text, one.delivered) for one in desk.thread("#1").notes] == [("hello", True)]
    with pytest.raises(RequesterHasRead, match="#1"):
        desk.undo()


def test_a_capture_shows_its_text_before_and_after_github_has_it(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "x", body="Dear team, …")
    assert desk.thread("L1").body == "Dear team, …"
    world.until_quiet(desk)
    assert desk.thread("L1").body == "Dear team, …"


def test_the_queue_of_a_snapshot_never_changes_under_its_reader(world: World) -> None:
    desk = world.met("customer", "customer")
    looked = desk.snapshot
    before = [placed.key for placed in looked.queue(desk.now())]
    desk.do(set_fields, "#2", waiting_on=WaitingOn.REQUESTER)
    desk.do(respond, "#2", "x", via=Via.CHAT)
    assert [placed.key for placed in looked.queue(desk.now())] == before
    assert desk.snapshot.tickets["#2"].waiting_on is WaitingOn.REQUESTER
