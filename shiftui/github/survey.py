"""What `init` finds in a repository before anything is set up; it only reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shiftui.github.addresses import repo_path
from shiftui.github.client import Client
from shiftui.github.labels import guess_names
from shiftui.github.payloads import label_names, parse_issue, parse_page

RECENT = timedelta(days=14)
PAGES = 20
"""How many pages of open issues are counted; beyond that, numbers are lower bounds."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Open issues, counted, and the labels with what they seem to mean."""

    open: int
    recent: int
    """Of those: changed in the last two weeks."""
    older: int
    is_complete: bool
    """False: there are more than were counted."""
    labels: tuple[str, ...]
    guesses: Mapping[str, str]
    """Our label to the team's own, for those that were recognised."""


def survey(client: Client, repo: str, now: datetime) -> Survey:
    """Count what is open and look at the labels.

    Raises:
        TrackerError: the repository cannot be read.

    """
    count = recent = 0
    url = f"{repo_path(repo)}/issues?state=open&sort=updated&direction=desc&per_page=100"
    for _ in range(PAGES):
        answer = client.get(url)
        issues = [issue for issue in parse_page(answer.data, parse_issue) if not issue.is_pull]
        count += len(issues)
        recent += sum(now - issue.updated_at <= RECENT for issue in issues)
        url = answer.next
        if not url:
            break
    names = _labels(client, repo)
    return Survey(count, recent, count - recent, not url, names, guess_names(names))


def _labels(client: Client, repo: str) -> tuple[str, ...]:
    names: list[str] = []
    url = f"{repo_path(repo)}/labels?per_page=100"
    for _ in range(PAGES):
        answer = client.get(url)
        names += label_names(answer.data)
        url = answer.next
        if not url:
            break
    return tuple(names)
