"""The line between one machine and GitHub: where requests fail, time passes, and others act in between."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from tests.inmemory_github import LagFor
from tests.inmemory_github.transport import InProcess
from tests.simulation.dying import Killed
from tests.simulation.kinds import (
    COLLEAGUE_MEANWHILE,
    HERE_MEANWHILE,
    KILLED_BEFORE,
    LAGS,
    NO_CONNECTION,
    POWER_CUT,
    WEB_MEANWHILE,
    RequestFault,
)

if TYPE_CHECKING:
    from tests.simulation.machine import Machine

SECONDS_A_REQUEST = 0.3
"""How long an answer takes, so that not everything happens in one second."""
_NUMBERS = re.compile(r"\d+")


class Line(httpx.BaseTransport):
    """A transport for the machine's client; above it all is the real adapter."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._server = InProcess(machine.world.github)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask GitHub, with the fault that is due."""
        machine, world = self._machine, self._machine.world
        if machine.disk.is_dead:
            raise Killed
        if not machine.online:
            raise httpx.ConnectError("[Errno 101] Network is unreachable", request=request)
        world.time.go(SECONDS_A_REQUEST)
        fault = world.plan.for_request(request.method)
        if fault is not None:
            point = f"{request.method} {_route(request.url.path)}"
            world.say(machine.login, f"  fault: {fault.name} at {point}")
            world.plan.note(fault.name, f"{fault.when} {point}")
        try:
            return self._with(fault, request)
        finally:
            world.witness.look()

    def _with(self, fault: RequestFault | None, request: httpx.Request) -> httpx.Response:
        if fault is None:
            return self._server.handle_request(request)
        machine, world = self._machine, self._machine.world
        if fault.effect is not None:
            armed = world.github.fault(fault.effect(world.plan.rng))
            try:
                return self._server.handle_request(request)
            finally:
                world.github.faults.armed.remove(armed)
        match fault.name:
            case name if name == NO_CONNECTION:
                raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
            case name if name == KILLED_BEFORE:
                raise machine.disk.die(power=False)
            case name if name in (WEB_MEANWHILE, COLLEAGUE_MEANWHILE, HERE_MEANWHILE):
                world.meanwhile(name, machine)
            case _:
                with self._lagging():
                    self._server.handle_request(request)
                raise machine.disk.die(power=fault.name == POWER_CUT)
        return self._server.handle_request(request)

    @contextmanager
    def _lagging(self) -> Iterator[None]:
        """Whoever dies now may start anew before GitHub's replicas know what was done."""
        github, rng = self._machine.world.github, self._machine.world.plan.rng
        armed = github.fault(LagFor(rng.choice(LAGS)), times=rng.randrange(2))
        try:
            yield
        finally:
            github.faults.armed.remove(armed)


def _route(path: str) -> str:
    """The path without what differs: `repos/issues/N/comments`."""
    parts = path.strip("/").split("/")
    kept = parts[:1] + parts[3:] if parts[0] == "repos" else parts
    if "labels" in kept:
        kept = kept[: kept.index("labels") + 1]
    return _NUMBERS.sub("N", "/".join(kept))
