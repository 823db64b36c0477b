"""Checkpoints: what the journal amounts to at one of its records, in TinyDB files, for a quick start.

A generation is a manifest and the files that it names: `main`, which every command reads, and shards that
are loaded on demand. A file never changes, so generations share the shards that did not; three are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from tinydb import TinyDB

from shiftui.domain.values import dataclass
from shiftui.store.atomic_storage import AtomicJSONStorage
from shiftui.store.disk import DISK, Disk, ensure_folder, replace_file, sync_folder
from shiftui.store.errors import (
    CheckpointReplaced,
    CheckpointsDamaged,
    NewerFormat,
    ShardDamaged,
    StoreDamaged,
    StoreError,
    StoreUnreadable,
    unwritable,
)
from shiftui.store.generations import KEPT, Generations
from shiftui.store.locks import LockFile
from shiftui.store.manifest import FORMAT, Manifest, Part, manifest_name, render

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table name to its documents, in order."""

FOLDER: Final = "checkpoints"
LOCK: Final = "checkpoint.lock"

_MAIN: Final = "main"
_RESERVED: Final = frozenset({_MAIN, "checkpoint"})
_ATTEMPTS: Final = 5
"""How often a generation may be replaced while it is being opened."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One generation, opened. Its shards can be loaded until three newer ones exist."""

    manifest: Manifest
    main: Tables
    folder: Path

    @property
    def seq(self) -> int:
        """The last journal record whose effect is in it; what follows is to be replayed."""
        return self.manifest.seq

    @property
    def shard_names(self) -> frozenset[str]:
        """The shards that it has."""
        return frozenset(self.manifest.shards)

    def shard(self, name: str) -> Tables:
        """Load a shard. Raises `KeyError`, `ShardDamaged`, `CheckpointReplaced` and `StoreUnreadable`."""
        try:
            return _read_tables(self.folder, self.manifest.shards[name])
        except StoreDamaged as damage:
            if not (self.folder / manifest_name(self.seq)).exists():
                raise CheckpointReplaced(f"checkpoint {self.seq} was replaced by newer ones") from damage
            raise ShardDamaged(name, damage.reason) from damage


