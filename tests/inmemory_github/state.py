"""The tables of this GitHub and the few primitive changes; the rules of the API are in `rules`.

Everything that changes goes through `put_issue`, `put_comment` or `drop_comment`, so that one place counts
revisions and knows what a lagging replica must still hide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from tests.inmemory_github.records import Comment, Issue, Label, Permission, Refused, Repository, User

Key = TypeVar("Key")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Stale:
    """A record as a lagging replica still shows it (None: not at all), for so many more reads, or until then.

    `read` is set by a query that met it, and cleared when that read has been counted.
    """

    old: Issue | Comment | None
    reads_left: int
    until: datetime | None = None
    read: bool = False


@dataclass(slots=True)
class State:
    """All repositories, accounts and grants of one GitHub."""

    now: Clock = system_clock
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    repos: dict[int, Repository] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    grants: dict[tuple[int, str], Permission] = field(default_factory=dict)
    members: set[tuple[str, str]] = field(default_factory=set)
    issue_home: dict[int, tuple[int, int]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], dict[str, object]] = field(default_factory=dict)
    stale_issues: dict[tuple[int, int], Stale] = field(default_factory=dict)
    stale_comments: dict[int, Stale] = field(default_factory=dict)
    _lag: int = 0
    _lag_until: datetime | None = None
    _next_id: dict[str, int] = field(
        default_factory=lambda: {
            "user": 583_231,
            "repo": 1_296_269,
            "label": 208_045_946,
            "issue": 3_141_592_653,
            "comment": 4_294_967_296,
        }
    )

    def moment(self) -> datetime:
        """Now in UTC with GitHub's resolution of a second."""
        return self.now().astimezone(UTC).replace(microsecond=0)

    def new_id(self, kind: str) -> int:
        """The next database id of this kind; ids never fall and are shared by all repositories."""
        self._next_id[kind] += 7
        return self._next_id[kind]

    # accounts and repositories

    def add_user(self, login: str, *, kind: str = "User", name: str | None = None) -> User:
        """A new account, or the one that exists."""
        known = self.users.get(login.lower())
        if known is None:
            known = self.users[login.lower()] = User(self.new_id("user"), login, kind, name)
        return known

    def add_repo(self, full_name: str, *, private: bool, has_issues: bool = True) -> Repository:
        """A new, empty repository called `owner/name`; the owner becomes an account too."""
        owner, name = full_name.split("/")
        repo = Repository(self.new_id("repo"), owner, name, private, self.moment(), has_issues=has_issues)
        if owner.lower() not in self.users:
            self.add_user(owner, kind="Organization")
        self.repos[repo.id] = repo
        self.names[full_name.lower()] = repo.id
        return repo

    def rename_repo(self, repo: Repository, full_name: str) -> None:
        """Another owner or name; the former one keeps leading here."""
        repo.owner, repo.name = full_name.split("/")
        self.add_user(repo.owner, kind="Organization")
        self.names[full_name.lower()] = repo.id
        repo.epoch += 1

    def repo(self, full_name: str) -> Repository:
        """The repository called so today or formerly; 404 for an unknown one."""
        try:
            return self.repos[self.names[full_name.lower()]]
        except KeyError:
            raise Refused(404, "Not Found") from None

    def permission(self, user: User | None, repo: Repository) -> Permission:
        """What this user may do there; anonymous people may read what is public."""
        basic = Permission.NONE if repo.private else Permission.READ
        if user is None:
            return basic
        if user.login.lower() == repo.owner.lower():
            return Permission.ADMIN
        return max(basic, self.grants.get((repo.id, user.login.lower()), Permission.NONE))

    def grant(self, user: User, repo: Repository, level: Permission) -> None:
        """Give somebody rights in a repository (NONE takes them away)."""
        self.grants[repo.id, user.login.lower()] = level
        if level is Permission.NONE:
            del self.grants[repo.id, user.login.lower()]
        repo.epoch += 1

    def user_of(self, login: str | None) -> User | None:
        """The account, or None when it was deleted or never there."""
        return None if login is None else self.users.get(login.lower())

    # records

    @contextmanager
    def lagging(self, reads: int, seconds: float = 0.0) -> Iterator[None]:
        """Changes inside are not seen by the next `reads` reads of each changed record, or for so long."""
        before = self._lag, self._lag_until
        self._lag = reads
        self._lag_until = self.now() + timedelta(seconds=seconds) if seconds else None
        try:
            yield
        finally:
            self._lag, self._lag_until = before

    def catch_up(self) -> None:
        """Before a read: what the replica has had the time to learn is shown as it is."""
        _forget_old(self.stale_issues, self.now())
        _forget_old(self.stale_comments, self.now())

    def _stale(self, old: Issue | Comment | None) -> Stale | None:
        """How a lagging replica shows what is changed now; None while nothing lags."""
        if not self._lag and self._lag_until is None:
            return None
        return Stale(old, self._lag, self._lag_until)

    def count_reads(self) -> None:
        """After a read: what the replica showed too old has one read less to hide."""
        _count(self.stale_issues)
        _count(self.stale_comments)

    def put_issue(self, issue: Issue) -> Issue:
        """Store a new or changed issue."""
        repo = self.repos[issue.repo_id]
        stale = self._stale(repo.issues.get(issue.number))
        if stale is not None:
            self.stale_issues.setdefault((repo.id, issue.number), stale)
        repo.issues[issue.number] = issue
        repo.revision += 1
        self.issue_home[issue.id] = (repo.id, issue.number)
        return issue

    def put_comment(self, comment: Comment) -> Comment:
        """Store a new or changed comment."""
        repo = self.repos[comment.repo_id]
        stale = self._stale(repo.comments.get(comment.id))
        if stale is not None:
            self.stale_comments.setdefault(comment.id, stale)
        if comment.id not in repo.comments:
            repo.thread.setdefault(comment.number, []).append(comment.id)
        repo.comments[comment.id] = comment
        repo.revision += 1
        return comment

    def drop_issue(self, repo: Repository, issue: Issue) -> None:
        """Forget an issue with its comments."""
        for key in repo.thread.pop(issue.number, []):
            del repo.comments[key]
        del repo.issues[issue.number]
        del self.issue_home[issue.id]
        repo.revision += 1

    def drop_comment(self, comment: Comment) -> None:
        """Forget a comment."""
        repo = self.repos[comment.repo_id]
        del repo.comments[comment.id]
        repo.thread[comment.number].remove(comment.id)
        repo.revision += 1

    def put_label(self, repo: Repository, label: Label) -> Label:
        """Store a new or changed label under its name, whose case does not matter."""
        old = repo.labels.get(label.id)
        if old is not None:
            del repo.label_ids[old.name.lower()]
            repo.epoch += 1
        repo.labels[label.id] = label
        repo.label_ids[label.name.lower()] = label.id
        repo.published.extend(text for text in (label.name, label.description) if text)
        repo.revision += 1
        return label

    def issue_by_id(self, issue_id: int) -> Issue | None:
        """The issue with this database id, in whatever repository."""
        home = self.issue_home.get(issue_id)
        return None if home is None else self.repos[home[0]].issues.get(home[1])


def _forget_old(table: dict[Key, Stale], now: datetime) -> None:
    for key, stale in list(table.items()):
        if stale.until is not None and stale.until <= now:
            del table[key]


def _count(table: dict[Key, Stale]) -> None:
    for key, stale in list(table.items()):
        if stale.until is not None:
            continue
        stale.reads_left -= stale.read
        stale.read = False
        if stale.reads_left <= 0:
            del table[key]
