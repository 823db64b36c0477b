"""What follows from what was said: the same for all who have read the same, in whatever order it came."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.conversation import (
    RECORDED_HERE,
    Comment,
    Conversation,
    Entry,
    Logged,
    Marker,
    fold,
    notes,
    refold,
)
from shiftui.domain.operations import Noted, Opened, Resolved, SpunOff, Undone
from shiftui.domain.operations.acknowledged import Acknowledged
from shiftui.domain.operations.resolved import Reopened
from shiftui.domain.operations.responded import Responded, ResponseCleared
from shiftui.domain.operations.snoozed import Snoozed
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import NoteKind, Resolution, SpinoffKind, State, Via, WaitingOn
from tests.domain.support import DAY, HOUR, MINUTE, NOW, TEAM, comment, marked, ticket


def after(one: Ticket, *entries: Entry) -> Ticket:
    return refold(one, Conversation().with_entries(entries), TEAM)


def fact(kind: Any, id: int, **more: Any) -> Logged:
    """A line of the shift log about #42, by mia unless said otherwise."""
    plain = {"id": f"op-{id}", "at": NOW + id * MINUTE, "by": "mia", "ticket": "#42"}
    operation = kind(**{**plain, **more})
    return Logged((id, 0), operation, operation.by, "NONE")


def test_the_requesters_word_sets_waiting_on_us_and_ends_a_snooze() -> None:
    quiet = ticket(waiting_on=WaitingOn.REQUESTER)
    asleep = after(quiet, fact(Snoozed, 1, until=NOW + DAY))
    assert (asleep.work.snoozed_until, asleep.waiting_on) == (NOW + DAY, WaitingOn.REQUESTER)
    awake = after(quiet, fact(Snoozed, 1, until=NOW + DAY), comment(2))
    assert (awake.work.snoozed_until, awake.waiting_on) == (None, WaitingOn.US)


def test_a_snooze_after_the_requesters_word_stands() -> None:
    asleep = after(ticket(), comment(1), fact(Snoozed, 2, until=NOW + DAY))
    assert asleep.work.snoozed_until == NOW + DAY


def test_a_stranger_speaks_for_the_requester_and_a_bot_for_nobody() -> None:
    assert after(ticket(), comment(1, "passer-by")).waiting_on is WaitingOn.US
    assert after(ticket(), comment(1, None)).work.wrote_at is not None
    by_bot = after(ticket(waiting_on=WaitingOn.REQUESTER), comment(1, "stale[bot]", bot=True))
    assert by_bot.work == Work()


def test_the_first_unmarked_comment_of_a_responder_is_the_response_where_the_requester_opened_it() -> None:
    answered = after(ticket(), comment(1), comment(2, "leo"), comment(3, "ada"))
    assert (answered.responded_at, answered.responded_by) == (NOW + 2 * MINUTE, "leo")
    assert answered.work.wrote_at is None


def test_the_first_response_is_the_first_on_github_not_the_first_to_arrive() -> None:
    late = after(ticket(), comment(5, "leo"))
    both = refold(late, Conversation().with_entries([comment(5, "leo"), comment(2, "ada")]), TEAM)
    assert both.responded_by == "ada"


def test_a_bot_that_answers_first_is_no_response() -> None:
    assert after(ticket(), comment(1, "mia", bot=True)).responded_at is None


def test_a_note_never_counts_as_a_response() -> None:
    noted = after(ticket(), comment(1, "mia", marker=marked("noted")), fact(Noted, 2, text="x"))
    assert noted.responded_at is None
    assert noted.work.wrote_at is None
    wrote = after(ticket(), comment(1), comment(2, "mia", marker=marked("noted")))
    assert wrote.waiting_on is WaitingOn.US


def test_a_strangers_marker_is_not_believed() -> None:
    forged = after(ticket(), comment(1, "customer", marker=marked("responded")))
    assert forged.responded_at is None
    assert forged.work.wrote_at is not None
    line = Logged((2, 0), Noted(id="x", at=NOW, by="mia", ticket="#42", text="evil"), "customer", "NONE")
    assert after(ticket(), line).work == Work()


def test_a_responders_requester_is_heard_as_one() -> None:
    by_leo = ticket(opened_by="leo")
    assert after(by_leo, comment(1, "leo")).work.wrote_at is not None
    assert after(by_leo, comment(1, "Leo")).responded_at is None
    assert after(by_leo, comment(1, "ada")).responded_by == "ada"


def test_on_a_captured_ticket_only_an_explicit_response_counts() -> None:
    captured = fact(Opened, 1, title="x", opened_at=NOW, requester="j.doe", via=Via.EMAIL)
    mine = ticket(opened_by="mia")
    assert after(mine, captured, comment(2, "leo")).responded_at is None
    told = after(mine, captured, fact(Responded, 3, text="hi", via=Via.EMAIL, heard_at=NOW + HOUR))
    assert told.responded_at == NOW + HOUR


