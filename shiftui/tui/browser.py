"""Opening links that were found safe and were shown.

Not by `webbrowser`: that may start a browser for terminals over our screen, and lets others write on it.
"""

import os
import shutil
import subprocess
import sys

PATIENCE = 1.0
"""Seconds in which an opener that fails says so; one that is still running then is taken to work."""


class SystemBrowser:
    """The browser of the machine that shiftui runs on; none where there is no display, as over ssh."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []

    def open(self, url: str) -> bool:
        """Open; False when it could not be. Blocks for a second at most."""
        opener = _opener()
        if opener is None:
            return False
        self._running = [one for one in self._running if one.poll() is None]
        try:
            process = subprocess.Popen(
                [opener, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return False
        try:
            return process.wait(PATIENCE) == 0
        except subprocess.TimeoutExpired:
            self._running.append(process)
            return True


def _opener() -> str | None:
    """The program that opens an address; None where it would have no display to open it on."""
    if sys.platform == "darwin":
        return None if "SSH_CONNECTION" in os.environ else shutil.which("open")
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        return shutil.which("xdg-open")
    return shutil.which("wslview")
