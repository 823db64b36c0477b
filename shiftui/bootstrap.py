"""The one place that joins the concrete parts. Imports are deferred: a command pays only for what it uses."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shiftui import config
from shiftui.domain.settings import TEAM_FILE, Settings
from shiftui.domain.values import dataclass
from shiftui.ports import Clock
from shiftui.service.desk import Desk, NewId
from shiftui.store.checkpoint import Checkpoints
from shiftui.store.disk import DISK, Disk, ensure_folder
from shiftui.store.library import TinyArchive, open_journal
from shiftui.store.locks import LockFile

if TYPE_CHECKING:
    from shiftui.domain.records import TeamFile
    from shiftui.ports import TeamReader, Tracker
    from shiftui.service.sync import Courier
    from shiftui.store.unsent import UnsentFile

SYNC_LOCK = "sync.lock"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def random_id() -> str:
    """A random UUID (version 4), made without importing `uuid`."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that is open, and its desk."""

    folder: Path
    desk: Desk
    archive: TinyArchive
    clock: Clock
    new_id: NewId

    @property
    def settings(self) -> Settings:
        """The settings in force; the team may change its part of them while the workspace is open."""
        return self.desk.settings

    def unsent(self) -> "UnsentFile":
        """Where texts are kept that somebody has not sent yet."""
        from shiftui.store.unsent import UnsentFile

        return UnsentFile(self.folder)

    def courier(self, token: Callable[[], str] | None = None) -> "Courier | None":
        """What talks to GitHub; None in a local workspace.

        Raises:
            NotAuthorised: there is no token (raised when it is first needed).

        """
        if self.settings.is_local:
            return None
        from shiftui.github.tokens import token_for
        from shiftui.github.tracker import GitHubTracker

        api_url = self.settings.github.api_url
        return self.courier_with(
            GitHubTracker(
                self.settings,
                token or (lambda: token_for(api_url)),
                self.clock.now,
                sleep=self.clock.sleep,
            )
        )

    def courier_with(self, tracker: "Tracker") -> "Courier":
        """What talks to `tracker` on this workspace's behalf."""
        from shiftui.service.sync import Courier

        lock = SyncLockFile(self.folder)
        return Courier(self.desk, tracker, lock, self.clock, self.new_id)


class SyncLockFile:
    """`sync.lock` in a workspace, as the courier's port has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = LockFile(folder / SYNC_LOCK)

    def acquire(self) -> "Held | None":
        """Take it, or None when another process holds it."""
        ensure_folder(DISK, self._folder)
        taken = self._lock.try_acquire()
        return Held(taken.release) if taken is not None else None


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that is held."""

    release: Callable[[], None]


def open_workspace(folder: Path, *, clock: Clock | None = None, new_id: NewId | None = None) -> Workspace:
    """Open the workspace in `folder`, which need not exist yet: recording makes it.

    Raises:
        ConfigError: its settings cannot be read.
        StoreError: its files cannot be read.

    """
    files = config.SettingsFiles(folder)
    return assemble(folder, files.own, clock or SystemClock(), new_id or random_id, files)


def assemble(
    folder: Path,
    settings: Settings,
    clock: Clock,
    new_id: NewId,
    team: "TeamReader | None" = None,
    *,
    disk: Disk = DISK,
) -> Workspace:
    """The same with settings that are known already, and what reads the team's on top of them.

    `disk` is where it lies; a test's may fail.
    """
    journal = open_journal(folder, disk=disk)
    archive = TinyArchive(journal, Checkpoints(folder, disk=disk))
    desk = Desk(journal, archive, clock, settings, new_id, team)
    return Workspace(folder, desk, archive, clock, new_id)


def team_file(folder: Path) -> "tuple[str, TeamFile]":
    """What is known of the team's settings file, and where it stands; whatever the workspace's own file says.

    Raises:
        StoreError: the workspace's files cannot be read.

    """
    state = assemble(folder, Settings(), SystemClock(), random_id).desk.snapshot.state
    met = state.connected
    repo = "" if met is None else met.log or met.repo
    return f"{repo}/{TEAM_FILE}", state.team_file


def workspace_folder(option: str | None) -> Path:
    """Where the workspace is: as given, else `$SHIFTUI_WORKSPACE`, else under the platform's data folder."""
    named = option or os.environ.get("SHIFTUI_WORKSPACE")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("shiftui", appauthor=False)) / "default"
