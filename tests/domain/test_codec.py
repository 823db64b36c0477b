"""What is written can be read again, whatever is in it; what cannot be read says so and nothing else."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.codec import Malformed, decode, encode
from shiftui.domain.conversation import Comment, Conversation, Logged
from shiftui.domain.operations import Noted, Operation, Unknown, decode_operation
from shiftui.domain.outbox import Delivery, Parcel, Step, StepName
from shiftui.domain.records import Pulled, Record, Recorded, UnknownRecord, decode_record
from shiftui.domain.tickets import Issue, Ticket, Work
from shiftui.store.library import Rest
from tests.domain.strategies import INSTANTS, JSON, TEXTS, of

OPERATIONS = [kind for kind in get_args(Operation) if kind is not Unknown]
RECORDS = [kind for kind in get_args(Record) if kind is not UnknownRecord]
NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)
quick = settings(max_examples=25, derandomize=True, deadline=None)


def through_json(value: object) -> Any:
    return json.loads(json.dumps(encode(value)))


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.KIND)
@quick
@given(data=st.data())
def test_every_operation_comes_back_as_it_was_written(kind: Any, data: st.DataObject) -> None:
    operation = data.draw(of(kind))
    assert decode_operation(through_json(operation)) == operation


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.KIND)
@quick
@given(data=st.data())
def test_every_journal_line_comes_back_as_it_was_written(kind: Any, data: st.DataObject) -> None:
    record = data.draw(of(kind))
    assert decode_record(through_json(record)) == record


@pytest.mark.parametrize("kind", [Ticket, Conversation, Parcel, Rest], ids=lambda kind: kind.__name__)
@quick
@given(data=st.data())
def test_everything_that_a_checkpoint_holds_comes_back_as_it_was_written(
    kind: Any, data: st.DataObject
) -> None:
    value = data.draw(of(kind))
    assert decode(kind, through_json(value)) == value


@quick
@given(operation=of(Unknown))
def test_an_operation_of_a_newer_version_is_kept_to_the_letter(operation: Unknown) -> None:
    written = through_json(operation)
    assert written == operation.raw
    read = decode_operation(written)
    assert isinstance(read, Unknown)
    assert through_json(read) == written
    assert (read.id, read.by, read.ticket) == (operation.id, operation.by, operation.ticket)


@quick
@given(raw=st.dictionaries(TEXTS, JSON, max_size=4))
def test_a_journal_line_of_a_newer_version_is_kept_to_the_letter(raw: dict[str, Any]) -> None:
    line = {**raw, "kind": "teleported"}
    read = decode_record(line)
    assert read == UnknownRecord(line)
    assert through_json(read) == line


def test_an_unknown_operation_inside_a_known_line_is_kept_with_the_line() -> None:
    raw = {"kind": "teleported", "id": "1", "at": "2026-11-23T16:00:00Z", "by": "mia", "where": "moon"}
    line = {"kind": "recorded", "operation": raw}
    read = decode_record(line)
    assert isinstance(read, Recorded)
    assert isinstance(read.operation, Unknown)
    assert through_json(read)["operation"] == raw


@quick
@given(data=st.data(), extra=st.dictionaries(TEXTS.map("x-{}".format), JSON, max_size=3))
def test_what_a_newer_version_added_to_a_known_kind_does_no_harm(
    data: st.DataObject, extra: dict[str, Any]
) -> None:
    operation = data.draw(of(data.draw(st.sampled_from(OPERATIONS))))
    assert decode_operation({**through_json(operation), **extra}) == operation


@st.composite
def slightly_wrong(draw: st.DrawFn) -> Any:
    """A good line with one thing in it replaced by something else, at any depth."""
    line = through_json(draw(of(draw(st.sampled_from(RECORDS)))))
    return _spoil(draw, line, draw(st.integers(0, 5)))


def _spoil(draw: st.DrawFn, value: Any, depth: int) -> Any:
    if depth and isinstance(value, dict) and value:
        name = draw(st.sampled_from(sorted(value)))
        return {**value, name: _spoil(draw, value[name], depth - 1)}
    if depth and isinstance(value, list) and value:
        return [_spoil(draw, value[0], depth - 1), *value[1:]]
    return draw(JSON | st.just(float("nan")) | st.just(10**400) | st.just("0001-01-01T00:00:00+14:00"))


@settings(max_examples=250, derandomize=True, deadline=None)
@given(line=slightly_wrong())
def test_a_spoilt_line_is_read_or_malformed_and_never_another_error(line: Any) -> None:
    try:
        record = decode_record(line)
    except Malformed:
        return
    json.dumps(encode(record))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Work, {"spinoffs": "L12"}),
        (Work, {"spinoffs": {"L1": 1}}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00Z", "labels": "bug"}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00"}),
        (Issue, {"title": "x", "opened_at": "yesterday"}),
        (Issue, {"title": "x", "opened_at": 5}),
        (Issue, {"title": "x", "opened_at": "0001-01-01T00:00:00+14:00"}),
        (Issue, {"title": "x"}),
        (Issue, {"title": None, "opened_at": "2026-11-23T16:00:00Z"}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00Z", "number": True}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00Z", "number": 4.0}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00Z", "state": "ajar"}),
        (Issue, {"title": "x", "opened_at": "2026-11-23T16:00:00Z", "state": ["open"]}),
        (Work, {"estimate_hours": "4"}),
        (Work, {"estimate_hours": 10**400}),
        (Work, []),
        (Work, None),
        (Pulled, {"at": "2026-11-23T16:00:00Z", "cursors": ["a"]}),
        (Pulled, {"at": "2026-11-23T16:00:00Z", "cursors": {"a": 1}}),
        (Recorded, {"operation": {"kind": ["noted"]}}),
        (Recorded, {"operation": "noted"}),
        (Logged, {"stamp": [1], "operation": {"kind": "woken", "id": "1", "at": "2026-11-23", "by": "x"}}),
    ],
)
def test_another_shape_is_malformed(kind: Any, data: Any) -> None:
    with pytest.raises(Malformed):
        decode(kind, data)


def test_a_stamp_has_two_places_and_no_other_number_of_them() -> None:
    woken = {"kind": "woken", "id": "1", "at": "2026-11-23T16:00:00Z", "by": "mia"}
    assert decode(Logged, {"stamp": [7, 1], "operation": woken}).stamp == (7, 1)
    for stamp in ([], [7], [7, 1, 2]):
        with pytest.raises(Malformed):
            decode(Logged, {"stamp": stamp, "operation": woken})


@quick
@given(instant=INSTANTS, minutes=st.integers(-14 * 60, 14 * 60))
def test_times_are_written_in_utc_whatever_their_zone(instant: datetime, minutes: int) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))
    written = encode(elsewhere)
    assert written.endswith("Z")
    assert decode(Noted, encode(Noted(id="1", at=elsewhere, by="mia", text="x"))).at == instant


def test_a_time_without_its_zone_is_refused_rather_than_guessed() -> None:
    with pytest.raises(TypeError, match="zone"):
        encode(datetime(2026, 11, 23, 16))  # noqa: DTZ001  # the point of the test


def test_a_line_holds_only_what_differs_from_the_default() -> None:
    noted = Noted(id="1", at=NOW, by="mia", text="x")
    assert set(encode(noted)) == {"kind", "id", "at", "by", "text"}
    assert {f.name for f in fields(Work)}.isdisjoint(encode(Work()))


def test_steps_of_a_parcel_are_found_by_their_names_after_a_journey_through_json() -> None:
    parcel = Parcel().moved(Step(StepName.LOG, Delivery.SENDING, batch="b"))
    assert decode(Parcel, through_json(parcel)).step(StepName.LOG).batch == "b"


def test_text_that_no_encoding_can_hold_survives_too() -> None:
    comment = Comment(id=1, author=None, at=NOW, text="lone \ud800 surrogate\x00\u2028")
    assert decode(Comment, through_json(comment)) == comment


def test_what_has_no_json_form_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="no JSON form for object"):
        encode(object())


def test_a_kind_that_must_be_known_is_malformed_when_it_is_not() -> None:
    entry = {"kind": "teleported", "stamp": [1, 0]}
    with pytest.raises(Malformed, match="unknown kind 'teleported'"):
        decode(Conversation, {"entries": [entry]})
