"""What came while somebody looks: a critical ticket stays on the line to talk, others are told in passing."""

from datetime import timedelta

from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.records import IssueRow, Pulled, SyncEnded, SyncReport
from shiftui.domain.vocabulary import Priority, Severity
from shiftui.service.desk import Desk
from shiftui.tui.notices import Kind
from tests.tui.support import MemoryJournal, Running, StoppedClock, running, settle
from tests.tui.workspace import CONNECTED, NOW, desk_on, invented_desk, issue

DOWN = issue(901, "Licence server down", NOW, priority=Priority.SERVICE, severity=Severity.CRITICAL)
PLOTS = issue(902, "Plots are green", NOW, priority=Priority.CUSTOMER)
READER = issue(903, "Reader [b]crashes\x1b[31m", NOW)


async def arrive(shown: Running, desk: Desk, *rows: IssueRow) -> None:
    desk.append(lambda _: [Pulled(NOW, issues=rows)])
    await settle(shown.app)


async def test_a_critical_ticket_is_told_until_a_key_is_pressed() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await arrive(shown, desk, DOWN)
        assert shown.said == "critical: #901 · answer by 16:33 · Licence server down"
        await shown.pass_time(600)
        assert "critical: #901" in shown.said
        await shown.press("escape")
        assert shown.said == ""


async def test_another_ticket_is_told_in_passing_and_hides_nothing() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await arrive(shown, desk, PLOTS)
        assert shown.said == "new: #902 · answer by 16:33 · Plots are green"
        await shown.pass_time(30)
        assert shown.said == ""
        shown.board.say("you are off duty", Kind.NEWS)
        await arrive(shown, desk, READER)
        assert shown.said == "you are off duty"


async def test_several_are_one_line_and_strangers_titles_are_safe() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await arrive(shown, desk, PLOTS, READER)
        assert shown.said == "2 new tickets: #903 #902", "as the queue has them"
        await arrive(
            shown, desk, issue(904, "Also \x1b]52;c;x\x07 [red]down", NOW, severity=Severity.CRITICAL), DOWN
        )
        assert shown.said.startswith("2 critical tickets: ")
    assert "\x1b" not in shown.said


async def test_what_is_captured_here_or_comes_with_the_first_import_is_no_news() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        desk.write(open_ticket, "By phone", requester="Ana", severity=Severity.CRITICAL)
        await settle(shown.app)
        assert shown.said == ""
    clock = StoppedClock(NOW)
    journal = MemoryJournal()
    journal.append([CONNECTED])
    fresh = desk_on(journal, clock)
    async with running(fresh) as shown:
        await arrive(shown, fresh, DOWN, PLOTS)
        fresh.append(lambda _: [SyncEnded(NOW + timedelta(seconds=1), SyncReport(pulled=2))])
        await settle(shown.app)
        assert "#901" not in shown.said
        await arrive(shown, fresh, READER)
        assert "new: #903" in shown.said


async def test_the_beginning_of_the_list_stays_in_sight_while_urgent_tickets_come() -> None:
    desk = invented_desk()
    async with running(desk, (80, 24)) as shown:
        await shown.press("j", "j", "j")
        cursor = shown.board.queue.cursor
        assert cursor is not None
        for number in (911, 912, 913):
            await arrive(shown, desk, issue(number, "Down", NOW, severity=Severity.CRITICAL))
        assert all(f"#{number}" in shown.text() for number in (911, 912, 913))
        assert "NEEDS YOU" in shown.text()
        assert shown.board.queue.cursor is not None
        assert shown.board.queue.cursor.id == cursor.id


async def test_a_ticket_that_becomes_critical_later_is_told_then() -> None:
    desk = invented_desk()
    async with running(desk) as shown:
        await arrive(shown, desk, PLOTS)
        await arrive(shown, desk, issue(902, "Plots are green", NOW, severity=Severity.CRITICAL))
        assert shown.said == "critical: #902 · answer by 16:33 · Plots are green"
        await shown.press("escape")
        await arrive(shown, desk, issue(902, "Plots are red", NOW, severity=Severity.CRITICAL))
        assert shown.said == "", "once"
