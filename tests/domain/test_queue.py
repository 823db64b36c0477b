"""The order in which tickets need somebody, against the rules as one would explain them to a colleague."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from shiftui.domain.queue import Lane, Placed, count, order, place
from shiftui.domain.response_clock import clock
from shiftui.domain.tickets import Ticket, Work
from shiftui.domain.vocabulary import Priority, Resolution, Response, Severity, State, WaitingOn
from tests.domain.support import DAY, HOUR, MINUTE, NOW, REPO, TEAM, TRACKER, issue, ticket

WORTH = {Priority.SERVICE: 1, Priority.SECURITY: 2, Priority.CUSTOMER: 3, Priority.OPERATIONAL: 4}


def keys(*tickets: Ticket) -> list[str]:
    return [placed.key for placed in order(tickets, TEAM, NOW)]


def lane(one: Ticket) -> Lane:
    return place(one, TEAM, NOW).lane


def why(one: Ticket) -> str:
    return place(one, TEAM, NOW).why


ANSWERED = Work(responded_at=NOW - HOUR, touched_at=NOW - HOUR)
BREACHED = ticket(1, opened_at=NOW - 90 * MINUTE)
AT_RISK = ticket(2, opened_at=NOW - 55 * MINUTE)
PENDING = ticket(3, opened_at=NOW - 10 * MINUTE)
OURS = ticket(4, work=ANSWERED, priority=Priority.CUSTOMER)
WAITING = ticket(5, work=ANSWERED, waiting_on=WaitingOn.REQUESTER)
ASLEEP = ticket(6, work=replace(ANSWERED, snoozed_until=NOW + HOUR))
ELSEWHERE = Ticket(f"{TRACKER}#7", issue(7, repo=TRACKER), Work(origin="#1"))
PARKED = ticket(8, opened_at=NOW - 90 * DAY)
CLOSED = ticket(9, state=State.RESOLVED, closed_at=NOW - HOUR, work=Work(resolution=(Resolution.FIXED,)))


def test_the_queue_runs_from_what_is_critical_to_what_has_ended() -> None:
    everything = [CLOSED, PARKED, ELSEWHERE, ASLEEP, WAITING, OURS, PENDING, AT_RISK, BREACHED]
    assert keys(*everything) == ["#1", "#2", "#3", "#4", "#5", "#6", f"{TRACKER}#7", "#8", "#9"]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (BREACHED, "response breached 30 min ago"),
        (AT_RISK, "response due in 5:00"),
        (PENDING, "untriaged"),
        (replace(PENDING, issue=replace(PENDING.issue, priority=Priority.CUSTOMER)), "response due by 10:50"),
        (OURS, "needs us"),
        (replace(OURS, issue=replace(OURS.issue, priority=None)), "untriaged"),
        (replace(OURS, work=replace(ANSWERED, wrote_at=NOW)), "the requester wrote"),
        (WAITING, "waiting on the requester"),
        (replace(WAITING, issue=issue(5, waiting_on=WaitingOn.THIRD_PARTY)), "waiting on a third party"),
        (ASLEEP, "asleep until 11:00"),
        (PARKED, "parked: older than the adoption, untouched"),
        (CLOSED, "resolved: fixed"),
        (replace(CLOSED, work=Work()), "closed on GitHub"),
        (replace(CLOSED, work=Work(wrote_at=NOW)), "wrote again after it was resolved"),
        (ticket(work=ANSWERED, severity=Severity.CRITICAL), "critical"),
        (ticket(work=Work(origin="#1")), "spinoff: the real fix is owed"),
    ],
)
def test_the_reason_for_a_place_is_said_in_a_line(one: Ticket, reason: str) -> None:
    assert why(one) == reason


def test_at_risk_and_breached_wake_a_sleeping_ticket() -> None:
    for one in (AT_RISK, BREACHED):
        asleep = replace(one, work=Work(snoozed_until=NOW + DAY))
        assert lane(asleep) is lane(one)
    assert lane(replace(PENDING, work=Work(snoozed_until=NOW + DAY))) is Lane.ASLEEP


def test_what_is_critical_goes_before_what_is_only_at_risk() -> None:
    critical = replace(AT_RISK, issue=replace(AT_RISK.issue, severity=Severity.CRITICAL))
    assert lane(critical) is Lane.CRITICAL
    assert keys(replace(AT_RISK, key="#9"), critical) == ["#2", "#9"]


def test_a_snooze_that_is_over_is_over() -> None:
    assert lane(replace(ASLEEP, work=replace(ANSWERED, snoozed_until=NOW))) is Lane.NEEDS_US


def test_waiting_for_somebody_else_does_not_hide_a_response_that_is_due() -> None:
    waiting = replace(AT_RISK, issue=replace(AT_RISK.issue, waiting_on=WaitingOn.THIRD_PARTY))
    assert lane(waiting) is Lane.AT_RISK


def test_untriaged_tickets_come_first_among_what_needs_us_and_last_among_what_is_critical() -> None:
    untriaged, service = ticket(1, work=ANSWERED), ticket(2, work=ANSWERED, priority=Priority.SERVICE)
    assert keys(service, untriaged) == ["#1", "#2"]
    critical = [replace(t, issue=replace(t.issue, severity=Severity.CRITICAL)) for t in (untriaged, service)]
    assert keys(*critical) == ["#2", "#1"]


def test_resolved_ones_come_latest_first() -> None:
    closed = [
        replace(CLOSED, key=f"#{n}", issue=issue(n, state=State.RESOLVED, closed_at=NOW - n * DAY))
        for n in (3, 1, 2)
    ]
    assert keys(*closed) == ["#1", "#2", "#3"]


MOMENTS = [NOW + minutes * MINUTE for minutes in (-300, -90, -61, -60, -59, -57, -55, -52, -50, -48, -47, 0)]


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    number = draw(st.integers(1, 10**6))
    maybe = st.sampled_from([None, NOW - HOUR, NOW - MINUTE])
    closed = draw(st.integers(0, 4)) == 4
    native = issue(
        number,
        opened_at=draw(st.sampled_from([*MOMENTS, NOW - 90 * DAY])),
        repo=draw(st.sampled_from([REPO, REPO, REPO, TRACKER, ""])),
        priority=draw(st.none() | st.sampled_from(Priority)),
        severity=draw(st.none() | st.sampled_from(Severity)),
        waiting_on=draw(st.sampled_from(WaitingOn)),
        state=State.RESOLVED if closed else State.OPEN,
        closed_at=draw(st.sampled_from(MOMENTS)) if closed else None,
        spinoff=draw(st.integers(0, 5)) == 5,
    )
    work = Work(
        responded_at=draw(st.sampled_from([None, None, None, NOW - HOUR, NOW - MINUTE])),
        touched_at=draw(maybe),
        wrote_at=draw(maybe),
        snoozed_until=draw(st.sampled_from([None, None, NOW - HOUR, NOW + HOUR, NOW + DAY])),
        acknowledged_by=draw(st.sampled_from([None, "mia", "leo"])),
    )
    return Ticket(f"#{number}", native, work)


@st.composite
def shifts(draw: st.DrawFn) -> list[Ticket]:
    found = draw(st.lists(tickets(), max_size=14))
    return list({one.key: one for one in found}.values())


def section(one: Ticket) -> str:
    """Where the design's sentence about the queue puts a ticket."""
    found = clock(one, TEAM, NOW)
    waits_for_word = found.state if found is not None else None
    ended = one.issue.state is State.RESOLVED
    if ended and (one.work.wrote_at is None or one.work.wrote_at <= (one.resolved_at or one.work.wrote_at)):
        return "ended"
    if one.issue.repo == TRACKER:
        return "elsewhere"
    is_old = TEAM.goals.since is not None and one.issue.opened_at < TEAM.goals.since
    since, changed = TEAM.goals.since, one.issue.updated_at
    is_sorted = bool(one.issue.priority or one.issue.severity or one.issue.assignees)
    is_sorted = is_sorted or one.issue.waiting_on is not WaitingOn.US
    somebody_sorted_it = since and changed and changed >= since and is_sorted
    if is_old and one.work.touched_at is None and not somebody_sorted_it:
        return "parked"
    if waits_for_word is Response.BREACHED:
        return "critical"
    if waits_for_word is Response.AT_RISK:
        return "critical" if one.issue.severity is Severity.CRITICAL else "at risk"
    if one.work.snoozed_until in (NOW + HOUR, NOW + DAY):
        return "asleep"
    if one.issue.severity is Severity.CRITICAL:
        return "critical"
    is_ours = one.work.wrote_at is not None or one.issue.waiting_on is WaitingOn.US
    return "needs us" if is_ours else "waiting"


