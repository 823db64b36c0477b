"""Words that make no command: exit code 2, what is accepted on stderr, and nothing recorded."""

import pytest

from tests.cli.shell import Shell

USAGE: list[tuple[list[str], str]] = [
    (["add", "t", "--priority", "urgent"], "service, security, customer, operational"),
    (["add", "t", "--severity", "high"], "critical, error, warning"),
    (["add", "t", "--via", "pigeon"], "github, email, phone, chat"),
    (["add", "t", "--opened-at", "yesterday"], "2026-11-23T15:45-08:00"),
    (["add", "t", "--opened-at", "2026-11-23T15:45"], "offset"),
    (["add", "t", "--responded-at", "25:00"], "HH:MM"),
    (["add", "t", "--resolved-as", "done"], "answered, known-issue, known-issue-updated, fixed"),
    (["add"], "TITLE"),
    (["add", "t", "extra"], "extra"),
    (["ack"], "REF"),
    (["respond", "L1"], "--none"),
    (["respond", "L1", "text", "--none", "why"], "--none"),
    (["respond", "L1", "--none", "why", "--via", "phone"], "--via"),
    (["respond", "L1", "text", "--at", "soon"], "HH:MM"),
    (["note", "L1"], "TEXT"),
    (["set", "L1"], "at least one field"),
    (["set", "L1", "--waiting-on", "godot"], "us, requester, third-party"),
    (["set", "L1", "--estimate", "nan"], "above 0"),
    (["set", "L1", "--estimate", "-1"], "above 0"),
    (["set", "L1", "--estimate", "two"], "above 0"),
    (["snooze", "L1", "later"], "tomorrow"),
    (["snooze", "L1"], "UNTIL"),
    (["resolve", "L1"], "--as"),
    (["resolve", "L1", "--as", "done"], "duplicate"),
    (["spinoff", "L1", "t", "--kind", "feature"], "fix, docs, runbook, alerting, automation"),
    (["spinoff", "L1", "t", "--repo", "nonsense"], "visit-dav/live-incidents"),
    (["status", "--format", "xml"], "tmux"),
    (["frobnicate"], "frobnicate"),
    (["list", "--frobnicate"], "--frobnicate"),
    (["init", "--repo", "nonsense"], "visit-dav/live-incidents"),
    (["init", "--log", "acme/log"], "--repo"),
    (["init", "--repo", "acme/live", "--api-url", "http://example.org"], "https"),
    (["outbox", "retry"], "ID"),
    (["config"], "config"),
]


@pytest.mark.parametrize(("words", "accepted"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_words_that_make_no_command_are_usage_and_say_what_is_accepted(
    shell: Shell, words: list[str], accepted: str
) -> None:
    shell.add()
    before = shell.ticket("L1")
    done = shell(*words)
    assert (done.code, done.out) == (2, "")
    assert accepted in done.err
    assert shell.ticket("L1") == before
