"""Opening the dashboard on a terminal: the one door for whoever has a workspace open."""

from shiftui.service.desk import Desk
from shiftui.service.poller import Poller
from shiftui.tui.app import ShiftApp
from shiftui.tui.browser import SystemBrowser
from shiftui.tui.clipboard import TerminalClipboard


def run(desk: Desk, poller: Poller | None = None) -> int:
    """Show the dashboard until it is left; returns the exit code. Starts and stops the poller."""
    app = ShiftApp(desk, poller, clipboard=TerminalClipboard(), browser=SystemBrowser())
    app.run()
    return app.return_code or 0
