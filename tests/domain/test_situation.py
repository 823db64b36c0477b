"""The drafted situation: counts, what was late, what is owed, what is coming."""

from dataclasses import replace
from datetime import date, timedelta

from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.queue import order
from shiftui.domain.settings import Person, Settings
from shiftui.domain.situation import situation
from shiftui.domain.vocabulary import Resolution, SpinoffKind
from tests.domain.support import NOW, alone


def test_it_tells_what_was_patched_and_what_is_coming_and_nothing_twice() -> None:
    machine = alone()
    machine.write(open_ticket, "Disk full", requester="j.doe")
    machine.write(open_ticket, "Licence server", requester="j.doe")
    machine.write(open_ticket, "Blank plots", requester="j.doe")
    machine.do(resolve, "L1", [Resolution.WORKAROUND])
    machine.do(resolve, "L3", [Resolution.KNOWN_ISSUE])
    hours = replace(Settings().hours, closed=frozenset({date(2026, 11, 26), date(2027, 1, 1)}))
    away = ((date(2026, 11, 25), date(2026, 11, 27)),)
    settings = Settings(hours=hours, people=(Person("leo", away=away), Person("ada")))
    placed = order(machine.scene().tickets.values(), settings, NOW)
    assert situation(placed, settings, NOW - timedelta(hours=8), NOW, ["quiet"]) == (
        "3 arrived, 2 resolved, goal met or still open on 3 of 3.\n"
        "Known, and asked again: L3 Blank plots.\n"
        "Patched, no lasting fix under way: L1 Disk full.\n"
        "Coming: nobody works on Thu 26 Nov.\n"
        "Coming: leo is away Wed 25 Nov to Fri 27 Nov.\n"
        "Diary: quiet"
    )


def test_a_quiet_shift_is_one_line() -> None:
    assert situation((), Settings(), None, NOW, ()) == "0 arrived, 0 resolved."


def test_a_runbook_that_was_asked_for_is_told_until_it_is_written() -> None:
    machine = alone()
    machine.write(open_ticket, "Licence server", requester="j.doe")
    machine.do(spin_off, "L1", "Move to the standby host", kind=SpinoffKind.RUNBOOK)
    machine.do(spin_off, "L1", "Alert before it is full", kind=SpinoffKind.ALERTING)

    def told() -> list[str]:
        placed = order(machine.scene().tickets.values(), Settings(), NOW)
        return situation(placed, Settings(), None, NOW, ()).splitlines()[1:]

    assert told() == ["Runbook to write: L2 Move to the standby host."]
    machine.do(resolve, "L2", [Resolution.FIXED])
    assert "Runbook" not in "".join(told())
