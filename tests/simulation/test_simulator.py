"""The simulation sees what it is there to see: with a protection taken away, a seed soon breaks a promise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from shiftui.domain import pulling
from shiftui.domain.conversation import Conversation
from shiftui.domain.duty import DutyEntry, duty_after
from shiftui.domain.outbox import Delivery, Step
from shiftui.github import lookup
from shiftui.service import ledger
from shiftui.service import sync as passes
from shiftui.service.ledger import Ledger
from shiftui.store import segment_writer
from shiftui.store.disk import Disk
from tests.simulation.faults import Focus
from tests.simulation.run import simulate

Patch = pytest.MonkeyPatch
SEEDS = 20
"""That are tried, from the one where it was noticed last; that moves as the simulation learns."""


def _sends_again_at_once(patch: Patch) -> None:
    """What is not found is believed not to be there, and sent again."""
    queued = {"state": Delivery.QUEUED, "reason": "", "retry_at": None, "tries": 0}
    patch.setattr(ledger, "not_found", lambda step, now: replace(step, **queued))


def _never_finds(patch: Patch) -> None:
    """What was done is not recognised."""
    _sends_again_at_once(patch)
    patch.setattr(lookup, "is_marked", lambda marker, id: False)


def _takes_silence_for_no(patch: Patch) -> None:
    """A request without an answer counts as not done."""
    patch.setattr(ledger, "unclear", lambda step, now, why: replace(step, state=Delivery.QUEUED, reason=why))


def _forgets_what_it_sends(patch: Patch) -> None:
    """That a request is about to leave is not recorded."""

    def claim(self: Ledger, operation: Any, step: Step) -> bool:
        return self.desk.snapshot.state.is_pending(operation.id)

    patch.setattr(Ledger, "claim", claim)


def _syncs_no_file(patch: Patch) -> None:
    """What was acknowledged lies in a cache."""
    extend = segment_writer.extend

    def careless(disk: Disk, path: Any, end: int, data: bytes) -> Any:
        lazy = Disk()
        patch.setattr(lazy, "write", disk.write)
        patch.setattr(lazy, "fsync", lambda fd: None)
        return extend(lazy, path, end, data)

    patch.setattr(segment_writer, "extend", careless)


def _syncs_no_folder(patch: Patch) -> None:
    """A new journal file has no durable name."""
    patch.setattr(segment_writer, "sync_folder", lambda disk, folder: None)


def _leaves_torn_lines(patch: Patch) -> None:
    """What a failed append has left behind stays there."""
    patch.setattr(segment_writer, "truncate", lambda disk, path, end: None)


def _believes_the_order_of_arrival(patch: Patch) -> None:
    """Entries are folded as they come, not in GitHub's order."""
    patch.setattr(Conversation, "with_entries", lambda self, new: self._appended(list(new)))


def _believes_the_clocks(patch: Patch) -> None:
    """Words about shifts count in the order of the times at which machines say that they were said."""

    def by_time(entries: tuple[DutyEntry, ...], entry: DutyEntry) -> tuple[DutyEntry, ...]:
        found = duty_after(entries, entry)
        return tuple(sorted(found, key=lambda one: one.operation.at))

    patch.setattr(pulling, "duty_after", by_time)


def _leaves_the_tickets(patch: Patch) -> None:
    """An acceptance is believed, and nothing follows from it."""
    patch.setattr(passes, "settle", lambda desk: 0)


@pytest.mark.parametrize(
    ("breaks", "faults", "promise", "near"),
    [
        (_sends_again_at_once, ["closed after, replica lags"], "nothing twice", 0),
        (_never_finds, ["closed after"], "nothing twice", 1),
        (_takes_silence_for_no, ["500 though done"], "nothing twice", 4),
        (_forgets_what_it_sends, ["killed after"], "nothing twice", 18),
        (_syncs_no_file, ["power cut"], "nothing lost", 0),
        (_syncs_no_folder, ["power cut"], "nothing lost", 0),
        (_leaves_torn_lines, ["short write"], "nothing lost", 0),
        (_believes_the_order_of_arrival, ["no connection"], "all equal", 0),
        (_believes_the_clocks, [], "one owner", 2),
        (_leaves_the_tickets, [], "one owner", 10),
    ],
)
def test_a_missing_protection_is_noticed(
    monkeypatch: Patch, breaks: Callable[[Patch], None], faults: Sequence[str], promise: str, near: int
) -> None:
    breaks(monkeypatch)
    focus = Focus.on(*faults)
    assert any(promise in simulate(seed, focus).broken for seed in range(near, near + SEEDS))
