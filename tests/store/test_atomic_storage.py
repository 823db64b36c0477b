"""TinyDB on a storage that is never half written."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from shiftui.store.atomic_storage import AtomicJSONStorage, Fingerprint
from shiftui.store.errors import NotSaved, StoreDamaged
from tests.store.support import FailingDisk, is_folder


def test_it_serves_all_that_tinydb_does(tmp_path: Path) -> None:
    path = tmp_path / "tickets.json"
    with TinyDB(path, storage=AtomicJSONStorage) as database:
        assert database.tables() == set()
        table = database.table("open")
        table.insert_multiple({"number": n, "title": f"Plot {n} – größer"} for n in range(5))
        table.update({"title": "blank"}, where("number") == 3)
        table.remove(where("number") == 0)
    with TinyDB(path, storage=AtomicJSONStorage) as database:
        titles = [document["title"] for document in database.table("open")]
        assert titles == ["Plot 1 – größer", "Plot 2 – größer", "blank", "Plot 4 – größer"]
    assert b" " not in path.read_bytes().replace(b"Plot ", b"").replace(" – ".encode(), b"")


def test_a_file_is_its_owners_alone_and_no_temporary_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "tickets.json"
    storage = AtomicJSONStorage(path)
    storage.write({"open": {"1": {"a": 1}}})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert storage.fingerprint == Fingerprint.of(path.read_bytes())


def test_a_write_that_fails_leaves_the_old_file_and_is_not_read_back_as_done(tmp_path: Path) -> None:
    disk = FailingDisk()
    path = tmp_path / "tickets.json"
    with TinyDB(path, storage=AtomicJSONStorage, disk=disk) as database:
        database.insert({"title": "kept"})
        before = path.read_bytes()
        disk.taken_at_most = 10
        with pytest.raises(NotSaved, match="the disk is full"):
            database.insert({"title": "lost"})
        disk.taken_at_most = None
        disk.fail_fsync = lambda fd: not is_folder(fd)
        with pytest.raises(NotSaved, match="input/output error"):
            database.insert({"title": "lost"})
        disk.fail_fsync = lambda fd: False
        assert path.read_bytes() == before
        assert [document["title"] for document in database.all()] == ["kept"]
        disk.fail_fsync = is_folder
        with pytest.raises(NotSaved):
            database.insert({"title": "renamed, but perhaps not for good"})
        disk.fail_fsync = lambda fd: False
        assert len(database.all()) == 2
        path.write_bytes(before)
        assert list(tmp_path.iterdir()) == [path]
    with TinyDB(path, storage=AtomicJSONStorage) as database:
        database.insert({"title": "later"})
        assert [document["title"] for document in database.all()] == ["kept", "later"]


@pytest.mark.parametrize("content", [b"", b"{", b"\0\0", b"[]", b'{"open":[]}', b"[" * 100_000, b"\xff{}"])
def test_an_existing_file_that_is_broken_is_never_taken_for_an_empty_one(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "tickets.json"
    path.write_bytes(content)
    with TinyDB(path, storage=AtomicJSONStorage) as database:
        with pytest.raises(StoreDamaged, match="is damaged"):
            database.all()
        with pytest.raises(StoreDamaged):
            database.insert({"title": "over it"})
    assert path.read_bytes() == content


def test_a_file_that_is_not_the_one_that_was_written_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "tickets.json"
    storage = AtomicJSONStorage(path)
    storage.write({"open": {"1": {"a": 1}}})
    good = storage.fingerprint
    path.write_bytes(path.read_bytes().replace(b'"a":1', b'"a":2'))
    with pytest.raises(StoreDamaged):
        AtomicJSONStorage(path, expected=good).read()
    path.unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        AtomicJSONStorage(path, expected=good).read()
