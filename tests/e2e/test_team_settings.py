"""A team whose settings lie in its log repository: machines that agree, over a real socket and real files."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shiftui.bootstrap import Workspace, open_workspace, random_id
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.spun_off import spin_off
from shiftui.domain.records import SyncReport
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Priority
from shiftui.service.sync import Courier
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.inmemory_github.hub import InMemoryGitHub
from tests.settings_text import EXAMPLE, write_settings

FILE = ".github/shiftui.toml"
CONTENTS = f"/repos/{LOG}/contents/{FILE}"
TEAM = """\
[team]
timezone = "America/Los_Angeles"
wip_limit = 3
[goals]
response_minutes = 30
[[people]]
login = "mia"
[[people]]
login = "leo"
[labels]
"priority:service" = "P0"
"""


class Clock:
    """Everybody's time; moved by the test alone."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def go(self, **spans: float) -> None:
        """Let time pass."""
        self.time += timedelta(**spans)


class Machine:
    """Somebody's workspace on a folder of their own."""

    def __init__(self, folder: Path, github: InMemoryGitHub, clock: Clock, login: str) -> None:
        self.folder, self.github, self.clock, self.login = folder, github, clock, login
        self.courier: Courier | None = None
        write_settings(folder, f'[github]\nrepo = "{REPO}"\nlog = "{LOG}"\napi_url = "{github.url}"\n')
        self.start()

    def start(self) -> None:
        """A new process."""
        self.close()
        self.workspace: Workspace = open_workspace(self.folder, clock=self.clock, new_id=random_id)
        self.courier = self.workspace.courier(lambda: f"t-{self.login}")

    def close(self) -> None:
        """Let the connection go."""
        if self.courier is not None:
            self.courier.tracker.close()

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    def sync(self) -> SyncReport:
        """A pass that nothing went wrong in."""
        assert self.courier is not None
        report = self.courier.sync(lambda what, done, total: None)
        assert report.error == ""
        return report

    def asked(self) -> list[tuple[int | None, str]]:
        """A pass; what it asked, and the answers."""
        before = len(self.github.requests)
        self.sync()
        return [(each.status, each.path) for each in self.github.requests[before:]]


Make = Callable[[str], Machine]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def github(clock: Clock) -> Iterator[InMemoryGitHub]:
    with InMemoryGitHub(now=clock, strict=True) as running:
        add_team(running, private=True)
        yield running


@pytest.fixture
def machine(tmp_path: Path, github: InMemoryGitHub, clock: Clock) -> Iterator[Make]:
    made: list[Machine] = []

    def make(login: str) -> Machine:
        made.append(Machine(tmp_path / login, github, clock, login))
        return made[-1]

    yield make
    for each in made:
        each.close()


def settled(settings: Settings) -> tuple[Any, ...]:
    """What the team's file of these tests settles."""
    people = tuple(person.login for person in settings.people)
    goals = settings.goals.response_minutes
    return settings.hours.timezone, settings.wip_limit, goals, people, dict(settings.labels)


AGREED = ("America/Los_Angeles", 3, 30, ("mia", "leo"), {"priority:service": "P0"})


def test_two_machines_agree_and_follow_what_is_changed_on_the_web(
    github: InMemoryGitHub, machine: Make, clock: Clock
) -> None:
    ada = github.web("ada")
    number = github.web("j-doe").open_issue(REPO, "Plots blank")
    ada.comment(REPO, number, "Looking into it.")
    ada.label(REPO, number, "P0")
    ada.put_file(LOG, FILE, TEAM)
    mia, leo = machine("mia"), machine("leo")
    for each in (mia, leo):
        each.sync()
        assert settled(each.settings) == AGREED
        ticket = each.workspace.desk.find(f"#{number}")
        assert ticket.issue.priority is Priority.SERVICE, "the first import reads by the team's labels"
        assert ticket.work.responded_by is None, "ada is not on the roster"
    ada.put_file(LOG, FILE, TEAM.replace("= 30", "= 45") + '[[people]]\nlogin = "ada"\n')
    clock.go(minutes=9)
    mia.sync()
    assert settled(mia.settings) == AGREED
    clock.go(minutes=1)
    leo.start()
    for each in (mia, leo):
        each.sync()
        assert each.settings.goals.response_minutes == 45
        assert each.workspace.desk.find(f"#{number}").work.responded_by == "ada"
    assert mia.workspace.desk.find(f"#{number}") == leo.workspace.desk.find(f"#{number}")


def test_quiet_polls_stay_at_two_requests_and_one_in_ten_minutes_asks_for_the_file(
    github: InMemoryGitHub, machine: Make, clock: Clock
) -> None:
    github.web("ada").put_file(LOG, FILE, TEAM)
    mia = machine("mia")
    mia.sync()
    for _ in range(3):
        clock.go(minutes=3)
        mia.start()
        quiet = mia.asked()
        assert [status for status, _ in quiet] == [304, 304]
        assert CONTENTS not in [path for _, path in quiet]
    clock.go(minutes=1)
    due = mia.asked()
    assert [status for status, _ in due] == [304, 304, 304]
    assert (304, CONTENTS) in due


