"""The command as a person runs it: a process, its output, its exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIFTUI = (sys.executable, "-m", "shiftui")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output, read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shiftui:
    """The command on one workspace."""

    folder: Path
    env: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see: no tokens of the person who runs the tests."""
        base = {k: v for k, v in os.environ.items() if "TOKEN" not in k and k != "SHIFTUI_WORKSPACE"}
        return {**base, "SHIFTUI_WORKSPACE": str(self.folder), **self.env}

    def run(self, *arguments: str, stdin: str = "", seconds: float = 60) -> Done:
        """Run to the end, whatever the exit code."""
        done = subprocess.run(
            [*SHIFTUI, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=seconds,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        """Run and expect it to be done and durable."""
        done = self.run(*arguments, stdin=stdin)
        assert done.code == 0, f"{arguments} exited {done.code}: {done.err}"
        return done

    def tickets(self, *options: str) -> list[dict[str, Any]]:
        """`list --json`."""
        found: list[dict[str, Any]] = self("list", "--json", *options).json
        return found

    def ticket(self, ref: str) -> dict[str, Any]:
        """`show --json`."""
        found: dict[str, Any] = self("show", ref, "--json").json
        return found
