"""Checkpoints: generations, sharing, falling back, and what a kill leaves (faults 2, 5 and 7)."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from shiftui.store.atomic_storage import Fingerprint
from shiftui.store.checkpoint import Checkpoints, Tables
from shiftui.store.errors import (
    CheckpointReplaced,
    CheckpointsDamaged,
    NewerFormat,
    NotSaved,
    ShardDamaged,
    StoreUnreadable,
)
from shiftui.store.generations import Generations
from shiftui.store.locks import Lock, LockFile
from shiftui.store.manifest import Manifest, Part, parse, render
from tests.store.support import FailingDisk, append, child, next_line, note, notes, open_journal


def main(text: str) -> Tables:
    return {"open": [{"number": 1, "title": text}, {"number": 2, "title": "zweites – Ticket"}], "meta": []}


def comments(*texts: str) -> Tables:
    return {"comments": [{"body": text} for text in texts]}


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / "checkpoints").iterdir()} - {"checkpoint.lock"}


def loaded(folder: Path) -> dict[str, Any]:
    """All that the newest checkpoint holds, read by somebody who knows nothing yet."""
    checkpoint = Checkpoints(folder).load()
    assert checkpoint is not None
    return {"seq": checkpoint.seq, "main": plain(checkpoint.main)} | {
        name: plain(checkpoint.shard(name)) for name in sorted(checkpoint.shard_names)
    }


def plain(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    return {name: [dict(document) for document in documents] for name, documents in tables.items()}


def overwrite(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


BROKEN = [b"", b"garbage", b"{}", b"\0" * 300, None]


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path).load() is None
    assert Checkpoints(tmp_path).save(7, main("a"), {"conversation-0001": comments("x", "y")})
    checkpoint = Checkpoints(tmp_path).load()
    assert checkpoint is not None
    assert checkpoint.seq == 7
    assert plain(checkpoint.main) == plain(main("a"))
    assert checkpoint.shard_names == {"conversation-0001"}
    assert plain(checkpoint.shard("conversation-0001")) == plain(comments("x", "y"))
    with pytest.raises(KeyError):
        checkpoint.shard("closed-2026Q4")


def test_unchanged_shards_are_shared_and_changed_ones_replaced(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(1, main("a"), {"one": comments("1"), "two": comments("2"), "three": comments("3")})
    checkpoints.save(2, main("b"), {"two": comments("2", "changed")})
    Checkpoints(tmp_path).save(3, main("c"), {"three": {}})
    assert loaded(tmp_path) == {
        "seq": 3,
        "main": plain(main("c")),
        "one": plain(comments("1")),
        "two": plain(comments("2", "changed")),
    }
    assert "one-1.json" in files(tmp_path)
    assert not {"one-2.json", "one-3.json"} & files(tmp_path)


def test_three_generations_are_kept_and_nothing_else(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    folder = tmp_path / "checkpoints"
    for seq in range(10, 60, 10):
        checkpoints.save(
            seq,
            main(str(seq)),
            {"often": comments(str(seq))} | ({"once": comments("1")} if seq == 10 else {}),
        )
        (folder / ".main-1.json.4711.tmp").write_bytes(b"left by a kill")
        (folder / "main-7.json").write_bytes(b"left by a kill")
        if seq == 20:
            assert checkpoints.needed_after() == 0, "a full replay must stay possible"
    checkpoints.save(60, main("60"), {"often": comments("60")})
    kept = {f"{name}-{seq}.json" for name in ("checkpoint", "main", "often") for seq in (40, 50, 60)}
    assert files(tmp_path) == kept | {"once-10.json"}
    assert checkpoints.needed_after() == Checkpoints(tmp_path).needed_after() == 40


def test_the_same_record_can_be_checkpointed_again(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    for text in "abcde":
        assert checkpoints.save(5, main(text), {"one": comments(text)})
        assert loaded(tmp_path) == {"seq": 5, "main": plain(main(text)), "one": plain(comments(text))}
    assert len(files(tmp_path)) == 3


def test_an_older_state_never_takes_the_place_of_a_newer_one(tmp_path: Path) -> None:
    mine, theirs = Checkpoints(tmp_path), Checkpoints(tmp_path)
    mine.save(10, main("a"), {"one": comments("1"), "two": comments("1")})
    assert theirs.load() is not None
    assert theirs.save(20, main("b"), {"one": comments("2")})
    assert not mine.save(15, main("old"), {})
    assert mine.save(30, main("c"), {"one": comments("2"), "two": comments("3")})
    assert loaded(tmp_path)["one"] == plain(comments("2"))
    assert loaded(tmp_path)["seq"] == 30


def test_loading_does_not_wait_for_somebody_who_saves(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(1, main("a"), {})
    with LockFile(tmp_path / "checkpoints" / "checkpoint.lock").acquire():
        assert loaded(tmp_path)["seq"] == 1


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_manifest_or_main_file_costs_one_generation(tmp_path: Path, content: bytes | None) -> None:
    for name in ("checkpoint-20.json", "main-20.json"):
        folder = tmp_path / name
        checkpoints = Checkpoints(folder)
        checkpoints.save(10, main("a"), {"one": comments("1")})
        checkpoints.save(20, main("b"), {"one": comments("2")})
        overwrite(folder / "checkpoints" / name, content)

        survivor = Checkpoints(folder)
        checkpoint = survivor.load()
        assert checkpoint is not None
        assert (checkpoint.seq, plain(checkpoint.main)) == (10, plain(main("a")))
        assert plain(checkpoint.shard("one")) == plain(comments("1"))
        aside = folder / "set-aside"
        if name.startswith("checkpoint") and content is None:
            assert survivor.problems == (), "a manifest that is gone cannot be missed"
            continue
        assert len(survivor.problems) == 1
        assert "Checkpoint 20 could not be used" in survivor.problems[0]
        assert str(aside) in survivor.problems[0]
        if content is not None:
            assert (aside / name).read_bytes() == content
        assert Checkpoints(folder).load() is not None
        assert survivor.save(25, main("c"), {"one": comments("3")})
        fresh = Checkpoints(folder)
        assert loaded(folder)["one"] == plain(comments("3"))
        assert fresh.problems == ()


def test_one_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(10, main("a"), {})
    expected = loaded(tmp_path)
    for name in ("checkpoint-10.json", "main-10.json"):
        path = tmp_path / "checkpoints" / name
        good = path.read_bytes()
        for at in range(len(good)):
            path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            with pytest.raises(CheckpointsDamaged):
                Checkpoints(tmp_path).load()
        path.write_bytes(good)
    assert loaded(tmp_path) == expected


def test_when_all_are_broken_nothing_is_thrown_away_and_it_says_what_to_do(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    journal = open_journal(tmp_path)
    for n in range(3):
        append(journal, note(str(n)))
        checkpoints.save(n + 1, main(str(n)), {})
    for path in (tmp_path / "checkpoints").glob("main-*.json"):
        path.write_bytes(b"")
    before = files(tmp_path)
    for _ in range(2):
        with pytest.raises(CheckpointsDamaged, match=r"Nothing was changed\. Bring .* back from a backup"):
            Checkpoints(tmp_path).load()
        assert files(tmp_path) == before
    assert open_journal(tmp_path).begins_at == 1, "so everything can be replayed"
    assert notes(open_journal(tmp_path).read(0)) == [(1, "0"), (2, "1"), (3, "2")]


def test_behind_an_older_checkpoint_the_journal_still_has_every_record(tmp_path: Path) -> None:
    journal, checkpoints = open_journal(tmp_path), Checkpoints(tmp_path)
    for n in range(1, 41):
        with journal.step() as step:
            step.append([note(str(n))])
            if n % 5 == 0:
                step.rotate()
        if n % 5 == 0:
            checkpoints.save(n, main(str(n)), {})
            journal.forget(checkpoints.needed_after())
    assert len(list(tmp_path.glob("journal-*.jsonl"))) == 3
    for seq in (40, 35):
        (tmp_path / "checkpoints" / f"main-{seq}.json").write_bytes(b"broken")
    checkpoint = Checkpoints(tmp_path).load()
    assert checkpoint is not None
    assert checkpoint.seq == 30
    assert [line.seq for line in open_journal(tmp_path).read(30)] == list(range(31, 41))


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_shard_costs_that_shard_alone(tmp_path: Path, content: bytes | None) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(10, main("a"), {"one": comments("1"), "two": comments("2")})
    checkpoints.save(20, main("b"), {"one": comments("1", "more")})
    overwrite(tmp_path / "checkpoints" / "one-20.json", content)
    checkpoint = Checkpoints(tmp_path).load()
    assert checkpoint is not None
    assert checkpoint.seq == 20
    assert plain(checkpoint.shard("two")) == plain(comments("2"))
    with pytest.raises(ShardDamaged) as caught:
        checkpoint.shard("one")
    assert caught.value.name == "one"
    older = Checkpoints(tmp_path).load(before=20)
    assert older is not None
    assert plain(older.shard("one")) == plain(comments("1"))


def test_whoever_holds_a_generation_for_long_is_told_that_it_was_replaced(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(1, main("a"), {"one": comments("1")})
    old = Checkpoints(tmp_path).load()
    assert old is not None
    for seq in (2, 3):
        checkpoints.save(seq, main("b"), {"one": comments(str(seq))})
        assert plain(old.shard("one")) == plain(comments("1"))
    checkpoints.save(4, main("b"), {"one": comments("4")})
    with pytest.raises(CheckpointReplaced):
        old.shard("one")


def test_a_shard_that_only_a_broken_generation_had_is_not_carried_over_blindly(tmp_path: Path) -> None:
    mine = Checkpoints(tmp_path)
    mine.save(10, main("a"), {})
    mine.save(20, main("b"), {"one": comments("1")})
    (tmp_path / "checkpoints" / "checkpoint-20.json").write_bytes(b"broken meanwhile")
    theirs = Checkpoints(tmp_path)
    assert theirs.load() is not None
    theirs.save(15, main("c"), {})
    with pytest.raises(CheckpointReplaced, match=r"one-20\.json of checkpoint 20 is gone"):
        mine.save(30, main("d"), {})
    assert mine.load() is not None
    assert mine.save(30, main("d"), {"one": comments("again")})
    assert loaded(tmp_path)["one"] == plain(comments("again"))


def test_shards_of_a_generation_that_broke_under_its_maker_are_carried_over(tmp_path: Path) -> None:
    disk = FailingDisk()
    mine = Checkpoints(tmp_path, disk=disk)
    mine.save(10, main("a"), {})
    mine.save(20, main("b"), {"one": comments("1")})
    (tmp_path / "checkpoints" / "checkpoint-20.json").write_bytes(b"broken meanwhile")
    disk.taken_at_most = 100
    with pytest.raises(NotSaved):
        mine.save(25, main("c"), {})
    disk.taken_at_most = None
    assert mine.save(30, main("c"), {})
    assert loaded(tmp_path)["one"] == plain(comments("1"))
    assert "Checkpoint 20 could not be used" in mine.problems[0]


def test_a_generation_that_cannot_be_read_just_now_is_passed_over_and_left_alone(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(10, main("a"), {})
    checkpoints.save(20, main("b"), {})
    place = tmp_path / "checkpoints" / "main-20.json"
    place.unlink()
    place.mkdir()
    survivor = Checkpoints(tmp_path)
    checkpoint = survivor.load()
    assert checkpoint is not None
    assert checkpoint.seq == 10
    assert "main-20.json cannot be read: is a directory" in survivor.problems[0]
    assert place.is_dir()
    (tmp_path / "checkpoints" / "checkpoint-10.json").unlink()
    with pytest.raises(StoreUnreadable):
        Checkpoints(tmp_path).load()


def test_a_generation_that_was_made_anew_meanwhile_is_not_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(10, main("a"), {})
    checkpoints.save(20, main("b"), {})
    path = tmp_path / "checkpoints" / "main-20.json"
    good = path.read_bytes()
    path.write_bytes(b"broken")
    genuine = LockFile.try_acquire

    def after_somebody_else(lock: LockFile) -> Lock | None:
        path.write_bytes(good)
        return genuine(lock)

    monkeypatch.setattr(LockFile, "try_acquire", after_somebody_else)
    checkpoint = Checkpoints(tmp_path).load()
    assert checkpoint is not None
    assert checkpoint.seq == 10
    assert path.read_bytes() == good
    assert loaded(tmp_path)["seq"] == 20


def test_a_generation_that_is_made_anew_while_it_is_opened_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Checkpoints(tmp_path).save(10, main("a"), {})
    genuine = Generations.manifest
    others = iter([Checkpoints(tmp_path)])

    def overtaken(generations: Generations, seq: int) -> Manifest:
        manifest = genuine(generations, seq)
        for other in others:
            other.save(10, main("b"), {})
        return manifest

    monkeypatch.setattr(Generations, "manifest", overtaken)
    survivor = Checkpoints(tmp_path)
    checkpoint = survivor.load()
    assert checkpoint is not None
    assert plain(checkpoint.main) == plain(main("b"))
    assert survivor.problems == ()


def test_a_newer_format_is_readable_at_best_and_never_replaced(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(10, main("a"), {})
    path = tmp_path / "checkpoints" / "checkpoint-10.json"
    manifest = parse(path.read_bytes())
    path.write_bytes(render(Manifest(manifest.seq, manifest.main, manifest.shards, format=2)))
    newer = Checkpoints(tmp_path)
    checkpoint = newer.load()
    assert checkpoint is not None
    assert plain(checkpoint.main) == plain(main("a"))
    assert "read-only until you upgrade" in newer.problems[0]
    for each in (newer, checkpoints):
        with pytest.raises(NewerFormat):
            each.save(20, main("b"), {})
    assert loaded(tmp_path)["seq"] == 10

    unknown = json.dumps({"format": 3, "parts": []}, separators=(",", ":")).encode()
    path.write_bytes(b'{"crc":"%08x","manifest":%s}\n' % (Fingerprint.of(unknown).crc, unknown))
    with pytest.raises(NewerFormat):
        Checkpoints(tmp_path).load()
    with pytest.raises(NewerFormat):
        Checkpoints(tmp_path).save(20, main("b"), {})


def test_manifests_survive_their_own_writing() -> None:
    part = Part("main-1.json", Fingerprint(12, 0xAB))
    manifest = Manifest(1, part, {"zwei": Part("b.json", Fingerprint(0, 0)), "eins": part})
    assert parse(render(manifest)) == manifest
    assert manifest.files == {"main-1.json", "b.json"}


@pytest.mark.parametrize("name", ["", "main", "checkpoint", "../evil", "a/b", ".hidden", "a b", "größe", "-"])
def test_a_shard_cannot_be_named_like_a_path_or_like_our_own_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a shard"):
        Checkpoints(tmp_path).save(1, main("a"), {name: comments("1")})
    assert list(tmp_path.iterdir()) == []


def test_files_are_their_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Checkpoints(tmp_path / "store").save(1, main("a"), {"one": comments("1")})
    finally:
        os.umask(before)
    for path in (tmp_path / "store", *(tmp_path / "store").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("room", [0, 30, 200, 600])
def test_a_full_disk_leaves_the_old_generation_and_takes_no_space(tmp_path: Path, room: int) -> None:
    disk = FailingDisk()
    checkpoints = Checkpoints(tmp_path, disk=disk)
    checkpoints.save(1, main("a"), {"one": comments("1")})
    before, expected = files(tmp_path), loaded(tmp_path)
    disk.taken_at_most = room
    with pytest.raises(NotSaved, match="the disk is full"):
        checkpoints.save(2, main("b" * 300), {"one": comments("2"), "two": comments("2")})
    assert files(tmp_path) == before
    assert loaded(tmp_path) == expected
    disk.taken_at_most = None
    assert checkpoints.save(3, main("c"), {"two": comments("3")})
    assert loaded(tmp_path)["two"] == plain(comments("3"))


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "checkpoints").write_bytes(b"a file")
    with pytest.raises(StoreUnreadable):
        Checkpoints(tmp_path).load()


def test_a_save_killed_at_any_point_leaves_the_old_or_the_new_generation(tmp_path: Path) -> None:
    """The child dies without cleaning up, before, within and after each write, fsync and rename."""
    Checkpoints(tmp_path / "start").save(1, main("old" * 50), {"one": comments("1"), "two": comments("2")})
    old = loaded(tmp_path / "start")
    with child("-m", "tests.store.killed_save", str(tmp_path)) as process:
        rounds = int(next_line(process))
    outcomes = []
    for number in range(rounds):
        folder = tmp_path / str(number)
        found = loaded(folder)
        assert found in (old, NEW), number
        outcomes.append(found == NEW)
        survivor = Checkpoints(folder)
        assert survivor.load() is not None
        assert survivor.problems == ()
        survivor.save(9, main("after"), {"two": comments("after")})
        seqs = {1, 9} | ({2} if found == NEW else set())
        expected = {f"{name}-{seq}.json" for name in ("main", "checkpoint") for seq in seqs}
        assert expected <= files(folder)
        kept = {int(name.removesuffix(".json").rpartition("-")[2]) for name in files(folder)}
        assert kept <= seqs, number
    assert outcomes == sorted(outcomes)
    assert {True, False} == set(outcomes)
    assert rounds > 20


NEW = {
    "seq": 2,
    "main": plain(main("new")),
    "one": plain(comments("1 new")),
    "two": plain(comments("2")),
    "six": plain(comments("6")),
}
