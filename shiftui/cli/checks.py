"""The examinations of `doctor`: each looks at one thing and says in a line how it stands."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from shiftui import __version__
from shiftui.bootstrap import SystemClock, Workspace, open_workspace
from shiftui.cli.endings import code_of
from shiftui.config import ConfigError, check, settings_path
from shiftui.domain.settings import Settings
from shiftui.github.tokens import host_of, token_for
from shiftui.github.tracker import GitHubTracker
from shiftui.ports import NotAuthorised, PortError, StoreError, TrackerError
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


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    TRY_AGAIN = "try-again"
    """Out of our hands for now: GitHub cannot be reached, a lock is busy."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it stands."""

    name: str
    state: State
    detail: str


def examine(folder: Path) -> Iterator[Finding]:
    """All examinations, in order; each goes on without what an earlier one found wanting."""
    yield _versions()
    yield from _folder(folder)
    yield from _settings(folder)
    workspace: Workspace | None = None
    try:
        workspace = open_workspace(folder)
    except ConfigError:
        yield Finding("store", State.WARNING, "not looked at: the settings have to be right first")
    except PortError as error:
        yield Finding("store", State.FAILED, str(error))
    else:
        yield from _store(workspace)
    if folder.is_dir():
        yield from _locks(folder)
        yield _disk(folder)
    settings = workspace.settings if workspace is not None else Settings()
    has_token = _token(settings)
    yield has_token
    if workspace is not None and not settings.is_local and has_token.state is State.OK:
        yield _github(settings)


def _versions() -> Finding:
    found = [f"shiftui {__version__}", f"Python {platform.python_version()}"]
    missing = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    if missing:
        return Finding("versions", State.FAILED, f"not installed: {', '.join(missing)}")
    return Finding("versions", State.OK, ", ".join(found))


def _folder(folder: Path) -> Iterator[Finding]:
    try:
        found = folder.stat()
    except FileNotFoundError:
        yield Finding("workspace", State.OK, f"{folder} is not there yet; the first recording makes it")
        return
    except OSError as error:
        yield Finding("workspace", State.FAILED, f"{folder}: {(error.strerror or 'unknown error').lower()}")
        return
    if not stat.S_ISDIR(found.st_mode):
        yield Finding("workspace", State.FAILED, f"{folder} is no folder")
    elif found.st_mode & 0o077:
        yield Finding("workspace", State.WARNING, f"{folder} is open to others; `chmod 700` closes it")
    else:
        yield Finding("workspace", State.OK, str(folder))


def _settings(folder: Path) -> Iterator[Finding]:
    path = settings_path(folder)
    try:
        problems = check(folder)
    except ConfigError as error:
        yield Finding("settings", State.FAILED, str(error))
        return
    for problem in problems:
        state = State.FAILED if problem.is_fatal else State.WARNING
        yield Finding("settings", state, f"{path}:{problem.line}: {problem}")
    if not problems:
        yield Finding("settings", State.OK, str(path) if path.exists() else "the defaults; there is no file")


def _store(workspace: Workspace) -> Iterator[Finding]:
    for problem in workspace.desk.problems:
        yield Finding("store", State.WARNING, problem)
    state = workspace.desk.snapshot.state
    yield Finding("store", State.OK, f"{len(state.tickets)} tickets loaded, {len(state.pending)} queued")


def _locks(folder: Path) -> Iterator[Finding]:
    holders = {
        JOURNAL_LOCK: (State.TRY_AGAIN, "somebody is recording just now"),
        SYNC_LOCK: (State.OK, "held by the dashboard or `sync --watch` that talks to GitHub"),
    }
    for name, (state, who) in holders.items():
        try:
            lock = LockFile(folder / name).try_acquire()
        except StoreError as error:
            yield Finding(name, State.FAILED, str(error))
            continue
        if lock is None:
            yield Finding(name, state, who)
        else:
            lock.release()
            yield Finding(name, State.OK, "free")


def _disk(folder: Path) -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor.") as file:
            file.write(b"shiftui")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", State.FAILED, f"cannot be written: {(error.strerror or 'unknown').lower()}")
    space = f"{free // (1024 * 1024):,} MB free"
    return Finding("disk", State.WARNING if free < LITTLE_SPACE else State.OK, space)


def _token(settings: Settings) -> Finding:
    host = host_of(settings.github.api_url)
    try:
        token_for(settings.github.api_url)
    except NotAuthorised as error:
        if settings.is_local:
            return Finding("token", State.OK, f"none for {host}, and none is needed without a repository")
        return Finding("token", State.FAILED, str(error))
    return Finding("token", State.OK, f"present for {host}")


def _github(settings: Settings) -> Finding:
    github = settings.github
    tracker = GitHubTracker(settings, lambda: token_for(github.api_url), SystemClock().now)
    try:
        met = tracker.connect()
    except TrackerError as error:
        state = State.TRY_AGAIN if code_of(error) != 1 else State.FAILED
        return Finding("github", state, str(error))
    finally:
        tracker.close()
    push = "" if met.can_push else ", without the right to set labels"
    return Finding("github", State.OK, f"{github.repo} can be read by {met.me}{push}")
