"""The sets that hang on an issue: labels, assignees and sub-issues, with GitHub's limits on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.inmemory_github.records import (
    ASSIGNEES_PER_CALL,
    LABEL_LIMIT,
    LABELS_PER_ISSUE,
    SUB_ISSUES_PER_PARENT,
    Issue,
    Label,
    Permission,
    Refused,
    Repository,
    User,
)
from tests.inmemory_github.state import State


def new_label(
    state: State, repo: Repository, name: str, color: str = "ededed", description: str | None = None
) -> Label:
    """Create a label; 422 for a name that exists in any case, is blank or is longer than 50 characters."""
    _check_label_name(name)
    if repo.label_named(name) is not None:
        raise Refused.invalid("Label", "name", "already_exists")
    return state.put_label(repo, Label(state.new_id("label"), name, color, description))


def rename_label(state: State, repo: Repository, label: Label, name: str) -> Label:
    """Give a label another name; the issues that carry it follow and keep their `updated_at`."""
    _check_label_name(name)
    other = repo.label_named(name)
    if other is not None and other.id != label.id:
        raise Refused.invalid("Label", "name", "already_exists")
    return state.put_label(repo, replace(label, name=name))


def _check_label_name(name: str) -> None:
    if not name.strip():
        raise Refused.invalid("Label", "name", "missing_field")
    if len(name) > LABEL_LIMIT:
        message = f"name is too long (maximum is {LABEL_LIMIT} characters)"
        raise Refused.invalid("Label", "name", "custom", message)


def label_ids(state: State, repo: Repository, names: Iterable[str], *, create: bool) -> tuple[int, ...]:
    """The ids of these labels, once each; an unknown one is created, or left out without `create`."""
    ids: dict[int, None] = {}
    for name in names:
        _check_label_name(name)
        label = repo.label_named(name)
        if label is None and create:
            label = new_label(state, repo, name)
        if label is not None:
            ids[label.id] = None
    if len(ids) > LABELS_PER_ISSUE:
        message = f"labels must be at most {LABELS_PER_ISSUE}"
        raise Refused.invalid("Issue", "labels", "custom", message)
    return tuple(ids)


def set_labels(
    state: State, repo: Repository, issue: Issue, actor: User, names: Sequence[str], *, keep: bool
) -> Issue:
    """Replace the labels of an issue, or add to them with `keep`. 403 without triage rights."""
    require(state, repo, actor, Permission.TRIAGE)
    wanted = label_ids(state, repo, names, create=state.permission(actor, repo) >= Permission.PUSH)
    if keep:
        wanted = tuple(dict.fromkeys((*issue.labels, *wanted)))
    if len(wanted) > LABELS_PER_ISSUE:
        raise Refused.invalid("Issue", "labels", "custom", f"labels must be at most {LABELS_PER_ISSUE}")
    if wanted == issue.labels:
        return issue
    return state.put_issue(replace(issue, labels=wanted, updated_at=state.moment()))


def remove_label(state: State, repo: Repository, issue: Issue, actor: User, name: str) -> Issue:
    """Take one label off; 404 when the issue does not carry it."""
    require(state, repo, actor, Permission.TRIAGE)
    label = repo.label_named(name)
    if label is None or label.id not in issue.labels:
        raise Refused(404, "Label does not exist")
    left = tuple(label_id for label_id in issue.labels if label_id != label.id)
    return state.put_issue(replace(issue, labels=left, updated_at=state.moment()))


def assignable(
    state: State, repo: Repository, logins: Sequence[str], *, strict: bool = False
) -> tuple[str, ...]:
    """Those of the logins that may be assigned: collaborators and the owner, in their own spelling.

    Others are left out, or with `strict` refused with 422 as on opening and editing an issue. More than
    ten in one call are refused.
    """
    if len(logins) > ASSIGNEES_PER_CALL:
        raise Refused.invalid("Issue", "assignees", "custom", f"at most {ASSIGNEES_PER_CALL} assignees")
    found: dict[str, None] = {}
    for login in logins:
        user = state.user_of(login)
        granted = user is not None and (
            (repo.id, login.lower()) in state.grants or login.lower() == repo.owner.lower()
        )
        if user is not None and granted:
            found[user.login] = None
        elif strict:
            error: dict[str, object] = {
                "resource": "Issue",
                "field": "assignees",
                "code": "invalid",
                "value": login,
            }
            raise Refused(422, "Validation Failed", errors=(error,))
    return tuple(found)


def assign(state: State, repo: Repository, issue: Issue, actor: User, logins: Sequence[str]) -> Issue:
    """Add assignees; ignored silently for an actor without triage rights."""
    chosen = assignable(state, repo, logins)
    if state.permission(actor, repo) < Permission.TRIAGE:
        return issue
    return _with_assignees(state, issue, tuple(dict.fromkeys((*issue.assignees, *chosen))))


def unassign(state: State, repo: Repository, issue: Issue, actor: User, logins: Sequence[str]) -> Issue:
    """Remove assignees; ignored silently for an actor without triage rights."""
    if state.permission(actor, repo) < Permission.TRIAGE:
        return issue
    gone = {login.lower() for login in logins}
    left = tuple(login for login in issue.assignees if login.lower() not in gone)
    return _with_assignees(state, issue, left)


def _with_assignees(state: State, issue: Issue, logins: tuple[str, ...]) -> Issue:
    if logins == issue.assignees:
        return issue
    return state.put_issue(replace(issue, assignees=logins, updated_at=state.moment()))


def add_sub_issue(
    state: State, repo: Repository, parent: Issue, actor: User, child_id: int, *, replace_parent: bool
) -> Issue:
    """Put an issue, named by its database id, under a parent of the same owner; the child is returned."""
    require(state, repo, actor, Permission.TRIAGE)
    child = state.issue_by_id(child_id)
    if child is None or state.permission(actor, state.repos[child.repo_id]) < Permission.READ:
        raise Refused(404, "The provided sub-issue does not exist")
    if state.repos[child.repo_id].owner.lower() != repo.owner.lower() or child.id == parent.id:
        raise Refused(422, "Sub-issue must belong to the same owner and differ from its parent")
    if child.parent is not None and not replace_parent:
        raise Refused(422, "Sub issue may only have one parent")
    if len(parent.sub_issues) >= SUB_ISSUES_PER_PARENT:
        raise Refused(422, f"Parent cannot have more than {SUB_ISSUES_PER_PARENT} sub-issues")
    if child.parent is not None:
        _release(state, child)
    moment = state.moment()
    state.put_issue(replace(parent, sub_issues=(*parent.sub_issues, child.id), updated_at=moment))
    return state.put_issue(replace(child, parent=parent.id, updated_at=moment))


def remove_sub_issue(state: State, repo: Repository, parent: Issue, actor: User, child_id: int) -> Issue:
    """Take an issue away from its parent, which is returned."""
    require(state, repo, actor, Permission.TRIAGE)
    child = state.issue_by_id(child_id)
    if child is None or child.parent != parent.id:
        raise Refused(404, "The provided sub-issue does not exist")
    _release(state, child)
    state.put_issue(replace(child, parent=None, updated_at=state.moment()))
    return repo.issues[parent.number]


def _release(state: State, child: Issue) -> None:
    parent = state.issue_by_id(child.parent) if child.parent is not None else None
    if parent is not None:
        left = tuple(issue_id for issue_id in parent.sub_issues if issue_id != child.id)
        state.put_issue(replace(parent, sub_issues=left, updated_at=state.moment()))


def require(state: State, repo: Repository, actor: User, wanted: Permission) -> None:
    """403 unless the actor has this permission there."""
    if state.permission(actor, repo) < wanted:
        raise Refused(403, "Must have admin rights to Repository.")
