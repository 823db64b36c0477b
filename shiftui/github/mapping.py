"""From GitHub's payloads to the domain's rows: pure, and the same for a poll as for the answer to a write."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shiftui.domain.codec import Malformed
from shiftui.domain.conversation import Comment
from shiftui.domain.operations import (
    GivenBack,
    HandoffAccepted,
    HandoffReturned,
    Opened,
    Operation,
    SpunOff,
    TakenOver,
    Undone,
    decode_operation,
)
from shiftui.domain.operations.handoff_answered import OPEN_OFFER
from shiftui.domain.records import CommentRow, IssueRow, LogRow
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Issue, Ticket
from shiftui.domain.vocabulary import State
from shiftui.github.addresses import Address, same_repo
from shiftui.github.labels import LabelNames
from shiftui.github.markers import HEAD, Found, find_marker
from shiftui.github.payloads import CommentPayload, IssuePayload

LOG_KIND = "log"
"""Marker of a shift-log comment."""
LOG_ISSUE_KIND = "shift-log"
"""Marker of an issue that is a shift log."""
CREATION_KINDS = frozenset({Opened.KIND, SpunOff.KIND})
_ANY_TICKET = Ticket("", Issue("", datetime(2000, 1, 1, tzinfo=UTC)))
_COMMAND = re.compile(r"/(accept|return|take|give-back)(?=\s|$)([^\n]{0,400})")
"""What the first line of a comment on a shift log's page may say (docs/github.md)."""
OPERATIONS_KEPT = 500
"""Of one shift-log comment; more than a comment of ours can hold."""
SCOPE_PREFIX = "label:"


def spoken_heading(by: str, via: str) -> str:
    """The first line of a team note about an answer that was given by another channel."""
    return f"{by} responded by {via}:"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads payloads under given settings; `me` is the token's user."""

    settings: Settings
    names: LabelNames
    me: str

    @property
    def meaning(self) -> str:
        """Changes with the settings that issues are read by, so that they can be read anew."""
        settings = self.settings
        people = sorted(person.login.casefold() for person in settings.people)
        github = settings.github
        read_by = (sorted(settings.labels.items()), github.scope, github.assign, people)
        return hashlib.blake2b(repr(read_by).encode(), digest_size=8).hexdigest()

    def is_log_issue(self, issue: IssuePayload) -> bool:
        """Whether an issue is a shift log: by its label, or by a believed marker where that was taken off."""
        if self.names.read(issue.labels).shift_log:
            return True
        if HEAD not in issue.body:
            return False
        marker = find_marker(issue.body).marker
        return marker is not None and marker.kind == LOG_ISSUE_KIND and self.believes(issue)

    def issue_row(self, issue: IssuePayload, repo: str, number: int | None = None) -> IssueRow:
        """A ticket. `repo` and `number` are what we call it, whatever it was renamed or moved to since."""
        found = find_marker(issue.body)
        marker = found.marker
        ours = marker is not None and marker.kind in CREATION_KINDS and self.believes(issue)
        meaning = self.names.read(issue.labels)
        native = Issue(
            title=issue.title,
            opened_at=(found.instant("opened_at") if ours else None) or issue.created_at,
            number=number or issue.number,
            id=issue.id,
            repo=repo,
            url=issue.url,
            opened_by=issue.author,
            opened_by_bot=issue.by_bot,
            association=issue.association,
            state=State.OPEN if issue.is_open else State.RESOLVED,
            state_reason=issue.state_reason,
            closed_at=issue.closed_at,
            labels=issue.labels,
            priority=meaning.priority,
            severity=meaning.severity,
            waiting_on=meaning.waiting_on,
            classes=meaning.classes,
            spinoff=meaning.spinoff,
            assignees=issue.assignees,
            taken_by=self._taker(issue.assignees),
            comments=issue.comments,
            updated_at=issue.updated_at,
        )
        created_by = marker.id if ours and marker is not None else ""
        return IssueRow(native, found.text, created_by, self.in_scope(issue.labels, repo))

    def _taker(self, assignees: Iterable[str]) -> str | None:
        """Who has an issue by being assigned; the login that all tickets are given to says nothing."""
        pool = self.settings.github.assign.casefold()
        return next((login for login in assignees if login.casefold() != pool), None)

    def in_scope(self, labels: Iterable[str], repo: str) -> bool:
        """Whether an issue is a ticket here; `github.scope` is about the incident repository alone."""
        github = self.settings.github
        if not github.scope.startswith(SCOPE_PREFIX) or not same_repo(repo, github.repo):
            return True
        wanted = github.scope.removeprefix(SCOPE_PREFIX).casefold()
        return any(label.casefold() == wanted for label in labels)

    def comment_row(self, comment: CommentPayload, repo: str, number: int | None = None) -> CommentRow:
        """A comment on a ticket, its marker taken off the text."""
        found = find_marker(comment.body)
        return CommentRow(
            repo,
            number or comment.number,
            Comment(
                id=comment.id,
                author=comment.author,
                at=comment.created_at,
                text=_without_heading(found),
                association=comment.association,
                bot=comment.by_bot,
                edited_at=comment.updated_at if comment.updated_at != comment.created_at else None,
                marker=found.marker,
                url=comment.url,
            ),
        )

    def log_rows(self, comment: CommentPayload) -> tuple[LogRow, ...]:
        """The operations in a comment of a shift log; none where a person wrote it by hand.

        What cannot be read leaves a gap: the places of the others are their order.
        """
        found = find_marker(comment.body)
        if found.marker is None:
            row = _commanded(comment)
            return (row,) if row is not None else ()
        if found.marker.kind != LOG_KIND:
            return ()
        operations = found.more.get("ops")
        if not isinstance(operations, list):
            return ()
        rows = [_log_row(comment, *each) for each in enumerate(operations[:OPERATIONS_KEPT])]
        return tuple([row for row in rows if row is not None])

    def is_mine(self, payload: IssuePayload | CommentPayload) -> bool:
        """Whether the token's user wrote it."""
        return payload.author is not None and payload.author.casefold() == self.me.casefold()

    def believes(self, payload: IssuePayload | CommentPayload) -> bool:
        """Whether its marker is to be believed, by who wrote it."""
        return self.is_mine(payload) or self.settings.is_responder(payload.author, payload.association)


