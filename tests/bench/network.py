"""Budgets of keeping in step with a repository of 5,000 issues, 300 pull requests and 20,000 comments."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import PYTHON, SHIFTUI, Budget

ROUNDS = 3
REPO = "acme/live-incidents"
TOKEN = "t-mia"


@contextmanager
def served(*options: str) -> Iterator[str]:
    """An in-memory GitHub in a process of its own; yields its address."""
    command = (PYTHON, "-m", "tests.inmemory_github", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _run(command: Sequence[str], **env: str) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} exited {done.returncode}")
    return time.perf_counter() - started, done.stdout


def first_import() -> Iterator[Budget]:
    """The first import, in requests and against fetching alone; and the quiet poll after it."""
    sizes = ("--issues", "5000", "--pulls", "300", "--comments", "20000", "--private")
    with served(*sizes) as url, tempfile.TemporaryDirectory() as folder:
        ours: list[float] = []
        alone: list[float] = []
        fetched = 0
        reports: list[dict[str, int]] = []
        quiet: dict[str, int] = {}
        for turn in range(ROUNDS):
            base = (SHIFTUI, "--workspace", str(Path(folder) / f"w{turn}"))
            _run((*base, "init", "--repo", REPO, "--api-url", url), SHIFTUI_TOKEN=TOKEN)
            seconds, out = _run((*base, "sync", "--json"), SHIFTUI_TOKEN=TOKEN)
            ours.append(seconds)
            reports.append(json.loads(out))
            _, out = _run((*base, "sync", "--json"), SHIFTUI_TOKEN=TOKEN)
            quiet = json.loads(out)
            seconds, out = _run((PYTHON, "-m", "tests.bench.fetch_alone", url, REPO, TOKEN))
            alone.append(seconds)
            fetched = int(out)
        mine, theirs = statistics.median(ours), statistics.median(alone)
        detail = f"{mine:.1f} s against {theirs:.1f} s, {reports[0]['pulled']} rows"
        yield Budget("first import against fetching and parsing alone", mine / theirs, 2, "×", detail=detail)
        more = reports[0]["requests"] - fetched
        detail = f"{reports[0]['requests']} requests for {fetched} pages"
        yield Budget("first import, requests beyond the pages", more, 5, "requests", detail=detail)
        yield Budget("quiet poll", quiet["requests"], 2, "requests", detail=f"{quiet['pulled']} rows")
