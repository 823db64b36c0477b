"""The holidays of a calendar, kept in the workspace: the library that knows them costs more than a command.

`holidays.json` maps calendar to year to dates. The library is imported only while a year that is
needed is missing: this year, three before (the figures look back) and two after (a clock may run into them).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from shiftui.config.private_file import write_private
from shiftui.config.problems import ConfigError
from shiftui.config.tables import Unfit

FILE = "holidays.json"
BACK, AHEAD = 3, 2


class DaysOff:
    """Looks calendars up for one workspace, around the year of `today`."""

    def __init__(self, folder: Path, today: date) -> None:
        self._path = folder / FILE
        self._years = [str(year) for year in range(today.year - BACK, today.year + AHEAD + 1)]

    def __call__(self, calendar: str) -> frozenset[date]:
        """The dates on which that calendar has a holiday; none for an empty name.

        Raises:
            Unfit: there is no such calendar.

        """
        if not calendar:
            return frozenset()
        kept = self._kept()
        known = kept.get(calendar, {})
        if not all(year in known for year in self._years):
            known = {year: _asked(calendar, int(year)) for year in self._years}
            self._keep({**kept, calendar: known})
        return frozenset(date.fromisoformat(day) for year in self._years for day in known[year])

    def _kept(self) -> dict[str, dict[str, list[str]]]:
        """What the file holds; nothing where it is missing or damaged, since it can be made again."""
        try:
            return _checked(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, RecursionError):
            return {}

    def _keep(self, calendars: dict[str, dict[str, list[str]]]) -> None:
        if not self._path.parent.is_dir():
            return  # a workspace that nobody has recorded in yet
        try:
            write_private(self._path, json.dumps(calendars, indent=1))
        except ConfigError:
            return  # a read-only workspace looks them up each time


def _checked(data: Any) -> dict[str, dict[str, list[str]]]:
    if not isinstance(data, dict):
        return {}
    good = {}
    for calendar, years in data.items():
        if isinstance(years, dict) and all(map(_is_year, years.values())):
            good[calendar] = years
    return good


def _is_year(days: Any) -> bool:
    return isinstance(days, list) and all(isinstance(day, str) and _is_date(day) for day in days)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _asked(calendar: str, year: int) -> list[str]:
    """The library's answer, a country's or a market's."""
    import holidays

    name, dash, subdivision = calendar.partition("-")
    try:
        if dash:
            found = holidays.country_holidays(name, subdiv=subdivision or "?", years=year)
        elif name in holidays.list_supported_countries():
            found = holidays.country_holidays(name, years=year)
        else:
            found = holidays.financial_holidays(name, years=year)
    except NotImplementedError as error:
        raise Unfit(
            f'no calendar is called {calendar!r}; write a country like "US", or with its part like "US-CA"'
        ) from error
    return sorted(day.isoformat() for day in found if day.year == year)
