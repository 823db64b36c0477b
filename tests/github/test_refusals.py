"""What GitHub drops, refuses or has moved, and what must not be sent: said in words, and nothing is lost."""

from dataclasses import replace

import pytest

from shiftui.domain.operations import FieldsSet, Noted, Opened, Resolved
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import respond
from shiftui.domain.outbox import Delivery, StepName
from shiftui.domain.records import Settled
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Priority, Resolution, State
from shiftui.ports import Blocked, NoAccess, RefusedByTracker, TrackerError
from tests.github.conftest import MakeMachine
from tests.github.decisions import Decide, notes, on, opens, ours, resolves, responds, sets
from tests.github.machine import Clock, Machine
from tests.inmemory_github import (
    Answer,
    InMemoryGitHub,
    Rewrite,
)
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.messages import Response, json_response


@pytest.fixture
def outsider(github: InMemoryGitHub, clock: Clock, machine: MakeMachine) -> Machine:
    """j-doe, who may read and write but set no labels, with a ticket of leo's."""
    github.web("leo").open_issue(REPO, "Help")
    doe = machine(github, "j-doe", assign="acker", log="")
    doe.pull()
    return doe


def test_labels_that_were_dropped_are_refused_in_words_and_the_issue_stands(
    outsider: Machine, github: InMemoryGitHub
) -> None:
    operation = outsider.record(open_ticket(outsider.scene(), "Plots", priority=Priority.SERVICE))
    outsider.take(outsider.deliver(StepName.CREATE, operation))
    assert github.issue(REPO, 2).labels == ()
    assert StepName.LABELS in outsider.plan(operation)
    with pytest.raises(TrackerError) as caught:
        outsider.deliver(StepName.LABELS, operation)
    assert isinstance(caught.value, RefusedByTracker | Blocked)
    assert len(github.issues(REPO)) == 2


def test_labels_dropped_with_a_good_answer_are_noticed(private: InMemoryGitHub, machine: MakeMachine) -> None:
    mia, operation, _ = on(private, machine, sets)
    private.fault(Rewrite(lambda _: json_response(200, [])), method="POST", path="labels$")
    with pytest.raises(RefusedByTracker, match="no push access"):
        mia.deliver(StepName.LABELS, operation)


def test_an_assignee_that_was_dropped_is_noticed(outsider: Machine, github: InMemoryGitHub) -> None:
    operation = outsider.record(acknowledge(outsider.scene(), outsider.at(1)))
    with pytest.raises(RefusedByTracker, match="no push access"):
        outsider.deliver(StepName.ASSIGNEES, operation)


