"""Commands as processes: pipes that close, streams that are missing, disks that are full; no traceback."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from shiftui.bootstrap import open_workspace
from shiftui.domain.operations.noted import note
from tests.cli.shell import Shell


def through(shell: Shell, line: str) -> subprocess.CompletedProcess[bytes]:
    """A shell's line in which `S` stands for the command."""
    words = " ".join(f"'{word}'" for word in shell.command())
    return subprocess.run(
        ["bash", "-c", f'S() {{ {words} "$@"; }}; set -o pipefail; {line}'],
        capture_output=True,
        timeout=60,
        env=shell.environment(),
        check=False,
    )


def interrupted(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Interrupt until it ends: one that comes just before a system call waits until that is over."""
    for _ in range(100):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=0.3)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    raise AssertionError(f"an interrupt does not end {process.args!r}")


def test_a_pipe_that_nobody_reads_any_more_is_no_error(shell: Shell) -> None:
    shell.add("x" * 150_000)
    done = through(shell, "S list --all --json | head -c 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"[", b"")


def test_what_was_recorded_counts_although_nobody_reads_the_answer(shell: Shell) -> None:
    done = through(shell, "S add 'Plots blank' | true")
    assert (done.returncode, done.stderr) == (0, b"")
    assert shell.ticket("L1")["title"] == "Plots blank"


def test_closed_streams_are_no_error(shell: Shell) -> None:
    shell.add()
    assert through(shell, "S list >&-").returncode == 0
    assert through(shell, "S note L9 x 2>&-").returncode == 1
    assert through(shell, "S note L1 x <&-").returncode == 0
    assert through(shell, "S frobnicate 2>&- >&-").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_data_that_could_not_be_written_is_a_failure(shell: Shell) -> None:
    shell.add()
    done = through(shell, "S list > /dev/full")
    assert done.returncode == 1
    assert b"no space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_a_terminal_that_lacks_letters_gets_substitutes(shell: Shell, locale: str) -> None:
    shell.add("Größe サーバー")
    ascii_only = {
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = shell.alone("list", env=ascii_only).ok()
    assert "Gr??e ????" in done.out


def test_words_that_are_no_utf8_are_kept_as_far_as_they_go(shell: Shell) -> None:
    done = through(shell, "S add $'caf\\xe9'")
    assert done.returncode == 0, done.stderr
    assert shell.ticket("L1")["title"] == "caf\ufffd"


def test_data_and_talk_are_kept_apart(shell: Shell) -> None:
    shell.add()
    done = shell.alone("resolve", "L1", "--as", "fixed", "--json").ok()
    assert done.json["state"] == "resolved"
    assert done.err.startswith("warning: ")
    assert len(done.err.splitlines()) == 1


def test_a_mistake_in_the_words_shows_how_they_should_be(shell: Shell) -> None:
    done = shell.alone("note", "L1")
    assert (done.code, done.out) == (2, "")
    assert "Usage: shiftui note" in done.err
    assert "Missing argument 'TEXT'" in done.err


def test_an_interrupt_ends_with_130(shell: Shell) -> None:
    shell.add()
    reading, writing = os.pipe()
    process = subprocess.Popen(
        shell.command("note", "L1", "-"),
        stdin=reading,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=shell.environment({"PYTHONFAULTHANDLER": "0"}),
    )
    os.close(reading)
    os.write(writing, b"x" * 100_000)  # more than a pipe holds: it waits for the rest by now
    out, err = interrupted(process)
    os.close(writing)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert len(shell.ticket("L1")["notes"]) == 1


def test_two_at_once_both_record(shell: Shell) -> None:
    started = [
        subprocess.Popen(
            shell.command("add", f"Ticket {number}"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=shell.environment(),
        )
        for number in range(6)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert [err.decode() for _, err in said] == [""] * 6
    assert {out.decode().strip() for out, _ in said} == {f"L{number}" for number in range(1, 7)}
    assert all(process.returncode == 0 for process in started)


def test_a_busy_workspace_says_try_again(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from shiftui.store import locks

    shell.add()
    with locks.LockFile(shell.folder / locks.JOURNAL_LOCK).acquire():
        monkeypatch.setattr(locks.StepLock.exclusive.__wrapped__, "__defaults__", (0.05,))  # type: ignore[attr-defined]  # a generator in a context manager
        done = shell("note", "L1", "psst")
    assert (done.code, done.out) == (3, "")
    assert "try again" in done.err


def test_a_damaged_line_is_told_and_the_rest_is_kept(shell: Shell) -> None:
    shell.add("First")
    shell.add("Second")
    (journal,) = (
        path for path in shell.folder.rglob("*") if path.is_file() and b"First" in path.read_bytes()
    )
    rows = journal.read_bytes().split(b"\n")
    place = next(index for index, row in enumerate(rows) if b"First" in row)
    rows[place] = rows[place].replace(b"First", b"Fir#t")
    journal.write_bytes(b"\n".join(rows))
    done = shell("list", "--json").ok()
    assert [ticket["title"] for ticket in done.json] == ["Second"]
    assert done.err.startswith("warning: ")


def test_a_workspace_of_ones_own_is_closed_to_others(shell: Shell) -> None:
    shell.add()
    shell("init").ok()
    for path in (shell.folder, *shell.folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_workspace_may_be_named_by_the_environment(shell: Shell, tmp_path: Path) -> None:
    words = [
        word for word in shell.command("add", "Plots blank") if word not in ("--workspace", str(shell.folder))
    ]
    elsewhere = tmp_path / "elsewhere"
    for env, folder in (
        ({"SHIFTUI_WORKSPACE": str(elsewhere)}, elsewhere),
        ({"XDG_DATA_HOME": str(tmp_path / "data")}, tmp_path / "data" / "shiftui"),
    ):
        subprocess.run(words, check=True, capture_output=True, env=shell.environment(env), timeout=60)
        assert any(folder.rglob("*"))
    assert not shell.folder.exists()


def test_now_and_then_a_command_spares_the_next_ones_a_long_journal(shell: Shell) -> None:
    shell.add()
    workspace = open_workspace(shell.folder)
    ticket = workspace.desk.find("L1")
    workspace.desk.record(lambda scene: [note(scene, ticket, f"note {n}") for n in range(1_200)])
    assert not list(shell.folder.rglob("main-*"))
    before = shell.ticket("L1")
    shell("undo").ok()
    after = shell.ticket("L1")
    assert (len(before["notes"]), len(after["notes"])) == (1_201, 1)
    assert {key for key in before if before[key] != after[key]} <= {"notes"}
    assert list((shell.folder / "checkpoints").iterdir())
