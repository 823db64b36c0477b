"""A workspace is what its lines fold to: however they are cut, and however often they are read."""

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.codec import encode
from shiftui.domain.folding import refold_all
from shiftui.domain.operations import DiaryWritten, Noted, Undone
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.undone import undo
from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import (
    BatchFixed,
    CommentRow,
    IssueRow,
    LogRow,
    Pulled,
    Record,
    Settled,
    StepMoved,
    SyncAsked,
    SyncEnded,
    SyncReport,
    UnknownRecord,
    decode_record,
)
from shiftui.domain.replica import DIARY_KEPT, RECENT, State, diary_of
from tests.domain.lives import Life
from tests.domain.strategies import of
from tests.domain.support import (
    CONNECTED,
    HOUR,
    NOW,
    Machine,
    alone,
    bulk,
    connected,
    issue,
    log_row,
    numbered,
    pulled,
)

KINDS = ["local", "shared", "not shared"]


def life(kind: str, seed: int, events: int = 40) -> Life:
    if kind == "local":
        return Life(seed, alone()).run(events)
    return Life(seed, connected(), shares_log=kind == "shared").run(events)


def replayed(lines: list[Record], machine: Machine, cuts: list[int]) -> State:
    """The lines in batches, each line on its way through JSON."""
    again = Machine(machine.settings)
    kept = [decode_record(json.loads(json.dumps(encode(line)))) for line in lines]
    for start, end in zip([0, *cuts], [*cuts, len(kept)], strict=True):
        again.take(*kept[start:end])
    return again.state


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_lines_fold_to_the_same_workspace_however_they_are_cut(kind: str, seed: int) -> None:
    lived = life(kind, seed)
    lines, rng = lived.machine.lines, random.Random(seed)
    whole = replayed(lines, lived.machine, [])
    assert whole == lived.machine.state
    assert replayed(lines, lived.machine, list(range(len(lines)))) == whole
    cuts = sorted(rng.choices(range(len(lines) + 1), k=5))
    assert replayed(lines, lived.machine, cuts) == whole


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_folding_all_conversations_anew_changes_nothing(kind: str, seed: int) -> None:
    machine = life(kind, seed).machine
    assert dict(refold_all(machine.state, machine.folder).tickets) == dict(machine.state.tickets)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_books_name_only_what_is_still_on_its_way(kind: str, seed: int) -> None:
    state = life(kind, seed).machine.state
    pending = {recorded.operation.id for recorded in state.pending}
    assert set(state.parcels) <= pending
    assert {member for members in state.batches.values() for member in members} <= pending
    assert all(recorded.operation.id for recorded in state.recent)


def test_a_line_that_was_absorbed_is_not_absorbed_again() -> None:
    machine = alone()
    machine.write(open_ticket, "x")
    state = machine.state
    assert machine.folder.absorb(state, [(1, machine.lines[0])]) is state


def test_a_line_of_a_newer_version_changes_nothing_but_the_place() -> None:
    machine = connected()
    before = machine.state
    machine.take(UnknownRecord({"kind": "teleported"}))
    assert machine.state == replace(before, seq=before.seq + 1)


def foreign_rows() -> st.SearchStrategy[Pulled]:
    """Whatever could stand on GitHub, also where nobody would expect it."""
    operations = of(LogRow).filter(lambda row: not isinstance(row.operation, Undone))
    lists: dict[str, Any] = {
        "issues": st.lists(of(IssueRow), max_size=3).map(tuple),
        "comments": st.lists(of(CommentRow), max_size=3).map(tuple),
        "logged": st.lists(operations, max_size=3).map(tuple),
    }
    return st.builds(Pulled, at=st.just(NOW), **lists)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(rows=foreign_rows(), number=st.sampled_from([1, 42]), name=st.sampled_from(["²", "9" * 5000, "#", ""]))
def test_whatever_stands_on_github_can_be_folded(rows: Pulled, number: int, name: str) -> None:
    machine = connected(pulled([issue(number)]))
    odd = Noted(id="odd", at=NOW, by="x", ticket=f"a/b#{name}", text="x")
    machine.take(rows, pulled(logged=[log_row(7, odd)]))
    has_left = any(row.issue.number == number and not row.in_scope for row in rows.issues)
    assert has_left or "#" + str(number) in machine


def test_the_diary_reads_in_the_order_of_its_times_on_all_machines() -> None:
    mine = DiaryWritten(id="a", at=NOW + HOUR, by="mia", text="later")
    theirs = DiaryWritten(id="b", at=NOW, by="leo", text="earlier")
    here, there = connected(), connected()
    here.record(mine)
    here.take(pulled(logged=[log_row(1, theirs, "leo"), log_row(2, mine)]), settled("a"))
    there.take(pulled(logged=[log_row(1, theirs, "leo")]), pulled(logged=[log_row(2, mine)]))
    assert [entry.text for entry in diary_of(here.state)] == ["earlier", "later"]
    assert diary_of(here.state) == diary_of(there.state)


def settled(id: str, outcome: Delivery = Delivery.CONFIRMED) -> Settled:
    return Settled(id, outcome)


