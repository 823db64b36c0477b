"""A workspace's settings, read from its `shiftui.toml`; a local workspace needs none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shiftui.config.days_off import DaysOff
from shiftui.config.problems import ConfigError, Problem
from shiftui.config.reading import read
from shiftui.config.remembered import identity, recall, remember
from shiftui.config.source import NotToml, line_of, parse, read_text
from shiftui.domain.settings import Settings

if TYPE_CHECKING:
    from shiftui.config.team import TeamPart

FILE = "shiftui.toml"


def settings_path(folder: Path) -> Path:
    """Where the settings of the workspace in `folder` are, or would be."""
    return folder / FILE


def load(folder: Path, *, team: TeamPart | None = None, today: date | None = None) -> Settings:
    """The settings of a workspace, defaults where it has no file. Keys that nobody knows have no effect.

    `team` is the part that the team keeps on GitHub (`shiftui.config.team`): it wins.

    Raises:
        ConfigError: the workspace's file cannot be read, or a value in it is not accepted.

    """
    path = settings_path(folder)
    days_off = DaysOff(folder, today or _today())
    found = identity(path)
    raw = recall(folder, found)
    if raw is None:
        raw = _read_anew(path, days_off)
        remember(folder, found, raw)
    if team is not None:
        from shiftui.config.team import overlaid

        raw = overlaid(raw, team.values)
    return read(raw, days_off)[0]


def _read_anew(path: Path, days_off: DaysOff) -> dict[str, Any]:
    """The values of a file in which nothing is wrong."""
    text = read_text(path)
    if text is None:
        return {}
    try:
        raw = parse(text)
    except NotToml as error:
        raise ConfigError(path, str(error), error.line) from error
    bad = [problem for problem in read(raw, days_off)[1] if problem.is_fatal]
    if bad:
        first = min(_placed(text, bad), key=lambda problem: problem.line)
        more = f" (and {len(bad) - 1} more: `shiftui config check` names all)" if len(bad) > 1 else ""
        raise ConfigError(path, f"{first}{more}", first.line)
    return raw


def check(
    folder: Path, *, actions: Collection[str] | None = None, today: date | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with a workspace's file, in the order of its lines; none without a file.

    `actions` are the names that `[keys]` may have, where they are to be checked.

    Raises:
        ConfigError: it cannot be read at all.

    """
    text = read_text(settings_path(folder)) or ""
    try:
        settings, problems = read(parse(text), DaysOff(folder, today or _today()))
    except NotToml as error:
        return (Problem((), str(error), line=error.line),)
    if actions is not None:
        what = "there is no such action; `shiftui keys` lists them"
        problems += [Problem(("keys", id), what, is_fatal=False) for id in settings.keys if id not in actions]
    return tuple(sorted(_placed(text, problems), key=lambda problem: (problem.line, problem.key)))


def _placed(text: str, problems: list[Problem]) -> list[Problem]:
    return [replace(problem, line=line_of(text, problem.path)) for problem in problems]


def _today() -> date:
    return datetime.now(UTC).date()
