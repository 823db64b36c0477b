"""Fifty seeds in every run of the tests; `make simulate SEEDS=…` runs as many as one likes."""

import os
import subprocess
import sys

from tests.simulation.run import simulate


def _run(*arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.simulation", *arguments],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_fifty_seeds_keep_all_promises() -> None:
    done = _run("50", "--jobs", "1")
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert "50 seeds, 0 failed" in done.stdout


def test_a_seed_replays_to_the_letter() -> None:
    once, again = simulate(7), simulate(7)
    assert once.trace == again.trace
    assert once == again


def test_a_seed_does_not_depend_on_the_order_of_hashes() -> None:
    replays = [_run("--seed", "3", hash_seed=hash_seed).stdout for hash_seed in ("0", "1")]
    assert replays[0] == replays[1]
    assert len(replays[0].splitlines()) > 30
