"""The commands that record: what they do, what they print, how they refuse."""

import json
import re
from typing import Any

import pytest

from shiftui.domain.vocabulary import NoteKind
from tests.cli.shell import Shell, StoppedClock
from tests.settings_text import write_settings

TICKET_KEYS = {
    "ref", "local_ref", "number", "title", "body", "url", "state", "parked", "priority", "severity",
    "effective_severity", "requester", "via", "opened_at", "acknowledged_at", "acknowledged_by",
    "responded_at", "responded_by", "response_due_at", "response", "waiting_on", "summary", "next_action",
    "contingency", "read_back", "snoozed_until", "estimate_hours", "assignees", "labels", "origin",
    "spinoffs", "resolution", "resolved_at", "notes", "sync", "why",
}  # fmt: skip
"""The command contract's, to the letter."""

QUIET: list[list[str]] = [
    ["ack", "L1"],
    ["respond", "L1", "We are looking into it"],
    ["note", "L1", "psst"],
    ["set", "L1", "--priority", "service"],
    ["snooze", "L1", "2h"],
    ["resolve", "L1", "--as", "answered"],
]


@pytest.mark.parametrize("words", QUIET, ids=lambda words: words[0])
def test_recording_prints_nothing(shell: Shell, words: list[str]) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    done = shell(*words)
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("words", QUIET, ids=lambda words: words[0])
def test_with_json_recording_prints_the_ticket(shell: Shell, words: list[str]) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    ticket = shell(*words, "--json").ok().json
    assert set(ticket) == TICKET_KEYS
    assert ticket == {**shell.ticket("L1"), "why": ticket["why"]}


