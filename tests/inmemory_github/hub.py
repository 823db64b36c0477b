"""The whole GitHub of a test: its state, its socket, its faults and its log, behind one small interface."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType

from tests.inmemory_github.call import Tools
from tests.inmemory_github.faults import Armed, Delivery, Effect, Faults, Lag, deliver
from tests.inmemory_github.limits import Limits
from tests.inmemory_github.messages import Exchange, Request, Response
from tests.inmemory_github.payloads import Renderer
from tests.inmemory_github.queries import Queries
from tests.inmemory_github.records import Comment, Issue, Permission, Quirks, Repository, User
from tests.inmemory_github.routes import Router
from tests.inmemory_github.server import HOST, LoopbackServer
from tests.inmemory_github.state import Clock, State, system_clock
from tests.inmemory_github.web import Web


class InMemoryGitHub:
    """A GitHub that forgets everything at its end. As a context manager it also listens on the loopback.

    `now` is its clock; `prefix` is `/api/v3` for an Enterprise server; `hourly_limit` the requests of a user
    in an hour; `secondary_limits` switches on 80 creations and 900 points a minute; `web_url` is the base of
    every `html_url`.
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
    ) -> None:
        self.state = State(now=now)
        self.limits = Limits(hourly_limit, secondary_limits)
        self.faults = Faults()
        self.requests: list[Exchange] = []
        self._prefix = prefix
        self._lock = threading.RLock()
        self._server = LoopbackServer(self.handle, port)
        self._render = Renderer(self.state, web=web_url)
        self._tools = Tools(self.state, Queries(self.state), self._render, self.limits, quirks or Quirks())
        self._router = Router(self._tools, prefix)
        self._rebase()

    # the server

    @property
    def url(self) -> str:
        """The API's base address, without a slash at the end."""
        return self._render.api

    def _rebase(self) -> None:
        port = f":{self._server.port}" if self._server.port else ""
        api = f"http://{HOST}{port}{self._prefix}"
        if api != self._render.api:
            self._render.api = api
            self._render.forget()

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._server.start()
        self._rebase()

    def stop(self) -> None:
        """Go away: connections are cut and new ones refused, the state is kept."""
        self._server.stop()

    def __enter__(self) -> InMemoryGitHub:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(for_good=True)
        if error is None and self._server.crashes:
            raise self._server.crashes[0]

    def handle(self, request: Request) -> Delivery:
        """Answer one request, with the fault that is due for it, and log it."""
        with self._lock:
            armed = self.faults.due(request)
            effect = armed.effect if armed is not None else None
            user: User | None = self.state.user_of(self.state.tokens.get(request.token or ""))
            reads = effect.reads if isinstance(effect, Lag) else 0

            def execute() -> Response:
                with self.state.lagging(reads):
                    return self._router.respond(request)[0]

            delivery = deliver(effect, execute)
            self._log(request, user, delivery, effect)
            return delivery

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
    ) -> Armed:
        """Arm a fault for the nth request (and the following `times` - 1) that matches.

        `path` is a regular expression searched in path and query. `times=None` means from then on.
        """
        armed = Armed(effect, method, re.compile(path), nth, times)
        self.faults.armed.append(armed)
        return armed

    # the world

    @contextmanager
    def _changing(self) -> Iterator[State]:
        with self._lock:
            yield self.state

    def add_repo(self, full_name: str, *, private: bool = False, has_issues: bool = True) -> Repository:
        """A new repository."""
        with self._changing() as state:
            return state.add_repo(full_name, private=private, has_issues=has_issues)

    def add_user(
        self,
        login: str,
        *,
        token: str | None = None,
        push: Iterable[str] = (),
        triage: Iterable[str] = (),
        read: Iterable[str] = (),
        admin: Iterable[str] = (),
        member_of: Iterable[str] = (),
        bot: bool = False,
        name: str | None = None,
    ) -> User:
        """An account with its token and its rights in repositories that exist already."""
        levels = (
            (Permission.READ, read),
            (Permission.TRIAGE, triage),
            (Permission.PUSH, push),
            (Permission.ADMIN, admin),
        )
        with self._changing() as state:
            user = state.add_user(login, kind="Bot" if bot else "User", name=name)
            if token is not None:
                state.tokens[token] = login
            for level, repos in levels:
                for repo in repos:
                    state.grant(user, state.repo(repo), level)
            state.members.update((owner.lower(), login.lower()) for owner in member_of)
            return user

    def web(self, login: str) -> Web:
        """A person at the web page; an unknown login becomes an account."""
        with self._changing() as state:
            return Web(state, self.limits, state.add_user(login), self._lock)

    def issue(self, repo: str, number: int) -> Issue:
        """An issue as it is now."""
        return self.state.repo(repo).issues[number]

    def issues(self, repo: str) -> tuple[Issue, ...]:
        """All issues and pull requests by number."""
        with self._changing() as state:
            return tuple(state.repo(repo).issues.values())

    def comments(self, repo: str, number: int) -> tuple[Comment, ...]:
        """The comments of an issue by id."""
        with self._changing() as state:
            home = state.repo(repo)
            return tuple(home.comments[key] for key in home.thread.get(number, ()))

    def labels(self, repo: str, number: int) -> tuple[str, ...]:
        """The names of the labels on an issue, in the order they came."""
        with self._changing() as state:
            home = state.repo(repo)
            return tuple(home.labels[key].name for key in home.issues[number].labels)

    def texts(self, repo: str) -> str:
        """Everything that a reader of this repository could ever read there, in lines.

        Titles, bodies, comments, label names and descriptions, with their earlier versions and what was
        deleted since: who watched has it in a mail.
        """
        with self._changing() as state:
            return "\n".join(state.repo(repo).published)
