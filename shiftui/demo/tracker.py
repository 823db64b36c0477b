"""A tracker that plays the demo's story: it stands where GitHub stands, behind the same port.

Everything in front of it is the real thing: the journal, the outbox, the folding, the
screens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shiftui.demo.story import ARRIVALS, THERE, Arrival, Logged, Opened, Said
from shiftui.demo.team import BEGINS, REPO, TRACKER
from shiftui.domain.codec import encode
from shiftui.domain.conversation import Comment, Marker
from shiftui.domain.operations import Noted, Operation, Resolved, Responded, SpunOff, decode_operation
from shiftui.domain.operations import Opened as OpenedHere
from shiftui.domain.outbox import StepName
from shiftui.domain.records import CommentRow, Connected, IssueRow, LogRow, Pulled
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Issue, Ticket
from shiftui.domain.vocabulary import Priority, Severity, State, Via, WaitingOn
from shiftui.ports import Clock, Holdings, LogBatch, Outlook

REPLY_AFTER = timedelta(seconds=25)
"""How long the invented requesters think."""


class DemoTracker:
    """GitHub's part in the demo. In memory; called from one thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests = 0
        self._next_id = 5_000
        self._next_number = {REPO: 491, TRACKER: 9121}
        self._issues: dict[tuple[str, int], IssueRow] = {}
        self._rows: list[Pulled] = []
        """Everything that ever happened, in order; a cursor is an index into it."""
        self._replies: dict[int, str] = {}
        self._coming: list[Arrival] = list(ARRIVALS)
        for issue in THERE:
            self._stand(issue)

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
            me="mia",
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
        self._play()
        seen = int(cursors.get("demo", "0"))
        for index, rows in enumerate(self._rows[seen:], seen + 1):
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
        number = ticket.issue.number
        if step is StepName.COMMENT:
            return self._comment(operation, ticket.issue.repo, number, now)
        row = self._issues[(ticket.issue.repo, number)]
        after = operation.apply(Ticket(ticket.key, row.issue, ticket.work)).issue
        return self._keep(replace(row, issue=replace(after, updated_at=now)), now)

    def deliver_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled:
        """Append to the invented shift log."""
        self._requests += 1
        id = self._id()
        rows = tuple(
            LogRow((id, index), _addressed(operation, outlook), operation.by, "MEMBER")
            for index, operation in enumerate(batch.operations)
        )
        return self._happened(Pulled(self._clock.now(), logged=rows))

    def look_for(
        self, step: StepName, operation: Operation, connected: Connected, outlook: Outlook
    ) -> Pulled | None:
        """Nothing is ever unclear here."""
        return None

    def look_for_log(
        self, batch: LogBatch, connected: Connected, outlook: Outlook, cursors: Mapping[str, str]
    ) -> Pulled | None:
        """Nothing is ever unclear here."""
        return None

    def close(self) -> None:
        """Nothing to let go."""

    def _create(self, operation: OpenedHere | SpunOff, now: datetime) -> Pulled:
        repo = (operation.repo if isinstance(operation, SpunOff) else REPO) or REPO
        number = self._next_number.setdefault(repo, 1)
        self._next_number[repo] += 1
        issue = replace(
            operation.create().issue,
            number=number,
            repo=repo,
            url=f"https://github.com/{repo}/issues/{number}",
            opened_by=operation.by,
            association="MEMBER",
            updated_at=now,
        )
        return self._keep(IssueRow(issue, operation.body, created_by=operation.id), now)

    def _comment(self, operation: Operation, repo: str, number: int, now: datetime) -> Pulled:
        text = getattr(operation, "text", "")
        comment = Comment(
            self._id(), operation.by, now, text, "MEMBER", marker=Marker(operation.KIND, operation.id)
        )
        reply = self._replies.pop(number, "")
        if reply and not isinstance(operation, Noted):
            issue = self._issues[(repo, number)].issue
            at = (now + REPLY_AFTER - BEGINS).total_seconds()
            self._coming.append(Arrival(at, number=number, said=Said(issue.opened_by or "", reply, 0)))
        return self._happened(Pulled(now, comments=(CommentRow(repo, number, comment),)))

    def _keep(self, row: IssueRow, now: datetime) -> Pulled:
        self._issues[(row.issue.repo, row.issue.number or 0)] = row
        return self._happened(Pulled(now, issues=(row,)))

    def _happened(self, rows: Pulled) -> Pulled:
        self._rows.append(rows)
        return rows

    def _id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _play(self) -> None:
        """Let everything happen whose time has come."""
        now = self._clock.now()
        due = [arrival for arrival in self._coming if BEGINS + timedelta(seconds=arrival.at) <= now]
        self._coming = [arrival for arrival in self._coming if arrival not in due]
        for arrival in sorted(due, key=lambda arrival: arrival.at):
            at = BEGINS + timedelta(seconds=arrival.at)
            if arrival.issue is not None:
                self._stand(arrival.issue, at)
            if arrival.said is not None:
                self._say(REPO, arrival.number, arrival.said, at)

    def _stand(self, opened: Opened, at: datetime | None = None) -> None:
        """Put an issue, with all that was said and logged about it, where a pull finds it."""
        at = at or BEGINS - timedelta(minutes=opened.ago)
        repo = opened.repo or REPO
        self._keep(IssueRow(_issue(opened, repo, at), opened.body), at)
        if opened.reply:
            self._replies[opened.number] = opened.reply
        history: tuple[Said | Logged, ...] = (*opened.said, *opened.logged)
        for each in sorted(history, key=lambda one: -one.ago):
            when = BEGINS - timedelta(minutes=each.ago)  # GitHub's ids grow with the time
            if isinstance(each, Said):
                self._say(repo, opened.number, each, when)
            else:
                self._log(repo, opened.number, each, when)

    def _log(self, repo: str, number: int, logged: Logged, when: datetime) -> None:
        data: dict[str, Any] = {
            "kind": logged.did,
            "id": f"demo-{number}-{logged.did}-{logged.ago:g}",
            "at": encode(when),
            "by": logged.by,
            "ticket": f"{repo}#{number}",
            **{name: encode(value) for name, value in logged.args},
        }
        minutes = data.pop("until_in", None)
        if minutes is not None:
            data["until"] = encode(BEGINS + timedelta(minutes=minutes))
        row = LogRow((self._id(), 0), decode_operation(data), logged.by, "MEMBER")
        self._happened(Pulled(when, logged=(row,)))

    def _say(self, repo: str, number: int, said: Said, at: datetime) -> None:
        comment = Comment(self._id(), said.by, at, said.text, "")
        self._happened(Pulled(at, comments=(CommentRow(repo, number, comment),)))