def is_log_comment(comment: CommentPayload) -> bool:
    """Whether a comment claims to be one of a shift log: by its marker, or as a command to the shift."""
    if _COMMAND.match(comment.body) is not None:
        return True
    marker = find_marker(comment.body).marker if HEAD in comment.body else None
    return marker is not None and marker.kind == LOG_KIND


def _commanded(comment: CommentPayload) -> LogRow | None:
    """What somebody said on the log's own page who has no shiftui at hand; the same on every machine."""
    found = _COMMAND.match(comment.body)
    if found is None or comment.by_bot or comment.author is None:
        return None
    word, text = found[1], found[2].strip()
    common: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"shiftui command {comment.id}")),
        "at": comment.created_at,
        "by": comment.author,
    }
    operation: Operation
    match word:
        case "accept":
            operation = HandoffAccepted(**common, offer=OPEN_OFFER, why=text, on_web=True)
        case "return":
            operation = HandoffReturned(**common, offer=OPEN_OFFER, why=text or "without a reason")
        case "take":
            operation = TakenOver(**common, why=text)
        case _:
            operation = GivenBack(**common)
    return LogRow((comment.id, 0), operation, comment.author, comment.association)


def _log_row(comment: CommentPayload, place: int, data: object) -> LogRow | None:
    try:
        operation = decode_operation(data)
        if isinstance(operation, Undone):
            operation.apply(_ANY_TICKET)  # what it restores must fit, or it could never be folded
    except Malformed:
        return None
    return LogRow((comment.id, place), operation, comment.author, comment.association)


def _without_heading(found: Found) -> str:
    """The text as it was recorded: the heading of an answer by phone says it to those who read the page."""
    if found.marker is None:
        return found.text
    via = found.more.get("via")
    heading, _, rest = found.text.partition("\n")
    if isinstance(via, str) and heading.endswith(spoken_heading("", via)):
        return rest.lstrip("\n")
    return found.text


def address_of(issue: Issue, incident_repo: str) -> Address | None:
    """Where an issue is on GitHub; None until it is numbered."""
    return Address(issue.repo or incident_repo, issue.number) if issue.number is not None else None
