"""The shift log: opened once, each operation in it once, readable by people, full ones continued."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest

from shiftui.domain.operations import HandoffSettled, Operation
from shiftui.domain.operations.acknowledged import acknowledge
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.operations.noted import note
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.records import LogRow
from shiftui.domain.vocabulary import Resolution
from shiftui.github.bodies import BODY_LIMIT
from shiftui.github.markers import find_marker
from shiftui.ports import Blocked, RateLimited, RefusedByTracker, Unclear, Unreachable
from tests.github.conftest import MakeMachine
from tests.github.machine import Clock, Machine, new_id, rows
from tests.inmemory_github import Answer, CloseAfter, CloseBefore, FailAfter, InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO


def diary(machine: Machine, *texts: str) -> list[Operation]:
    assert machine.connected
    return [machine.record(write_diary(machine.scene(), text)) for text in texts]


def entries(github: InMemoryGitHub, repo: str = LOG) -> list[str]:
    """The ids of the operations in all logs of a repository, in order."""
    comments = [each for issue in github.issues(repo) for each in github.comments(repo, issue.number)]
    found = [find_marker(comment.body) for comment in sorted(comments, key=lambda each: each.id)]
    return [operation["id"] for each in found for operation in each.more.get("ops", [])]


def ids(operations: list[Operation]) -> list[str]:
    return [operation.id for operation in operations]


def test_a_batch_is_one_comment_in_one_issue(github: InMemoryGitHub, machine: MakeMachine) -> None:
    mia = machine(github)
    written = diary(mia, "one", "two", "three")
    mia.take(mia.deliver_log(*written))
    (log,) = github.issues(LOG)
    assert (log.title, github.labels(LOG, log.number)) == ("Shift log", ("shift-log",))
    (comment,) = github.comments(LOG, log.number)
    *lines, empty, _ = comment.body.splitlines()
    assert [line.rpartition(" · ")[2] for line in lines] == ["diary: one", "diary: two", "diary: three"]
    assert empty == ""
    more = diary(mia, "four")
    mia.take(mia.deliver_log(*more))
    assert entries(github) == ids(written + more)
    assert len(github.issues(LOG)) == 1


def test_two_machines_share_the_log_that_the_first_opened(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = machine(github), machine(github, "leo")
    mia.deliver_log(*diary(mia, "one"))
    clock.pass_(minutes=1)
    leo.deliver_log(*diary(leo, "two"))
    mia.restart()
    mia.deliver_log(*diary(mia, "three"))
    assert len(github.issues(LOG)) == 1


def test_without_a_label_the_log_is_found_by_its_marker(github: InMemoryGitHub, machine: MakeMachine) -> None:
    mia = machine(github, labels={"shift-log": ""})
    mia.deliver_log(*diary(mia, "one"))
    mia.restart()
    mia.deliver_log(*diary(mia, "two"))
    (log,) = github.issues(LOG)
    assert log.labels == ()


def test_a_full_log_has_a_successor_that_names_it(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = machine(github), machine(github, "leo")
    mia.take(mia.deliver_log(*diary(mia, "one")))
    leo.pull()
    web = github.web("ada")
    for _ in range(1999):
        web.comment(LOG, 1, "more")
    mia.take(mia.deliver_log(*diary(mia, "two")))
    clock.pass_(hours=2)
    mia.take(mia.deliver_log(*diary(mia, "three")))
    leo.take(leo.deliver_log(*diary(leo, "four")))
    first, second = github.issues(LOG)
    assert f"Continues {LOG}#{first.number}." in (second.body or "")
    assert (first.comments, second.comments) == (2001, 2)
    clock.pass_(minutes=1)
    leo.pull()
    assert [entry.text for entry in leo.state.diary] == ["one", "two", "three", "four"]


def test_a_log_that_filled_up_since_we_looked_is_continued_at_once(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia = machine(github)
    mia.take(mia.deliver_log(*diary(mia, "one")))
    web = github.web("ada")
    for _ in range(2499):
        web.comment(LOG, 1, "more")
    written = diary(mia, "two")
    mia.take(mia.deliver_log(*written))
    assert entries(github)[-1:] == ids(written)
    assert github.issues(LOG)[1].comments == 1


def test_a_deleted_log_is_replaced(github: InMemoryGitHub, machine: MakeMachine) -> None:
    mia = machine(github)
    mia.take(mia.deliver_log(*diary(mia, "one")))
    github.web("ada").delete_issue(LOG, 1)
    written = diary(mia, "two")
    mia.take(mia.deliver_log(*written))
    assert entries(github) == ids(written)


def test_a_locked_log_blocks_with_the_reason(github: InMemoryGitHub, machine: MakeMachine) -> None:
    github.add_user("j-doe", token="t-j-doe", triage=(LOG,))
    mia, doe = machine(github), machine(github, "j-doe")
    mia.deliver_log(*diary(mia, "one"))
    github.web("ada").lock_issue(LOG, 1)
    with pytest.raises(Blocked, match="locked"):
        doe.deliver_log(*diary(doe, "two"))
    assert len(github.issues(LOG)) == 1


@pytest.mark.parametrize("fault", [FailAfter(500), CloseAfter()])
@pytest.mark.parametrize("nth", [1, 2])
def test_an_unclear_outcome_never_doubles_an_entry_or_the_log(
    github: InMemoryGitHub, machine: MakeMachine, fault: FailAfter | CloseAfter, nth: int
) -> None:
    mia = machine(github)
    written = diary(mia, "one", "two")
    github.fault(fault, method="POST", nth=nth)
    with pytest.raises(Unclear):
        mia.deliver_log(*written)
    mia.restart()
    found = mia.look_for_log()
    assert (found is None) is (nth == 1)
    rows_of = found if found is not None else mia.deliver_log(*written, batch=mia.batch.id)
    mia.take(rows_of)
    assert rows([rows_of]) == (0, 0, 2)
    assert entries(github) == ids(written)
    assert len(github.issues(LOG)) == 1


def test_a_batch_that_is_too_long_is_split_and_each_entry_stands_once(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia = machine(github)
    written = diary(mia, *(f"{number} " + "é…" * 4_000 for number in range(5)))
    github.fault(FailAfter(500), method="POST", path="comments$", nth=2)
    with pytest.raises(Unclear):
        mia.deliver_log(*written)
    assert mia.look_for_log() is None
    mia.restart()
    mia.take(mia.deliver_log(*written, batch=mia.batch.id))
    assert entries(github) == ids(written)
    bodies = [comment.body for comment in github.comments(LOG, 1)]
    assert len(bodies) > 2
    assert max(len(body.encode()) for body in bodies) <= BODY_LIMIT
    found = mia.look_for_log()
    assert found is not None
    assert [row.operation.id for row in found.logged] == ids(written)
    mia.pull()
    assert [entry.text for entry in mia.state.diary] == [
        operation.text for operation in written if hasattr(operation, "text")
    ]


def test_an_entry_that_alone_is_too_long_is_refused_whole(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia = machine(github)
    with pytest.raises(RefusedByTracker, match="shorten it"):
        mia.deliver_log(*diary(mia, "x" * 60_000))
    assert github.issues(LOG) == ()
    mia.take(mia.deliver_log(*diary(mia, "x" * 40_000)))
    assert len(entries(github)) == 1


def test_team_text_goes_nowhere_that_is_not_known_to_be_private(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    for changes in ({"log": ""}, {"log": "acme/hidden"}):
        mia = machine(github, **changes)
        with pytest.raises(Blocked, match="not known to be private"):
            mia.deliver_log(*diary(mia, "one"))
    assert not any(each.is_write for each in github.requests)


def test_entries_name_tickets_by_address_and_leave_out_what_stands_elsewhere(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = machine(github)
    mia.pull()
    opened = open_ticket(mia.scene(), "Plots blank", body="The long story", requester="kim")
    mia.send(opened)
    clock.pass_(minutes=1)
    mia.pull()
    other = mia.send(open_ticket(mia.scene(), "Plots are blank"))
    mia.send(resolve(mia.scene(), mia.at(2), (Resolution.DUPLICATE,), text="See the other", same_as="L1"))
    marker = find_marker(github.comments(LOG, 1)[-1].body)
    (entry,) = marker.more["ops"]
    assert entry == {
        "kind": "resolved",
        "id": entry["id"],
        "at": "2026-11-23T14:46:00Z",
        "by": "mia",
        "ticket": f"{REPO}#2",
        "kinds": ["duplicate"],
        "same_as": f"{REPO}#1",
    }
    assert other.ticket == "L2"
    assert "The long story" not in github.texts(LOG)
    leo = machine(github, "leo")
    leo.pull()
    assert leo.at(2).work.same_as == "#1"
    assert leo.at(2).work.responded_by == "mia"


def test_a_line_of_the_log_calls_nobody_and_refers_to_nothing(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    number = github.web("j-doe").open_issue(REPO, "Help")
    mia = machine(github)
    mia.pull()
    text = f"@leo see #7, GH-8, https://github.com/{REPO}/issues/{number} <!-- x --> <b> & \x1b[2J\nnext"
    mia.send(note(mia.scene(), mia.at(number), text))
    body = github.comments(LOG, 1)[0].body
    line, _, marker = body.partition("\n")
    for call in ("@leo", "#7,", "GH-8", "://github.com", "<!--", "<b>", "\x1b"):
        assert call not in line
    assert line.count(f"[#{number}](https://redirect.github.com/{REPO}/issues/{number})") == 1
    assert body.count("<!--") == 1
    (operation,) = json.loads(marker.strip().removeprefix("<!-- shiftui:v1 ").removesuffix(" -->"))["ops"]
    assert operation["text"] == text
    clock.pass_(minutes=1)
    leo = machine(github, "leo")
    leo.pull()
    assert leo.notes(number)[0].text == text


def test_what_was_delivered_and_what_is_pulled_are_the_same_rows(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    number = github.web("j-doe").open_issue(REPO, "Help")
    mia, leo = machine(github), machine(github, "leo")
    mia.pull()
    operation = mia.record(acknowledge(mia.scene(), mia.at(number)))
    delivered: tuple[LogRow, ...] = mia.deliver_log(operation).logged
    clock.pass_(minutes=1)
    pulled = [row for step in leo.pull() for row in step.logged]
    assert list(delivered) == pulled
    assert clock() - delivered[0].operation.at == timedelta(minutes=1)
    assert new_id() != new_id()


def over(machine: Machine) -> Operation:
    """The last word about a shift that was handed over."""
    return machine.record(HandoffSettled(**machine.scene().stamp(), offer="o", report="In four minutes."))


def test_each_shift_has_its_own_log_and_the_last_one_is_closed(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = machine(github), machine(github, "leo")
    first, last = diary(mia, "one")[0], over(mia)
    mia.take(mia.deliver_log(first, last, shift="mia until Thu"))
    mia.take(mia.turn_over_log("leo until Thu"))
    mia.take(mia.deliver_log(*diary(mia, "two")))
    one, two = github.issues(LOG)
    assert (one.title, one.state) == ("Shift log: mia until Thu", "closed")
    assert (two.title, two.state) == ("Shift log: leo until Thu", "open")
    assert f"Continues {LOG}#{one.number}." in (two.body or "")
    assert (one.comments, two.comments) == (1, 1)
    clock.pass_(minutes=1)
    leo.pull()
    leo.take(leo.deliver_log(*diary(leo, "three")))
    clock.pass_(minutes=1)
    mia.pull()
    assert [entry.text for entry in mia.state.diary] == ["one", "two", "three"]
    assert github.issues(LOG)[1].comments == 2


def test_a_machine_that_comes_later_goes_on_in_the_log_of_the_new_shift(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = machine(github), machine(github, "leo")
    mia.take(mia.deliver_log(*diary(mia, "one")))
    leo.pull()
    leo.take(leo.deliver_log(*diary(leo, "two")))
    clock.pass_(minutes=1)
    mia.take(mia.deliver_log(over(mia)))
    mia.take(mia.turn_over_log())
    leo.take(leo.deliver_log(*diary(leo, "late")))  # has not heard of it
    clock.pass_(minutes=1)
    leo.pull()
    before = len(github.requests)
    leo.take(leo.deliver_log(*diary(leo, "three")))
    leo.take(leo.deliver_log(*diary(leo, "four")))
    assert len(github.requests) - before <= 6
    assert [issue.comments for issue in github.issues(LOG)] == [4, 2]
    assert [issue.state for issue in github.issues(LOG)] == ["closed", "open"]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("fault", [FailAfter(500), CloseAfter(), CloseBefore()])
def test_a_shift_ends_once_whatever_becomes_of_the_requests(
    github: InMemoryGitHub,
    machine: MakeMachine,
    fault: FailAfter | CloseAfter | CloseBefore,
    method: str,
) -> None:
    mia = machine(github)
    mia.take(mia.deliver_log(*diary(mia, "one")))
    mia.take(mia.deliver_log(over(mia)))
    github.fault(fault, method=method, nth=1)
    with suppress(Unclear, Unreachable):
        mia.take(mia.turn_over_log())
    mia.restart()
    mia.take(mia.deliver_log(*diary(mia, "two")))
    assert [(issue.state, issue.comments) for issue in github.issues(LOG)] == [("closed", 2), ("open", 1)]


def test_a_stranger_ends_no_log(github: InMemoryGitHub, machine: MakeMachine, clock: Clock) -> None:
    mia = machine(github)
    mia.take(mia.deliver_log(over(mia)))
    mia.take(mia.turn_over_log())
    forged = github.comments(LOG, 1)[0].body
    mia.take(mia.deliver_log(*diary(mia, "one")))
    github.add_user("stranger", token="t-stranger")
    github.web("stranger").comment(LOG, 2, forged)
    clock.pass_(minutes=1)
    mia.pull()
    mia.take(mia.deliver_log(*diary(mia, "two")))
    assert [issue.state for issue in github.issues(LOG)] == ["closed", "open"]


def test_who_may_not_close_it_goes_on_all_the_same(github: InMemoryGitHub, machine: MakeMachine) -> None:
    github.add_user("j-doe", token="t-j-doe", triage=())
    mia = machine(github)
    mia.take(mia.deliver_log(*diary(mia, "one")))
    github.fault(Answer(403), method="PATCH", nth=1)
    mia.take(mia.deliver_log(over(mia)))
    mia.take(mia.turn_over_log())
    before = len(github.requests)
    mia.take(mia.deliver_log(*diary(mia, "two")))
    assert len(github.requests) - before == 1
    assert [(issue.state, issue.comments) for issue in github.issues(LOG)] == [("open", 2), ("open", 1)]


def test_two_years_of_logs_are_not_asked_for_one_by_one(github: InMemoryGitHub, machine: MakeMachine) -> None:
    web = github.web("mia")
    for week in range(104):
        log = web.open_issue(LOG, f"Shift log: week {week}", labels=["shift-log"])
        web.comment(LOG, log, "/take it is mine")
    leo = machine(github, "leo")
    assert leo.connected
    before = len(github.requests)
    assert rows(leo.pull())[2] == 104
    asked = [each for each in github.requests[before:] if LOG in each.path]
    assert len(asked) <= 10, "two pages of comments, a page of logs, and the few that are older"


def test_an_entry_in_doubt_is_found_after_two_more_shifts(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia, leo = machine(github), machine(github, "leo")
    mia.take(mia.deliver_log(*diary(mia, "one")))
    leo.pull()
    github.fault(CloseAfter(), method="POST", nth=1)
    with pytest.raises(Unclear):
        mia.deliver_log(*diary(mia, "in doubt"))
    doubted = mia.batch
    for _ in range(3):
        clock.pass_(hours=8)
        leo.pull()
        leo.take(leo.deliver_log(over(leo)))
        leo.take(leo.turn_over_log())
    mia.batch = doubted
    found = mia.look_for_log()
    assert found is not None
    assert [row.operation.id for row in found.logged] == [one.id for one in doubted.operations]


def test_old_logs_cost_a_newcomer_one_request_when_they_write(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = machine(github)
    for _ in range(12):
        mia.take(mia.deliver_log(over(mia)))
        mia.take(mia.turn_over_log())
    clock.pass_(minutes=1)
    leo = machine(github, "leo")
    leo.pull()
    before = len(github.requests)
    leo.take(leo.deliver_log(*diary(leo, "one")))
    leo.take(leo.deliver_log(*diary(leo, "two")))
    assert len(github.requests) - before <= 6
    assert [issue.state for issue in github.issues(LOG)] == ["closed"] * 12 + ["open"]


def test_a_limit_met_on_the_way_into_the_next_shift_is_told(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    mia = machine(github)
    mia.take(mia.deliver_log(over(mia)))
    github.fault(Answer(403, headers=(("retry-after", "600"),)), method="POST", nth=1)
    with pytest.raises(RateLimited):
        mia.turn_over_log()
