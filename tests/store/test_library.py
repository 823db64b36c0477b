"""A checkpoint in between changes nothing: what is put away is found again, on a real folder."""

import random
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.conversation import Conversation
from shiftui.domain.folding import refold_all
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.records import IssueRow, Record
from shiftui.domain.replica import State, conversation_of, known_tickets, ticket_of
from shiftui.domain.vocabulary import Resolution
from shiftui.domain.vocabulary import State as TicketState
from shiftui.ports import TooFarBehind
from shiftui.store.checkpoint import Checkpoints
from shiftui.store.journal import FileJournal, Step
from shiftui.store.library import TinyArchive, encode_record, open_journal
from tests.domain.lives import Life
from tests.domain.support import (
    DAY,
    NOW,
    TEAM,
    Machine,
    alone,
    comment,
    connected,
    issue,
    pulled,
)

PUT_AWAY = {"tickets", "conversations", "gone"}


class Workspace(Machine):
    """A machine whose lines are on the disk, and which starts from there."""

    __slots__ = ("archive", "journal")

    def __init__(self, folder: Path, settings: Any = TEAM) -> None:
        self.journal = open_journal(folder)
        self.archive = TinyArchive(self.journal, Checkpoints(folder))
        super().__init__(settings, self.archive)
        self.reload()

    def reload(self) -> None:
        """As a new process begins."""
        self.state = self.archive.load()
        tail = [(line.seq, line.record) for line in self.journal.read(self.state.seq)]
        self.state = self.folder.absorb(self.state, tail)

    def take(self, *records: Record) -> "Workspace":
        with self.journal.step() as step:
            lines = step.append(records)
        self.state = self.folder.absorb(self.state, [(line.seq, line.record) for line in lines])
        self.lines += records
        return self

    def save(self) -> None:
        self.state = self.archive.save(self.state)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def whole(machine: Machine) -> dict[str, Any]:
    """All that is known, whether loaded or put away."""
    state, library = machine.state, machine.library
    rest = {f.name: getattr(state, f.name) for f in fields(State) if f.name not in PUT_AWAY}
    tickets = known_tickets(state, library)
    keys = {*tickets, *(line.operation.ticket for line in state.recent), *(f"#{n}" for n in range(1, 12))}
    talks = {key: conversation_of(state, library, key) for key in sorted(keys)}
    looked_up = {key: ticket_of(state, library, key) for key in sorted(keys)}
    return {**rest, "tickets": tickets, "looked up": looked_up, "talks": talks}


