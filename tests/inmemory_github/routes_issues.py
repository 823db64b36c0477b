"""The routes of issues, their comments, labels, assignees and sub-issues."""

from __future__ import annotations

from tests.inmemory_github import rules, rules_sets
from tests.inmemory_github.call import Call
from tests.inmemory_github.messages import Response
from tests.inmemory_github.queries import IssueFilter, Listing
from tests.inmemory_github.records import Issue, Permission, Refused
from tests.inmemory_github.rules import UNSET, IssueEdit


def list_issues(call: Call) -> Response:
    """`GET issues`: pull requests are among them."""
    call.check_issues()
    params = call.request.params
    listing = Listing.parse(params)
    chosen = IssueFilter(
        state=params.get("state", "open"),
        labels=tuple(name for name in params.get("labels", "").split(",") if name),
        creator=params.get("creator"),
        assignee=params.get("assignee"),
    )
    return call.show_page(call.tools.queries.issues(call.repo, listing, chosen), listing)


def create_issue(call: Call) -> Response:
    """`POST issues`."""
    actor, fields = call.actor, call.fields()
    title = fields.get("title")
    if title is None:
        raise Refused(422, 'Invalid request.\n\n"title" wasn\'t supplied.')
    call.check_issues()
    call.tools.limits.create(actor.login, call.state.moment())
    issue = rules.open_issue(
        call.state,
        call.repo,
        actor,
        str(title),
        call.text("body"),
        labels=call.names("labels", "name"),
        assignees=call.names("assignees", "login"),
    )
    return call.show_issue(issue, 201)


def get_issue(call: Call, number: str) -> Response:
    """`GET issues/{n}`."""
    return call.show_issue(call.issue(number, replica=True))


def edit_issue(call: Call, number: str) -> Response:
    """`PATCH issues/{n}`; a state_reason without a change of state is ignored."""
    actor, issue, fields = call.actor, call.issue(number), call.fields()
    edit = IssueEdit(
        title=str(fields["title"]) if fields.get("title") is not None else UNSET,
        body=call.text("body") if "body" in fields else UNSET,
        state=call.text("state", required=True) or "" if "state" in fields else UNSET,
        state_reason=call.text("state_reason") if "state_reason" in fields else UNSET,
        labels=call.names("labels", "name") if "labels" in fields else UNSET,
        assignees=call.names("assignees", "login") if "assignees" in fields else UNSET,
    )
    return call.show_issue(rules.edit_issue(call.state, call.repo, issue, actor, edit, call.tools.quirks))


def list_thread(call: Call, number: str) -> Response:
    """`GET issues/{n}/comments`."""
    issue, listing = call.issue(number), Listing.parse(call.request.params)
    return call.show_page(call.tools.queries.thread(call.repo, issue.number, listing.since), listing)


def create_comment(call: Call, number: str) -> Response:
    """`POST issues/{n}/comments`."""
    actor, issue = call.actor, call.issue(number)
    body = call.text("body", required=True) or ""
    call.tools.limits.create(actor.login, call.state.moment())
    return call.show_comment(rules.add_comment(call.state, call.repo, issue, actor, body), 201)


def list_comments(call: Call) -> Response:
    """`GET issues/comments`: the whole repository's, with those of pull requests."""
    if not call.tools.quirks.repo_comments:
        raise Refused(404, "Not Found")
    listing = Listing.parse(call.request.params)
    return call.show_page(call.tools.queries.comments(call.repo, listing), listing)


def get_comment(call: Call, comment_id: str) -> Response:
    """`GET issues/comments/{id}`."""
    return call.show_comment(call.comment(comment_id, replica=True))


def edit_comment(call: Call, comment_id: str) -> Response:
    """`PATCH issues/comments/{id}`."""
    actor, comment = call.actor, call.comment(comment_id)
    body = call.text("body", required=True) or ""
    return call.show_comment(rules.edit_comment(call.state, call.repo, comment, actor, body))


def delete_comment(call: Call, comment_id: str) -> Response:
    """`DELETE issues/comments/{id}`."""
    actor, comment = call.actor, call.comment(comment_id)
    rules.delete_comment(call.state, call.repo, comment, actor)
    return Response(204)


