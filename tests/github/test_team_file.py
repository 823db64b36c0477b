"""The team's settings file: asked for now and then, free when unchanged, harmless whatever stands there."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from shiftui.domain.records import Pulled, TeamFile
from shiftui.ports import NotAuthorised, Unreachable
from tests.github.conftest import MakeMachine
from tests.github.machine import Clock, Machine
from tests.inmemory_github import Answer, FailAfter, InMemoryGitHub, Rewrite
from tests.inmemory_github.fixtures import LOG, REPO
from tests.inmemory_github.messages import Response, json_response
from tests.inmemory_github.records import Permission

FILE = ".github/shiftui.toml"
TEXT = "[team]\nwip_limit = 7\n"
CONTENTS = f"/repos/{LOG}/contents/{FILE}"


def look(machine: Machine) -> Pulled | None:
    """A look at the file, kept."""
    seen = machine.tracker.team_file(machine.state.cursors, machine.connected)
    if seen is not None:
        machine.take(seen)
    return seen


@pytest.fixture
def statuses(github: InMemoryGitHub) -> Callable[[], list[int | None]]:
    """The answers since it was called last."""
    seen = [0]

    def since() -> list[int | None]:
        before, seen[0] = seen[0], len(github.requests)
        return [exchange.status for exchange in github.requests[before:]]

    return since


@pytest.fixture
def mia(github: InMemoryGitHub, machine: MakeMachine, statuses: Callable[[], list[int | None]]) -> Machine:
    """Mia's machine, which has met the repositories."""
    mia = machine(github)
    mia.pull()
    statuses()
    return mia