def _issue(opened: Opened, repo: str, at: datetime) -> Issue:
    names = {label.partition(":")[2] for label in opened.labels}
    closed = None if opened.closed_ago is None else BEGINS - timedelta(minutes=opened.closed_ago)
    return Issue(
        title=opened.title,
        opened_at=at,
        number=opened.number,
        repo=repo,
        url=f"https://github.com/{repo}/issues/{opened.number}",
        opened_by=opened.by,
        opened_by_bot=opened.by.endswith("[bot]"),
        state=State.OPEN if closed is None else State.RESOLVED,
        closed_at=closed,
        labels=opened.labels,
        priority=next((each for each in Priority if each in names), None),
        severity=next((each for each in Severity if each in names), None),
        waiting_on=next((each for each in WaitingOn if each in names), WaitingOn.US),
        spinoff=repo == TRACKER,
        updated_at=closed or at,
    )


def _addressed(operation: Operation, outlook: Outlook) -> Operation:
    """With GitHub's addresses in place of this workspace's keys, as the real log has them."""
    changes: dict[str, Any] = {}
    for name in ("ticket", "origin"):
        key = getattr(operation, name, None)
        ticket = outlook.base(key) if isinstance(key, str) and key else None
        if ticket is not None and ticket.issue.number is not None:
            changes[name] = f"{ticket.issue.repo}#{ticket.issue.number}"
    return replace(operation, **changes)