def list_issue_labels(call: Call, number: str) -> Response:
    """`GET issues/{n}/labels`."""
    return _labels_of(call, call.issue(number, replica=True))


def add_labels(call: Call, number: str) -> Response:
    """`POST issues/{n}/labels`."""
    actor, issue = call.actor, call.issue(number)
    names = call.names("labels", "name")
    return _labels_of(call, rules_sets.set_labels(call.state, call.repo, issue, actor, names, keep=True))


def put_labels(call: Call, number: str) -> Response:
    """`PUT issues/{n}/labels`: these and no others."""
    actor, issue = call.actor, call.issue(number)
    names = call.names("labels", "name")
    return _labels_of(call, rules_sets.set_labels(call.state, call.repo, issue, actor, names, keep=False))


def clear_labels(call: Call, number: str) -> Response:
    """`DELETE issues/{n}/labels`."""
    rules_sets.set_labels(call.state, call.repo, call.issue(number), call.actor, (), keep=False)
    return Response(204)


def remove_label(call: Call, number: str, name: str) -> Response:
    """`DELETE issues/{n}/labels/{name}`: the labels that are left; 404 when it was absent."""
    actor, issue = call.actor, call.issue(number)
    return _labels_of(call, rules_sets.remove_label(call.state, call.repo, issue, actor, name))


def _labels_of(call: Call, issue: Issue) -> Response:
    labels = (call.repo.labels[key] for key in issue.labels if key in call.repo.labels)
    return call.show([call.tools.render.full_label(call.repo, label) for label in labels])


def assign(call: Call, number: str) -> Response:
    """`POST issues/{n}/assignees`."""
    actor, issue = call.actor, call.issue(number)
    logins = call.names("assignees", "login")
    return call.show_issue(rules_sets.assign(call.state, call.repo, issue, actor, logins), 201)


def unassign(call: Call, number: str) -> Response:
    """`DELETE issues/{n}/assignees`."""
    actor, issue = call.actor, call.issue(number)
    logins = call.names("assignees", "login")
    return call.show_issue(rules_sets.unassign(call.state, call.repo, issue, actor, logins))


def lock(call: Call, number: str) -> Response:
    """`PUT` and `DELETE issues/{n}/lock`."""
    rules_sets.require(call.state, call.repo, call.actor, Permission.PUSH)
    rules.lock(call.state, call.issue(number), locked=call.request.method == "PUT")
    return Response(204)


def _check_sub_issues(call: Call) -> None:
    if not call.tools.quirks.sub_issues:
        raise Refused(404, "Not Found")


def list_sub_issues(call: Call, number: str) -> Response:
    """`GET issues/{n}/sub_issues`: those that the asking user may read."""
    _check_sub_issues(call)
    issue, listing = call.issue(number), Listing.parse(call.request.params)
    children = (call.state.issue_by_id(child) for child in issue.sub_issues)
    repos = call.state.repos
    rows = [
        child
        for child in children
        if child is not None and call.state.permission(call.user, repos[child.repo_id]) >= Permission.READ
    ]
    return call.show_page(rows, listing)


def add_sub_issue(call: Call, number: str) -> Response:
    """`POST issues/{n}/sub_issues` with the child's database id, not its number."""
    _check_sub_issues(call)
    actor, issue, fields = call.actor, call.issue(number), call.fields()
    replace_parent = fields.get("replace_parent") is True
    child_id = _child_id(fields)
    child = rules_sets.add_sub_issue(
        call.state, call.repo, issue, actor, child_id, replace_parent=replace_parent
    )
    return call.show_issue(child, 201)


def remove_sub_issue(call: Call, number: str) -> Response:
    """`DELETE issues/{n}/sub_issue`."""
    _check_sub_issues(call)
    actor, issue = call.actor, call.issue(number)
    return call.show_issue(
        rules_sets.remove_sub_issue(call.state, call.repo, issue, actor, _child_id(call.fields()))
    )


def _child_id(fields: dict[str, object]) -> int:
    child_id = fields.get("sub_issue_id")
    if not isinstance(child_id, int) or isinstance(child_id, bool):
        raise Refused(422, "Invalid request.\n\nFor 'properties/sub_issue_id', not an integer.")
    return child_id
