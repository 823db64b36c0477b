"""Where a value stands in a settings file: found for every way of writing TOML."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.config.problems import KeyPath
from shiftui.config.showing import toml
from shiftui.config.source import line_of, lines
from tests.settings_text import EXAMPLE

TRICKY = '''\
# comment = 1
a.b . "c d" = 1

[ "x.y" . 'z' ] # [not.this]
text = """
[no]
no = 1 \\"""
""" # no = 2
other = \'\'\'
[[no]]
\'\'\'
list = [
  "]", # no = 3
  { no = 4, more = [1, 2] },
]
after = "a # b = [ { \\" ="

[[people]]
login = "mia"
[people.extra]
deep = 1
[[people]]
login = "leo"
away = [ ] # ]
[[people.jobs]]
name = "one"
[[people.jobs]]
name = "two"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("a", "b", "c d"), 2),
        (("x.y", "z"), 4),
        (("x.y", "z", "text"), 5),
        (("x.y", "z", "other"), 9),
        (("x.y", "z", "list"), 12),
        (("x.y", "z", "list", 1, "no"), 12),
        (("x.y", "z", "after"), 16),
        (("people", 0), 18),
        (("people", 0, "login"), 19),
        (("people", 0, "extra", "deep"), 21),
        (("people", 1, "login"), 23),
        (("people", 1, "away", 0), 24),
        (("people", 1, "jobs", 1, "name"), 28),
        (("elsewhere",), 1),
    ],
)
def test_the_line_of_a_value_is_found_however_it_is_written(path: KeyPath, line: int) -> None:
    tomllib.loads(TRICKY)
    assert line_of(TRICKY, path) == line


def test_what_stands_inside_a_text_or_comment_is_no_key() -> None:
    assert not [path for path in lines(TRICKY) if "no" in path]


def _paths(value: Any, path: KeyPath = ()) -> list[KeyPath]:
    found = [path] if path else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += _paths(inner, (*path, name))
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for index, entry in enumerate(value):
            found += _paths(entry, (*path, index))
    return found


def test_every_key_of_the_interfaces_example_has_its_line() -> None:
    known = lines(EXAMPLE)
    rows = EXAMPLE.split("\n")
    for path in _paths(tomllib.loads(EXAMPLE)):
        inline = len(path) == 3 and path[0] == "goals"
        row = rows[line_of(EXAMPLE, path) - 1]
        assert (path in known) is not inline
        name = next(part for part in reversed(path) if isinstance(part, str))
        assert name in row


TEXTS = st.characters(exclude_categories=["Cs"])
KEYS = st.text(TEXTS, min_size=1, max_size=8)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(TEXTS, max_size=20),
    st.lists(st.text(TEXTS, max_size=5), max_size=3),
)
SECTIONS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)
FILES = st.dictionaries(KEYS, st.one_of(SECTIONS, st.lists(SECTIONS, min_size=1, max_size=3)), max_size=4)


@given(FILES)
def test_what_is_written_is_read_back_and_every_key_has_a_line_of_its_own(data: dict[str, Any]) -> None:
    text = toml(data)
    assert tomllib.loads(text) == data
    known = lines(text)
    settings = [path for path in _paths(data) if len(path) > 1 and isinstance(path[-1], str)]
    assert set(settings) <= set(known)
    assert len({known[path] for path in settings}) == len(settings)
