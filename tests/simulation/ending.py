"""How it ends: no more faults, everybody online, and pass after pass until nothing moves any more."""

from tests.simulation.invariants import Violation
from tests.simulation.machine import Machine
from tests.simulation.steps import look_after, sync
from tests.simulation.world import World

ROUNDS = 60
"""Rounds of passes until all must have come to rest."""
BETWEEN = 30.0


def come_to_rest(world: World) -> None:
    """Let all machines pass in turns until a whole round is quiet.

    Raises:
        Violation: they do not come to rest.

    """
    world.plan.stopped = True
    world.say("world", "no more faults")
    for machine in world.machines:
        machine.online = True
    for _ in range(ROUNDS):
        if is_quiet_round(world):
            return
        for machine in world.machines:
            look_after(world, machine)
        world.time.go(max(BETWEEN, *(machine.wait for machine in world.machines)))
    left = [
        f"{machine.login} {entry.verb} {entry.ref} {entry.state} {entry.reason}"
        for machine in world.machines
        for entry in machine.dashboard.desk.snapshot.outbox
    ]
    raise Violation("come to rest", left or ["passes go on finding something new"])


def is_quiet_round(world: World) -> bool:
    """One pass each; whether all of them only heard that nothing has changed, and no replica lags."""
    quiet = [_is_quiet(world, machine) for machine in world.machines]
    lagging = world.github.state.stale_issues or world.github.state.stale_comments
    return all(quiet) and not lagging


def _is_quiet(world: World, machine: Machine) -> bool:
    before = len(world.github.requests)
    sync(world, machine)
    asked = world.github.requests[before:]
    report = machine.dashboard.desk.snapshot.state.report
    return not report.error and not report.queued and all(each.status == 304 for each in asked)
