"""Taking back what was sent: GitHub is set back, and all machines agree."""

from shiftui.domain.operations import Operation
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.outbox import StepName
from shiftui.domain.vocabulary import (
    Priority,
    Resolution,
    Severity,
)
from tests.github.conftest import MakeMachine
from tests.github.machine import Clock, Machine
from tests.github.pairs import asked, check_same, two
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


def sent(machine: Machine, operation: Operation, clock: Clock) -> Operation:
    machine.send(operation)
    clock.pass_(minutes=1)
    machine.pull()
    return operation


def test_an_undone_note_is_struck_through_and_its_marker_kept(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, private)
    number = asked(private, clock)
    mia.pull()
    operation = sent(mia, note(mia.scene(), mia.at(number), "Wrong ticket.\n\nSorry."), clock)
    undone = mia.take_back(operation)
    check_same(clock, number, mia, leo)
    (comment,) = private.comments(REPO, number)
    assert comment.body.startswith("~~Wrong ticket.~~\n\n~~Sorry.~~\n\n<!-- shiftui:v1 ")
    assert operation.id in comment.body
    assert leo.notes(number) == ()
    found = mia.look_for(StepName.EDIT, undone)
    assert found is not None
    assert found.comments[0].comment.id == comment.id


def test_undone_fields_set_the_labels_back(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    github.web("leo").label(REPO, number, "priority:customer")
    mia.pull()
    operation = set_fields(
        mia.scene(), mia.at(number), priority=Priority.SERVICE, severity=Severity.CRITICAL, summary="Wrong"
    )
    sent(mia, operation, clock)
    mia.take_back(operation)
    check_same(clock, number, mia, leo)
    assert github.labels(REPO, number) == ("priority:customer",)
    assert leo.at(number).work.summary is None


def test_an_undone_ending_reopens_and_an_undone_reopening_closes(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    ended = sent(mia, resolve(mia.scene(), mia.at(number), (Resolution.KNOWN_ISSUE,)), clock)
    mia.take_back(ended)
    check_same(clock, number, mia, leo)
    assert github.issue(REPO, number).state == "open"
    sent(mia, resolve(mia.scene(), mia.at(number), (Resolution.KNOWN_ISSUE,)), clock)
    again = sent(mia, reopen(mia.scene(), mia.at(number)), clock)
    mia.take_back(again)
    check_same(clock, number, mia, leo)
    issue = github.issue(REPO, number)
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")


def test_an_undone_acknowledgement_takes_off_whom_it_had_added_and_nobody_else(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github, assign="acker")
    number = asked(github, clock)
    mia.pull()
    operation = sent(mia, acknowledge(mia.scene(), mia.at(number)), clock)
    undone = mia.record_undo(operation)
    github.web("leo").assign(REPO, number, "ada")
    mia.deliver_all(undone)
    check_same(clock, number, mia, leo)
    assert github.issue(REPO, number).assignees == ("ada",)


def test_an_undone_ticket_is_closed_as_not_planned(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    operation = sent(mia, open_ticket(mia.scene(), "By mistake"), clock)
    mia.take_back(operation)
    check_same(clock, 1, mia, leo)
    issue = github.issue(REPO, 1)
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")
