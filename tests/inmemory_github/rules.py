"""What GitHub does with a write: opening, editing and commenting on issues.

The rules are those of the REST documentation and of observation: what is silently dropped, what is refused
and with which status. Labels, assignees and sub-issues are in `rules_sets`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from tests.inmemory_github.records import (
    BODY_LIMIT,
    COMMENTS_PER_ISSUE,
    TITLE_LIMIT,
    Comment,
    Issue,
    Permission,
    Quirks,
    Refused,
    Repository,
    User,
)
from tests.inmemory_github.rules_sets import assignable, label_ids
from tests.inmemory_github.state import State

STATES = ("open", "closed")
CLOSE_REASONS = ("completed", "not_planned", "duplicate")


class Unset(Enum):
    """A field that the request does not mention, as opposed to null."""

    UNSET = 0


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class IssueEdit:
    """What a PATCH asks for."""

    title: str | Unset = UNSET
    body: str | Unset | None = UNSET
    state: str | Unset = UNSET
    state_reason: str | Unset | None = UNSET
    labels: Sequence[str] | Unset = UNSET
    assignees: Sequence[str] | Unset = UNSET


def check_title(title: str) -> str:
    """The title as GitHub keeps it; 422 when blank or longer than 256 characters."""
    if not title.strip():
        raise Refused.invalid("Issue", "title", "missing_field")
    if len(title) > TITLE_LIMIT:
        message = f"title is too long (maximum is {TITLE_LIMIT} characters)"
        raise Refused.invalid("Issue", "title", "custom", message)
    return title.strip()


def check_body(body: str, resource: str) -> None:
    """422 for more than 65,536 characters."""
    if len(body) > BODY_LIMIT:
        message = f"body is too long (maximum is {BODY_LIMIT} characters)"
        raise Refused.invalid(resource, "body", "custom", message)


def open_issue(
    state: State,
    repo: Repository,
    actor: User,
    title: str,
    body: str | None = None,
    *,
    labels: Sequence[str] = (),
    assignees: Sequence[str] = (),
    is_pull: bool = False,
    at: datetime | None = None,
) -> Issue:
    """Open an issue. Labels and assignees of somebody without triage rights are dropped silently."""
    title = check_title(title)
    check_body(body or "", "Issue")
    permission = state.permission(actor, repo)
    may_sort, may_create = permission >= Permission.TRIAGE, permission >= Permission.PUSH
    moment = at or state.moment()
    issue = Issue(
        id=state.new_id("issue"),
        repo_id=repo.id,
        number=repo.next_number,
        title=title,
        body=body,
        author=actor.login,
        created_at=moment,
        updated_at=moment,
        labels=label_ids(state, repo, labels, create=may_create) if may_sort else (),
        assignees=assignable(state, repo, assignees, strict=True) if may_sort else (),
        is_pull=is_pull,
    )
    repo.next_number += 1
    repo.published.extend(text for text in (title, body) if text)
    return state.put_issue(issue)


def edit_issue(
    state: State, repo: Repository, issue: Issue, actor: User, edit: IssueEdit, quirks: Quirks
) -> Issue:
    """Apply a PATCH; a change to nothing leaves `updated_at` alone."""
    permission = state.permission(actor, repo)
    own = issue.author is not None and issue.author.lower() == actor.login.lower()
    if permission < Permission.TRIAGE and not own:
        raise Refused(403, "Must have admin rights to Repository.")
    return apply_edit(state, repo, issue, actor, edit, quirks, sorts=permission >= Permission.TRIAGE)


def apply_edit(
    state: State,
    repo: Repository,
    issue: Issue,
    actor: User,
    edit: IssueEdit,
    quirks: Quirks,
    *,
    sorts: bool,
) -> Issue:
    """The edit without questions of rights; labels and assignees only where the actor `sorts`."""
    new = issue
    if not isinstance(edit.title, Unset):
        new = replace(new, title=check_title(edit.title))
    if not isinstance(edit.body, Unset):
        new = replace(new, body=_new_body(new.body, edit.body, quirks))
    if sorts and not isinstance(edit.labels, Unset):
        create = state.permission(actor, repo) >= Permission.PUSH
        new = replace(new, labels=label_ids(state, repo, edit.labels, create=create))
    if sorts and not isinstance(edit.assignees, Unset):
        new = replace(new, assignees=assignable(state, repo, edit.assignees, strict=True))
    if not isinstance(edit.state, Unset):
        reason = None if isinstance(edit.state_reason, Unset) else edit.state_reason
        new = _with_state(new, actor, edit.state, reason, state.moment())
    if new == issue:
        return issue
    repo.published.extend(text for text in (new.title, new.body) if text)
    return state.put_issue(replace(new, updated_at=state.moment()))


def _new_body(old: str | None, wanted: str | None, quirks: Quirks) -> str | None:
    if wanted is not None and len(wanted) > BODY_LIMIT and quirks.drop_overlong_patch:
        return old
    check_body(wanted or "", "Issue")
    return wanted


def _with_state(issue: Issue, actor: User, wanted: str, reason: str | None, moment: datetime) -> Issue:
    """The reason counts only together with a change of state."""
    if wanted not in STATES:
        raise Refused.invalid("Issue", "state", "invalid")
    if wanted == issue.state:
        return issue
    if wanted == "open":
        return replace(issue, state="open", state_reason="reopened", closed_at=None, closed_by=None)
    if reason not in (None, *CLOSE_REASONS):
        raise Refused.invalid("Issue", "state_reason", "invalid")
    return replace(
        issue,
        state="closed",
        state_reason=reason or "completed",
        closed_at=moment,
        closed_by=actor.login,
    )


def lock(state: State, issue: Issue, *, locked: bool, reason: str | None = None) -> Issue:
    """Let only those with push access comment, or everybody again."""
    return state.put_issue(replace(issue, locked=locked, lock_reason=reason, updated_at=state.moment()))


def add_comment(
    state: State, repo: Repository, issue: Issue, actor: User, body: str, *, at: datetime | None = None
) -> Comment:
    """Append a comment and bump its issue; 403 on a locked issue for outsiders and past 2,500 comments."""
    if issue.locked and state.permission(actor, repo) < Permission.PUSH:
        raise Refused(403, "Unable to create comment because issue is locked.")
    if issue.comments >= COMMENTS_PER_ISSUE:
        raise Refused(403, f"Commenting is disabled on issues with more than {COMMENTS_PER_ISSUE} comments")
    if not body.strip():
        raise Refused.invalid("IssueComment", "data", "unprocessable", "Body cannot be blank")
    check_body(body, "IssueComment")
    moment = at or state.moment()
    comment = Comment(
        id=state.new_id("comment"),
        repo_id=repo.id,
        number=issue.number,
        body=body,
        author=actor.login,
        created_at=moment,
        updated_at=moment,
    )
    repo.published.append(body)
    state.put_comment(comment)
    state.put_issue(
        replace(issue, comments=issue.comments + 1, updated_at=max(moment, issue.updated_at)),
    )
    return comment


def edit_comment(state: State, repo: Repository, comment: Comment, actor: User, body: str) -> Comment:
    """Change a comment's text; 403 unless it is the actor's or the actor has push access."""
    _check_own(state, repo, comment, actor)
    return change_comment(state, repo, comment, body)


def change_comment(state: State, repo: Repository, comment: Comment, body: str) -> Comment:
    """Change a comment's text, which bumps it and its issue."""
    if not body.strip():
        raise Refused.invalid("IssueComment", "body", "unprocessable", "Body cannot be blank")
    check_body(body, "IssueComment")
    if body == comment.body:
        return comment
    moment = state.moment()
    repo.published.append(body)
    state.put_issue(replace(repo.issues[comment.number], updated_at=moment))
    return state.put_comment(replace(comment, body=body, updated_at=moment))


