"""The chain of journal files and a reader's place in it.

A file is named after the first record that may go into it: `journal-101.jsonl` holds records 101 and on. Only
the newest one grows. A reader keeps a `Position`, a plain value, and asks what came after it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from shiftui.domain.values import dataclass
from shiftui.store import lines
from shiftui.store.disk import read_from
from shiftui.store.errors import TooFarBehind, unreadable
from shiftui.store.lines import FORMAT, BadLine, RawLine

_PREFIX: Final = "journal-"
_SUFFIX: Final = ".jsonl"
_ATTEMPTS: Final = 5
"""How often files may vanish under a reader who holds no lock, before it says so."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the journal was read, and what its newest file looked like then."""

    segment: int
    """the first record that the file is for"""
    end: int
    """bytes of it that are whole batches"""
    last: int
    """sequence number of the last good record"""
    inode: int
    """of the file"""
    folder_modified: int
    """`st_mtime_ns` of the folder from before it was listed; 0 when it was not"""


class Damage(NamedTuple):
    """A bad line and the file that it is in."""

    segment: int
    line: BadLine


@dataclass(frozen=True, slots=True)
class Advance:
    """What was found on the way from one position to the end of the journal."""

    position: Position | None
    """`None` while there is no journal file"""
    lines: tuple[RawLine, ...] = ()
    damage: tuple[Damage, ...] = ()
    missing: tuple[tuple[int, int], ...] = ()
    """ranges of sequence numbers, both ends included, that nothing was found of"""
    tail: bytes = b""
    """a batch that was cut off, after `position.end`"""
    format: int = FORMAT
    """the newest format met"""


def segment_path(folder: Path, first: int) -> Path:
    """The file that begins with record `first`."""
    return folder / f"{_PREFIX}{first}{_SUFFIX}"


def list_segments(folder: Path) -> list[int]:
    """The first records of all journal files, ascending. Raises `StoreUnreadable`."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(error, folder) from error
    firsts = (
        name[len(_PREFIX) : -len(_SUFFIX)]
        for name in names
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX)
    )
    return sorted(int(first) for first in firsts if first.isascii() and first.isdigit() and first[0] != "0")


def is_unchanged(folder: Path, position: Position) -> bool:
    """Whether nothing was written since; costs three `stat` calls.

    The next file's name is looked for as well, because a folder's time stamp is too coarse to show a rotation
    that follows another change within milliseconds.
    """
    try:
        seen = os.stat(segment_path(folder, position.segment))
        folder_modified = os.stat(folder).st_mtime_ns
    except OSError:
        return False
    return (
        seen.st_size == position.end
        and seen.st_ino == position.inode
        and folder_modified == position.folder_modified
        and (position.last < position.segment or not os.path.lexists(segment_path(folder, position.last + 1)))
    )


def advance(folder: Path, position: Position | None, after: int | None) -> Advance:
    """Read on from `position` to the end, or from record `after` where the position does not help.

    Without `after` only the end matters and a fresh reader starts with the newest file. Lines up to `after`
    may be among those returned. Raises `TooFarBehind` and `StoreUnreadable`.
    """
    for _ in range(_ATTEMPTS):
        try:
            return _advance(folder, position, after)
        except FileNotFoundError:
            continue  # removed between listing and opening: newer ones took over
        except OSError as error:
            raise unreadable(error, folder) from error
    raise TooFarBehind(after or 0, (list_segments(folder) or [1])[0])


def _advance(folder: Path, position: Position | None, after: int | None) -> Advance:
    if not folder.is_dir():
        return Advance(None)
    folder_modified = os.stat(
        folder
    ).st_mtime_ns  # before the listing: what appears later must look like a change
    firsts = list_segments(folder)
    if not firsts:
        return Advance(None)
    if after is not None and after + 1 < firsts[0]:
        raise TooFarBehind(after, firsts[0])
    if position is None or not _still_holds(folder, position, firsts, after):
        segment, end, last = _start(firsts, after)
    else:
        segment, end, last = position.segment, position.end, position.last
    found: list[RawLine] = []
    damage: list[Damage] = []
    missing: list[tuple[int, int]] = []
    newest = FORMAT
    for first in (first for first in firsts if first >= segment):
        offset = end if first == segment else 0
        data, seen = read_from(segment_path(folder, first), offset)
        header = 0
        if offset == 0:
            declared, header = lines.parse_header(data)
            newest = max(newest, declared)
        if first > last + 1:
            missing.append((last + 1, first - 1))
            last = first - 1
        scan = lines.scan(data[header:], offset + header, last, sealed=first != firsts[-1])
        damage += (Damage(first, bad) for bad in scan.bad)
        if not scan.bad:
            missing += _holes(last, scan.lines)
        found += scan.lines
        last = scan.lines[-1].seq if scan.lines else last
        place = Position(first, scan.end, last, seen.st_ino, folder_modified)
    return Advance(place, tuple(found), tuple(damage), tuple(missing), scan.tail, newest)


def _still_holds(folder: Path, position: Position, firsts: list[int], after: int | None) -> bool:
    if position.segment not in firsts or (after is not None and position.last > after):
        return False
    seen = os.stat(segment_path(folder, position.segment))
    return seen.st_ino == position.inode and seen.st_size >= position.end


def _start(firsts: list[int], after: int | None) -> tuple[int, int, int]:
    segment = max(first for first in firsts if after is None or first <= after + 1)
    return segment, 0, segment - 1


def _holes(last: int, found: tuple[RawLine, ...]) -> list[tuple[int, int]]:
    holes = []
    for line in found:
        if line.seq != last + 1:
            holes.append((last + 1, line.seq - 1))
        last = line.seq
    return holes
