"""Budgets of the commands and of recording."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tinydb import TinyDB, where

from shiftui.bootstrap import Workspace
from shiftui.domain.codec import encode
from shiftui.domain.operations.noted import note
from tests.bench.measure import PYTHON, SHIFTUI, Budget, in_turn
from tests.bench.workspaces import filled

ROUNDS = 15


def commands() -> Iterator[Budget]:
    """The commands that people and prompts call often, against importing click."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        filled(workspace, 300, 2_000, urgent=5)
        base = (SHIFTUI, "--workspace", str(workspace))
        taken = in_turn(
            {
                "click": (PYTHON, "-c", "import click"),
                "status": (*base, "status"),
                "list": (*base, "list", "--json"),
                "note": (*base, "note", "L7", "checked the log"),
            },
            ROUNDS,
            {},
        )
    for name in ("status", "list", "note"):
        detail = f"{taken[name] * 1000:.0f} ms against {taken['click'] * 1000:.0f} ms, medians of {ROUNDS}"
        yield Budget(f"shiftui {name}", taken[name] / taken["click"], 2.5, "× click", detail=detail)


def recording() -> Iterator[Budget]:
    """One operation at 10,000 tickets: against stock TinyDB on the same documents, and itself at 100."""
    with tempfile.TemporaryDirectory() as folder:
        small = filled(Path(folder) / "small", 100)
        large = filled(Path(folder) / "large", 10_000)
        at_100: list[float] = []
        at_10_000: list[float] = []
        for turn in range(60):
            at_100.append(_note(small, turn))
            at_10_000.append(_note(large, turn))
        few, many = statistics.median(at_100), statistics.median(at_10_000)
        stock = _stock(large, Path(folder) / "stock.json")
    detail = f"{stock * 1000:.0f} ms against {many * 1000:.2f} ms"
    yield Budget(
        "recording at 10,000 tickets, against stock TinyDB",
        stock / many,
        50,
        "×",
        at_least=True,
        detail=detail,
    )
    detail = f"{many * 1000:.2f} ms against {few * 1000:.2f} ms"
    yield Budget("recording at 10,000 tickets, against 100", many / few, 1.5, "×", detail=detail)


def _note(workspace: Workspace, turn: int) -> float:
    started = time.perf_counter()
    workspace.desk.do(note, "L7", f"note {turn}")
    return time.perf_counter() - started


def _stock(workspace: Workspace, path: Path) -> float:
    """The median of changing one ticket's document with TinyDB's own storage."""
    database = TinyDB(path)
    database.insert_multiple([encode(ticket) for ticket in workspace.desk.snapshot.tickets.values()])
    taken = []
    for turn in range(3):
        started = time.perf_counter()
        database.update({"noted": turn}, where("key") == "L7")
        taken.append(time.perf_counter() - started)
    database.close()
    return statistics.median(taken)