def test_a_creation_that_came_with_its_labels_asks_for_nothing_more(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, _ = on(private, machine, opens)
    mia.take(mia.deliver(StepName.CREATE, operation))
    before = mia.tracker.requests
    mia.deliver(StepName.LABELS, operation)
    assert mia.tracker.requests == before


def test_a_comment_that_github_changed_is_noticed(private: InMemoryGitHub, machine: MakeMachine) -> None:
    mia, operation, _ = on(private, machine, responds)

    def without_marker(answer: Response) -> Response:
        body = answer.body.replace(b"shiftui:v1", b"")
        return Response(answer.status, answer.headers, body)

    private.fault(Rewrite(without_marker), method="POST")
    with pytest.raises(RefusedByTracker, match="another text"):
        mia.deliver(StepName.COMMENT, operation)


def test_a_text_that_is_too_long_is_refused_before_it_is_sent(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, _, number = on(private, machine, responds)
    long = mia.record(respond(mia.scene(), mia.at(number), "é" * 30_000))
    with pytest.raises(RefusedByTracker, match="longer than a GitHub comment"):
        mia.deliver(StepName.COMMENT, long)
    assert ours(private) == (0, 0)


def test_locked_deleted_and_hidden_issues_block_with_the_reason(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    web = github.web("leo")
    numbers = [web.open_issue(REPO, title) for title in ("locked", "deleted")]
    doe = machine(github, "j-doe", log="")
    doe.pull()
    operations = [doe.record(respond(doe.scene(), doe.at(number), "Hello")) for number in numbers]
    web.lock_issue(REPO, numbers[0])
    web.delete_issue(REPO, numbers[1])
    with pytest.raises(Blocked, match="locked"):
        doe.deliver(StepName.COMMENT, operations[0])
    with pytest.raises(Blocked, match="deleted"):
        doe.deliver(StepName.COMMENT, operations[1])
    github.web("leo").make_private(REPO)
    with pytest.raises(NoAccess):
        doe.deliver(StepName.COMMENT, operations[0])


def test_a_transferred_issue_is_followed_and_keeps_its_name_here(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    private.add_repo("acme/visit")
    private.add_user("mia", push=("acme/visit",))
    private.web("leo").open_issue("acme/visit", "The first there")
    mia, operation, number = on(private, machine, responds)
    moved = private.web("leo").transfer_issue(REPO, number, "acme/visit")
    mia.take(mia.deliver(StepName.COMMENT, operation), Settled(operation.id, Delivery.CONFIRMED))
    ended = mia.record(resolves(mia, number))
    mia.take(mia.deliver(StepName.STATE, ended), Settled(ended.id, Delivery.CONFIRMED))
    assert private.issue("acme/visit", moved).state == "closed"
    assert mia.at(number).state is State.RESOLVED
    assert mia.notes(number)[0].text == "Which driver?"


def test_an_older_server_that_knows_no_duplicate_closes_as_not_planned(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, _, number = on(private, machine, responds)
    ended = resolve(mia.scene(), mia.at(number), (Resolution.DUPLICATE,))
    private.fault(Answer.error(422, "Validation Failed"), method="PATCH")
    mia.deliver(StepName.STATE, mia.record(ended))
    issue = private.issue(REPO, number)
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")


def test_an_issue_that_somebody_closed_meanwhile_is_left_as_it_is(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, number = on(private, machine, resolves)
    private.web("leo").close(REPO, number, "not_planned")
    mia.deliver(StepName.STATE, operation)
    assert private.issue(REPO, number).state_reason == "not_planned"
    assert not private.asked("PATCH")


def test_a_note_does_not_follow_its_repository_into_the_open(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, _ = on(private, machine, notes)
    assert mia.plan(operation) == (StepName.COMMENT,)
    public = replace(mia.connected, repo_private=None)
    assert mia.tracker.plan(operation, public, mia) == (StepName.LOG,)
    with pytest.raises(Blocked):
        mia.tracker.deliver(StepName.COMMENT, operation, public, mia)
    assert not private.asked("POST")


def test_a_note_stays_here_even_if_its_ticket_turns_out_to_be_elsewhere(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, operation, number = on(private, machine, notes)

    class Moved:
        def ticket(self, key: str) -> Ticket | None:
            return mia.ticket(key)

        def base(self, key: str) -> Ticket | None:
            ticket = mia.base(key)
            return ticket and replace(ticket, issue=replace(ticket.issue, repo="acme/visit"))

    with pytest.raises(Blocked, match="not known to be private"):
        mia.tracker.deliver(StepName.COMMENT, operation, mia.connected, Moved())
    assert not private.asked("POST")
    assert mia.at(number)


def test_a_ticket_that_github_has_not_numbered_is_waited_for(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia, opened, _ = on(private, machine, opens)
    noted = mia.record(replace(notes(mia, 1), ticket=opened.ticket))
    with pytest.raises(Blocked, match="L1"):
        mia.deliver(StepName.COMMENT, noted)


def test_what_carries_the_scope_label_is_created_with_it(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = machine(private, scope="label:on-call")
    mia.pull()
    mia.send(open_ticket(mia.scene(), "Plots"))
    clock.pass_(minutes=1)
    mia.pull()
    assert private.labels(REPO, 1) == ("on-call",)
    assert mia.at(1).key == "L1"


def test_an_unknown_operation_of_a_newer_version_is_not_sent(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    from shiftui.domain.operations import Unknown

    mia = machine(private)
    assert mia.plan(Unknown(id="x", at=clock(), by="mia", raw={"kind": "danced"})) == ()


def test_plans_are_the_same_whatever_was_delivered_meanwhile(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    number = private.web("j-doe").open_issue(REPO, "Help")
    mia = machine(private, assign="acker")
    mia.pull()
    decided: list[tuple[type, Decide]] = [
        (Opened, opens),
        (Noted, notes),
        (FieldsSet, sets),
        (Resolved, resolves),
    ]
    for kind, decide in decided:
        operation = decide(mia, number)
        assert isinstance(operation, kind)
        mia.record(operation)
        before = mia.plan(operation)
        mia.deliver_all(operation)
        assert mia.plan(operation) == before
        clock.pass_(minutes=1)
        mia.pull()
    mia.send(reopen(mia.scene(), mia.at(number)))
    assert private.issue(REPO, number).state == "open"
