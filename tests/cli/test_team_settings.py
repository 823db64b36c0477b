"""What the commands say of the team's settings, and what it costs them."""

import os
import time

from tests.cli.shell import Shell
from tests.cli.test_startup import HEAVY, imported
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG
from tests.settings_text import write_settings

FILE = ".github/shiftui.toml"
TEXT = """\
[team]
wip_limit = 3
timezone = "Mars"
holidays = "US"
[[people]]
login = "mia"
[links]
"a\\n[evil]" = "https://example.org"
[github]
api_url = "https://evil.example"
"""


def told(done: str) -> list[str]:
    """The keys that are said to be wrong."""
    return [line.split(": ")[2] for line in done.splitlines()]


def test_config_says_what_comes_from_the_team_and_what_of_it_has_no_effect(
    mia: Shell, github: InMemoryGitHub
) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    mia("init", "--repo", "acme/live-incidents", "--log", LOG, "--api-url", github.url).ok()
    assert mia("config", "show", "--json").ok().json["from_team"] == []
    done = mia("sync").ok()
    assert told(done.err) == ["line 3", "line 10"]
    assert all(line.startswith(f"warning: {LOG}/{FILE}: line ") for line in done.err.splitlines())

    shown = mia("config", "show").ok()
    first, _, rest = shown.out.partition("\n")
    assert first.startswith(f"# from {LOG}/{FILE}: team.wip_limit, team.holidays, people, links.a")
    assert not rest.startswith("[evil]")
    data = mia("config", "show", "--json").ok().json
    assert (data["team"]["wip_limit"], data["team"]["holidays"]) == (3, "US")
    assert data["github"]["api_url"] == github.url
    assert data["from_team"][:3] == ["team.wip_limit", "team.holidays", "people"]

    checked = mia("config", "check")
    assert checked.code == 1
    assert [line.split(" ")[0] for line in checked.lines] == [f"{LOG}/{FILE}:3:", f"{LOG}/{FILE}:10:"]
    found = mia("config", "check", "--json").json
    assert [(one["file"], one["line"], one["key"]) for one in found] == [
        (f"{LOG}/{FILE}", 3, "team.timezone"),
        (f"{LOG}/{FILE}", 10, "github.api_url"),
    ]


def test_what_config_shows_is_a_settings_file_with_the_teams_in_it(
    connected: Shell, github: InMemoryGitHub
) -> None:
    shown = connected("config", "show").ok().out
    write_settings(connected.folder, shown)
    assert connected("config", "check").ok().out == ""


def test_a_bad_file_here_hides_nothing_of_the_teams(mia: Shell, github: InMemoryGitHub) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    mia("init", "--repo", "acme/live-incidents", "--log", LOG, "--api-url", github.url).ok()
    mia("sync").ok()
    write_settings(mia.folder, "[team\n")
    found = mia("config", "check", "--json").json
    assert [one["file"].rpartition("/")[2] for one in found] == ["shiftui.toml"] * 3


def test_a_quick_command_parses_the_teams_text_once(mia: Shell, github: InMemoryGitHub) -> None:
    github.web("ada").put_file(LOG, FILE, TEXT)
    mia("init", "--repo", "acme/live-incidents", "--log", LOG, "--api-url", github.url).ok()
    mia("sync").ok()
    before = time.time() - 60
    os.utime(mia.folder / "shiftui.toml", (before, before))
    mia("status").ok()
    modules = imported(mia, "status")
    assert "shiftui.config.team" in modules
    assert HEAVY.isdisjoint(modules)
    assert "tomllib" not in modules
    assert mia("config", "show", "--json").ok().json["team"]["wip_limit"] == 3
