"""Ended from outside: what was recorded is there, and the terminal is given back as it was."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.terminal import Terminal

LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l")
"""The alternate screen is left, the cursor shown, the mouse let go."""


@pytest.fixture
def shiftui(tmp_path: Path) -> Shiftui:
    made = Shiftui(tmp_path / "workspace", {})
    made("add", "Licence server flaps")
    return made


@pytest.fixture
def terminal(shiftui: Shiftui) -> Iterator[Terminal]:
    """The dashboard, in which the ticket has just been acknowledged."""
    with Terminal(SHIFTUI, environment=shiftui.environment) as opened:
        opened.shows("Licence server flaps")
        opened.press("a")
        opened.shows("acknowledged")
        yield opened


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_as_a_key_would(terminal: Terminal, shiftui: Shiftui, signum: int) -> None:
    terminal.kill(signum)
    assert terminal.wait() == 128 + signum
    assert all(restored in terminal.written for restored in LEFT)
    assert b"Traceback" not in terminal.written
    assert shiftui.ticket("L1")["acknowledged_by"]


def test_a_terminal_that_is_closed_ends_it(terminal: Terminal, shiftui: Shiftui) -> None:
    terminal.hang_up()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        pid, _ = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(0.02)
    else:
        raise AssertionError("it goes on without a terminal")
    assert shiftui.ticket("L1")["acknowledged_by"]
    assert shiftui.run("note", "L1", "still works").code == 0


def test_control_c_ends_nothing_and_says_how_to(terminal: Terminal, shiftui: Shiftui) -> None:
    terminal.press("ctrl+c")
    terminal.shows("q quits")
    terminal.press("q")
    assert terminal.wait() == 0
    assert all(restored in terminal.written for restored in LEFT)
