"""Requests with an unclear outcome: what was done is found again and not done twice."""

from dataclasses import replace

import pytest

from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Settled
from shiftui.domain.vocabulary import Priority
from shiftui.ports import Unclear
from tests.github.conftest import MakeMachine
from tests.github.decisions import STEPS, Decide, on, opens, ours, responds, sets
from tests.github.machine import Clock
from tests.inmemory_github import (
    Answer,
    CloseAfter,
    CutBody,
    FailAfter,
    InMemoryGitHub,
    Lag,
)
from tests.inmemory_github.fixtures import REPO


@pytest.mark.parametrize(("decide", "step"), STEPS)
@pytest.mark.parametrize(
    "fault", [FailAfter(500), CloseAfter(), CutBody(0.5)], ids=lambda f: type(f).__name__
)
def test_what_was_done_though_it_failed_is_found_and_not_done_again(
    private: InMemoryGitHub, machine: MakeMachine, decide: Decide, step: StepName, fault: FailAfter
) -> None:
    mia, operation, _ = on(private, machine, decide)
    for method in ("POST", "PATCH"):
        private.fault(fault, method=method)
    with pytest.raises(Unclear):
        mia.deliver(step, operation)
    made = ours(private)
    mia.restart()
    found = mia.look_for(step, operation)
    assert found is not None
    assert len(found.issues) + len(found.comments) == 1
    mia.take(found, Settled(operation.id, Delivery.CONFIRMED))
    assert ours(private) == made
    assert sum(made) == (1 if step in (StepName.CREATE, StepName.COMMENT) else 0)
    if step is StepName.CREATE:
        assert found.issues[0].created_by == operation.id
        assert mia.at(2).key == "L1"


@pytest.mark.parametrize(("decide", "step"), STEPS)
def test_what_was_not_done_is_not_found(
    private: InMemoryGitHub, machine: MakeMachine, decide: Decide, step: StepName
) -> None:
    mia, operation, number = on(private, machine, decide)
    private.fault(Answer.error(500), method="POST")
    private.fault(Answer.error(500), method="PATCH")
    with pytest.raises(Unclear):
        mia.deliver(step, operation)
    private.web("mia").comment(REPO, number, "something else")
    assert mia.look_for(step, operation) is None


@pytest.mark.parametrize(("decide", "step"), STEPS[3:])
def test_doing_again_what_is_already_so_changes_nothing(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock, decide: Decide, step: StepName
) -> None:
    mia, operation, number = on(private, machine, decide)
    clock.pass_(seconds=5)
    mia.deliver(step, operation)
    changed = private.issue(REPO, number).updated_at
    clock.pass_(seconds=5)
    mia.deliver(step, operation)
    assert private.issue(REPO, number).updated_at == changed


def test_a_marker_that_others_copied_is_not_taken_for_ours(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, number = on(private, machine, responds)
    body = f'Which driver?\n\n<!-- shiftui:v1 {{"id":"{operation.id}","kind":"responded"}} -->'
    private.web("j-doe").comment(REPO, number, body)
    assert mia.look_for(StepName.COMMENT, operation) is None


def test_an_issue_that_others_opened_with_our_marker_is_not_taken_for_ours(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, number = on(private, machine, opens)
    mia.deliver(StepName.CREATE, operation)
    stranger = {"login": "j-doe", "type": "User"}
    private.override(REPO, number + 1, user=stranger)
    assert mia.look_for(StepName.CREATE, operation) is None


def test_a_marker_taken_off_on_the_web_makes_no_second_creation(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, number = on(private, machine, responds)
    private.fault(FailAfter(500), method="POST")
    with pytest.raises(Unclear):
        mia.deliver(StepName.COMMENT, operation)
    (comment,) = private.comments(REPO, number)
    private.web("mia").edit_comment(REPO, comment.id, "Which driver?")
    assert mia.look_for(StepName.COMMENT, operation) is not None
    opened = mia.record(open_ticket(mia.scene(), "Plots", body="Text"))
    private.fault(FailAfter(500), method="POST")
    with pytest.raises(Unclear):
        mia.deliver(StepName.CREATE, opened)
    private.web("mia").edit_body(REPO, 2, "Text")
    found = mia.look_for(StepName.CREATE, opened)
    assert found is not None
    assert found.issues[0].created_by == opened.id


def test_the_same_words_said_long_before_are_another_comment(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    number = private.web("j-doe").open_issue(REPO, "Help")
    private.web("mia").comment(REPO, number, "Which driver?")
    clock.pass_(hours=1)
    mia = machine(private)
    mia.pull()
    operation = mia.record(responds(mia, number))
    assert mia.look_for(StepName.COMMENT, operation) is None


def test_all_pages_of_a_long_thread_are_looked_through(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, operation, number = on(private, machine, responds)
    private.fault(FailAfter(500), method="POST", nth=1)
    for _ in range(230):
        private.web("leo").comment(REPO, number, "and more")
    with pytest.raises(Unclear):
        mia.deliver(StepName.COMMENT, operation)
    assert mia.look_for(StepName.COMMENT, operation) is not None


def test_what_a_replica_does_not_show_yet_is_found_later(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, _ = on(private, machine, responds)
    private.fault(Lag(1), method="POST")
    mia.deliver(StepName.COMMENT, operation)
    assert mia.look_for(StepName.COMMENT, operation) is None
    assert mia.look_for(StepName.COMMENT, operation) is not None


def test_a_lagging_replica_does_not_undo_confirmed_labels(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, operation, number = on(private, machine, sets)
    clock.pass_(minutes=1)
    private.fault(Lag(2), method="POST", path="labels$")
    mia.take(mia.deliver(StepName.LABELS, operation), Settled(operation.id, Delivery.CONFIRMED))
    mia.state = replace(mia.state, cursors={})  # reads all anew, from a replica that lags
    mia.pull()
    assert mia.at(number).issue.priority is Priority.SERVICE
    clock.pass_(minutes=1)
    private.web("leo").unlabel(REPO, number, "priority:service")
    for _ in range(3):
        mia.pull()
    assert mia.at(number).issue.priority is None
