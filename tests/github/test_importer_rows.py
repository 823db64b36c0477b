"""What comes of a pull: which rows are tickets, whose markers are believed, what other servers do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.settings import Person
from shiftui.domain.vocabulary import State
from shiftui.github.markers import marked, write_marker
from shiftui.ports import Misbehaving, NoAccess, NotAuthorised
from tests.github.conftest import MakeMachine
from tests.github.filling import fill, known, pull_until_quiet, truth, words
from tests.github.machine import Clock, Machine, rows
from tests.inmemory_github import Answer, InMemoryGitHub, Quirks
from tests.inmemory_github.fixtures import LOG, REPO, add_team

ELSEWHERE = "acme/visit"


# what is a ticket


def test_who_cannot_see_the_log_still_reads_the_tickets(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 2, comments=1)
    doe = machine(github, "j-doe")
    doe.pull()
    assert (len(known(doe)), words(doe)) == (2, 2)
    assert doe.requests_of() == 1


def test_a_log_that_can_no_longer_be_seen_is_named(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = machine(github)
    mia.pull()
    fill(github, clock, 2)
    github.fault(Answer.error(404, "Not Found"), path=f"/repos/{LOG}", times=None)
    with pytest.raises(NoAccess, match=LOG):
        mia.pull()
    assert known(mia) == truth(github)


def test_pull_requests_and_what_is_said_there_are_left_out(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    web = github.web("leo")
    pull = web.open_issue(REPO, "A pull request", pull=True)
    web.comment(REPO, pull, "looks good")
    issue = web.open_issue(REPO, "A ticket")
    mia = machine(github, log="")
    assert rows(mia.pull()) == (1, 0, 0)
    assert list(known(mia)) == [issue]


def test_nulls_unknown_values_and_huge_ids_are_shown_and_kept(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    github.web("gone").open_issue(REPO, "Odd", "text")
    said = github.web("gone").comment(REPO, 1, "hello")
    github.override(
        REPO,
        1,
        body=None,
        user=None,
        state="frozen",
        state_reason="because",
        author_association="ALIEN",
        labels=["plain", {"name": None}, {"name": "priority:service"}],
        assignees=[None],
        id=2**63 - 1,
        something_new={"a": [1]},
    )
    github.override(REPO, comment=said, body=None, user=None, id=2**63 - 2)
    mia = machine(github, log="")
    mia.pull()
    issue = mia.at(1).issue
    assert (issue.opened_by, issue.state, issue.state_reason, issue.id) == (
        None,
        State.OPEN,
        "because",
        2**63 - 1,
    )
    assert issue.labels == ("plain", "priority:service")
    (note,) = mia.notes(1)
    assert (note.by, note.text) == (None, "")


def test_a_number_that_github_has_none_of_refuses_its_page(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    """GitHub's own description gives ids 64 bits; a longer one is read as a fraction."""
    github.web("j-doe").open_issue(REPO, "Odd")
    github.override(REPO, 1, id=2**70)
    with pytest.raises(Misbehaving, match="id is no number"):
        machine(github, log="").pull()


def test_a_bot_is_known_as_one(github: InMemoryGitHub, machine: MakeMachine) -> None:
    github.add_user("alerts[bot]", bot=True)
    github.web("alerts[bot]").open_issue(REPO, "Disk full")
    mia = machine(github, log="")
    mia.pull()
    assert mia.at(1).issue.opened_by_bot


