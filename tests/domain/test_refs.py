"""What people call tickets, and what the program calls them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.outbox import Delivery
from shiftui.domain.records import IssueRow, Settled
from shiftui.domain.refs import key_of, ref_of
from shiftui.domain.replica import view
from tests.domain.support import REPO, TRACKER, Machine, alone, connected, issue, pulled


def born_here() -> Machine:
    """`L1` is #7 by now, `L2` has no number yet, #42 came from GitHub."""
    machine = connected(pulled([issue(42), issue(9, repo=TRACKER)]))
    first = machine.write(open_ticket, "x").operation
    machine.write(open_ticket, "y")
    row = IssueRow(issue(7, opened_by="mia"), created_by=first.id)
    return machine.take(pulled([row]), Settled(first.id, Delivery.CONFIRMED))


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        ("42", "#42"),
        ("#42", "#42"),
        (" #42 ", "#42"),
        ("#042", "#42"),
        (f"{REPO}#42", "#42"),
        (f"{REPO.upper()}#42", "#42"),
        (f"{TRACKER}#9", f"{TRACKER}#9"),
        (f"{TRACKER.title()}#9", f"{TRACKER}#9"),
        ("L1", "L1"),
        ("l1", "L1"),
        ("7", "L1"),
        ("#7", "L1"),
        (f"{REPO}#7", "L1"),
        ("L2", "L2"),
        ("#99", "#99"),
    ],
)
def test_a_ticket_is_found_by_any_of_its_names(ref: str, key: str) -> None:
    assert key_of(ref, born_here().state) == key


@pytest.mark.parametrize(
    "ref", ["", "L", "#", "x", "#x", "4 2", "a#1", "/b#1", "a/#1", "-1", "1.5", "#4\n2", "²", "#²"]
)
def test_what_is_no_reference_names_nothing(ref: str) -> None:
    assert key_of(ref, born_here().state) is None


@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=st.text(max_size=20) | st.from_regex(r"[#L]?[0-9]{0,30}"))
def test_no_text_is_too_odd_to_be_looked_up(text: str) -> None:
    key = key_of(text, connected().state)
    assert key is None or key


def test_a_ticket_is_shown_by_its_local_name_until_github_numbers_it() -> None:
    machine = born_here()
    tickets = view(machine.state)
    assert ref_of("L1", tickets, REPO) == "#7"
    assert ref_of("L2", tickets, REPO) == "L2"
    assert ref_of("#42", tickets, REPO.upper()) == "#42"
    assert ref_of(f"{TRACKER}#9", tickets, REPO) == f"{TRACKER}#9"
    assert ref_of("#1000", tickets, REPO) == "#1000"


def test_without_a_repository_only_local_names_are_known() -> None:
    machine = alone()
    machine.write(open_ticket, "x")
    assert key_of("L1", machine.state) == "L1"
    assert key_of("1", machine.state) not in view(machine.state)
