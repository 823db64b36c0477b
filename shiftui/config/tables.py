"""Tables of a settings file, read key by key: what is wrong, or was not asked for, is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from shiftui.config.problems import KeyPath, Problem

T = TypeVar("T")
MOST = 2_000
"""Entries of an array or table; more is a mistake, or mischief."""
LONGEST = 2_000
"""Characters of a text."""


class Unfit(ValueError):
    """A value that is not accepted; the message says what is."""


class Table:
    """One table of the file, and where it stands in it."""

    def __init__(self, values: Mapping[str, Any], path: KeyPath, problems: list[Problem]) -> None:
        self._values = values
        self._path = path
        self._problems = problems
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def bad(self, message: str, *keys: str | int) -> None:
        """Report a value of this table that cannot be used."""
        self._problems.append(Problem((*self._path, *keys), message))

    def unknown(self, message: str, *keys: str | int) -> None:
        """Report something that has no effect."""
        self._problems.append(Problem((*self._path, *keys), message, is_fatal=False))

    def value(self, key: str, default: T, read: Callable[[Any], T]) -> T:
        """The key's value through `read` (which raises `Unfit`); the default where there is no good one."""
        self._asked.add(key)
        if key not in self._values:
            return default
        try:
            return read(self._values[key])
        except Unfit as unfit:
            self.bad(str(unfit), key)
            return default

    def items(self, key: str, read: Callable[[Any], T]) -> tuple[T, ...] | None:
        """The good entries of an array, each through `read`; None where there is none."""
        self._asked.add(key)
        if key not in self._values:
            return None
        found = self._values[key]
        if not isinstance(found, list) or len(found) > MOST:
            self.bad('must be a list, such as [] or ["…", "…"]', key)
            return None
        good = []
        for index, entry in enumerate(found):
            try:
                good.append(read(entry))
            except Unfit as unfit:
                self.bad(str(unfit), key, index)
        return tuple(good) if good or not found else None

    def entries(self, key: str, read: Callable[[Any], T]) -> dict[str, T]:
        """The values of a table whose keys are free, each through `read`, without the bad ones."""
        good = {}
        for name, entry in self._subtable(key).items():
            try:
                good[name] = read(entry)
            except Unfit as unfit:
                self.bad(str(unfit), key, name)
        return good

    def table(self, key: str) -> Table:
        """A table inside this one; empty where there is none."""
        return Table(self._subtable(key), (*self._path, key), self._problems)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array of tables, such as `[[people]]`."""
        self._asked.add(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or len(found) > MOST:
            self.bad(f"must be written as [[{key}]], once for each", key)
            return
        for index, entry in enumerate(found):
            if isinstance(entry, dict):
                yield Table(entry, (*self._path, key, index), self._problems)
            else:
                self.bad(f"must be written as [[{key}]]", key, index)

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.unknown(f"no such setting; known here: {known}", key)

    def _subtable(self, key: str) -> Mapping[str, Any]:
        self._asked.add(key)
        found = self._values.get(key, {})
        if isinstance(found, dict) and len(found) <= MOST:
            return found
        self.bad(f"must be a table, written as [{'.'.join((*map(str, self._path), key))}]", key)
        return {}


def text(value: Any) -> str:
    """A text of reasonable length, without control characters."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Unfit('must be a text in quotes, such as "…"')
    if not value.isprintable() and any(ord(char) < 32 or 127 <= ord(char) < 160 for char in value):
        raise Unfit("must be a single line of text without control characters")
    return value.strip()


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unfit("must be true or false")
    return value


def number(least: int, most: int) -> Callable[[Any], int]:
    """A reader of whole numbers in a range."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unfit(f"must be a whole number from {least} to {most}")
        return value

    return read
