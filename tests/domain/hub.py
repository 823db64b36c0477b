"""A GitHub of a few lines: what the team's machines agree about, without HTTP.

It keeps issues, comments and the shift log, numbers everything in one row as GitHub does, and remembers how
often it was asked for each step of each operation, so that tests can see what was done twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from shiftui.domain.conversation import Comment, Marker
from shiftui.domain.operations import (
    Acknowledged,
    FieldsSet,
    Noted,
    Opened,
    Operation,
    Reopened,
    Resolved,
    Responded,
    SpunOff,
    Undone,
)
from shiftui.domain.outbox import StepName
from shiftui.domain.records import CommentRow, IssueRow, LogRow, Pulled
from shiftui.domain.tickets import Issue
from shiftui.domain.vocabulary import Priority, Severity, State, Via, WaitingOn
from tests.domain.support import NOW, REPO

Address = tuple[str, int]
AddressOf = Callable[[str], Address]
"""Where the issue of a key is; KeyError where there is none yet."""
TICK = timedelta(seconds=1)
_READ: dict[str, Callable[[str], Any]] = {
    "priority": Priority,
    "severity": Severity,
    "waiting_on": WaitingOn,
    "state": State,
    "state_reason": str,
}


@dataclass(slots=True)
class Hub:
    """The whole of it."""

    now: datetime = NOW
    issues: dict[Address, IssueRow] = field(default_factory=dict)
    comments: dict[int, CommentRow] = field(default_factory=dict)
    log: list[LogRow] = field(default_factory=list)
    done: Counter[tuple[str, StepName]] = field(default_factory=Counter)
    batches: dict[str, Pulled] = field(default_factory=dict)
    """What each comment of the shift log holds, by its marker."""
    feed: list[IssueRow | CommentRow | LogRow] = field(default_factory=list)
    """Everything that ever became new, in order: what a poll reads."""
    fed_at: list[datetime] = field(default_factory=list)
    ids: int = 0

    # What people do on the web.

    def tick(self) -> datetime:
        """Time goes on with everything that happens."""
        self.now += TICK
        return self.now

    def next_id(self) -> int:
        """GitHub's ids only rise."""
        self.ids += 1
        return self.ids

    def open(self, author: str = "customer", repo: str = REPO, **more: Any) -> int:
        """Somebody opens an issue; returns its number."""
        at = self.tick()
        number = 1 + sum(known == repo for known, _ in self.issues)
        issue = Issue(
            number=number, repo=repo, title=f"Issue {number}", opened_at=at, opened_by=author, updated_at=at
        )
        self._list(IssueRow(replace(issue, **more), body="please help"))
        return number

    def say(
        self, number: int, author: str, text: str = "words", marker: Marker | None = None, repo: str = REPO
    ) -> CommentRow:
        """Somebody comments, which moves the issue."""
        at = self.tick()
        said = Comment(id=self.next_id(), author=author, at=at, text=text, marker=marker)
        row = CommentRow(repo, number, said)
        self._list(row)
        self.change((repo, number))
        return row

    def edit(self, id: int, text: str) -> CommentRow:
        """Somebody edits a comment."""
        row = self.comments[id]
        edited = replace(row, comment=replace(row.comment, text=text, edited_at=self.tick()))
        self._list(edited)
        return edited

    def change(self, address: Address, **native: Any) -> IssueRow:
        """Somebody changes native fields."""
        row = self.issues[address]
        at = self.tick()
        changed = replace(row.issue, **native, updated_at=at)
        if native.get("state") is State.RESOLVED:
            changed = replace(changed, closed_at=at)
        if native.get("state") is State.OPEN:
            changed = replace(changed, closed_at=None)
        self._list(replace(row, issue=changed))
        return self.issues[address]

    def _list(self, row: IssueRow | CommentRow | LogRow) -> None:
        self.feed.append(row)
        self.fed_at.append(self.now)
        match row:
            case IssueRow():
                self.issues[row.issue.repo, row.issue.number or 0] = row
            case CommentRow():
                self.comments[row.comment.id] = row
            case LogRow():
                self.log.append(row)

    # What machines do.

    def perform(self, step: StepName, operation: Operation, by: str, address_of: AddressOf) -> Pulled:
        """One step of an operation; the rows that GitHub answers with."""
        self.done[operation.id, step] += 1
        if step is StepName.CREATE:
            return self._create(operation, by)
        address = address_of(operation.ticket)
        match step:
            case StepName.COMMENT:
                kind = operation.KIND
                text = getattr(operation, "text", "")
                said = self.say(address[1], by, text, Marker(kind, operation.id), address[0])
                return self.rows(comments=[said])
            case StepName.EDIT:
                assert isinstance(operation, Undone)
                mine = (row for row in self.comments.values() if row.comment.marker is not None)
                found = [row for row in mine if is_marked(row, operation.target)]
                return self.rows(comments=[self.edit(row.comment.id, "struck") for row in found])
            case _:
                return self.rows(
                    issues=[self.change(address, **native_changes(step, operation, self.issues[address]))]
                )

    def append(
        self, operations: Iterable[Operation], by: str, address_of: AddressOf, batch: str = ""
    ) -> Pulled:
        """One comment of the shift log."""
        self.tick()
        id = self.next_id()
        rows = []
        for place, operation in enumerate(operations):
            self.done[operation.id, StepName.LOG] += 1
            rows.append(LogRow((id, place), _addressed(operation, address_of), by, "MEMBER"))
            self._list(rows[-1])
        self.batches[batch] = self.rows(logged=rows)
        return self.batches[batch]

    def rows(
        self,
        issues: Iterable[IssueRow] = (),
        comments: Iterable[CommentRow] = (),
        logged: Iterable[LogRow] = (),
    ) -> Pulled:
        """As an importer gives them."""
        return Pulled(self.now, tuple(issues), tuple(comments), tuple(logged))

    def everything(self) -> Pulled:
        """All that a machine reads that was never here before."""
        return self.rows(self.issues.values(), self.comments.values(), self.log)

    def _create(self, operation: Operation, by: str) -> Pulled:
        assert isinstance(operation, Opened | SpunOff)
        repo = (operation.repo or REPO) if isinstance(operation, SpunOff) else REPO
        more: dict[str, Any] = {"title": operation.title, "spinoff": isinstance(operation, SpunOff)}
        if isinstance(operation, Opened):
            more |= {
                "opened_at": operation.opened_at,
                "priority": operation.priority,
                "severity": operation.severity,
            }
        number = self.open(by, repo, **more)
        row = replace(self.issues[repo, number], body=operation.body, created_by=operation.id)
        self.feed.pop()
        self.fed_at.pop()
        self._list(row)
        return self.rows(issues=[row])


