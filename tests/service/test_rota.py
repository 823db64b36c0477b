"""Changes of the rota: decided on what stands, recorded whole, taken back whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shiftui.domain.coming import Slot
from shiftui.domain.operations import ShiftSet
from shiftui.domain.refusals import BadValue
from shiftui.domain.settings import Rotation
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from shiftui.service.rota import NotChanged, Outlook, outlook, part_to_fill, set_backup, set_primary, swap
from tests.domain.test_duty import SETTINGS
from tests.tui.support import MemoryJournal, StoppedClock, clock_of
from tests.tui.workspace import desk_on

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""An hour into leo's week; mia's is over, ada's comes next."""


@pytest.fixture
def desk() -> Desk:
    return desk_on(MemoryJournal(), StoppedClock(NOW), SETTINGS)


def slot(desk: Desk, at: int) -> Slot:
    """The shift at that place: 0 is the last one, 1 the running one."""
    return outlook(desk).slots[at]


def people(look: Outlook, at: int) -> tuple[str | None, str | None]:
    return look.slots[at].primary, look.slots[at].backup


def test_a_shift_to_come_gets_another_primary_and_nobody_goes_on_duty(desk: Desk) -> None:
    before = slot(desk, 2)
    assert (before.primary, before.backup) == ("ada", "mia")
    set_primary(desk, before, "leo")
    after = outlook(desk)
    assert people(after, 2) == ("leo", "mia")
    assert after.slots[2].why == "changed by mia"
    assert (after.on_call.on_duty.primary, after.taken) == ("leo", None)


def test_a_backup_who_becomes_primary_is_backed_up_by_whom_they_replace(desk: Desk) -> None:
    set_primary(desk, slot(desk, 2), "mia")
    assert people(outlook(desk), 2) == ("mia", "ada")


def test_the_running_shift_begins_anew_with_whoever_is_named(desk: Desk) -> None:
    set_primary(desk, slot(desk, 1), "ada")
    after = outlook(desk)
    assert after.on_call.on_duty.primary == "ada"
    assert isinstance(after.taken, ShiftSet)
    assert after.on_call.on_duty.ends == after.slots[1].ends


def test_the_backup_of_a_shift_changes_and_its_primary_does_not(desk: Desk) -> None:
    set_backup(desk, slot(desk, 2), "leo")
    assert people(outlook(desk), 2) == ("ada", "leo")


def test_the_running_shift_gets_another_backup_and_keeps_its_beginning(desk: Desk) -> None:
    before = slot(desk, 1)
    set_backup(desk, before, "mia")
    duty = outlook(desk).on_call.on_duty
    assert (duty.primary, duty.backup) == ("leo", "mia")
    assert (duty.begins, duty.ends) == (before.begins, before.ends)


def test_a_backup_is_not_set_where_that_would_take_somebody_off_duty(desk: Desk) -> None:
    handoffs.take_over(desk)
    with pytest.raises(NotChanged, match=r"mia is on duty \(took over from leo\)"):
        set_backup(desk, slot(desk, 1), "mia")
    assert outlook(desk).on_call.on_duty.primary == "mia"


def test_a_swap_is_taken_back_as_one(desk: Desk) -> None:
    before = outlook(desk)
    swap(desk, slot(desk, 2), slot(desk, 3))
    after = outlook(desk)
    assert [people(after, at) for at in (2, 3)] == [("mia", "ada"), ("ada", "mia")]
    desk.undo()
    assert outlook(desk).slots == before.slots


def test_swapping_what_was_swapped_leaves_the_rotation(desk: Desk) -> None:
    before = outlook(desk).slots
    swap(desk, slot(desk, 2), slot(desk, 3))
    swap(desk, slot(desk, 2), slot(desk, 3))
    assert [one.primary for one in outlook(desk).slots] == [one.primary for one in before]


REFUSED: dict[str, Callable[[Desk], object]] = {
    "is over": lambda desk: set_primary(desk, slot(desk, 0), "ada"),
    "has it already": lambda desk: set_primary(desk, slot(desk, 2), "ada"),
    "is the backup already": lambda desk: set_backup(desk, slot(desk, 2), "mia"),
    "has begun": lambda desk: swap(desk, slot(desk, 1), slot(desk, 2)),
    "it already": lambda desk: swap(desk, slot(desk, 2), slot(desk, 5)),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_makes_no_sense_is_refused_and_records_nothing(desk: Desk, words: str) -> None:
    before = desk.snapshot.state.seq
    with pytest.raises(NotChanged, match=words):
        REFUSED[words](desk)
    assert desk.snapshot.state.seq == before


def test_nobody_backs_up_themselves_and_nobody_unknown_gets_a_shift(desk: Desk) -> None:
    with pytest.raises(BadValue, match="cannot back up themselves"):
        set_backup(desk, slot(desk, 2), "ada")
    with pytest.raises(BadValue, match="not on the roster"):
        set_primary(desk, slot(desk, 2), "zoe")


def test_a_shift_that_somebody_else_has_changed_meanwhile_is_looked_at_again() -> None:
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    mia = desk_on(journal, clock, SETTINGS)
    leo = desk_on(journal, clock, replace(SETTINGS, me="leo"), 1_000)
    seen = slot(mia, 2)
    set_primary(leo, slot(leo, 2), "leo")
    with pytest.raises(NotChanged, match="changed this shift meanwhile"):
        set_primary(mia, seen, "mia")
    with pytest.raises(NotChanged, match="changed this shift meanwhile"):
        set_backup(mia, seen, "leo")
    with pytest.raises(NotChanged, match="changed this shift meanwhile"):
        swap(mia, slot(mia, 3), seen)


def test_a_shift_that_ended_while_somebody_chose_is_refused(desk: Desk) -> None:
    seen = slot(desk, 1)
    clock_of(desk).at += timedelta(weeks=1)
    with pytest.raises(NotChanged, match="is over"):
        set_primary(desk, seen, "mia")


def test_a_gap_is_filled_by_a_week_at_most() -> None:
    desk = desk_on(MemoryJournal(), StoppedClock(NOW), replace(SETTINGS, rotation=Rotation()))
    handoffs.start(desk, "mia", "leo", NOW + timedelta(days=1), NOW + timedelta(days=2))
    gap = outlook(desk).slots[-1]
    assert gap.is_gap
    with pytest.raises(NotChanged, match="nobody is primary"):
        set_backup(desk, gap, "ada")
    set_primary(desk, part_to_fill(gap), "ada")
    filled, rest = outlook(desk).slots[-2:]
    assert (filled.primary, filled.ends - filled.begins) == ("ada", timedelta(weeks=1))
    assert rest.is_gap
    with pytest.raises(NotChanged, match="meanwhile"):
        set_primary(desk, part_to_fill(gap), "leo")


def test_the_load_names_those_who_never_come_up_and_the_advice_is_one_sentence(desk: Desk) -> None:
    for at in (2, 5):
        set_primary(desk, slot(desk, at), "leo")
    look = outlook(desk)
    assert set(look.load) == {"mia", "leo", "ada"}
    assert look.load["leo"] > look.load["mia"]
    assert look.advice.startswith("more even: ada takes leo's shift of")
