"""A workspace's settings, read from its `shiftui.toml`; a local workspace needs none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shiftui import __version__
from shiftui.config.days_off import DaysOff
from shiftui.config.problems import ConfigError, Problem
from shiftui.config.reading import read
from shiftui.config.remembered import FILE as REMEMBERED
from shiftui.config.remembered import TEAM_FILE as TEAM_REMEMBERED
from shiftui.config.remembered import identity, is_settled, recall, remember
from shiftui.config.source import NotToml, parse, placed, read_text
from shiftui.domain.settings import Settings

if TYPE_CHECKING:
    from shiftui.config.team import TeamPart

FILE = "shiftui.toml"
MOST_TOLD = 20
"""Of what is wrong with a team's text; `shiftui config check` names all of it."""


def settings_path(folder: Path) -> Path:
    """Where the settings of the workspace in `folder` are, or would be."""
    return folder / FILE


class SettingsFiles:
    """What a workspace's own file says, as it was when this was made, and what the team's says on top.

    Keys that nobody knows have no effect.

    Raises:
        ConfigError: the workspace's file cannot be read, or a value in it is not accepted.

    """

    def __init__(self, folder: Path, *, today: date | None = None) -> None:
        self._team_remembered = folder / TEAM_REMEMBERED
        self._days_off = DaysOff(folder, today or _today())
        path = settings_path(folder)
        found = identity(path)
        raw = recall(folder / REMEMBERED, found)
        if raw is None:
            raw = _read_anew(path, self._days_off)
            if is_settled(found):
                remember(folder / REMEMBERED, found, raw)
        self._own = raw

    @property
    def own(self) -> Settings:
        """The settings without the team's."""
        return read(self._own, self._days_off)[0]

    def merged(self, text: str) -> Settings:
        """The settings with what a team's text may set on top: its good values win."""
        return read(self.values(text), self._days_off)[0]

    def values(self, text: str) -> Mapping[str, Any]:
        """What both files say, as it was parsed; without the team's for an empty text."""
        if not text:
            return self._own
        from shiftui.config.team import overlaid

        return overlaid(self._own, self._values(text))

    def trouble(self, text: str) -> str:
        """Why a team's text cannot be used at all, in words; empty where it can."""
        return self.team(text).trouble

    def left_out(self, text: str) -> tuple[str, ...]:
        """What of a team's text has no effect, in words, by its lines."""
        found = self.team(text).problems if text else ()
        more = (f"{len(found) - MOST_TOLD} more",) if len(found) > MOST_TOLD else ()
        return (*(f"line {problem.line}: {problem}" for problem in found[:MOST_TOLD]), *more)

    def team(self, text: str) -> TeamPart:
        """What a team's text sets, and what is wrong with it."""
        from shiftui.config.team import team_part

        return team_part(text, self._days_off)

    def _values(self, text: str) -> Mapping[str, Any]:
        of = [__version__, text]
        values = recall(self._team_remembered, of)
        if values is not None:
            return values
        found = self.team(text).values
        if self._team_remembered.parent.is_dir():
            remember(self._team_remembered, of, found)
        return found


def load(folder: Path, *, today: date | None = None) -> Settings:
    """The settings of a workspace's own file, defaults where it has none.

    Raises:
        ConfigError: the file cannot be read, or a value in it is not accepted.

    """
    return SettingsFiles(folder, today=today).own


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
        first = placed(text, bad)[0]
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
    return placed(text, problems)


def check_team(folder: Path, text: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a team's text, whatever the workspace's own file says."""
    from shiftui.config.team import team_part

    return team_part(text, DaysOff(folder, _today())).problems


def _today() -> date:
    return datetime.now(UTC).date()
