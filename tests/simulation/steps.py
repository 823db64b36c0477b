"""The scheduler: what happens next, to which machine, by the dice of the seed."""

from collections.abc import Callable

from shiftui.domain.refusals import Refused
from shiftui.ports import PortError
from shiftui.service.desk import Desk
from shiftui.service.outbox import drop, retry
from shiftui.service.taking_back import latest_gesture
from tests.simulation.invariants import check_nobody_leaves_early
from tests.simulation.kinds import COLLEAGUE_MEANWHILE, WEB_MEANWHILE
from tests.simulation.machine import Machine
from tests.simulation.people import clicks
from tests.simulation.verbs import SHIFT_VERBS, Verb, any_verb
from tests.simulation.world import World

PAUSES = (0.0, 2.0, 20.0, 60.0, 300.0, 3_600.0)
BY_COMMAND = 0.25
"""How often something is recorded by a command, while the dashboard has the same folder open."""
DIES_ON_THE_WAY = 0.1
AGAIN, PATIENCE = 4, 200.0
"""How often a poller is followed when it comes back, and for how many seconds at most."""
Step = Callable[[World, Machine], None]


def happen(world: World, times: int) -> None:
    """Let so many things happen."""
    world.meanwhile = lambda what, machine: _meanwhile(world, what, machine)
    names = list(STEPS)
    weights = [
        weight * (world.shift_rate if name == "shift change" else 1) for name, (weight, _) in STEPS.items()
    ]
    for _ in range(times):
        name = world.rng.choices(names, weights)[0]
        machine = world.rng.choice(world.machines)
        world.steps[name] += 1
        STEPS[name][1](world, machine)
        check_nobody_leaves_early(world)
        world.time.go(world.rng.random() * world.rng.choice(PAUSES))


def record(world: World, machine: Machine) -> None:
    """A person records something."""
    _record(world, machine, *any_verb(world.rng, world.shift_rate))


def shift_change(world: World, machine: Machine) -> None:
    """Two people hand over, pass by pass; now and then a machine dies on the way."""
    other = world.rng.choice([one for one in world.machines if one is not machine])

    def go_on(world: World, who: Machine) -> None:
        _record(world, who, "go on with the handoff beside", SHIFT_VERBS["go on with the handoff beside"][1])

    for who, step in ((machine, go_on), (machine, poll), (other, poll), (other, go_on), (other, poll)):
        if world.rng.random() < DIES_ON_THE_WAY:
            crash(world, world.rng.choice((machine, other)))
        step(world, who)
        world.time.go(world.rng.random() * 60)


def _record(world: World, machine: Machine, name: str, verb: Verb) -> None:
    """It is acknowledged when the call returns."""

    def act() -> None:
        by_command = world.rng.random() < BY_COMMAND
        desk = (machine.opened() if by_command else machine.dashboard).desk
        key = world.rng.choice(sorted(desk.snapshot.tickets) or ["#1"])
        said = f"{name} {key}{' by command' if by_command else ''}"
        try:
            recorded = verb(desk, key, machine.rng)
        except Refused as refusal:
            world.say(machine.login, f"{said}: refused, {type(refusal).__name__}")
        else:
            world.books.acknowledge(machine.login, recorded.operation)
            world.say(machine.login, f"{said}: {recorded.operation.id[:8]}")

    _try(world, machine, act)


def undo(world: World, machine: Machine) -> None:
    """A person takes the latest back."""

    def act() -> None:
        desk = machine.dashboard.desk
        desk.refresh()
        before, gesture = _pending(desk), latest_gesture(desk.snapshot.state, desk.me)
        with world.books.taking_out({recorded.operation.id for recorded in gesture}):
            words = desk.undo().words
        for id in sorted(before - _pending(desk)):
            world.books.give_up(id)
        for recorded in desk.snapshot.state.pending:
            if recorded.operation.id not in before:
                world.books.acknowledge(machine.login, recorded.operation)
        world.say(machine.login, f"takes back: {words!r}")

    _try(world, machine, act)


