"""The whole GitHub of a test: its state, its socket, its faults and its log, behind one small interface."""

from __future__ import annotations

import re
import ssl
from dataclasses import replace
from email.utils import format_datetime
from types import TracebackType
from typing import TYPE_CHECKING

from tests.inmemory_github.call import Tools
from tests.inmemory_github.faults import Armed, Delivery, Effect, Faults, Lag, LagFor, deliver
from tests.inmemory_github.limits import Limits
from tests.inmemory_github.messages import Exchange, Request, Response, error_response
from tests.inmemory_github.queries import Queries
from tests.inmemory_github.records import ContractBroken, Quirks, Refused, User
from tests.inmemory_github.routes import Router
from tests.inmemory_github.server import HOST, LoopbackServer
from tests.inmemory_github.state import Clock, State, system_clock
from tests.inmemory_github.world import World

if TYPE_CHECKING:
    from tests.inmemory_github.contract import Contract


class InMemoryGitHub(World):
    """A GitHub that forgets everything at its end. As a context manager it also listens on the loopback.

    `now` is its clock; `prefix` is `/api/v3` for an Enterprise server; `hourly_limit` the requests of a user
    in an hour; `secondary_limits` switches on 80 creations and 900 points a minute; `web_url` is the base of
    every `html_url`; `tls` makes it speak https, and `name` is the host by which clients know it, where a
    proxy leads them here; `strict` refuses request bodies that GitHub's description does not allow, and says
    so at the end of the `with` block.
    """

    def __init__(
        self,
        *,
        now: Clock = system_clock,
        prefix: str = "",
        port: int = 0,
        quirks: Quirks | None = None,
        hourly_limit: int = 5_000,
        secondary_limits: bool = False,
        web_url: str = "https://github.com",
        tls: ssl.SSLContext | None = None,
        name: str = "",
        strict: bool = False,
    ) -> None:
        super().__init__(State(now=now), Limits(hourly_limit, secondary_limits), web_url)
        self.faults = Faults()
        self.requests: list[Exchange] = []
        self.away = False
        self._contract = _contract() if strict else None
        self._prefix = prefix
        self._scheme, self._name = "http" if tls is None else "https", name
        self._server = LoopbackServer(self.handle, port, tls)
        self._tools = Tools(self.state, Queries(self.state), self._render, self.limits, quirks or Quirks())
        self._router = Router(self._tools, prefix)
        self._rebase()

    # the server

    @property
    def port(self) -> int:
        """Where it listens on the loopback."""
        return self._server.port

    @property
    def url(self) -> str:
        """The API's base address, without a slash at the end."""
        return self._render.api

    def _rebase(self) -> None:
        port = f":{self._server.port}" if self._server.port else ""
        api = f"{self._scheme}://{self._name or HOST + port}{self._prefix}"
        if api != self._render.api:
            self._render.api = api
            self._render.forget()

    @property
    def listening(self) -> bool:
        """Whether the socket is open now."""
        return self._server.listening

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._server.start()
        self.away = False
        self._rebase()

    def stop(self) -> None:
        """Go away: connections are cut and new ones refused, the state is kept.

        In process, setting `away` does the same.
        """
        self.away = True
        self._server.stop()

    def __enter__(self) -> InMemoryGitHub:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(for_good=True)
        if error is None:
            self.check()

    def check(self) -> None:
        """Raise what went wrong on the server's side: its own errors, and bodies that broke the contract."""
        if self._server.crashes:
            raise self._server.crashes[0]
        if self._contract is not None and self._contract.violations:
            raise ContractBroken("\n".join(self._contract.violations))

    @property
    def violations(self) -> list[str]:
        """What the strict mode refused; a test that sends nonsense on purpose clears it."""
        return self._contract.violations if self._contract is not None else []

    def handle(self, request: Request) -> Delivery:
        """Answer one request, with the fault that is due for it, and log it."""
        with self._lock:
            user = self.state.user_of(self.state.tokens.get(request.token or ""))
            armed = self.faults.due(request, None if user is None else user.login)
            effect = armed.effect if armed is not None else None
            reads = effect.reads if isinstance(effect, Lag) else 0
            seconds = effect.seconds if isinstance(effect, LagFor) else 0.0
            self.state.catch_up()

            def execute() -> Response:
                problem = self._contract.check(request) if self._contract is not None else None
                if problem is not None:
                    return error_response(Refused(422, f"Invalid request.\n\n{problem}"))
                with self.state.lagging(reads, seconds):
                    return self._router.respond(request)[0]

            delivery = self._dated(deliver(effect, execute))
            self._log(request, user, delivery, effect)
            return delivery

    def _dated(self, delivery: Delivery) -> Delivery:
        """Every answer says what time it is here, those of faults too."""
        response = delivery.response
        if response is None or response.header("Date") is not None:
            return delivery
        date = ("Date", format_datetime(self.state.moment(), usegmt=True))
        return replace(delivery, response=replace(response, headers=(date, *response.headers)))

    def _log(self, request: Request, user: User | None, delivery: Delivery, effect: Effect | None) -> None:
        self.requests.append(
            Exchange(
                at=self.state.now(),
                method=request.method,
                path=request.path,
                query=request.query,
                headers=request.headers,
                body=request.body,
                user=None if user is None else user.login,
                status=None if delivery.response is None else delivery.response.status,
                fault=None if effect is None else type(effect).__name__,
            )
        )

    def asked(self, method: str | None = None, path: str = "") -> tuple[Exchange, ...]:
        """The logged requests of this method whose target matches the regular expression."""
        pattern = re.compile(path)
        return tuple(
            exchange
            for exchange in tuple(self.requests)
            if (method is None or exchange.method == method) and pattern.search(exchange.target)
        )

    def fault(
        self,
        effect: Effect,
        *,
        method: str | None = None,
        path: str = "",
        nth: int = 1,
        times: int | None = 1,
        user: str | None = None,
    ) -> Armed:
        """Arm a fault for the nth request (and the following `times` - 1) that matches.

        `path` is a regular expression searched in path and query. `times=None` means from then on. `user`
        is the login of one of several machines.
        """
        armed = Armed(effect, method, re.compile(path), nth, times, user)
        self.faults.armed.append(armed)
        return armed


def _contract() -> Contract:
    """Import the models only where they are wanted: they take half a second."""
    from tests.inmemory_github.contract import Contract

    return Contract()
