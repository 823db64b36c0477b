"""The commands that look: the queue, a ticket, the status, the shift, keys and settings."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from shiftui.cli.clone import command_for
from shiftui.cli.columns import cells, clip, pad, table
from shiftui.domain.safe_text import is_safe, safe_line
from tests.cli.shell import Shell, StoppedClock
from tests.cli.test_recording import TICKET_KEYS
from tests.hostile import HOSTILE
from tests.settings_text import EXAMPLE, write_settings

STATUS_KEYS = {
    "needs_you", "waiting", "snoozed", "parked", "breached", "next_due", "on_duty", "queued", "synced_at",
    "offline",
}  # fmt: skip
TERMINAL_SAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def busy(shell: Shell, clock: StoppedClock) -> Shell:
    """Six tickets in six places; L1 is the oldest."""
    clock.shows("2026-11-23T13:00:00-08:00")
    shell.add("Breached", "--requester", "j.doe", "--priority", "operational")
    clock.shows("2026-11-23T14:45:00-08:00")
    shell.add("Waiting", "--priority", "service")
    shell("set", "L2", "--waiting-on", "requester").ok()
    shell.add("Asleep", "--priority", "service")
    shell("snooze", "L3", "2h").ok()
    shell.add("Resolved", "--resolved-as", "answered")
    shell.add("Customer", "--requester", "ada", "--priority", "customer")
    shell.add("Untriaged")
    return shell


def test_the_list_is_in_queue_order(busy: Shell) -> None:
    listed = busy("list", "--json").ok().json
    assert [ticket["title"] for ticket in listed] == [
        "Breached",
        "Untriaged",
        "Customer",
        "Waiting",
        "Asleep",
    ]
    assert all(set(ticket) == TICKET_KEYS - {"body", "notes"} for ticket in listed)
    assert listed[0]["why"].startswith("response breached")


def test_all_adds_what_was_resolved_after_it_with_every_key(busy: Shell) -> None:
    listed = busy("list", "--all", "--json").ok().json
    assert [ticket["ref"] for ticket in listed] == ["L1", "L6", "L5", "L2", "L3", "L4"]
    assert all(set(ticket) == TICKET_KEYS for ticket in listed)
    assert listed == [busy.ticket(ticket["ref"]) for ticket in listed]


def test_the_printed_list_has_a_line_a_ticket_in_the_same_order(busy: Shell) -> None:
    done = busy("list").ok()
    titles = ["Breached", "Untriaged", "Customer", "Waiting", "Asleep"]
    assert [next(title for title in titles if title in line) for line in done.lines] == titles
    assert done.lines[0].startswith("!")
    assert done.lines[-1].startswith("z")
    columns = [line.index(title) for line, title in zip(done.lines, titles, strict=True)]
    assert len(set(columns)) == 1
    assert len(busy("list", "--all").ok().lines) == 6


def test_without_a_terminal_there_is_no_colour_and_no_clipping(shell: Shell) -> None:
    title = "A very long title " * 10
    shell.add(title)
    shell("set", "L1", "--severity", "critical").ok()
    (line,) = shell("list").ok().lines
    assert "\x1b" not in line
    assert title.strip() in line


def test_the_list_keeps_to_the_width_it_is_given(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    shell.add("A very long title " * 10, "--requester", "j.doe")
    shell.add("短い " * 40)
    lines = shell("list").ok().lines
    assert all(cell_len(line) <= 70 for line in lines)
    assert all("…" in line for line in lines)


def test_an_empty_list_says_what_to_do(shell: Shell) -> None:
    done = shell("list").ok()
    assert done.out == ""
    assert "shiftui add" in done.err
    assert shell("list", "--json").ok().json == []
    assert not shell.folder.exists(), "looking makes no workspace"


def test_parked_ones_are_apart(shell: Shell, clock: StoppedClock) -> None:
    shell.add()
    assert shell("list", "--parked", "--json").ok().json == []
    assert "parked" in shell("list", "--parked").ok().err


def test_show_prints_the_whole_ticket(busy: Shell) -> None:
    busy("set", "L1", "--next", "ask for the log", "--contingency", "roll back").ok()
    busy("note", "L1", "first line\nsecond line").ok()
    text = busy("show", "l1").ok().out
    for part in (
        "Breached", "operational", "j.doe", "Mon 23 Nov 2026 13:00 PST", "ask for the log", "roll back",
        "  first line\n  second line",
    ):  # fmt: skip
        assert part in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200)))
def test_no_text_reaches_the_terminal_as_more_than_text(shell: Shell, text: str) -> None:
    typed = text[:2_000].replace("\x00", "")
    added = shell("add", "--json", "--body", typed, "--requester", typed, "--", typed)
    if added.code != 0:
        assert added.code == 1
        assert "empty" in added.err
        return
    ref = added.json["ref"]
    shell("set", ref, "--next", typed, "--summary", typed).ok()
    shell("note", ref, "--", typed or "-").ok() if typed.strip() and typed != "-" else None
    for words in (["list"], ["show", ref], ["list", "--json"], ["show", ref, "--json"]):
        done = shell(*words).ok()
        assert is_safe(done.out.rstrip("\n")), words
        assert not TERMINAL_SAFE.search(done.out), words
    assert is_safe(shell("undo").ok().err.rstrip("\n"))
    shell("resolve", ref, "--as", "answered").ok()


@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=100)), width=st.integers(1, 30))
@example(text="\u0939\u093f\u0928\u094d\u0926\u0940", width=3)
def test_columns_are_as_wide_as_a_terminal_draws_them(text: str, width: int) -> None:
    safe = safe_line(text, 100)
    assert cells(safe) == cell_len(safe)
    assert cell_len(clip(safe, width)) <= width
    assert cell_len(pad(safe, width)) == width
    lines = table([[safe, "x"], ["a", "x"]], 1)
    assert len({cell_len(line) for line in lines}) == 1


def test_the_status_counts(busy: Shell) -> None:
    status = busy("status", "--json").ok().json
    assert set(status) == STATUS_KEYS
    assert busy("status", "--format", "json").ok().json == status
    expected = {
        "needs_you": 3, "waiting": 1, "snoozed": 1, "parked": 0, "breached": 1,
        "next_due": "2026-11-23T23:45:00Z", "queued": 0, "synced_at": None, "offline": False,
    }  # fmt: skip
    assert {key: status[key] for key in expected} == expected
    assert status["on_duty"] == {"primary": "mia", "backup": None, "from": None, "until": None}


def test_the_status_is_one_line_for_a_prompt_and_for_tmux(busy: Shell) -> None:
    assert busy("status").ok().out == "1 h left · 1 breached · 3 need you · 1 waiting · 1 snoozed\n"
    tmux = busy("status", "--format", "tmux").ok().out
    assert tmux == "#[fg=red]1 breached#[default] #[fg=yellow]1 h#[default] 3 need you\n"


def test_an_empty_status_is_calm(shell: Shell) -> None:
    assert shell("status").ok().out == "0 need you\n"
    assert shell("status", "--format", "tmux").ok().out == "0 need you\n"


def test_until_shifts_are_recorded_whoever_works_here_is_on_duty(shell: Shell) -> None:
    alone = {"primary": "mia", "backup": None, "from": None, "until": None}
    assert shell("shift", "--json").ok().json == {"scheduled": alone, "on_duty": alone}
    assert "mia" in shell("shift").ok().out


def test_keys_lists_every_action_with_its_keys(shell: Shell) -> None:
    keys = {one["action"]: one["keys"] for one in shell("keys", "--json").ok().json}
    assert keys["acknowledge"] == ["a"]
    assert len(shell("keys").ok().lines) == len(keys)
    assert shell("keys", "--check").ok().out == ""


def test_rebound_keys_are_listed_and_clashes_reported(shell: Shell) -> None:
    write_settings(shell.folder, '[keys]\nacknowledge = "r"\nfrobnicate = "z"\n')
    keys = {one["action"]: one["keys"] for one in shell("keys", "--json").ok().json}
    assert keys["acknowledge"] == ["r"]
    done = shell("keys", "--check")
    assert done.code == 1
    assert any("respond" in line and "acknowledge" in line for line in done.lines)
    assert any("frobnicate" in line for line in done.lines)
    assert shell("keys", "--check", "--json").json == done.lines


def test_config_says_where_what_and_what_is_wrong(shell: Shell) -> None:
    path = shell.folder / "shiftui.toml"
    assert shell("config", "path").ok().out == f"{path}\n"
    assert shell("config", "path", "--json").ok().json == str(path)
    assert shell("config", "check").ok().out == ""
    assert 'timezone = "America/Los_Angeles"' in shell("config", "show").ok().out
    write_settings(shell.folder, EXAMPLE)
    assert shell("config", "check", "--json").ok().json == []
    assert shell("config", "show", "--json").ok().json["team"]["holidays"] == "US"
    write_settings(shell.folder, "[team]\nwip = 3\nwip_limit = 'x'\n[keys]\nfrobnicate = 'z'\n")
    done = shell("config", "check")
    assert done.code == 1
    assert [line.removeprefix(f"{path}:").split(": ")[0] for line in done.lines] == ["2", "3", "5"]
    problems = shell("config", "check", "--json").json
    assert [(problem["line"], problem["key"]) for problem in problems] == [
        (2, "team.wip"),
        (3, "team.wip_limit"),
        (5, "keys.frobnicate"),
    ]


def test_what_config_shows_is_a_settings_file(shell: Shell, tmp_path: Path) -> None:
    write_settings(shell.folder, EXAMPLE)
    shown = shell("config", "show").ok().out
    other = Shell(tmp_path / "other", {})
    write_settings(other.folder, shown)
    assert other("config", "check").ok().out == ""
    assert other("config", "show").ok().out == shown


@pytest.mark.parametrize("words", [["list"], ["status"], ["add", "t"], ["config", "show"], ["keys"]])
def test_bad_settings_stop_a_command_with_file_and_line(shell: Shell, words: list[str]) -> None:
    path = write_settings(shell.folder, "[team]\n\ntimezone = 'Mars'\n")
    done = shell(*words)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {path}:3: team.timezone: ")


@pytest.mark.parametrize("words", [["list"], ["status"], ["add", "t"], ["doctor"], ["config", "check"]])
def test_a_workspace_that_is_a_file_is_refused_in_words(shell: Shell, words: list[str]) -> None:
    shell.folder.write_text("")
    done = shell(*words)
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    assert "should not have happened" not in done.err


def test_the_help_names_every_command(shell: Shell) -> None:
    text = shell("--help").ok().out
    for name in (
        "demo", "init", "add", "list", "show", "ack", "respond", "note", "set", "snooze", "resolve", "reopen",
        "spinoff", "diary", "undo", "shift", "sync", "outbox", "status", "keys", "config", "doctor",
    ):  # fmt: skip
        assert re.search(rf"^  {name} ", text, re.MULTILINE), name
        assert "--json" in shell(name, "--help").ok().out or name in ("demo", "config")


def test_the_version_is_told(shell: Shell) -> None:
    assert re.fullmatch(r"shiftui \d+\.\d+\.\d+\n", shell("--version").ok().out)


def test_the_dashboard_needs_a_terminal(shell: Shell) -> None:
    for words in ([], ["demo"]):
        done = shell(*words)
        assert (done.code, done.out) == (1, "")
        assert "needs a terminal" in done.err


@pytest.mark.parametrize(
    ("remote", "command"),
    [
        ("https://github.com/acme/live.git", "shiftui init --repo acme/live"),
        ("https://github.com/acme/live", "shiftui init --repo acme/live"),
        ("https://mia:secret@github.com/acme/live.git", "shiftui init --repo acme/live"),
        ("git@github.com:acme/live.git", "shiftui init --repo acme/live"),
        ("ssh://git@github.com:22/acme/live.js", "shiftui init --repo acme/live.js"),
        (
            "git@git.example.org:acme/live.git",
            "shiftui init --repo acme/live --api-url https://git.example.org/api/v3",
        ),
        ("/srv/git/live.git", ""),
        ("../live", ""),
        ("https://github.com/acme", ""),
        ("https://github.com/a/b/c", ""),
        ("file:///srv/acme/live", ""),
        ("", ""),
    ],
)
def test_a_clones_remote_becomes_a_proposal_without_credentials(remote: str, command: str) -> None:
    assert command_for(remote) == command


def test_json_is_ascii_whatever_was_typed(shell: Shell) -> None:
    shell.add("Größe \u202e\x9b \U0001f525")
    text = shell("list", "--json").ok().out
    assert text.isascii()
    assert json.loads(text)[0]["title"] == "Größe \u202e\x9b \U0001f525"
