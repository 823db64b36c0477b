"""What each operation does on GitHub: one function a verb, pure; doing it is the exporter's.

A deed is one request in essence, and belongs to one step of a delivery. Which operations have which deeds
does not depend on what GitHub holds at the moment: a plan made twice is the same plan.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, assert_never

from shiftui.domain.operations import (
    Acknowledged,
    Asked,
    DiaryWritten,
    DutyOperation,
    FieldsSet,
    HandedOver,
    Noted,
    Opened,
    Operation,
    ReadAloud,
    ReadBack,
    Reopened,
    Resolved,
    Responded,
    ResponseCleared,
    Snoozed,
    SpinoffWaived,
    SpunOff,
    Undone,
    Unknown,
    Woken,
)
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Connected
from shiftui.domain.settings import Settings
from shiftui.domain.vocabulary import Priority, State, Via, WaitingOn
from shiftui.github.addresses import same_repo
from shiftui.github.labels import SPINOFF, LabelNames, Wish, wish
from shiftui.github.mapping import SCOPE_PREFIX, spoken_heading
from shiftui.ports import Outlook


@dataclass(frozen=True, slots=True)
class Create:
    """Open an issue."""

    step: ClassVar[StepName] = StepName.CREATE

    repo: str
    title: str
    text: str
    kind: str
    labels: tuple[str, ...] = ()
    opened_at: datetime | None = None
    origin: str = ""
    """Key of the ticket to refer to."""


@dataclass(frozen=True, slots=True)
class Say:
    """Comment on the ticket's thread."""

    step: ClassVar[StepName] = StepName.COMMENT

    text: str
    kind: str
    at: datetime | None = None
    via: str = ""
    is_team_text: bool = False


@dataclass(frozen=True, slots=True)
class Relabel:
    """Give each family named the label wished for, and no other of its kind."""

    step: ClassVar[StepName] = StepName.LABELS

    wish: Wish
    was_created_so: bool = False
    """The issue was just created with them; there is something to do only if they were dropped."""


@dataclass(frozen=True, slots=True)
class Assign:
    """Add an assignee."""

    step: ClassVar[StepName] = StepName.ASSIGNEES

    login: str
    former: str = ""
    """Whom it takes the place of, if they are assigned."""


@dataclass(frozen=True, slots=True)
class Unassign:
    """Take off whom an acknowledgement had added."""

    step: ClassVar[StepName] = StepName.ASSIGNEES

    before: tuple[str, ...]
    candidates: tuple[str, ...]
    """Whom an acknowledgement may have added; others were assigned by somebody else."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Close or reopen."""

    step: ClassVar[StepName] = StepName.STATE

    is_open: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """Strike through the comment that an operation of ours made, if it made one."""

    step: ClassVar[StepName] = StepName.EDIT

    target: str


@dataclass(frozen=True, slots=True)
class Log:
    """A line of the shift log."""

    step: ClassVar[StepName] = StepName.LOG


Deed = Create | Say | Relabel | Assign | Unassign | Turn | Strike | Log
_LOG = Log()


@dataclass(frozen=True, slots=True)
class Where:
    """What decides where an operation goes."""

    settings: Settings
    names: LabelNames
    connected: Connected
    outlook: Outlook

    def holds_team_text(self, key: str) -> bool:
        """Whether team text may stand on a ticket's own thread: in a private incident repository alone."""
        if self.connected.repo_private is not True:
            return False
        ticket = self.outlook.ticket(key) or self.outlook.base(key)
        repo = ticket.issue.repo if ticket is not None else ""
        return not repo or same_repo(repo, self.connected.repo)

    def scope_label(self, repo: str) -> tuple[str, ...]:
        """The label without which an issue of the incident repository would be no ticket."""
        scope = self.settings.github.scope
        if not scope.startswith(SCOPE_PREFIX) or not same_repo(repo, self.connected.repo):
            return ()
        return (scope.removeprefix(SCOPE_PREFIX),)


