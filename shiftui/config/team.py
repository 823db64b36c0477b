"""The team's part of the settings, as a TOML text that came from GitHub: hostile until read here.

Only keys of the team are taken from there, never an address or a token's destination (design.md, "GitHub is
the team's shared engine"). What is not allowed or not accepted is left out and reported; the rest counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from shiftui.config.problems import KeyPath, Problem
from shiftui.config.reading import DaysOff, read
from shiftui.config.source import NotToml, parse, placed
from shiftui.domain.settings import LARGEST_FILE
from shiftui.domain.values import dataclass

WHOLE = ("team", "goals", "people", "rotation", "labels", "contacts", "links", "runbooks")
_OF_GITHUB = ("tracker", "assign", "scope")
UNREAD = ("runbooks",)
"""Allowed, but not yet read."""
MOST_PROBLEMS = 500
"""A text with more of them is no settings file; each costs time and a line."""


@dataclass(frozen=True, slots=True)
class TeamPart:
    """What the team settled for all its machines, and what of it was left out."""

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()

    @property
    def trouble(self) -> str:
        """Why the text as a whole cannot be used; empty where it can."""
        return next((str(problem) for problem in self.problems if not problem.path), "")


def keys_of(part: TeamPart) -> tuple[str, ...]:
    """The keys that a part sets, as a person writes them; a list is one."""
    return tuple(
        name if key is None else f"{name}.{key}"
        for name, value in part.values.items()
        for key in (value if isinstance(value, dict) else (None,))
    )


def team_part(text: str, days_off: DaysOff) -> TeamPart:
    """The good values of the team's keys. A text that is no TOML at all has none; it never raises."""
    if len(text) > LARGEST_FILE:
        return _unusable(f"is larger than {LARGEST_FILE // 1024} KB, so it was not read")
    try:
        raw = parse(text)
    except NotToml as error:
        return _unusable(str(error), error.line)
    allowed, problems = _allowed(raw)
    read_here = {name: value for name, value in allowed.items() if name not in UNREAD}
    _, found = read(read_here, days_off)
    if len(problems) + len(found) > MOST_PROBLEMS:
        return _unusable(f"has more than {MOST_PROBLEMS} mistakes")
    for problem in sorted(found, key=lambda problem: problem.path, reverse=True):
        _take_out(read_here, problem.path)
    return TeamPart(read_here, placed(text, (*problems, *found)))


def _unusable(why: str, line: int = 0) -> TeamPart:
    return TeamPart(problems=(Problem((), why, line=line),))


def overlaid(local: Mapping[str, Any], team: Mapping[str, Any]) -> dict[str, Any]:
    """What a workspace's own file says with the team's part on top: key by key, lists as a whole."""
    merged = dict(local)
    for name, value in team.items():
        own = merged.get(name)
        merged[name] = {**own, **value} if isinstance(own, dict) and isinstance(value, dict) else value
    return merged


def _allowed(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    allowed: dict[str, Any] = {name: raw[name] for name in WHOLE if name in raw}
    refused: list[KeyPath] = [(name,) for name in raw if name not in WHOLE and name != "github"]
    github = raw.get("github", {})
    if isinstance(github, dict):
        allowed["github"] = {name: github[name] for name in _OF_GITHUB if name in github}
        refused += [("github", name) for name in github if name not in _OF_GITHUB]
    else:
        refused.append(("github",))
    what = "is not taken from GitHub; it belongs into the file of each machine"
    return allowed, [Problem(path, what, is_fatal=False) for path in refused]


def _take_out(values: dict[str, Any], path: KeyPath) -> None:
    """Remove what stands at `path`, in copies: the parsed text is as it was."""
    container: Any = values
    for part in path[:-1]:
        inner = container[part]
        container[part] = inner.copy()
        container = container[part]
    del container[path[-1]]
