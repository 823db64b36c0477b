"""A small program on top of the store: it appends numbered entries and folds them into checkpoints.

`python -m tests.store.entries FOLDER RUN [checkpoints]` appends until it is killed and prints `seq n` for
each entry that was acknowledged. Entries and checkpoints shrink as well as grow, because a shorter write over
a longer one is where files get mixed up.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shiftui.store.checkpoint import Checkpoint, Checkpoints, Tables
from shiftui.store.errors import CheckpointReplaced, TooFarBehind
from tests.store.support import Record, open_journal

_SHARD = 50
"""Entries that a shard takes over from the main file."""
_LONGEST = 800

Entry = tuple[str, int]
"""The run that appended it, and its number within that run."""


class Entries:
    """All entries by sequence number."""

    def __init__(self, folder: Path) -> None:
        self.journal = open_journal(folder)
        self.checkpoints = Checkpoints(folder)
        self.known: dict[int, Entry] = {}
        self.seq = 0
        self._saved = 0
        self.recover()

    def recover(self) -> None:
        """Read the newest checkpoint and what follows it, again if others replace them meanwhile."""
        while True:
            try:
                self._recover()
                return
            except (CheckpointReplaced, TooFarBehind):
                continue

    def append(self, records: list[Record]) -> list[int]:
        with self.journal.step() as step:
            return [line.seq for line in step.append(records)]

    def checkpoint(self) -> None:
        try:
            with self.journal.step() as step:
                for line in step.tail(self.seq):
                    self._take(line.seq, line.record)
                step.rotate()
        except TooFarBehind:
            self.recover()
            return
        changed = range(self._saved // _SHARD, self.seq // _SHARD)
        main = self._tables(self.seq // _SHARD * _SHARD + 1, self.seq)
        shards = {f"closed-{n:04}": self._tables(n * _SHARD + 1, (n + 1) * _SHARD) for n in changed}
        if self.checkpoints.save(self.seq, main, shards):
            self._saved = self.seq
        self.journal.forget(self.checkpoints.needed_after())

    def _recover(self) -> None:
        checkpoint = self.checkpoints.load()
        self.known = {} if checkpoint is None else _entries_of(checkpoint)
        self.seq = self._saved = 0 if checkpoint is None else checkpoint.seq
        for line in self.journal.read(self.seq):
            self._take(line.seq, line.record)

    def _take(self, seq: int, record: Record) -> None:
        self.known[seq] = (record["run"], record["n"])
        self.seq = seq

    def _tables(self, first: int, last: int) -> Tables:
        rows = ((seq, *self.known[seq]) for seq in range(first, last + 1))
        return {"entries": [{"seq": seq, "run": run, "n": n, "text": _text(n)} for seq, run, n in rows]}


def _entries_of(checkpoint: Checkpoint) -> dict[int, Entry]:
    tables = [checkpoint.main, *(checkpoint.shard(name) for name in checkpoint.shard_names)]
    return {row["seq"]: (row["run"], row["n"]) for table in tables for row in table["entries"]}


def _text(n: int) -> str:
    return "x" * (_LONGEST - n * 97 % _LONGEST)


def run(folder: Path, name: str, *, with_checkpoints: bool) -> None:
    entries = Entries(folder)
    n = 0
    while True:
        batch = [{"run": name, "n": number, "text": _text(number)} for number in range(n, n + n % 4 + 1)]
        seqs = entries.append(batch)
        acknowledged = "".join(f"{seq} {number}\n" for number, seq in enumerate(seqs, start=n))
        os.write(1, acknowledged.encode())
        n += len(batch)
        if with_checkpoints and n % 3 == 0:
            entries.checkpoint()


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], with_checkpoints="checkpoints" in sys.argv)
