"""A terminal that a program believes to be real."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

PATIENCE = 30.0
"""Seconds until a terminal that shows nothing is given up."""
ROOT = Path(__file__).parents[3]


class Terminal:
    """A program on a terminal of 80×24."""

    def __init__(self, process: subprocess.Popen[bytes], side: int) -> None:
        self.process = process
        self._side = side
        self.seen = b""

    def wait_for(self, words: bytes) -> None:
        """Read until the words were drawn."""
        until = monotonic() + PATIENCE
        while words not in self.seen:
            ready, _, _ = select.select([self._side], [], [], max(0.0, until - monotonic()))
            assert ready, self.seen[-500:]
            self.seen += os.read(self._side, 65_536)

    def type(self, keys: bytes) -> None:
        """Press keys; what was drawn before is forgotten."""
        self.seen = b""
        os.write(self._side, keys)


@contextmanager
def terminal(command: list[str], environ: dict[str, str]) -> Iterator[Terminal]:
    """Run a command on a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", **environ},
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
