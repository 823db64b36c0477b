"""The team's part of the settings, read from a text that anybody with access to the repository wrote."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.config import load
from shiftui.config.days_off import DaysOff
from shiftui.config.team import TeamPart, team_part
from tests.settings_text import EXAMPLE, write_settings

TODAY = date(2026, 11, 23)


def read(folder: Path, text: str) -> TeamPart:
    return team_part(text, DaysOff(folder, TODAY))


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
    part = read(
        tmp_path,
        'token = "t"\n[github]\napi_url = "https://evil.example"\nrepo = "evil/trap"\nlog = "evil/log"\n'
        '[local]\nme = "evil"\n',
    )
    settings = load(tmp_path, team=part, today=TODAY)
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
    part = read(
        tmp_path,
        '[team]\ntimezone = "Asia/Tokyo"\n[[people]]\nlogin = "mia"\n[goals]\nresponse_minutes = 30\n',
    )
    settings = load(tmp_path, team=part, today=TODAY)
    assert (settings.me, settings.hours.timezone, settings.wip_limit) == ("leo", "Asia/Tokyo", 9)
    assert [person.login for person in settings.people] == ["mia"]
    assert settings.goals.response_minutes == 30
    assert settings.goals.since is not None


def test_a_mad_value_is_left_out_by_its_line_and_the_rest_counts(tmp_path: Path) -> None:
    part = read(
        tmp_path,
        "[team]\nwip_limit = -4\ntimezone = 'Asia/Tokyo'\n"
        "[goals]\npriority = { customer = 30, nonsense = 5, service = 'x' }\nalways = ['x', 'service', 'y']\n"
        "[[people]]\nlogin = 'mia'\naway = ['x']\n[[people]]\nname = 'nobody'\n[[people]]\nlogin = 'leo'\n",
    )
    assert [(problem.line, problem.key) for problem in part.problems] == [
        (2, "team.wip_limit"),
        (5, "goals.priority.nonsense"),
        (5, "goals.priority.service"),
        (6, "goals.always[1]"),
        (6, "goals.always[3]"),
        (9, "people[1].away[1]"),
        (10, "people[2]"),
    ]
    settings = load(tmp_path, team=part, today=TODAY)
    assert settings.hours.timezone == "Asia/Tokyo"
    assert settings.wip_limit == 5
    assert [(str(name), goal) for name, goal in settings.goals.priority.items()] == [("customer", 30)]
    assert [str(name) for name in settings.goals.always] == ["service"]
    assert [person.login for person in settings.people] == ["mia", "leo"]


def test_hours_that_fit_neither_the_teams_goals_nor_ours_stop_nobody(tmp_path: Path) -> None:
    write_settings(tmp_path, "[goals]\nresponse_minutes = 600\n")
    part = read(tmp_path, '[team]\nhours = ["08:00-08:01"]\ndays = ["mon"]\n')
    assert part.problems == ()
    settings = load(tmp_path, team=part, today=TODAY)
    assert settings.goals.response_minutes <= 52


@pytest.mark.parametrize(
    "text", ["<html>", "[team", "a = " + "[" * 20_000, "x" * 300_000, "team = 3\n", "github = 1\n", "\0"]
)
def test_a_text_that_is_no_settings_file_leaves_the_workspaces_own(tmp_path: Path, text: str) -> None:
    part = read(tmp_path, text)
    assert part.problems
    assert load(tmp_path, team=part, today=TODAY) == load(tmp_path, today=TODAY)


@given(st.text(max_size=300), st.randoms())
def test_no_text_whatever_makes_it_raise(text: str, dice: object) -> None:
    folder = Path("/nonexistent")
    part = read(folder, text)
    load(folder, team=part, today=TODAY)


LINES = EXAMPLE.split("\n")


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(LINES)), max_size=6))
def test_no_shuffled_example_makes_it_raise(changes: list[tuple[int, str]]) -> None:
    rows = [row for row in LINES if "holidays" not in row]
    for place, row in changes:
        rows.insert(place, row if "holidays" not in row else "")
    folder = Path("/nonexistent")
    part = read(folder, "\n".join(rows))
    load(folder, team=part, today=TODAY)
