"""How it looks. After a wanted change: `pytest tests/tui/test_snapshots.py --snapshot-update`, and look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.operations.snoozed import snooze
from shiftui.domain.vocabulary import Resolution, Severity
from shiftui.service import handoffs, rota
from shiftui.service.desk import Desk
from shiftui.tui.app import ShiftApp
from tests.tui.support import Running, Tray, Window, clock_of, settle
from tests.tui.test_handing_over import chairs
from tests.tui.test_rota_lines import SETTINGS as ROTA_SETTINGS
from tests.tui.test_rota_lines import desk_of
from tests.tui.test_standing_by import chairs as three_chairs
from tests.tui.workspace import SETTINGS, invented_desk, local_desk

Compare = Callable[..., bool]
WIDE, NARROW = (120, 40), (80, 24)
BOTH = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])


def same(snap_compare: Compare, desk: Desk, size: tuple[int, int], keys: str = "") -> bool:
    """Whether the screen looks as it did, after these keys."""
    app = ShiftApp(desk, clipboard=Tray(), browser=Window())

    async def run(pilot: Pilot[Any]) -> None:
        await settle(app)
        await Running(app, pilot, Tray(), Window()).press(*keys.split())

    return snap_compare(app, terminal_size=size, run_before=run)


def calm_desk() -> Desk:
    """The invented team two days later, with nothing left to do but what was left lying."""
    desk = invented_desk()
    clock_of(desk).at += timedelta(days=2)
    for placed in desk.snapshot.queue(desk.now()):
        if placed.key in ("#433", "#431", "L2"):
            desk.do(snooze, placed.key, desk.now() + timedelta(hours=1))
        elif placed.lane.needs_you:
            desk.do(resolve, placed.key, [Resolution.ANSWERED])
    return desk


@BOTH
def test_dashboard(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "j")


@BOTH
def test_ticket(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "j enter pagedown")


@BOTH
def test_help(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "question_mark")


@BOTH
def test_palette(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "colon r e s")


@BOTH
def test_what_now(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "7")


@BOTH
def test_handoff_elements(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "H g")


@BOTH
def test_handoff_situation(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, local_desk(), size, "H 1")


@BOTH
def test_handoff_offered(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, local_desk(), size, "H 1 ctrl+o H")


@BOTH
def test_standing_by(snap_compare: Compare, size: tuple[int, int]) -> None:
    _, leo, _ = three_chairs()
    assert same(snap_compare, leo, size, "H")


@BOTH
def test_handoff_read_back(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, chairs_received(), size, "H")


@BOTH
def test_handoff_accept(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, chairs_received(), size, "H f6")


def chairs_received() -> Desk:
    """Leo's desk, with one ticket offered to him."""
    mia, leo = chairs(1)
    elements = {"summary": "Blank plots", "next_action": "read the log", "contingency": "none expected"}
    mia.do(set_fields, "L1", severity=Severity.ERROR, **elements)  # type: ignore[arg-type]
    handoffs.offer(mia, "leo")
    leo.refresh()
    return leo


@BOTH
def test_rota(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, changed_rota(), size, "R j j")


@BOTH
def test_rota_without_a_rotation(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, local_desk(), size, "R")


@BOTH
def test_rota_gaps_without_colours(
    snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = local_desk()
    handoffs.start(desk, "leo", "mia", desk.now() + timedelta(days=2), desk.now() + timedelta(days=9))
    assert same(snap_compare, desk, size, "R j j")


@BOTH
def test_rota_swap(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, changed_rota(theme="light"), size, "R j j j s")


@BOTH
def test_rota_cover(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, changed_rota(), size, "R c 2 1 7 : 0 0 enter 2 h")


def changed_rota(theme: str = "") -> Desk:
    """A rota with leave in it, covers that overlap, and a swap."""
    desk = desk_of(replace(ROTA_SETTINGS, theme=theme))
    handoffs.cover(desk, "leo", desk.now() + timedelta(hours=20), desk.now() + timedelta(hours=23))
    handoffs.cover(desk, "ada", desk.now() + timedelta(hours=22), desk.now() + timedelta(hours=25))
    whole = [slot for slot in rota.outlook(desk).slots if slot.ends - slot.begins > timedelta(days=6)]
    rota.swap(desk, whole[1], whole[2])
    return desk


@BOTH
def test_outbox(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "5 j")


@BOTH
def test_nothing_needs_anybody(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, calm_desk(), size)


@BOTH
def test_empty(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, local_desk(), size)


@BOTH
def test_filter_and_marks(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert same(snap_compare, invented_desk(), size, "space space slash c u s t o m e r")


def test_too_small(snap_compare: Compare) -> None:
    assert same(snap_compare, invented_desk(), (70, 20))


@pytest.mark.parametrize("theme", ["light", "high-contrast"])
@BOTH
def test_theme(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    assert same(snap_compare, invented_desk(settings=replace(SETTINGS, theme=theme)), size, "j")


@BOTH
def test_without_colours(
    snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert same(snap_compare, invented_desk(), size, "j space")
