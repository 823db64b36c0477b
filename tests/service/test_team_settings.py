"""The team's settings in the journal: in force from their line on, in every process, on a real folder."""

from pathlib import Path

import pytest

from shiftui.bootstrap import Workspace, open_workspace
from shiftui.domain.operations.diary_written import write_diary
from shiftui.domain.settings import Settings
from shiftui.ports import Unreachable
from shiftui.service.sync import Courier
from tests.domain.support import REPO, TRACKER
from tests.service.support import World, quiet
from tests.service.tracker import LOG
from tests.settings_text import write_settings

OWN = f"""\
[local]
me = "mia"
[team]
timezone = "UTC"
wip_limit = 9
[[people]]
login = "mia"
[github]
repo = "{REPO}"
log = "{LOG}"
tracker = "{TRACKER}"
"""
TEAM = '[team]\nwip_limit = 3\n[[people]]\nlogin = "mia"\n[[people]]\nlogin = "leo"\n'
BROKEN = "[team\nwip_limit = 4\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / "workspace"
    write_settings(folder, OWN)
    return World(folder)


def opened(world: World) -> Workspace:
    """A process opens the workspace."""
    assert world.folder is not None
    return open_workspace(world.folder, clock=world.clock, new_id=world.new_id)


def courier(world: World, workspace: Workspace) -> Courier:
    return workspace.courier_with(world.tracker)


def passes(world: World, workspace: Workspace) -> None:
    report = courier(world, workspace).sync(quiet)
    assert report.error == ""


def settled(settings: Settings) -> tuple[int, list[str]]:
    """What the team's file of these tests settles."""
    return settings.wip_limit, [person.login for person in settings.people]


def test_it_is_in_force_in_every_process_as_soon_as_its_line_is_there(world: World) -> None:
    sender, beside = opened(world), opened(world)
    passes(world, sender)
    assert settled(sender.settings) == (9, ["mia"])
    world.tracker.file = TEAM
    told: list[int] = []
    beside.desk.listen(lambda: told.append(beside.desk.snapshot.settings.wip_limit))
    passes(world, sender)
    beside.desk.refresh()
    for one in (sender, beside, opened(world)):
        assert settled(one.settings) == (3, ["mia", "leo"])
        assert one.desk.snapshot.settings is one.desk.settings
    assert told == [3]
    assert world.tracker.settings is sender.settings
    before = beside.settings
    passes(world, sender)
    beside.desk.refresh()
    assert beside.settings is before, "dialogs keep what they were given while nothing changes"


def test_a_file_that_is_gone_leaves_the_workspaces_own(world: World) -> None:
    workspace = opened(world)
    world.tracker.file = TEAM
    passes(world, workspace)
    world.tracker.file = ""
    passes(world, workspace)
    assert settled(workspace.settings) == (9, ["mia"])
    assert settled(opened(world).settings) == (9, ["mia"])


def test_broken_text_leaves_the_last_good_one_across_restarts_and_checkpoints(world: World) -> None:
    workspace = opened(world)
    for text in (TEAM, BROKEN, BROKEN + "#", "\0"):
        world.tracker.file = text
        passes(world, workspace)
    for one in (workspace, opened(world)):
        assert settled(one.settings) == (3, ["mia", "leo"])
        assert one.desk.snapshot.state.team_file.text == TEAM
        (problem,) = one.desk.team_problems
        assert problem.startswith(f"{LOG}/.github/shiftui.toml: this is no TOML")
        one.desk.checkpoint(force=True)
    again = opened(world)
    assert settled(again.settings) == (3, ["mia", "leo"])
    assert again.desk.team_problems
    world.tracker.file = TEAM + "# mended\n"
    passes(world, again)
    assert again.desk.team_problems == ()


def test_what_was_said_before_is_understood_as_by_whoever_knew_the_team_all_along(
    world: World, tmp_path: Path
) -> None:
    world.hub.open("customer")
    world.hub.open("customer")
    world.hub.say(1, "leo", "we are looking into it")
    late, beside = opened(world), opened(world)
    passes(world, late)
    late.desk.checkpoint(force=True)
    assert late.desk.find("#1").work.responded_by is None
    unput = opened(world)
    world.tracker.file = TEAM
    passes(world, late)
    for one in (beside, unput):
        one.desk.refresh()
    other = World(tmp_path / "other", hub=world.hub)
    other.clock = world.clock
    assert other.folder is not None
    write_settings(other.folder, OWN)
    other.tracker.file = TEAM
    early = opened(other)
    passes(other, early)
    for one in (late, beside, unput, opened(world)):
        assert one.desk.find("#1").work.responded_by == "leo"
        assert one.desk.find("#1") == early.desk.find("#1")
        assert one.desk.find("#2") == early.desk.find("#2")


def test_what_was_recorded_before_stays_recorded(world: World) -> None:
    workspace = opened(world)
    passes(world, workspace)
    workspace.desk.write(write_diary, "quiet")
    world.tracker.file = TEAM
    passes(world, workspace)
    world.clock.go(minutes=5)
    passes(world, workspace)
    assert [entry.text for entry in workspace.desk.snapshot.diary] == ["quiet"]
    assert workspace.desk.snapshot.state.pending == ()


def test_a_look_that_fails_ends_the_pass_and_changes_nothing(world: World) -> None:
    workspace = opened(world)
    world.tracker.file = TEAM
    passes(world, workspace)
    world.tracker.file = OWN
    world.tracker.faults = lambda call: "unreachable" if call == "team file" else None
    assert courier(world, workspace).sync(quiet).error
    assert settled(workspace.settings) == (3, ["mia", "leo"])
    assert str(Unreachable("no network")) in workspace.desk.snapshot.state.report.error


def test_an_address_never_comes_from_there(world: World) -> None:
    workspace = opened(world)
    world.tracker.file = (
        TEAM + '[github]\nrepo = "evil/trap"\nlog = "evil/log"\napi_url = "https://evil.example"\n'
        'assign = "acker"\n[local]\nme = "evil"\nread_only = true\n[keys]\nquit = "a"\n'
    )
    passes(world, workspace)
    github = workspace.settings.github
    assert (github.repo, github.log, github.api_url) == (REPO, LOG, "https://api.github.com")
    assert (workspace.settings.me, workspace.settings.read_only, dict(workspace.settings.keys)) == (
        "mia",
        False,
        {},
    )
    assert github.assign == "acker"
    told = "\n".join(workspace.desk.team_problems)
    for key in ("github.repo", "github.log", "github.api_url", "local", "keys"):
        assert f"{key}: is not taken from GitHub" in told
