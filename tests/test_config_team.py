"""The team's part of the settings, read from a text that anybody with access to the repository wrote."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.config import SettingsFiles, load
from shiftui.config.days_off import DaysOff
from shiftui.config.team import TeamPart, team_part
from shiftui.domain.settings import Settings
from tests.settings_text import EXAMPLE, write_settings

TODAY = date(2026, 11, 23)


def read(folder: Path, text: str) -> TeamPart:
    return team_part(text, DaysOff(folder, TODAY))


def merged(folder: Path, text: str) -> Settings:
    return SettingsFiles(folder, today=TODAY).merged(text)


def test_only_the_teams_keys_are_taken(tmp_path: Path) -> None:
    part = read(tmp_path, EXAMPLE)
    assert set(part.values) == {
        "team",
        "goals",
        "people",
        "rotation",
        "contacts",
        "links",
        "labels",
        "github",
    }
    assert part.values["github"] == {"scope": "all", "tracker": "visit-dav/visit", "assign": "none"}
    assert [problem.key for problem in part.problems] == [
        "local",
        "github.repo",
        "github.log",
        "github.api_url",
        "keys",
    ]


def test_an_address_or_a_token_never_comes_from_there(tmp_path: Path) -> None:
    write_settings(tmp_path, '[github]\nrepo = "acme/live"\n')
    text = (
        'token = "t"\n[github]\napi_url = "https://evil.example"\nrepo = "evil/trap"\nlog = "evil/log"\n'
        '[local]\nme = "evil"\n'
    )
    part = read(tmp_path, text)
    settings = merged(tmp_path, text)
    assert settings.github.api_url == "https://api.github.com"
    assert (settings.github.repo, settings.github.log, settings.me) == ("acme/live", "", "")
    assert {problem.key for problem in part.problems} == {
        "token",
        "github.api_url",
        "github.repo",
        "github.log",
        "local",
    }
    assert all("not taken from GitHub" in problem.message for problem in part.problems)


def test_the_teams_part_wins_key_by_key(tmp_path: Path) -> None:
    write_settings(
        tmp_path,
        '[local]\nme = "leo"\n[team]\ntimezone = "UTC"\nwip_limit = 9\n[[people]]\nlogin = "old"\n'
        '[goals]\nsince = "2026-01-01T00:00Z"\n',
    )
    text = '[team]\ntimezone = "Asia/Tokyo"\n[[people]]\nlogin = "mia"\n[goals]\nresponse_minutes = 30\n'
    settings = merged(tmp_path, text)
    assert (settings.me, settings.hours.timezone, settings.wip_limit) == ("leo", "Asia/Tokyo", 9)
    assert [person.login for person in settings.people] == ["mia"]
    assert settings.goals.response_minutes == 30
    assert settings.goals.since is not None


def test_a_mad_value_is_left_out_by_its_line_and_the_rest_counts(tmp_path: Path) -> None:
    text = (
        "[team]\nwip_limit = -4\ntimezone = 'Asia/Tokyo'\n"
        "[goals]\npriority = { customer = 30, nonsense = 5, service = 'x' }\nalways = ['x', 'service', 'y']\n"
        "[[people]]\nlogin = 'mia'\naway = ['x']\n[[people]]\nname = 'nobody'\n[[people]]\nlogin = 'leo'\n"
    )
    part = read(tmp_path, text)
    assert [(problem.line, problem.key) for problem in part.problems] == [
        (2, "team.wip_limit"),
        (5, "goals.priority.nonsense"),
        (5, "goals.priority.service"),
        (6, "goals.always[1]"),
        (6, "goals.always[3]"),
        (9, "people[1].away[1]"),
        (10, "people[2]"),
    ]
    settings = merged(tmp_path, text)
    assert settings.hours.timezone == "Asia/Tokyo"
    assert settings.wip_limit == 5
    assert [(str(name), goal) for name, goal in settings.goals.priority.items()] == [("customer", 30)]
    assert [str(name) for name in settings.goals.always] == ["service"]
    assert [person.login for person in settings.people] == ["mia", "leo"]


def test_hours_that_fit_neither_the_teams_goals_nor_ours_stop_nobody(tmp_path: Path) -> None:
    write_settings(tmp_path, "[goals]\nresponse_minutes = 600\n")
    text = '[team]\nhours = ["08:00-08:01"]\ndays = ["mon"]\n'
    assert read(tmp_path, text).problems == ()
    settings = merged(tmp_path, text)
    assert settings.goals.response_minutes <= 52


@pytest.mark.parametrize(
    "text", ["<html>", "[team", "a = " + "[" * 20_000, "x" * 300_000, "team = 3\n", "github = 1\n", "\0"]
)
def test_a_text_that_is_no_settings_file_leaves_the_workspaces_own(tmp_path: Path, text: str) -> None:
    part = read(tmp_path, text)
    assert part.problems
    assert merged(tmp_path, text) == load(tmp_path, today=TODAY)


@given(st.text(max_size=300), st.randoms())
def test_no_text_whatever_makes_it_raise(text: str, dice: object) -> None:
    folder = Path("/nonexistent")
    read(folder, text)
    merged(folder, text)


LINES = EXAMPLE.split("\n")


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(LINES)), max_size=6))
def test_no_shuffled_example_makes_it_raise(changes: list[tuple[int, str]]) -> None:
    rows = [row for row in LINES if "holidays" not in row]
    for place, row in changes:
        rows.insert(place, row if "holidays" not in row else "")
    folder = Path("/nonexistent")
    text = "\n".join(rows)
    read(folder, text)
    merged(folder, text)


@pytest.mark.parametrize(
    "text",
    [
        "a." * 60_000 + "a = 1",
        "[" + "a." * 60_000 + "a]",
        "\n".join(f"k{number} = 1" for number in range(20_000)),
        "[team]\n" + "\n".join(f"k{number} = 1" for number in range(20_000)),
        "[[people]]\naway = ['x']\n" * 2_000,
        f"[team]\nwip_limit = 0x{'f' * 100_000}\n",
        f"[runbooks]\na = 0x{'f' * 100_000}\n",
        "[labels]\n" + "\n".join(f"'{number}' = '{number}'" for number in range(15_000)),
    ],
    ids=["key", "table", "keys", "keys of a table", "people", "number", "unread", "labels"],
)
def test_a_text_made_to_keep_us_busy_does_not(tmp_path: Path, text: str) -> None:
    began = time.process_time()
    files = SettingsFiles(tmp_path, today=TODAY)
    assert files.trouble(text) or files.merged(text) == files.own
    assert files.merged(text) == files.own
    assert len(files.left_out(text)) <= 21
    assert time.process_time() - began < 10, "it would be minutes"


def test_what_a_text_says_as_a_whole_is_trouble_and_a_key_of_it_is_not(tmp_path: Path) -> None:
    files = SettingsFiles(tmp_path, today=TODAY)
    assert "no TOML" in files.trouble("[team\n")
    assert files.trouble("") == ""
    assert files.trouble("[team]\nwip_limit = -1\n") == ""
    assert files.left_out("[team]\nwip_limit = -1\n") == (
        "line 2: team.wip_limit: must be a whole number from 1 to 1000",
    )


def test_a_teams_text_is_parsed_once(tmp_path: Path) -> None:
    text = '[team]\nwip_limit = 7\n[github]\nrepo = "evil/trap"\n'
    program = (
        "import sys\nfrom pathlib import Path\nfrom shiftui.config import SettingsFiles\n"
        "settings = SettingsFiles(Path(sys.argv[1])).merged(sys.argv[2])\n"
        "print(settings.wip_limit, repr(settings.github.repo), 'tomllib' in sys.modules)\n"
    )

    def alone(text: str) -> list[str]:
        command = [sys.executable, "-c", program, str(tmp_path), text]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.split()

    assert alone(text) == ["7", "''", "True"]
    assert alone(text) == ["7", "''", "False"]
    assert alone(text.replace("7", "8")) == ["8", "''", "True"]
    (tmp_path / "team-settings.json").write_text("[")
    assert alone(text) == ["7", "''", "True"]
