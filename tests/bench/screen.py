"""Budgets of the dashboard on a real terminal."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import PYTHON, SHIFTUI, Budget, cpu_seconds, percentile, to_first_paint
from tests.bench.workspaces import filled
from tests.e2e.terminal import Terminal

ROUNDS = 7
QUIET_SECONDS = 20.0


def first_paint() -> Iterator[Budget]:
    """The first painted queue against a bare Textual app, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        filled(workspace, 300, 2_000, urgent=5)
        env = {"SHIFTUI_WORKSPACE": str(workspace)}
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(ROUNDS):
            ours.append(to_first_paint((SHIFTUI,), "Plots of data set", env))
            bare.append(to_first_paint((PYTHON, "-m", "tests.bench.bare"), "Plots of data set", {}))
        ours.sort()
        bare.sort()
        mine, theirs = ours[ROUNDS // 2], bare[ROUNDS // 2]
        detail = f"{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms, medians of {ROUNDS}"
        yield Budget(
            "first painted queue, 300 open and 2,000 known", mine / theirs, 1.5, "× bare", detail=detail
        )


def key_to_frame() -> Iterator[Budget]:
    """From a key to the first bytes of the frame that answers it, and to the last of them."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        filled(workspace, 1_000)
        env = {"SHIFTUI_WORKSPACE": str(workspace)}
        with Terminal((SHIFTUI,), environment=env, emulate=False) as terminal:
            _until_painted(terminal)
            taken = [_one_key(terminal, "j" if turn % 2 else "k") for turn in range(102)][2:]
            p95 = percentile(taken, 0.95) * 1000
            median = percentile(taken, 0.5) * 1000
            detail = f"median {median:.0f} ms, {len(taken)} keys"
            yield Budget("key to painted frame, 1,000 open, p95", p95, 50, "ms", detail=detail)


def _one_key(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the end of the burst of output that it causes."""
    while terminal.read(0.15):
        pass
    started = time.perf_counter()
    terminal.press(key)
    last = started
    while terminal.read(0.1 if last == started else 0.03):
        last = time.perf_counter()
        if last - started > 1:
            break
    return last - started


def quiet_screen() -> Iterator[Budget]:
    """What a screen with running countdowns costs while nobody touches it."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        filled(workspace, 300, 2_000, urgent=5)
        env = {"SHIFTUI_WORKSPACE": str(workspace)}
        with Terminal((SHIFTUI,), environment=env, emulate=False) as terminal:
            _until_painted(terminal)
            _read_for(terminal, 3)
            before, cpu = len(terminal.written), cpu_seconds(terminal.pid)
            _read_for(terminal, QUIET_SECONDS)
            sent = (len(terminal.written) - before) / QUIET_SECONDS / 1000
            used = (cpu_seconds(terminal.pid) - cpu) / QUIET_SECONDS * 100
        detail = f"over {QUIET_SECONDS:.0f} s, five rows below ten minutes"
        yield Budget("quiet screen, to the terminal", sent, 2, "KB/s", detail=detail)
        yield Budget("quiet screen, processor", used, 2, "% core", detail=detail)


def _until_painted(terminal: Terminal) -> None:
    deadline = time.monotonic() + 20
    while b"Plots of data set" not in terminal.written and time.monotonic() < deadline:
        terminal.read(0.2)


def _read_for(terminal: Terminal, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.05)
