"""Doing on GitHub what an operation asks for, one deed at a time.

Each write's answer is compared with what was asked, because GitHub drops what an account may not set without
saying so. What comes back are rows, read as a poll would read them.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Pulled
from shiftui.domain.safe_text import safe_line
from shiftui.github.addresses import Address, repo_path, same_repo
from shiftui.github.answers import Declined
from shiftui.github.bodies import comment_body, issue_body, struck_body
from shiftui.github.deeds import Assign, Create, Log, Relabel, Say, Strike, Turn, Unassign
from shiftui.github.ground import Ground, is_assigned, is_marked, is_superseded, leavers
from shiftui.github.markers import find_marker
from shiftui.github.payloads import IssuePayload, label_names, parse_comment, parse_issue
from shiftui.ports import Blocked, NoAccess, RefusedByTracker

_SECOND = timedelta(seconds=1)


def deliver(ground: Ground, step: StepName, operation: Operation) -> Pulled:
    """Do one step.

    Raises:
        TrackerError: as `shiftui.ports` describes.

    """
    match ground.deed(step, operation):
        case Create() as deed:
            return _create(ground, deed, operation)
        case Log() | None:  # planned when the repository was private, perhaps, and it is not known to be now
            raise Blocked("this is not sent there now; look at who may read the repository")
        case deed:
            address = ground.address(operation.ticket)
    match deed:
        case Say():
            return _say(ground, deed, address, operation)
        case Relabel():
            return _relabel(ground, deed, address, operation)
        case Assign():
            return _assign(ground, deed, address)
        case Unassign():
            return _unassign(ground, deed, address)
        case Turn():
            return _turn(ground, deed, address)
        case Strike():
            return _strike(ground, deed, address)
        case _:
            assert_never(deed)


def _create(ground: Ground, deed: Create, operation: Operation) -> Pulled:
    """Open the issue. Labels dropped here are no refusal: the issue stands, and a later deed sees to them."""
    origin = ground.address(deed.origin) if deed.origin else None
    body = {"title": deed.title, "body": issue_body(deed, operation.id, origin), "labels": list(deed.labels)}
    issue = parse_issue(ground.client.write("POST", f"{repo_path(deed.repo)}/issues", body).data)
    return ground.created(issue, deed, operation)


def _say(ground: Ground, deed: Say, address: Address, operation: Operation) -> Pulled:
    if deed.is_team_text:
        _check_private(ground, address)
    body = {"body": comment_body(deed, operation.id)}
    comment = parse_comment(ground.client.write("POST", f"{address.path}/comments", body).data)
    if not is_marked(find_marker(comment.body).marker, operation.id):
        raise RefusedByTracker("GitHub kept another text than was sent; look at the issue's page")
    return ground.said(comment, address)


def _check_private(ground: Ground, address: Address) -> None:
    """The last guard: team text goes nowhere that is not known to be private."""
    connected = ground.connected
    if connected.repo_private is not True or not same_repo(address.repo, connected.repo):
        raise Blocked(f"{address.repo} is not known to be private; team text does not go there")


def _turn(ground: Ground, deed: Turn, address: Address) -> Pulled:
    issue = ground.read(address)
    if issue.is_open == deed.is_open:
        return ground.changed(issue, address)  # a state_reason counts only with a change of state
    body = {"state": "open"} if deed.is_open else {"state": "closed", "state_reason": deed.reason}
    try:
        answer = ground.client.write("PATCH", address.path, body)
    except Declined as error:
        if deed.reason != "duplicate" or error.status != 422:
            raise
        older = body | {"state_reason": "not_planned"}  # the nearest that older servers know
        answer = ground.client.write("PATCH", address.path, older)
    issue = parse_issue(answer.data)
    if issue.is_open != deed.is_open:
        raise RefusedByTracker("GitHub left the issue's state as it was; the account may not change it")
    return ground.changed(issue, address)


def _relabel(ground: Ground, deed: Relabel, address: Address, operation: Operation) -> Pulled:
    names = ground.reader.names
    base = ground.where.outlook.base(operation.ticket)
    if deed.was_created_so and base is not None and names.holds(base.issue.labels, deed.wish):
        return Pulled(ground.now)
    answer = ground.client.get(address.path)
    issue = parse_issue(answer.data)
    standing = _labelled(ground, address, names.change(issue.labels, deed.wish).add, issue.labels)
    for name in names.change(standing, deed.wish).remove:
        with suppress(NoAccess):  # the issue was just read, so it is the label that is gone already
            ground.client.write("DELETE", f"{address.path}/labels/{quote(name, safe='')}")
        standing = tuple(each for each in standing if each.casefold() != name.casefold())
    if standing == issue.labels:
        return ground.changed(issue, address)
    known = base.issue.updated_at if base is not None else None
    moved = replace(issue, labels=standing, updated_at=_changed_at(issue, answer.date, known))
    return ground.changed(moved, address)


def _labelled(
    ground: Ground, address: Address, add: tuple[str, ...], standing: tuple[str, ...]
) -> tuple[str, ...]:
    """The labels after some were added."""
    if not add:
        return standing
    answer = ground.client.write("POST", f"{address.path}/labels", {"labels": list(add)})
    labels = label_names(answer.data)
    if not {name.casefold() for name in add} <= {name.casefold() for name in labels}:
        raise RefusedByTracker(f"GitHub ignored the labels {', '.join(add)}: no push access")
    return labels


def _changed_at(issue: IssuePayload, read_at: datetime | None, known: datetime | None) -> datetime:
    """A time for the row of an issue whose labels were changed: GitHub answers with labels alone.

    The change is later than the reading was, so a second after the row that was read is never too late, if
    the server's clock had gone on by then. It keeps a lagging replica's older row from undoing the change,
    and hides no newer one.
    """
    later = issue.updated_at + _SECOND
    moved = later if read_at is not None and read_at >= later else issue.updated_at
    return moved if known is None else max(moved, known)


def _assign(ground: Ground, deed: Assign, address: Address) -> Pulled:
    body = {"assignees": [deed.login]}
    issue = parse_issue(ground.client.write("POST", f"{address.path}/assignees", body).data)
    if not is_assigned(issue, deed.login):
        who = safe_line(deed.login, 80)
        raise RefusedByTracker(f"GitHub ignored the assignee {who}: no push access, or no collaborator")
    if is_superseded(issue, deed):
        answer = ground.client.write("DELETE", f"{address.path}/assignees", {"assignees": [deed.former]})
        issue = parse_issue(answer.data)
    return ground.changed(issue, address)


def _unassign(ground: Ground, deed: Unassign, address: Address) -> Pulled:
    issue = ground.read(address)
    leaving = leavers(issue, deed)
    if leaving:
        body = {"assignees": leaving}
        issue = parse_issue(ground.client.write("DELETE", f"{address.path}/assignees", body).data)
    if leavers(issue, deed):
        raise RefusedByTracker("GitHub kept the assignee: no push access")
    return ground.changed(issue, address)


def _strike(ground: Ground, deed: Strike, address: Address) -> Pulled:
    for comment in ground.own_comments(address):
        found = find_marker(comment.body)
        marker = found.marker
        if marker is None or marker.id != deed.target:
            continue
        if found.more.get("struck") is True:
            return ground.said(comment, address)
        body = {"body": struck_body(found.text, marker.kind, marker.id, marker.at)}
        path = f"{repo_path(address.repo)}/issues/comments/{comment.id}"
        edited = parse_comment(ground.client.write("PATCH", path, body).data)
        if find_marker(edited.body).more.get("struck") is not True:
            raise RefusedByTracker("GitHub kept the comment as it was; look at the issue's page")
        return ground.said(edited, address)
    return Pulled(ground.now)  # it never left, or somebody deleted it
