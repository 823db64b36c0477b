"""What GitHub's answers mean: limits, locks and refusals, judged by headers and words."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.github.answers import LONGEST_WAIT, Raw, failure, limited_until
from shiftui.ports import (
    Blocked,
    Misbehaving,
    NoAccess,
    NotAuthorised,
    RateLimited,
    RefusedByTracker,
    TrackerError,
    Unclear,
    Unreachable,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def raw(status: int, message: str = "", **headers: str) -> Raw:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Raw(status, named, json.dumps({"message": message}).encode() if message else b"")


@pytest.mark.parametrize(
    ("answer", "is_write", "kind"),
    [
        (raw(500), False, Unreachable),
        (raw(502), True, Unclear),
        (raw(401, "Bad credentials"), True, NotAuthorised),
        (raw(403, "Resource not accessible by personal access token"), False, NotAuthorised),
        (raw(403, "Unable to create comment because issue is locked."), True, Blocked),
        (raw(403, "Commenting is disabled on issues with more than 2500 comments"), True, Blocked),
        (raw(404, "Not Found"), False, NoAccess),
        (raw(410, "This issue was deleted"), True, Blocked),
        (raw(422, "Validation Failed"), True, RefusedByTracker),
        (raw(422, "Validation Failed"), False, Misbehaving),
        (raw(429), False, RateLimited),
        (Raw(404, {"content-type": "text/html"}, b"<html>log in</html>"), False, Unreachable),
    ],
)
def test_each_status_has_its_meaning(answer: Raw, is_write: bool, kind: type[TrackerError]) -> None:
    assert type(failure(answer, NOW, is_write=is_write, limited_before=0)).__mro__.count(kind) == 1


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (raw(403, "secondary rate limit", retry_after="30"), 30),
        (raw(429, "", retry_after="Mon, 23 Nov 2026 12:00:50 GMT", date="Mon, 23 Nov 2026 12:00:10 GMT"), 40),
        (raw(403, "rate limit", retry_after="soon"), 60),
        (raw(403, "rate limit", retry_after="-5"), 60),
        (raw(403, "rate limit", retry_after="nan"), 60),
        (raw(403, "rate limit", retry_after="0"), 1),
        (raw(403, "rate limit", retry_after="99999999999999"), 3600),
        (raw(429), 60),
    ],
)
def test_the_wait_is_the_one_that_was_named_within_reason(answer: Raw, seconds: int) -> None:
    assert limited_until(answer, NOW, 0) == NOW + timedelta(seconds=seconds)


def test_a_reset_is_judged_by_the_servers_clock_not_by_ours() -> None:
    server = NOW + timedelta(days=1)
    answer = raw(
        403,
        "API rate limit exceeded",
        x_ratelimit_remaining="0",
        x_ratelimit_reset=str(int((server + timedelta(minutes=7)).timestamp())),
        date="Tue, 24 Nov 2026 12:00:00 GMT",
    )
    assert limited_until(answer, NOW, 0) == NOW + timedelta(minutes=7)


def test_a_wait_without_a_name_doubles_with_each_limit() -> None:
    waits = [limited_until(raw(403, "You have exceeded a secondary rate limit"), NOW, n) for n in range(8)]
    assert waits[:3] == [NOW + timedelta(seconds=each) for each in (60, 120, 240)]
    assert waits[-1] == NOW + LONGEST_WAIT


@given(
    after=st.text(max_size=30),
    reset=st.text(max_size=30),
    date=st.text(max_size=30),
    before=st.integers(0, 10**6),
)
def test_no_header_makes_us_wait_for_ever_or_not_at_all(
    after: str, reset: str, date: str, before: int
) -> None:
    answer = raw(429, retry_after=after, x_ratelimit_remaining="0", x_ratelimit_reset=reset, date=date)
    until = limited_until(answer, NOW, before)
    assert until is not None
    assert timedelta(seconds=1) <= until - NOW <= LONGEST_WAIT


def test_a_refusal_says_githubs_own_words_made_safe() -> None:
    body = {
        "message": "Validation Failed",
        "errors": [
            {"resource": "Issue", "field": "title", "code": "missing_field"},
            "and \x1b[31mmore",
            7,
            {},
        ],
    }
    error = failure(Raw(422, {}, json.dumps(body).encode()), NOW, is_write=True, limited_before=0)
    assert str(error) == "GitHub refused it (422): Validation Failed: title missing_field; and ^[[31mmore"


@given(body=st.binary(max_size=200), status=st.integers(400, 599), is_write=st.booleans())
def test_any_rubbish_has_a_meaning(body: bytes, status: int, is_write: bool) -> None:
    assert isinstance(failure(Raw(status, {}, body), NOW, is_write=is_write, limited_before=0), TrackerError)
