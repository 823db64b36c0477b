"""Hostile text on every screen and in every command: no such byte reaches the terminal, nothing crashes."""

import re
import time
import unicodedata

import pytest

from tests.e2e.cli import SHIFTUI
from tests.e2e.conftest import Connect
from tests.e2e.terminal import Terminal
from tests.hostile import HOSTILE
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.hub import InMemoryGitHub

EVIL = (
    "\x1b]52;c;cm0gLXJmIH4=\x07\x1b]8;;https://evil.example/\x1b\\x\x1b[31;7;99mred"
    "\x9b31m\x90+q\x9c[@click=app.quit]x[/] [/ [link=https://evil.example]y[/link]"
    " invoice_\u202efdp.exe pay\u200bpal \U000e0041 \u2066z👩‍👩‍👧‍👦"
)
"""Every kind of trick in one line."""

_SEQUENCES = re.compile(
    rb"\x1b\[[0-9;:?<=>]*[A-Za-ln-z@`$]"  # cursor, modes, queries: no parameters of ours
    rb"|\x1b\[[0-9;:]*m"  # colours and weights
    rb"|\x1b[78=>]|\x1b\([B0]"
    rb"|\x1b\]22;[a-z]+(?:\x07|\x1b\\)"  # the shape of the mouse pointer
)
_QUIET = frozenset("\r\n\x08")


def _assert_clean(written: bytes) -> None:
    """Nothing but text and what the screen itself draws with."""
    assert b"\x1b[31;7;99m" not in written
    whole = re.sub(rb"\x1b[^A-Za-z]*\Z", b"", written)  # a frame that is still being drawn
    left = _SEQUENCES.sub(b"", whole)
    strings = re.findall(rb"\x1b[^\x07\x1b]{0,40}", left)
    assert not strings, strings[:5]
    text = left.decode("utf-8", "replace")
    for character in set(text):
        kind = unicodedata.category(character)
        assert character in _QUIET or kind not in ("Cc", "Cf", "Cs"), f"{character!r} reached the terminal"


@pytest.fixture
def hostile_github(private_github: InMemoryGitHub) -> InMemoryGitHub:
    stranger = private_github.web("j-doe")
    number = stranger.open_issue(REPO, f"first {EVIL}", f"body {EVIL}\n" * 3)
    stranger.comment(REPO, number, f"comment {EVIL}")
    private_github.web("ada").label(REPO, number, "priority:service")
    private_github.override(REPO, number, labels=[{"name": f"l {EVIL}"[:50]}, {"name": "priority:service"}])
    for index, text in enumerate(HOSTILE):
        each = stranger.open_issue(REPO, f"h{index} {text}"[:250], text[:20_000])
        if index % 7 == 0:
            stranger.comment(REPO, each, text[:20_000] or "x")
    long = stranger.open_issue(REPO, "a long line", "x" * 60_000)
    stranger.comment(REPO, long, "é" * 30_000)
    return private_github


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_no_hostile_byte_reaches_the_terminal_from_any_screen(
    hostile_github: InMemoryGitHub, connect: Connect, columns: int, rows: int
) -> None:
    mia = connect(hostile_github, "mia")
    mia("sync")
    with Terminal(
        SHIFTUI, columns=columns, rows=rows, environment=mia.environment, emulate=False
    ) as terminal:
        _until_painted(terminal)
        for keys in _tour():
            terminal.press(*keys)
            terminal.settle(0.1, 3)
        assert not _has_ended(terminal)
        _assert_clean(bytes(terminal.written))


def _until_painted(terminal: Terminal) -> None:
    deadline = time.monotonic() + 20
    while b"NEEDS YOU" not in terminal.written and time.monotonic() < deadline:
        terminal.read(0.1)


def _tour() -> list[tuple[str, ...]]:
    """Every screen, by the keys that lead there and back."""
    dialogs = [(key,) for key in ("r", "n", "p", "v", "w", "z", "x", "S", "c", "D", "o", "?", ":")]
    tour: list[tuple[str, ...]] = [("G",), ("g",), ("enter",), ("j",), ("escape",)]
    for opened in dialogs:
        tour += [opened, ("escape",), ("escape",)]
    tour += [(view,) for view in "234567"]
    tour += [
        ("1",),
        ("/",),
        *[(letter,) for letter in "evil"],
        ("enter",),
        ("escape",),
        ("space",),
        ("escape",),
    ]
    return [*tour, *[("j",)] * 30, ("enter",), ("escape",)]


def _has_ended(terminal: Terminal) -> bool:
    try:
        terminal.wait(0.1)
    except AssertionError:
        return False
    return True


def test_no_hostile_byte_reaches_the_terminal_from_the_commands(
    hostile_github: InMemoryGitHub, connect: Connect
) -> None:
    mia = connect(hostile_github, "mia")
    mia("sync")
    for arguments in (("list",), ("list", "--all"), ("show", "1"), ("show", "2"), ("status",), ("outbox",)):
        with Terminal([*SHIFTUI, *arguments], environment=mia.environment) as terminal:
            terminal.wait()
            _assert_clean(bytes(terminal.written))