def steps(operation: Operation, *, is_private: bool = False) -> tuple[StepName, ...]:
    """What it takes to deliver an operation; as the exporter plans it, in short."""
    match operation:
        case Opened() | SpunOff():
            return (StepName.CREATE, StepName.LOG)
        case Acknowledged(assign=assign) if assign:
            return (StepName.ASSIGNEES, StepName.LOG)
        case Responded(via=Via.GITHUB):
            return (StepName.COMMENT,)
        case Noted() if is_private:
            return (StepName.COMMENT,)
        case FieldsSet(priority=priority, severity=severity, waiting_on=waiting_on):
            labels = (StepName.LABELS,) if priority or severity or waiting_on else ()
            return labels if operation.is_native_only else (*labels, StepName.LOG)
        case Resolved(text=text, leaves_open=leaves_open):
            said = (StepName.COMMENT,) if text else ()
            return (*said, StepName.LABELS if leaves_open else StepName.STATE, StepName.LOG)
        case Reopened():
            return (StepName.STATE, StepName.LABELS, StepName.LOG)
        case Undone():
            return _undoing(operation, is_private)
        case _:
            return (StepName.LOG,)


def _undoing(operation: Undone, is_private: bool) -> tuple[StepName, ...]:
    found = [StepName.EDIT] if operation.target_kind == Noted.KIND and is_private else []
    native = {name.partition(".")[2] for name in operation.restore if name.startswith("issue.")}
    if operation.removes or "state" in native:
        found.append(StepName.STATE)
    if not operation.removes and native & {"priority", "severity", "waiting_on"}:
        found.append(StepName.LABELS)
    if not operation.removes and "assignees" in native:
        found.append(StepName.ASSIGNEES)
    return (*found, StepName.LOG)


def native_changes(step: StepName, operation: Operation, row: IssueRow) -> dict[str, Any]:
    """What a step sets on the issue itself."""
    match operation:
        case Acknowledged(assign=assign):
            return {"assignees": (*row.issue.assignees, assign)}
        case FieldsSet():
            named = {name: getattr(operation, name) for name in ("priority", "severity", "waiting_on")}
            return {name: value for name, value in named.items() if value is not None}
        case Resolved() if step is StepName.LABELS:
            return {"priority": Priority.OPERATIONAL}
        case Resolved():
            return {"state": State.RESOLVED, "state_reason": operation.state_reason}
        case Reopened() if step is StepName.LABELS:
            return {"waiting_on": WaitingOn.US}
        case Reopened():
            return {"state": State.OPEN, "state_reason": "reopened"}
        case Undone(removes=True):
            return {"state": State.RESOLVED, "state_reason": "not_planned"}
        case Undone(restore=restore):
            return _restored(step, restore)
        case _:
            raise AssertionError(f"{step} of {operation.KIND}")


def _restored(step: StepName, restore: Any) -> dict[str, Any]:
    wanted = {
        StepName.STATE: ("state", "state_reason"),
        StepName.LABELS: ("priority", "severity", "waiting_on"),
        StepName.ASSIGNEES: ("assignees",),
    }[step]
    found = {name: restore[f"issue.{name}"] for name in wanted if f"issue.{name}" in restore}
    if "assignees" in found:
        return {"assignees": tuple(found["assignees"])}
    return {name: None if value is None else _READ[name](value) for name, value in found.items()}


def _addressed(operation: Operation, address_of: AddressOf) -> Operation:
    """With addresses in place of a machine's own keys, and without the texts that stand elsewhere."""
    changes: dict[str, Any] = {}
    for name in ("ticket", "origin", "same_as"):
        if key := getattr(operation, name, None):
            with suppress(KeyError):  # it is the same as something that is no ticket of ours
                changes[name] = "{}#{}".format(*address_of(key))
    if isinstance(operation, Opened | SpunOff):
        changes["body"] = ""
    if isinstance(operation, Resolved):
        changes["text"] = ""
    return replace(operation, **changes)


def is_marked(row: CommentRow, operation: str) -> bool:
    """Whether a comment was made by that operation."""
    return row.comment.marker is not None and row.comment.marker.id == operation
