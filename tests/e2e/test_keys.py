"""The whole way: keys on a real terminal, the journal, a socket, and what stands on GitHub in the end."""

from tests.e2e.cli import SHIFTUI, Shiftui
from tests.e2e.conftest import Connect
from tests.e2e.terminal import Terminal
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.hub import InMemoryGitHub


def _bodies(github: InMemoryGitHub, number: int) -> list[str]:
    return [comment.body or "" for comment in github.comments(REPO, number)]


def _sent(terminal: Terminal, mia: Shiftui) -> None:
    """Until nothing is queued any more."""
    terminal.until(lambda _: mia("status", "--format", "json").json["queued"] == 0, 60, "an empty outbox")


def test_what_is_done_by_keys_stands_on_github_once(private_github: InMemoryGitHub, connect: Connect) -> None:
    number = private_github.web("j-doe").open_issue(REPO, "Plots blank", "since the upgrade")
    mia = connect(private_github, "mia")
    with Terminal(SHIFTUI, environment=mia.environment) as terminal:
        terminal.shows("Plots blank")
        terminal.press("p")
        terminal.settle()
        terminal.press("c")
        terminal.shows("customer")
        terminal.settle()
        terminal.press("a")
        terminal.shows("cknowledged")
        terminal.press("n")
        terminal.settle()
        terminal.press(*"same driver as last week")
        terminal.shows("same driver")
        terminal.press("ctrl+o")
        terminal.settle()
        terminal.press("r")
        terminal.settle()
        terminal.press(*"We look into it.")
        terminal.shows("We look into it.")
        terminal.press("ctrl+o")
        terminal.settle()
        _sent(terminal, mia)
        assert private_github.labels(REPO, number) == ("priority:customer",)
        bodies = _bodies(private_github, number)
        assert sum("same driver as last week" in body for body in bodies) == 1
        assert sum("We look into it." in body for body in bodies) == 1
        private_github.web("j-doe").comment(REPO, number, "Thank you, waiting.")
        terminal.press("ctrl+r")
        terminal.shows("Thank you, waiting.", seconds=40)
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_reply_can_be_taken_back_before_it_leaves(private_github: InMemoryGitHub, connect: Connect) -> None:
    number = private_github.web("j-doe").open_issue(REPO, "Plots blank", "since the upgrade")
    mia = connect(private_github, "mia")
    with Terminal(SHIFTUI, environment=mia.environment) as terminal:
        terminal.shows("Plots blank")
        terminal.press("r")
        terminal.settle()
        terminal.press(*"a slip")
        terminal.shows("a slip")
        terminal.press("ctrl+o")
        terminal.shows("takes it back")
        terminal.press("u")
        terminal.settle()
        _sent(terminal, mia)
        terminal.press("ctrl+r")
        terminal.settle()
    assert _bodies(private_github, number) == []


def test_the_cursor_stays_on_its_ticket_while_others_arrive(
    private_github: InMemoryGitHub, connect: Connect
) -> None:
    web = private_github.web("j-doe")
    for title in ("alpha", "bravo", "charlie"):
        web.open_issue(REPO, title, "")
    mia = connect(private_github, "mia")
    with Terminal(SHIFTUI, environment=mia.environment) as terminal:
        terminal.shows("alpha", "bravo", "charlie")
        terminal.press("j")
        terminal.settle()
        urgent = web.open_issue(REPO, "everything is down", "")
        private_github.web("ada").label(REPO, urgent, "priority:service", "severity:critical")
        terminal.press("ctrl+r")
        terminal.shows("everything is down", seconds=40)
        terminal.settle()
        terminal.press("a")
        terminal.shows("cknowledged")
    taken = [ticket["title"] for ticket in mia.tickets() if ticket["acknowledged_by"] == "mia"]
    assert taken == ["bravo"]
