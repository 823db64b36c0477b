"""The backup's view: whose tickets they are, when help is called for, and the two keys that take over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.settings import Rotation
from shiftui.service import handoffs
from shiftui.service.desk import Desk
from tests.tui.support import MemoryJournal, StoppedClock, running
from tests.tui.test_handing_over import LOCAL
from tests.tui.workspace import NOW, desk_on

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def chairs() -> tuple[Desk, Desk, Desk]:
    """Mia on duty with one ticket; leo, who backs her up; and ada, who looks on."""
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    mia = desk_on(journal, clock, LOCAL)
    handoffs.start(mia, "mia", "leo", None, NOW + timedelta(hours=3))
    mia.write(open_ticket, title="Plots blank", requester="j.doe")
    leo, ada = (
        desk_on(journal, clock, replace(LOCAL, me=me), ids) for me, ids in (("leo", 500), ("ada", 900))
    )
    return mia, leo, ada


@SIZES
async def test_a_backup_is_aware_and_called_when_the_goal_is_at_risk(size: tuple[int, int]) -> None:
    _, leo, _ = chairs()
    async with running(leo, size) as shown:
        assert "1 needs mia" in shown.text()
        assert "NEEDS MIA" in shown.text()
        assert "H takes over" not in shown.text()
        await shown.pass_time(50 * 60)
        assert "H takes over" in shown.text()
        await shown.pass_time(20 * 60)
        assert "1 breached" in shown.text()
        assert "H takes over" in shown.text()


async def test_who_has_the_shift_is_not_told_to_take_it_over() -> None:
    mia, _, _ = chairs()
    async with running(mia) as shown:
        assert "1 needs you" in shown.text()
        assert "NEEDS YOU" in shown.text()
        await shown.pass_time(50 * 60)
        assert "takes over" not in shown.text()
        assert "you back up" not in shown.text()


@SIZES
async def test_two_keys_take_over_and_one_gives_it_back(size: tuple[int, int]) -> None:
    _, leo, _ = chairs()
    async with running(leo, size) as shown:
        if size[0] > 100:  # elsewhere the countdown needs the room
            assert "you back up mia" in shown.text()
        await shown.press("H")
        assert "mia has the shift" in shown.text()
        assert "stay aware" in shown.text()
        await shown.press("enter")
        assert handoffs.on_call(leo).on_duty.primary == "mia", "leaving it is what Enter does"
        await shown.press("H", "t")
        assert "took over: you are primary now" in shown.said
        assert "1 needs you" in shown.text()
        await shown.press("u")
        assert handoffs.on_call(leo).on_duty.primary == "mia"
        assert "1 needs mia" in shown.text()


async def test_somebody_else_may_take_over_as_well_but_is_not_called() -> None:
    _, _, ada = chairs()
    async with running(ada) as shown:
        await shown.pass_time(50 * 60)
        assert "takes over" not in shown.text()
        await shown.press("H")
        assert "mia has the shift" in shown.text()
        assert "You back" not in shown.text()
        await shown.press("escape")
        assert handoffs.on_call(ada).on_duty.primary == "mia"


async def test_a_shift_that_nobody_has_needs_somebody() -> None:
    later = replace(LOCAL, rotation=Rotation(start="2026-11-25 08:00", order=("mia", "leo")))
    desk = desk_on(MemoryJournal(), StoppedClock(NOW), later)
    async with running(desk) as shown:
        assert "nobody is on duty" in shown.text()
        assert "0 need somebody" in shown.text()
    async with running(desk_on(MemoryJournal(), StoppedClock(NOW), LOCAL)) as shown:
        assert "0 need you" in shown.text(), "before any word of shifts it is whoever sits here"


async def test_whoever_is_not_named_backs_nobody_up() -> None:
    journal, clock = MemoryJournal(), StoppedClock(NOW)
    handoffs.start(desk_on(journal, clock, LOCAL), "mia", "", None, NOW + timedelta(hours=3))
    async with running(desk_on(journal, clock, replace(LOCAL, me=""), 500)) as shown:
        assert "you back up" not in shown.text()
        assert "need mia" in shown.text()


async def test_a_shift_that_somebody_accepted_meanwhile_is_not_taken_over() -> None:
    mia, leo, ada = chairs()
    async with running(ada) as shown:
        await shown.press("H")
        assert "mia has the shift" in shown.text()
        handoffs.take_over(leo)
        ada.refresh()
        await shown.press("t")
        assert shown.said == "leo has the shift now: nothing was taken over"
    mia.refresh()
    assert handoffs.on_call(mia).on_duty.primary == "leo"


async def test_an_offer_is_told_instead_of_the_hint_and_can_be_cut_short() -> None:
    mia, leo, ada = chairs()
    handoffs.offer(mia, "ada", incomplete="in a hurry")
    leo.refresh()
    async with running(leo) as shown:
        await shown.pass_time(50 * 60)
        assert "H takes over" not in shown.text()
        await shown.press("H")
        assert shown.said == ""
        assert "It is offered to ada, who accepts it." in shown.text()
        await shown.press("t")
    ada.refresh()
    assert handoffs.on_call(ada).on_duty.primary == "leo"
