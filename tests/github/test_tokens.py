"""Where the token comes from, in which order, and that nothing is run through a shell."""

import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

from shiftui.github.tokens import host_of, token_for
from shiftui.ports import NotAuthorised

GITHUB = "https://api.github.com"
OURS = "https://git.example.org/api/v3"


@pytest.fixture
def gh(tmp_path: Path) -> dict[str, str]:
    """An environment in which `gh` notes how it was called and knows one token."""
    script = tmp_path / "gh"
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/called\n[ "$4" = github.com ] && echo " from-gh "\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin"}


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)


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


def test_the_keyring_is_the_last_resort(gh: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")

    class KeyringError(Exception):
        pass

    def get_password(service: str, host: str) -> str:
        if host == "broken.example":
            raise KeyringError
        return f"{service} {host}"

    monkeypatch.setattr(keyring, "get_password", get_password, raising=False)
    monkeypatch.setattr(errors, "KeyringError", KeyringError, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert token_for(OURS, gh) == "shiftui git.example.org"
    with pytest.raises(NotAuthorised):
        token_for("https://broken.example/api/v3", gh)


def test_without_any_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotAuthorised, match=r"gh auth login --hostname github\.com"):
        token_for(GITHUB, {"PATH": str(tmp_path)})
