"""Whether a request with an unclear outcome was done after all.

A creation is recognised by its marker among what the token's user wrote, never by search, and never in what
others wrote: they can copy a marker. Where somebody took the marker off on the web, the very same text since
the operation was recorded counts too. Not found is no proof, because a replica may lag; whoever asks waits.
"""

from datetime import datetime, timedelta
from typing import assert_never
from urllib.parse import quote

from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Pulled
from shiftui.github.addresses import repo_path
from shiftui.github.deeds import Assign, Create, Log, Relabel, Say, Strike, Turn, Unassign
from shiftui.github.ground import Ground, is_assigned, is_marked, is_superseded, leavers
from shiftui.github.markers import Found, find_marker, marked
from shiftui.github.payloads import IssuePayload, parse_issue, parse_page

OWN_PAGES = 5
"""How many pages of one's own newest issues are searched for a creation."""
CLOCKS_APART = timedelta(minutes=2)


def look_for(ground: Ground, step: StepName, operation: Operation) -> Pulled | None:
    """What GitHub holds of a step that may have been done; None when nothing is found.

    Raises:
        TrackerError: it could not be found out.

    """
    match ground.deed(step, operation):
        case Create() as deed:
            return _creation(ground, deed, operation)
        case Say() as deed:
            return _comment(ground, deed, operation)
        case Strike() as deed:
            return _struck(ground, deed, operation)
        case Relabel() | Assign() | Unassign() | Turn() as deed:
            address = ground.address(operation.ticket)
            issue = ground.read(address)
            return ground.changed(issue, address) if _is_so(ground, issue, deed) else None
        case Log() | None:
            return None
        case deed:
            assert_never(deed)


def _is_so(ground: Ground, issue: IssuePayload, deed: Relabel | Assign | Unassign | Turn) -> bool:
    """Whether the issue is as the deed wants it."""
    match deed:
        case Relabel():
            return ground.reader.names.holds(issue.labels, deed.wish)
        case Assign():
            return is_assigned(issue, deed.login) and not is_superseded(issue, deed)
        case Unassign():
            return not leavers(issue, deed)
        case Turn():
            return issue.is_open == deed.is_open


def _creation(ground: Ground, deed: Create, operation: Operation) -> Pulled | None:
    me = quote(ground.connected.me, safe="")
    url = f"{repo_path(deed.repo)}/issues?creator={me}&state=all&sort=created&direction=desc&per_page=100"
    for _ in range(OWN_PAGES):
        answer = ground.client.get(url)
        for issue in parse_page(answer.data, parse_issue):
            if issue.is_pull or not ground.reader.is_mine(issue):
                continue
            found = find_marker(issue.body)
            same = issue.title == deed.title and _is_stripped(found, deed.text, issue.created_at, operation)
            if same or is_marked(found.marker, operation.id):
                return ground.created(issue, deed, operation)
        url = answer.next
        if not url:
            return None
    return None


def _comment(ground: Ground, deed: Say, operation: Operation) -> Pulled | None:
    address = ground.address(operation.ticket)
    for comment in ground.own_comments(address):
        found = find_marker(comment.body)
        same = _is_stripped(found, deed.text, comment.created_at, operation)
        if same or is_marked(found.marker, operation.id):
            return ground.said(comment, address)
    return None


def _is_stripped(found: Found, text: str, created_at: datetime, operation: Operation) -> bool:
    """Whether it is that text without a marker, written since the operation was recorded."""
    if found.marker is not None or not text or created_at < operation.at - CLOCKS_APART:
        return False
    return found.text.strip() == marked(text, "").strip()


def _struck(ground: Ground, deed: Strike, operation: Operation) -> Pulled | None:
    address = ground.address(operation.ticket)
    for comment in ground.own_comments(address):
        found = find_marker(comment.body)
        if is_marked(found.marker, deed.target) and found.more.get("struck") is True:
            return ground.said(comment, address)
    return None
