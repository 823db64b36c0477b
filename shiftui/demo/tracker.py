"""One person's way to the invented GitHub: it stands where GitHub stands, behind the same port.

Everything in front of it is the real thing: the journal, the outbox, the folding, the
screens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shiftui.demo.stage import Stage
from shiftui.demo.team import ME, REPO, TRACKER
from shiftui.domain.conversation import Comment, Marker
from shiftui.domain.operations import (
    HandoffOffered,
    Noted,
    Operation,
    Resolved,
    Responded,
    SpunOff,
)
from shiftui.domain.operations import Opened as OpenedHere
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Connected, IssueRow, Pulled
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import Via
from shiftui.ports import Clock, Holdings, LogBatch, Outlook

Play = Callable[[datetime], object]
"""Lets everything happen until then."""


class DemoTracker:
    """GitHub's part in the demo, for `me`. In memory; called from one thread.

    `play` is called before each pull; by default the story alone goes on.
    """

    def __init__(
        self, clock: Clock, stage: Stage | None = None, *, me: str = ME, play: Play | None = None
    ) -> None:
        self._clock = clock
        self._stage = stage or Stage()
        self._me = me
        self._play = play or self._stage.play
        self._requests = 0

    @property
    def requests(self) -> int:
        """How often it was asked."""
        return self._requests

    @property
    def writes(self) -> int:
        """The invented GitHub has no limits."""
        return 0

    def connect(self) -> Connected:
        """A private repository, and we may push."""
        return Connected(
            at=self._clock.now(),
            me=self._me,
            repo=REPO,
            repo_private=True,
            log=REPO,
            log_private=True,
            tracker=TRACKER,
            tracker_private=False,
        )

    def use(self, settings: Settings) -> None:
        """The demo's never change."""

    def team_file(self, cursors: Mapping[str, str], connected: Connected) -> Pulled | None:
        """The invented team has none."""
        return None

    def pull(
        self, cursors: Mapping[str, str], connected: Connected, tracked: Sequence[str], holdings: Holdings
    ) -> Iterable[Pulled]:
        """What has happened since the cursor."""
        self._requests += 1
        self._play(self._clock.now())
        seen = int(cursors.get("demo", "0"))
        for index, rows in enumerate(self._stage.since(seen), seen + 1):
            yield replace(rows, cursors={"demo": str(index)})

    def plan(self, operation: Operation, connected: Connected, outlook: Outlook) -> tuple[StepName, ...]:
        """As for a private repository on GitHub."""
        match operation:
            case OpenedHere() | SpunOff():
                return (StepName.CREATE, StepName.LOG)
            case Noted():
                return (StepName.COMMENT,)
            case Responded(via=Via.GITHUB):
                return (StepName.COMMENT,)
            case Resolved():
                return (*((StepName.COMMENT,) if operation.text else ()), StepName.STATE, StepName.LOG)
            case _ if operation.KIND in ("fields-set", "reopened", "undone"):
                return (StepName.STATE, StepName.LOG)
            case _:
                return (StepName.LOG,)

    def deliver(self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook) -> Pulled:
        """Do it at once; the invented network never fails."""
        self._requests += 1
        now = self._clock.now()
        if isinstance(operation, OpenedHere | SpunOff):
            return self._create(operation, now)
        ticket = outlook.base(operation.ticket)
        if ticket is None or ticket.issue.number is None:
            return Pulled(now)
        repo, number = ticket.issue.repo, ticket.issue.number
        if step is StepName.COMMENT:
            return self._comment(operation, repo, number, now)
        row = self._stage.issue(repo, number)
        after = operation.apply(Ticket(ticket.key, row.issue, ticket.work)).issue
        return self._stage.keep(replace(row, issue=replace(after, updated_at=now)), now)

    def deliver_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """Append to the invented shift log."""
        self._requests += 1
        return self._stage.log([_addressed(one, outlook) for one in batch.operations], self._clock.now())

    def look_for(
        self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook
    ) -> Pulled | None:
        """Nothing is ever unclear here."""
        return None

    def turn_over_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """The story has one log."""
        return Pulled(self._clock.now())

    def look_for_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled | None:
        """Nothing is ever unclear here."""
        return None

    def close(self) -> None:
        """Nothing to let go."""

    def _create(self, operation: OpenedHere | SpunOff, now: datetime) -> Pulled:
        repo = (operation.repo if isinstance(operation, SpunOff) else REPO) or REPO
        number = self._stage.new_number(repo)
        issue = replace(
            operation.create().issue,
            number=number,
            repo=repo,
            url=f"https://github.com/{repo}/issues/{number}",
            opened_by=operation.by,
            association="MEMBER",
            updated_at=now,
        )
        return self._stage.keep(IssueRow(issue, operation.body, created_by=operation.id), now)

    def _comment(self, operation: Operation, repo: str, number: int, now: datetime) -> Pulled:
        text = getattr(operation, "text", "")
        marker = Marker(operation.KIND, operation.id)
        comment = Comment(self._stage.new_id(), operation.by, now, text, "MEMBER", marker=marker)
        return self._stage.comment(operation, comment, repo, number)


def _addressed(operation: Operation, outlook: Outlook) -> Operation:
    """With GitHub's addresses in place of this workspace's keys, as the real log has them."""
    changes: dict[str, Any] = {
        name: _address(key, outlook)
        for name in ("ticket", "origin", "same_as")
        if isinstance(key := getattr(operation, name, None), str)
    }
    if isinstance(operation, HandoffOffered):
        changes["tickets"] = tuple(_address(key, outlook) for key in operation.tickets)
    return replace(operation, **changes)


def _address(key: str, outlook: Outlook) -> str:
    ticket = outlook.base(key) if key else None
    known = ticket is not None and ticket.issue.number is not None
    return f"{ticket.issue.repo}#{ticket.issue.number}" if ticket is not None and known else key
