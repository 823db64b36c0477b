"""The five promises: one is checked after each step, all when everything has come to rest."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from shiftui.cli import render
from shiftui.domain.duty import handoff, on_duty
from shiftui.domain.offers import HandoffState
from shiftui.domain.replica import duty_of
from tests.simulation.machine import Machine
from tests.simulation.shifts import reckon
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


def check_nobody_leaves_early(world: World) -> None:
    """Who offered a shift believes it accepted only when the acceptance stands on GitHub as the first."""
    for machine in world.machines:
        state = machine.dashboard.desk.snapshot.state
        found = handoff(duty_of(state), machine.settings)
        accepted, made = found.accepted, found.offer
        if accepted is None or made is None or accepted.id in world.won:
            continue
        world.won |= reckon(world.github).won
        if made.by == machine.login and accepted.id not in world.won:
            raise Violation("one owner", [f"{machine.login} believes {accepted.by}'s {accepted.id[:8]}"])


def check_one_owner(world: World) -> None:
    """Everybody names the one who has the shift on GitHub, and what follows from a handoff is done."""
    truth = reckon(world.github)
    for machine in world.machines:
        state, now = machine.dashboard.desk.snapshot.state, world.time()
        entries = duty_of(state)
        primary, found = on_duty(machine.settings, entries, now).primary, handoff(entries, machine.settings)
        if primary != truth.primary(now):
            raise Violation("one owner", [f"{machine.login} names {primary}, GitHub {truth.primary(now)}"])
        is_open = found.state is HandoffState.OFFERED
        if (found.open_offer.id if found.open_offer else None) != (
            truth.offer["id"] if truth.offer else None
        ):
            raise Violation("one owner", [f"{machine.login}: offer is {'open' if is_open else 'closed'}"])
        if found.state is HandoffState.ACCEPTED and not found.is_settled:
            raise Violation("one owner", [f"{machine.login}: accepted, and the tickets were never settled"])


def _shown(world: World, machine: Machine) -> list[dict[str, Any]]:
    """What `list --all --json` prints at the world's time, and the diary."""
    desk = machine.dashboard.desk
    snapshot = desk.everything()
    placed = snapshot.queue(world.time())
    tickets = [render.ticket(one, snapshot, desk.thread(one.key)) for one in placed]
    handed = handoff(duty_of(snapshot.state), machine.settings)
    keys = handed.offer.tickets if handed.offer is not None else ()
    steps = [one.id if one is not None else None for one in (handed.offer, handed.accepted, handed.answer)]
    diary = [(entry.id, render.time_text(entry.at), entry.by, entry.text) for entry in snapshot.diary]
    return [
        *({name: value for name, value in ticket.items() if name not in OWN} for ticket in tickets),
        {"ref": "diary", "entries": diary},
        {
            "ref": "handoff",
            "state": handed.state,
            "steps": steps,
            "settled": handed.is_settled,
            "tickets": [snapshot.ref(key) for key in keys],
        },
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
