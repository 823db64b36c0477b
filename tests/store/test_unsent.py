"""The file of unsent texts forgets rather than fails."""

from pathlib import Path

import pytest

from shiftui.store.unsent import NAME, UnsentFile


def test_what_was_put_is_there_for_another_process_and_can_be_forgotten(tmp_path: Path) -> None:
    one, other = UnsentFile(tmp_path / "w"), UnsentFile(tmp_path / "w")
    one.put("reply\t#1", {"prose": "Hello"})
    other.put("note\t#2", {"prose": "x"})
    assert UnsentFile(tmp_path / "w").load() == {"reply\t#1": {"prose": "Hello"}, "note\t#2": {"prose": "x"}}
    one.put("reply\t#1", None)
    assert list(other.load()) == ["note\t#2"]


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"a": 1, "b": {"c": 2}, "d": {"e": "f"}}', "\x00" * 9])
def test_rubbish_is_passed_over(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)
    unsent = UnsentFile(tmp_path)
    assert unsent.load() == ({"d": {"e": "f"}} if content.startswith('{"a"') else {})
    unsent.put("n", {"prose": "x"})
    assert unsent.load()["n"] == {"prose": "x"}


def test_a_folder_in_its_place_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    unsent = UnsentFile(tmp_path)
    unsent.put("n", {"prose": "x"})
    assert unsent.load() == {}
