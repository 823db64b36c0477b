"""Pulling: nothing missed, nothing doubled, nothing believed that should not be, and few requests."""

import pytest

from shiftui.ports import Misbehaving, NoAccess, TrackerError, Unreachable
from tests.github.conftest import MakeMachine
from tests.github.filling import fill, known, pull_until_quiet, truth, words
from tests.github.machine import Clock, rows
from tests.inmemory_github import Answer, InMemoryGitHub, Lag, Meanwhile
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.seed import Plan

# how many requests


def test_a_first_import_takes_the_pages_and_five_requests_at_most(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    private.seed(REPO, Plan(issues=450, comments=1230))
    mia = machine(private, log="")
    steps = mia.pull()
    pages = -(-len(private.issues(REPO)) // 100) + -(-1230 // 100)
    assert mia.tracker.requests <= pages + 5
    assert known(mia) == truth(private)
    assert rows(steps)[0] == len(truth(private))


@pytest.mark.parametrize("log", ["", LOG])
def test_a_quiet_poll_of_a_new_process_is_two_requests_and_changes_nothing(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock, log: str
) -> None:
    fill(github, clock, 3, comments=1)
    mia = machine(github, log=log)
    mia.pull()
    mia.restart()
    assert mia.connected  # known from the workspace, not asked again
    before = len(github.requests)
    assert mia.pull() == []
    asked = github.requests[before:]
    assert [each.status for each in asked] == [304, 304]
    assert all("if-none-match" in each.headers for each in asked)


def test_news_that_fit_on_the_first_page_need_no_walk(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 250)
    mia = machine(github, log="")
    mia.pull()
    clock.pass_(hours=1)
    github.web("j-doe").comment(REPO, 7, "still broken")
    assert mia.requests_of() == 2
    assert words(mia) == 1
    assert mia.pull() == []


def test_a_comment_in_a_separate_incident_repository_costs_one_request_more(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 3)
    mia = machine(github)
    mia.pull()
    clock.pass_(minutes=1)
    github.web("j-doe").comment(REPO, 2, "still broken")
    assert mia.requests_of() == 3
    assert words(mia) == 1
    assert mia.requests_of() == 2


# nothing missed


@pytest.mark.parametrize("page", [2, 3, 4])
def test_an_interrupted_import_goes_on_where_it_was(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock, page: int
) -> None:
    fill(github, clock, 420)
    mia = machine(github, log="")
    assert mia.connected
    github.fault(Answer(200, b"<html>"), path="/issues\\?", nth=page)
    with pytest.raises(TrackerError):
        mia.pull()
    assert len(known(mia)) == 100 * (page - 1)
    mia.restart()
    clock.pass_(hours=1)
    fill(github, clock, 5)
    pull_until_quiet(mia)
    assert known(mia) == truth(github)


def test_rows_that_move_while_paging_are_not_missed(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 420, comments=1)
    mia = machine(github, log="")
    assert mia.connected
    web = github.web("leo")
    titles = iter(f"changed {count}" for count in range(1000))
    touched = iter((415, 250, 120, 3, 7, 300, 90, 12))

    def touch() -> None:
        clock.pass_(seconds=1)
        number = next(touched, 1)
        web.edit_title(REPO, number, next(titles))
        web.comment(REPO, number, "moved")

    github.fault(Meanwhile(touch), path="page=", times=None)
    mia.pull()
    github.faults.armed.clear()
    pull_until_quiet(mia)
    assert known(mia) == truth(github)
    assert words(mia) == sum(issue.comments for issue in github.issues(REPO))


def test_many_rows_of_one_second_are_all_read_and_reading_ends(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 3)
    mia = machine(github, log="")
    mia.pull()
    clock.pass_(hours=1)
    fill(github, clock, 250, every=0, comments=1)
    mia.pull()
    assert known(mia) == truth(github)
    assert words(mia) == 250
    assert mia.pull() == []


def test_what_a_lagging_replica_shows_late_is_read_then(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 2)
    mia = machine(github, log="")
    leo = machine(github, "leo", log="")
    mia.pull()
    github.fault(Lag(4), method="POST")
    leo.tracker.client.write("POST", f"/repos/{REPO}/issues/1/comments", {"body": "late"})
    clock.pass_(hours=3)
    github.web("j-doe").comment(REPO, 2, "in time")
    mia.pull()
    assert words(mia) == 1
    for _ in range(6):
        mia.pull()
    assert words(mia) == 2


def test_a_rubbish_page_is_rejected_whole_and_the_cursor_stays(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 3)
    mia = machine(github, log="")
    for rubbish in (b"{}", b'[{"number": 1}]', b"[null]", b'"x"', b'[{"id": true}]', b"[[]]"):
        github.fault(Answer(200, rubbish), path="/issues\\?")
        with pytest.raises(Misbehaving):
            mia.pull()
        assert mia.state.cursors == {}
    pull_until_quiet(mia)
    assert known(mia) == truth(github)


def test_a_first_page_that_was_read_but_not_walked_through_keeps_no_etag(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 150)
    mia = machine(github, log="")
    assert mia.connected
    github.fault(Answer.error(503), path="page=2&|page=2$", nth=1)
    with pytest.raises(Unreachable):
        mia.pull()
    mia.pull()
    assert known(mia) == truth(github)


def test_a_lost_repository_takes_nothing_away(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 3, comments=1)
    mia = machine(github, log="")
    mia.pull()
    before = mia.state
    github.fault(Answer.error(404, "Not Found"), path="/repos/", times=None)
    with pytest.raises(NoAccess):
        mia.pull()
    assert mia.state is before
