"""What `init` sees before anything is set up."""

from shiftui.github.client import Client
from shiftui.github.survey import survey
from tests.github.machine import Clock
from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO


def test_open_issues_are_counted_and_labels_guessed_without_writing(
    client: Client, github: InMemoryGitHub, clock: Clock
) -> None:
    web = github.web("leo")
    for _ in range(130):
        web.open_issue(REPO, "old", labels=["P0"])
    web.close(REPO, 1)
    clock.pass_(days=20)
    web.open_issue(REPO, "new", labels=["severity: critical", "bug"])
    web.open_issue(REPO, "pull", pull=True)
    found = survey(client, REPO, clock())
    assert (found.open, found.recent, found.older, found.is_complete) == (130, 1, 129, True)
    assert set(found.labels) == {"P0", "severity: critical", "bug"}
    assert found.guesses == {"priority:service": "P0", "severity:critical": "severity: critical"}
    assert not any(each.is_write for each in github.requests)
