"""Each verb: when it is refused and what the refusal says, what it changes, and how it reads."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from shiftui.domain.operations import Fact, Opened, Operation, SpunOff
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.base import Seen
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.fitting import TEXT_LIMIT, check_fits
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import clear_response, respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.refusals import (
    AlreadyAcknowledged,
    AlreadyResolved,
    BadValue,
    InThePast,
    NoResponse,
    NoTextGiven,
    NotResolved,
    NotYetHappened,
    Refused,
    TooLong,
)
from shiftui.domain.settings import GitHubSettings, Rotation
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import (
    Audience,
    NoteKind,
    Priority,
    Resolution,
    Severity,
    SpinoffKind,
    State,
    Via,
    WaitingOn,
)
from tests.domain.strategies import of
from tests.domain.support import DAY, HOUR, MINUTE, NOW, TEAM, connected, issue, opened_by_bot, ticket

ZONE = TEAM.hours.timezone
MINE = Work(acknowledged_at=NOW, acknowledged_by="mia")
RESOLVED = ticket(state=State.RESOLVED, closed_at=NOW - HOUR)
WROTE_AGAIN = ticket(
    state=State.RESOLVED, closed_at=NOW - HOUR, work=Work(wrote_at=NOW - MINUTE, touched_at=NOW - MINUTE)
)
SCENE = connected().scene()

REFUSED: list[tuple[Any, Ticket, tuple[Any, ...], dict[str, Any], type[Refused], str]] = [
    (acknowledge, ticket(work=MINE), (), {}, AlreadyAcknowledged, "#42 is already acknowledged by mia; resp"),
    (acknowledge, RESOLVED, (), {}, AlreadyResolved, "#42 is resolved; reopen it first"),
    (respond, ticket(), (" \n",), {}, NoTextGiven, "the response is empty; write something"),
    (respond, ticket(), ("hi",), {"at": NOW + MINUTE}, NotYetHappened, "in the future; name when it happen"),
    (clear_response, ticket(), ("a bot",), {}, NoResponse, "#42 has no response to clear"),
    (clear_response, ticket(work=Work(responded_at=NOW)), ("",), {}, NoTextGiven, "the reason is empty"),
    (note, ticket(), ("\t",), {}, NoTextGiven, "the note is empty; write something"),
    (set_fields, ticket(), (), {}, BadValue, "name at least one field, such as --priority"),
    (set_fields, ticket(), (), {"estimate_hours": 0.0}, BadValue, "give hours above 0, such as 4 or 0.5"),
    (set_fields, ticket(), (), {"estimate_hours": -1.0}, BadValue, "give hours above 0"),
    (set_fields, ticket(), (), {"estimate_hours": float("nan")}, BadValue, "give hours above 0"),
    (set_fields, ticket(), (), {"estimate_hours": float("inf")}, BadValue, "give hours above 0"),
    (snooze, ticket(), (NOW,), {}, InThePast, "Mon 23 Nov 2026 10:00 PST is in the past; name a later time"),
    (snooze, ticket(), (NOW - DAY,), {}, InThePast, "such as 2h, 1d or tomorrow"),
    (snooze, RESOLVED, (NOW + HOUR,), {}, AlreadyResolved, "reopen it first"),
    (resolve, RESOLVED, ([Resolution.FIXED],), {}, AlreadyResolved, "#42 is resolved; reopen it first"),
    (resolve, ticket(), ([],), {}, BadValue, "say how, such as --as answered"),
    (resolve, ticket(), ([Resolution.DUPLICATE],), {"same_as": "#42"}, BadValue, "cannot be a duplicate of "),
    (reopen, ticket(), (), {}, NotResolved, "#42 is open; there is nothing to reopen"),
    (spin_off, ticket(), ("  ",), {}, NoTextGiven, "the title is empty; write something"),
]


@pytest.mark.parametrize(("verb", "of_what", "args", "more", "refusal", "words"), REFUSED)
def test_what_is_illegal_is_refused_with_what_to_do(
    verb: Any, of_what: Ticket, args: Any, more: Any, refusal: type[Refused], words: str
) -> None:
    with pytest.raises(refusal) as caught:
        verb(SCENE, of_what, *args, **more)
    assert words in str(caught.value)


def test_what_is_about_no_ticket_needs_text_and_a_past_too() -> None:
    with pytest.raises(NoTextGiven, match="diary entry is empty"):
        write_diary(SCENE, "  ")
    with pytest.raises(NoTextGiven, match="title is empty"):
        open_ticket(SCENE, "\n")
    with pytest.raises(NotYetHappened, match="opening is in the future"):
        open_ticket(SCENE, "x", opened_at=NOW + MINUTE)


def test_acknowledging_says_who_has_it_and_leaves_the_requester_waiting() -> None:
    taken = acknowledge(SCENE, ticket()).apply(ticket())
    assert (taken.work.acknowledged_by, taken.work.acknowledged_at) == ("mia", NOW)
    assert taken.responded_at is None


def test_a_colleagues_ticket_can_be_taken_over() -> None:
    theirs = ticket(work=Work(acknowledged_at=NOW - HOUR, acknowledged_by="leo"))
    assert acknowledge(SCENE, theirs).apply(theirs).work.acknowledged_by == "mia"


def test_a_ticket_whose_requester_wrote_again_can_be_worked_on_like_an_open_one() -> None:
    assert acknowledge(SCENE, WROTE_AGAIN).by == "mia"
    assert snooze(SCENE, WROTE_AGAIN, NOW + HOUR).until == NOW + HOUR
    assert resolve(SCENE, WROTE_AGAIN, [Resolution.ANSWERED]).apply(WROTE_AGAIN).state is State.RESOLVED
    back = reopen(SCENE, WROTE_AGAIN).apply(WROTE_AGAIN)
    assert (back.issue.state, back.work.wrote_at) == (State.OPEN, None)


def test_on_a_bots_ticket_acknowledging_is_the_response() -> None:
    taken = acknowledge(SCENE, opened_by_bot()).apply(opened_by_bot())
    assert (taken.responded_at, taken.responded_by) == (NOW, "mia")
    for_somebody = replace(opened_by_bot(), work=Work(requester="j.doe"))
    assert acknowledge(SCENE, for_somebody).apply(for_somebody).responded_at is None


def test_on_a_bots_ticket_the_first_who_took_it_was_the_response() -> None:
    by_leo = replace(acknowledge(SCENE, opened_by_bot()), at=NOW - HOUR, by="leo")
    assigned = by_leo.apply(opened_by_bot())
    assert (assigned.responded_at, assigned.responded_by) == (NOW - HOUR, "leo")
    taken_over = acknowledge(SCENE, assigned).apply(assigned)
    assert (taken_over.responded_at, taken_over.responded_by) == (NOW - HOUR, "leo")
    assert taken_over.acknowledged_by == "mia"
    by_a_person = by_leo.apply(ticket())
    assert by_a_person.responded_at is None


@pytest.mark.parametrize(
    ("assign", "order", "assignee"),
    [
        ("none", (), ""),
        ("acker", (), "mia"),
        ("oncall-pool", (), "oncall-pool"),
        ("primary", ("leo",), "leo"),
    ],
)
def test_acknowledging_assigns_whom_the_team_wants(assign: str, order: Any, assignee: str) -> None:
    github = replace(TEAM.github, assign=assign)
    scene = replace(SCENE, settings=replace(TEAM, github=github, rotation=Rotation(order=order)))
    taken = acknowledge(scene, ticket()).apply(ticket())
    assert taken.issue.assignees == ((assignee,) if assignee else ())


def test_without_a_repository_nobody_is_assigned() -> None:
    scene = replace(SCENE, settings=replace(TEAM, github=GitHubSettings(assign="acker")))
    assert acknowledge(scene, ticket()).assign == ""


def test_the_first_response_stands_and_later_ones_attend_to_what_was_written() -> None:
    first = respond(SCENE, ticket(), "hello", at=NOW - 10 * MINUTE)
    answered = first.apply(ticket())
    assert (answered.responded_at, answered.responded_by) == (NOW - 10 * MINUTE, "mia")
    wrote = replace(answered, work=replace(answered.work, wrote_at=NOW - MINUTE))
    assert wrote.waiting_on is WaitingOn.US
    again = respond(SCENE, wrote, "again").apply(wrote)
    assert again.responded_at == NOW - 10 * MINUTE
    assert again.work.wrote_at is None


def test_a_response_goes_by_the_channel_that_the_ticket_came_by() -> None:
    by_phone = ticket(work=Work(via=Via.PHONE))
    assert respond(SCENE, by_phone, "x").via is Via.PHONE
    assert respond(SCENE, by_phone, "x", via=Via.CHAT).via is Via.CHAT
    assert respond(SCENE, ticket(), "x").line(ZONE) == "responded"
    assert respond(SCENE, by_phone, "x").seen is None
    assert respond(SCENE, ticket(), "x").seen == Seen(State.OPEN, ticket().issue.updated_at)
    assert respond(SCENE, by_phone, "x").line(ZONE) == "responded by phone"
    assert respond(SCENE, ticket(), "x").audience is Audience.REQUESTER


def test_clearing_a_response_makes_the_requester_wait_again_until_an_explicit_one() -> None:
    answered = respond(SCENE, ticket(), "x").apply(ticket())
    cleared = clear_response(SCENE, answered, " wrong ticket ")
    waiting = cleared.apply(answered)
    assert waiting.responded_at is None
    assert waiting.work.cleared_response
    assert cleared.line(ZONE) == "cleared the response: wrong ticket"
    assert respond(SCENE, waiting, "really").apply(waiting).responded_at == NOW


def test_a_note_never_counts_as_a_response() -> None:
    noted = note(SCENE, ticket(), " look at the log ")
    after = noted.apply(ticket())
    assert after.responded_at is None
    assert after.work == Work(touched_at=NOW)
    shown = noted.note(ZONE)
    assert shown is not None
    assert (shown.kind, shown.text, shown.team_only) == (NoteKind.NOTE, "look at the log", True)
    assert noted.audience is Audience.TEAM


def test_set_changes_what_is_given_and_an_empty_text_clears() -> None:
    before = ticket(priority=Priority.CUSTOMER, work=Work(summary="old", next_action="call", requester="j"))
    fact = set_fields(SCENE, before, severity=Severity.ERROR, summary=" new ", next_action="", requester="")
    after = fact.apply(before)
    assert (after.issue.priority, after.issue.severity) == (Priority.CUSTOMER, Severity.ERROR)
    assert (after.work.summary, after.work.next_action, after.work.requester) == ("new", None, None)
    assert fact.line(ZONE) == "set severity error, summary: new, next: cleared, requester cleared"


def test_saying_whom_we_wait_on_attends_to_what_the_requester_wrote() -> None:
    wrote = ticket(work=Work(wrote_at=NOW))
    assert set_fields(SCENE, wrote, priority=Priority.SERVICE).apply(wrote).waiting_on is WaitingOn.US
    waiting = set_fields(SCENE, wrote, waiting_on=WaitingOn.REQUESTER).apply(wrote)
    assert waiting.waiting_on is WaitingOn.REQUESTER


def test_an_estimate_reads_without_idle_decimals() -> None:
    assert set_fields(SCENE, ticket(), estimate_hours=4.0).line(ZONE) == "set estimate 4 h"
    assert set_fields(SCENE, ticket(), estimate_hours=0.5).line(ZONE) == "set estimate 0.5 h"


def test_a_snooze_ends_by_itself_or_when_somebody_wakes_it() -> None:
    asleep = snooze(SCENE, ticket(), NOW + HOUR)
    sleeping = asleep.apply(ticket())
    assert sleeping.work.snoozed_until == NOW + HOUR
    assert asleep.line(ZONE) == "snoozed it until Mon 23 Nov 2026 11:00 PST"
    assert wake(SCENE, sleeping).apply(sleeping).work.snoozed_until is None


def test_opening_makes_a_ticket_under_the_next_local_name() -> None:
    scene = replace(SCENE, next_local=7)
    opened = open_ticket(
        scene, "  Plots \n blank ", requester=" j.doe ", via=Via.EMAIL, opened_at=NOW - HOUR, sender="+1 555"
    )
    made = opened.create()
    assert (made.key, made.issue.title, made.requester) == ("L7", "Plots blank", "j.doe")
    assert (made.issue.opened_at, made.work.via) == (NOW - HOUR, Via.EMAIL)
    assert opened.line(ZONE) == "captured it from j.doe"
    shown = opened.note(ZONE)
    assert shown is not None
    assert (shown.text, shown.team_only) == ("captured it from j.doe\n+1 555", True)
    assert open_ticket(scene, "x", requester=" ").create().requester is None


def test_a_spinoff_knows_where_it_came_from_and_goes_to_the_tracker() -> None:
    scene = replace(SCENE, next_local=9)
    spun = spin_off(scene, ticket(), "fix the sort", kind=SpinoffKind.DOCS)
    made = spun.create()
    assert (made.key, made.work.origin, made.issue.repo) == ("L9", "#42", TEAM.github.tracker)
    assert made.is_spinoff
    once = spun.link(ticket())
    assert once.work.spinoffs == ("L9",)
    assert spun.link(once) == once
    assert spun.line(ZONE) == "spun off a docs ticket: fix the sort"
    assert spin_off(scene, ticket(), "x", repo="a/b").repo == "a/b"


@profile(max_examples=80, derandomize=True, deadline=None)
@given(operation=of(Operation), work=of(Work), native=of(type(issue())))
def test_replay_never_refuses_whatever_the_ticket(operation: Fact, work: Work, native: Any) -> None:
    before = Ticket(operation.ticket, native, work)
    if operation.KIND == "undone":
        return  # what it restores was taken from such a ticket; tests of undo have it
    after = operation.apply(before)
    assert after.key == before.key
    assert after.work.touched_at is None or after.work.touched_at >= (work.touched_at or operation.at)
    assert operation.line(ZONE)
    if isinstance(operation, Opened | SpunOff):
        assert operation.create().key == operation.ticket


@profile(max_examples=100, derandomize=True, deadline=None)
@given(operation=of(Operation), text=st.just("x"))
def test_only_words_meant_for_requesters_have_them_as_audience(operation: Fact, text: str) -> None:
    shown = operation.note(ZONE)
    if shown is not None and operation.audience is Audience.TEAM:
        assert shown.team_only


@pytest.mark.parametrize("text", ["x" * (TEXT_LIMIT + 7), "é" * (TEXT_LIMIT // 2) + "x" * 7])
def test_a_text_that_github_could_not_hold_does_not_fit(text: str) -> None:
    with pytest.raises(TooLong, match="text is 7 bytes longer than GitHub takes"):
        check_fits(note(SCENE, ticket(), text))
    check_fits(note(SCENE, ticket(), text[:-7]))


def test_a_title_is_as_long_as_github_s_at_most() -> None:
    with pytest.raises(TooLong, match="title is 1 characters longer"):
        check_fits(open_ticket(SCENE, "x" * 257))
    check_fits(open_ticket(SCENE, "x" * 256))