@pytest.mark.parametrize(
    "words",
    [*QUIET, ["reopen", "L1"], ["spinoff", "L1", "Fix it"], ["show", "L1"]],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("ref", ["L9", "42", "#42", "acme/live#42", "nonsense", ""])
def test_an_unknown_name_is_refused(shell: Shell, words: list[str], ref: str) -> None:
    done = shell(words[0], ref, *words[2:])
    assert (done.code, done.out) == (1, "")
    assert "no ticket" in done.err


def test_add_prints_the_new_name_alone(shell: Shell) -> None:
    assert shell("add", "Plots blank").ok().out == "L1\n"
    assert shell("add", "Plots blank again").ok().out == "L2\n"


def test_add_records_all_that_it_is_given(shell: Shell, clock: StoppedClock) -> None:
    ticket = (
        shell(
            "add", "  Plots   blank ", "--body", "since 3.4.2", "--priority", "customer",
            "--severity", "error", "--requester", "j.doe", "--via", "phone", "--opened-at", "14:30", "--json",
        )
        .ok()
        .json
    )  # fmt: skip
    expected: dict[str, Any] = {
        "ref": "L1", "local_ref": "L1", "number": None, "title": "Plots blank", "body": "since 3.4.2",
        "url": "", "state": "open", "parked": False, "priority": "customer", "severity": "error",
        "effective_severity": "error", "requester": "j.doe", "via": "phone",
        "opened_at": "2026-11-23T22:30:00Z", "acknowledged_at": None, "acknowledged_by": None,
        "responded_at": None, "responded_by": None, "response_due_at": "2026-11-23T23:30:00Z",
        "response": "pending", "waiting_on": "us", "summary": None, "next_action": None, "contingency": None,
        "read_back": None, "snoozed_until": None, "estimate_hours": None, "assignees": [], "labels": [],
        "origin": None, "spinoffs": [], "resolution": [], "resolved_at": None, "sync": "local",
    }  # fmt: skip
    assert {key: ticket[key] for key in expected} == expected
    assert set(ticket) == TICKET_KEYS
    assert ticket["why"].startswith("response due by")


def test_add_is_by_github_unless_said_otherwise(shell: Shell) -> None:
    assert shell.ticket(shell.add())["via"] == "github"


def test_a_ticket_that_came_and_went_is_one_gesture(shell: Shell, clock: StoppedClock) -> None:
    shell.add(
        "Password", "--requester", "j.doe", "--via", "phone", "--responded-at", "14:40",
        "--resolved-as", "answered",
    )  # fmt: skip
    ticket = shell.ticket("L1")
    assert ticket["opened_at"] == ticket["responded_at"] == "2026-11-23T22:40:00Z"
    assert (ticket["state"], ticket["resolution"]) == ("resolved", ["answered"])
    assert (ticket["response"], ticket["responded_by"]) == ("met", "mia")
    shell("undo").ok()
    assert shell("show", "L1").code == 1
    assert shell("undo").code == 1


def test_nobody_is_answered_before_they_ask(shell: Shell, clock: StoppedClock) -> None:
    done = shell("add", "Password", "--opened-at", "14:30", "--responded-at", "14:00")
    assert done.code == 1
    assert shell("list", "--all", "--json").json == []


def test_a_response_given_before_there_was_a_ticket_is_never_posted(
    shell: Shell, clock: StoppedClock
) -> None:
    shell.add("Password", "--requester", "j.doe", "--responded-at", "14:40")
    notes = shell.ticket("L1")["notes"]
    assert [(note["kind"], note["at"]) for note in notes if note["kind"] == NoteKind.RESPONSE] == [
        ("response", "2026-11-23T22:40:00Z")
    ]


@pytest.mark.parametrize(
    "words",
    [["note", "L1", "-"], ["respond", "L1", "-"], ["add", "Title", "--body", "-"], ["diary", "-"]],
    ids=lambda words: words[0],
)
def test_a_minus_reads_the_text_from_stdin(shell: Shell, words: list[str]) -> None:
    shell.add()
    answer = shell(*words, "--json", stdin="\ufefffirst line\nGröße\n").ok().json
    assert "first line\\nGr\\u00f6\\u00dfe" in json.dumps(answer)


def test_bytes_that_are_no_utf8_lose_nobodys_words(shell: Shell) -> None:
    shell.add()
    shell("note", "L1", "-", stdin=b"caf\xe9 closed").ok()
    assert shell.ticket("L1")["notes"][-1]["text"] == "caf\ufffd closed"


def test_more_than_a_megabyte_from_stdin_is_a_mistake(shell: Shell) -> None:
    shell.add()
    assert shell("note", "L1", "-", stdin=b"x" * 1_000_001).code == 2
    assert shell("note", "L1", "-", stdin=b"x" * 1_000_000).code == 0


@pytest.mark.parametrize("words", [["note", "L1"], ["respond", "L1"], ["diary"], ["add"], ["spinoff", "L1"]])
def test_an_empty_text_is_refused(shell: Shell, words: list[str]) -> None:
    shell.add()
    before = shell("list", "--all", "--json").json
    done = shell(*words, "  \n ")
    assert done.code == 1
    assert "empty" in done.err
    assert shell("list", "--all", "--json").json == before


@pytest.mark.parametrize("until", ["08:00", "2020-01-01T00:00Z", "0m"])
def test_to_snooze_until_the_past_is_refused(shell: Shell, clock: StoppedClock, until: str) -> None:
    shell.add()
    done = shell("snooze", "L1", until)
    assert done.code == 1
    assert "in the past" in done.err
    assert shell.ticket("L1")["snoozed_until"] is None


@pytest.mark.parametrize(
    ("until", "instant"),
    [
        ("2h", "2026-11-24T00:45:00Z"),
        ("1d", "2026-11-24T22:45:00Z"),
        ("tomorrow", "2026-11-24T16:00:00Z"),
        ("17:00", "2026-11-24T01:00:00Z"),
        ("2026-11-25T09:00+01:00", "2026-11-25T08:00:00Z"),
    ],
)
def test_until_is_understood(shell: Shell, clock: StoppedClock, until: str, instant: str) -> None:
    shell.add()
    assert shell("snooze", "L1", until, "--json").ok().json["snoozed_until"] == instant


def test_what_has_not_happened_yet_is_refused(shell: Shell, clock: StoppedClock) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    assert shell("respond", "L1", "Looking", "--at", "15:00").code == 1
    assert shell("add", "t", "--opened-at", "15:00").code == 1
    assert shell("add", "t", "--responded-at", "15:00").code == 1


def test_a_response_stops_the_clock_when_it_was_heard(shell: Shell, clock: StoppedClock) -> None:
    shell.add("Plots blank", "--requester", "j.doe", "--via", "email", "--opened-at", "13:00")
    assert shell.ticket("L1")["response"] == "breached"
    assert shell.ticket("L1")["effective_severity"] == "critical"
    ticket = shell("respond", "L1", "We are looking", "--via", "phone", "--at", "13:50", "--json").ok().json
    assert (ticket["responded_at"], ticket["responded_by"]) == ("2026-11-23T21:50:00Z", "mia")
    assert (ticket["response"], ticket["effective_severity"]) == ("met", None)


def test_a_response_goes_by_the_channel_that_the_ticket_came_by(shell: Shell) -> None:
    shell.add("Plots blank", "--requester", "j.doe", "--via", "phone")
    shell("respond", "L1", "Called back").ok()
    assert "responded by phone" in shell("undo").ok().err
    shell("respond", "L1", "Wrote back", "--via", "email").ok()
    assert [note["text"] for note in shell.ticket("L1")["notes"] if note["kind"] == "response"] == [
        "Wrote back"
    ]
    assert "responded by email" in shell("undo").ok().err


def test_what_looked_like_a_response_can_be_cleared(shell: Shell) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    assert shell("respond", "L1", "--none", "there is none").code == 1
    shell("respond", "L1", "Wrong ticket").ok()
    ticket = shell("respond", "L1", "--none", "meant for another", "--json").ok().json
    assert (ticket["responded_at"], ticket["response"]) == (None, "pending")


def test_fields_are_set_and_cleared(shell: Shell) -> None:
    shell.add()
    ticket = (
        shell(
            "set", "L1", "--priority", "SECURITY", "--severity", "warning", "--waiting-on", "third-party",
            "--summary", "libpng", "--next", "rebuild", "--contingency", "roll back", "--estimate", "1.5",
            "--requester", "cert", "--json",
        )
        .ok()
        .json
    )  # fmt: skip
    expected = {
        "priority": "security", "severity": "warning", "waiting_on": "third-party", "summary": "libpng",
        "next_action": "rebuild", "contingency": "roll back", "estimate_hours": 1.5, "requester": "cert",
    }  # fmt: skip
    assert {key: ticket[key] for key in expected} == expected
    cleared = shell("set", "L1", "--summary", "", "--next", "", "--requester", "", "--json").ok().json
    assert (cleared["summary"], cleared["next_action"], cleared["requester"]) == (None, None, None)
    assert cleared["contingency"] == "roll back"


def test_acknowledging_says_who_and_when(shell: Shell, clock: StoppedClock) -> None:
    shell.add()
    ticket = shell("ack", "L1", "--json").ok().json
    assert (ticket["acknowledged_by"], ticket["acknowledged_at"]) == ("mia", "2026-11-23T22:45:00Z")
    assert shell("ack", "L1").code == 1


def test_undo_takes_back_the_latest_first_and_then_refuses(shell: Shell) -> None:
    shell.add()
    shell("note", "L1", "psst").ok()
    done = shell("undo")
    assert (done.code, done.out) == (0, "")
    assert "noted" in done.err
    assert [note["kind"] for note in shell.ticket("L1")["notes"]] == ["event"]
    assert "L1" in shell("undo", "--json").ok().json["undone"]
    assert shell("show", "L1").code == 1
    nothing = shell("undo")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing to undo" in nothing.err


def test_the_diary_prints_nothing_and_is_undone_too(shell: Shell) -> None:
    assert shell("diary", "quiet night").ok().out == ""
    entry = shell("diary", "power cut", "--json").ok().json
    assert (entry["by"], entry["text"]) == ("mia", "power cut")
    assert "diary" in shell("undo").ok().err


def test_a_read_only_workspace_records_nothing(shell: Shell) -> None:
    shell.add()
    before = shell.ticket("L1")
    write_settings(shell.folder, "[local]\nread_only = true\n")
    for words in (*QUIET, ["add", "t"], ["undo"], ["diary", "x"], ["spinoff", "L1", "t"], ["reopen", "L1"]):
        done = shell(*words)
        assert (done.code, done.out) == (1, ""), words
        assert "read-only" in done.err
    assert shell.ticket("L1") == before


def test_a_workspace_that_has_not_met_its_repository_records_nothing(shell: Shell) -> None:
    write_settings(shell.folder, '[github]\nrepo = "acme/live"\n')
    done = shell("add", "Plots blank")
    assert done.code == 1
    assert "shiftui sync" in done.err
    assert shell("list", "--json").ok().json == []


def test_times_in_json_are_utc_to_the_second(shell: Shell) -> None:
    shell.add("Plots blank", "--requester", "j.doe")
    shell("ack", "L1").ok()
    shell("respond", "L1", "Looking").ok()
    shell("snooze", "L1", "2h").ok()
    shell("resolve", "L1", "--as", "answered").ok()
    ticket: dict[str, Any] = shell.ticket("L1")
    times = [ticket[key] for key in ticket if key.endswith(("_at", "_until"))] + [
        note["at"] for note in ticket["notes"]
    ]
    known = [time for time in times if time is not None]
    assert len(known) > 8
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", time) for time in known)
