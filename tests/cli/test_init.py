"""`init`: what it finds, what it writes, and what it refuses; GitHub is left as it was."""

import os
import subprocess
from pathlib import Path

import pytest

from shiftui.config import load
from tests.cli.shell import Shell
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO


def writes(github: InMemoryGitHub) -> list[str]:
    return [exchange.target for exchange in github.asked() if exchange.method != "GET"]


def test_init_alone_makes_a_local_workspace(shell: Shell) -> None:
    done = shell("init", "--me", "leo").ok()
    assert done.out == ""
    assert str(shell.folder / "shiftui.toml") in done.err
    assert load(shell.folder).me == "leo"
    assert load(shell.folder).goals.since is not None
    again = shell("init")
    assert again.code == 1
    assert "is there already" in again.err


def test_init_keeps_the_clocks_of_what_was_recorded_before(shell: Shell) -> None:
    shell.add("Plots blank", "--requester", "j.doe", "--opened-at", "2026-01-05T10:00-08:00")
    before = shell.ticket("L1")
    shell("init").ok()
    assert shell.ticket("L1")["response_due_at"] == before["response_due_at"] is not None


def test_init_looks_at_the_repository_and_writes_nothing_there(mia: Shell, github: InMemoryGitHub) -> None:
    number = github.web("j-doe").open_issue(REPO, "Plots blank")
    github.web("mia").label(REPO, number, "P0", "question")
    done = mia("init", "--repo", REPO, "--log", LOG, "--api-url", github.url).ok()
    for part in ("public", "you are mia", "1 open", "priority:service = P0", "shift log", LOG):
        assert part in done.out
    assert writes(github) == []
    settings = load(mia.folder)
    assert (settings.github.repo, settings.github.log) == (REPO, LOG)
    assert settings.labels["priority:service"] == "P0"
    assert (mia.folder / "shiftui.toml").stat().st_mode & 0o777 == 0o600


def test_init_tells_programs_what_it_found(mia: Shell, github: InMemoryGitHub) -> None:
    found = mia("init", "--repo", REPO, "--api-url", github.url, "--json").ok().json
    expected = {
        "repo": REPO,
        "private": False,
        "me": "mia",
        "can_push": True,
        "open": 0,
        "team_text_in": None,
    }
    assert {key: found[key] for key in expected} == expected


def test_init_says_that_team_text_of_a_public_repository_without_a_log_stays_here(
    mia: Shell, github: InMemoryGitHub
) -> None:
    text = mia("init", "--repo", REPO, "--api-url", github.url).ok().out
    assert text.count("stays on this machine") == 2


def test_a_workspace_with_tickets_of_its_own_is_not_connected(mia: Shell, github: InMemoryGitHub) -> None:
    mia.add()
    done = mia("init", "--repo", REPO, "--api-url", github.url)
    assert done.code == 1
    assert "another workspace" in done.err
    assert github.asked() == ()
    assert not (mia.folder / "shiftui.toml").exists()


def test_an_empty_local_workspace_may_be_connected_later(mia: Shell, github: InMemoryGitHub) -> None:
    mia("init").ok()
    mia("init", "--repo", REPO, "--api-url", github.url).ok()
    mia.add()
    assert mia.ticket("L1")["sync"] == "queued"


def test_a_connected_workspace_stays_with_its_repository(connected: Shell, github: InMemoryGitHub) -> None:
    github.add_repo("acme/other")
    done = connected("init", "--repo", "acme/other")
    assert done.code == 1
    assert REPO in done.err
    assert load(connected.folder).github.repo == REPO
    connected("init", "--me", "leo", "--read-only").ok()
    settings = load(connected.folder)
    assert (settings.me, settings.read_only, settings.github.log) == ("leo", True, LOG)


def test_init_without_a_token_writes_nothing(
    shell: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no `gh` here
    done = shell("init", "--repo", REPO, "--api-url", github.url)
    assert done.code == 1
    assert "SHIFTUI_TOKEN" in done.err
    assert not shell.folder.exists()


def test_init_that_cannot_reach_github_says_try_again_and_writes_nothing(
    mia: Shell, github: InMemoryGitHub
) -> None:
    github.stop()
    done = mia("init", "--repo", REPO, "--api-url", github.url)
    assert (done.code, done.out) == (3, "")
    assert not mia.folder.exists()


def test_init_of_a_repository_that_cannot_be_seen_is_refused(mia: Shell, github: InMemoryGitHub) -> None:
    assert mia("init", "--repo", "acme/secret", "--api-url", github.url).code == 1
    assert not mia.folder.exists()


def test_init_in_a_clone_proposes_its_remote_without_the_token_in_it(shell: Shell, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for words in (
        ["init", "-q", str(clone)],
        ["-C", str(clone), "remote", "add", "origin", f"https://mia:ghp_canary@github.com/{REPO}.git"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True, timeout=60)
    before = Path.cwd()
    os.chdir(clone)
    try:
        done = shell("init").ok()
    finally:
        os.chdir(before)
    assert f"shiftui init --repo {REPO}" in done.err
    assert "canary" not in done.err