def test_a_first_import_is_no_longer_for_it(github: InMemoryGitHub, machine: Make) -> None:
    for index in range(120):
        github.web("j-doe").open_issue(REPO, f"Plots {index}")
    pages = 2 + 1 + 1  # of issues, of comments there, of comments in the log
    assert len(machine("mia").asked()) <= pages + 5
    github.web("ada").put_file(LOG, FILE, TEAM)
    assert len(machine("leo").asked()) <= pages + 5


def test_broken_text_leaves_the_last_good_settings_and_is_told(
    github: InMemoryGitHub, machine: Make, clock: Clock
) -> None:
    github.web("ada").put_file(LOG, FILE, TEAM)
    mia = machine("mia")
    mia.sync()
    for bad in ("<html>", "[team\n", b"\xff\xfe", b"#" * 10_000_000, "a." * 60_000 + "a = 1"):
        github.web("ada").put_file(LOG, FILE, bad)
        clock.go(minutes=10)
        mia.sync()
        mia.start()
        assert settled(mia.settings) == AGREED
        (problem,) = mia.workspace.desk.team_problems
        assert problem.startswith(f"{LOG}/{FILE}: ")
    github.web("ada").put_file(LOG, FILE, TEAM.replace("wip_limit = 3", "wip_limit = -3"))
    clock.go(minutes=10)
    mia.sync()
    assert settled(mia.settings) == ("America/Los_Angeles", 5, 30, *AGREED[3:])
    assert mia.workspace.desk.team_problems == (
        f"{LOG}/{FILE}: line 3: team.wip_limit: must be a whole number from 1 to 1000",
    )
    github.web("ada").delete_file(LOG, FILE)
    clock.go(minutes=10)
    mia.sync()
    mia.start()
    assert not mia.settings.people
    assert mia.settings.goals.response_minutes == 60
    assert not mia.workspace.desk.team_problems


def test_a_hostile_file_sends_no_token_elsewhere(
    github: InMemoryGitHub, machine: Make, clock: Clock, tmp_path: Path
) -> None:
    with InMemoryGitHub(now=clock) as evil:
        add_team(evil)
        hostile = EXAMPLE.replace("https://api.github.com", evil.url).replace('"mia"  ', '"evil"')
        for row in ("repo", "log", "tracker"):
            hostile = hostile.replace(f"{row:<7} =", f"{row:<7} = 'evil/trap' #")
        hostile += f'[network]\nproxy = "{evil.url}"\ntoken = "t-evil"\n'
        github.web("ada").put_file(LOG, FILE, f'token = "t-evil"\napi_url = "{evil.url}"\n{hostile}')
        mia = machine("mia")
        before = mia.settings
        for _ in range(2):
            mia.sync()
            github.web("j-doe").open_issue(REPO, "Plots blank")
            mia.workspace.desk.write(lambda scene: _opened(scene))
            clock.go(minutes=11)
            mia.start()
        mia.sync()
        assert evil.requests == []
    after = mia.settings
    assert (after.github.repo, after.github.log) == (REPO, LOG)
    assert (after.github.api_url, after.me, after.keys) == (github.url, before.me, before.keys)
    assert after.github.tracker == "evil/trap", "where spinoffs go is the team's to say"
    told = "\n".join(mia.workspace.desk.team_problems)
    for key in (
        "token",
        "api_url",
        "network",
        "local",
        "keys",
        "github.repo",
        "github.log",
        "github.api_url",
    ):
        assert f"{key}: is not taken from GitHub" in told


def _opened(scene: Any) -> Any:
    from shiftui.domain.operations.opened import open_ticket

    return open_ticket(scene, "Phone call")


def test_a_label_that_is_called_otherwise_there_is_what_the_next_write_uses(
    github: InMemoryGitHub, machine: Make, clock: Clock
) -> None:
    number = github.web("j-doe").open_issue(REPO, "Plots blank")
    mia = machine("mia")
    mia.sync()
    github.web("ada").put_file(LOG, FILE, TEAM)
    clock.go(minutes=10)
    mia.sync()
    mia.workspace.desk.do(set_fields, f"#{number}", priority=Priority.SERVICE)
    mia.sync()
    assert github.labels(REPO, number) == ("P0",)


def test_where_spinoffs_go_is_followed_at_once(github: InMemoryGitHub, machine: Make, clock: Clock) -> None:
    number = github.web("j-doe").open_issue(REPO, "Plots blank")
    github.add_repo("acme/product")
    github.add_user("mia", token="t-mia", push=("acme/product",))
    github.web("ada").put_file(LOG, FILE, '[github]\ntracker = "acme/product"\n')
    mia = machine("mia")
    mia.sync()
    mia.workspace.desk.do(lambda scene, ticket: spin_off(scene, ticket, "Fix it"), f"#{number}")
    mia.sync()
    assert [issue.title for issue in github.issues("acme/product")] == ["Fix it"]
