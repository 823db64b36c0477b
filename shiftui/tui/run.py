"""Opening the dashboard on a terminal: the one door for whoever has a workspace open."""

import os
from typing import TYPE_CHECKING

from shiftui.ports import Unsent
from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.app import REOPEN, ShiftApp
from shiftui.tui.browser import SystemBrowser
from shiftui.tui.clipboard import TerminalClipboard
from shiftui.tui.extras import NONE, Extras

if TYPE_CHECKING:
    from shiftui.tui.app import Begin

__all__ = ["REOPEN", "run"]


def run(
    desk: Desk,
    poller: Poller | None = None,
    *,
    begin: "Begin | None" = None,
    unsent: Unsent | None = None,
    extras: Extras = NONE,
) -> int:
    """Show the dashboard until it is left; returns the exit code. Starts and stops the poller.

    `begin` makes the first screen of a workspace that has nothing in it yet. When a repository was connected
    there, REOPEN is returned: the caller opens the workspace anew, with its settings, and calls again.
    `unsent` keeps what somebody is writing; `extras` are added to what can be done.
    """

    def to_terminal(text: str) -> None:
        app.copy_to_clipboard(text)

    clipboard = TerminalClipboard(os.environ, to_terminal)
    browser = SystemBrowser()
    app = ShiftApp(
        desk, poller, clipboard=clipboard, browser=browser, begin=begin, unsent=unsent, extras=extras
    )
    app.run()
    if poller is not None:
        poller.stop()
    return app.return_code or 0
