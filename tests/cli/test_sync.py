"""`sync`: what is recorded here gets there, and what happens there shows here."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.cli.test_recording import TICKET_KEYS
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import LOG, REPO
from tests.settings_text import write_settings

REPORT_KEYS = {"pulled", "sent", "refused", "queued", "requests", "retry_at"}
ENTRY_KEYS = {"id", "ref", "verb", "state", "reason", "queued_at"}


def writes(github: InMemoryGitHub) -> list[str]:
    return [exchange.target for exchange in github.asked() if exchange.method != "GET"]


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
    write_settings(leo.folder, (connected.folder / "shiftui.toml").read_text())
    leo("sync").ok()
    here, there = connected.ticket("#1"), leo.ticket("#1")
    assert {key for key in here if here[key] != there[key]} <= {"local_ref", "notes"}
    assert [note["text"] for note in here["notes"]] == [note["text"] for note in there["notes"]]


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
