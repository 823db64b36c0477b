"""`init`, `sync`, `outbox` and `doctor` against a GitHub on a real socket."""

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shiftui.config import load
from shiftui.service import sync as service
from shiftui.store.locks import SYNC_LOCK, LockFile
from tests.cli.shell import Shell
from tests.cli.test_recording import TICKET_KEYS
from tests.cli.test_streams import interrupted
from tests.inmemory_github import Answer, InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.settings_text import write_settings

REPORT_KEYS = {"pulled", "sent", "refused", "queued", "requests", "retry_at"}
ENTRY_KEYS = {"id", "ref", "verb", "state", "reason", "queued_at"}


@pytest.fixture
def mia(shell: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Mia's shell, with her token."""
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-mia")
    return Shell(shell.folder, {"SHIFTUI_TOKEN": "t-mia"})


@pytest.fixture
def connected(mia: Shell, github: InMemoryGitHub) -> Shell:
    """Mia's workspace, connected to the incident repository and the private log."""
    mia("init", "--repo", REPO, "--log", LOG, "--api-url", github.url).ok()
    mia("sync").ok()
    return mia


def writes(github: InMemoryGitHub) -> list[str]:
    return [exchange.target for exchange in github.asked() if exchange.method != "GET"]


# init


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


# sync


def test_sync_in_a_local_workspace_says_that_there_is_no_repository(shell: Shell) -> None:
    done = shell("sync")
    assert (done.code, done.out) == (1, "")
    assert "no repository" in done.err


def test_what_is_recorded_is_queued_until_a_pass_sends_it(connected: Shell, github: InMemoryGitHub) -> None:
    asked = len(github.asked())
    connected.add("Plots blank", "--requester", "j-doe", "--via", "email", "--priority", "customer")
    connected("ack", "L1").ok()
    connected("note", "L1", "psst").ok()
    assert len(github.asked()) == asked, "recording never uses the network"
    ticket = connected.ticket("L1")
    assert (ticket["ref"], ticket["number"], ticket["sync"]) == ("L1", None, "queued")
    entries = connected("outbox", "--json").ok().json
    assert [entry["verb"] for entry in entries] == ["opened", "acknowledged", "noted"]
    assert all(set(entry) == ENTRY_KEYS and entry["state"] == "queued" for entry in entries)
    assert connected("status", "--json").json["queued"] == 3

    report = connected("sync", "--json").ok().json
    assert set(report) == REPORT_KEYS
    assert (report["sent"], report["refused"], report["queued"], report["retry_at"]) == (3, 0, 0, None)
    ticket = connected.ticket("L1")
    assert (ticket["ref"], ticket["local_ref"], ticket["number"]) == ("#1", "L1", 1)
    assert (ticket["sync"], ticket["labels"]) == ("synced", ["priority:customer"])
    assert ticket["url"].endswith(f"/{REPO}/issues/1")
    assert set(ticket) == TICKET_KEYS
    assert connected("outbox", "--json").ok().json == []
    status = connected("status", "--json").ok().json
    assert (status["queued"], status["offline"]) == (0, False)
    assert status["synced_at"] is not None


def test_a_further_pass_does_nothing(connected: Shell, github: InMemoryGitHub) -> None:
    connected.add()
    connected("sync").ok()
    connected("sync").ok()
    sent = len(writes(github))
    report = connected("sync", "--json").ok().json
    assert (report["sent"], report["queued"]) == (0, 0)
    assert len(writes(github)) == sent


@pytest.mark.parametrize("ref", ["1", "#1", f"{REPO}#1", "ACME/Live-Incidents#1", "L1", "l1"])
def test_every_way_to_name_a_ticket_works_once_it_is_numbered(connected: Shell, ref: str) -> None:
    connected.add()
    connected("sync").ok()
    assert connected("note", ref, "psst", "--json").ok().json["ref"] == "#1"


def test_a_spinoff_in_another_repository_is_named_whole(connected: Shell, github: InMemoryGitHub) -> None:
    github.add_repo("acme/product")
    github.add_user("mia", token="t-mia", push=(REPO, LOG, "acme/product"), member_of=("acme",))
    connected.add()
    assert connected("spinoff", "L1", "Fix it", "--repo", "acme/product").ok().out == "L2\n"
    connected("sync").ok()
    assert connected.ticket("L2")["ref"] == "acme/product#1"
    assert connected.ticket("#1")["spinoffs"] == ["acme/product#1"]
    assert connected.ticket("acme/product#1")["origin"] == "#1"


def test_tickets_of_the_repository_are_listed_with_their_clock(
    connected: Shell, github: InMemoryGitHub
) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank", "since 3.4.2")
    connected("sync").ok()
    (listed,) = connected("list", "--json").ok().json
    assert (listed["ref"], listed["requester"], listed["via"]) == ("#1", "j-doe", "github")
    assert listed["response"] in ("pending", "at-risk")
    assert connected.ticket("1")["body"] == "since 3.4.2"


def test_old_untouched_issues_are_parked(mia: Shell, github: InMemoryGitHub) -> None:
    github.web("j-doe").open_issue(REPO, "Ancient")
    write_settings(
        mia.folder,
        f'[goals]\nsince = "2099-01-01T00:00Z"\n[github]\nrepo = "{REPO}"\napi_url = "{github.url}"\n',
    )
    mia("sync").ok()
    assert mia("list", "--json").ok().json == []
    (parked,) = mia("list", "--parked", "--json").ok().json
    assert (parked["parked"], parked["response"]) == (True, None)
    assert mia("status", "--json").ok().json["parked"] == 1
    assert [ticket["parked"] for ticket in mia("list", "--all", "--json").ok().json] == [True]


def test_two_machines_agree(
    connected: Shell, github: InMemoryGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.add("Plots blank", "--requester", "j-doe", "--via", "phone", "--priority", "service")
    connected("respond", "L1", "Looking").ok()
    connected("set", "L1", "--next", "restart it", "--waiting-on", "third-party").ok()
    connected("sync").ok()
    connected("sync").ok()
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-leo")
    leo = Shell(tmp_path / "leo", {})
    leo("init", "--repo", REPO, "--log", LOG, "--api-url", github.url).ok()
    leo("sync").ok()
    here, there = connected.ticket("#1"), leo.ticket("#1")
    different = {key for key in here if here[key] != there[key]}
    assert different <= {"local_ref", "notes", "why", "response_due_at", "response"}
    assert [note["text"] for note in here["notes"]] == [note["text"] for note in there["notes"]]


def test_a_pass_without_network_says_try_again_and_loses_nothing(
    connected: Shell, github: InMemoryGitHub
) -> None:
    connected.add()
    github.stop()
    done = connected("sync", "--json")
    assert done.code == 3
    assert done.json["queued"] == 1
    assert done.err.startswith("error: ")
    assert connected("status", "--json").ok().json["offline"] is True
    github.start()
    assert connected("sync", "--json").ok().json["sent"] == 1
    assert connected("status", "--json").ok().json["offline"] is False


def test_a_limit_says_until_when(connected: Shell, github: InMemoryGitHub) -> None:
    connected.add()
    limited = Answer.error(403, "You have exceeded a secondary rate limit", retry_after=60)
    github.fault(limited, times=None)
    done = connected("sync", "--json")
    assert done.code == 3
    assert done.json["retry_at"] is not None
    assert done.json["queued"] == 1


def test_a_token_that_is_not_accepted_is_told(
    connected: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIFTUI_TOKEN", "t-canary-wrong")
    done = connected("sync")
    assert done.code == 3
    assert "token" in done.err
    assert "canary" not in done.out + done.err


def test_watching_tells_of_every_pass_until_interrupted(connected: Shell, github: InMemoryGitHub) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank")
    process = subprocess.Popen(
        connected.command("sync", "--watch", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=connected.environment(),
    )
    try:
        assert process.stdout is not None
        first: dict[str, Any] = json.loads(process.stdout.readline())
        second = connected("sync", "--json").ok().json  # asks the watcher for a pass
        out, err = interrupted(process)
    finally:
        if process.poll() is None:
            process.kill()
    assert set(first) == REPORT_KEYS
    assert first["pulled"] == 1
    assert set(second) == REPORT_KEYS
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    assert all(set(json.loads(line)) == REPORT_KEYS for line in out.splitlines())


def test_a_reply_that_left_cannot_be_taken_back(connected: Shell, github: InMemoryGitHub) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank")
    connected("sync").ok()
    connected("respond", "1", "Looking").ok()
    connected("undo").ok()
    connected("respond", "1", "Looking into it").ok()
    connected("sync").ok()
    done = connected("undo")
    assert (done.code, done.out) == (1, "")
    assert "may have been read" in done.err
    assert [comment.body.splitlines()[0] for comment in github.comments(REPO, 1)] == ["Looking into it"]


def test_an_undone_ticket_is_closed_as_not_planned(connected: Shell, github: InMemoryGitHub) -> None:
    connected.add()
    connected("sync").ok()
    connected("undo").ok()
    connected("sync").ok()
    issue = github.issue(REPO, 1)
    assert (issue.state, issue.state_reason) == ("closed", "not_planned")


def test_what_was_closed_on_the_web_has_no_resolution(connected: Shell, github: InMemoryGitHub) -> None:
    github.web("j-doe").open_issue(REPO, "Plots blank")
    connected("sync").ok()
    github.web("leo").close(REPO, 1)
    connected("sync").ok()
    assert connected("list", "--json").ok().json == []
    (ticket,) = connected("list", "--all", "--json").ok().json
    assert (ticket["state"], ticket["resolution"]) == ("resolved", [])
    assert ticket["resolved_at"] == ticket["responded_at"] is not None


def test_team_text_without_a_private_place_is_not_shared(mia: Shell, github: InMemoryGitHub) -> None:
    mia("init", "--repo", REPO, "--api-url", github.url).ok()
    mia.add()
    mia("note", "L1", "secret canary").ok()
    mia("sync").ok()
    assert mia.ticket("L1")["sync"] == "not-shared"
    assert mia.ticket("L1")["notes"][-1]["text"] == "secret canary"
    assert "canary" not in github.texts(REPO)


def test_a_pass_that_another_process_does_not_make_says_try_again(
    connected: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ANSWER_WITHIN", timedelta(seconds=0.3))
    with LockFile(connected.folder / SYNC_LOCK).acquire():
        done = connected("sync")
    assert (done.code, done.out) == (3, "")
    assert "try again" in done.err


# outbox


@pytest.fixture
def stuck(connected: Shell, github: InMemoryGitHub) -> str:
    """The id of a comment that GitHub refused."""
    connected.add()
    connected("sync").ok()
    connected("respond", "L1", "Looking").ok()
    refused = Answer.error(422, "Validation Failed")
    github.fault(refused, method="POST", path="/comments", times=None)
    assert connected("sync", "--json").json["refused"] == 1
    (entry,) = connected("outbox", "--json").ok().json
    assert (entry["ref"], entry["verb"], entry["state"]) == ("#1", "responded", "refused")
    assert entry["reason"]
    assert connected.ticket("L1")["sync"] == "refused"
    github.faults.armed.clear()
    return str(entry["id"])


def test_what_was_refused_is_shown_with_its_reason(connected: Shell, stuck: str) -> None:
    (line,) = connected("outbox", "list").ok().lines
    for part in (stuck[:8], "#1", "refused", "responded"):
        assert part in line


def test_what_was_refused_can_be_sent_again(connected: Shell, stuck: str, github: InMemoryGitHub) -> None:
    assert connected("outbox", "retry", stuck[:8]).ok().out == ""
    assert connected("sync", "--json").ok().json["sent"] == 1
    assert [comment.body.startswith("Looking") for comment in github.comments(REPO, 1)] == [True]


def test_what_was_refused_can_be_dropped(connected: Shell, stuck: str) -> None:
    gone = connected("outbox", "drop", stuck, "--json").ok()
    assert [entry["id"] for entry in gone.json] == [stuck]
    assert connected("outbox", "--json").json == []
    assert connected.ticket("L1")["responded_at"] is None


def test_what_was_refused_can_be_exported(connected: Shell, stuck: str) -> None:
    exported = connected("outbox", "export", stuck).ok().json
    assert (exported["id"], exported["text"]) == (stuck, "Looking")
    assert connected("outbox", "--json").json != []


@pytest.mark.parametrize("what", ["retry", "drop", "export"])
def test_what_is_not_in_the_outbox_is_refused(connected: Shell, what: str) -> None:
    assert connected("outbox", what, "0000-none").code == 1


def test_an_empty_outbox_is_told(shell: Shell) -> None:
    done = shell("outbox").ok()
    assert done.out == ""
    assert "nothing" in done.err


# doctor


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
