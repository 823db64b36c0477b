"""Commands as a test types them: in this process, which is quick, or in one of their own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shiftui.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    def ok(self) -> "Ran":
        """Itself, if it did what it was asked."""
        assert self.code == 0, self.err
        return self


@dataclass(frozen=True)
class Shell:
    """`shiftui` on one workspace."""

    folder: Path
    more: Mapping[str, str]
    """Environment variables of commands in processes of their own."""

    def __call__(self, *args: str, stdin: str | bytes = b"") -> Ran:
        """Run a command in this process."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with _stdin(given), redirect_stdout(out), redirect_stderr(err):
            code = main(["--workspace", str(self.folder), *args])
        texts = []
        for stream in (out, err):
            stream.flush()
            buffer = stream.detach()
            assert isinstance(buffer, io.BytesIO)
            texts.append(buffer.getvalue().decode())
        return Ran(code, *texts)

    def alone(self, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
        """Run a command in a process of its own."""
        done = subprocess.run(
            self.command(*args),
            input=stdin,
            capture_output=True,
            timeout=60,
            env=self.environment(env),
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *args: str) -> list[str]:
        """The words that start it."""
        return [sys.executable, "-m", "shiftui", "--workspace", str(self.folder), *args]

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a process of its own sees."""
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME", "TZ", "LANG", "LOGNAME") if name in os.environ
        }
        return {**kept, "PYTHONPATH": str(ROOT), **self.more, **(env or {})}

    def add(self, title: str = "Plots blank", *options: str) -> str:
        """Open a ticket; its name."""
        return self("add", title, *options).ok().out.strip()

    def ticket(self, ref: str) -> Any:
        """A ticket as JSON."""
        return self("show", ref, "--json").ok().json


@contextmanager
def _stdin(data: bytes) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), "utf-8")
    try:
        yield
    finally:
        sys.stdin = before


class StoppedClock:
    """The machine's clock, set by a test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def shows(self, text: str) -> None:
        """From now on it is that time."""
        from datetime import UTC, datetime

        from shiftui.bootstrap import SystemClock

        instant = datetime.fromisoformat(text).astimezone(UTC)
        self._patch.setattr(SystemClock, "now", lambda self: instant)
