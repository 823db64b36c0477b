"""Issues and comments to pull, and what a machine knows of them."""

from tests.github.machine import Clock, Machine
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


def fill(github: InMemoryGitHub, clock: Clock, count: int, *, every: float = 60.0, comments: int = 0) -> None:
    """So many issues of j-doe, `every` seconds apart, each with so many comments."""
    web = github.web("j-doe")
    for number in range(1, count + 1):
        clock.pass_(seconds=every)
        opened = web.open_issue(REPO, f"issue {number}")
        for _ in range(comments):
            web.comment(REPO, opened, "and another thing")


def known(machine: Machine) -> dict[int, str]:
    """Number to title of what the machine knows."""
    return {ticket.issue.number or 0: ticket.issue.title for ticket in machine.state.tickets.values()}


def truth(github: InMemoryGitHub) -> dict[int, str]:
    """The same on GitHub."""
    return {issue.number: issue.title for issue in github.issues(REPO) if not issue.is_pull}


def words(machine: Machine) -> int:
    """How many comments the machine knows."""
    return sum(len(conversation.entries) for conversation in machine.state.conversations.values())


def pull_until_quiet(machine: Machine) -> None:
    for _ in range(5):
        if not machine.pull():
            return
    raise AssertionError("pulling does not come to rest")
