"""The examinations of `doctor` on this machine: each looks at one thing and says in a line how it stands."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from shiftui import __version__
from shiftui.bootstrap import Workspace, open_workspace
from shiftui.cli.finding import Finding, State
from shiftui.config import ConfigError, check, settings_path
from shiftui.ports import PortError, StoreError
from shiftui.store.locks import JOURNAL_LOCK, SYNC_LOCK, LockFile

PACKAGES = (
    "textual",
    "rich",
    "httpx",
    "tinydb",
    "pendulum",
    "click",
    "platformdirs",
    "holidays",
    "pyperclip",
)
LITTLE_SPACE = 100 * 1024 * 1024
SHOWN = 3
"""How many files with wrong rights are named."""


def examine(folder: Path) -> Iterator[Finding]:
    """All examinations, in order; each goes on without what an earlier one found wanting."""
    yield _versions()
    yield from _folder(folder)
    yield from _settings(folder)
    workspace: Workspace | None = None
    try:
        workspace = open_workspace(folder)
    except ConfigError:
        yield Finding("store", State.NOTE, "not looked at", "put the settings right first")
    except PortError as error:
        yield Finding("store", State.PROBLEM, str(error), f"keep a copy of {folder} before anything else")
    else:
        yield from _store(workspace)
        for problem in workspace.desk.team_problems:
            todo = "correct the file in the repository; what was good in it counts"
            yield Finding("team file", State.WARN, problem, todo)
    if folder.is_dir():
        yield from _locks(folder)
        yield _disk(folder)
        yield _rights(folder)
    if workspace is None:
        yield Finding("github", State.NOTE, "not looked at", "put what is above right first")
    elif workspace.settings.is_local:
        yield Finding("github", State.OK, "not used: this workspace has no repository, so no token is needed")
    else:
        from shiftui.cli.reach import examine_github

        yield from examine_github(workspace)


def _versions() -> Finding:
    found = [f"shiftui {__version__}", f"Python {platform.python_version()}"]
    missing = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    if missing:
        return Finding(
            "versions", State.PROBLEM, f"not installed: {', '.join(missing)}", "install shiftui anew"
        )
    return Finding("versions", State.OK, ", ".join(found))


def _folder(folder: Path) -> Iterator[Finding]:
    try:
        found = folder.stat()
    except FileNotFoundError:
        yield Finding("workspace", State.OK, f"{folder} is not there yet; the first recording makes it")
        return
    except OSError as error:
        yield Finding(
            "workspace", State.PROBLEM, f"{folder}: {_reason(error)}", "name another: --workspace DIR"
        )
        return
    if not stat.S_ISDIR(found.st_mode):
        yield Finding("workspace", State.PROBLEM, f"{folder} is no folder", "name another: --workspace DIR")
    else:
        yield Finding("workspace", State.OK, str(folder))


def _settings(folder: Path) -> Iterator[Finding]:
    path = settings_path(folder)
    try:
        problems = check(folder)
    except ConfigError as error:
        yield Finding("settings", State.PROBLEM, str(error), f"make {path} a file that you can read")
        return
    for problem in problems:
        state = State.PROBLEM if problem.is_fatal else State.WARN
        yield Finding("settings", state, f"{path}:{problem.line}: {problem}", "correct or remove that line")
    if not problems:
        yield Finding("settings", State.OK, str(path) if path.exists() else "the defaults; there is no file")


def _store(workspace: Workspace) -> Iterator[Finding]:
    for problem in workspace.desk.problems:
        todo = "nothing else was lost; look at the copy, and at the disk if it happens again"
        yield Finding("store", State.WARN, problem, todo)
    state = workspace.desk.snapshot.state
    yield Finding("store", State.OK, f"{len(state.tickets)} tickets loaded, {len(state.pending)} queued")


def _locks(folder: Path) -> Iterator[Finding]:
    holders = {
        JOURNAL_LOCK: (State.NOTE, "is recording just now", "look again: it is held for moments only"),
        SYNC_LOCK: (State.OK, "talks to GitHub for this workspace, which is fine", ""),
    }
    for name, (state, what, todo) in holders.items():
        file = LockFile(folder / name)
        try:
            lock = file.try_acquire()
        except StoreError as error:
            yield Finding(name, State.PROBLEM, str(error), f"make {folder} writable for you")
            continue
        if lock is None:
            yield Finding(name, state, f"{_process(file.holder())} {what}", todo)
        else:
            lock.release()
            yield Finding(name, State.OK, "free")


def _process(pid: int | None) -> str:
    return "another process" if pid is None else f"process {pid}"


def _disk(folder: Path) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor.") as file:
            file.write(b"shiftui")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        todo = f"make room for {folder}, or make it writable for you; until then shiftui only shows"
        return Finding("disk", State.PROBLEM, f"cannot be written: {_reason(error)}", todo)
    space = f"{free // (1024 * 1024):,} MB free"
    if free < LITTLE_SPACE:
        return Finding("disk", State.WARN, space, "make room soon: what cannot be written is not recorded")
    return Finding("disk", State.OK, f"can be written, {space}")


def _rights(folder: Path) -> Finding:
    """Whether the workspace is ours alone: team text and contacts are in it."""
    paths = [folder]
    for place, folders, files in os.walk(folder):
        paths += [Path(place, name) for name in (*folders, *files)]
    open_ones = [path for path in paths if _is_open(path)]
    if not open_ones:
        return Finding("rights", State.OK, "only you can read the workspace")
    named = ", ".join(map(str, open_ones[:SHOWN]))
    more = f" and {len(open_ones) - SHOWN} more" if len(open_ones) > SHOWN else ""
    return Finding("rights", State.WARN, f"open to others: {named}{more}", f"chmod -R go= {folder}")


def _is_open(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False  # it went away meanwhile
    return not stat.S_ISLNK(mode) and bool(mode & 0o077)


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown error").lower()
