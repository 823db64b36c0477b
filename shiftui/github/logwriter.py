"""Appending to the shift log: operations as comments of the log issue, which is opened where there is none.

A batch is one comment, unless it would be too long; whatever becomes of the requests, each of its operations
stands there once. Order on all machines is the order of these comments.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from shiftui.domain.codec import encode
from shiftui.domain.operations import HandoffOffered, Opened, Operation, Resolved, SpunOff, Undone
from shiftui.domain.records import LogRow, Pulled
from shiftui.github.addresses import Address, repo_path
from shiftui.github.bodies import LogEntry, log_bodies, log_issue_body, log_title
from shiftui.github.ground import Ground, is_marked
from shiftui.github.labels import SHIFT_LOG
from shiftui.github.logbook import LogIssues
from shiftui.github.markers import find_marker
from shiftui.github.payloads import CommentPayload, IssuePayload, parse_comment, parse_issue
from shiftui.ports import Blocked, LogBatch, NoAccess, RefusedByTracker, Unclear

COMMENTS_IN_A_LOG = 2_000
"""After so many a successor is opened; GitHub takes 2,500."""
CLOCKS_APART = timedelta(days=1)
"""How far a machine's clock and GitHub's may be apart."""
LOOK_AGAIN = timedelta(hours=1)
"""How long a log issue that was looked at counts as open and not full."""


@dataclass(slots=True)
class Book:
    """The log issue in use, as this process last saw it."""

    number: int = 0
    comments: int = 0
    seen_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it need not be looked at again."""
        recent = self.seen_at is not None and now - self.seen_at < LOOK_AGAIN
        return recent and self.comments < COMMENTS_IN_A_LOG


