"""Where the token comes from, in which order, and that nothing is run through a shell."""

import stat
import time
from pathlib import Path

import pytest

from shiftui.github import tokens
from shiftui.github.tokens import find_token, host_of, token_for
from shiftui.ports import NotAuthorised

GITHUB = "https://api.github.com"
OURS = "https://git.example.org/api/v3"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def gh(tmp_path: Path) -> dict[str, str]:
    """An environment in which `gh` notes how it was called and knows one token."""
    script = tmp_path / "gh"
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/called\nenv > {tmp_path}/seen\n'
        '[ "$4" = github.com ] && echo " from-gh "\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin", **keyring("keyring.backends.null.Keyring")}


def keyring(backend: str) -> dict[str, str]:
    """An environment in which that is the keyring."""
    return {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (GITHUB, "github.com"),
        (OURS, "git.example.org"),
        ("http://127.0.0.1:8080", "127.0.0.1"),
        ("nonsense", ""),
        ("http://[", ""),
    ],
)
def test_the_host_is_the_one_that_people_name(url: str, host: str) -> None:
    assert host_of(url) == host


def test_ours_comes_first_then_githubs_own(gh: dict[str, str]) -> None:
    named = {"SHIFTUI_TOKEN": "1", "GH_TOKEN": "2", "GITHUB_TOKEN": "3", "GH_ENTERPRISE_TOKEN": "4"}
    for name, token in list(named.items())[:3]:
        assert token_for(GITHUB, gh | named) == token
        named[name] = " "
    assert token_for(GITHUB, gh | named) == "from-gh"


def test_a_token_of_github_com_never_goes_to_another_host(gh: dict[str, str]) -> None:
    public = {"GH_TOKEN": "2", "GITHUB_TOKEN": "3"}
    with pytest.raises(NotAuthorised, match=r"git\.example\.org"):
        token_for(OURS, gh | public)
    assert token_for(OURS, gh | public | {"GH_ENTERPRISE_TOKEN": "4"}) == "4"
    assert token_for(OURS, gh | {"SHIFTUI_TOKEN": "1"}) == "1"


def test_gh_is_asked_with_an_argument_list(gh: dict[str, str], tmp_path: Path) -> None:
    assert token_for(GITHUB, gh) == "from-gh"
    assert (tmp_path / "called").read_text().split("\n") == ["auth", "token", "--hostname", "github.com", ""]


def test_gh_never_sees_the_token_of_another_host(gh: dict[str, str], tmp_path: Path) -> None:
    public = {"GH_TOKEN": "for-github-com", "GITHUB_TOKEN": "for-github-com"}
    with pytest.raises(NotAuthorised):
        token_for(OURS, gh | public)
    assert "for-github-com" not in (tmp_path / "seen").read_text()


def test_where_a_token_comes_from_is_told_by_name_and_the_token_is_not(gh: dict[str, str]) -> None:
    given = gh | {"GITHUB_TOKEN": "ghp_secret"} | keyring("tests.keyrings.Holding")
    assert find_token(GITHUB, given).source == "GITHUB_TOKEN"
    assert "secret" not in repr(find_token(GITHUB, given))
    del given["GITHUB_TOKEN"]
    assert find_token(GITHUB, given).source == "gh"
    assert find_token(OURS, given).source == "the keyring"


def test_the_keyring_is_the_last_resort(gh: dict[str, str]) -> None:
    held = gh | keyring("tests.keyrings.Holding")
    assert token_for(GITHUB, held) == "from-gh"
    assert token_for(OURS, held) == "shiftui token of git.example.org"


def test_a_keyring_that_fails_holds_none(gh: dict[str, str]) -> None:
    with pytest.raises(NotAuthorised):
        token_for(OURS, gh | keyring("tests.keyrings.Broken"))


def test_a_keyring_that_waits_for_somebody_is_not_waited_for(
    gh: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "PATIENCE", 0.5)
    began = time.monotonic()
    with pytest.raises(NotAuthorised):
        token_for(OURS, gh | keyring("tests.keyrings.Waiting"))
    assert time.monotonic() - began < 5


def test_a_keyring_that_would_ask_at_the_terminal_has_none(gh: dict[str, str]) -> None:
    assert token_for(OURS, gh | keyring("tests.keyrings.Asking")) == "no terminal to ask on"


def test_a_module_that_lies_about_is_not_taken_for_the_keyring(
    gh: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "keyring.py").write_text("print('taken')\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAuthorised):
        token_for(OURS, gh)


def test_without_the_keyring_extra_none_is_asked(gh: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "find_spec", lambda name: None)
    with pytest.raises(NotAuthorised):
        token_for(OURS, gh | keyring("tests.keyrings.Holding"))


def test_without_any_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotAuthorised, match=r"gh auth login --hostname github\.com"):
        token_for(GITHUB, {"PATH": str(tmp_path), **keyring("keyring.backends.null.Keyring")})
