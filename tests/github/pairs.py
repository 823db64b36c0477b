"""Two machines of the team that are to hold the same."""

from tests.github.conftest import MakeMachine
from tests.github.machine import Clock, Machine, same
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


def two(machine: MakeMachine, github: InMemoryGitHub, **changes: object) -> tuple[Machine, Machine]:
    """Mia's machine and leo's, both in step."""
    mia, leo = machine(github, "mia", **changes), machine(github, "leo", **changes)
    mia.pull()
    leo.pull()
    return mia, leo


def asked(github: InMemoryGitHub, clock: Clock, title: str = "Plots are blank") -> int:
    number = github.web("j-doe").open_issue(REPO, title, "Since the upgrade.\nPlease help.")
    clock.pass_(minutes=5)
    return number


def check_same(clock: Clock, number: int, *machines: Machine, repo: str = REPO) -> None:
    """After everybody has pulled, everybody holds the same."""
    clock.pass_(minutes=1)
    for each in machines:
        each.pull()
    first, *others = machines
    for other in others:
        assert same(first.at(number, repo), other.at(number, repo))
        assert first.notes(number, repo) == other.notes(number, repo)
