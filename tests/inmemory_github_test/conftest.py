"""A GitHub over a socket and one in process: every rule must hold on both ways to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import add_team
from tests.inmemory_github.transport import InProcess

As = Callable[..., httpx.Client]
NEWEST = "2026-03-10"


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 12, 0, 0, 250_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **units: float) -> None:
        self.time += timedelta(**units)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["socket", "process"])
def github(request: pytest.FixtureRequest, clock: Clock) -> Iterator[InMemoryGitHub]:
    with ExitStack() as stack:
        github = InMemoryGitHub(now=clock)
        if request.param == "socket":
            stack.enter_context(github)
        yield add_team(github)
        github.check()


@pytest.fixture
def as_(github: InMemoryGitHub) -> Iterator[As]:
    """Make a client with somebody's token (None: nobody's)."""
    with ExitStack() as stack:

        def make(login: str | None, *, version: str | None = NEWEST, **headers: str) -> httpx.Client:
            headers |= {"user-agent": "tests"}
            if login is not None:
                headers["authorization"] = f"Bearer t-{login}"
            if version is not None:
                headers["x-github-api-version"] = version
            transport = None if github.listening else InProcess(github)
            return stack.enter_context(
                httpx.Client(base_url=github.url, headers=headers, transport=transport, timeout=5)
            )

        yield make


@pytest.fixture
def mia(as_: As) -> httpx.Client:
    return as_("mia")
