"""A running GitHub with a small team, for `from tests.inmemory_github.fixtures import github`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.inmemory_github.hub import InMemoryGitHub

REPO = "acme/live-incidents"
LOG = "acme/oncall-log"
TEAM = ("mia", "leo", "ada")


def add_team(github: InMemoryGitHub, *, private: bool = False) -> InMemoryGitHub:
    """The incident repository, a private log, and mia, leo and ada with push access and tokens `t-mia` ….

    `j-doe` has an account and a token but no rights, as a requester does.
    """
    github.add_repo(REPO, private=private)
    github.add_repo(LOG, private=True)
    for login in TEAM:
        github.add_user(login, token=f"t-{login}", push=(REPO, LOG), member_of=("acme",))
    github.add_user("j-doe", token="t-j-doe")
    return github


@pytest.fixture
def github() -> Iterator[InMemoryGitHub]:
    """A GitHub on a loopback socket with the team of `add_team`; strict about what clients send."""
    with InMemoryGitHub(strict=True) as running:
        yield add_team(running)
