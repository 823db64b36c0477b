"""The time zone of this machine, by its IANA name: what a team that set none is taken to live in."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")
_DATABASE = "zoneinfo/"


def local_zone(localtime: Path = _LOCALTIME) -> str:
    """`$TZ` where it names a zone, else what `/etc/localtime` links to, else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named:
        return _known(named.rpartition(_DATABASE)[2]) or "UTC"
    try:
        target = os.readlink(localtime)
    except OSError:  # a copy, not a link, or nothing at all: the name cannot be known
        return "UTC"
    return _known(target.rpartition(_DATABASE)[2]) or "UTC"


def _known(name: str) -> str:
    """The name, if it is one that every machine of the team can look up."""
    name = name.removeprefix("posix/").removeprefix("right/")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name
