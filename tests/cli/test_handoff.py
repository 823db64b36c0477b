"""`shift` and `handoff` as scripts use them, and two weeks from the teams that asked for them."""

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.shell import Shell

TEAM = """
[team]
timezone = "America/Los_Angeles"

[[people]]
login = "mia"
name = "Mia Lind"
contact = "mia@example.org"
veteran = true

[[people]]
login = "leo"

[[people]]
login = "ada"
veteran = true

[rotation]
length = "1 week"
start = "2026-11-16T08:00"
order = ["mia", "leo", "ada"]
"""
ELEMENTS = ("--severity", "error", "--summary", "it is slow", "--next", "read the log")


def as_person(folder: Path, login: str, more: str = TEAM) -> Shell:
    """The same workspace with that person at the keyboard, as at a stand-up."""
    folder.mkdir(exist_ok=True)
    settings = folder / "shiftui.toml"
    settings.write_text(f'[local]\nme = "{login}"\n{more}')
    settings.chmod(0o600)
    return Shell(folder, {})


def test_an_offer_without_its_contingency_is_refused_by_name(tmp_path: Path) -> None:
    mia = as_person(tmp_path / "w", "mia")
    mia("shift", "start", "--primary", "mia", "--backup", "leo").ok()
    mia("add", "Plots blank", "--requester", "j.doe").ok()
    mia("set", "L1", *ELEMENTS).ok()
    refused = mia("handoff", "offer", "--to", "leo")
    assert (refused.code, refused.out) == (1, "")
    assert "L1: contingency" in refused.err
    assert mia("handoff", "status", "--json").ok().json["state"] == "none"
    flagged = mia("handoff", "offer", "--to", "leo", "--incomplete", "nobody knows yet", "--json").ok().json
    assert flagged["incomplete"] == "nobody knows yet"
    assert flagged["tickets"] == [{"ref": "L1", "missing": ["contingency", "read_back"]}]


def test_a_quiet_shift_is_offered_and_accepted_without_a_ticket(tmp_path: Path) -> None:
    mia = as_person(tmp_path / "w", "mia")
    mia("shift", "start", "--primary", "mia", "--backup", "leo").ok()
    mia("handoff", "offer", "--to", "leo").ok()
    leo = as_person(tmp_path / "w", "leo")
    done = leo("handoff", "accept", "--witness", "ada", "--json").ok().json
    assert (done["state"], done["minutes_to_accept"], done["witnesses"]) == ("accepted", 0, ["ada"])
    assert leo("shift", "--json").ok().json["on_duty"]["primary"] == "leo"
    again = leo("handoff", "accept")
    assert again.code == 1
    assert "no handoff is offered" in again.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["handoff", "accept"], "no handoff is offered"),
        (["handoff", "withdraw"], "no handoff is offered"),
        (["handoff", "return", "why"], "no handoff is offered"),
        (["handoff", "offer", "--to", "nobody"], "not on the roster"),
        (["handoff", "offer", "--to", "mia"], "somebody else"),
        (["shift", "start", "--primary", "mia", "--backup", "mia"], "cannot back up themselves"),
        (["shift", "cover", "zoe", "--from", "10:00", "--until", "11:00"], "not on the roster"),
        (["shift", "takeover", "--back"], "taken nothing over"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, words: list[str], said: str) -> None:
    mia = as_person(tmp_path / "w", "mia")
    mia("shift", "start", "--primary", "mia", "--backup", "leo").ok()
    refused = mia(*words)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err


def test_the_calendar_file_holds_the_rota(tmp_path: Path) -> None:
    mia = as_person(tmp_path / "w", "mia")
    shown = mia("shift", "rota", "--weeks", "4", "--json").ok().json
    mia("shift", "export", str(tmp_path / "rota.ics"), "--weeks", "4").ok()
    events: Any = Calendar.from_ical((tmp_path / "rota.ics").read_bytes()).walk("VEVENT")
    read = [str(event["DTSTART"].dt).replace(" ", "T").replace("+00:00", "Z") for event in events]
    assert read == [one["from"] for one in shown]
    assert mia("shift", "export", str(tmp_path / "no" / "rota.ics")).code == 1


