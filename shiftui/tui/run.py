"""Opening the dashboard on a terminal: the one door for whoever has a workspace open."""

import os

from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.app import ShiftApp
from shiftui.tui.browser import SystemBrowser
from shiftui.tui.clipboard import TerminalClipboard


def run(desk: Desk, poller: Poller | None = None) -> int:
    """Show the dashboard until it is left; returns the exit code. Starts and stops the poller."""

    def to_terminal(text: str) -> None:
        app.copy_to_clipboard(text)

    clipboard = TerminalClipboard(os.environ, to_terminal)
    app = ShiftApp(desk, poller, clipboard=clipboard, browser=SystemBrowser())
    app.run()
    if poller is not None:
        poller.stop()
    return app.return_code or 0
