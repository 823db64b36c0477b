"""What really happened on GitHub, seen by somebody who looks after every request and every click.

Creations are counted when they are first seen, so a text that is struck through or edited later is no second
one, and a comment whose marker is taken off is still known for what it was. Markers are read here by a few
lines of our own: the program's own reading is under test.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.inmemory_github import InMemoryGitHub
from tests.inmemory_github.fixtures import REPO
from tests.inmemory_github.records import Issue, Repository

_MARKER = re.compile(r"\n?<!-- shiftui:v1 (\{.*\}) -->\s*\Z")


At = tuple[int, int]
"""An issue: its repository's id and its number."""


@dataclass(slots=True)
class Witness:
    """Watches one GitHub."""

    github: InMemoryGitHub
    created: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each (kind, id, author) was created: `issue`, `comment`, `batch`, `entry`."""
    deleted: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """The same for what a person deleted: nobody can know of it that it had been there."""
    lives: dict[At, list[tuple[int, Issue, frozenset[str]]]] = field(default_factory=dict)
    """Each state an issue was in, with the look at which it was first so, and its traits."""
    looks: int = 0
    _revisions: dict[int, int] = field(default_factory=dict)
    _newest: int = 0

    def look(self) -> None:
        """Take in what changed since the last look."""
        self.looks += 1
        newest = self._newest
        for repo in self.github.state.repos.values():
            if self._revisions.get(repo.id) == repo.revision:
                continue
            self._revisions[repo.id] = repo.revision
            for number, issue in repo.issues.items():
                self._issue((repo.id, number), issue, _traits(repo, issue))
            for id, comment in repo.comments.items():
                if id > self._newest:
                    newest = max(newest, id)
                    self._comment(comment.body, comment.author or "")
        self._newest = newest

    def _issue(self, at: At, issue: Issue, traits: frozenset[str]) -> None:
        life = self.lives.setdefault(at, [])
        if not life:
            self._count("issue", marker_of(issue.body or "").get("id"), issue.author or "")
        if not life or life[-1][1] is not issue:
            life.append((self.looks, issue, traits))

    def _comment(self, body: str, author: str) -> None:
        marker = marker_of(body)
        if marker.get("kind") != "log":
            self._count("comment", marker.get("id"), author)
            return
        self._count("batch", marker.get("id"), author)
        for operation in marker.get("ops", ()):
            self._count("entry", operation.get("id"), author)

    def _count(self, kind: str, id: object, author: str) -> None:
        if isinstance(id, str):
            self.created[kind, id, author] += 1

    def forget(self, body: str, author: str) -> None:
        """A person deletes this comment; let the program not have heard of it, and it sends it again."""
        id = marker_of(body).get("id")
        if isinstance(id, str):
            self.deleted["comment", id, author] += 1

    def born_of(self, operation: str) -> At | None:
        """Where the issue is that an operation created."""
        for at, life in self.lives.items():
            if marker_of(life[0][1].body or "").get("id") == operation:
                return at
        return None

    def place_of(self, key: str) -> At | None:
        """Where the issue is that the program calls `#42` or `owner/name#42`."""
        name, _, number = key.rpartition("#")
        known = self.github.state.names.get(name or REPO)
        return (known, int(number)) if known is not None and number.isdigit() else None

    def was_ever(self, at: At, since: int, trait: str) -> bool:
        """Whether an issue had a label, a state or an assignee (`@mia`) at any time from that look on."""
        life = self.lives.get(at, [])
        before = [traits for look, _, traits in life if look <= since][-1:]
        return any(trait in traits for traits in (*before, *(t for look, _, t in life if look > since)))


def marker_of(body: str) -> dict[str, Any]:
    """The marker at the end of a text; empty where there is none."""
    found = _MARKER.search(body.replace("\r\n", "\n"))
    value = json.loads(found[1]) if found else {}
    return value if isinstance(value, dict) else {}


def _traits(repo: Repository, issue: Issue) -> frozenset[str]:
    labels = (repo.labels[key].name for key in issue.labels)
    return frozenset((issue.state, *labels, *(f"@{login}" for login in issue.assignees)))
