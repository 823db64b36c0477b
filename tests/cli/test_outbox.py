"""`outbox`: what got stuck, and what a person can do about it."""

import pytest

from tests.cli.shell import Shell
from tests.inmemory_github import Answer, InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


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
