"""What was deleted shows in no list of changes: a whole reading finds it, and takes nothing else for it."""

from datetime import timedelta

import pytest

from shiftui.domain.records import Pulled, ThreadRow
from shiftui.domain.vocabulary import State
from shiftui.github.importer import SWEEP_EVERY
from shiftui.ports import TrackerError
from tests.github.conftest import MakeMachine
from tests.github.machine import Clock, Machine
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.faults import Answer
from tests.inmemory_github.fixtures import REPO


def _filled(github: InMemoryGitHub, machine: MakeMachine, clock: Clock, count: int = 3) -> Machine:
    """A machine that knows so many issues with two comments each, an hour old and more."""
    web = github.web("j-doe")
    for index in range(count):
        number = web.open_issue(REPO, f"Issue {index}")
        web.comment(REPO, number, "one")
        web.comment(REPO, number, "two")
    mia = machine(github, log="")
    mia.pull()
    clock.pass_(hours=3)
    return mia


def _days_on(clock: Clock) -> None:
    clock.pass_(seconds=(SWEEP_EVERY + timedelta(minutes=1)).total_seconds())


def test_a_deleted_issue_ends_and_what_is_known_of_it_stays(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = _filled(github, machine, clock)
    github.web("leo").delete_issue(REPO, 2)
    mia.pull()
    assert mia.at(2).state is State.OPEN  # no change says so
    _days_on(clock)
    mia.pull()
    assert (mia.at(2).state, mia.at(2).issue.state_reason) == (State.RESOLVED, "deleted")
    assert [note.text for note in mia.notes(2)] == ["one", "two"]
    assert [mia.at(number).state for number in (1, 3)] == [State.OPEN] * 2
    before = mia.tracker.requests
    _days_on(clock)
    mia.pull()
    assert len(github.asked("GET", "/issues/2$")) == 1, "it is not asked for again"
    assert mia.tracker.requests > before


def test_deleted_comments_leave_the_conversation(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = _filled(github, machine, clock)
    web = github.web("j-doe")
    said = web.comment(REPO, 1, "three, a mistake")
    mia.pull()
    assert len(mia.notes(1)) == 3
    web.delete_comment(REPO, said)
    _days_on(clock)
    mia.pull()
    assert [note.text for note in mia.notes(1)] == ["one", "two"]
    assert [len(mia.notes(number)) for number in (2, 3)] == [2, 2]
    assert len(github.asked("GET", "/issues/2/comments")) == 0, "only shorter threads are read"


def test_a_comment_that_a_replica_does_not_list_yet_is_no_deleted_one(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = _filled(github, machine, clock)
    github.web("j-doe").comment(REPO, 1, "just now")
    mia.pull()
    mia.take(Pulled(clock(), threads=(ThreadRow(REPO, 1, ()),)))
    assert [note.text for note in mia.notes(1)] == ["just now"]


def test_an_issue_that_went_where_nobody_here_sees_it_is_kept(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = _filled(github, machine, clock)
    github.add_repo("acme/secret", private=True)
    github.add_user("boss", push=("acme/secret", REPO))
    github.web("boss").transfer_issue(REPO, 2, "acme/secret")
    _days_on(clock)
    mia.pull()
    assert (mia.at(2).state, mia.at(2).issue.state_reason) == (State.RESOLVED, "hidden")
    assert len(mia.notes(2)) == 2


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_reading_that_fails_in_the_middle_proves_no_absence(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock, page: int
) -> None:
    web = github.web("j-doe")
    for index in range(250):
        web.open_issue(REPO, f"Issue {index}")
    mia = machine(github, log="")
    mia.pull()
    github.web("leo").delete_issue(REPO, 7)
    _days_on(clock)
    github.fault(Answer.error(502), method="GET", path="/issues", nth=page)
    with pytest.raises(TrackerError):
        mia.pull()
    mia.pull()
    assert mia.at(7).state is State.OPEN or page == 1
    _days_on(clock)
    mia.pull()
    assert mia.at(7).state is State.RESOLVED
    assert sum(ticket.state is State.OPEN for ticket in mia.state.tickets.values()) == 249
