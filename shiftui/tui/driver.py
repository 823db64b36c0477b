"""The terminal, which may go away: a window is closed, a connection drops.

Textual paints from a thread of its own, through a queue of thirty pieces. That thread ends with the first
piece that cannot be written, and whoever adds the thirty-first then waits for ever: a program without a
terminal that nobody sees. Here what has nobody to read it is dropped, and the program ends as it is told to.
"""

from typing import Any, TextIO

from textual.drivers.linux_driver import LinuxDriver


class Vanishing:
    """A terminal's file that swallows what cannot be written to it any more."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write where there is somebody to read it; the number of characters that were taken."""
        try:
            return self._file.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Send what was written, where that can be."""
        try:
            self._file.flush()
        except OSError:
            return

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver for a terminal that may go away at any moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._file: Any = Vanishing(self._file)
