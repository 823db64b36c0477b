"""Opening an address, with a real program in the browser's place."""

import sys
from pathlib import Path

import pytest

from shiftui.tui.browser import SystemBrowser

URL = "https://github.com/visit-dav/live-incidents/issues/482"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs that open addresses differ")


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named xdg-open that writes down what it was given; `exits` beside it says how it ends."""
    program = tmp_path / "xdg-open"
    lines = (
        "#!/bin/sh",
        f'printf "%s" "$1" > {tmp_path}/given',
        "echo noise",
        f"exit $(cat {tmp_path}/exits)",
    )
    program.write_text("\n".join(lines) + "\n")
    program.chmod(0o755)
    (tmp_path / "exits").write_text("0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    return tmp_path


def test_the_address_is_given_to_the_desktop_and_nothing_is_written_on_our_screen(
    opener: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert SystemBrowser().open(URL)
    assert (opener / "given").read_text() == URL
    assert capfd.readouterr().out == ""


def test_a_program_that_fails_is_no_browser(opener: Path) -> None:
    (opener / "exits").write_text("3")
    assert not SystemBrowser().open(URL)


def test_without_a_display_there_is_none(opener: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not SystemBrowser().open(URL)
    assert not (opener / "given").exists()
