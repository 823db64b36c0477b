"""What is written quickly means the same as what the standard library would have written."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.jsontext import from_json, to_json

plain = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(values)
def test_any_value_reads_the_same_by_the_standard_library(value: Any) -> None:
    written = to_json(value)
    assert b"\n" not in written
    assert json.loads(written) == value


@given(values)
def test_what_the_standard_library_wrote_is_read(value: Any) -> None:
    read = from_json(json.dumps(value))
    assert read == json.loads(json.dumps(value), parse_int=lambda digits: _as_orjson(int(digits)))


def _as_orjson(number: int) -> int | float:
    """Beyond 64 bits a number is read as a fraction."""
    return number if -(2**63) <= number < 2**64 else float(number)


@pytest.mark.parametrize("text", ["\ud800", "a\u2028b", "\x00\x1b[31m"])
def test_texts_that_are_hardly_texts_go_there_and_back(text: str) -> None:
    assert from_json(to_json({"a": text})) == {"a": text}


@pytest.mark.parametrize("data", [b"", b"{", b"[1,]"])
def test_what_is_no_json_is_no_value(data: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        from_json(data)
