"""A text that somebody is writing survives the worst: killed, or the connection lost."""

import signal
from pathlib import Path

import pytest

from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.terminal import Terminal


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGHUP])
def test_what_was_typed_is_there_again(tmp_path: Path, signum: int) -> None:
    shiftui = Shiftui(tmp_path / "workspace", {})
    shiftui("add", "Licence server flaps")
    kept = shiftui.folder / "unsent.json"
    with Terminal(SHIFTUI, environment=shiftui.environment) as terminal:
        terminal.shows("Licence server flaps")
        terminal.press("n")
        terminal.shows("Note on L1")
        terminal.press(*"half a thought")
        terminal.shows("half a thought")
        if signum == signal.SIGKILL:
            terminal.until(
                lambda _: kept.exists() and "half a thought" in kept.read_text(), 10, "a kept text"
            )
        terminal.kill(signum)
        terminal.wait()
    assert kept.stat().st_mode & 0o777 == 0o600
    with Terminal(SHIFTUI, environment=shiftui.environment) as terminal:
        terminal.shows("Licence server flaps")
        terminal.press("n")
        terminal.shows("half a thought", "Continued")
        terminal.press("\x0f")
        terminal.shows("noted")
    notes = [note["text"] for note in shiftui.ticket("L1")["notes"] if note["kind"] == "note"]
    assert notes == ["half a thought"]
    assert "half" not in kept.read_text()
