"""kill -9 at any moment: what was reported done is there, and the store opens every time."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.terminal import Terminal

ROUNDS = int(os.environ.get("SHIFTUI_KILL_ROUNDS", "20"))
STREAM = """
import sys
from pathlib import Path
from shiftui.bootstrap import open_workspace
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
desk = open_workspace(Path(sys.argv[1])).desk
done = int(sys.argv[2])
while True:
    long = "x" * (4000 if done % 3 == 0 else 5)
    desk.do(note, "L1", f"n{done} {long}")
    desk.do(set_fields, "L1", summary="s" * (2000 >> done % 12))
    desk.checkpoint(force=done % 7 == 0)
    print(done, flush=True)
    done += 1
"""
"""A stream of operations whose data shrinks too, with checkpoints in between."""


@pytest.fixture
def shiftui(tmp_path: Path) -> Shiftui:
    return Shiftui(tmp_path / "workspace", {})


def _noted(shiftui: Shiftui) -> list[str]:
    notes = shiftui.ticket("L1")["notes"]
    return [entry["text"].split()[0] for entry in notes if entry["kind"] == "note"]


def _run_stream(shiftui: Shiftui, first: int, seconds: float) -> int:
    """Run the stream, kill it after a while; returns how many were acknowledged."""
    command = [sys.executable, "-c", STREAM, str(shiftui.folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=shiftui.environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        acknowledged = [line]
        time.sleep(seconds)  # the moment of death is the experiment, not a wait for a condition
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.readlines()
    whole = [line for line in acknowledged if line.endswith("\n")]
    return first + len(whole)


@pytest.mark.parametrize("rounds", [ROUNDS])
def test_what_a_stream_of_operations_acknowledged_survives_every_kill(shiftui: Shiftui, rounds: int) -> None:
    shiftui("add", "the ticket that all is about")
    chance = random.Random(20_261_121)
    count = 0
    for _ in range(rounds):
        count = _run_stream(shiftui, count, chance.random() * 0.12)
        noted = _noted(shiftui)
        expected = [f"n{index}" for index in range(count)]
        assert noted[: len(expected)] == expected
        assert len(noted) <= len(expected) + 1  # one may be durable and not yet acknowledged
        count = len(noted)


def test_commands_killed_at_any_moment_leave_all_that_exited_0(shiftui: Shiftui) -> None:
    shiftui("add", "the ticket that all is about")
    chance = random.Random(7)
    done: list[str] = []
    for index in range(ROUNDS if ROUNDS > 20 else 10):
        command = [*SHIFTUI, "note", "L1", f"c{index}"]
        with subprocess.Popen(command, env=shiftui.environment) as process:
            try:
                process.wait(chance.random() * 0.3)
            except subprocess.TimeoutExpired:
                process.kill()
            if process.wait() == 0:
                done.append(f"c{index}")
    noted = _noted(shiftui)
    assert [text for text in noted if text in done] == done
    assert shiftui.run("doctor").code == 0


def test_what_the_running_dashboard_showed_as_done_survives_every_kill(shiftui: Shiftui) -> None:
    shiftui("add", "the ticket that all is about")
    chance = random.Random(3)
    shown = 0
    for _ in range(ROUNDS if ROUNDS > 20 else 3):
        with Terminal(SHIFTUI, environment=shiftui.environment) as terminal:
            terminal.shows("the ticket that all is about")
            text = f"d{shown:04}"
            terminal.press("n")
            terminal.shows("ote")
            terminal.settle(0.15)
            terminal.press(text)
            terminal.shows(text)
            terminal.press("ctrl+o")
            terminal.shows("L1 noted")
            shown += 1
            terminal.press("n", *"half")
            time.sleep(chance.random() * 0.1)  # the moment of death is the experiment
            terminal.kill()
        assert [text for text in _noted(shiftui) if text.startswith("d")] == [
            f"d{n:04}" for n in range(shown)
        ]
