"""`doctor`: how each thing stands, and never the token."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell
from tests.inmemory_github import InMemoryGitHub
from tests.settings_text import write_settings


def state_of(findings: Any) -> dict[str, str]:
    return {finding["check"]: finding["state"] for finding in findings}


def test_the_doctor_finds_a_new_workspace_well(shell: Shell) -> None:
    states = state_of(shell("doctor", "--json").ok().json)
    assert set(states.values()) == {"ok"}
    assert not shell.folder.exists(), "looking makes no workspace"


def test_the_doctor_finds_a_connected_workspace_well(connected: Shell) -> None:
    states = state_of(connected("doctor", "--json").ok().json)
    assert set(states.values()) == {"ok"}
    assert {"github", "token", "disk", "store", "journal.lock", "sync.lock"} <= set(states)


def test_the_doctor_never_tells_the_token(connected: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-mia")
    done = connected("doctor").ok()
    assert "t-mia" not in done.out + done.err
    assert "present" in done.out


def test_the_doctor_says_try_again_when_github_is_away(connected: Shell, github: InMemoryGitHub) -> None:
    github.stop()
    done = connected("doctor", "--json")
    assert done.code == 3
    assert state_of(done.json)["github"] == "try-again"


def test_the_doctor_names_what_is_wrong(shell: Shell) -> None:
    path = write_settings(shell.folder, "[team]\ntimezone = 'Mars'\nfoo = 1\n")
    shell.folder.chmod(0o755)
    done = shell("doctor", "--json")
    assert done.code == 1
    findings = done.json
    assert [finding["state"] for finding in findings if finding["check"] == "settings"] == [
        "failed",
        "warning",
    ]
    assert any(f"{path}:2" in finding["detail"] for finding in findings)
    assert state_of(findings)["workspace"] == "warning"


def test_the_doctor_misses_a_token(connected: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SHIFTUI_TOKEN")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = connected("doctor", "--json")
    assert done.code == 1
    assert state_of(done.json)["token"] == "failed"
