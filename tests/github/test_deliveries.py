"""Each verb, delivered: it stands on GitHub once, and comes to another machine as the same facts."""

import json
from datetime import timedelta

import pytest

from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import reopen, resolve
from shiftui.domain.operations.responded import clear_response, respond
from shiftui.domain.operations.snoozed import snooze, wake
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.replica import diary_of
from shiftui.domain.vocabulary import (
    NoteKind,
    Priority,
    Resolution,
    Severity,
    SpinoffKind,
    State,
    Via,
    WaitingOn,
)
from tests.github.conftest import MakeMachine
from tests.github.machine import Clock
from tests.github.pairs import asked, check_same, two
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO

TRACKER = "acme/visit"


def test_an_opened_ticket_becomes_one_issue_that_others_know_whom_it_is_for(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    opened_at = clock() - timedelta(minutes=40)
    operation = open_ticket(
        mia.scene(),
        "Licence server flaps",
        body="It drops every ten minutes.",
        priority=Priority.CUSTOMER,
        severity=Severity.ERROR,
        requester="j.doe@example.org",
        via=Via.EMAIL,
        opened_at=opened_at,
        sender="j.doe@example.org, +1 555 0100",
    )
    mia.send(operation)
    check_same(clock, 1, mia, leo)
    assert len(github.issues(REPO)) == 1
    ticket = leo.at(1)
    assert ticket.issue.opened_at == opened_at
    assert (ticket.issue.priority, ticket.issue.severity) == (Priority.CUSTOMER, Severity.ERROR)
    assert (ticket.requester, ticket.work.via, ticket.work.captured) == ("j.doe@example.org", Via.EMAIL, True)
    assert mia.at(1).key == "L1"
    assert leo.at(1).key == "#1"
    assert leo.state.conversations["#1"].body == "It drops every ten minutes."
    assert "j.doe@" not in github.texts(REPO)
    assert "+1 555 0100" in github.texts(LOG)


def test_a_public_body_carries_no_more_than_version_id_kind_and_time(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia = machine(github)
    operation = mia.send(open_ticket(mia.scene(), "Plots blank", body="Text", requester="kim"))
    last = (github.issue(REPO, 1).body or "").splitlines()[-1]
    marker = json.loads(last.removeprefix("<!-- shiftui:v1 ").removesuffix(" -->"))
    assert marker == {"id": operation.id, "kind": "opened", "opened_at": "2026-11-23T14:45:00Z"}


def test_a_spinoff_is_created_in_the_tracker_and_linked_both_ways(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    github.add_repo(TRACKER)
    for login in ("mia", "leo"):
        github.add_user(login, token=f"t-{login}", push=(TRACKER,))
    mia, leo = two(machine, github, tracker=TRACKER)
    number = asked(github, clock)
    mia.pull()
    mia.send(
        spin_off(mia.scene(), mia.at(number), "Fix the plots", body="They are blank.", kind=SpinoffKind.FIX)
    )
    body = github.issue(TRACKER, 1).body or ""
    assert f"Spun off from {REPO}#{number}." in body
    assert github.labels(TRACKER, 1) == ("spinoff",)
    leo.pull()
    leo.pull([f"{TRACKER}#1"])
    check_same(clock, 1, mia, leo, repo=TRACKER)
    assert leo.at(number).work.spinoffs == (f"{TRACKER}#1",)
    assert mia.at(number).work.spinoffs == ("L1",)
    assert leo.at(1, TRACKER).work.spinoffs == ()
    assert leo.at(1, TRACKER).work.spinoff_kind is SpinoffKind.FIX


def test_acknowledging_adds_the_assignee_and_a_line_of_the_log(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github, assign="acker")
    number = asked(github, clock)
    mia.pull()
    mia.send(acknowledge(mia.scene(), mia.at(number)))
    check_same(clock, number, mia, leo)
    assert github.issue(REPO, number).assignees == ("mia",)
    assert github.comments(REPO, number) == ()
    assert leo.at(number).work.acknowledged_by == "mia"
    (line, *_) = github.comments(LOG, 1)[0].body.splitlines()
    assert line == (
        f"- Mon 23 Nov 2026 14:50 UTC mia · [#{number}](https://redirect.github.com/{REPO}/issues/{number})"
        " · acknowledged it"
    )


def test_a_public_answer_holds_its_text_and_nothing_of_the_team(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    text = "Thanks, which driver is it?\n\n<!-- shiftui:v1 {} -->"
    operation = mia.send(respond(mia.scene(), mia.at(number), text))
    check_same(clock, number, mia, leo)
    body = github.comments(REPO, number)[0].body
    assert body.endswith(f'<!-- shiftui:v1 {{"id":"{operation.id}","kind":"responded"}} -->')
    assert body.count("<!--") == 1
    assert leo.at(number).work.responded_at == github.comments(REPO, number)[0].created_at
    assert leo.notes(number)[0].kind is NoteKind.RESPONSE
    assert github.issues(LOG) == ()


@pytest.mark.parametrize("is_private", [True, False])
def test_an_answer_by_phone_counts_when_it_was_heard_and_is_team_text(
    clock: Clock, machine: MakeMachine, is_private: bool, request: pytest.FixtureRequest
) -> None:
    github: InMemoryGitHub = request.getfixturevalue("private" if is_private else "github")
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    heard_at = clock() - timedelta(minutes=3)
    mia.send(respond(mia.scene(), mia.at(number), "Told them to wait.", via=Via.PHONE, at=heard_at))
    check_same(clock, number, mia, leo)
    assert leo.at(number).work.responded_at == heard_at
    (heard,) = [each for each in leo.notes(number) if each.kind is NoteKind.RESPONSE]
    assert (heard.text, heard.at) == ("Told them to wait.", heard_at)
    on_thread = [comment.body for comment in github.comments(REPO, number)]
    assert bool(on_thread) is is_private
    assert all(body.startswith("mia responded by phone:\n") for body in on_thread)


@pytest.mark.parametrize("is_private", [True, False])
def test_a_note_stands_where_requesters_do_not_read(
    clock: Clock, machine: MakeMachine, is_private: bool, request: pytest.FixtureRequest
) -> None:
    github: InMemoryGitHub = request.getfixturevalue("private" if is_private else "github")
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    mia.send(note(mia.scene(), mia.at(number), "Smells like the old driver; ask @leo about #7"))
    check_same(clock, number, mia, leo)
    (seen,) = leo.notes(number)
    assert (seen.kind, seen.text) == (NoteKind.NOTE, "Smells like the old driver; ask @leo about #7")
    assert leo.at(number).work.responded_at is None
    assert ("Smells" in github.texts(REPO)) is is_private
    assert ("Smells" in github.texts(LOG)) is not is_private
    if not is_private:
        (line, *_) = github.comments(LOG, 1)[0].body.splitlines()
        assert "@leo" not in line
        assert "about #7" not in line


def test_fields_go_into_labels_and_the_rest_into_the_log(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    github.web("leo").label(
        REPO, number, "Priority:Operational", "severity:warning", "severity:error", "windows"
    )
    mia.pull()
    operation = set_fields(
        mia.scene(),
        mia.at(number),
        priority=Priority.SERVICE,
        severity=Severity.ERROR,
        waiting_on=WaitingOn.REQUESTER,
        summary="Old driver",
        next_action="Roll back at 17:00",
        contingency="Call the vendor",
        estimate_hours=1.5,
        requester="kim",
    )
    mia.send(operation)
    check_same(clock, number, mia, leo)
    labels = set(github.labels(REPO, number))
    assert labels == {"windows", "severity:error", "priority:service", "waiting:requester"}
    ticket = leo.at(number)
    assert (ticket.work.summary, ticket.work.next_action) == ("Old driver", "Roll back at 17:00")
    assert (ticket.work.contingency, ticket.work.estimate_hours) == ("Call the vendor", 1.5)
    assert (ticket.waiting_on, ticket.requester) == (WaitingOn.REQUESTER, "kim")
    assert "Roll back" not in github.texts(REPO)


def test_priority_alone_leaves_no_line_in_the_log(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    mia.send(set_fields(mia.scene(), mia.at(number), priority=Priority.SECURITY))
    check_same(clock, number, mia, leo)
    assert github.issues(LOG) == ()
    assert leo.at(number).issue.priority is Priority.SECURITY


def test_snoozing_and_waking_bother_nobody_on_the_thread(
    private: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, private)
    number = asked(private, clock)
    mia.pull()
    mia.send(snooze(mia.scene(), mia.at(number), clock() + timedelta(hours=2)))
    check_same(clock, number, mia, leo)
    assert leo.at(number).work.snoozed_until is not None
    mia.send(wake(mia.scene(), mia.at(number)))
    check_same(clock, number, mia, leo)
    assert leo.at(number).work.snoozed_until is None
    assert private.comments(REPO, number) == ()


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ((Resolution.ANSWERED,), "completed"),
        ((Resolution.DUPLICATE,), "duplicate"),
        ((Resolution.KNOWN_ISSUE,), "not_planned"),
    ],
)
def test_resolving_says_it_closes_and_logs_how(
    github: InMemoryGitHub,
    machine: MakeMachine,
    clock: Clock,
    kinds: tuple[Resolution, ...],
    reason: str,
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    mia.send(resolve(mia.scene(), mia.at(number), kinds, text="The driver was too old."))
    check_same(clock, number, mia, leo)
    issue = github.issue(REPO, number)
    assert (issue.state, issue.state_reason) == ("closed", reason)
    assert "The driver was too old." in github.comments(REPO, number)[0].body
    ticket = leo.at(number)
    assert (ticket.state, ticket.resolution, ticket.resolved_at) == (State.RESOLVED, kinds, issue.closed_at)
    assert ticket.work.responded_by == "mia"
    assert "The driver" not in github.texts(LOG)


def test_a_referral_without_a_tracker_leaves_the_issue_open_as_backlog(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    mia.pull()
    mia.send(resolve(mia.scene(), mia.at(number), (Resolution.REFERRED,)))
    check_same(clock, number, mia, leo)
    assert github.issue(REPO, number).state == "open"
    assert github.labels(REPO, number) == ("priority:operational",)
    assert leo.at(number).resolution == (Resolution.REFERRED,)


def test_reopening_makes_it_ours_again(github: InMemoryGitHub, machine: MakeMachine, clock: Clock) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    github.web("leo").label(REPO, number, "waiting:third-party")
    mia.pull()
    mia.send(resolve(mia.scene(), mia.at(number), (Resolution.ANSWERED,)))
    clock.pass_(minutes=1)
    mia.pull()
    mia.send(reopen(mia.scene(), mia.at(number)))
    check_same(clock, number, mia, leo)
    assert github.issue(REPO, number).state == "open"
    assert leo.at(number).waiting_on is WaitingOn.US
    assert leo.at(number).resolution == ()


def test_clearing_a_response_sets_the_clock_running_everywhere(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    number = asked(github, clock)
    github.web("leo").comment(REPO, number, "me too")
    mia.pull()
    assert mia.at(number).responded_at is not None
    mia.send(clear_response(mia.scene(), mia.at(number), "leo has the same problem"))
    check_same(clock, number, mia, leo)
    assert leo.at(number).responded_at is None


def test_the_diary_reaches_others_and_so_does_taking_it_back(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = two(machine, github)
    written = mia.send(write_diary(mia.scene(), "Power cut in room 3"))
    clock.pass_(minutes=1)
    leo.pull()
    assert [entry.text for entry in diary_of(leo.state)] == ["Power cut in room 3"]
    mia.take_back(written)
    clock.pass_(minutes=1)
    leo.pull()
    mia.pull()
    assert diary_of(leo.state) == diary_of(mia.state) == ()