class Checkpoints:
    """The checkpoints in `folder`, in a folder of their own there. Any process may save."""

    def __init__(self, folder: Path, *, disk: Disk = DISK) -> None:
        self._home = folder
        self._folder = folder / FOLDER
        self._disk = disk
        self._lock = LockFile(self._folder / LOCK)
        self._generations = Generations(self._folder, disk)
        self._base: Manifest | None = None
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found broken, and what became of it, in words for a person."""
        return tuple(self._problems.values())

    def load(self, before: int | None = None) -> Checkpoint | None:
        """The newest good generation (older than `before`, if given), or `None` where none was ever made.

        Newer broken ones are set aside and told in `problems`; the journal holds all that came after the
        good one. Raises `CheckpointsDamaged` when all are broken, which then stay where they are;
        `NewerFormat` and `StoreUnreadable`.
        """
        for _ in range(_ATTEMPTS):
            try:
                return self._newest(before)
            except CheckpointReplaced:
                continue
        raise StoreUnreadable(f"the checkpoints in {self._folder} keep changing; try again")

    def save(self, seq: int, main: Tables, shards: Mapping[str, Tables]) -> bool:
        """Make a generation of what holds after record `seq`; `False` if there is a later one already.

        `shards` has those that changed since this object's last `load` or `save`; the others are carried
        over, and one given without any table is dropped. Raises `NotSaved`, `StoreReadOnly`, `NewerFormat`,
        `Busy`, `StoreUnreadable`, and `CheckpointReplaced` when what to carry over is gone (`load` again).
        The earlier generations are unharmed in each case.
        """
        _check_names(shards)
        try:
            ensure_folder(self._disk, self._folder)
        except OSError as error:
            raise unwritable(error, self._folder) from error
        with self._lock.acquire():
            good, broken = self._generations.manifests()
            _refuse_newer(good)
            self._move_aside(broken)
            base = self._base_among(good)
            if good and good[0].seq > seq:
                return False
            try:
                self._base = self._write(seq, main, shards, base)
            finally:
                self._tidy(self._base or base)
        return True

    def needed_after(self) -> int:
        """All kept generations cover the journal up to this record: `FileJournal.forget` may have those.

        0 until there are three, so that a full replay stays possible. Raises `StoreUnreadable`.
        """
        try:
            good, _ = self._generations.manifests()
        except CheckpointReplaced:  # another process saves at this moment, and forgets for both
            return 0
        return good[KEPT - 1].seq if len(good) >= KEPT else 0

    def _newest(self, before: int | None) -> Checkpoint | None:
        broken: dict[int, StoreError] = {}
        for seq in self._generations.seqs():
            if before is not None and seq >= before:
                continue
            try:
                checkpoint = self._open(seq)
            except (StoreDamaged, StoreUnreadable) as error:
                broken[seq] = error
                continue
            self._base = checkpoint.manifest
            if checkpoint.manifest.format > FORMAT:
                self._problems["format"] = f"{NewerFormat(checkpoint.manifest.format, FORMAT)}."
            else:
                self._retire(broken, seq)
            return checkpoint
        for trouble in broken.values():
            if isinstance(trouble, StoreUnreadable):
                raise trouble
        if broken:
            raise _nothing_left(self._folder, broken)
        return None

    def _open(self, seq: int) -> Checkpoint:
        manifest = self._generations.manifest(seq)
        try:
            return Checkpoint(manifest, _read_tables(self._folder, manifest.main), self._folder)
        except StoreDamaged:
            if self._generations.manifest(seq) != manifest:
                raise CheckpointReplaced(f"checkpoint {seq} was made anew") from None
            raise

    def _write(self, seq: int, main: Tables, shards: Mapping[str, Tables], base: Manifest | None) -> Manifest:
        parts = dict(base.shards) if base is not None else {}
        for name, tables in shards.items():
            parts.pop(name, None)
            if tables:
                parts[name] = self._write_part(name, seq, tables)
        manifest = Manifest(seq, self._write_part(_MAIN, seq, main), parts)
        path = self._folder / manifest_name(seq)
        try:
            sync_folder(self._disk, self._folder)  # the parts' names, before the manifest that needs them
            replace_file(self._disk, path, render(manifest))
        except OSError as error:
            raise unwritable(error, path) from error
        return manifest

    def _write_part(self, name: str, seq: int, tables: Tables) -> Part:
        file = self._generations.free_name(name, seq)
        options = {"storage": AtomicJSONStorage, "disk": self._disk, "folder_follows": True}
        with TinyDB(self._folder / file, **options) as database:
            storage = cast(AtomicJSONStorage, database.storage)
            storage.write(
                {
                    table: {str(number): dict(document) for number, document in enumerate(documents, start=1)}
                    for table, documents in tables.items()
                }
            )
            assert storage.fingerprint is not None
            return Part(file, storage.fingerprint)

    def _base_among(self, good: Sequence[Manifest]) -> Manifest | None:
        """What to carry unchanged shards over from: the newest on disk, unless we know a newer one.

        The caller followed the journal, so what it gives has all changes since a newer generation, too. The
        one that we know is missing on the disk only when its manifest broke there meanwhile.
        """
        newest = good[0] if good else None
        if self._base is None or (newest is not None and newest.seq >= self._base.seq):
            return newest
        for part in self._base.shards.values():
            if not (self._folder / part.file).exists():
                raise CheckpointReplaced(f"{part.file} of checkpoint {self._base.seq} is gone")
        return self._base

    def _tidy(self, base: Manifest | None) -> None:
        """Remove what no generation needs; where that fails, it only takes space until the next time."""
        try:
            good, _ = self._generations.manifests()
            self._generations.collect(good, base)
        except (OSError, StoreError):
            return

    def _retire(self, broken: Mapping[int, StoreError], good: int) -> None:
        """Set broken generations aside, if nobody is saving just now."""
        if not broken:
            return
        for seq, trouble in broken.items():
            self._problems[str(seq)] = (
                f"Checkpoint {seq} could not be used ({trouble.reason}); went on from {good} and the journal."
            )
        try:
            lock = self._lock.try_acquire()
        except StoreError:
            return
        if lock is not None:
            with lock:
                self._move_aside({seq: trouble for seq, trouble in broken.items() if self._is_damaged(seq)})

    def _is_damaged(self, seq: int) -> bool:
        """Whether it is so now that nobody can be making it anew; what cannot be read stays where it is."""
        try:
            self._open(seq)
        except StoreDamaged:
            return True
        except StoreError:
            return False
        return False

    def _move_aside(self, broken: Mapping[int, StoreError]) -> None:
        for seq, trouble in broken.items():
            told = self._problems.get(str(seq), f"Checkpoint {seq} could not be used ({trouble.reason}).")
            try:
                path = self._generations.set_aside(self._home, seq, _MAIN)
            except OSError as error:
                self._problems[str(seq)] = f"{told} It could not be set aside ({error.strerror})."
            else:
                self._problems[str(seq)] = f"{told} It was kept in {path.parent}."


def _read_tables(folder: Path, part: Part) -> Tables:
    with TinyDB(folder / part.file, storage=AtomicJSONStorage, expected=part.fingerprint) as database:
        return {name: tuple(database.table(name)) for name in sorted(database.tables())}


def _check_names(shards: Mapping[str, Tables]) -> None:
    for name in shards:
        is_plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
        if not is_plain or name in _RESERVED:
            raise ValueError(
                f"{name!r} cannot name a shard: letters, digits, - and _ only, and not {_RESERVED}"
            )


def _refuse_newer(good: Sequence[Manifest]) -> None:
    for manifest in good:
        if manifest.format > FORMAT:
            raise NewerFormat(manifest.format, FORMAT)


def _nothing_left(folder: Path, broken: Mapping[int, StoreError]) -> CheckpointsDamaged:
    reasons = "; ".join(trouble.reason for trouble in broken.values())
    return CheckpointsDamaged(
        f"no checkpoint can be read ({reasons}). Nothing was changed. Bring {folder} back from a backup; "
        "or move it away: what the journal still holds is kept, and GitHub is read again"
    )
