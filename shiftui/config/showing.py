"""Settings as a person reads or writes them: back to the keys of the file, and to TOML.

`shiftui config show` prints it, and the first file of a workspace is written with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from shiftui.config.loading import SettingsFiles
from shiftui.config.values import WEEKDAYS
from shiftui.domain.settings import Person, Settings


def in_force(folder: Path, team_text: str = "") -> dict[str, Any]:
    """The settings of a workspace by section and key, defaults and what was found out included.

    `team_text` is what the team's file says.

    Raises:
        ConfigError: they cannot be read.

    """
    files = SettingsFiles(folder)
    data = as_data(files.merged(team_text))
    team = files.values(team_text).get("team", {})
    data["team"]["holidays"] = team.get("holidays", "")
    data["team"]["closed"] = [str(day) for day in team.get("closed", [])]
    return data


def as_data(settings: Settings) -> dict[str, Any]:
    """The sections of a file that says the same. Holidays and closed days stand together in `closed`."""
    hours, goals, github = settings.hours, settings.goals, settings.github
    return {
        "local": {
            **({"me": settings.me} if settings.me else {}),
            "theme": settings.theme,
            "read_only": settings.read_only,
        },
        "team": {
            "timezone": hours.timezone,
            "hours": [f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.intervals],
            "days": [WEEKDAYS[number] for number in sorted(hours.weekdays)],
            "holidays": "",
            "closed": [day.isoformat() for day in sorted(hours.closed)],
            "wip_limit": settings.wip_limit,
        },
        "goals": {
            "response_minutes": goals.response_minutes,
            **({"since": goals.since.isoformat()} if goals.since is not None else {}),
            "always": sorted(goals.always),
            "priority": dict(goals.priority),
            "class": dict(goals.requester_class),
        },
        "people": [_person(person) for person in settings.people],
        "rotation": {
            "length": settings.rotation.length,
            **({"start": settings.rotation.start} if settings.rotation.start else {}),
            "order": list(settings.rotation.order),
        },
        "contacts": [
            {"name": contact.name, "reach": contact.reach, "when": contact.when}
            for contact in settings.contacts
        ],
        "links": dict(settings.links),
        "labels": dict(settings.labels),
        "github": {
            "repo": github.repo,
            "scope": github.scope,
            "log": github.log,
            "tracker": github.tracker,
            "api_url": github.api_url,
            "assign": github.assign,
            "write_pause": github.write_pause,
        },
        "keys": dict(settings.keys),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "contact": person.contact,
        "veteran": person.veteran,
        "can": list(person.can),
        "away": _days(person.away),
        "leads": _days(person.leads),
    }


def _days(periods: Iterable[tuple[date, date]]) -> list[str]:
    return [f"{first.isoformat()}/{last.isoformat()}" for first, last in periods]


def toml(data: Mapping[str, Any]) -> str:
    """Sections of keys, or of arrays of tables, as TOML; empty sections are left out."""
    parts = []
    for name, section in data.items():
        if isinstance(section, Mapping):
            if section:
                parts.append(table(name, section))
        else:
            parts += [f"[[{_key(name)}]]\n{_lines(entry)}" for entry in section]
    return "\n".join(parts)


def table(name: str, section: Mapping[str, Any]) -> str:
    """One section as TOML."""
    return f"[{_key(name)}]\n{_lines(section)}"


def value(item: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int | float):
        return str(item)
    if isinstance(item, str):
        return quoted(item)
    if isinstance(item, Mapping):
        inner = ", ".join(f"{_key(name)} = {value(entry)}" for name, entry in item.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(item, Sequence):
        return f"[{', '.join(map(value, item))}]"
    raise TypeError(f"no TOML form for {type(item).__name__}")


def quoted(text: str) -> str:
    """A text in quotes, with an escape for whatever does not show as itself."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def _lines(section: Mapping[str, Any]) -> str:
    return "".join(f"{_key(name)} = {value(item)}\n" for name, item in section.items())


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else quoted(name)
