"""Locks between processes and threads, and what a kill leaves of them (fault 6)."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from shiftui.store.disk import open_private
from shiftui.store.errors import Busy
from shiftui.store.locks import LockFile, StepLock
from tests.store.support import append, child, kill, next_line, note, notes, open_journal

HOLDER = """
import sys
from pathlib import Path
from shiftui.store.locks import LockFile
lock = LockFile(Path(sys.argv[1])).try_acquire()
print("held" if lock else "taken", flush=True)
sys.stdin.read()
"""

STEP_HOLDER = """
import os, sys
from pathlib import Path
from tests.store.support import note, open_journal
with open_journal(Path(sys.argv[1])).step() as step:
    step.append([note("from the one that is killed")])
    with open(Path(sys.argv[1]) / "journal-1.jsonl", "ab") as file:
        file.write(b"half a li")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_by_one_process_and_freed_by_its_kill(tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    with child("-c", HOLDER, str(path)) as process:
        assert next_line(process) == "held"
        assert LockFile(path).try_acquire() is None
        with child("-c", HOLDER, str(path)) as other:
            assert next_line(other) == "taken"
        kill(process)
        lock = LockFile(path).try_acquire()
        assert lock is not None
        lock.release()


def test_a_lock_is_held_once_within_a_process_too(tmp_path: Path) -> None:
    file = LockFile(tmp_path / "sync.lock")
    lock = file.try_acquire()
    assert lock is not None
    assert file.try_acquire() is None
    assert LockFile(tmp_path / "sync.lock").try_acquire() is None
    lock.release()
    lock.release()
    with file.acquire(0):
        assert file.try_acquire() is None
    again = file.try_acquire()
    assert again is not None
    again.release()


def test_waiting_for_a_lock_is_bounded_and_names_it(tmp_path: Path) -> None:
    file = LockFile(tmp_path / "journal.lock")
    with file.acquire():
        began = time.monotonic()
        with pytest.raises(Busy, match=r"journal\.lock for 0\.05 s; try again"):
            file.acquire(0.05)
        assert 0.05 <= time.monotonic() - began < 5


def test_a_lock_is_had_as_soon_as_it_is_freed(tmp_path: Path) -> None:
    file = LockFile(tmp_path / "journal.lock")
    lock = file.acquire()
    threading.Timer(0.05, lock.release).start()
    file.acquire(10).release()


def test_a_kill_in_the_middle_of_a_step_frees_the_journal(tmp_path: Path) -> None:
    with child("-c", STEP_HOLDER, str(tmp_path)) as process:
        assert next_line(process) == "held"
        with pytest.raises(Busy), StepLock(tmp_path).exclusive(0.02):
            pass
        kill(process)
    journal = open_journal(tmp_path)
    append(journal, note("after it"))
    assert notes(journal.read(0)) == [(1, "from the one that is killed"), (2, "after it")]


def test_whoever_opened_a_lock_file_just_before_it_was_deleted_by_hand_takes_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.lock"
    opened = 0

    def open_and_lose(path: Path, flags: int) -> int:
        nonlocal opened
        opened += 1
        fd = open_private(path, flags)
        if opened == 1:
            path.unlink()
        return fd

    monkeypatch.setattr("shiftui.store.locks.open_private", open_and_lose)
    with LockFile(path).acquire(0):
        assert opened == 2
        assert path.exists()
        assert LockFile(path).try_acquire() is None


def test_nobody_waits_while_another_takes_step_after_step(tmp_path: Path) -> None:
    """Without turns, a process in a hurry has the lock again before those who wait have looked."""
    with child("-m", "tests.store.entries", str(tmp_path), "hurried") as process:
        next_line(process)
        journal = open_journal(tmp_path)
        for n in range(20):
            found = journal.read(0)
            with journal.step() as step:
                passed = step.tail(found[-1].seq)
                step.append([{"run": "patient", "n": n}])
            assert len(passed) < 100, "the other one went on and on"


def test_the_threads_of_a_process_take_turns(tmp_path: Path) -> None:
    lock = StepLock(tmp_path)
    inside = 0
    most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with lock.exclusive():
                inside += 1
                most = max(most, inside)
                time.sleep(0)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (inside, most) == (0, 1)


def test_a_thread_that_waits_for_another_one_gives_up_in_time(tmp_path: Path) -> None:
    lock = StepLock(tmp_path)
    outcome: list[object] = []

    def attempt() -> None:
        try:
            with lock.exclusive(0.02):
                outcome.append("inside")
        except Busy as refusal:
            outcome.append(refusal)

    with lock.exclusive():
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join(10)
    assert isinstance(outcome[0], Busy)
    with lock.shared(0) as settled:
        assert settled
