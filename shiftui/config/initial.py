"""Writing a workspace's settings: the first file, with reasons beside its keys, and changes of a few keys.

What a person wrote is theirs: a change touches the lines of its keys only, and the result is read again
before it takes the place of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shiftui.config.loading import settings_path
from shiftui.config.local_zone import local_zone
from shiftui.config.private_file import write_private
from shiftui.config.problems import ConfigError
from shiftui.config.showing import quoted, table, value
from shiftui.config.source import NotToml, lines, parse, read_text

Section = Mapping[str, str | bool]

_HEAD = """\
# The settings of this shiftui workspace. `shiftui config check` says what is wrong with them,
# `shiftui config show` what is in force.
"""
_GUESSED = """\
# Ours = the team's own name, as guessed from the repository's labels; "" = never write it.
"""
_TEAM = """
[team]
timezone = {zone}
hours    = ["08:00-12:00", "13:00-17:00"]
days     = ["mon", "tue", "wed", "thu", "fri"]
# holidays = "US"                  # a country's calendar, or its part's: "US-CA"
# closed = ["2026-12-24"]          # more days on which nobody works
wip_limit = 5

[goals]
response_minutes = 60              # of business time, until the requester has heard from us; 0 means none
since    = {since}  # adoption: tickets from before run no clock
# always   = ["service"]           # priorities whose clock runs at night too
# priority = {{ operational = 0 }}   # other goals, by priority
# class    = {{ scf = 240 }}         # and by requester class, from labels class:…

# [[people]]                       # who answers; without a list it is whoever may push
# login = "mia"
# name = "Mia Lind"
# contact = "mia@example.org"      # what requesters are told; kept out of public places
# veteran = true

# [[contacts]]                     # whom to call when it is beyond the shift
# name = "Network operations"
# reach = "+1 555 0199"
# when = "network or DNS down"
"""


def write_initial(
    folder: Path, *, since: datetime, local: Section, github: Section, labels: Mapping[str, str]
) -> Path:
    """Write the first settings of a workspace, zone and adoption (`since`) resolved; returns where.

    `local` and `github` are the keys of these sections that were given, `labels` those that were guessed.

    Raises:
        ConfigError: there is a file already, or it cannot be written.

    """
    path = settings_path(folder)
    if path.exists():
        raise ConfigError(path, "is there already, and is not overwritten")
    zone = local_zone()
    adopted = since.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
    text = _HEAD
    for name, section in (("local", local), ("github", github)):
        if section:
            text += f"\n{table(name, section)}"
    if labels:
        text += f"\n{_GUESSED}{table('labels', labels)}"
    write_private(path, text + _TEAM.format(zone=quoted(zone), since=quoted(adopted)))
    return path


def change(folder: Path, *, local: Section, github: Section) -> Path:
    """Set keys of an existing file, leaving all other lines as they are; returns where.

    Raises:
        ConfigError: the file is not such that this can be done safely, or cannot be written.

    """
    path = settings_path(folder)
    text = read_text(path) or ""
    given = {"local": local, "github": github}
    try:
        before = parse(text)
    except NotToml as error:
        raise ConfigError(path, str(error), error.line) from error
    for name, section in given.items():
        for key, setting in section.items():
            text = _with_key(text, name, key, value(setting))
    if not _says(text, before, given):
        raise ConfigError(path, "is written in a way that cannot be changed from here; please edit it")
    write_private(path, text)
    return path


def _says(text: str, before: Mapping[str, Any], given: Mapping[str, Section]) -> bool:
    """Whether the text says what was said before, with the given keys set, and nothing else."""
    wanted = dict(before)
    for name, section in given.items():
        if section:
            own = wanted.get(name, {})
            wanted[name] = {**own, **section} if isinstance(own, dict) else section
    try:
        return parse(text) == wanted
    except NotToml:
        return False


def _with_key(text: str, section: str, key: str, given: str) -> str:
    known = lines(text)
    rows = text.split("\n")
    setting = f"{key} = {given}"
    if (section, key) in known:
        rows[known[section, key] - 1] = setting
    elif (section,) in known and rows[known[section,] - 1].lstrip().startswith("["):
        rows.insert(known[section,], setting)
    else:
        rows = [*text.rstrip("\n").split("\n"), "", f"[{section}]", setting, ""]
    return "\n".join(rows)
