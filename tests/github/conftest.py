"""A GitHub on a real socket, strict about what clients send, and machines that talk to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shiftui.github.client import Client
from tests.github.machine import Clock, Machine, settings_for
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import add_team

MakeMachine = Callable[..., Machine]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def github(clock: Clock) -> Iterator[InMemoryGitHub]:
    """With a public incident repository, a private log, and mia, leo and ada."""
    with InMemoryGitHub(now=clock, strict=True) as running:
        yield add_team(running)


@pytest.fixture
def private(clock: Clock) -> Iterator[InMemoryGitHub]:
    """The same with a private incident repository."""
    with InMemoryGitHub(now=clock, strict=True) as running:
        yield add_team(running, private=True)


@pytest.fixture
def client(github: InMemoryGitHub, clock: Clock) -> Iterator[Client]:
    opened = Client(github.url, lambda: "t-mia", clock, timeout=1.0)
    yield opened
    opened.close()


@pytest.fixture
def machine(clock: Clock) -> Iterator[MakeMachine]:
    """Makes machines: of a GitHub, for a login, with changed settings."""
    made: list[Machine] = []

    def make(github: InMemoryGitHub, login: str = "mia", **changes: Any) -> Machine:
        made.append(Machine(github, clock, login, settings_for(github, login, **changes)))
        return made[-1]

    yield make
    for each in made:
        each.tracker.close()
