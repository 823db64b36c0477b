"""Disks that are full, fail, or may not be written (faults 3 and 4), and readers who watch it happen."""

from __future__ import annotations

import resource
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shiftui.store.disk import Disk
from shiftui.store.errors import NotSaved
from shiftui.store.journal import Line
from tests.store.support import (
    FailingDisk,
    Record,
    append,
    child,
    is_folder,
    next_line,
    note,
    notes,
    open_journal,
)


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: the kernel takes what fits, then refuses, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 60, 150])
def test_without_room_nothing_is_saved_and_it_goes_on_when_there_is_some(tmp_path: Path, room: int) -> None:
    journal, reader = open_journal(tmp_path), open_journal(tmp_path)
    append(journal, note("a"))
    path = tmp_path / "journal-1.jsonl"
    good = path.read_bytes()
    with files_limited_to(len(good) + room):
        for _ in range(3):
            with pytest.raises(NotSaved, match="may not grow any further"):
                append(journal, note("b" * 50), note("c" * 50))
            assert path.read_bytes() == good
            assert notes(reader.read(0)) == notes(journal.read(0)) == [(1, "a")]
    assert notes(append(journal, note("d"))) == [(2, "d")]
    assert notes(reader.read(1)) == [(2, "d")]
    assert journal.problems == reader.problems == ()


def test_without_room_for_the_first_record_the_next_one_is_the_first(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    with files_limited_to(20), pytest.raises(NotSaved):
        append(journal, note("a" * 100))
    assert open_journal(tmp_path).read(0) == ()
    assert notes(append(journal, note("b"))) == [(1, "b")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "b")]


def test_without_room_to_keep_a_torn_batch_it_is_not_destroyed(tmp_path: Path) -> None:
    append(open_journal(tmp_path), note("a"))
    path = tmp_path / "journal-1.jsonl"
    with path.open("ab") as file:
        file.write(b"torn" * 10)
    before = path.read_bytes()
    journal = open_journal(tmp_path)
    with files_limited_to(20), pytest.raises(NotSaved):
        append(journal, note("b"))
    assert path.read_bytes() == before
    assert list((tmp_path / "set-aside").iterdir()) == []
    assert notes(append(journal, note("b"))) == [(2, "b")]


@pytest.mark.parametrize("taken", [0, 1, 13, 40, 100])
def test_a_full_disk_is_called_by_its_name(tmp_path: Path, taken: int) -> None:
    disk = FailingDisk()
    journal = open_journal(tmp_path, disk)
    append(journal, note("a"))
    disk.taken_at_most = taken
    with pytest.raises(NotSaved, match="not saved, the disk is full"):
        append(journal, note("b" * 200))
    disk.taken_at_most = None
    assert notes(append(journal, note("c"))) == [(2, "c")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "c")]


def test_a_failed_fsync_is_not_saved_and_that_descriptor_is_never_synced_again(tmp_path: Path) -> None:
    disk = FailingDisk()
    journal = open_journal(tmp_path, disk)
    append(journal, note("a"))
    for _ in range(3):
        failures = iter([True])  # the first fsync of each append fails, the one of the truncation works
        disk.fail_fsync = lambda fd, failures=failures: next(failures, False)  # type: ignore[misc]
        with pytest.raises(NotSaved, match="input/output error"):
            append(journal, note("b"), note("c"))
        assert notes(open_journal(tmp_path).read(0)) == [(1, "a")]
    assert disk.failed == 3
    assert notes(append(journal, note("d"))) == [(2, "d")]
    assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "d")]


def test_a_new_file_that_is_not_surely_in_its_folder_is_not_saved(tmp_path: Path) -> None:
    disk = FailingDisk()
    journal = open_journal(tmp_path, disk)
    disk.fail_fsync = is_folder
    with pytest.raises(NotSaved):
        append(journal, note("a"))
    assert open_journal(tmp_path).read(0) == ()
    disk.fail_fsync = lambda fd: False
    assert notes(append(journal, note("b"))) == [(1, "b")]


def test_a_record_that_can_neither_be_synced_nor_taken_back_is_called_doubtful(tmp_path: Path) -> None:
    disk = FailingDisk()
    journal = open_journal(tmp_path, disk)
    append(journal, note("a"))
    disk.fail_fsync = lambda fd: True
    with pytest.raises(NotSaved, match="look before you repeat it"):
        append(journal, note("b"))


