"""What this GitHub remembers: frozen records for its users, issues, comments and labels.

A change makes a new record. The renderer relies on that: the JSON of a record stays good while the very
same object is in the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

BODY_LIMIT = 65_536  # characters, of an issue or a comment
TITLE_LIMIT = 256
LABEL_LIMIT = 50
LABELS_PER_ISSUE = 100
COMMENTS_PER_ISSUE = 2_500
ASSIGNEES_PER_CALL = 10
SUB_ISSUES_PER_PARENT = 100


class Permission(IntEnum):
    """What somebody may do in a repository; each level includes the ones before it."""

    NONE = 0
    READ = 1
    TRIAGE = 2
    PUSH = 3
    MAINTAIN = 4
    ADMIN = 5


class Refused(Exception):
    """GitHub says no: an HTTP status, its message, and for 422 the list under `errors`."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        errors: tuple[dict[str, object] | str, ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.errors = errors
        self.headers = headers

    @classmethod
    def invalid(cls, resource: str, field_name: str, code: str, message: str | None = None) -> Refused:
        """A 422 with one entry in GitHub's shape."""
        error: dict[str, object] = {"resource": resource, "field": field_name, "code": code}
        if message is not None:
            error["message"] = message
        return cls(422, "Validation Failed", errors=(error,))


class ContractBroken(AssertionError):
    """A client sent bodies that GitHub's description does not allow; one line for each."""


@dataclass(frozen=True, slots=True)
class User:
    """An account; `kind` is GitHub's `type` (`User`, `Bot`, `Organization`)."""

    id: int
    login: str
    kind: str = "User"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label of one repository; `color` is six hexadecimal digits without the number sign."""

    id: int
    name: str
    color: str = "ededed"
    description: str | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, or a pull request seen as one. Times are UTC with whole seconds."""

    id: int
    repo_id: int
    number: int
    title: str
    body: str | None
    author: str | None
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[int, ...] = ()
    assignees: tuple[str, ...] = ()
    comments: int = 0
    closed_at: datetime | None = None
    closed_by: str | None = None
    locked: bool = False
    lock_reason: str | None = None
    is_pull: bool = False
    parent: int | None = None
    sub_issues: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; ids increase over all repositories, which makes them the order of events."""

    id: int
    repo_id: int
    number: int
    body: str
    author: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Repository:
    """One repository with its tables. `revision` counts every change, `epoch` those that alter all JSON."""

    id: int
    owner: str
    name: str
    private: bool
    created_at: datetime
    has_issues: bool = True
    archived: bool = False
    issues: dict[int, Issue] = field(default_factory=dict)
    comments: dict[int, Comment] = field(default_factory=dict)
    thread: dict[int, list[int]] = field(default_factory=dict)
    labels: dict[int, Label] = field(default_factory=dict)
    label_ids: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    transferred: dict[int, tuple[int, int]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    published: list[str] = field(default_factory=list)
    next_number: int = 1
    revision: int = 0
    epoch: int = 0

    @property
    def full_name(self) -> str:
        """`owner/name`, as it is called today."""
        return f"{self.owner}/{self.name}"

    def label_named(self, name: str) -> Label | None:
        """The label of this name, in whatever case."""
        label_id = self.label_ids.get(name.lower())
        return None if label_id is None else self.labels[label_id]


@dataclass(frozen=True, slots=True)
class Quirks:
    """How this server differs from the public one, and which of GitHub's oddities it shows.

    `links_by_id` puts `Link` pages under `/repositories/{id}` as the public server does; `repo_comments`
    and `sub_issues` say whether those routes exist (older Enterprise servers lack them);
    `drop_overlong_patch` answers 200 to a PATCH whose body is too long and keeps the old one;
    `versions` is what `GET /versions` lists, empty where that route is unknown; `most_per_page` is how many
    rows a page has at most, whatever is asked for, so that a few rows make many pages.
    """

    links_by_id: bool = True
    repo_comments: bool = True
    sub_issues: bool = True
    drop_overlong_patch: bool = True
    versions: tuple[str, ...] = ("2026-03-10", "2022-11-28")
    most_per_page: int = 100