@dataclass(slots=True)
class LogWriter:
    """Writes batches into the log of one repository."""

    ground: Ground
    logs: LogIssues
    book: Book

    @property
    def repo(self) -> str:
        """The repository that holds the log."""
        return self.logs.repo

    def append(self, batch: LogBatch) -> Pulled:
        """Put a batch into the log.

        Raises:
            TrackerError: as `shiftui.ports` describes; of a batch that was split, a part may stand there.

        """
        if self.ground.connected.log_private is not True:
            raise Blocked(f"{self.repo} is not known to be private; team text does not go there")
        settings = self.ground.where.settings
        entries = [self._entry(operation) for operation in batch.operations]
        bodies = log_bodies(batch.id, entries, settings.github.repo, settings.hours.timezone)
        number = self._number(batch)
        self._close_what_is_over()
        rows: list[LogRow] = []
        if len(bodies) > 1:
            rows = list(self._standing(batch, self._touched_since(batch) | {number}))
            there = {row.operation.id for row in rows}
            left = [entry for entry in entries if entry.operation.id not in there]
            bodies = log_bodies(batch.id, left, settings.github.repo, settings.hours.timezone) if left else []
        for body, _ in bodies:
            try:
                rows += self._post(number, batch.id, body)
            except (Blocked, NoAccess):  # full or deleted since we looked, perhaps
                self.book.seen_at = None
                other = self._number(batch)
                if other == number:
                    raise
                number = other
                rows += self._post(number, batch.id, body)
        return self._pulled(rows)

    def turn_over(self, batch: LogBatch) -> Pulled:
        """Begin the log of the next shift and close that of the last one, where it was handed over.

        Raises:
            TrackerError: as `shiftui.ports` describes; what was not done is done before the next entry.

        """
        if self.logs.over:
            self._number(batch)
            self._close_what_is_over()
        return self._pulled(())

    def look_for(self, batch: LogBatch) -> Pulled | None:
        """What stands in the log of a batch; None unless all of it does.

        Raises:
            TrackerError: it could not be found out.

        """
        rows = self._standing(batch, self._touched_since(batch))
        there = {row.operation.id for row in rows}
        if not all(operation.id in there for operation in batch.operations):
            return None
        return self._pulled(rows)

    def _pulled(self, rows: Iterable[LogRow]) -> Pulled:
        return Pulled(self.ground.now, logged=tuple(rows), cursors=self.logs.cursors)

    def _post(self, number: int, batch: str, body: str) -> Sequence[LogRow]:
        path = f"{Address(self.repo, number).path}/comments"
        comment = parse_comment(self.ground.client.write("POST", path, {"body": body}).data)
        self.book.comments += 1
        if not is_marked(find_marker(comment.body).marker, batch):
            raise RefusedByTracker("GitHub kept another text than was sent; look at the shift log's page")
        return self.logs.rows(comment)

    def _standing(self, batch: LogBatch, numbers: Iterable[int]) -> tuple[LogRow, ...]:
        """The rows of our own comments that carry the batch."""
        found: list[CommentPayload] = []
        for number in sorted(numbers):
            comments = self.ground.own_comments(Address(self.repo, number))
            found += [each for each in comments if is_marked(find_marker(each.body).marker, batch.id)]
        return tuple(row for comment in found for row in self.logs.rows(comment))

    # the log issue

    def _number(self, batch: LogBatch) -> int:
        """The open log issue of this shift that has room; a new one where there is none."""
        if self.book.is_good(self.ground.now) and self.book.number not in self.logs.over:
            return self.book.number
        full: IssuePayload | None = None
        for number in self.logs.latest():
            issue = self._looked_at(number)
            if issue is not None and self._has_room(issue):
                return self._use(issue)
            full = full or issue
        listed = self._listed("open")
        for number in sorted(listed, reverse=True):
            if self._has_room(listed[number]):
                return self._use(listed[number])
        return self._use(self._opened(batch, full))

    def _close_what_is_over(self) -> None:
        """Close the logs of shifts that were handed over, as far as that is ours to do."""
        if not self.logs.over:
            return
        for number in sorted(self.logs.over & self._listed("open").keys()):
            end = {"state": "closed", "state_reason": "completed"}
            try:
                self.ground.client.write("PATCH", Address(self.repo, number).path, end)
            except Unclear:
                return  # it is seen before the next entry whether that was done
            except (NoAccess, Blocked, RefusedByTracker):
                continue  # a colleague's machine may
        self.logs.over.clear()

    def _touched_since(self, batch: LogBatch) -> set[int]:
        """The logs in which a batch may stand: those that were written to since it was made."""
        began = min(operation.at for operation in batch.operations) - CLOCKS_APART
        listed = self._listed("all").items()
        touched = {number for number, issue in listed if issue.updated_at >= began}
        return touched | {*self.logs.latest()} | ({self.book.number} - {0})

    def _looked_at(self, number: int) -> IssuePayload | None:
        try:
            issue = self.ground.read(Address(self.repo, number))
        except (NoAccess, Blocked):  # deleted, or moved to where we cannot see it
            return None
        return issue if self.ground.reader.is_log_issue(issue) else None

    def _has_room(self, issue: IssuePayload) -> bool:
        goes_on = issue.is_open and issue.number not in self.logs.over
        return goes_on and issue.comments < COMMENTS_IN_A_LOG

    def _use(self, issue: IssuePayload) -> int:
        self.logs.known.add(issue.number)
        self.book.number, self.book.comments = issue.number, issue.comments
        self.book.seen_at = self.ground.now
        return issue.number

    def _listed(self, state: str) -> dict[int, IssuePayload]:
        """The logs, `open` or `all`: by their label, else our own by their marker."""
        mine = f"creator={quote(self.ground.connected.me, safe='')}&state={state}"
        return self.logs.list_labelled(state) or self.logs.list_by(mine)

    def _opened(self, batch: LogBatch, full: IssuePayload | None) -> IssuePayload:
        label = self.ground.reader.names.written(SHIFT_LOG)
        predecessor = Address(self.repo, full.number) if full is not None else None
        body = {
            "title": log_title(batch.shift),
            "body": log_issue_body(str(uuid.uuid5(uuid.NAMESPACE_OID, f"shift-log {batch.id}")), predecessor),
            "labels": [label] if label else [],
        }
        return parse_issue(self.ground.client.write("POST", f"{repo_path(self.repo)}/issues", body).data)

    # entries

    def _entry(self, operation: Operation) -> LogEntry:
        """An operation with addresses in place of keys, and without the texts that stand elsewhere."""
        address = self.ground.address(operation.ticket) if operation.ticket else None
        changes: dict[str, Any] = {"ticket": str(address) if address is not None else ""}
        if isinstance(operation, Opened | SpunOff):
            changes["body"] = ""
        if isinstance(operation, HandoffOffered):
            changes["tickets"] = tuple(map(self._elsewhere, operation.tickets))
        if isinstance(operation, Resolved):
            changes |= {"text": "", "seen": None}
        for name in ("origin", "same_as"):
            key = getattr(operation, name, None)
            if key:
                changes[name] = self._elsewhere(key)
        if isinstance(operation, Undone):
            changes["restore"] = {name: self._restored(name, v) for name, v in operation.restore.items()}
        ticket = self.ground.where.outlook.base(operation.ticket) if operation.ticket else None
        page = ticket.issue.url if ticket is not None else ""
        return LogEntry(operation, encode(replace(operation, **changes)), address, page)

    def _elsewhere(self, key: str) -> str:
        """What others call a ticket; as it is where it is no ticket of ours."""
        try:
            return str(self.ground.address(key))
        except Blocked:
            return key

    def _restored(self, name: str, value: Any) -> Any:
        if name in ("work.origin", "work.same_as") and isinstance(value, str):
            return self._elsewhere(value)
        if name == "work.spinoffs" and isinstance(value, list | tuple):
            return [self._elsewhere(str(key)) for key in value]
        return value


def writer(ground: Ground, cursors: Mapping[str, str], book: Book) -> LogWriter:
    """A writer for the log as the cursors know it."""
    repo = ground.connected.log or ground.connected.repo
    return LogWriter(ground, LogIssues.from_cursors(ground.client, ground.reader, repo, cursors), book)