@pytest.mark.parametrize("kind", ["local", "shared", "not shared"])
@settings(max_examples=5, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_checkpoints_and_restarts_at_any_moment_change_nothing(kind: str, seed: int) -> None:
    start = alone() if kind == "local" else connected()
    straight = Life(seed, start, shares_log=kind != "not shared").run(60).machine
    rng = random.Random(seed)
    with folder() as path:
        broken = Workspace(path, straight.settings)
        lines = list(straight.lines)
        while lines:
            size = rng.randrange(1, 12)
            broken.take(*lines[:size])
            lines = lines[size:]
            if rng.random() < 0.4:
                broken.save()
            if rng.random() < 0.3:
                broken.reload()
        assert whole(broken) == whole(straight)
        broken.save()
        broken.reload()
        assert whole(broken) == whole(straight)
        assert dict(refold_all(broken.state, broken.folder).tickets) == known_tickets(
            straight.state, straight.library
        )


def test_an_empty_folder_is_an_empty_workspace(tmp_path: Path) -> None:
    assert Workspace(tmp_path).state == State()
    assert Workspace(tmp_path).archive.conversation("#1") == Conversation()
    assert Workspace(tmp_path).archive.closed("#1") is None


def with_closed(path: Path) -> Workspace:
    """Twenty open tickets and twenty resolved ones of two quarters, all spoken of, all put away."""
    space = Workspace(path)
    rows = [issue(number) for number in range(1, 21)]
    for number in range(21, 41):
        closed_at = NOW if number % 2 else NOW - 100 * DAY
        rows.append(issue(number, state=TicketState.RESOLVED, closed_at=closed_at, opened_at=NOW - 200 * DAY))
    talks = [(number, comment(number, "leo")) for number in range(1, 41)]
    space.take(*connected().lines, pulled(rows, talks))
    space.save()
    return space


def test_only_open_tickets_stay_loaded_and_the_rest_is_found_when_it_is_asked_for(tmp_path: Path) -> None:
    space = with_closed(tmp_path)
    space.reload()
    assert set(space.state.tickets) == {f"#{n}" for n in range(1, 21)}
    assert space.state.conversations == {}
    assert set(space.archive.all_closed()) == {f"#{n}" for n in range(21, 41)}
    assert [entry.stamp for entry in space.archive.conversation("#33").entries] == [(33, 0)]


def test_a_ticket_with_something_on_its_way_stays_loaded(tmp_path: Path) -> None:
    space = with_closed(tmp_path)
    space.state = replace(space.state, tickets=known_tickets(space.state, space.archive))
    space.do(note, "#22", "late thought")
    space.save()
    assert "#22" in space.state.tickets
    assert "#24" not in space.state.tickets


def test_a_row_about_a_ticket_that_was_put_away_finds_it(tmp_path: Path) -> None:
    space = with_closed(tmp_path)
    space.take(pulled(comments=[(22, comment(99))]))
    assert space["#22"].wrote_again
    space.save()
    space.reload()
    assert space["#22"].wrote_again
    assert len(space.archive.conversation("#22").entries) == 2


def test_a_reopened_ticket_is_among_the_open_ones_only(tmp_path: Path) -> None:
    space = with_closed(tmp_path)
    space.take(pulled([issue(22, updated_at=NOW)]))
    space.save()
    assert "#22" not in space.archive.all_closed()
    assert "#22" in space.state.tickets


def test_a_ticket_that_ended_in_another_quarter_is_put_away_once(tmp_path: Path) -> None:
    space = with_closed(tmp_path)
    later = NOW + 200 * DAY
    for at in (later, NOW):  # by a clock that was wrong, and then by the right one
        space.take(pulled([issue(22, updated_at=at)]))
        closed = issue(22, updated_at=later + DAY, state=TicketState.RESOLVED, closed_at=at)
        space.take(pulled([closed]))
        space.save()
    found = space.archive.closed("#22")
    assert found is not None
    assert found.issue.closed_at == NOW


@pytest.mark.parametrize("again", [False, True])
def test_a_ticket_that_was_taken_out_does_not_come_back_from_the_checkpoint(
    tmp_path: Path, again: bool
) -> None:
    space = with_closed(tmp_path)
    space.take(pulled([IssueRow(issue(22, updated_at=NOW), in_scope=False)]))
    if again:
        space.save()
        space.reload()
    assert "#22" not in known_tickets(space.state, space.archive)
    assert ticket_of(space.state, space.archive, "#22") is None
    space.take(pulled(comments=[(22, comment(99))]))
    assert "#22" not in space


def test_a_capture_that_was_put_away_and_taken_back_is_gone_for_good(tmp_path: Path) -> None:
    life = Life(1, Workspace(tmp_path, alone().settings))
    space = life.machine
    assert isinstance(space, Workspace)
    space.write(open_ticket, "x")
    space.do(resolve, "L1", [Resolution.ANSWERED])
    space.save()
    assert "L1" in space.archive.all_closed()
    for _ in range(2):
        space.state = replace(space.state, tickets=known_tickets(space.state, space.archive))
        life.undo()
    assert known_tickets(space.state, space.archive) == {}
    space.save()
    space.reload()
    assert known_tickets(space.state, space.archive) == {}
    assert space.write(open_ticket, "y").operation.ticket == "L2"


def test_reopening_and_ending_again_keeps_the_latest_word(tmp_path: Path) -> None:
    space = Workspace(tmp_path, alone().settings)
    space.write(open_ticket, "x")
    for kind in (Resolution.FIXED, Resolution.DUPLICATE):
        space.do(resolve, "L1", [kind])
        space.save()
        space.state = replace(space.state, tickets=known_tickets(space.state, space.archive))
        if kind is Resolution.FIXED:
            space.do(reopen, "L1")
            space.save()
    found = space.archive.closed("L1")
    assert found is not None
    assert found.resolution == (Resolution.DUPLICATE,)


def test_whoever_comes_late_with_a_checkpoint_gets_the_newer_one(tmp_path: Path) -> None:
    one, other = with_closed(tmp_path), Workspace(tmp_path)
    late = one.state
    other.take(pulled(comments=[(3, comment(99))]))
    other.save()
    got = one.archive.save(late)
    assert got.seq == other.state.seq
    assert dict(got.tickets) == dict(other.state.tickets)


def test_a_process_that_starts_anew_forgets_what_it_had_read_of_older_checkpoints(tmp_path: Path) -> None:
    slow, quick = with_closed(tmp_path), Workspace(tmp_path)
    assert slow.archive.conversation("#6").latest == (6, 0)
    assert slow.archive.closed("#6") is None
    closed = issue(6, updated_at=NOW, state=TicketState.RESOLVED, closed_at=NOW)
    quick.take(pulled([closed], [(6, comment(106))]))
    quick.take(pulled(comments=[(6, comment(107, "leo"))]))
    quick.save()
    slow.reload()
    assert slow.archive.conversation("#6").latest == (107, 0)
    assert slow.archive.closed("#6") is not None


def test_one_who_slept_while_others_saved_is_told_to_start_anew(tmp_path: Path) -> None:
    slow, quick = with_closed(tmp_path), Workspace(tmp_path)
    slow.reload()
    for number in range(1, 7):  # so that the checkpoint that `slow` began with is no longer kept
        quick.take(pulled(comments=[(number, comment(100 + number)), (number + 20, comment(200 + number))]))
        quick.save()
    with pytest.raises(TooFarBehind):
        slow.archive.conversation("#1")
    slow.reload()
    assert [entry.stamp for entry in slow.archive.conversation("#6").entries] == [(6, 0), (106, 0)]
    assert slow["#26"].wrote_again


class Watched(FileJournal[Record]):
    """Says when somebody asks for its lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encode_record, lambda data: data)
        self.asked = threading.Event()

    @contextmanager
    def step(self) -> Iterator[Step[Record]]:
        self.asked.set()
        with super().step() as step:
            yield step


def test_saving_in_the_background_does_not_block_who_records(tmp_path: Path) -> None:
    state = with_closed(tmp_path).state
    journal = Watched(tmp_path)
    archive = TinyArchive(journal, Checkpoints(tmp_path))
    archive.load()
    background = threading.Thread(target=archive.save, args=[replace(state, seq=state.seq + 1)])
    with journal.step():
        journal.asked.clear()
        background.start()
        assert journal.asked.wait(5), "the checkpoint was never written"
        found: list[Any] = []
        reader = threading.Thread(target=lambda: found.append(archive.closed("#22")), daemon=True)
        reader.start()
        reader.join(3)
        assert found, "a step that wants a resolved ticket waits for the saver, which waits for the step"
    background.join(5)
    assert not background.is_alive()
