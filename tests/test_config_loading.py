"""A workspace's settings file: what it may say, and how each mistake is named."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from shiftui.config import ConfigError, check, load
from shiftui.config.local_zone import local_zone
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Priority
from tests.settings_text import EXAMPLE, write_settings

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    monkeypatch.setenv("LOGNAME", "mia")


def test_a_local_workspace_needs_no_file(tmp_path: Path) -> None:
    settings = load(tmp_path / "not-there-yet")
    assert settings.is_local
    assert settings.me == "mia"
    assert settings.hours.timezone == "America/Los_Angeles"
    assert settings.hours.intervals == ((time(8), time(12)), (time(13), time(17)))
    assert settings.goals == Settings().goals


def test_every_setting_of_the_interface_is_understood(tmp_path: Path) -> None:
    write_settings(tmp_path, EXAMPLE)
    settings = load(tmp_path, today=TODAY)
    assert check(tmp_path, today=TODAY) == ()
    assert settings.me == "mia"
    assert date(2026, 12, 24) in settings.hours.closed
    assert date(2026, 11, 26) in settings.hours.closed, "Thanksgiving is a holiday of the calendar US"
    assert settings.goals.since == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert settings.goals.priority == {Priority.OPERATIONAL: 0}
    assert settings.goals.requester_class == {"scf": 240}
    person = settings.person("MIA")
    assert person is not None
    assert (person.name, person.veteran, person.can) == ("Mia Lind", True, ("scf",))
    assert person.away == ((date(2026, 12, 21), date(2027, 1, 2)),)
    assert settings.rotation.order == ("mia", "leo", "ada")
    assert settings.contacts[0].reach == "+1 555 0199"
    assert settings.links == {"dashboard": "https://…"}
    assert settings.labels == {"priority:service": "P0"}
    assert settings.github.log_repo == "visit-dav/oncall-log"
    assert settings.keys == {"acknowledge": "a"}


def test_in_a_repository_workspace_me_is_the_tokens_user(tmp_path: Path) -> None:
    write_settings(tmp_path, '[github]\nrepo = "acme/live"\n')
    assert load(tmp_path).me == ""


def test_values_may_be_dates_and_times_of_toml_itself(tmp_path: Path) -> None:
    write_settings(
        tmp_path,
        "[team]\nclosed = [2026-12-24]\n[goals]\nsince = 2026-11-23T08:00:00-08:00\n"
        "[rotation]\nstart = 2026-11-16T08:00:00\n",
    )
    settings = load(tmp_path)
    assert settings.hours.closed == {date(2026, 12, 24)}
    assert settings.goals.since == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert settings.rotation.start == "2026-11-16T08:00"


def test_hours_may_reach_midnight(tmp_path: Path) -> None:
    write_settings(tmp_path, '[team]\nhours = ["16:00-24:00"]\n')
    assert load(tmp_path).hours.intervals == ((time(16), time(0)),)


BAD = [
    ("team", 'timezone = "Mars/Olympus"', "team.timezone", "America/Los_Angeles"),
    ("team", "timezone = 3", "team.timezone", "text in quotes"),
    ("team", 'hours = ["8-12"]', "team.hours[1]", "08:00-12:00"),
    ("team", 'hours = ["12:00-08:00"]', "team.hours", "after they start"),
    ("team", 'hours = ["08:00-12:00", "11:00-13:00"]', "team.hours", "overlap"),
    ("team", "hours = []", "team.hours", "at least one"),
    ("team", 'hours = "08:00-12:00"', "team.hours", "list"),
    ("team", "days = []", "team.days", "at least one"),
    ("team", 'days = ["mon", "funday"]', "team.days[2]", "sun"),
    ("team", 'closed = ["24.12.2026"]', "team.closed[1]", "2026-12-24"),
    ("team", 'holidays = "XX"', "team.holidays", "US-CA"),
    ("team", 'holidays = "US-XX"', "team.holidays", "US-CA"),
    ("team", "wip_limit = 0", "team.wip_limit", "from 1"),
    ("team", "wip_limit = true", "team.wip_limit", "whole number"),
    ("goals", "response_minutes = -1", "goals.response_minutes", "from 0"),
    ("goals", "response_minutes = 1e3", "goals.response_minutes", "whole number"),
    ("goals", "response_minutes = 999999999", "goals.response_minutes", "whole number"),
    ("goals", 'since = "2026-11-23T08:00"', "goals.since", "offset"),
    ("goals", "since = 2026-11-23T08:00:00", "goals.since", "offset"),
    ("goals", 'always = ["everything"]', "goals.always[1]", "service"),
    ("goals", "priority = { everything = 1 }", "goals.priority.everything", "service"),
    ("goals", "class = { scf = -2 }", "goals.class.scf", "from 0"),
    ("people", 'name = "Mia"', "people[1]", "login"),
    ("people", 'login = "mia lind"', "people[1].login", "login"),
    ("people", 'login = "mia"\naway = ["2027-01-02/2026-12-21"]', "people[1].away[1]", "after it begins"),
    ("people", 'login = "mia"\n[[people]]\nlogin = "MIA"', "people[2]", "twice"),
    ("contacts", 'name = "Network"', "contacts[1]", "reach"),
    ("rotation", 'length = "fortnight"', "rotation.length", "1 week"),
    ("rotation", 'start = "2026-11-16T08:00Z"', "rotation.start", "team's zone"),
    ("labels", 'spinoff = "' + "x" * 51 + '"', "labels.spinoff", "50"),
    ("github", 'repo = "live-incidents"', "github.repo", "visit-dav/live-incidents"),
    ("github", 'repo = "acme/.."', "github.repo", "visit-dav/live-incidents"),
    ("github", 'scope = "mine"', "github.scope", "label:on-call"),
    ("github", 'assign = "who ever"', "github.assign", "acker"),
    ("github", 'api_url = "http://ghe.example.org/api/v3"', "github.api_url", "https"),
    ("github", 'api_url = "https://mia:pw@ghe.example.org"', "github.api_url", "address"),
    ("github", 'api_url = "file:///etc/passwd"', "github.api_url", "address"),
    ("local", "read_only = 1", "local.read_only", "true or false"),
    ("local", 'me = ""', "local.me", "login"),
    ("keys", "acknowledge = 1", "keys.acknowledge", "text"),
]


@pytest.mark.parametrize(("section", "line", "key", "accepted"), BAD, ids=[case[2] + case[1] for case in BAD])
def test_a_bad_value_is_refused_by_its_line_with_what_is_accepted(
    tmp_path: Path, section: str, line: str, key: str, accepted: str
) -> None:
    header = f"[[{section}]]" if section in ("people", "contacts") else f"[{section}]"
    path = write_settings(tmp_path, f"# the team's own words\n\n{header}\n{line}\n")
    (problem,) = check(tmp_path, today=TODAY)
    assert problem.key == key
    assert accepted in problem.message
    expected = 5 if "\n" in line else 3 if key in ("people[1]", "contacts[1]") else 4
    assert problem.line == expected
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, today=TODAY)
    assert str(refused.value).startswith(f"{path}:{expected}: {key}: ")


UNKNOWN = [
    ("[team]\ntimzone = 'UTC'\n", "team.timzone", "timezone"),
    ("[tema]\n", "tema", "team"),
    ("[[people]]\nlogin = 'mia'\nphone = '1'\n", "people[1].phone", "contact"),
    ("[labels]\n'priority:urgent' = 'P0'\n", "labels.priority:urgent", "priority:service"),
]


@pytest.mark.parametrize(("text", "key", "known"), UNKNOWN, ids=[case[1] for case in UNKNOWN])
def test_an_unknown_key_is_named_and_does_not_stop_work(
    tmp_path: Path, text: str, key: str, known: str
) -> None:
    write_settings(tmp_path, text)
    (problem,) = check(tmp_path)
    assert (problem.key, problem.is_fatal) == (key, False)
    assert known in problem.message
    assert load(tmp_path).hours.timezone == "America/Los_Angeles"


def test_all_mistakes_are_found_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    path = write_settings(tmp_path, "[github]\nscope = 1\n[team]\nwip_limit = 'x'\nfoo = 1\n")
    assert [(problem.line, problem.key) for problem in check(tmp_path)] == [
        (2, "github.scope"),
        (4, "team.wip_limit"),
        (5, "team.foo"),
    ]
    with pytest.raises(ConfigError, match=r"and 1 more: `shiftui config check`") as refused:
        load(tmp_path)
    assert refused.value.line == 2
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[team\n", 1), ("[team]\n\na = = 1\n", 3), ("a = 1\na = 2\n", 2), ("[team]\nx = [1,\n", 2)],
)
def test_what_is_no_toml_is_refused_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = write_settings(tmp_path, text)
    with pytest.raises(ConfigError, match="no TOML") as refused:
        load(tmp_path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert [problem.line for problem in check(tmp_path)] == [line]


def test_arrays_nested_beyond_reason_are_refused(tmp_path: Path) -> None:
    write_settings(tmp_path, "a = " + "[" * 20_000)
    with pytest.raises(ConfigError, match="no TOML"):
        load(tmp_path)


def test_a_file_that_is_no_text_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "shiftui.toml"
    path.write_bytes(b"[team]\n# \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8") as refused:
        load(tmp_path)
    assert refused.value.line == 2


def test_a_file_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shiftui.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_file_of_megabytes_is_not_read(tmp_path: Path) -> None:
    write_settings(tmp_path, "#" * 300_000)
    with pytest.raises(ConfigError, match="larger"):
        load(tmp_path)


def test_a_goal_that_the_teams_hours_never_fill_is_refused(tmp_path: Path) -> None:
    write_settings(
        tmp_path, '[team]\nhours = ["08:00-08:01"]\ndays = ["mon"]\n[goals]\nresponse_minutes = 60\n'
    )
    (problem,) = check(tmp_path)
    assert problem.key == "goals.response_minutes"
    assert "to 52" in problem.message


@pytest.mark.parametrize(
    ("variable", "zone"),
    [
        ("America/Los_Angeles", "America/Los_Angeles"),
        (":Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("Nowhere/Else", "UTC"),
    ],
)
def test_the_machines_zone_is_what_tz_names(
    monkeypatch: pytest.MonkeyPatch, variable: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", variable)
    assert local_zone() == zone


def test_without_tz_the_machines_zone_is_what_localtime_links_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TZ")
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    assert local_zone(link) == "Europe/Berlin"
    assert local_zone(tmp_path / "missing") == "UTC"


def test_terms_of_the_operational_lead_are_days(tmp_path: Path) -> None:
    write_settings(tmp_path, '[[people]]\nlogin = "ada"\nleads = ["2026-11-01/2027-01-31"]\n')
    settings = load(tmp_path)
    found = settings.lead(date(2027, 1, 31))
    assert found is not None
    assert (found[0].login, found[1]) == ("ada", date(2027, 1, 31))
    assert settings.lead(date(2027, 2, 1)) is None
