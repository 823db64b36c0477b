"""What to do when nothing is urgent, by the team's own rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shiftui.domain.proposals import is_urgent, propose
from shiftui.domain.queue import Placed, order
from shiftui.domain.settings import Goals, Settings
from shiftui.domain.tickets import Issue, Ticket, Work
from shiftui.domain.vocabulary import Priority, Severity, SpinoffKind, WaitingOn

NOW = datetime(2026, 11, 23, 23, 33, tzinfo=UTC)
SETTINGS = Settings(me="mia", goals=Goals(response_minutes=0))
DAY = timedelta(days=1)


def ticket(key: str, days: float = 1, *, labels: tuple[str, ...] = (), **work: object) -> Ticket:
    issue = Issue(f"ticket {key}", NOW - days * DAY, priority=Priority.OPERATIONAL, labels=labels)
    return Ticket(key, issue, replace(Work(captured=True), **work))  # type: ignore[arg-type]


def with_issue(one: Ticket, **changes: object) -> Ticket:
    return replace(one, issue=replace(one.issue, **changes))  # type: ignore[arg-type]


def placed(*tickets: Ticket, settings: Settings = SETTINGS) -> tuple[Placed, ...]:
    return order(tickets, settings, NOW)


def keys(group: tuple[Placed, ...]) -> list[str]:
    return [one.key for one in group]


def test_up_to_half_a_day_is_a_low_hanging_fruit_and_more_is_to_be_broken_down() -> None:
    found = propose(placed(ticket("a", estimate_hours=4.0), ticket("b", estimate_hours=4.5)), NOW, "mia")
    assert (keys(found.quick), keys(found.epics)) == (["a"], ["b"])


@pytest.mark.parametrize("label", ["epic", "Epic", "type:epic", "kind/Epic"])
def test_a_label_makes_an_epic(label: str) -> None:
    assert keys(propose(placed(ticket("a", labels=(label,), estimate_hours=1.0)), NOW, "mia").epics) == ["a"]


def test_a_label_that_only_contains_the_word_makes_none() -> None:
    assert keys(propose(placed(ticket("a", labels=("epicentre",))), NOW, "mia").epics) == []


def test_other_operational_tickets_are_proposed_oldest_first() -> None:
    assert keys(propose(placed(ticket("a", 1), ticket("b", 2)), NOW, "mia").operational) == ["b", "a"]


def test_what_somebody_else_has_is_theirs_until_it_was_left_lying() -> None:
    fresh = ticket("a", 9, acknowledged_by="leo", touched_at=NOW - DAY)
    left = ticket("b", 9, acknowledged_by="leo", touched_at=NOW - 4 * DAY)
    found = propose(placed(fresh, left), NOW, "mia")
    assert (keys(found.operational), keys(found.aged)) == ([], ["b"])


def test_what_waits_for_others_is_proposed_after_a_week() -> None:
    waits = [with_issue(ticket(key, 30, touched_at=NOW - days * DAY), waiting_on=WaitingOn.THIRD_PARTY)
             for key, days in (("a", 6), ("b", 7), ("c", 8))]  # fmt: skip
    assert keys(propose(placed(*waits), NOW, "mia").aged) == ["c", "b"]


def test_no_ticket_is_proposed_twice() -> None:
    many = [ticket(str(n), n, estimate_hours=float(n) if n % 3 else None) for n in range(1, 20)]
    found = propose(placed(*many), NOW, "mia")
    everything = keys(found.quick + found.epics + found.operational + found.aged)
    assert sorted(everything) == sorted(set(everything))
    assert len(everything) == 19


@pytest.mark.parametrize(
    "urgent",
    [
        with_issue(ticket("a"), priority=Priority.CUSTOMER),
        with_issue(ticket("a"), priority=None),
        with_issue(ticket("a"), severity=Severity.CRITICAL),
        ticket("a", wrote_at=NOW),
    ],
)
def test_what_is_urgent_is_no_proposal(urgent: Ticket) -> None:
    queue = placed(urgent)
    assert is_urgent(queue[0])
    assert not propose(queue, NOW, "mia")


def test_a_running_response_clock_is_urgent() -> None:
    waited_for = replace(ticket("a", 0.01), work=Work(captured=True, requester="j.doe"))
    queue = placed(waited_for, settings=Settings(me="mia", goals=Goals(always=frozenset(Priority))))
    assert is_urgent(queue[0])


def test_a_spinoff_without_a_priority_is_backlog() -> None:
    spinoff = with_issue(ticket("a", spinoff_kind=SpinoffKind.FIX), priority=None)
    assert keys(propose(placed(spinoff), NOW, "mia").operational) == ["a"]


def test_what_sleeps_is_left_to_sleep() -> None:
    assert not propose(placed(ticket("a", 9, snoozed_until=NOW + DAY)), NOW, "mia")
