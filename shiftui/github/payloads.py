"""GitHub's JSON, parsed once into frozen types: lenient about values, strict about types.

Unknown fields and values are no errors, and accounts, bodies and reasons may be null; but a row without its
number, or a page that is no list of objects, is rubbish and rejected whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from shiftui.ports import Misbehaving

T = TypeVar("T")
_NOBODY: tuple[str | None, bool] = (None, False)


@dataclass(frozen=True, slots=True)
class IssuePayload:
    """An issue, or a pull request seen as one."""

    id: int
    number: int
    title: str
    body: str
    url: str
    is_open: bool
    state_reason: str | None
    author: str | None
    by_bot: bool
    association: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    comments: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    is_pull: bool


@dataclass(frozen=True, slots=True)
class CommentPayload:
    """A comment on an issue or a pull request."""

    id: int
    number: int
    """Of the issue that it stands under."""
    body: str
    url: str
    author: str | None
    by_bot: bool
    association: str
    created_at: datetime
    updated_at: datetime

    @property
    def is_pull(self) -> bool:
        """Whether it stands under a pull request."""
        return "/pull/" in self.url


@dataclass(frozen=True, slots=True)
class RepoPayload:
    """What matters of a repository."""

    name: str
    is_private: bool
    """Readable by those alone who were let in. `internal` is no such: a whole company reads it."""
    can_sort: bool
    """Whether we may set labels and assignees."""


def parse_page(data: object, parse: Callable[[object], T]) -> tuple[T, ...]:
    """All rows of a page, or none: one bad row and the page is rejected.

    Raises:
        Misbehaving: it is no list of such rows.

    """
    if not isinstance(data, list):
        raise Misbehaving("GitHub sent something else than a list; nothing of it was taken")
    return tuple([parse(row) for row in data])


def parse_issue(data: object) -> IssuePayload:
    """Read an issue.

    Raises:
        Misbehaving: it is none.

    """
    row = _object(data, "issue")
    author, by_bot = _account(row.get("user"))
    return IssuePayload(
        id=_number(row, "id"),
        number=_number(row, "number"),
        title=_text(row, "title"),
        body=_optional_text(row, "body"),
        url=_optional_text(row, "html_url"),
        is_open=_text(row, "state") != "closed",
        state_reason=_optional_text(row, "state_reason") or None,
        author=author,
        by_bot=by_bot,
        association=_optional_text(row, "author_association"),
        labels=label_names(row.get("labels")),
        assignees=_logins(row.get("assignees")),
        comments=row["comments"] if type(row.get("comments")) is int else 0,
        created_at=_instant(row, "created_at"),
        updated_at=_instant(row, "updated_at"),
        closed_at=_instant(row, "closed_at") if row.get("closed_at") is not None else None,
        is_pull=row.get("pull_request") is not None,
    )


def parse_comment(data: object) -> CommentPayload:
    """Read a comment.

    Raises:
        Misbehaving: it is none.

    """
    row = _object(data, "comment")
    author, by_bot = _account(row.get("user"))
    number = _text(row, "issue_url").rpartition("/")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Misbehaving("GitHub sent a comment without its issue; the page was not taken")
    created_at = _instant(row, "created_at")
    is_unchanged = row.get("updated_at") == row["created_at"]
    return CommentPayload(
        _number(row, "id"),
        int(number),
        _optional_text(row, "body"),
        _optional_text(row, "html_url"),
        author,
        by_bot,
        _optional_text(row, "author_association"),
        created_at,
        created_at if is_unchanged else _instant(row, "updated_at"),
    )


def parse_repo(data: object) -> RepoPayload:
    """Read a repository.

    Raises:
        Misbehaving: it is none.

    """
    row = _object(data, "repository")
    rights = row.get("permissions")
    granted = rights if isinstance(rights, dict) else {}
    return RepoPayload(
        name=_text(row, "full_name"),
        is_private=row.get("private") is True and row.get("visibility") in (None, "private"),
        can_sort=any(granted.get(right) is True for right in ("triage", "push", "maintain", "admin")),
    )


def parse_login(data: object) -> str:
    """The login of an account.

    Raises:
        Misbehaving: it is none.

    """
    return _text(_object(data, "account"), "login")


def label_names(data: object) -> tuple[str, ...]:
    """The names in a list of labels, which may be objects or plain names.

    Raises:
        Misbehaving: it is no list.

    """
    if data is None:
        return ()
    if not isinstance(data, list):
        raise Misbehaving("GitHub sent labels that are none; the page was not taken")
    names = [label.get("name") if isinstance(label, dict) else label for label in data]
    return tuple([name for name in names if isinstance(name, str)])


def _logins(data: object) -> tuple[str, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        raise Misbehaving("GitHub sent assignees that are none; the page was not taken")
    return tuple([login for login, _ in map(_account, data) if login is not None])


def _account(data: object) -> tuple[str | None, bool]:
    """The login, and whether it is a program's; nobody where the account is gone."""
    login = data.get("login") if type(data) is dict else None
    if type(data) is not dict or type(login) is not str:
        return _NOBODY
    return login, data.get("type") == "Bot" or login.endswith("[bot]")


def _object(data: object, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Misbehaving(f"GitHub sent something else than a {what}; nothing of it was taken")
    return data


def _number(row: dict[str, Any], name: str) -> int:
    value = row.get(name)
    if type(value) is not int or value < 0:
        raise Misbehaving(f"GitHub sent a row whose {name} is no number; the page was not taken")
    return value


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if type(value) is not str:
        raise Misbehaving(f"GitHub sent a row whose {name} is no text; the page was not taken")
    return value


def _optional_text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if type(value) is not str and value is not None:
        raise Misbehaving(f"GitHub sent a row whose {name} is no text; the page was not taken")
    return value or ""


def _instant(row: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(row, name))
    except ValueError as error:
        raise Misbehaving(f"GitHub sent a row whose {name} is no time; the page was not taken") from error
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


__all__ = [
    "CommentPayload",
    "IssuePayload",
    "RepoPayload",
    "label_names",
    "parse_comment",
    "parse_issue",
    "parse_login",
    "parse_page",
    "parse_repo",
]
