"""The journal in good health: order, numbers, following, rotation."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from shiftui.store.errors import TooFarBehind
from tests.store.support import append, note, notes, open_journal

_opened: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _opened is not None and event in ("open", "os.listdir", "os.scandir"):
        _opened.append(str(arguments[0]))


sys.addaudithook(_watch)  # cannot be removed again; it does nothing while `_opened` is None


def test_records_come_back_in_order_with_numbers_from_one(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "store")
    first = append(journal, note("a"), note("b"))
    append(journal, note("c"))
    assert notes(first) == [(1, "a"), (2, "b")]
    assert notes(journal.read(0)) == [(1, "a"), (2, "b"), (3, "c")]
    assert notes(journal.read(2)) == [(3, "c")]
    assert notes(open_journal(tmp_path / "store").read(1)) == [(2, "b"), (3, "c")]
    assert journal.problems == ()


def test_reading_again_finds_the_same(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    append(journal, *(note(str(n)) for n in range(50)))
    assert journal.read(0) == journal.read(0) == open_journal(tmp_path).read(0)
    for after in (49, 10, 30):
        assert [line.seq for line in journal.read(after)] == list(range(after + 1, 51))


def test_a_step_sees_what_others_appended_before_it(tmp_path: Path) -> None:
    mine, theirs = open_journal(tmp_path), open_journal(tmp_path)
    append(mine, note("mine"))
    append(theirs, note("theirs"))
    with mine.step() as step:
        assert notes(step.tail(1)) == [(2, "theirs")]
        assert notes(step.append([note("mine again")])) == [(3, "mine again")]
        assert notes(step.tail(2)) == [(3, "mine again")]
    assert notes(theirs.read(2)) == [(3, "mine again")]


def test_a_reader_follows_another_process_through_rotations(tmp_path: Path) -> None:
    writer, reader = open_journal(tmp_path), open_journal(tmp_path)
    seen = 0
    for n in range(1, 30):
        append(writer, note(str(n)))
        if n % 4 == 0:
            with writer.step() as step:
                step.rotate()
        if n % 3 == 0:
            found = reader.read(seen)
            assert [line.seq for line in found] == list(range(seen + 1, n + 1))
            seen = n
    assert reader.problems == ()


def test_a_reader_follows_a_rotation_even_within_the_same_tick_of_the_clock(tmp_path: Path) -> None:
    writer, reader = open_journal(tmp_path), open_journal(tmp_path)
    append(writer, note("1"))
    assert len(reader.read(0)) == 1
    assert reader.read(1) == ()
    before = os.stat(tmp_path).st_mtime_ns
    with writer.step() as step:
        step.rotate()
        step.append([note("2")])
    os.utime(tmp_path, ns=(before, before))
    assert notes(reader.read(1)) == [(2, "2")]


def test_a_reader_finds_a_new_file_whose_number_it_cannot_foresee(tmp_path: Path) -> None:
    writer, reader = open_journal(tmp_path), open_journal(tmp_path)
    append(writer, note("1"))
    os.utime(tmp_path, ns=(0, 0))
    assert len(reader.read(0)) == 1
    assert writer.read(50) == (), "it knows of more than the journal has, by a checkpoint"
    with writer.step() as step:
        step.rotate()
        step.append([note("51")])
    assert notes(reader.read(1)) == [(51, "51")]


def test_a_read_that_finds_nothing_new_opens_nothing(tmp_path: Path) -> None:
    global _opened
    writer, journal = open_journal(tmp_path), open_journal(tmp_path)
    append(writer, note("a"))
    journal.read(0)
    journal.read(1)
    _opened = []
    try:
        for _ in range(100):
            assert journal.read(1) == ()
        assert _opened == []
        append(writer, note("b"))
        _opened.clear()
        assert notes(journal.read(1)) == [(2, "b")]
        assert _opened != []
    finally:
        _opened = None


def test_rotating_starts_a_new_file_once(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    with journal.step() as step:
        step.rotate()
        step.append([note("a"), note("b")])
        step.rotate()
        step.rotate()
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["journal-1.jsonl", "journal-3.jsonl"]
    with open_journal(tmp_path).step() as step:
        assert notes(step.append([note("c")])) == [(3, "c")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "b"), (3, "c")]


def test_old_files_are_forgotten_and_whoever_needs_them_is_told(tmp_path: Path) -> None:
    journal, sleeper = open_journal(tmp_path), open_journal(tmp_path)
    append(journal, note("a"))
    assert notes(sleeper.read(0)) == [(1, "a")]
    for text in "bcd":
        with journal.step() as step:
            step.rotate()
            step.append([note(text)])
    assert journal.begins_at == 1
    journal.forget(0)
    assert journal.begins_at == 1
    journal.forget(2)
    assert journal.begins_at == 3
    assert notes(open_journal(tmp_path).read(2)) == [(3, "c"), (4, "d")]
    with pytest.raises(TooFarBehind) as caught:
        sleeper.read(1)
    assert (caught.value.after, caught.value.first) == (1, 3)
    journal.forget(1000)
    assert journal.begins_at == 4, "the newest file stays, it carries the numbers on"
    assert notes(append(open_journal(tmp_path), note("e"))) == [(5, "e")]


def test_the_numbers_go_on_after_everything_was_forgotten(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    append(journal, note("a"), note("b"))
    with journal.step() as step:
        step.rotate()
    journal.forget(2)
    assert open_journal(tmp_path).read(2) == ()
    assert notes(append(open_journal(tmp_path), note("c"))) == [(3, "c")]


def test_nothing_is_created_by_reading(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "none")
    assert journal.read(0) == ()
    assert journal.begins_at is None
    assert journal.obstacle() is None
    assert not (tmp_path / "none").exists()


def test_appending_nothing_writes_nothing(tmp_path: Path) -> None:
    with open_journal(tmp_path).step() as step:
        assert step.append([]) == ()
    assert list(tmp_path.glob("*.jsonl")) == []


def test_a_step_inside_a_step_is_the_same_step(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    with journal.step() as outer:
        outer.append([note("a")])
        with journal.step() as inner:
            inner.append([note("b")])
            assert notes(journal.read(1)) == [(2, "b")], "it does not wait for itself"
        outer.append([note("c")])
    assert notes(journal.read(0)) == [(1, "a"), (2, "b"), (3, "c")]


def test_a_step_cannot_be_used_after_its_lock_was_freed(tmp_path: Path) -> None:
    with open_journal(tmp_path).step() as step:
        pass
    with pytest.raises(RuntimeError, match="has ended"):
        step.append([note("late")])


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_are_their_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "deep" / "store"
    before = os.umask(umask)
    try:
        journal = open_journal(folder)
        append(journal, note("a"))
        with journal.step() as step:
            step.rotate()
        with (folder / "journal-2.jsonl").open("ab") as file:
            file.write(b"torn")
        append(open_journal(folder), note("b"))
    finally:
        os.umask(before)
    made = [folder.parent, folder, *folder.rglob("*")]
    assert len(made) == 8
    for path in made:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_threads_share_one_journal(tmp_path: Path) -> None:
    shared = open_journal(tmp_path)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for n in range(25):
                with shared.step() as step:
                    step.append([note(f"{name}-{n}")])
                assert any(line.record["text"] == f"{name}-{n}" for line in shared.read(0))
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    found = shared.read(0)
    assert [line.seq for line in found] == list(range(1, 101))
    for name in "abcd":
        own = [line.record["text"] for line in found if line.record["text"].startswith(name)]
        assert own == [f"{name}-{n}" for n in range(25)]
