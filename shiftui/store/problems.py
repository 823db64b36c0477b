"""What was found broken in the journal: told to a person, and copied aside as soon as somebody may write."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shiftui.store import set_aside
from shiftui.store.disk import Disk
from shiftui.store.errors import NewerFormat
from shiftui.store.lines import FORMAT, RawLine
from shiftui.store.segments import Advance, Position, segment_path

_NEWLINE: Final = b"\n"


class Problems:
    """Collects findings under the name of the copy that is kept of them; one found again is no news."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        self._told: dict[str, str] = {}
        self._to_keep: dict[str, bytes] = {}

    @property
    def told(self) -> tuple[str, ...]:
        """The findings so far, oldest first."""
        return tuple(self._told.values())

    def note(self, found: Advance, after: int | None) -> None:
        """Take in what a read met. In a file of a newer format nothing is broken, only unknown."""
        if found.format > FORMAT:
            self._told.setdefault("format", f"{NewerFormat(found.format, FORMAT)}.")
            return
        for segment, bad in found.damage:
            name = f"{segment_path(self._folder, segment).name}.at-{bad.offset}"
            self._note_damage(name, bad.data, f"A damaged entry ({len(bad.data)} bytes) was left out")
        for first, last in found.missing:
            if after is None or last > after:
                self._told.setdefault(
                    f"missing-{first}", f"Entries {first} to {last} are missing from the journal."
                )
        if found.position is not None and found.tail:
            name = _tail_name(self._folder, found.position)
            self._told.setdefault(name, f"{_describe_tail(found.tail)}; it was left out.")
        self._note_end(found.position.last if found.position else 0, after or 0)

    def note_undecodable(self, found: Advance, raw: RawLine, error: Exception) -> None:
        """Take in that a whole line held a record that its reader refused."""
        if found.format <= FORMAT:
            text = f"Entry {raw.seq} could not be understood ({error}) and was left out"
            self._note_damage(f"record-{raw.seq}.json", raw.record, text)

    def file_damage(self) -> None:
        """Copy aside what was left out; where that fails it stays for the next time, being in the journal."""
        for name in tuple(self._to_keep):
            data = self._to_keep.pop(name, None)
            if data is None:
                continue  # another thread was faster
            try:
                path = set_aside.keep(self._disk, self._folder, name, data)
            except OSError:
                self._to_keep[name] = data
                return
            self._told[name] = self._told[name].removesuffix(".") + f"; a copy is in {path}."

    def file_tail(self, position: Position, tail: bytes) -> None:
        """Copy aside a batch that was cut off, before it is truncated. Raises `OSError`."""
        name = _tail_name(self._folder, position)
        path = set_aside.keep(self._disk, self._folder, name, tail)
        self._told[name] = f"{_describe_tail(tail)}; it was taken out, a copy is in {path}."

    def _note_damage(self, name: str, data: bytes, text: str) -> None:
        if name not in self._told and not set_aside.is_kept(self._folder, name):
            self._told[name] = f"{text}."
            self._to_keep[name] = data

    def _note_end(self, last: int, known: int) -> None:
        if last < known:
            self._told.setdefault(
                "end",
                f"The journal ends at entry {last}, but entries up to {known} were known: its end was lost.",
            )


def _tail_name(folder: Path, position: Position) -> str:
    return f"{segment_path(folder, position.segment).name}.cut-at-{position.end}"


def _describe_tail(tail: bytes) -> str:
    if tail.endswith(b"\n"):
        return f"The end of the journal ({tail.count(_NEWLINE)} lines, {len(tail)} bytes) is not whole"
    return f"The last change was cut off while it was written ({len(tail)} bytes, never acknowledged)"