def delete_comment(state: State, repo: Repository, comment: Comment, actor: User) -> None:
    """Remove a comment; 403 unless it is the actor's or the actor has push access."""
    _check_own(state, repo, comment, actor)
    remove_comment(state, repo, comment)


def remove_comment(state: State, repo: Repository, comment: Comment) -> None:
    """Remove a comment; the issue counts one less, but its `updated_at` stays."""
    state.drop_comment(comment)
    issue = repo.issues[comment.number]
    state.put_issue(replace(issue, comments=issue.comments - 1))


def _check_own(state: State, repo: Repository, comment: Comment, actor: User) -> None:
    own = comment.author is not None and comment.author.lower() == actor.login.lower()
    if not own and state.permission(actor, repo) < Permission.PUSH:
        raise Refused(403, "Must have admin rights to Repository.")


def transfer(state: State, repo: Repository, issue: Issue, target: Repository) -> Issue:
    """Move an issue and its comments; the old address leads to the new one, labels follow by name."""
    names = [repo.labels[key].name for key in issue.labels if key in repo.labels]
    moved = replace(
        issue,
        repo_id=target.id,
        number=target.next_number,
        labels=label_ids(state, target, names, create=True),
        updated_at=state.moment(),
    )
    target.next_number += 1
    target.published.extend(text for text in (moved.title, moved.body) if text)
    thread = [repo.comments[key] for key in repo.thread.get(issue.number, ())]
    for comment in thread:
        state.drop_comment(comment)
    state.drop_issue(repo, issue)
    repo.transferred[issue.number] = (target.id, moved.number)
    state.put_issue(moved)
    for comment in thread:
        target.published.append(comment.body)
        state.put_comment(replace(comment, repo_id=target.id, number=moved.number))
    return moved
