"""The journal: what was acknowledged to a person is in it, whatever happens to the process or the machine.

Every process of a workspace appends to the same chain of files, one step at a time under `journal.lock`.
Records come back in the order of their sequence numbers, which have no gaps.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from shiftui.domain.values import dataclass
from shiftui.store import lines, segment_writer, segments
from shiftui.store.disk import DISK, Disk, ensure_folder, sync_folder
from shiftui.store.errors import NewerFormat, StoreReadOnly, unwritable
from shiftui.store.locks import StepLock
from shiftui.store.problems import Problems
from shiftui.store.segments import Advance, Position, segment_path

R = TypeVar("R")

FIRST_READ_WAIT: Final = 2.0
"""Seconds that a reader who knows nothing yet waits for a writer to finish."""
FOLLOW_WAIT: Final = 0.02
"""Seconds that a reader who follows waits; it comes back anyway."""

_REMEMBERED: Final = 8
"""Positions kept, so that a consumer who is some records behind need not start over."""


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """A record and its place in the journal; sequence numbers start at 1."""

    seq: int
    record: R


class FileJournal(Generic[R]):
    """The journal in `folder`, which is created by the first step. Safe to use from several threads.

    `encode` makes a JSON object of a record; `decode` reads one and may raise `ValueError`, `LookupError` or
    `TypeError`, upon which that line is set aside and the rest is kept.
    """

    def __init__(
        self,
        folder: Path,
        encode: Callable[[R], dict[str, Any]],
        decode: Callable[[Any], R],
        *,
        disk: Disk = DISK,
    ) -> None:
        self.folder = folder
        self._encode = encode
        self._decode = decode
        self._disk = disk
        self._lock = StepLock(folder)
        self._known: tuple[Position, ...] = ()
        self._floor = 0
        self._patience = FIRST_READ_WAIT
        self._format = lines.FORMAT
        self._problems = Problems(folder, disk)

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found broken, and what became of it, in words for a person."""
        return self._problems.told

    @property
    def begins_at(self) -> int | None:
        """The first record that is still there, `None` without a journal; 1 allows to replay all of it."""
        return next(iter(segments.list_segments(self.folder)), None)

    def obstacle(self) -> StoreReadOnly | None:
        """Why nothing can be written here as far as is known without trying, or `None`."""
        if self._format > lines.FORMAT:
            return NewerFormat(self._format, lines.FORMAT)
        if os.path.isdir(self.folder) and not os.access(self.folder, os.W_OK | os.X_OK):
            return StoreReadOnly(
                f"{self.folder} cannot be written: no permission, or a read-only file system"
            )
        return None

    def read(self, after: int) -> tuple[Line[R], ...]:
        """Every good record with a sequence number above `after`, in order.

        Takes no lock while nothing is new. Otherwise it makes sure that no write is under way, since a record
        whose fsync fails must not have been shown: a reader who follows gets nothing this time and comes
        back, one who knows nothing yet waits up to `FIRST_READ_WAIT` and then reads what there is.
        Raises `TooFarBehind` when older records were removed, and `StoreUnreadable`.
        """
        self._floor = max(self._floor, after)
        position = self._position(after)
        if position is not None and segments.is_unchanged(self.folder, position):
            return ()
        with self._lock.shared(self._patience if position is None else FOLLOW_WAIT) as settled:
            self._patience = FOLLOW_WAIT
            if not settled and position is not None:
                return ()
            found = segments.advance(self.folder, position, after)
            if settled:
                self._learn(found, after)
            return self._decoded(found, after)

    @contextmanager
    def step(self) -> Iterator[Step[R]]:
        """Hold `journal.lock`, and with it the right to append, until the block ends.

        Raises `Busy` after `STEP_WAIT` seconds, `StoreReadOnly` or `NotSaved`. A step inside a step of the
        same thread is the same step.
        """
        try:
            ensure_folder(self._disk, self.folder)
        except OSError as error:
            raise unwritable(error, self.folder) from error
        if (obstacle := self.obstacle()) is not None:
            raise obstacle
        with self._lock.exclusive():
            step = Step(self)
            try:
                yield step
            finally:
                step.close()

    def forget(self, upto: int) -> None:
        """Remove the files that hold only records up to `upto`, never the newest. Raises as `step` does."""
        with self.step():
            firsts = segments.list_segments(self.folder)
            old = [first for first, following in pairwise(firsts) if following <= upto + 1]
            try:
                for first in old:
                    segment_path(self.folder, first).unlink()
                if old:
                    sync_folder(self._disk, self.folder)
            except OSError as error:
                raise unwritable(error, self.folder) from error

    # What follows runs under the lock, on behalf of a step.

    def _tail(self, after: int) -> tuple[Line[R], ...]:
        self._floor = max(self._floor, after)
        position = self._position(after)
        if position is not None and segments.is_unchanged(self.folder, position):
            return ()
        found = segments.advance(self.folder, position, after)
        self._learn(found, after)
        return self._decoded(found, after)

    def _append(self, records: Sequence[R]) -> tuple[Line[R], ...]:
        if not records:
            return ()
        position = self._mended()
        first = self._next_seq(position)
        batch = lines.render_batch(first, [self._encode(record) for record in records])
        last = first + len(records) - 1
        if position is None:
            self._remember(self._create(first, batch, last))
        else:
            self._remember(self._extend(position, batch, last))
        self._floor = last
        return tuple(Line(seq, record) for seq, record in enumerate(records, start=first))

    def _rotate(self) -> None:
        position = self._mended()
        if position is not None and position.last >= position.segment:
            first = self._next_seq(position)
            self._remember(self._create(first, b"", first - 1))

    def _mended(self) -> Position | None:
        """The journal's end, after whatever a killed writer left behind it was taken away."""
        position = self._known[-1] if self._known else None
        if position is None or not segments.is_unchanged(self.folder, position):
            found = segments.advance(self.folder, position, None)
            self._learn(found, None)
            position = found.position
            if position is not None and found.tail and self._format == lines.FORMAT:
                self._cut_tail(position, found.tail)
        if self._format > lines.FORMAT:
            raise NewerFormat(self._format, lines.FORMAT)
        self._problems.file_damage()
        return position

    def _cut_tail(self, position: Position, tail: bytes) -> None:
        path = segment_path(self.folder, position.segment)
        try:
            self._problems.file_tail(position, tail)
            segment_writer.truncate(self._disk, path, position.end)
        except OSError as error:
            raise unwritable(error, path) from error

    def _create(self, first: int, batch: bytes, last: int) -> Position:
        path = segment_path(self.folder, first)
        seen = segment_writer.extend(self._disk, path, 0, lines.HEADER + batch)
        return Position(first, seen.st_size, last, seen.st_ino, folder_modified=0)

    def _extend(self, position: Position, batch: bytes, last: int) -> Position:
        path = segment_path(self.folder, position.segment)
        data = batch if position.end else lines.HEADER + batch
        end = segment_writer.extend(self._disk, path, position.end, data).st_size
        return replace(position, end=end, last=last)

    # What is known, and what was found.

    def _position(self, after: int) -> Position | None:
        return next((known for known in reversed(self._known) if known.last <= after), None)

    def _remember(self, position: Position) -> None:
        self._known = (*self._known, position)[-_REMEMBERED:]

    def _next_seq(self, position: Position | None) -> int:
        """Above all that is in the journal, and above all that anybody here knows to have been in it."""
        return max(position.last if position else 0, self._floor) + 1

    def _learn(self, found: Advance, after: int | None) -> None:
        self._format = max(self._format, found.format)
        if found.position is not None:
            self._remember(found.position)
        self._problems.note(found, after)

    def _decoded(self, found: Advance, after: int) -> tuple[Line[R], ...]:
        decoded = []
        for raw in found.lines:
            if raw.seq > after:
                try:
                    decoded.append(Line(raw.seq, self._decode(lines.parse_record(raw))))
                except (ValueError, LookupError, TypeError) as error:
                    self._problems.note_undecodable(found, raw, error)
        return tuple(decoded)


class Step(Generic[R]):
    """The right to append, from `FileJournal.step`, until its block ends."""

    def __init__(self, journal: FileJournal[R]) -> None:
        self._journal: FileJournal[R] | None = journal

    def tail(self, after: int) -> tuple[Line[R], ...]:
        """Every good record above `after`, as `read` does; nobody else adds one during the step."""
        return self._held()._tail(after)

    def append(self, records: Sequence[R]) -> tuple[Line[R], ...]:
        """Make `records` durable, all of them or none, and return them with their sequence numbers.

        Raises `NotSaved` (disk full, failing disk) or `StoreReadOnly`; the journal is then as it was before.
        """
        return self._held()._append(records)

    def rotate(self) -> None:
        """Begin a new file, so that `forget` can remove what checkpoints cover. Raises as `append`."""
        self._held()._rotate()

    def close(self) -> None:
        """End the step."""
        self._journal = None

    def _held(self) -> FileJournal[R]:
        if self._journal is None:
            raise RuntimeError("this step has ended; the lock is no longer held")
        return self._journal