SECTIONS = ["critical", "at risk", "needs us", "waiting", "asleep", "elsewhere", "parked", "ended"]


def goes_before(one: Ticket, other: Ticket) -> bool:
    """Whether somebody would take `one` first: the first difference that matters decides."""
    where, there = section(one), section(other)
    if where != there:
        return SECTIONS.index(where) < SECTIONS.index(there)
    differences: list[tuple[Any, Any]] = []
    if where == "ended":
        differences.append((_ended(other), _ended(one)))
    elif where == "asleep":
        differences.append((one.work.snoozed_until, other.work.snoozed_until))
    else:
        if where != "at risk":
            differences.append((_worth(one, where), _worth(other, where)))
        differences.append((_due(one), _due(other)))
    differences.append((one.issue.opened_at, other.issue.opened_at))
    differences.append((one.issue.number, other.issue.number))
    return bool(next(mine < theirs for mine, theirs in differences if mine != theirs))


def _worth(one: Ticket, where: str) -> int:
    if one.issue.priority is not None:
        return WORTH[one.issue.priority]
    if one.is_spinoff:
        return WORTH[Priority.OPERATIONAL]
    return 5 if where == "critical" else 0


def _due(one: Ticket) -> datetime:
    found = clock(one, TEAM, NOW)
    return found.due_at if found is not None and found.runs else NOW + 3650 * DAY


