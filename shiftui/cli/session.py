"""What a command works on: the workspace, opened once, and the ways in which commands record and answer."""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shiftui.cli import output
from shiftui.domain.refusals import ReadOnlyWorkspace, Refused, UnknownTicket
from shiftui.ports import PortError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shiftui.bootstrap import Workspace
    from shiftui.service.desk import Desk


class NoTerminal(Refused):
    """The dashboard needs one."""

    def __init__(self) -> None:
        super().__init__("the dashboard needs a terminal; `shiftui list` and `shiftui status` print")


class NotMetYet(Refused):
    """Its settings name a repository that it has never been in touch with."""

    def __init__(self, repo: str) -> None:
        super().__init__(
            f"this workspace has not met {repo} yet, so nothing is recorded for it; run `shiftui sync` first"
        )


class Session:
    """One run of a command."""

    def __init__(self, workspace: str | None) -> None:
        self._option = workspace
        self._workspace: Workspace | None = None
        self._records = False

    @property
    def folder(self) -> Path:
        """The workspace's folder, whether it exists or not."""
        from shiftui.bootstrap import workspace_folder

        return workspace_folder(self._option)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened; what was found damaged is said once."""
        if self._workspace is None:
            from shiftui.bootstrap import open_workspace

            self._workspace = open_workspace(self.folder)
            for problem in self._workspace.desk.problems:
                output.talk(f"warning: {problem}")
        return self._workspace

    @property
    def desk(self) -> Desk:
        """The desk, to look."""
        return self.workspace.desk

    @property
    def recording(self) -> Desk:
        """The desk, to record.

        Raises:
            ReadOnlyWorkspace: nothing is recorded here.
            NotMetYet: what is recorded could not reach its repository.

        """
        desk = self.desk
        if desk.settings.read_only:
            raise ReadOnlyWorkspace
        if not desk.settings.is_local and desk.snapshot.state.is_local:
            raise NotMetYet(desk.settings.github.repo)
        self._records = True
        return desk

    def close(self) -> None:
        """At the end of a command that recorded: spare the next ones a long journal, now and then.

        What was recorded is durable already, so that nothing that fails here is a failure.
        """
        if self._records:
            try:
                self.desk.checkpoint()
            except PortError as error:
                output.talk(f"warning: {error}")

    def dashboard(self) -> int:
        """Open the dashboard; returns the exit code."""
        self.stays()
        import random

        from shiftui.cli.first_run import first_run
        from shiftui.service.poller import Poller
        from shiftui.tui.run import REOPEN, run

        code = REOPEN
        while code == REOPEN:
            workspace = self.workspace
            poller = Poller(workspace.courier(), workspace.desk, workspace.clock, random.random)
            code = run(workspace.desk, poller, begin=first_run(self), unsent=workspace.unsent())
            if code == REOPEN:
                self._workspace = None  # it has other settings now
        return code

    def stays(self) -> None:
        """Get ready for a command that goes on until somebody ends it.

        Raises:
            NoTerminal: nobody could see it, or press a key.

        """
        if not output.is_terminal() or sys.stdin is None or not sys.stdin.isatty():
            raise NoTerminal
        gc.enable()

    def answer(self, key: str, *, as_json: bool) -> None:
        """After recording: the ticket as JSON where that was asked for, else nothing."""
        if as_json:
            from shiftui.cli.render import whole_ticket

            output.json_value(whole_ticket(self.desk, key))

    def time(self, text: str | None, option: str) -> datetime | None:
        """A TIME option's value; bad ones are a matter of usage."""
        from shiftui.domain.times import parse_time

        if text is None:
            return None
        zone = self.desk.settings.hours.timezone
        return self.understood(lambda: parse_time(text, self.desk.now(), zone), option)

    def understood(self, read: Callable[[], datetime], hint: str) -> datetime:
        """What `read` makes of a person's words; `NotATime` becomes a usage error about `hint`."""
        import click

        from shiftui.domain.times import NotATime

        try:
            return read()
        except NotATime as error:
            raise click.BadParameter(str(error), param_hint=hint) from error


def spinoffs_loaded(desk: Desk, key: str) -> None:
    """Make the desk know the spinoffs of a ticket that have ended, to tell live ones from them."""
    for spinoff in desk.find(key).work.spinoffs:
        try:
            desk.find(spinoff)
        except UnknownTicket:
            continue  # another repository's, not read yet


__all__ = ["NotMetYet", "ReadOnlyWorkspace", "Session", "spinoffs_loaded"]
