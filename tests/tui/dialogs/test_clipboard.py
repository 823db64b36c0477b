"""Copying reaches the clipboard that the person pastes from, or says that it reached none."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shiftui.tui.clipboard import OSC_52_LIMIT, TerminalClipboard
from tests.tui.dialogs.terminal import ROOT, terminal

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
TEXT = "Hello Jäne,\n\n[thank] you 🔥\n"


def test_over_ssh_the_terminal_is_asked() -> None:
    written: list[str] = []
    assert TerminalClipboard(SSH, written.append).copy(TEXT)
    assert written == [TEXT]


def test_a_lone_surrogate_is_no_reason_not_to_copy() -> None:
    written: list[str] = []
    assert TerminalClipboard(SSH, written.append).copy("a\udc9bb")
    assert written == ["a?b"]


@pytest.mark.parametrize("environ", [{}, SSH | {"STY": "1234.pts-0"}], ids=["nothing", "in screen over ssh"])
def test_where_nothing_takes_it_copying_says_so(environ: dict[str, str]) -> None:
    written: list[str] = []
    assert not TerminalClipboard(environ, written.append).copy(TEXT)
    assert written == []


def test_without_a_terminal_to_ask_copying_says_so() -> None:
    assert not TerminalClipboard(SSH).copy(TEXT)


def test_what_terminals_would_drop_is_not_sent() -> None:
    written: list[str] = []
    clipboard = TerminalClipboard(SSH, written.append)
    assert clipboard.copy("x" * OSC_52_LIMIT)
    assert not clipboard.copy("ä" * OSC_52_LIMIT)
    assert len(written) == 1


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a program in a tmux of its own."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed here")
    socket = tmp_path / "tmux"
    base = ["tmux", "-f", "/dev/null", "-S", str(socket)]
    subprocess.run([*base, "new-session", "-d", "-x", "80", "-y", "24", "sleep 60"], check=True, timeout=20)
    yield {**os.environ, "TMUX": f"{socket},0,0"}
    subprocess.run([*base, "kill-server"], check=False, timeout=20)


def test_in_tmux_its_buffer_holds_the_text(tmux: dict[str, str]) -> None:
    assert TerminalClipboard(tmux | SSH).copy(TEXT)
    shown = subprocess.run(["tmux", "show-buffer"], env=tmux, capture_output=True, check=True, timeout=20)
    assert shown.stdout.decode() == TEXT


def test_a_tmux_that_has_gone_is_no_clipboard(tmp_path: Path) -> None:
    gone = {**os.environ, "TMUX": f"{tmp_path}/none,0,0"}
    assert not TerminalClipboard(gone | SSH).copy(TEXT)


def run_with_xclip(folder: Path, does: str, patience: float = 20.0) -> subprocess.CompletedProcess[str]:
    """Copy in a process of its own, at a desktop whose clipboard program does that."""
    program = folder / "xclip"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    code = (
        "import os; from shiftui.tui import clipboard; "
        f"clipboard.PATIENCE = {patience}; "
        "print(clipboard.TerminalClipboard({}).copy(os.environ['TEXT']))"
    )
    environ = {"PATH": f"{folder}:/usr/bin:/bin", "DISPLAY": ":9", "TEXT": TEXT, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True, timeout=60
    )


def test_at_a_desktop_its_clipboard_holds_the_text(tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    assert run_with_xclip(tmp_path, f"cat > {copied}").stdout == "True\n"
    assert copied.read_text(encoding="utf-8") == TEXT


def test_a_clipboard_that_hangs_is_given_up(tmp_path: Path) -> None:
    assert run_with_xclip(tmp_path, "exec sleep 5 > /dev/null 2>&1", patience=0.2).stdout == "False\n"


def test_on_a_real_terminal_over_ssh_the_text_travels_encoded(tmp_path: Path) -> None:
    """Base64 holds no control character, whatever is copied."""
    command = [sys.executable, "-m", "tests.tui.dialogs.editing_app", str(tmp_path / "answer")]
    with terminal(command, {**SSH, "TMUX": "", "STY": ""}) as screen:
        screen.wait_for(b"Note on")
        screen.type(b"copy me\x19")  # ^y
        screen.wait_for(b"\x1b]52;c;" + base64.b64encode(b"copy me") + b"\x07")
        screen.wait_for(b"Copied")
        screen.type(b"\x0f")  # ^o
