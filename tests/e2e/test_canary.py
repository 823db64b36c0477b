"""A token that could be told from all other text is used for everything, then looked for everywhere."""

import base64
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.shell import Shell
from tests.e2e.terminal import Terminal
from tests.inmemory_github import Answer, InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.settings_text import write_settings

CANARY = "ghp_canary+0123/456789="
FORMS = (
    CANARY.encode(),
    b"ghp_canary",  # nor a part of it, where a line was broken
    base64.b64encode(CANARY.encode()).rstrip(b"="),
    quote(CANARY, safe="").encode(),
)
DEEP = (
    "import sys, shiftui.github.client as client\n"
    "def boom(*_): raise RuntimeError('deep inside, with the token in the frames above')\n"
    "client.place_of = client.next_link = boom\n"
    "from shiftui.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
"""The program with a fault of its own in the middle of a request."""
SCREEN = (
    "import sys, shiftui.tui.screens.log as log\n"
    "def boom(self): raise RuntimeError('a screen fell over')\n"
    "log.LogScreen.compose = boom\n"
    "from shiftui.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
"""The program with a fault in a screen."""


class Told:
    """Everything that came out anywhere."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bytes]] = []

    def add(self, where: str, what: bytes | str) -> None:
        self.pieces.append((where, what.encode() if isinstance(what, str) else what))

    def files(self, folder: Path) -> None:
        for path in folder.rglob("*"):
            self.add("a file's name", str(path))
            if path.is_file():
                self.add(str(path), path.read_bytes())

    def process(self, pid: int) -> None:
        """How a process shows in lists of processes."""
        for path in (Path(f"/proc/{pid}/cmdline"), *Path(f"/proc/{pid}/task").glob("*/comm")):
            self.add(str(path), path.read_bytes())

    def requests(self, github: InMemoryGitHub) -> None:
        for each in github.requests:
            self.add("a request to somebody else", f"{each.target} {dict(each.headers)}".encode() + each.body)

    def check(self) -> None:
        for where, what in self.pieces:
            for form in FORMS:
                assert form not in what, f"{form!r} in {where}"


class Watched:
    """`shiftui` on a workspace, what it says noted."""

    def __init__(self, folder: Path, told: Told) -> None:
        self.shell = Shell(folder, {})
        self._told = told

    def __call__(self, *args: str, code: int | None = 0) -> str:
        done = self.shell(*args)
        self._told.add(f"shiftui {' '.join(args)}", done.out + done.err)
        assert code is None or done.code == code, f"{args}: {done.err}"
        return done.out


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def elsewhere() -> Iterator[InMemoryGitHub]:
    """Another host, which answers whatever it is asked."""
    with InMemoryGitHub() as running:
        running.fault(Answer(200, b"[]"), times=None)
        yield running


@pytest.fixture
def github(elsewhere: InMemoryGitHub) -> Iterator[InMemoryGitHub]:
    with InMemoryGitHub() as running:
        add_team(running, private=True).state.tokens[CANARY] = "mia"
        running.web("j-doe").open_issue(REPO, "Plots blank", "since the upgrade")
        hostile = f'[github]\napi_url = "{elsewhere.url}"\n'.encode()
        for repo in (REPO, LOG):
            running.state.repo(repo).files[".github/shiftui.toml"] = hostile
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a folder for temporary files of its own, with the canary for a token."""
    for name in [name for name in os.environ if "TOKEN" in name or name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "TMPDIR"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("SHIFTUI_TOKEN", CANARY)
    monkeypatch.setenv("SHIFTUI_TRACEBACK", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mia(home: Path, github: InMemoryGitHub, told: Told) -> Watched:
    """Connected, with something sent and something queued."""
    shiftui = Watched(home / "workspace", told)
    shiftui("init", "--repo", REPO, "--log", LOG, "--api-url", github.url)
    written = shiftui.shell.folder / "shiftui.toml"
    written.write_text(written.read_text().replace("[github]\n", "[github]\nwrite_pause = 0\n"))
    shiftui("sync")
    shiftui("note", "#1", "same driver as last week")
    return shiftui


def test_the_token_is_in_no_output_no_file_and_at_no_other_host(
    mia: Watched,
    github: InMemoryGitHub,
    elsewhere: InMemoryGitHub,
    home: Path,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for words in ("list", "show 1", "outbox", "doctor", "keys", "config show", "status"):
        mia(*words.split())
        mia(*words.split(), "--json", code=None)
    mia("config", "check", code=1)  # the team's file names an address
    mia("shift", code=None)
    mia("sync")
    for fault in (
        Answer.error(422, f"{CANARY} is not welcome"),
        Answer.error(401, f"Bad credentials: {CANARY}"),
        Answer.error(403, f"Resource not accessible by {CANARY}"),
        Answer(500, f"<html>{CANARY}</html>".encode()),
        Answer(200, f'{{"oops": "{CANARY}"'.encode(), (("ETag", CANARY), ("X-OAuth-Scopes", "repo"))),
        Answer.redirect(f"{elsewhere.url}/?{CANARY}", 302),
        Answer.redirect(f"{elsewhere.url}/repos/{REPO}/issues", 307),
    ):
        mia("diary", "quiet")
        armed = [github.fault(fault, method=method, times=None) for method in ("POST", "GET")]
        armed[1].remove()
        mia("sync", code=None)
        armed[0].remove()
        armed.append(github.fault(fault, times=None))
        for words in ("sync", "doctor", "outbox", "outbox --json", "status"):
            mia(*words.split(), code=None)
        armed[-1].remove()
    _crashed(mia, told)
    _led_astray(home, elsewhere, told)
    _given_by_gh(mia, home, monkeypatch)
    told.files(home)
    told.requests(elsewhere)
    assert elsewhere.requests == []
    told.check()


def _crashed(mia: Watched, told: Told) -> None:
    """A fault in the middle of a request, its traceback shown."""
    command = mia.shell.command("sync")
    env = {"SHIFTUI_TOKEN": CANARY, "SHIFTUI_TRACEBACK": "1"}
    with Terminal([sys.executable, "-c", DEEP, *command[3:]], environment=env, emulate=False) as terminal:
        told.process(terminal.pid)
        assert terminal.wait() == 1
    assert b"deep inside" in terminal.written
    told.add("a traceback", bytes(terminal.written))


def _led_astray(home: Path, elsewhere: InMemoryGitHub, told: Told) -> None:
    """Settings that would have the token sent where it must not go."""
    port = elsewhere.port
    for place, address in enumerate(
        (f"http://0.0.0.0:{port}", f"http://mia:x@127.0.0.1:{port}", f"https://127.0.0.1:{port}")
    ):
        astray = Watched(home / f"astray-{place}", told)
        write_settings(astray.shell.folder, f'[github]\nrepo = "{REPO}"\napi_url = "{address}"\n')
        for words in ("sync", "doctor", "config show"):
            astray(*words.split(), code=None)
        astray("init", "--repo", REPO, "--api-url", address, code=None)


def _given_by_gh(mia: Watched, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same token from `gh`, which notes what it was told."""
    programs = home / "bin"
    programs.mkdir()
    gh = programs / "gh"
    gh.write_text(f'#!/bin/sh\necho "$@" > {home}/told-gh\nenv >> {home}/told-gh\ncat {home}/../canary\n')
    gh.chmod(0o700)
    (home.parent / "canary").write_text(CANARY)
    monkeypatch.delenv("SHIFTUI_TOKEN")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    assert "from gh; accepted: you are mia" in mia("doctor")
    (home.parent / "canary").unlink()


def test_the_token_is_on_no_screen_and_in_no_crash_of_the_dashboard(
    mia: Watched, github: InMemoryGitHub, home: Path, told: Told
) -> None:
    command = mia.shell.command()
    env = {"SHIFTUI_TOKEN": CANARY, "SHIFTUI_TRACEBACK": "1"}
    github.fault(Answer.error(422, f"{CANARY} is not welcome"), method="POST", times=None)
    with Terminal(command, environment=env) as terminal:
        terminal.shows("Plots blank")
        terminal.press("5")
        terminal.shows("GitHub refused it (422)")
        told.process(terminal.pid)
        github.fault(Answer.error(401, f"Bad credentials: {CANARY}"), times=None)
        terminal.press("ctrl+r")
        terminal.shows("token not accepted")
        _messages(terminal)
        terminal.shows("Bad credentials: ***")
        terminal.kill(signal.SIGTERM)
        terminal.wait()
        told.add("the dashboard", bytes(terminal.written))
    with Terminal([sys.executable, "-c", SCREEN, *command[3:]], environment=env) as terminal:
        terminal.shows("Plots blank")
        _messages(terminal)
        assert terminal.wait() != 0
        assert b"a screen fell over" in terminal.written
        told.add("the dashboard's crash", bytes(terminal.written))
    with Terminal(command, environment=env) as terminal:
        terminal.shows("Plots blank")
        terminal.kill(signal.SIGABRT)
        terminal.wait()
        told.add("the dashboard's death", bytes(terminal.written))
    told.files(home)
    told.check()


def _messages(terminal: Terminal) -> None:
    """Open the screen of messages and problems, by the finder."""
    terminal.press(":")
    terminal.settle(0.1)
    terminal.press(*"messages and")
    terminal.shows("messages and problems")
    terminal.settle(0.1)
    terminal.press("enter")