def _ended(one: Ticket) -> datetime:
    return one.resolved_at or one.issue.opened_at


@profile(max_examples=120, derandomize=True, deadline=None)
@given(shift=shifts(), seed=st.integers(0, 9))
def test_nobody_stands_before_a_ticket_that_goes_first(shift: list[Ticket], seed: int) -> None:
    placed = [one.ticket for one in order(shift, TEAM, NOW)]
    for position, one in enumerate(placed):
        for later in placed[position + 1 :]:
            assert goes_before(one, later), (one.key, later.key)
    mixed = list(shift)
    random.Random(seed).shuffle(mixed)
    assert [one.ticket for one in order(mixed, TEAM, NOW)] == placed
    assert Counter(one.key for one in placed) == Counter(one.key for one in shift)


@profile(max_examples=60, derandomize=True, deadline=None)
@given(shift=shifts())
def test_the_reason_is_never_a_lie(shift: list[Ticket]) -> None:
    for one in order(shift, TEAM, NOW):
        words, running = one.why, one.clock
        assert words
        if words.startswith("response breached"):
            assert running is not None
            assert running.state is Response.BREACHED
        if words.startswith("response due"):
            assert running is not None
            assert running.runs
            assert running.due_at > NOW
        if words == "untriaged":
            assert one.ticket.issue.priority is None
        if words.startswith("asleep"):
            assert one.ticket.work.snoozed_until is not None
            assert one.ticket.work.snoozed_until > NOW
        if words.startswith("waiting on"):
            assert one.ticket.waiting_on is not WaitingOn.US
        if words in ("critical", "needs us", "untriaged", "the requester wrote"):
            assert one.ticket.state is State.OPEN
        if words == "critical":
            assert one.severity is Severity.CRITICAL


@profile(max_examples=60, derandomize=True, deadline=None)
@given(shift=shifts())
def test_the_counts_agree_with_the_queue(shift: list[Ticket]) -> None:
    queue = order(shift, TEAM, NOW)
    found = count(queue, "mia")
    sections = Counter(section(one) for one in shift)
    assert found.needs_you == sections["critical"] + sections["at risk"] + sections["needs us"]
    assert (found.waiting, found.snoozed, found.parked) == (
        sections["waiting"],
        sections["asleep"],
        sections["parked"],
    )
    ours = [one for one in queue if section(one.ticket) not in ("parked", "elsewhere")]
    states = Counter(one.clock.state for one in ours if one.clock is not None)
    assert found.breached == states[Response.BREACHED]
    assert found.met == states[Response.MET]
    assert found.answered == states[Response.MET] + states[Response.MISSED]
    assert found.in_progress == sum(is_my_work(one) for one in queue)
    due = [one.clock.due_at for one in ours if one.clock is not None and one.clock.runs]
    assert found.next_due == min((moment for moment in due if moment > NOW), default=None)


def is_my_work(one: Placed) -> bool:
    mine = one.ticket.acknowledged_by == "mia"
    return mine and section(one.ticket) in ("critical", "at risk", "needs us")
