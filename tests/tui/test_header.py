"""The first row: who and where, and how far from GitHub."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shiftui.domain.outbox import Delivery, Step, StepName
from shiftui.domain.records import StepMoved, SyncEnded, SyncReport
from shiftui.domain.settings import Rotation
from shiftui.domain.trouble import Trouble
from shiftui.service.desk import Desk
from shiftui.tui.lines import Line, width_of
from shiftui.tui.view_models.header import SyncLook, header_line
from tests.tui.support import StoppedClock, clock_of
from tests.tui.test_rows import moment_of
from tests.tui.workspace import CONNECTED, NOW, SETTINGS, empty_desk, invented_desk, local_desk, memory_desk


def shown(desk: Desk, sync: SyncLook | None = None, width: int = 120) -> str:
    return "".join(span.text for span in header_line(moment_of(desk), sync or SyncLook(), width)).strip()


def ended(desk: Desk, trouble: Trouble, until: datetime | None = None) -> None:
    """A pass ended so."""
    report = SyncReport(trouble=trouble, error="why", retry_at=until)
    desk.append(lambda _: [SyncEnded(clock_of(desk).at, report)])


def test_it_says_the_repository_who_sits_here_and_the_age_of_the_sync() -> None:
    header = shown(invented_desk())
    assert header.startswith("live-incidents   mia")
    assert header.endswith("synced 40 s ago   10 queued")


def test_the_age_of_the_sync_moves_in_steps_of_ten_seconds() -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(seconds=9)
    assert "synced 40 s ago" in shown(desk)
    clock_of(desk).at += timedelta(seconds=1)
    assert "synced 50 s ago" in shown(desk)


def test_offline_is_said_with_the_age_of_what_is_shown() -> None:
    desk = invented_desk()
    clock_of(desk).at += timedelta(minutes=12)
    ended(desk, Trouble.OFFLINE)
    assert "offline  synced 12 min ago" in shown(desk)


def test_what_else_keeps_it_from_being_in_step_is_said_in_a_few_words() -> None:
    desk = invented_desk()
    ended(desk, Trouble.TOKEN)
    assert "token not accepted  synced 40 s ago" in shown(desk)
    ended(desk, Trouble.LIMITED, clock_of(desk).at + timedelta(minutes=7))
    assert "GitHub asks to wait until 15:40  synced 40 s ago" in shown(desk)
    clock_of(desk).at += timedelta(minutes=8)
    assert "wait" not in shown(desk)


def test_a_workspace_that_has_never_met_github_says_so() -> None:
    assert "not synced yet" in shown(empty_desk())
    desk = empty_desk()
    ended(desk, Trouble.OFFLINE)
    assert "offline, never synced" in shown(desk)


def test_a_local_workspace_speaks_of_no_sync() -> None:
    assert shown(local_desk()) == "shiftui  local workspace   mia"


def test_until_when_the_shift_lasts_is_said_where_there_is_room_and_who_has_it_always() -> None:
    clock = StoppedClock(NOW)
    rotation = Rotation(length="1 day", start="2026-11-22T17:00", order=("mia", "leo"))
    desk, _ = memory_desk(clock, replace(SETTINGS, rotation=rotation), [CONNECTED])
    assert "mia until 17:00 · backup leo" in shown(desk)
    clock.at += timedelta(minutes=50)
    assert "mia until 17:00 · backup leo · hand over soon" in shown(desk)
    assert "mia · backup leo · hand over soon" in shown(desk, width=74)
    assert "mia · hand over soon" in shown(desk, width=60)
    assert "mia" in shown(desk, width=50)


def test_long_work_shows_what_is_done_and_how_much_is_left() -> None:
    header = shown(invented_desk(), SyncLook(busy="reading", done=600, total=2_400))
    assert "reading ━━━━━━━━━━━━ 600 of 2,400" in header


def test_the_bar_of_long_work_is_filled_in_proportion() -> None:
    line = header_line(moment_of(invented_desk()), SyncLook(busy="sending", done=3, total=12), 120)
    bars = [(len(span.text), span.role) for span in line if "━" in span.text]
    assert bars == [(3, "accent"), (9, "line")]


def test_what_github_refused_is_red() -> None:
    desk = invented_desk()
    entry = desk.snapshot.outbox[0]
    moved = StepMoved(entry.id, Step(StepName.LOG, Delivery.REFUSED, "no right to write"))
    desk.append(lambda _: [moved])
    line = header_line(moment_of(desk), SyncLook(), 120)
    assert [(span.text, span.role) for span in line if "delivered" in span.text] == [
        ("1 not delivered", "red")
    ]


@pytest.mark.parametrize(("private", "badge"), [(True, False), (False, True), (None, True)])
def test_team_text_that_stays_here_has_a_badge(private: bool | None, badge: bool) -> None:
    connected = replace(CONNECTED, log_private=private)
    desk, _ = memory_desk(StoppedClock(NOW), SETTINGS, [connected])
    assert ("notes not shared" in shown(desk)) is badge


def test_a_workspace_that_only_looks_says_so() -> None:
    desk, _ = memory_desk(StoppedClock(NOW), replace(SETTINGS, read_only=True), [CONNECTED])
    assert "read-only" in shown(desk)


def test_nobody_named_is_told_how_to_be() -> None:
    desk, _ = memory_desk(StoppedClock(NOW), replace(SETTINGS, me=""))
    assert "nobody named; set local.me" in shown(desk)


@pytest.mark.parametrize("width", [80, 120, 240])
def test_the_header_fills_its_row_exactly(width: int) -> None:
    line: Line = header_line(
        moment_of(invented_desk()), SyncLook(busy="reading " * 9, done=1, total=9), width
    )
    assert width_of(line) == width