def test_a_diary_entry_that_was_taken_back_is_gone_on_all_machines() -> None:
    written = DiaryWritten(id="a", at=NOW, by="mia", text="oops")
    back = Undone(id="b", at=NOW, by="mia", target="a", target_kind="diary", restore={})
    machine = connected(pulled(logged=[log_row(1, written)]), pulled(logged=[log_row(2, back)]))
    assert diary_of(machine.state) == ()
    assert "" not in machine.state.conversations


def test_a_strangers_diary_entry_is_not_ours() -> None:
    written = DiaryWritten(id="a", at=NOW, by="mia", text="evil")
    assert diary_of(connected(pulled(logged=[log_row(1, written, "stranger")])).state) == ()


def test_the_diary_and_the_answers_do_not_grow_for_ever() -> None:
    machine = alone()
    for number in range(DIARY_KEPT + 10):
        machine.record(DiaryWritten(id=str(number), at=NOW + number * HOUR, by="mia", text="x"))
    assert [entry.id for entry in diary_of(machine.state)] == [str(n) for n in range(10, DIARY_KEPT + 10)]
    for number in range(40):
        machine.take(SyncEnded(NOW, SyncReport(pulled=number), (str(number),)))
    assert machine.state.answered["39"].pulled == 39
    assert len(machine.state.answered) < 40


def test_what_can_be_taken_back_is_bounded_but_never_cuts_a_gesture() -> None:
    machine = alone()
    for _ in range(RECENT + 20):
        machine.write(open_ticket, "x")
    assert len(machine.state.recent) == RECENT
    keys = [f"L{n}" for n in range(1, RECENT + 15)]
    bulk(machine, note, keys, "same gesture")
    assert len(machine.state.recent) == len(keys)
    machine.do(note, "L1", "another")
    assert len(machine.state.recent) == 1


def test_a_step_or_batch_of_what_was_taken_back_leaves_no_trace() -> None:
    machine = connected(pulled([issue(42)]))
    noted = machine.do(note, "#42", "x").operation
    machine.take(settled(noted.id, Delivery.DROPPED))
    before = machine.state
    for outcome in (Delivery.DROPPED, Delivery.CONFIRMED, Delivery.WITHHELD):
        assert machine.take(settled(noted.id, outcome)).state == replace(before, seq=machine.state.seq)
    before = machine.state
    machine.take(BatchFixed("b", (noted.id,)), StepMoved(noted.id, Step(StepName.LOG, Delivery.SENDING)))
    assert machine.state == replace(before, seq=before.seq + 2)


def test_a_pass_that_failed_keeps_the_time_of_the_last_whole_one() -> None:
    machine = connected(SyncAsked("a", NOW), SyncAsked("b", NOW))
    machine.take(SyncEnded(NOW, SyncReport(error="offline"), ("a",)))
    assert (machine.state.synced_at, machine.state.tried_at) == (None, NOW)
    assert machine.state.asked == ("b",)
    machine.take(SyncEnded(NOW + HOUR, SyncReport(), ("b",)))
    assert machine.state.synced_at == NOW + HOUR
    assert set(machine.state.answered) == {"a", "b"}


def test_cursors_move_with_their_rows_and_an_empty_one_is_forgotten() -> None:
    machine = connected(Pulled(NOW, cursors={"a": "1", "b": "2"}), Pulled(NOW, cursors={"b": ""}))
    assert dict(machine.state.cursors) == {"a": "1"}


def test_local_names_are_never_given_twice() -> None:
    machine = alone()
    first = machine.write(open_ticket, "x").operation
    machine.record(
        Undone(
            id="u",
            at=NOW,
            by="mia",
            ticket="L1",
            target=first.id,
            target_kind="opened",
            removes=True,
            restore={},
        )
    )
    assert machine.write(open_ticket, "y").operation.ticket == "L2"


def test_what_was_recorded_alone_stays_when_the_workspace_meets_its_repository() -> None:
    machine = Machine(new_id=numbered())
    machine.write(open_ticket, "alone")
    machine.take(CONNECTED)
    later = machine.write(open_ticket, "together")
    assert machine.state.pending == (later,)
    assert {"L1", "L2"} <= set(machine.scene().tickets)


def test_a_diary_entry_that_is_read_later_than_what_took_it_back_stays_gone() -> None:
    written = write_diary(connected().scene(), "a slip")
    back = undo(connected().scene(), written, ())
    pages = [pulled(logged=[log_row(1, written, "mia")]), pulled(logged=[log_row(2, back, "mia")])]
    forwards, backwards = connected(*pages), connected(*reversed(pages))
    assert diary_of(forwards.state) == diary_of(backwards.state) == ()
    assert forwards.state.diary == backwards.state.diary


def test_a_spinoff_elsewhere_that_was_taken_back_does_not_come_back_by_being_read_again() -> None:
    elsewhere = issue(1, repo="acme/widgets")
    machine = connected(pulled([issue(1), elsewhere]))
    key = "acme/widgets#1"
    assert key in machine
    back = Undone(
        id="u", at=NOW, by="mia", ticket=key, target="s", target_kind="spun-off", removes=True, restore={}
    )
    machine.take(pulled(logged=[log_row(1, back, "mia")]))
    assert key not in machine
    machine.take(pulled([elsewhere]))
    assert key not in machine
