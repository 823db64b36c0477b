"""Workspaces of the sizes that the budgets speak of, made through the desk and the journal like any other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from shiftui.bootstrap import SystemClock, Workspace, assemble, random_id
from shiftui.domain.business_time import BusinessHours
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.opened import open_ticket
from shiftui.domain.operations.resolved import resolve
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Priority, Resolution

CONFIG = """\
[local]
me = "mia"

[team]
timezone = "UTC"
hours = ["00:00-24:00"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
"""Around the clock, so that countdowns run whenever the bench does."""

GESTURE = 40
"""Tickets recorded in one gesture: what can be undone stays in the checkpoint, so not all at once."""
SETTINGS = Settings(me="mia", hours=BusinessHours.around_the_clock("UTC"))


def filled(folder: Path, open_tickets: int, closed_tickets: int = 0, urgent: int = 0) -> Workspace:
    """A local workspace with that many tickets; `urgent` of the open ones have less than ten minutes left."""
    workspace = assemble(folder, SETTINGS, SystemClock(), random_id)
    (folder / "shiftui.toml").write_text(CONFIG) if folder.exists() else None
    now = datetime.now(UTC)

    def decide(scene: Scene, first: int, last: int) -> Sequence[Operation]:
        operations: list[Operation] = []
        for index in range(first, last):
            at = replace(scene, next_local=scene.next_local + index - first)
            minutes = 51 + index if index < urgent else 20 - index % 20
            opened = open_ticket(
                at,
                f"Plots of data set {index} are blank after the upgrade",
                body="It was fine before.\n" * 5,
                priority=list(Priority)[index % 4],
                requester=f"user{index % 50}",
                opened_at=now - timedelta(minutes=minutes),
            )
            operations.append(opened)
            if index >= open_tickets:
                operations.append(resolve(at, opened.create(), [Resolution.ANSWERED]))
        return operations

    everything = open_tickets + closed_tickets
    for first in range(0, everything, GESTURE):
        last = min(first + GESTURE, everything)
        workspace.desk.record(partial(decide, first=first, last=last))
    (folder / "shiftui.toml").write_text(CONFIG)
    workspace.desk.checkpoint(force=True)
    return workspace
