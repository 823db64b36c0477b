"""Which issues and comments a listing shows, in which order, and on which page.

Sorted lists are kept until the repository changes, so that walking 250 pages sorts once. What a lagging
replica must not show yet is replaced by its older record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from tests.inmemory_github.records import Comment, Issue, Refused, Repository
from tests.inmemory_github.state import State

Row = TypeVar("Row", Issue, Comment)
_KEYS: dict[str, Callable[[Issue], tuple[object, ...]]] = {
    "created": lambda issue: (issue.created_at, issue.number),
    "updated": lambda issue: (issue.updated_at, issue.number),
    "comments": lambda issue: (issue.comments, issue.number),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The parameters common to listings; `per_page` is at most 100, pages count from 1."""

    since: datetime | None = None
    sort: str | None = None
    direction: str | None = None
    per_page: int = 30
    page: int = 1

    @classmethod
    def parse(cls, params: dict[str, str]) -> Listing:
        """From a query; 422 for a time or a number that is none."""
        return cls(
            since=_parse_time(params.get("since")),
            sort=params.get("sort"),
            direction=params.get("direction"),
            per_page=max(1, min(100, _parse_number(params.get("per_page"), 30))),
            page=max(1, _parse_number(params.get("page"), 1)),
        )


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What an issue listing selects by, beside `since`."""

    state: str = "open"
    labels: tuple[str, ...] = ()
    creator: str | None = None
    assignee: str | None = None


def _parse_time(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused.invalid("Issue", "since", "invalid") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _parse_number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default


@dataclass(slots=True)
class Queries:
    """Reads the state's tables; keeps sorted lists between requests."""

    state: State
    _issues: dict[tuple[int, str], tuple[int, list[Issue]]] = field(default_factory=dict)
    _found: dict[tuple[object, ...], tuple[int, list[Issue]]] = field(default_factory=dict)
    _comments: dict[tuple[int, str], tuple[int, list[Comment], list[datetime]]] = field(default_factory=dict)

    def issues(self, repo: Repository, listing: Listing, chosen: IssueFilter) -> Sequence[Issue]:
        """The issues and pull requests of a listing, all pages of them."""
        sort = listing.sort or "created"
        if sort not in _KEYS or chosen.state not in ("open", "closed", "all"):
            raise Refused.invalid("Search", "sort" if sort not in _KEYS else "state", "invalid")
        key = (repo.id, sort, listing.direction, listing.since, chosen)
        kept = self._found.get(key)
        if kept is not None and kept[0] == repo.revision and not self.state.stale_issues:
            return kept[1]
        found = self._sorted_issues(repo, sort)
        since = listing.since
        if since is not None and sort == "updated":
            found, since = found[bisect_left(found, since, key=lambda issue: issue.updated_at) :], None
        if since is not None or chosen != IssueFilter(state="all"):
            wanted = [repo.label_ids.get(name.lower(), -1) for name in chosen.labels]
            found = [issue for issue in found if _chosen(issue, since, chosen, wanted)]
        if (listing.direction or "desc") == "desc":
            found = found[::-1]
        if not self.state.stale_issues:
            if len(self._found) > 20:
                self._found.clear()
            self._found[key] = (repo.revision, found)
        return found

    def _sorted_issues(self, repo: Repository, sort: str) -> list[Issue]:
        if self.state.stale_issues:
            shown = [self._old_issue(repo.id, issue) for issue in repo.issues.values()]
            return sorted((issue for issue in shown if issue is not None), key=_KEYS[sort])
        kept = self._issues.get((repo.id, sort))
        if kept is None or kept[0] != repo.revision:
            kept = (repo.revision, sorted(repo.issues.values(), key=_KEYS[sort]))
            self._issues[repo.id, sort] = kept
        return kept[1]

    def _old_issue(self, repo_id: int, issue: Issue) -> Issue | None:
        stale = self.state.stale_issues.get((repo_id, issue.number))
        if stale is None:
            return issue
        assert not isinstance(stale.old, Comment)
        stale.read = True
        return stale.old

    def issue(self, repo: Repository, number: int) -> Issue | None:
        """One issue as a read shows it."""
        issue = repo.issues.get(number)
        return None if issue is None else self._old_issue(repo.id, issue)

    def comment(self, repo: Repository, comment_id: int) -> Comment | None:
        """One comment as a read shows it."""
        comment = repo.comments.get(comment_id)
        return None if comment is None else self._old_comment(comment)

    def _old_comment(self, comment: Comment) -> Comment | None:
        stale = self.state.stale_comments.get(comment.id)
        if stale is None:
            return comment
        assert not isinstance(stale.old, Issue)
        stale.read = True
        return stale.old

    def thread(self, repo: Repository, number: int, since: datetime | None) -> Sequence[Comment]:
        """The comments of one issue by ascending id."""
        ids = repo.thread.get(number, ())
        shown = (self._old_comment(repo.comments[comment_id]) for comment_id in ids)
        return [row for row in shown if row is not None and (since is None or row.updated_at >= since)]

    def comments(self, repo: Repository, listing: Listing) -> Sequence[Comment]:
        """The comments of the whole repository; `direction` counts only together with `sort`."""
        sort = listing.sort if listing.sort in ("created", "updated") else None
        rows, times = self._sorted_comments(repo, sort or "id")
        if listing.since is not None and sort == "updated":
            rows = rows[bisect_left(times, listing.since) :]
        elif listing.since is not None:
            since = listing.since
            rows = [row for row in rows if row.updated_at >= since]
        if sort is not None and (listing.direction or "desc") == "desc":
            return rows[::-1]
        return rows

    def _sorted_comments(self, repo: Repository, sort: str) -> tuple[list[Comment], list[datetime]]:
        kept = self._comments.get((repo.id, sort))
        lagging = bool(self.state.stale_comments)
        if kept is not None and kept[0] == repo.revision and not lagging:
            return kept[1], kept[2]
        shown: Iterable[Comment | None] = repo.comments.values()
        if lagging:
            shown = [self._old_comment(row) for row in repo.comments.values()]
        rows = [row for row in shown if row is not None]
        if sort == "updated":
            rows.sort(key=lambda row: (row.updated_at, row.id))
        elif sort == "created":
            rows.sort(key=lambda row: (row.created_at, row.id))
        else:
            rows.sort(key=lambda row: row.id)
        times = [row.updated_at for row in rows] if sort == "updated" else []
        if not lagging:
            self._comments[repo.id, sort] = (repo.revision, rows, times)
        return rows, times


def _chosen(issue: Issue, since: datetime | None, chosen: IssueFilter, labels: Sequence[int]) -> bool:
    return (
        chosen.state in ("all", issue.state)
        and (since is None or issue.updated_at >= since)
        and all(label in issue.labels for label in labels)
        and (chosen.creator is None or _same(issue.author, chosen.creator))
        and (chosen.assignee is None or any(_same(name, chosen.assignee) for name in issue.assignees))
    )


def _same(login: str | None, other: str) -> bool:
    return login is not None and login.lower() == other.lower()


def page_of(rows: Sequence[Row], listing: Listing) -> Sequence[Row]:
    """The rows of the asked page."""
    start = (listing.page - 1) * listing.per_page
    return rows[start : start + listing.per_page]
