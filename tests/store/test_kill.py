"""kill -9, for real and many times: what was acknowledged is there, in order, once (faults 1, 2 and 6)."""

from __future__ import annotations

import os
import random
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.store.entries import Entries
from tests.store.support import child, kill, next_line, rest_of_output

ROUNDS = os.environ.get("SHIFTUI_KILL_ROUNDS")


@pytest.mark.parametrize(
    ("writers", "with_checkpoints"),
    [
        pytest.param(1, False, id="one writer"),
        pytest.param(1, True, id="one writer with checkpoints"),
        pytest.param(2, True, id="two writers with checkpoints"),
    ],
)
@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param(int(ROUNDS or 20), id="some rounds"),
        pytest.param(int(ROUNDS or 500), id="many rounds", marks=pytest.mark.torture),
    ],
)
def test_nothing_acknowledged_is_lost_by_kill_9(
    tmp_path: Path, rounds: int, writers: int, with_checkpoints: bool
) -> None:
    chance = random.Random(f"{rounds} {writers} {with_checkpoints}")
    acknowledged: dict[int, tuple[str, int]] = {}
    for number in range(rounds):
        names = [f"{number}{letter}" for letter in "ab"[:writers]]
        acknowledged |= killed_run(tmp_path, names, with_checkpoints, chance)
        verify(tmp_path, acknowledged)


def killed_run(
    folder: Path, names: list[str], with_checkpoints: bool, chance: random.Random
) -> dict[int, tuple[str, int]]:
    """Let the writers work, kill each after some acknowledgements of its own, and return all of these."""
    acknowledged: dict[int, tuple[str, int]] = {}
    more = ["checkpoints"] if with_checkpoints else []
    with ExitStack() as stack:
        writers = [
            (name, stack.enter_context(child("-m", "tests.store.entries", str(folder), name, *more)))
            for name in names
        ]
        for name, writer in writers:
            lines = [next_line(writer) for _ in range(chance.randint(1, 30))]
            for _ in range(chance.randint(0, 20_000)):
                pass  # a kill right after an acknowledgement would always find the writer at the same place
            kill(writer)
            for line in [*lines, *rest_of_output(writer)]:
                seq, n = line.split()
                acknowledged[int(seq)] = (name, int(n))
    return acknowledged


def verify(folder: Path, acknowledged: dict[int, tuple[str, int]]) -> None:
    entries = Entries(folder)
    found = entries.known
    assert {seq: found.get(seq) for seq in acknowledged} == acknowledged
    assert sorted(found) == list(range(1, len(found) + 1)), "one gapless sequence"
    by_run: dict[str, list[int]] = {}
    for seq in sorted(found):
        run, n = found[seq]
        by_run.setdefault(run, []).append(n)
    assert all(numbers == list(range(len(numbers))) for numbers in by_run.values()), "in order, once"
    told = (*entries.journal.problems, *entries.checkpoints.problems)
    assert all("never acknowledged" in problem or "not whole" in problem for problem in told)