def sync(world: World, machine: Machine) -> None:
    """The poller makes a pass."""
    if machine.is_busy:
        return
    world.say(machine.login, "a pass" + ("" if machine.online else " (offline)"))
    error = machine.sync()
    report = machine.dashboard.desk.snapshot.state.report
    world.say(
        machine.login, f"  {error or 'done'}: {report.pulled} in, {report.sent} out, {report.queued} left"
    )


def poll(world: World, machine: Machine) -> None:
    """The same, and again when that pass has said so, as the dashboard's poller does."""
    sync(world, machine)
    for _ in range(AGAIN):
        wait = machine.wait
        if not 0 < wait <= PATIENCE:
            return
        world.time.go(wait)
        sync(world, machine)


def checkpoint(world: World, machine: Machine) -> None:
    """What gathered is written to a checkpoint."""

    def act() -> None:
        world.say(machine.login, "a checkpoint")
        machine.dashboard.desk.checkpoint(force=True)

    _try(world, machine, act)


def crash(world: World, machine: Machine) -> None:
    """The process is killed, or the power goes."""
    power = world.rng.random() < 0.5
    world.say(machine.login, "loses its power" if power else "is killed")
    machine.crash(power=power)


def restart(world: World, machine: Machine) -> None:
    """The program is left and started again."""
    world.say(machine.login, "starts the program anew")
    _try(world, machine, machine.open_dashboard)


def line(world: World, machine: Machine) -> None:
    """The network goes, or comes back."""
    machine.online = not machine.online
    world.say(machine.login, "online" if machine.online else "offline")


def web(world: World, machine: Machine) -> None:
    """Somebody does something on the web."""
    world.say("web", clicks(world))


def look_after(world: World, machine: Machine) -> None:
    """A person looks at what did not get through: send it, or drop it."""

    def act() -> None:
        desk = machine.dashboard.desk
        desk.refresh()
        for entry in desk.snapshot.outbox:
            if not entry.state.needs_a_person:
                continue
            if world.rng.random() < 0.6:
                retry(desk, entry.id)
                world.say(machine.login, f"sends {entry.id[:8]} again ({entry.reason})")
                continue
            with world.books.taking_out(_pending(desk)):
                gone = drop(desk, entry.id)
            for operation in gone:
                world.books.give_up(operation.id)
            if not gone:  # of something disputed, only what somebody else changed too
                world.books.keep_theirs(entry.id)
            world.say(machine.login, f"drops {entry.id[:8]} ({entry.reason})")

    _try(world, machine, act)


def _try(world: World, machine: Machine, act: Callable[[], None]) -> None:
    """Do what may be refused, or fail on the disk; a person reads why and goes on."""

    def tried() -> None:
        try:
            act()
        except Refused as refusal:
            world.say(machine.login, f"refused: {refusal}")
        except PortError as error:
            world.say(machine.login, f"not done: {type(error).__name__}: {error}")

    machine.alive(tried)


def _meanwhile(world: World, what: str, machine: Machine) -> None:
    """Something happens while a request of this machine's is about to leave."""
    if what == WEB_MEANWHILE:
        world.say("web", clicks(world))
    elif what == COLLEAGUE_MEANWHILE:
        others = [other for other in world.machines if not other.is_busy]
        if others:
            sync(world, world.rng.choice(others))
    else:
        world.rng.choice((record, record, undo, look_after))(world, machine)


def _pending(desk: Desk) -> set[str]:
    return {recorded.operation.id for recorded in desk.snapshot.state.pending}


STEPS: dict[str, tuple[int, Step]] = {
    "record": (40, record),
    "undo": (4, undo),
    "sync": (12, sync),
    "poll": (12, poll),
    "checkpoint": (7, checkpoint),
    "crash": (3, crash),
    "restart": (2, restart),
    "line": (4, line),
    "web": (14, web),
    "look after": (3, look_after),
    "shift change": (3, shift_change),
}
"""Each with how often it happens."""