def test_what_a_ticket_is_holds_also_for_what_was_said_before_the_log_said_so() -> None:
    captured = fact(Opened, 3, title="x", opened_at=NOW, requester="j.doe")
    in_order = after(ticket(opened_by="mia"), comment(2, "leo"), captured)
    assert in_order.responded_at is None
    assert in_order.requester == "j.doe"


def test_an_answer_by_another_channel_counts_from_when_it_was_given() -> None:
    told = comment(2, "leo", marker=marked("responded", at=NOW - HOUR))
    assert after(ticket(), told).responded_at == NOW - HOUR


def test_a_cleared_response_stays_cleared_until_an_explicit_one() -> None:
    cleared: list[Entry] = [
        comment(1, "leo"),
        fact(ResponseCleared, 2, why="wrong ticket"),
        comment(3, "leo"),
    ]
    assert after(ticket(), *cleared).responded_at is None
    explicit = comment(4, "leo", marker=marked("responded"))
    assert after(ticket(), *cleared, explicit).responded_at == NOW + 4 * MINUTE


def test_a_message_at_the_end_is_the_response_once() -> None:
    done = fact(Resolved, 2, kinds=(Resolution.ANSWERED,), text="done")
    said = comment(1, "mia", marker=marked("resolved", "op-2"))
    closed = after(ticket(state=State.RESOLVED, closed_at=NOW + 2 * MINUTE), said, done)
    assert (closed.responded_at, closed.resolution) == (NOW + MINUTE, (Resolution.ANSWERED,))
    shown = notes(closed, Conversation().with_entries([said, done]), TEAM)
    assert [(one.id, one.kind, one.text) for one in shown] == [("op-2", NoteKind.RESPONSE, said.text)]


def test_a_resolved_ticket_is_open_again_when_its_requester_writes_and_not_when_we_do() -> None:
    closed = ticket(state=State.RESOLVED, closed_at=NOW)
    assert after(closed, comment(1)).wrote_again
    assert after(closed, comment(1)).state is State.OPEN
    assert after(closed, comment(1, "leo")).state is State.RESOLVED
    assert after(closed, comment(1, at=NOW - MINUTE)).state is State.RESOLVED
    assert after(closed, comment(1), comment(2, "leo")).state is State.RESOLVED


def test_assigning_somebody_on_the_web_acknowledges_but_never_takes_over() -> None:
    assigned = ticket(assignees=("leo",), taken_by="leo")
    assert (assigned.acknowledged_by, assigned.work.acknowledged_at, assigned.responded_at) == (
        "leo",
        None,
        None,
    )
    assert after(assigned, fact(Acknowledged, 1)).acknowledged_by == "mia"


def test_every_word_of_ours_attends_to_what_was_written_not_only_the_first() -> None:
    answered = after(ticket(), comment(1), comment(2, "leo"), comment(3), comment(4, "ada"))
    assert (answered.work.wrote_at, answered.responded_by) == (None, "leo")


def test_what_was_captured_here_stays_so_until_the_log_says_it_too() -> None:
    born = Work(
        captured=True,
        requester="j.doe",
        via=Via.EMAIL,
        origin="#7",
        spinoff_kind=SpinoffKind.DOCS,
        touched_at=NOW,
    )
    assert after(ticket(work=born)).work == born


def test_reopening_in_the_log_undoes_the_ending_but_not_the_answer() -> None:
    done = fact(Resolved, 1, kinds=(Resolution.FIXED,))
    back = fact(Reopened, 2, responded_at=NOW, responded_by="mia")
    assert after(ticket(), done, back).resolution == ()
    assert after(ticket(), done, back).responded_at == NOW


def test_a_spinoff_that_was_taken_back_leaves_its_origin_as_it_was() -> None:
    spun = fact(SpunOff, 1, ticket="#9", origin="#42", title="fix")
    back = {"target": "op-1", "target_kind": "spun-off", "removes": True}
    undone = fact(Undone, 2, ticket="#9", origin="#42", restore={"work.touched_at": None}, **back)
    assert after(ticket(), spun).work.spinoffs == ("#9",)
    assert after(ticket(), spun, undone).work == Work()


def test_spinoffs_stand_in_the_order_of_the_log_whoever_made_them() -> None:
    born_here = ticket(work=Work(spinoffs=("#9",)))
    lines = [
        fact(SpunOff, id, ticket=f"#{number}", origin="#42", title="x") for id, number in ((1, 8), (2, 9))
    ]
    assert after(born_here, *lines).work.spinoffs == ("#8", "#9")
    assert after(born_here, lines[0]).work.spinoffs == ("#8", "#9")


def test_a_person_who_is_not_on_the_roster_is_believed_about_what_was_recorded_here() -> None:
    noted = Noted(id="x", at=NOW, by="guest", ticket="#42", text="hello")
    here = Conversation().with_entries([Logged((0, 1), noted, "guest", RECORDED_HERE)])
    there = Conversation().with_entries([Logged((0, 1), noted, "guest", "OWNER")])
    assert [one.text for one in notes(ticket(), here, TEAM)] == ["hello"]
    assert notes(ticket(), there, TEAM) == ()


