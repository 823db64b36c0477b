"""The first settings file, changes of a few keys, and the settings in force."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftui.config import ConfigError, check, load
from shiftui.config.initial import change, write_initial
from shiftui.config.reading import read
from shiftui.config.showing import as_data, in_force, toml
from shiftui.config.source import parse
from tests.settings_text import EXAMPLE, write_settings

NOW = datetime(2026, 11, 23, 16, 0, 31, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")


def first(folder: Path, **given: str | bool) -> Path:
    github = {key: value for key, value in given.items() if key in ("repo", "log", "api_url")}
    local = {key: value for key, value in given.items() if key not in github}
    return write_initial(folder, since=NOW, local=local, github=github, labels={})


def test_the_first_file_has_zone_and_adoption_resolved(tmp_path: Path) -> None:
    path = first(tmp_path / "new", me="mia")
    assert 'timezone = "America/Los_Angeles"' in path.read_text()
    assert 'since    = "2026-11-23T08:00-08:00"' in path.read_text()
    settings = load(tmp_path / "new")
    assert check(tmp_path / "new") == ()
    assert settings.me == "mia"
    assert settings.goals.since == NOW.replace(second=0)


def test_the_first_file_stays_true_when_the_machine_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert load(tmp_path).hours.timezone == "America/Los_Angeles"


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    path = first(tmp_path / "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = write_settings(tmp_path, "# mine\n")
    with pytest.raises(ConfigError, match="not overwritten"):
        first(tmp_path)
    assert path.read_text() == "# mine\n"


def test_guessed_labels_are_written_down_for_review(tmp_path: Path) -> None:
    guesses = {"priority:service": 'P0 "now"', "severity:error": "bug"}
    write_initial(tmp_path, since=NOW, local={}, github={"repo": "acme/live"}, labels=guesses)
    assert load(tmp_path).labels == guesses


def test_what_is_commented_in_the_first_file_may_be_uncommented(tmp_path: Path) -> None:
    path = first(tmp_path)
    rows = path.read_text().split("\n")
    meant = [row.removeprefix("# ") if " = " in row or row.startswith("# [[") else row for row in rows]
    path.write_text("\n".join(meant))
    assert check(tmp_path, today=date(2026, 11, 23)) == ()
    assert load(tmp_path).people[0].login == "mia"


def test_a_change_touches_only_its_own_keys(tmp_path: Path) -> None:
    path = write_settings(tmp_path, EXAMPLE)
    change(tmp_path, local={"me": "leo"}, github={"log": "acme/elsewhere"})
    before, after = EXAMPLE.split("\n"), path.read_text().split("\n")
    differing = [new for old, new in zip(before, after, strict=True) if old != new]
    assert differing == ['me = "leo"', 'log = "acme/elsewhere"']


def test_a_change_adds_the_keys_and_sections_that_are_missing(tmp_path: Path) -> None:
    path = write_settings(tmp_path, "# mine\n[github]\nscope = 'all'  # so far\n")
    change(tmp_path, local={"read_only": True}, github={"repo": "acme/live"})
    assert path.read_text().startswith("# mine\n[github]\nrepo = \"acme/live\"\nscope = 'all'  # so far\n")
    settings = load(tmp_path)
    assert (settings.github.repo, settings.read_only) == ("acme/live", True)


@pytest.mark.parametrize(
    "text",
    ["github = { scope = 'all' }\n", "[github]\nrepo = '''\nold'''\n", "github.repo = 'a/b'\ngithub = 1\n"],
)
def test_a_file_that_cannot_be_changed_safely_is_left_to_its_owner(tmp_path: Path, text: str) -> None:
    path = write_settings(tmp_path, text)
    with pytest.raises(ConfigError):
        change(tmp_path, local={}, github={"repo": "acme/live"})
    assert path.read_text() == text


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        first(tmp_path / "file" / "workspace")


def test_nothing_is_left_lying_about(tmp_path: Path) -> None:
    first(tmp_path)
    change(tmp_path, local={"me": "leo"}, github={})
    assert [path.name for path in tmp_path.iterdir()] == ["shiftui.toml"]


def test_the_settings_in_force_say_the_same_as_the_file(tmp_path: Path) -> None:
    write_settings(tmp_path / "one", EXAMPLE)
    shown = toml(in_force(tmp_path / "one"))
    write_settings(tmp_path / "two", shown)
    assert load(tmp_path / "two") == load(tmp_path / "one")
    assert in_force(tmp_path / "two") == in_force(tmp_path / "one")


def test_the_settings_in_force_show_the_defaults(tmp_path: Path) -> None:
    shown = in_force(tmp_path)
    assert shown["team"]["timezone"] == "America/Los_Angeles"
    assert shown["github"]["api_url"] == "https://api.github.com"


WORDS = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
).map(str.strip)
LOGINS = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"login": LOGINS},
        optional={
            "name": WORDS,
            "contact": WORDS,
            "veteran": st.booleans(),
            "can": st.lists(WORDS, max_size=2),
            "away": st.lists(DAYS.map(lambda day: f"{day}/{day + timedelta(days=9)}"), max_size=2),
        },
    ),
    unique_by=lambda person: str(person["login"]),
    max_size=4,
)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "team": st.fixed_dictionaries(
            {},
            optional={
                "timezone": st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles"]),
                "hours": st.sampled_from([["00:00-24:00"], ["09:30-12:00", "12:00-18:15"]]),
                "days": st.lists(st.sampled_from(["mon", "tue", "sat"]), min_size=1, unique=True),
                "closed": st.lists(DAYS.map(str), unique=True, max_size=3),
                "wip_limit": st.integers(1, 100),
            },
        ),
        "goals": st.fixed_dictionaries(
            {},
            optional={
                "response_minutes": st.integers(0, 600),
                "always": st.lists(st.sampled_from(["service", "customer"]), unique=True),
                "class": st.dictionaries(WORDS, st.integers(0, 600), max_size=3),
            },
        ),
        "people": PEOPLE,
        "links": st.dictionaries(WORDS, WORDS, max_size=2),
        "github": st.fixed_dictionaries({}, optional={"repo": st.just("acme/live"), "assign": LOGINS}),
        "keys": st.dictionaries(WORDS, WORDS, max_size=2),
    },
)


@given(FILES)
def test_settings_written_out_and_read_again_are_the_same(file: dict[str, object]) -> None:
    settings, problems = read(file, lambda name: frozenset())
    assert problems == []
    again, problems = read(parse(toml(as_data(settings))), lambda name: frozenset())
    assert problems == []
    assert again == settings
