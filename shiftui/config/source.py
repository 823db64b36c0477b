"""The text of a settings file: TOML to values, and a value back to its line.

`tomllib` forgets where things stood, so the lines are found by a scan of their own: only when there is
something to say about one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from shiftui.config.problems import ConfigError, KeyPath, Problem
from shiftui.domain.settings import LARGEST_FILE

MOST_DOTS = 100
"""In one line. The parser's time grows with the square of a key's parts: 60,000 stop it for minutes."""

_TOKEN = r"""(?xs)
      (?P<multi> \"{3} (?: \\. | (?!\"{3}) . )* \"{3,5} | '{3} .*? '{3,5} )
    | (?P<basic> " (?: [^"\\\n] | \\. )* " )
    | (?P<literal> ' [^'\n]* ' )
    | (?P<comment> \# [^\n]* )
    | (?P<bare> [A-Za-z0-9_-]+ )
    | (?P<sign> [\[\]{}=\n] )
"""


class NotToml(ValueError):
    """A text that is no TOML; `line` from 1, 0 where it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read_text(path: Path) -> str | None:
    """The file's text; None where there is no file.

    Raises:
        ConfigError: it cannot be read, or is no text.

    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {(error.strerror or 'unknown error').lower()}") from error
    if len(data) > LARGEST_FILE:
        raise ConfigError(path, f"is larger than {LARGEST_FILE // 1024} KB, so it is no settings file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(path, "is not UTF-8 text", line) from error


def parse(text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        NotToml: it is none.

    """
    if not text:
        return {}
    for number, row in enumerate(text.split("\n"), 1):
        if row.count(".") > MOST_DOTS:
            raise NotToml(f"more than {MOST_DOTS} dots in a line belong to no settings", number)
    import tomllib  # not free, and many a workspace has no file

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = str(error) if isinstance(error, ValueError) else "nested too deeply"
        found = re.search(r" \(at line ([0-9]+), column [0-9]+\)", message)
        line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
        what = message[: found.start()] if found else message.removesuffix(" (at end of document)")
        raise NotToml(f"this is no TOML: {what[:1].lower()}{what[1:]}", line) from error


def placed(text: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with the lines of the text that they are about, in the order of these."""
    known = lines(text)
    found = [replace(problem, line=_line_of(known, problem.path)) for problem in problems]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.key)))


def line_of(text: str, path: KeyPath) -> int:
    """The line, from 1, where the value of `path` stands; where it is inside a value, that value's."""
    return _line_of(lines(text), path)


def _line_of(known: dict[KeyPath, int], path: KeyPath) -> int:
    while path and path not in known:
        path = path[:-1]
    return known.get(path, 1)


def lines(text: str) -> dict[KeyPath, int]:
    """The line of every table, and of every key outside a value, of a text that is TOML."""
    scan = _Scan()
    for token in re.finditer(_TOKEN, text):
        scan.take(token.lastgroup or "", token[0])
    scan.end_statement()
    return scan.found


class _Scan:
    """Follows the tokens of a TOML text, statement by statement."""

    def __init__(self) -> None:
        self.found: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._table: KeyPath = ()
        self._line = 1
        self._names: list[str] = []
        self._brackets = 0  # before the name: none for a key, one for a table, two for an array of tables
        self._in_value = False
        self._depth = 0

    def take(self, kind: str, token: str) -> None:
        """The next token."""
        if token == "\n" and self._depth == 0:
            self.end_statement()
        elif self._in_value:
            self._depth += (token in ("[", "{")) - (token in ("]", "}"))
        elif token == "[" and not self._names:
            self._brackets += 1
        elif token == "=":
            self._end_key()
        elif kind in ("bare", "basic", "literal"):
            self._names.append(_name(kind, token))
        self._line += token.count("\n")

    def end_statement(self) -> None:
        """A line ended outside of any value that goes on."""
        if self._brackets:
            self._begin_table(is_array=self._brackets == 2)
        self._names, self._brackets, self._in_value = [], 0, False

    def _end_key(self) -> None:
        for size in range(1, len(self._names) + 1):
            self.found.setdefault((*self._table, *self._names[:size]), self._line)
        self._in_value = True

    def _begin_table(self, *, is_array: bool) -> None:
        path: KeyPath = ()
        for place, name in enumerate(self._names, start=1):
            path = (*path, name)
            if is_array and place == len(self._names):
                self.found.setdefault(path, self._line)
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        self._table = path
        self.found.setdefault(path, self._line)


def _name(kind: str, token: str) -> str:
    if kind == "bare":
        return token
    if kind == "basic" and "\\" in token:
        return next(iter(parse(f"{token} = 0")))
    return token[1:-1]