def deeds(operation: Operation, where: Where) -> tuple[Deed, ...]:
    """What delivers an operation, in order, at most one deed a step."""
    if isinstance(operation, DutyOperation):
        return (_LOG,)
    match operation:
        case Opened():
            return _opened(operation, where)
        case SpunOff():
            return _spun_off(operation, where)
        case Acknowledged():
            return (Assign(operation.assign), _LOG) if operation.assign else (_LOG,)
        case Responded():
            return _responded(operation, where)
        case Noted():
            if where.holds_team_text(operation.ticket):
                return (Say(operation.text, Noted.KIND, at=operation.at, is_team_text=True),)
            return (_LOG,)
        case FieldsSet():
            return _fields_set(operation)
        case Resolved():
            return _resolved(operation)
        case Reopened():
            return (Turn(is_open=True), Relabel(wish({"waiting_on": WaitingOn.US})), _LOG)
        case Undone():
            return _undone(operation, where)
        case HandedOver():
            return (Assign(operation.assign, operation.former), _LOG) if operation.assign else (_LOG,)
        case ResponseCleared() | Snoozed() | Woken() | SpinoffWaived() | DiaryWritten():
            return (_LOG,)
        case ReadBack() | ReadAloud() | Asked():
            return (_LOG,)
        case Unknown():
            return ()
        case _:
            assert_never(operation)


def _opened(operation: Opened, where: Where) -> tuple[Deed, ...]:
    wanted = _named(priority=operation.priority, severity=operation.severity)
    create = Create(
        repo=where.connected.repo,
        title=operation.title,
        text=operation.body,
        kind=Opened.KIND,
        labels=(*where.names.change((), wanted).add, *where.scope_label(where.connected.repo)),
        opened_at=operation.opened_at,
    )
    return (create, Relabel(wanted, was_created_so=True), _LOG) if wanted else (create, _LOG)


def _spun_off(operation: SpunOff, where: Where) -> tuple[Deed, ...]:
    repo = operation.repo or where.connected.repo
    label = where.names.written(SPINOFF)
    create = Create(
        repo=repo,
        title=operation.title,
        text=operation.body,
        kind=SpunOff.KIND,
        labels=(*((label,) if label else ()), *where.scope_label(repo)),
        origin=operation.origin,
    )
    return (create, _LOG)


def _responded(operation: Responded, where: Where) -> tuple[Deed, ...]:
    if operation.via is Via.GITHUB:
        return (Say(operation.text, Responded.KIND),)
    if not where.holds_team_text(operation.ticket):
        return (_LOG,)
    text = f"{spoken_heading(operation.by, operation.via)}\n\n{operation.text}"
    return (Say(text, Responded.KIND, at=operation.heard_at, via=operation.via, is_team_text=True),)


def _fields_set(operation: FieldsSet) -> tuple[Deed, ...]:
    wanted = _named(priority=operation.priority, severity=operation.severity, waiting_on=operation.waiting_on)
    native = (Relabel(wanted),) if wanted else ()
    return native if operation.is_native_only else (*native, _LOG)


def _resolved(operation: Resolved) -> tuple[Deed, ...]:
    said = (Say(operation.text, Resolved.KIND),) if operation.text else ()
    if operation.leaves_open:
        return (*said, Relabel(wish({"priority": Priority.OPERATIONAL})), _LOG)
    return (*said, Turn(is_open=False, reason=operation.state_reason), _LOG)


def _undone(operation: Undone, where: Where) -> tuple[Deed, ...]:
    """What sets back that which the operation had changed on GitHub and nobody has changed since."""
    restore = operation.restore
    if operation.removes:
        return (Turn(is_open=False, reason="not_planned"), _LOG)
    found: list[Deed] = []
    if operation.target_kind in (Noted.KIND, Responded.KIND) and where.holds_team_text(operation.ticket):
        found.append(Strike(operation.target))
    if "issue.state" in restore:
        is_open = restore["issue.state"] == State.OPEN
        reason = None if is_open else _text(restore.get("issue.state_reason")) or "completed"
        found.append(Turn(is_open, reason))
    labels = wish({name.removeprefix("issue."): value for name, value in restore.items()})
    if labels:
        found.append(Relabel(labels))
    if "issue.assignees" in restore:
        github = where.settings.github
        candidates = (operation.by, github.assign, *where.settings.rotation.order)
        found.append(Unassign(_texts(restore["issue.assignees"]), candidates))
    return (*found, _LOG)


def _named(**fields: object) -> Wish:
    """A wish for the fields that were named."""
    return wish({name: value for name, value in fields.items() if value is not None})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()
