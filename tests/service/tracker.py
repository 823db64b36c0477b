"""A tracker over the little GitHub, which can fail in every way that the port knows, at any call."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from shiftui.domain.conversation import Comment
from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import CommentRow, Connected, IssueRow, LogRow, Pulled, TeamFile
from shiftui.domain.settings import Settings
from shiftui.ports import (
    Blocked,
    DoesNotFit,
    Gone,
    Holdings,
    LogBatch,
    Misbehaving,
    NoAccess,
    NotAuthorised,
    Outlook,
    RateLimited,
    RefusedByTracker,
    Unclear,
    Unreachable,
)
from tests.domain.hub import Address, Hub, is_marked, steps
from tests.domain.support import REPO, TRACKER
from tests.service.memory import Killed

LOG = "visit-dav/oncall-log"
CURSOR = "feed"
FILE_CURSOR = "file"
Fault = str
"""What goes wrong with a call; `DONE` ones after GitHub did it, the others instead."""
DONE = ("unclear though done", "rubbish though done", "killed though done")
INSTEAD = (
    "unclear",
    "rubbish",
    "killed",
    "unreachable",
    "rate limited",
    "not authorised",
    "blocked",
    "no access",
)


@dataclass(slots=True)
class FakeTracker:
    """One machine's way to GitHub."""

    hub: Hub
    me: str
    clock: Callable[[], object]
    faults: Callable[[str], Fault | None] = lambda call: None
    """Asked before each call by its name, such as `deliver comment` or `look log`."""
    is_private: bool = False
    log_private: bool | None = True
    page: int = 100
    lag: timedelta = timedelta()
    """What is newer than that, the replica that answers does not list or find yet."""
    requests: int = 0
    writes: int = 0
    calls: list[str] = field(default_factory=list)
    too_long: str = ""
    """Id of an operation that no comment can hold."""
    rate_limit: timedelta = timedelta(minutes=7)
    settings: Settings | None = None
    """As the courier says."""
    file: str | None = None
    """The team's settings file; None where nobody ever looks."""

    def connect(self) -> Connected:
        self._call("connect")
        return Connected(
            at=self.hub.now,
            me=self.me,
            repo=REPO,
            repo_private=self.is_private,
            log=LOG,
            log_private=self.log_private,
            tracker=TRACKER,
            tracker_private=False,
        )

    def pull(
        self, cursors: Mapping[str, str], connected: Connected, tracked: Sequence[str], holdings: Holdings
    ) -> Iterator[Pulled]:
        place = int(cursors.get(CURSOR, "0"))
        visible = self._visible()
        self._call("pull")
        while place < len(visible):
            rows = visible[place : place + self.page]
            place += len(rows)
            yield Pulled(
                self.hub.now,
                tuple(row for row in rows if isinstance(row, IssueRow)),
                tuple(row for row in rows if isinstance(row, CommentRow)),
                tuple(row for row in rows if isinstance(row, LogRow)),
                cursors={CURSOR: str(place)},
            )
            self._call("pull")
        yield Pulled(self.hub.now, cursors={CURSOR: str(place)})

    def use(self, settings: Settings) -> None:
        self.settings = settings

    def team_file(self, cursors: Mapping[str, str], connected: Connected) -> Pulled | None:
        if self.file is None or cursors.get(FILE_CURSOR, "") == self.file:
            return None
        self._call("team file")
        return Pulled(self.hub.now, cursors={FILE_CURSOR: self.file}, team_file=TeamFile(self.file))

    def plan(self, operation: Operation, connected: Connected, outlook: Outlook) -> tuple[StepName, ...]:
        return steps(operation, is_private=connected.repo_private is True)

    def deliver(self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook) -> Pulled:
        fault = self._call(f"deliver {step}")
        rows = self.hub.perform(step, operation, self.me, addresses(outlook))
        return self._after(fault, rows)

    def deliver_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        assert connected.log_private is True, "team text went where it could be read"
        if self.too_long in [operation.id for operation in batch.operations]:
            raise DoesNotFit("the entry is too long", self.too_long)
        fault = self._call("deliver log")
        rows = self.hub.append(batch.operations, self.me, addresses(outlook), batch.id)
        return self._after(fault, rows)

    def turn_over_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        self._call("turn over log")
        return Pulled(self.hub.now)

    def look_for(
        self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook
    ) -> Pulled | None:
        self._call(f"look {step}")
        visible = self._visible()
        if step is StepName.CREATE:
            made = [row for row in visible if isinstance(row, IssueRow) and row.created_by == operation.id]
            return self.hub.rows(issues=made[-1:]) if made else None
        if step is StepName.COMMENT:
            said = [row for row in visible if isinstance(row, CommentRow) and is_marked(row, operation.id)]
            return self.hub.rows(comments=said[-1:]) if said else None
        if not self.hub.done[operation.id, step]:
            return None
        if step is StepName.EDIT:
            return self.hub.rows(comments=self.hub.comments.values())
        return self.hub.rows(issues=[self.hub.issues[addresses(outlook)(operation.ticket)]])

    def look_for_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled | None:
        self._call("look log")
        found = self.hub.batches.get(batch.id)
        if found is None or any(row not in self._visible() for row in found.logged):
            return None
        there = {row.operation.id for row in found.logged}
        return found if all(operation.id in there for operation in batch.operations) else None

    def close(self) -> None:
        """Nothing is open."""

    def _visible(self) -> list[IssueRow | CommentRow | LogRow]:
        return self.hub.feed[: bisect_right(self.hub.fed_at, self.hub.now - self.lag)]

    def _call(self, name: str) -> Fault | None:
        """Count it, and fail where it is to fail before anything was done."""
        self.requests += 1
        self.writes += name.startswith("deliver")
        self.calls.append(name)
        fault = self.faults(name)
        if fault in DONE:
            return fault
        self._raise(fault)
        return None

    def _after(self, fault: Fault | None, rows: Pulled) -> Pulled:
        if fault is not None:
            self._raise(fault.removesuffix(" though done"))
        return rows

    def _raise(self, fault: Fault | None) -> None:
        match fault:
            case None:
                return
            case "unclear":
                raise Unclear("the connection broke")
            case "rubbish":
                raise Misbehaving("an HTML page came back")
            case "killed":
                raise Killed
            case "unreachable":
                raise Unreachable("no network")
            case "rate limited":
                raise RateLimited("slow down", self.hub.now + self.rate_limit)
            case "not authorised":
                raise NotAuthorised("the token is wrong")
            case "blocked":
                raise Blocked("the issue is locked")
            case "gone":
                raise Gone("it was deleted on GitHub")
            case "no access":
                raise NoAccess("404")
            case "refused":
                raise RefusedByTracker("422")
            case _:
                raise AssertionError(fault)


def addresses(outlook: Outlook) -> Callable[[str], Address]:
    """Where the issues of a machine's keys are."""

    def address_of(key: str) -> Address:
        base = outlook.base(key)
        if base is None or base.issue.number is None:
            raise KeyError(key)
        return base.issue.repo, base.issue.number

    return address_of


def said_on(hub: Hub, number: int) -> list[Comment]:
    """The comments of an issue, oldest first."""
    return [row.comment for row in hub.comments.values() if row.number == number and row.repo == REPO]
