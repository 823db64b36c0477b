"""The four promises, checked when all has come to rest."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from shiftui.cli import render
from tests.simulation.machine import Machine
from tests.simulation.world import World

OWN = ("sync", "local_ref")
"""What may differ between machines: how far it has travelled from here, and what it is called here."""


class Violation(Exception):
    """A promise was broken: which, and how."""

    def __init__(self, promise: str, how: Sequence[str]) -> None:
        super().__init__(f"{promise}: " + "; ".join(how))
        self.promise = promise
        self.how = tuple(how)


def check_nothing_lost(world: World) -> None:
    """No acknowledged operation is lost."""
    _none("nothing lost", world.books.lost())


def check_nothing_twice(world: World) -> None:
    """Each creation is on GitHub at most once."""
    _none("nothing twice", world.books.twice())


def check_all_equal(world: World) -> None:
    """All machines show the same, and each the same after a restart from its files."""
    shown = [_shown(world, machine) for machine in world.machines]
    first, login = shown[0], world.machines[0].login
    for machine, other in zip(world.machines[1:], shown[1:], strict=True):
        _none("all equal", _differences(first, other, (login, machine.login)))
    for machine, before in zip(world.machines, shown, strict=True):
        machine.open_dashboard()
        _none("equal after a restart", _differences(before, _shown(world, machine), ("before", "after")))


def _shown(world: World, machine: Machine) -> list[dict[str, Any]]:
    """What `list --all --json` prints at the world's time, and the diary."""
    desk = machine.dashboard.desk
    snapshot = desk.everything()
    placed = snapshot.queue(world.time())
    tickets = [render.ticket(one, snapshot, desk.thread(one.key)) for one in placed]
    diary = [(entry.id, render.time_text(entry.at), entry.by, entry.text) for entry in snapshot.diary]
    return [
        *({name: value for name, value in ticket.items() if name not in OWN} for ticket in tickets),
        {"ref": "diary", "entries": diary},
    ]


def _differences(
    one: list[dict[str, Any]], other: list[dict[str, Any]], names: tuple[str, str]
) -> Iterable[str]:
    if [ticket["ref"] for ticket in one] != [ticket["ref"] for ticket in other]:
        orders = [" ".join(ticket["ref"] for ticket in shown) for shown in (one, other)]
        yield f"{names[0]} has {orders[0]}, {names[1]} has {orders[1]}"
    theirs = {ticket["ref"]: ticket for ticket in other}
    for ticket in one:
        for name, value in ticket.items():
            found = theirs.get(ticket["ref"], ticket)[name]
            if found != value:
                yield f"{ticket['ref']} {name}: {_apart(value, found, names)}"


def _apart(one: object, other: object, names: tuple[str, str]) -> str:
    if not isinstance(one, list) or not isinstance(other, list):
        return f"{one!r} for {names[0]}, {other!r} for {names[1]}"
    pairs = [(a, b) for a, b in zip_longest(one, other) if a != b]
    mine, theirs = pairs[0]
    return f"{len(pairs)} of {len(one)} differ, first {mine!r} for {names[0]}, {theirs!r} for {names[1]}"


def _none(promise: str, found: Iterable[str]) -> None:
    how = tuple(found)
    if how:
        raise Violation(promise, how)