def test_two_shifts_are_swapped_and_one_undo_takes_both_back(tmp_path: Path) -> None:
    mia = as_person(tmp_path / "w", "mia")
    before = [one["primary"] for one in mia("shift", "rota", "--weeks", "6", "--json").ok().json]
    times = [one["from"] for one in mia("shift", "rota", "--weeks", "6", "--json").ok().json]
    mia("shift", "swap", times[1], times[2]).ok()
    after = [one["primary"] for one in mia("shift", "rota", "--weeks", "6", "--json").ok().json]
    assert after == [before[0], before[2], before[1], *before[3:]]
    mia("undo").ok()
    assert [one["primary"] for one in mia("shift", "rota", "--weeks", "6", "--json").ok().json] == before
    refused = mia("shift", "swap", times[0], times[2])
    assert (refused.code, refused.out) == (1, "")
    assert "it has begun" in refused.err


def test_oncall_sample(tmp_path: Path) -> None:
    """Seed 003, "Oncall Sample": one ticket left, unclear who waits for whom, answered on the ticket."""
    mia = as_person(tmp_path / "w", "mia")
    mia("shift", "start", "--primary", "mia", "--backup", "leo").ok()
    mia("add", "Seats taken", "--requester", "j.doe", "--priority", "customer").ok()
    mia("set", "L1", *ELEMENTS, "--contingency", "none expected").ok()
    mia("handoff", "offer", "--to", "leo").ok()
    leo = as_person(tmp_path / "w", "leo")
    leo("handoff", "ask", "L1", "Do we wait for them, or they for us?").ok()
    as_person(tmp_path / "w", "mia")("note", "L1", "They wait for our answer.").ok()
    leo = as_person(tmp_path / "w", "leo")
    leo("set", "L1", "--waiting-on", "us").ok()
    leo("handoff", "readback", "L1", "They wait; I answer with the FAQ page.").ok()
    leo("handoff", "accept", "--witness", "ada").ok()
    kinds = [note["kind"] for note in leo("show", "L1", "--json").ok().json["notes"]]
    assert kinds.index("question") < kinds.index("note")
    leo("resolve", "L1", "--as", "answered", "It is in the FAQ now.").ok()
    leo("spinoff", "L1", "FAQ: seats", "--kind", "docs").ok()
    leo("add", "Look into the scanner's alerts", "--priority", "operational").ok()
    leo("add", "Alert: queue is stuck", "--priority", "service", "--severity", "critical").ok()
    queue = leo("list", "--json").ok().json
    assert queue[0]["title"] == "Alert: queue is stuck", "it goes before the investigation"
    leo("resolve", "L4", "--as", "workaround", "--no-spinoff", "see L5").ok()
    leo("spinoff", "L4", "Runbook: queue is stuck", "--kind", "runbook").ok()
    assert leo("show", "L4", "--json").ok().json["spinoffs"] == ["L5"]


def test_seed_004_the_week(tmp_path: Path) -> None:
    """Seed 004: primary and backup for a week; the backup steps in; what is left goes to the next primary."""
    mia = as_person(tmp_path / "w", "mia")
    mia("shift", "start", "--primary", "mia", "--backup", "leo").ok()
    mia("add", "Crash on start", "--requester", "k.lee", "--via", "email", "--opened-at", "00:00").ok()
    mia("ack", "L1").ok()
    leo = as_person(tmp_path / "w", "leo")
    took = leo("shift", "takeover", "--why", "mia cannot answer within the hour", "--json").ok().json
    assert (took["on_duty"]["primary"], took["on_duty"]["backup"]) == ("leo", "mia")
    back = leo("shift", "takeover", "--back", "--json").ok().json
    assert back["on_duty"]["primary"] == "mia"
    mia = as_person(tmp_path / "w", "mia")
    mia("set", "L1", *ELEMENTS, "--contingency", "if it is the driver, call ada").ok()
    mia("handoff", "offer", "--to", "ada").ok()
    ada = as_person(tmp_path / "w", "ada")
    ada("handoff", "readback", "L1", "crash on start; I look at the driver").ok()
    ada("handoff", "accept").ok()
    shown = ada("show", "L1", "--json").ok().json
    assert shown["acknowledged_by"] == "ada", "it leaves the outgoing engineer's name"
    assert shown["read_back"] == "crash on start; I look at the driver"
    undo = ada("undo")
    assert undo.code == 1
    assert "offer the shift back" in undo.err
