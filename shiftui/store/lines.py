"""How records lie in a journal file, and what may be believed of a file that was cut or damaged.

A file begins with `{"format":1}`. Each line after it is a JSON array

    ["<crc>",<seq>,<first>,<last>,<record>]

where `crc` is the CRC-32 (eight hexadecimal digits) of all that follows it on the line, and `first` and
`last` are the sequence numbers of the batch that the record was appended with. The last batch of the newest
file counts only when every line of it is there. A batch that something follows had been acknowledged: there,
a bad line costs only itself. Pure: bytes in, facts out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any, Final, NamedTuple
from zlib import crc32

from shiftui.domain.values import dataclass
from shiftui.jsontext import from_json, to_json

FORMAT: Final = 1
HEADER: Final = b'{"format":%d}\n' % FORMAT

_LONGEST_HEADER: Final = 200
_CRC = slice(2, 10)
_CHECKED = slice(12, None)


class RawLine(NamedTuple):
    """A good line whose record was not decoded yet (a named tuple, for thousands are made at every start)."""

    seq: int
    first: int
    last: int
    record: bytes
    offset: int


class BadLine(NamedTuple):
    """Bytes that are no line of ours, without the newline."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """What a piece of a journal file holds."""

    lines: tuple[RawLine, ...]
    """the good lines, in order"""
    bad: tuple[BadLine, ...]
    """what could not be read between them"""
    end: int
    """where the last whole batch ends, in bytes from the start of the file"""
    tail: bytes
    """what follows `end`: a batch that was cut off, or nothing"""


def render_batch(first: int, records: Sequence[Any]) -> bytes:
    """The lines for `records` (JSON objects), numbered from `first`."""
    last = first + len(records) - 1
    return b"".join(
        render_line(seq, first, last, to_json(record)) for seq, record in enumerate(records, start=first)
    )


def render_line(seq: int, first: int, last: int, record: bytes) -> bytes:
    """One line, newline included; `record` is compact JSON."""
    checked = b"%d,%d,%d,%s]" % (seq, first, last, record)
    return b'["%08x",%s\n' % (crc32(checked), checked)


def parse_line(data: bytes, offset: int) -> RawLine | None:
    """Read a line (without its newline), or `None` when it is not exactly what we wrote."""
    checked = data[_CHECKED]
    if data[:2] != b'["' or data[10:12] != b'",' or data[_CRC] != b"%08x" % crc32(checked):
        return None
    try:
        seq, first, last, record = checked[:-1].split(b",", 3)
        line = RawLine(int(seq), int(first), int(last), record, offset)
    except ValueError:
        return None
    return line if line.first <= line.seq <= line.last else None


def parse_record(line: RawLine) -> Any:
    """The JSON value of a line's record."""
    return from_json(line.record)


def parse_header(data: bytes) -> tuple[int, int]:
    """The format that a file's beginning declares, and the length of that; `(FORMAT, 0)` when it has none."""
    line, newline, _ = data[:_LONGEST_HEADER].partition(b"\n")
    if newline and line.startswith(b'{"format":'):
        try:
            found = from_json(line)["format"]
        except ValueError:
            return FORMAT, 0
        if isinstance(found, int) and found > 0:
            return found, len(line) + 1
    return FORMAT, 0


def scan(data: bytes, offset: int, last: int, *, sealed: bool) -> Scan:
    """Read the lines of `data`, which starts `offset` bytes into its file, after record `last`.

    In a `sealed` file (a newer one exists) no batch can still be cut off: all good lines count.
    """
    scanner = _Scanner(offset, last)
    *pieces, rest = data.split(b"\n")
    for piece in pieces:
        scanner.take(piece)
    if sealed:
        if rest:
            scanner.reject(rest)
        scanner.settle(offset + len(data))
    return Scan(
        tuple(scanner.lines),
        tuple(scanner.bad),
        scanner.end,
        data[scanner.end - offset :] if not sealed else b"",
    )


@dataclass(slots=True)
class _Scanner:
    """Collects a batch until it is whole, or until a later one shows that it had been."""

    end: int
    seen: int
    lines: list[RawLine] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    batch: list[RawLine] = field(default_factory=list)
    doubtful: list[BadLine] = field(default_factory=list)
    position: int = -1

    def __post_init__(self) -> None:
        self.position = self.end

    def take(self, piece: bytes) -> None:
        line = parse_line(piece, self.position)
        if line is None or line.seq <= self.seen:
            self.reject(piece)
            return
        if self.batch and self.batch[0].first != line.first:
            self.settle(self.position)
        self.position += len(piece) + 1
        self.seen = line.seq
        self.batch.append(line)
        if line.seq == line.last and len(self.batch) == line.last - line.first + 1:
            self.settle(self.position)

    def reject(self, piece: bytes) -> None:
        self.doubtful.append(BadLine(self.position, piece))
        self.position += len(piece) + 1

    def settle(self, end: int) -> None:
        self.lines += self.batch
        self.bad += self.doubtful
        self.batch.clear()
        self.doubtful.clear()
        self.end = end
