"""A desk whose past was put away: restarts, checkpoints of others, and what was recorded during one."""

from typing import Any

import pytest

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.refusals import (
    NothingToUndo,
    UnknownTicket,
)
from shiftui.domain.vocabulary import Resolution, State
from tests.service.support import World


def test_undo_survives_a_restart_and_a_checkpoint(local: World) -> None:
    desk = local.desk()
    desk.write(open_ticket, "x")
    desk.do(set_fields, "L1", summary="first")
    desk.do(resolve, "L1", [Resolution.FIXED])
    assert desk.checkpoint(force=True)
    assert "L1" not in desk.snapshot.tickets
    again = local.desk()
    assert "L1" not in again.snapshot.tickets
    again.undo()
    assert (again.find("L1").state, again.find("L1").work.summary) == (State.OPEN, "first")
    again.checkpoint(force=True)
    once_more = local.desk()
    once_more.undo()
    assert once_more.find("L1").work.summary is None
    once_more.undo()
    assert once_more.everything().tickets == {}
    once_more.checkpoint(force=True)
    with pytest.raises(NothingToUndo):
        local.desk().undo()
    assert local.desk().everything().tickets == {}


def test_a_checkpoint_is_written_when_enough_has_gathered(local: World) -> None:
    desk = local.desk()
    desk.write(open_ticket, "x")
    assert not desk.checkpoint()
    desk.append(lambda state: [])
    for _ in range(130):
        desk.do_all(note, ["L1", "L1"], "x")
    assert desk.checkpoint()
    assert not desk.checkpoint()


def test_resolved_tickets_are_found_though_they_are_not_loaded(local: World) -> None:
    desk = local.desk()
    for title in "ab":
        desk.write(open_ticket, title)
    desk.do(note, "L1", "before the end")
    desk.do(resolve, "L1", [Resolution.FIXED], text="done")
    desk.checkpoint(force=True)
    for one in (desk, local.desk()):
        assert set(one.snapshot.tickets) == {"L2"}
        assert set(one.everything().tickets) == {"L1", "L2"}
        assert [said.text for said in one.thread("L1").notes] == ["opened it", "before the end", "done"]
        assert one.find("L1").state is State.RESOLVED
    later = local.desk()
    later.do(note, "L1", "after")
    later.do(reopen, "L1")
    assert later.find("L1").state is State.OPEN
    assert local.desk().find("L1").state is State.OPEN


def test_what_others_do_on_a_ticket_that_was_put_away_brings_it_back(world: World) -> None:
    desk = world.met()
    desk.write(open_ticket, "x")
    desk.do(resolve, "L1", [Resolution.FIXED])
    world.until_quiet(desk)
    desk.checkpoint(force=True)
    follower, other = world.desk(), world.desk()
    assert "L1" not in follower.snapshot.tickets
    other.do(note, "#2", "late thought")
    follower.refresh()
    assert follower.snapshot.ref("L1") == "#2"
    assert follower.snapshot.outbox[0].ref == "#2"
    assert world.desk().snapshot.outbox[0].ref == "#2"


def test_a_process_that_slept_through_checkpoints_starts_anew(local: World) -> None:
    sleeper, busy = local.desk(), local.desk()
    sleeper.write(open_ticket, "x")
    for round in range(4):
        busy.do(set_fields, "L1", summary=f"round {round}")
        busy.write(open_ticket, f"y {round}")
        busy.do(resolve, f"L{round + 2}", [Resolution.FIXED])
        busy.checkpoint(force=True)
    assert sleeper.refresh()
    assert sleeper.find("L1").work.summary == "round 3"
    assert sleeper.find("L4").state is State.RESOLVED
    another, reader = local.desk(), local.desk()
    for round in range(4):
        busy.do(set_fields, "L1", summary=f"again {round}")
        busy.checkpoint(force=True)
    another.do(note, "L1", "in a step")
    assert another.find("L1").work.summary == "again 3"
    assert reader.find("L5").state is State.RESOLVED
    assert len(reader.thread("L5").notes) == 2
    assert len(reader.everything().tickets) == 5
    with pytest.raises(UnknownTicket):
        reader.thread("L99")


def test_one_who_follows_while_others_checkpoint_can_do_so_later(local: World) -> None:
    follower, busy = local.desk(), local.desk()
    for title in "abcdefg":
        busy.write(open_ticket, title)
    busy.do(resolve, "L2", [Resolution.FIXED])
    busy.checkpoint(force=True)
    follower = local.desk()
    for round in range(5):
        busy.do(note, "L1", f"round {round}")
        busy.do(resolve, f"L{round + 3}", [Resolution.FIXED])
        busy.checkpoint(force=True)
        follower.refresh()
    follower.do(note, "L1", "mine")
    for _ in range(2):
        follower.checkpoint(force=True)
    texts = [one.text for one in follower.thread("L1").notes]
    assert texts == ["opened it", *[f"round {round}" for round in range(5)], "mine"]
    again = local.desk()
    assert [one.text for one in again.thread("L1").notes] == texts
    assert set(again.everything().tickets) == {f"L{number}" for number in range(1, 8)}


def test_what_was_recorded_is_never_reported_as_failed_because_others_checkpointed(local: World) -> None:
    busy = local.desk()
    for title in "abcdefgh":
        busy.write(open_ticket, title)
    busy.do(resolve, "L2", [Resolution.FIXED])
    busy.checkpoint(force=True)
    followers = [local.desk() for _ in range(3)]
    for round in range(5):
        busy.do(resolve, f"L{round + 3}", [Resolution.FIXED])
        busy.checkpoint(force=True)
        for follower in followers:
            follower.refresh()
    assert followers[0].write(open_ticket, "one more").operation.ticket == "L9"
    assert followers[1].do(note, "L2", "on what was put away").operation.ticket == "L2"
    assert followers[2].undo().words == "L2 noted: on what was put away"
    assert followers[2].undo().words == "L9 opened it"
    assert followers[2].undo().words == "L7 resolved it: fixed"
    assert followers[2].find("L7").state is State.OPEN


def test_whoever_checkpoints_late_goes_on_from_the_newer_one(local: World) -> None:
    slow, quick = local.desk(), local.desk()
    slow.write(open_ticket, "x")
    quick.do(note, "L1", "seen by both")
    quick.do(set_fields, "L1", summary="newer")
    quick.checkpoint(force=True)
    assert slow.checkpoint(force=True)
    slow.refresh()
    assert slow.find("L1").work.summary == "newer"
    assert [one.text for one in slow.thread("L1").notes][1:] == ["seen by both", "set summary: newer"]


class Slow:
    """An archive that takes so long that somebody records meanwhile."""

    def __init__(self, archive: Any) -> None:
        self.archive = archive
        self.meanwhile: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.archive, name)

    def save(self, state: Any) -> Any:
        saved = self.archive.save(state)
        self.meanwhile()
        return saved


def test_an_operation_recorded_during_a_checkpoint_stays(local: World) -> None:
    desk = local.desk(Slow)
    local.archives[id(desk)].meanwhile = lambda: desk.do(note, "L1", "meanwhile")
    desk.write(open_ticket, "x")
    desk.checkpoint(force=True)
    assert [one.text for one in desk.thread("L1").notes] == ["opened it", "meanwhile"]
    assert [one.text for one in local.desk().thread("L1").notes] == ["opened it", "meanwhile"]
