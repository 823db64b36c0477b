"""The README tells what the program does."""

import re
import subprocess
import sys
from pathlib import Path

from shiftui.config import SettingsFiles
from shiftui.config.team import UNREAD, WHOLE
from tests.readme import README, with_keys


def test_the_keys_of_the_readme_are_those_of_the_registry() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text, "python -m tests.readme writes them"


def test_every_file_that_the_readme_names_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    names = re.findall(r"\]\((?!http)([^)#]+)\)", text) + re.findall(r"`(tests/[\w/.]+)`", text)
    assert len(names) > 8
    for name in names:
        assert (README.parent / name).exists(), name


def test_the_teams_file_of_the_readme_is_taken_to_the_last_key(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    found = re.search(
        r"<!-- team file: begin -->\n```toml\n(.*?)```\n<!-- team file: end -->", text, re.DOTALL
    )
    assert found is not None
    part = SettingsFiles(tmp_path).team(found[1])
    assert part.problems == ()
    assert set(part.values) == {*WHOLE, "github"} - {*UNREAD}


def test_the_example_of_the_readme_does_what_it_says(tmp_path: Path) -> None:
    shiftui = [sys.executable, "-m", "shiftui", "--workspace", str(tmp_path)]
    lines = re.findall(r"^\$ shiftui (.*?)(?: \| .*)?$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        done = subprocess.run([*shiftui, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