def test_a_reader_never_shows_a_record_whose_fsync_fails_afterwards(tmp_path: Path) -> None:
    disk = FailingDisk()
    writer, reader = open_journal(tmp_path, disk), open_journal(tmp_path)
    append(writer, note("a"))
    assert notes(reader.read(0)) == [(1, "a")]
    seen_meanwhile: list[object] = []

    def look() -> None:
        disk.before_fsync = lambda: None
        assert (tmp_path / "journal-1.jsonl").read_bytes().count(b"phantom") == 1
        seen_meanwhile.append(reader.read(1))

    failures = iter([True])
    disk.before_fsync = look
    disk.fail_fsync = lambda fd: next(failures, False)
    with pytest.raises(NotSaved):
        append(writer, note("phantom"))
    assert seen_meanwhile == [()]
    assert reader.read(1) == ()
    append(writer, note("genuine"))
    assert notes(reader.read(1)) == [(2, "genuine")]
    assert reader.problems == ()


def test_a_write_that_is_seen_half_done_is_not_reported_as_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiftui.store.journal.FIRST_READ_WAIT", 0.01)
    fresh = open_journal(tmp_path)
    seen: list[tuple[Line[Record], ...]] = []

    class SlowDisk(Disk):
        def write(self, fd: int, data: bytes) -> int:
            taken = super().write(fd, data[: len(data) // 2 + 1])
            seen.append(fresh.read(0))
            return taken

    writer = open_journal(tmp_path)
    append(writer, note("a"))
    append(open_journal(tmp_path, SlowDisk()), note("b"))
    assert notes(seen[0]) == [(1, "a")]
    assert fresh.problems == ()
    assert notes(fresh.read(1)) == [(2, "b")]


def test_a_writer_that_hangs_does_not_keep_others_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiftui.store.journal.FIRST_READ_WAIT", 0.05)
    append(open_journal(tmp_path), note("a"), note("b"))
    with open_journal(tmp_path).step():
        assert notes(open_journal(tmp_path).read(0)) == [(1, "a"), (2, "b")]


READ_ONLY = """
import os, sys
from pathlib import Path
from shiftui.store.errors import StoreReadOnly, StoreUnreadable
from tests.store.support import append, note, notes, open_journal

if os.geteuid() == 0:  # the rights of root cannot be taken away, so do as somebody else
    os.setgid(65534)
    os.setuid(65534)
folder = Path(sys.argv[1])
journal = open_journal(folder)
try:
    print(notes(journal.read(0)), flush=True)
except StoreUnreadable as refusal:
    print("unreadable:", refusal, flush=True)
print(repr(journal.obstacle()), flush=True)
try:
    append(journal, note("b"))
except StoreReadOnly as refusal:
    print("refused:", refusal, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that a user without any rights of ours can reach."""
    with tempfile.TemporaryDirectory(prefix="shiftui-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def attempt(folder: Path) -> list[str]:
    with child("-c", READ_ONLY, str(folder)) as process:
        return [next_line(process) for _ in range(3)]


def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(public_folder: Path) -> None:
    folder = public_folder / "store"
    append(open_journal(folder), note("a"))
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    before = sorted(folder.rglob("*"))
    read, obstacle, refused = attempt(folder)
    assert read == "[(1, 'a')]"
    assert obstacle.startswith("StoreReadOnly(")
    assert refused.startswith(f"refused: {folder} cannot be written")
    assert sorted(folder.rglob("*")) == before


def test_files_that_may_not_be_written_say_so_though_their_folder_may(public_folder: Path) -> None:
    folder = public_folder / "store"
    append(open_journal(folder), note("a"))
    folder.chmod(0o777)
    for path in folder.iterdir():
        path.chmod(0o444)
    read, obstacle, refused = attempt(folder)
    assert (read, obstacle) == ("[(1, 'a')]", "None")
    assert "cannot be written: permission denied" in refused


def test_files_that_may_not_be_read_are_not_taken_for_an_empty_store(public_folder: Path) -> None:
    folder = public_folder / "store"
    append(open_journal(folder), note("a"))
    folder.chmod(0o555)
    (folder / "journal-1.jsonl").chmod(0)
    assert attempt(folder)[0].startswith("unreadable:")
    folder.chmod(0)
    assert attempt(folder)[0].startswith("unreadable:")
    folder.chmod(0o700)
    public_folder.chmod(0)
    assert attempt(folder)[0].startswith("unreadable:")
    public_folder.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_is_refused_without_harm(tmp_path: Path) -> None:
    place = tmp_path / "store"
    place.write_bytes(b"mine")
    with pytest.raises(NotSaved):
        append(open_journal(place), note("a"))
    with pytest.raises(NotSaved):
        append(open_journal(place / "below"), note("a"))
    assert place.read_bytes() == b"mine"


def test_a_folder_that_exists_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    append(open_journal(tmp_path), note("a"))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