def test_scope_takes_in_what_carries_the_label_and_lets_go_what_loses_it(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    web = github.web("leo")
    web.open_issue(REPO, "Ours", labels=["On-Call"])
    web.open_issue(REPO, "Theirs")
    mia = machine(github, scope="label:on-call", log="")
    assert rows(mia.pull())[0] == 1
    assert list(known(mia)) == [1]
    clock.pass_(minutes=1)
    web.unlabel(REPO, 1, "On-Call")
    web.label(REPO, 2, "on-call")
    mia.pull()
    assert list(known(mia)) == [2]


def test_a_renamed_repository_keeps_its_tickets(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 2)
    mia = machine(github, log="")
    mia.pull()
    github.web("mia").rename_repo(REPO, "acme/live")
    clock.pass_(minutes=1)
    github.web("j-doe").comment("acme/live", 1, "hello?")
    mia.pull()
    assert sorted(known(mia)) == [1, 2]
    assert words(mia) == 1


def test_a_label_renamed_on_the_web_shows_after_the_daily_reading_at_the_latest(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 150)
    github.web("leo").label(REPO, 1, "bug")
    fill(github, clock, 120)
    mia = machine(github, log="")
    mia.pull()
    github.web("leo").rename_label(REPO, "bug", "defect")
    clock.pass_(hours=23)
    mia.pull()
    assert mia.at(1).issue.labels == ("bug",)
    clock.pass_(hours=2)
    mia.pull()
    assert mia.at(1).issue.labels == ("defect",)
    assert known(mia) == truth(github)
    assert mia.pull() == []


# who is believed


def test_a_marker_counts_only_from_a_responder(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    early = "2026-11-01T00:00:00Z"
    body = marked("text", write_marker("opened", "00000000-forged", opened_at=early))
    github.web("j-doe").open_issue(REPO, "Forged", body)
    github.web("leo").open_issue(REPO, "Ours", body)
    mia = machine(github, log="")
    (step, *_) = mia.pull()
    forged, ours = step.issues
    assert (forged.created_by, forged.issue.opened_at) == ("", clock())
    assert ours.created_by == "00000000-forged"
    assert ours.issue.opened_at.isoformat() == "2026-11-01T00:00:00+00:00"
    assert forged.body == ours.body == "text"


def test_operations_count_only_under_a_shift_log(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 1)
    entry = {
        "kind": "acknowledged",
        "id": "a",
        "at": "2026-11-23T14:00:00Z",
        "by": "leo",
        "ticket": f"{REPO}#1",
    }
    forged = marked("see the mail", write_marker("log", "b", ops=[entry]))
    github.web("leo").comment(REPO, 1, forged)
    mia = machine(github, log="")
    assert rows(mia.pull()) == (1, 1, 0)
    assert mia.at(1).work.acknowledged_at is None
    log = github.web("leo").open_issue(REPO, "Shift log", labels=["shift-log"])
    github.web("leo").comment(REPO, log, forged)
    github.web("leo").comment(REPO, log, "just talking")
    assert rows(mia.pull())[2] == 1
    assert mia.at(1).work.acknowledged_by == "leo"
    assert log not in known(mia)


def test_logs_in_another_repository_are_asked_for_once(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 1)
    entries = [
        {"kind": "diary", "id": "a", "at": "2026-11-23T14:00:00Z", "by": "leo", "text": "first"},
        {"kind": "diary", "id": "b", "at": "0001-01-01T00:00:00+23:59", "by": "leo", "text": "no time"},
        {"kind": "danced", "id": "c", "at": "2026-11-23T14:00:00Z", "by": "leo", "ticket": f"{REPO}#1"},
        "nonsense",
        {"kind": "undone", "id": "d", "at": "2026-11-23T14:00:00Z", "by": "leo", "ticket": f"{REPO}#1",
         "target": "x", "target_kind": "noted", "restore": {"work.touched_at": "never"}},
        {"kind": "diary", "id": "e", "at": "2026-11-23T14:00:00Z", "by": "leo", "text": "last"},
    ]  # fmt: skip
    web = github.web("leo")
    log = web.open_issue(LOG, "Shift log", labels=["Shift-Log"])
    other = web.open_issue(LOG, "Not a log")
    body = marked("lines", write_marker("log", "batch", ops=entries))
    for number in (log, other, log):
        web.comment(LOG, number, body)
    mia = machine(github)
    mia.pull()
    assert len(github.asked("GET", rf"/{LOG}/issues\?labels=shift-log")) == 1, "all that carry the label"
    assert github.asked("GET", f"/{LOG}/issues/{log}$") == ()
    assert len(github.asked("GET", f"/{LOG}/issues/{other}$")) == 1
    assert [entry.text for entry in mia.state.diary] == ["first", "last"]
    mia.restart()
    clock.pass_(minutes=1)
    web.comment(LOG, log, body)
    assert mia.requests_of() == 2
    assert list(known(mia)) == [1]


def test_a_log_whose_label_was_taken_off_is_still_known_by_its_marker(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    web = github.web("leo")
    log = web.open_issue(REPO, "Shift log", marked("text", write_marker("shift-log", "x")))
    web.open_issue(REPO, "Shift log?", marked("text", write_marker("noted", "x")))
    github.web("j-doe").open_issue(REPO, "Forged", marked("text", write_marker("shift-log", "x")))
    mia = machine(github, log="")
    mia.pull()
    assert log not in known(mia)
    assert len(known(mia)) == 2


def test_a_comment_edited_on_the_web_is_read_again(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    fill(github, clock, 1)
    said = github.web("j-doe").comment(REPO, 1, "first")
    mia = machine(github, log="")
    mia.pull()
    clock.pass_(minutes=1)
    github.web("j-doe").edit_comment(REPO, said, "second\nline")
    mia.pull()
    (note,) = mia.notes(1)
    assert note.text == "second\nline"


# other servers, other repositories


@pytest.mark.parametrize("log", ["", LOG])
def test_where_comments_cannot_be_listed_those_of_changed_issues_are_read(
    machine: MakeMachine, clock: Clock, log: str
) -> None:
    quirks = Quirks(repo_comments=False, versions=())
    with InMemoryGitHub(now=clock, prefix="/api/v3", quirks=quirks) as github:
        add_team(github, private=True)
        fill(github, clock, 3, comments=1)
        mia, leo = machine(github, log=log), machine(github, "leo", log=log)
        pull_until_quiet(mia)
        assert words(mia) == 3
        clock.pass_(hours=1)
        github.web("j-doe").comment(REPO, 2, "still broken")
        leo.pull()
        leo.send(write_diary(leo.scene(), "Hm"))
        before = len(github.requests)
        pull_until_quiet(mia)
        assert words(mia) == 4
        assert not any(each.path.endswith(f"{REPO}/issues/1/comments") for each in github.requests[before:])
        assert [entry.text for entry in mia.state.diary] == ["Hm"]
        assert mia.requests_of() <= 2


def test_spinoffs_elsewhere_are_looked_at_every_ten_minutes(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    github.add_repo(ELSEWHERE)
    number = github.web("leo").open_issue(ELSEWHERE, "Fix it")
    tracked = [f"{ELSEWHERE}#{number}", f"{REPO}#1", "nonsense", f"{ELSEWHERE}#99"]
    mia = machine(github, log="")
    mia.pull(tracked)
    assert mia.at(number, ELSEWHERE).issue.title == "Fix it"
    assert mia.requests_of(tracked) == 2
    github.web("leo").close(ELSEWHERE, number)
    clock.pass_(minutes=11)
    assert mia.requests_of(tracked) == 4
    assert mia.at(number, ELSEWHERE).state is State.RESOLVED
    clock.pass_(minutes=11)
    mia.pull(tracked)
    assert github.asked("GET", f"/{ELSEWHERE}/issues/{number}$")[-1].status == 304
    github.web("leo").delete_issue(ELSEWHERE, number)
    clock.pass_(minutes=11)
    mia.pull(tracked)
    assert mia.at(number, ELSEWHERE).issue.title == "Fix it"


def test_without_a_roster_the_team_is_who_belongs_to_the_repository(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    body = marked("text", write_marker("opened", "id-1"))
    github.web("j-doe").open_issue(REPO, "Forged", body)
    github.web("leo").open_issue(REPO, "Ours", body)
    mia = machine(github, log="", people=())
    (step, *_) = mia.pull()
    assert [row.created_by for row in step.issues] == ["", "id-1"]
    strangers = replace(mia.settings, people=(Person("somebody"),))
    other = Machine(github, clock, "ada", strangers)
    (step, *_) = other.pull()
    assert [row.created_by for row in step.issues] == ["", ""]
    other.tracker.close()


def test_connecting_says_who_we_are_and_what_is_known_to_be_private(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    mia = machine(github, tracker="acme/hidden")
    connected = mia.tracker.connect()
    assert (connected.me, connected.can_push) == ("mia", True)
    assert (connected.repo_private, connected.log_private, connected.tracker_private) == (False, True, None)
    outsider = Machine(github, clock, "j-doe", replace(mia.settings, me="j-doe"))
    connected = outsider.tracker.connect()
    assert (connected.can_push, connected.log_private) == (False, None)
    outsider.tracker.close()
    assert clock() - connected.at == timedelta(0)


def test_whoever_is_assigned_has_it_unless_it_is_the_teams_pool(
    github: InMemoryGitHub, machine: MakeMachine
) -> None:
    github.web("leo").open_issue(REPO, "Odd")
    github.web("leo").assign(REPO, 1, "ada", "leo")
    pool, plain = machine(github, log="", assign="Ada"), machine(github, "leo", log="")
    for one, taker in ((pool, "leo"), (plain, "ada")):
        one.pull()
        assert one.at(1).acknowledged_by == taker


def test_a_refused_token_tells_nothing_of_a_repository(github: InMemoryGitHub, machine: MakeMachine) -> None:
    mia = machine(github)
    github.fault(Answer.unauthorized(), path=f"^/repos/{LOG}$")
    with pytest.raises(NotAuthorised):
        mia.tracker.connect()
    assert mia.tracker.connect().log_private is True
