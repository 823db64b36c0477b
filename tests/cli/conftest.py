"""A workspace, a shell to type into, a clock to set."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Shell, StoppedClock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO, add_team

TOKENS = ("SHIFTUI_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN")


@pytest.fixture(autouse=True)
def _nowhere_in_particular(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*TOKENS, "SHIFTUI_WORKSPACE", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    monkeypatch.setenv("LOGNAME", "mia")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """`shiftui` on a workspace that nobody has recorded in yet."""
    return Shell(tmp_path / "workspace", {})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """Monday afternoon in Los Angeles, a quarter to three."""
    clock = StoppedClock(monkeypatch)
    clock.shows("2026-11-23T14:45:00-08:00")
    return clock


@pytest.fixture
def github() -> Iterator[InMemoryGitHub]:
    """A GitHub on the loopback, with mia, leo and ada."""
    with InMemoryGitHub() as running:
        yield add_team(running)


@pytest.fixture
def mia(shell: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Mia's shell, with her token."""
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-mia")
    return Shell(shell.folder, {"SHIFTUI_TOKEN": "t-mia"})


def without_pauses(folder: Path) -> None:
    """A second between writes is GitHub's wish; nobody waits for it here."""
    written = folder / "shiftui.toml"
    written.write_text(written.read_text().replace("[github]\n", "[github]\nwrite_pause = 0\n"))


@pytest.fixture
def connected(mia: Shell, github: InMemoryGitHub) -> Shell:
    """Mia's workspace, connected to the incident repository and the private log."""
    mia("init", "--repo", REPO, "--log", LOG, "--api-url", github.url).ok()
    without_pauses(mia.folder)
    mia("sync").ok()
    return mia
