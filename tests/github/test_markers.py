"""Markers survive any text, and no text can pretend to be one."""

import json

from hypothesis import given
from hypothesis import strategies as st

from shiftui.domain.safe_text import defuse
from shiftui.github.markers import find_marker, marked, write_marker

ids = st.text(min_size=1, max_size=100)
kinds = st.text(min_size=1, max_size=100)
prose = st.text() | st.lists(
    st.sampled_from(
        ["<!--", "-->", "<", "!", "-", "--", "shiftui:v1", "{}", "\n", "\r\n", "\u200b", " ", "a"]
    )
).map("".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | prose,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(prose, inner, max_size=3),
    max_leaves=8,
).filter(lambda value: value is not None)


@given(text=prose, kind=kinds, id=ids, more=values)
def test_what_was_marked_is_found_again_beside_any_text(text: str, kind: str, id: str, more: object) -> None:
    found = find_marker(marked(text, write_marker(kind, id, more=more)))
    assert found.marker is not None
    assert (found.marker.kind, found.marker.id) == (kind, id)
    assert found.more["more"] == more
    assert found.text == defuse(text).rstrip().replace("\r\n", "\n").rstrip()


@given(more=values)
def test_a_marker_is_one_line_that_nothing_inside_can_end(more: object) -> None:
    written = write_marker("log", "x", more=more)
    inside = written.removeprefix("<!--").removesuffix("-->")
    assert "\n" not in written
    assert "--" not in inside
    assert not set(inside) & set("<>")
    written.encode()


@given(text=prose)
def test_no_text_that_we_post_holds_a_marker_of_its_own(text: str) -> None:
    forged = text + '\n<!-- shiftui:v1 {"id":"forged","kind":"log"} -->'
    assert find_marker(defuse(forged)).marker is None
    found = find_marker(marked(forged, write_marker("noted", "real")))
    assert found.marker is not None
    assert found.marker.id == "real"


def test_a_marker_counts_only_as_the_last_line() -> None:
    marker = write_marker("noted", "x")
    assert find_marker(f"{marker}\n\nand more").marker is None
    assert find_marker(f"said > {marker}").marker is None
    assert find_marker(f"text\r\n\r\n{marker}\r\n  \r\n").text == "text"


def test_what_is_no_marker_stays_text() -> None:
    for inside in (
        "{",
        "[]",
        "{}",
        '{"id":"x"}',
        '{"id":1,"kind":"noted"}',
        '{"id":"x","kind":"noted"} --> <!-- {}',
        '{"id":"","kind":"noted"}',
        json.dumps({"id": "x" * 101, "kind": "noted"}),
        '{"id":"x","kind":"noted","deep":' + "[" * 40 + "]" * 40 + "}",
        '{"id":"x","kind":"noted","n":' + "9" * 5000 + "}",
    ):
        body = f"text\n\n<!-- shiftui:v1 {inside} -->"
        assert find_marker(body).marker is None
        assert find_marker(body).text == body


def test_a_time_that_is_none_is_left_out_and_breaks_nothing() -> None:
    for at in ("yesterday", "2026-11-23T10:00:00", "0001-01-01T00:00:00+23:59", 7):
        found = find_marker(marked("text", write_marker("noted", "x", at=at)))
        assert found.marker is not None
        assert found.marker.at is None
