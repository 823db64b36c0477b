"""A real terminal for tests: a program on a pseudo-terminal, its bytes, and the screen that they draw."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType

import pyte


class TimedOut(AssertionError):
    """What was waited for did not come; the screen is in the message."""


class Terminal:
    """Runs a command on a pseudo-terminal of a given size and keeps every byte that it writes."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
        emulate: bool = True,
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.written = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._emulate = emulate
        cells = struct.pack("HHHH", rows, columns, 0, 0)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child becomes the program
            fcntl.ioctl(0, termios.TIOCSWINSZ, cells)  # before it looks, not after
            base = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TMUX", "SSH_TTY")}
            extra = dict(environment or {})
            size = {"COLUMNS": str(columns), "LINES": str(rows)}
            env = {**base, "TERM": "xterm-256color", "COLORTERM": "truecolor", **extra, **size}
            with contextlib.suppress(OSError):
                os.execvpe(command[0], list(command), env)
            os._exit(127)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program if it still runs, and wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def hang_up(self) -> None:
        """Close the terminal's own end, as a window that is closed or a connection that is lost."""
        os.close(self._fd)

    def kill(self, signum: int = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, signum)

    def wait(self, seconds: float = 10) -> int:
        """Wait for the program's end; its exit code (negative: the signal)."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.02):  # what it wrote last
                    pass
                return os.waitstatus_to_exitcode(status)
        raise TimedOut(f"still running after {seconds} s:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Type keys, as the bytes that a terminal sends."""
        for key in keys:
            os.write(self._fd, _KEYS.get(key, key).encode())

    def read(self, seconds: float) -> bytes:
        """What it writes within `seconds`, returning as soon as there is anything."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the program has ended
            return b""
        self.written += data
        if self._emulate:
            self._stream.feed(data)
        return data

    def until(self, holds: Callable[[str], bool], seconds: float = 15, what: str = "") -> str:
        """Read until the screen's text satisfies `holds`; returns the text."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(0.05)
            if holds(self.text):
                return self.text
        raise TimedOut(f"{what or 'it'} did not come within {seconds} s:\n{self.text}")

    def shows(self, *words: str, seconds: float = 15) -> str:
        """Read until all words are on the screen."""
        return self.until(lambda text: all(word in text for word in words), seconds, repr(words))

    def settle(self, quiet: float = 0.3, seconds: float = 10) -> str:
        """Read until nothing has been written for `quiet` seconds."""
        deadline = time.monotonic() + seconds
        last = time.monotonic()
        while time.monotonic() < deadline and time.monotonic() - last < quiet:
            if self.read(0.05):
                last = time.monotonic()
        return self.text

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)


_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "space": " ",
    "backspace": "\x7f",
    "ctrl+c": "\x03",
    "ctrl+d": "\x04",
    "ctrl+r": "\x12",
    "ctrl+q": "\x11",
    "ctrl+p": "\x10",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "ctrl+o": "\x0f",
}


@contextlib.contextmanager
def running(command: Sequence[str], **kwargs: object) -> Iterator[Terminal]:
    """A terminal that is closed afterwards."""
    terminal = Terminal(command, **kwargs)  # type: ignore[arg-type]  # passed through
    try:
        yield terminal
    finally:
        terminal.close()
