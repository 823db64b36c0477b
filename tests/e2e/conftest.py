"""A GitHub on a socket, and the command connected to it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.cli import Shiftui
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.inmemory_github.hub import InMemoryGitHub

SETTINGS = """\
[team]
timezone = "UTC"
hours = ["00:00-24:00"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""


@pytest.fixture
def private_github() -> Iterator[InMemoryGitHub]:
    with InMemoryGitHub(strict=True) as running:
        yield add_team(running, private=True)
        running.check()


@pytest.fixture
def public_github() -> Iterator[InMemoryGitHub]:
    with InMemoryGitHub(strict=True) as running:
        yield add_team(running, private=False)
        running.check()


Connect = Callable[..., Shiftui]


@pytest.fixture
def connect(tmp_path: Path) -> Connect:
    """Makes a workspace of somebody, connected to a server: `connect(github, "mia", log=True)`."""

    def made(github: InMemoryGitHub, login: str, *, log: bool = False) -> Shiftui:
        shiftui = Shiftui(tmp_path / login, {"SHIFTUI_TOKEN": f"t-{login}"})
        options = ["--log", LOG] if log else []
        shiftui("init", "--repo", REPO, "--api-url", github.url, *options)
        written = shiftui.folder / "shiftui.toml"
        adopted = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="minutes")
        text = written.read_text().replace("[github]\n", "[github]\nwrite_pause = 0\n")
        text = re.sub(r"(?m)^since .*$", f'since = "{adopted}"', text)  # before whatever a test opens
        written.write_text(text)
        return shiftui

    return made
