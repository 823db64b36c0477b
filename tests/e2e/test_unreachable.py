"""GitHub is out of reach in the ways in which networks fail; the dashboard stays live and loses nothing."""

import sys
import time

from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.conftest import Connect
from tests.e2e.terminal import Terminal
from tests.inmemory_github import Answer, Hang
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.hub import InMemoryGitHub
from tests.wires import Listener, drip

SLOW_NAMES = (
    "import socket, sys, threading\n"
    "socket.getaddrinfo = lambda *_, **__: threading.Event().wait()\n"
    "from shiftui.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)
"""The program on a machine whose name service does not answer."""


def _synced(github: InMemoryGitHub, connect: Connect) -> Shiftui:
    github.web("j-doe").open_issue(REPO, "Plots blank", "since the upgrade")
    mia = connect(github, "mia")
    mia("sync")
    return mia


def _point_at(mia: Shiftui, github: InMemoryGitHub, address: str) -> None:
    written = mia.folder / "shiftui.toml"
    written.write_text(written.read_text().replace(github.url, address))


def _works(terminal: Terminal, mia: Shiftui) -> None:
    """Somebody acknowledges the ticket and sees it, at once."""
    began = time.monotonic()
    terminal.press("a")
    terminal.shows("cknowledged", seconds=5)
    assert time.monotonic() - began < 5
    assert mia.ticket("#1")["acknowledged_by"] == "mia"


def test_a_network_login_reads_as_offline_until_it_is_over(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    mia = _synced(private_github, connect)
    portal = private_github.fault(Answer.html(), times=None)
    with Terminal(SHIFTUI, environment=mia.environment) as terminal:
        terminal.shows("Plots blank", "offline")
        _works(terminal, mia)
        portal.remove()
        terminal.press("ctrl+r")
        terminal.until(lambda text: "offline" not in text, 20, "the end of being offline")
        terminal.until(lambda _: mia("status", "--format", "json").json["queued"] == 0, 20, "an empty outbox")


def test_a_server_that_says_nothing_leaves_the_screen_live(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    mia = _synced(private_github, connect)
    private_github.fault(Hang(60), times=None)
    with Terminal(SHIFTUI, environment=mia.environment) as terminal:
        terminal.shows("Plots blank")
        terminal.until(lambda _: bool(private_github.asked()[-1].fault), 10, "a request without an answer")
        _works(terminal, mia)


def test_a_server_that_drips_leaves_the_screen_live(private_github: InMemoryGitHub, connect: Connect) -> None:
    mia = _synced(private_github, connect)
    with Listener(drip(b"HTTP/1.1 200 OK\r\n", b"x-drop: 1\r\n")) as dripping:
        _point_at(mia, private_github, dripping.url)
        with Terminal(SHIFTUI, environment=mia.environment) as terminal:
            terminal.shows("Plots blank")
            terminal.until(lambda _: dripping.accepted > 0, 10, "a connection")
            _works(terminal, mia)


def test_a_name_service_that_says_nothing_leaves_the_screen_live(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    mia = _synced(private_github, connect)
    _point_at(mia, private_github, "https://git.example.org/api/v3")
    with Terminal([sys.executable, "-c", SLOW_NAMES], environment=mia.environment) as terminal:
        terminal.shows("Plots blank")
        _works(terminal, mia)
