"""What a person at a terminal sees besides the data: colours, a width, progress."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping

import pytest
from rich.cells import cell_len
from rich.text import Text

from tests.cli.shell import Shell


def at_terminal(shell: Shell, *words: str, env: Mapping[str, str] | None = None) -> str:
    """What a command writes to a terminal of 70 columns, both streams."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    process = subprocess.Popen(
        shell.command(*words),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=shell.environment({"TERM": "xterm-256color", **(env or {})}),
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65_536):
            written += piece
    except OSError:
        pass  # how a terminal says that nobody is left on the other side
    finally:
        os.close(ours)
    assert process.wait(timeout=30) == 0, written
    return written.decode()


@pytest.fixture
def queue(shell: Shell) -> Shell:
    """A critical ticket with a long title, and a quiet one."""
    shell.add("A very long title " * 10)
    shell("set", "L1", "--severity", "critical").ok()
    shell.add("短い題名")
    return shell


def test_a_terminal_gets_colours_for_what_needs_somebody(queue: Shell) -> None:
    first, second = at_terminal(queue, "list").splitlines()
    assert "\x1b[31m▲" in first
    assert "\x1b[31m" not in second


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(queue: Shell, env: dict[str, str]) -> None:
    assert "\x1b" not in at_terminal(queue, "list", env=env)


def test_lines_fit_the_terminal(queue: Shell) -> None:
    lines = [Text.from_ansi(line).plain for line in at_terminal(queue, "list").splitlines()]
    assert max(map(cell_len, lines)) <= 70
    assert "…" in lines[0]
    assert "短い題名" in lines[1]


def test_json_is_indented_for_a_person(queue: Shell) -> None:
    assert at_terminal(queue, "status", "--json").startswith('{\r\n  "needs_you": 2,\r\n')


def test_a_pass_shows_what_it_does_and_leaves_no_trace_of_it(connected: Shell) -> None:
    connected.add()
    text = at_terminal(connected, "sync")
    assert "\r\x1b[Kreading" in text
    assert text.splitlines()[-1].split("\x1b[K")[-1].startswith("0 pulled · 1 sent")


def test_elsewhere_progress_is_silent(connected: Shell) -> None:
    connected.add()
    assert connected.alone("sync").ok().err == ""