def test_the_conversation_reads_in_githubs_order_without_what_was_taken_back() -> None:
    entries: list[Entry] = [
        fact(Undone, 6, target="op-3", target_kind="noted", restore={}),
        comment(2, "leo"),
        fact(Noted, 3, text="oops"),
        comment(1),
        comment(4, "mia", marker=marked("noted", "n")),
        comment(5, "ci", bot=True),
    ]
    shown = notes(ticket(), Conversation().with_entries(entries), TEAM)
    assert [one.kind for one in shown] == [
        NoteKind.REQUESTER,
        NoteKind.RESPONSE,
        NoteKind.NOTE,
        NoteKind.EVENT,
    ]
    assert [one.team_only for one in shown] == [False, False, True, False]


def test_of_an_edited_comment_the_latest_wording_stands_in_whatever_order_it_came() -> None:
    first = comment(1)
    edits = [replace(first, text=f"edit {hour}", edited_at=NOW + hour * HOUR) for hour in (1, 2, 3)]
    for seed in range(6):
        wordings = [first, *edits, first]
        random.Random(seed).shuffle(wordings)
        talk = Conversation()
        for wording in wordings:
            talk = talk.with_entries([wording])
        assert talk.entries == (edits[-1],)


AUTHORS = st.sampled_from(["customer", "mia", "leo", "passer-by", None])
MARKERS = st.sampled_from([None, None, marked("noted"), marked("responded"), marked("resolved")])


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """A ticket's whole life: comments and log lines, with rising ids."""
    found: list[Entry] = []
    for id in range(1, draw(st.integers(1, 12))):
        if draw(st.booleans()):
            found.append(comment(id, draw(AUTHORS), marker=draw(MARKERS), bot=draw(st.integers(0, 9)) == 9))
        else:
            found.append(draw(st.sampled_from(LINES))(id))
    return found


LINES: list[Any] = [
    lambda id: fact(Acknowledged, id, by="leo"),
    lambda id: fact(Noted, id, text="x"),
    lambda id: fact(Snoozed, id, until=NOW + DAY),
    lambda id: fact(Responded, id, text="x", via=Via.PHONE, heard_at=NOW + id * MINUTE),
    lambda id: fact(ResponseCleared, id, why="x"),
    lambda id: fact(Resolved, id, kinds=(Resolution.FIXED,), text="done"),
    lambda id: fact(Reopened, id),
    lambda id: fact(Opened, id, title="x", opened_at=NOW, requester="j.doe"),
    lambda id: fact(SpunOff, id, ticket=f"#{id}", origin="#42", title="x"),
    lambda id: fact(Undone, id, target="op-1", target_kind="noted", restore={"work.summary": None}),
]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(history=histories(), seed=st.integers(0, 99))
def test_work_is_a_fold_over_githubs_order_whatever_the_order_of_arrival(
    history: list[Entry], seed: int
) -> None:
    whole = after(ticket(), *history)
    shuffled = list(history)
    random.Random(seed).shuffle(shuffled)
    talk, grown = Conversation(), ticket()
    for entry in shuffled:
        talk = talk.with_entries([entry])
        grown = refold(grown, talk, TEAM)
    assert grown == whole


@settings(max_examples=120, derandomize=True, deadline=None)
@given(history=histories())
def test_folding_on_top_gives_what_folding_anew_gives(history: list[Entry]) -> None:
    plain = [one for one in history if not isinstance(getattr(one, "operation", None), Opened | SpunOff)]
    grown = ticket()
    for entry in plain:
        grown = fold(grown, entry, TEAM)
    assert grown == after(ticket(), *plain)
    assert refold(grown, Conversation().with_entries(plain), TEAM) == grown


@pytest.mark.parametrize("entry", [comment(3), fact(Noted, 3, text="x")])
def test_the_latest_stamp_is_that_of_the_newest_entry(entry: Comment | Logged) -> None:
    assert Conversation().latest == (0, 0)
    assert Conversation().with_entries([comment(1), entry]).latest == (3, 0)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(history=histories())
def test_native_fields_are_githubs_alone(history: list[Entry]) -> None:
    folded = after(ticket(), *history)
    assert folded.issue == ticket().issue


def test_a_comment_that_links_a_spinoff_is_no_response_and_no_question() -> None:
    linked = after(ticket(), comment(1), comment(2, "mia", marker=marked("spun-off")))
    assert (linked.responded_at, linked.work.wrote_at) == (None, NOW + MINUTE)
    assert linked.work.touched_at == NOW + 2 * MINUTE


def test_what_was_posted_twice_is_shown_once() -> None:
    once = comment(1, "mia", marker=Marker("responded", "op-1"))
    said = Conversation().with_entries([once, replace(once, id=2)])
    assert [note.id for note in notes(ticket(), said, TEAM)] == ["op-1"]
