"""What a command imports: the budget of `status`, `list` and `note` is kept by what they leave out."""

import json

import pytest

from tests.cli.shell import Shell
from tests.settings_text import EXAMPLE, write_settings

HEAVY = {
    "textual", "rich", "httpx", "httpcore", "anyio", "holidays", "platformdirs", "pendulum", "pyperclip",
    "asyncio",     "logging", "ssl", "socket", "concurrent", "email", "subprocess", "tempfile",
    "shiftui.tui", "shiftui.github",
    "shiftui.demo",
}  # fmt: skip

PROGRAM = """
import json, sys
from shiftui.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


def imported(shell: Shell, *words: str) -> set[str]:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--workspace", str(shell.folder), *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=shell.environment(),
        check=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words", [["status"], ["list"], ["list", "--json"], ["note", "L1", "psst"], ["ack", "L1"], ["add", "t"]]
)
def test_a_quick_command_imports_nothing_heavy(shell: Shell, words: list[str]) -> None:
    local = EXAMPLE.replace('repo    = "visit-dav/live-incidents"', "")
    write_settings(shell.folder, local)
    shell.add()  # looks the holidays up
    assert (shell.folder / "holidays.json").exists()
    modules = imported(shell, *words)
    assert HEAVY.isdisjoint(modules)


def test_a_command_imports_no_other_command(shell: Shell) -> None:
    modules = imported(shell, "status")
    commands = {name.rpartition(".")[2] for name in modules if name.startswith("shiftui.cli.commands.")}
    assert commands == {"status"}


def test_without_settings_toml_is_not_imported(shell: Shell) -> None:
    assert "tomllib" not in imported(shell, "status")