def test_it_is_asked_for_every_ten_minutes_and_is_free_when_unchanged(
    github: InMemoryGitHub, mia: Machine, clock: Clock, statuses: Callable[[], list[int | None]]
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    look(mia)
    assert (mia.state.team_file, statuses()) == (TeamFile(TEXT), [200])
    mia.restart()
    clock.pass_(minutes=9, seconds=59)
    assert (look(mia), statuses()) == (None, [])
    clock.pass_(seconds=1)
    unchanged = look(mia)
    assert unchanged is not None
    assert (unchanged.team_file, statuses()) == (None, [304])
    clock.pass_(minutes=10)
    github.web("ada").put_file(LOG, FILE, "\ufeff" + TEXT * 400)
    look(mia)
    assert (mia.state.team_file, statuses()) == (TeamFile(TEXT * 400), [200])


def test_a_clock_that_was_set_back_does_not_put_it_off(
    github: InMemoryGitHub, mia: Machine, clock: Clock, statuses: Callable[[], list[int | None]]
) -> None:
    look(mia)
    clock.pass_(days=-3)
    statuses()
    look(mia)
    assert statuses() == [404]


def test_without_a_file_nothing_is_settled_and_one_that_was_deleted_ends(
    github: InMemoryGitHub, mia: Machine, clock: Clock, statuses: Callable[[], list[int | None]]
) -> None:
    first = look(mia)
    assert first is not None
    assert (first.team_file, statuses()) == (TeamFile(), [404])
    clock.pass_(minutes=10)
    assert (look(mia) is None, statuses()) == (False, [404])
    assert mia.state.team_file == TeamFile()
    github.web("ada").put_file(LOG, FILE, TEXT)
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file == TeamFile(TEXT)
    github.web("ada").delete_file(LOG, FILE)
    clock.pass_(minutes=10)
    statuses()
    look(mia)
    assert (mia.state.team_file, statuses()) == (TeamFile(), [404, 200])


def test_a_log_that_cannot_be_seen_any_more_ends_nothing(
    github: InMemoryGitHub, mia: Machine, clock: Clock
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    look(mia)
    repo = github.state.repo(LOG)
    github.state.grant(github.state.users["mia"], repo, Permission.NONE)
    clock.pass_(minutes=10)
    hidden = look(mia)
    assert hidden is not None
    assert (hidden.team_file, mia.state.team_file) == (None, TeamFile(TEXT))
    github.web("ada").delete_file(LOG, FILE)
    github.state.grant(github.state.users["mia"], repo, Permission.PUSH)
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file == TeamFile()


def test_a_token_that_may_not_read_files_is_told_of_it(
    github: InMemoryGitHub, mia: Machine, clock: Clock
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    look(mia)
    refusal = "Resource not accessible by personal access token"
    github.fault(Answer.error(403, f"{refusal} t-mia"), path="/contents/")
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file == TeamFile(TEXT, f"the token may not read this: {refusal} ***")
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file == TeamFile(TEXT)


def replaced(**fields: object) -> Rewrite:
    """The file as GitHub shows it, with other fields."""
    return Rewrite(lambda response: json_response(200, json.loads(response.body) | fields, response.headers))


@pytest.mark.parametrize(
    "fault",
    [
        replaced(type="submodule"),
        replaced(type="symlink", content=None),
        replaced(content=None),
        replaced(content=["W3RlYW1d"]),
        replaced(content="W3RlYW1"),
        replaced(content="%%%="),
        replaced(content="é"),
        replaced(encoding="none", content=""),
        replaced(encoding=7),
        replaced(size=10**12),
        Rewrite(lambda response: Response(200, response.headers, b"[]")),
        Rewrite(lambda response: Response(200, response.headers, b"null")),
        Rewrite(lambda response: Response(200, response.headers, b'{"type": "fi')),
        Rewrite(lambda response: Response(200, response.headers, b"[" * 100_000)),
        Answer.redirect("https://evil.example/shiftui.toml", 301),
        Answer.redirect("/elsewhere", 302),
        Answer.error(410, "Gone"),
        Answer.error(451, "Repository access blocked"),
        Answer.error(418, "I am a teapot"),
    ],
)
def test_rubbish_is_told_and_leaves_the_last_good_text(
    github: InMemoryGitHub, mia: Machine, clock: Clock, fault: Answer | Rewrite
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    look(mia)
    github.web("ada").put_file(LOG, FILE, TEXT + "# changed\n")
    github.fault(fault, path="/contents/")
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file.text == TEXT
    assert mia.state.team_file.trouble
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file.text.startswith(TEXT)
    mia.pull()


@pytest.mark.parametrize("content", [b"a = '\xe9'\n", b"#" * 10_000_000, b"#" * 300_000, b"\xff\xfe[\x00"])
def test_a_file_that_is_no_text_of_ours_is_told(
    github: InMemoryGitHub, mia: Machine, clock: Clock, content: bytes
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    look(mia)
    github.web("ada").put_file(LOG, FILE, content)
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file.text == TEXT
    assert mia.state.team_file.trouble
    told = mia.state.team_file
    clock.pass_(minutes=10)
    look(mia)
    assert mia.state.team_file == told, "an unchanged file is still as bad"


def test_a_folder_in_its_place_is_told(github: InMemoryGitHub, mia: Machine) -> None:
    github.web("ada").put_file(LOG, f"{FILE}/inside", TEXT)
    look(mia)
    assert mia.state.team_file == TeamFile(trouble="is no file there")


def test_what_is_the_networks_fault_is_asked_again_at_once(github: InMemoryGitHub, mia: Machine) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    for fault in (FailAfter(502), Answer.html()):
        github.fault(fault, path="/contents/")
        with pytest.raises(Unreachable):
            look(mia)
    github.fault(Answer.unauthorized(), times=None)
    with pytest.raises(NotAuthorised):
        look(mia)
    github.faults.armed.clear()
    look(mia)
    assert mia.state.team_file == TeamFile(TEXT)


def test_without_a_log_of_its_own_the_incident_repository_has_it(
    private: InMemoryGitHub, machine: MakeMachine
) -> None:
    private.web("ada").put_file(REPO, FILE, TEXT)
    mia = machine(private, log="")
    look(mia)
    assert mia.state.team_file == TeamFile(TEXT)


def test_labels_that_are_called_otherwise_now_are_read_anew_and_written_so(
    github: InMemoryGitHub, machine: MakeMachine, clock: Clock
) -> None:
    number = github.web("j-doe").open_issue(REPO, "Plots")
    github.web("ada").label(REPO, number, "P0")
    mia = machine(github)
    mia.pull()
    assert mia.at(number).issue.priority is None
    mia.settings = replace(mia.settings, labels={"priority:service": "P0"})
    mia.tracker.use(mia.settings)
    clock.pass_(minutes=1)
    mia.pull()
    assert mia.at(number).issue.priority == "service"
    assert mia.requests_of() == 2
