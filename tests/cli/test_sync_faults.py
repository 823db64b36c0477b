"""`sync` when something is in the way: what it says, how it ends, and that nothing is lost."""

import json
import subprocess
from datetime import timedelta
from typing import Any

import pytest

from shiftui.service import sync as service
from shiftui.store.locks import SYNC_LOCK, LockFile
from tests.cli.shell import Shell, StoppedClock
from tests.cli.test_streams import interrupted
from tests.cli.test_sync import REPORT_KEYS
from tests.inmemory_github import Answer, FailAfter, InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


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


def test_an_unclear_outcome_is_looked_up_later_and_never_sent_twice(
    connected: Shell, github: InMemoryGitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = StoppedClock(monkeypatch)
    clock.shows("2026-11-23T10:00:00Z")
    connected.add()
    connected("sync").ok()
    connected("respond", "L1", "Looking").ok()
    github.fault(FailAfter(), method="POST", path="/comments")
    done = connected("sync", "--json")
    assert (done.code, done.json["queued"]) == (3, 1)
    assert done.err == "1 still to be sent; try again in 0:10\n"
    assert done.json["retry_at"] == "2026-11-23T10:00:10Z"
    clock.shows("2026-11-23T10:00:11Z")
    assert connected("sync", "--json").ok().json["queued"] == 0
    assert len(github.comments(REPO, 1)) == 1


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


def test_a_pass_that_another_process_does_not_make_says_try_again(
    connected: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ANSWER_WITHIN", timedelta(seconds=0.3))
    with LockFile(connected.folder / SYNC_LOCK).acquire():
        done = connected("sync")
    assert (done.code, done.out) == (3, "")
    assert "try again" in done.err
