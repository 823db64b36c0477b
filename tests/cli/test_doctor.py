"""`doctor`: how each thing stands, what to do about it, and never the token."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shiftui.store.locks import LockFile
from tests.cli.shell import Ran, Shell
from tests.inmemory_github import Answer, InMemoryGitHub, Rewrite
from tests.inmemory_github.fixtures import LOG, REPO, add_team
from tests.inmemory_github.messages import Response
from tests.settings_text import write_settings
from tests.wires import Listener, hang


def state_of(findings: Any) -> dict[str, str]:
    return {finding["check"]: finding["state"] for finding in findings}


def found(done: Ran, check: str) -> Any:
    """The finding of that name; all that is not well says what to do."""
    for each in done.json:
        assert each["state"] == "ok" or each["todo"], each
    [finding] = [each for each in done.json if each["check"] == check]
    return finding


def with_header(name: str, value: str) -> Rewrite:
    return Rewrite(lambda answer: Response(answer.status, (*answer.headers, (name, value)), answer.body))


def test_the_doctor_finds_a_new_workspace_well(shell: Shell) -> None:
    states = state_of(shell("doctor", "--json").ok().json)
    assert set(states.values()) == {"ok"}
    assert not shell.folder.exists(), "looking makes no workspace"


def test_a_local_workspace_asks_neither_the_network_nor_for_a_token(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gh = tmp_path / "gh"
    gh.write_text(f"#!/bin/sh\ntouch {tmp_path}/called\n")
    gh.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("it went to the network"))
    shell.add()
    assert found(shell("doctor", "--json").ok(), "github")["state"] == "ok"
    assert not (tmp_path / "called").exists()


def test_the_doctor_finds_a_connected_workspace_well(connected: Shell, github: InMemoryGitHub) -> None:
    before = len(github.requests)
    done = connected("doctor", "--json").ok()
    states = state_of(done.json)
    assert set(states.values()) == {"ok"}
    assert set(states) == {
        *("versions", "workspace", "settings", "store", "journal.lock", "sync.lock", "disk", "rights"),
        *("network", "token", "clock", "limit", "github", "log", "team text"),
    }
    assert "2026-03-10" in found(done, "network")["detail"]
    assert "you are mia" in found(done, "token")["detail"]
    assert LOG in found(done, "team text")["detail"]
    assert not [each for each in github.requests[before:] if each.is_write]


def test_the_doctor_names_where_the_token_is_from_and_never_the_token(
    connected: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = connected("doctor").ok()
    assert "t-mia" not in done.out + done.err
    assert "present, from SHIFTUI_TOKEN" in done.out


def test_what_is_not_well_has_a_line_that_says_what_to_do(connected: Shell) -> None:
    connected.folder.chmod(0o755)
    lines = connected("doctor").ok().lines
    at = next(place for place, line in enumerate(lines) if line.startswith("warn"))
    assert "rights" in lines[at]
    assert lines[at + 1].strip() == f"→ chmod -R go= {connected.folder}"
    assert sum("→" in line for line in lines) == 1


def test_the_doctor_says_try_again_when_github_is_away(connected: Shell, github: InMemoryGitHub) -> None:
    github.stop()
    done = connected("doctor", "--json")
    assert done.code == 3
    assert found(done, "network")["state"] == "problem"
    assert "refuses connections" in found(done, "network")["detail"]
    assert found(done, "token")["state"] == "note"


def test_a_server_that_never_answers_is_out_of_reach(
    connected: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiftui.github.wire.WHOLE_SECONDS", 0.2)
    with Listener(hang) as silent:
        path = connected.folder / "shiftui.toml"
        lines = [
            f'api_url = "{silent.url}"' if line.startswith("api_url") else line
            for line in path.read_text().splitlines()
        ]
        path.write_text("\n".join(lines))
        done = connected("doctor", "--json")
    assert done.code == 3
    assert "gave no answer in time" in found(done, "network")["detail"]


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Answer.html(), 3, "network login"),
        (Answer.redirect("http://login.example.org/"), 1, "network login"),
        (Answer.error(404, "Not Found"), 1, "not GitHub's API"),
    ],
)
def test_what_answers_in_githubs_place_is_named(
    connected: Shell, github: InMemoryGitHub, answer: Answer, code: int, words: str
) -> None:
    github.fault(answer, times=None)
    done = connected("doctor", "--json")
    assert done.code == code
    assert words in found(done, "network")["detail"]


def test_the_doctor_names_what_is_wrong(shell: Shell) -> None:
    path = write_settings(shell.folder, "[team]\ntimezone = 'Mars'\nfoo = 1\n")
    shell.folder.chmod(0o755)
    done = shell("doctor", "--json")
    assert done.code == 1
    findings = done.json
    assert [finding["state"] for finding in findings if finding["check"] == "settings"] == [
        "problem",
        "warn",
    ]
    assert any(f"{path}:2" in finding["detail"] for finding in findings)
    assert state_of(findings)["rights"] == "warn"


def test_the_doctor_misses_a_token(connected: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SHIFTUI_TOKEN")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = connected("doctor", "--json")
    assert done.code == 1
    assert found(done, "token")["state"] == "problem"
    assert "SHIFTUI_TOKEN" in found(done, "token")["todo"]


def test_a_token_that_is_not_accepted_is_a_problem(
    connected: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-revoked")
    done = connected("doctor", "--json")
    assert done.code == 1
    assert "does not accept" in found(done, "token")["detail"]
    assert "t-revoked" not in done.out


@pytest.mark.parametrize(
    ("scopes", "state"),
    [("repo, workflow", "note"), ("read:user", "warn"), ("", "warn"), ("public_repo", "note")],
)
def test_what_a_classic_token_may_do_is_told(
    connected: Shell, github: InMemoryGitHub, scopes: str, state: str
) -> None:
    github.fault(with_header("X-OAuth-Scopes", scopes), path="/user$")
    finding = found(connected("doctor", "--json").ok(), "scopes")
    assert finding["state"] == state
    assert (scopes or "none") in finding["detail"]


def test_labels_that_one_may_not_set_are_a_warning(connected: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-j-doe")
    done = connected("doctor", "--json").ok()
    assert found(done, "github")["state"] == "warn"
    assert found(done, "log")["state"] == "warn"
    assert "not shared" in found(done, "team text")["detail"]


def test_issues_that_the_token_may_not_read_are_a_problem(connected: Shell, github: InMemoryGitHub) -> None:
    refused = Answer.error(403, "Resource not accessible by personal access token")
    github.fault(refused, path=f"{REPO}/issues")
    done = connected("doctor", "--json")
    assert done.code == 1
    assert "not accessible" in found(done, "github")["detail"]


def test_a_log_that_the_token_may_not_read_is_a_warning(connected: Shell, github: InMemoryGitHub) -> None:
    refused = Answer.error(403, "Resource not accessible by personal access token")
    github.fault(refused, path=f"{LOG}/issues")
    finding = found(connected("doctor", "--json").ok(), "log")
    assert finding["state"] == "warn"
    assert "not accessible" in finding["detail"]


def test_a_repository_that_cannot_be_seen_is_a_problem(connected: Shell, github: InMemoryGitHub) -> None:
    github.fault(Answer.error(404, "Not Found"), path=f"{REPO}$")
    done = connected("doctor", "--json")
    assert done.code == 1
    assert REPO in found(done, "github")["detail"]
    assert found(done, "token")["state"] == "ok"


def test_without_a_private_repository_team_text_stays_here(mia: Shell, github: InMemoryGitHub) -> None:
    mia("init", "--repo", REPO, "--api-url", github.url).ok()
    finding = found(mia("doctor", "--json").ok(), "team text")
    assert finding["state"] == "warn"
    assert "[github]" in finding["todo"]


def test_a_tracker_that_cannot_be_read_is_a_warning(connected: Shell) -> None:
    path = connected.folder / "shiftui.toml"
    path.write_text(path.read_text().replace("[github]\n", '[github]\ntracker = "acme/nowhere"\n'))
    finding = found(connected("doctor", "--json").ok(), "tracker")
    assert finding["state"] == "warn"
    assert "acme/nowhere" in finding["detail"]


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (timedelta(seconds=-90), "agrees"),
        (timedelta(minutes=-5), "5 min ahead of"),
        (timedelta(hours=25), "1,500 min behind"),
    ],
)
def test_a_clock_that_is_off_is_told(mia: Shell, off: timedelta, words: str) -> None:
    with InMemoryGitHub(now=lambda: datetime.now(UTC) + off) as elsewhere:
        add_team(elsewhere)
        mia("init", "--repo", REPO, "--log", LOG, "--api-url", elsewhere.url).ok()
        finding = found(mia("doctor", "--json").ok(), "clock")
    assert words in finding["detail"]
    assert finding["state"] == ("ok" if words == "agrees" else "warn")


@pytest.mark.parametrize(("left", "state"), [(4_900, "ok"), (80, "warn"), (0, "warn")])
def test_requests_that_run_out_are_told(
    connected: Shell, github: InMemoryGitHub, left: int, state: str
) -> None:
    core = {"limit": 5_000, "remaining": left, "reset": 1_800_000_000, "used": 5_000 - left}
    github.fault(Answer(200, json.dumps({"resources": {"core": core}}).encode()), path="/rate_limit")
    finding = found(connected("doctor", "--json").ok(), "limit")
    assert finding["state"] == state
    assert f"{left:,} of 5,000" in finding["detail"]


@pytest.mark.parametrize("path", ["/user", f"{LOG}/issues"])
def test_a_limit_that_is_used_up_passes(connected: Shell, github: InMemoryGitHub, path: str) -> None:
    github.fault(Answer.secondary_limit(60), path=path, times=None)
    done = connected("doctor", "--json")
    assert done.code == 3
    [finding] = [each for each in done.json if each["state"] == "problem"]
    assert "wait until" in finding["todo"]


def test_a_server_without_limits_is_fine(connected: Shell, github: InMemoryGitHub) -> None:
    github.fault(Answer.error(404, "Rate limiting is not enabled."), path="/rate_limit")
    assert "none" in found(connected("doctor", "--json").ok(), "limit")["detail"]


@pytest.mark.parametrize(("name", "state"), [("sync.lock", "ok"), ("journal.lock", "note")])
def test_who_holds_a_lock_is_told(connected: Shell, name: str, state: str) -> None:
    with LockFile(connected.folder / name).acquire():
        finding = found(connected("doctor", "--json").ok(), name)
    assert finding["state"] == state
    assert "process" in finding["detail"]
    if Path("/proc/locks").exists():
        assert f"process {os.getpid()} " in finding["detail"]


def test_what_was_damaged_in_the_store_is_told(shell: Shell) -> None:
    shell.add("one")
    [journal] = [
        path for path in shell.folder.iterdir() if path.name.startswith("journal") and path.stat().st_size
    ]
    with journal.open("ab") as file:
        file.write(b"half a li")
    states = [each["state"] for each in shell("doctor", "--json").ok().json if each["check"] == "store"]
    assert states == ["warn", "ok"]


def test_files_that_others_may_read_are_named(shell: Shell) -> None:
    shell.add("one")
    [journal] = [path for path in shell.folder.iterdir() if path.name.startswith("journal-")]
    journal.chmod(0o644)
    finding = found(shell("doctor", "--json").ok(), "rights")
    assert finding["state"] == "warn"
    assert str(journal) in finding["detail"]
