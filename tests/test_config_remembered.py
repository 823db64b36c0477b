"""A settings file is parsed once; what is remembered of it never outlives a change."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shiftui.config import ConfigError, load
from tests.settings_text import EXAMPLE, write_settings

PROGRAM = """
import sys
from pathlib import Path
from shiftui.config import load
settings = load(Path(sys.argv[1]))
print(settings.wip_limit, "tomllib" in sys.modules)
"""


def settled(folder: Path, text: str) -> Path:
    """A settings file that nobody has touched for a minute."""
    path = write_settings(folder, text)
    before = time.time() - 60
    os.utime(path, (before, before))
    return path


def loaded_alone(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


def test_a_file_is_parsed_once(tmp_path: Path) -> None:
    settled(tmp_path, "[team]\nwip_limit = 7\n")
    assert loaded_alone(tmp_path) == ["7", "True"]
    assert loaded_alone(tmp_path) == ["7", "False"]


def test_what_is_remembered_says_the_same(tmp_path: Path) -> None:
    settled(tmp_path, EXAMPLE.replace('["2026-12-24", "2026-12-31"]', "[2026-12-24, 2026-12-31]"))
    fresh = load(tmp_path)
    assert (tmp_path / "settings.json").exists()
    assert load(tmp_path) == fresh


def test_times_of_toml_itself_are_remembered(tmp_path: Path) -> None:
    settled(
        tmp_path,
        "[goals]\nsince = 2026-11-23T08:00:00-08:00\n[rotation]\nstart = 2026-11-16T08:00:00\n",
    )
    fresh = load(tmp_path)
    assert (tmp_path / "settings.json").exists()
    assert load(tmp_path) == fresh


def test_a_change_is_seen_at_once(tmp_path: Path) -> None:
    settled(tmp_path, "[team]\nwip_limit = 7\n")
    load(tmp_path)
    write_settings(tmp_path, "[team]\nwip_limit = 8\n")
    assert load(tmp_path).wip_limit == 8
    settled(tmp_path, "[team]\nwip_limit = 'x'\n")
    with pytest.raises(ConfigError):
        load(tmp_path)
    (tmp_path / "shiftui.toml").unlink()
    assert load(tmp_path).wip_limit == 5


def test_a_file_that_may_still_be_changing_is_not_remembered(tmp_path: Path) -> None:
    write_settings(tmp_path, "[team]\nwip_limit = 7\n")
    assert load(tmp_path).wip_limit == 7
    assert not (tmp_path / "settings.json").exists()


def test_a_file_from_the_future_is_not_remembered(tmp_path: Path) -> None:
    path = write_settings(tmp_path, "[team]\nwip_limit = 7\n")
    os.utime(path, (time.time() + 3_600, time.time() + 3_600))
    load(tmp_path)
    assert not (tmp_path / "settings.json").exists()


def test_a_bad_file_is_not_remembered(tmp_path: Path) -> None:
    settled(tmp_path, "[team]\nwip_limit = 'x'\n")
    with pytest.raises(ConfigError):
        load(tmp_path)
    assert not (tmp_path / "settings.json").exists()


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    settled(tmp_path, EXAMPLE)
    load(tmp_path)
    assert (tmp_path / "settings.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"of": 1}', '{"of": [1], "values": 3}', "[" * 100_000])
def test_a_damaged_memory_is_made_anew(tmp_path: Path, damage: str) -> None:
    settled(tmp_path, "[team]\nwip_limit = 7\n")
    (tmp_path / "settings.json").write_text(damage)
    assert load(tmp_path).wip_limit == 7
    assert json.loads((tmp_path / "settings.json").read_text())["values"] == {"team": {"wip_limit": 7}}


def test_where_nothing_can_be_kept_the_file_is_read_each_time(tmp_path: Path) -> None:
    settled(tmp_path, "[team]\nwip_limit = 7\n")
    (tmp_path / "settings.json").mkdir()
    assert load(tmp_path).wip_limit == 7
    assert load(tmp_path).wip_limit == 7
