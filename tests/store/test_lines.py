"""What may be believed of a journal file's bytes."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.store import lines

texts = st.text(max_size=30)
records = st.fixed_dictionaries({"text": texts, "n": st.integers(), "more": st.lists(texts, max_size=3)})
batches = st.lists(st.lists(records, min_size=1, max_size=4), max_size=5)


def render(contents: list[list[dict[str, Any]]]) -> list[bytes]:
    """The batches as they lie in a file, one after the other."""
    firsts = accumulate((len(batch) for batch in contents), initial=1)
    return [lines.render_batch(first, batch) for first, batch in zip(firsts, contents, strict=False)]


def decoded(scan: lines.Scan) -> list[tuple[int, Any]]:
    return [(line.seq, lines.parse_record(line)) for line in scan.lines]


@given(batches, st.data())
def test_a_file_that_was_cut_anywhere_holds_the_whole_batches_before_the_cut(
    contents: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    pieces = render(contents)
    whole = b"".join(pieces)
    cut = data.draw(st.integers(0, len(whole)))
    ends = list(accumulate((len(piece) for piece in pieces), initial=0))
    kept = sum(end <= cut for end in ends[1:])

    scan = lines.scan(whole[:cut], 0, 0, sealed=False)

    expected = [record for batch in contents[:kept] for record in batch]
    assert decoded(scan) == list(enumerate(expected, start=1))
    assert scan.end == ends[kept]
    assert scan.tail == whole[ends[kept] : cut]
    assert scan.bad == ()


@given(batches.filter(bool), st.data())
def test_reading_in_two_goes_finds_what_reading_at_once_finds(
    contents: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    whole = b"".join(render(contents))
    cut = data.draw(st.integers(0, len(whole)))
    first = lines.scan(whole[:cut], 0, 0, sealed=False)
    last = first.lines[-1].seq if first.lines else 0
    second = lines.scan(whole[first.end :], first.end, last, sealed=False)
    at_once = lines.scan(whole, 0, 0, sealed=False)
    assert first.lines + second.lines == at_once.lines
    assert second.end == at_once.end == len(whole)


@given(batches.filter(bool), st.data())
def test_a_changed_byte_never_yields_a_record_that_was_not_written(
    contents: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    whole = b"".join(render(contents))
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    sealed = data.draw(st.booleans())

    scan = lines.scan(bytes(changed), 0, 0, sealed=sealed)

    written = dict(enumerate((record for batch in contents for record in batch), start=1))
    found = decoded(scan)
    assert all(written[seq] == record for seq, record in found)
    damaged = whole[:at].count(b"\n") + 1
    lost = written.keys() - {seq for seq, _ in found}
    if sealed:
        # a newline that is gone makes one bad line of two
        assert lost <= {damaged, damaged + 1}
        assert damaged in lost
    else:
        last_batch = {*range(len(written) - len(contents[-1]) + 1, len(written) + 1)}
        assert lost <= {damaged, damaged + 1} | last_batch


@given(batches.filter(bool), st.binary(max_size=200))
def test_garbage_behind_the_last_batch_is_left_out_and_kept_apart(
    contents: list[list[dict[str, Any]]], garbage: bytes
) -> None:
    whole = b"".join(render(contents))
    scan = lines.scan(whole + garbage, 0, 0, sealed=False)
    assert len(scan.lines) == sum(map(len, contents))
    assert scan.end == len(whole)
    assert scan.tail == garbage


def test_a_line_repeated_by_hand_counts_once() -> None:
    one, two = lines.render_batch(1, [{"a": 1}]), lines.render_batch(2, [{"a": 2}])
    scan = lines.scan(one + one + two, 0, 0, sealed=False)
    assert [line.seq for line in scan.lines] == [1, 2]
    assert [bad.data for bad in scan.bad] == [one.rstrip(b"\n")]


def test_a_bad_line_in_front_of_the_last_batch_does_not_cost_that_batch() -> None:
    one, two, three = (lines.render_batch(seq, [{"a": seq}]) for seq in (1, 2, 3))
    scan = lines.scan(one + two.replace(b'"a"', b'"b"') + three, 0, 0, sealed=False)
    assert [line.seq for line in scan.lines] == [1, 3]
    assert scan.tail == b""


def test_each_line_is_json_for_other_programs() -> None:
    import json

    rendered = lines.render_batch(7, [{"text": "Grüße\n\u2028 \ud800"}])
    assert rendered.count(b"\n") == 1
    assert json.loads(rendered)[1:] == [7, 7, 7, {"text": "Grüße\n\u2028 \ud800"}]


def test_what_is_no_json_is_refused_before_anything_is_written() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        lines.render_batch(1, [{"share": object()}])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"format":1}\n', (1, 13)),
        (b'{"format":2,"by":"later"}\nrest', (2, 26)),
        (b'{"format":1}', (1, 0)),
        (b"", (1, 0)),
        (b'{"format":"x"}\n', (1, 0)),
        (b'{"format":\n', (1, 0)),
        (b"\0" * 500, (1, 0)),
    ],
)
def test_the_format_is_declared_in_the_first_line(data: bytes, expected: tuple[int, int]) -> None:
    assert lines.parse_header(data) == expected
