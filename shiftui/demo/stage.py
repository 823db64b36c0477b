"""The invented GitHub that everybody in the demo shares: issues, shift log, and what is still to come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shiftui.demo.next_day import COMING
from shiftui.demo.script import Arrival, Logged, Opened, Said
from shiftui.demo.story import ARRIVALS, SHIFT, THERE
from shiftui.demo.team import BEGINS, REPO, TRACKER
from shiftui.domain.codec import encode
from shiftui.domain.conversation import Comment
from shiftui.domain.operations import HandoffOffered, Noted, Operation, decode_operation
from shiftui.domain.records import CommentRow, IssueRow, LogRow, Pulled
from shiftui.domain.tickets import Issue
from shiftui.domain.vocabulary import Priority, Severity, State, WaitingOn

REPLY_AFTER = timedelta(seconds=25)
"""How long the invented requesters think."""
PEOPLES_OWN = 501
"""Numbers from here on are for what is opened at the keyboard; the story's own are below."""


class Stage:
    """In memory; called from one thread, the one that keeps in step."""

    def __init__(self) -> None:
        self._next_id = 5_000
        self._next_number = {REPO: PEOPLES_OWN, TRACKER: 9121}
        self._issues: dict[tuple[str, int], IssueRow] = {}
        self._rows: list[Pulled] = []
        self._replies: dict[int, str] = {}
        self._coming: list[Arrival] = [*ARRIVALS, *COMING]
        self.has_offer = False
        """Whether anybody has ever offered the shift."""
        self._log("", 0, SHIFT)
        for issue in THERE:
            self._stand(issue)

    @property
    def count(self) -> int:
        """How much has happened."""
        return len(self._rows)

    def since(self, cursor: int) -> Sequence[Pulled]:
        """What has happened since; a cursor is the `count` of then."""
        return self._rows[cursor:]

    def issue(self, repo: str, number: int) -> IssueRow:
        """An issue as it stands."""
        return self._issues[(repo, number)]

    # what people do

    def keep(self, row: IssueRow, now: datetime) -> Pulled:
        """An issue is new, or another one now."""
        self._issues[(row.issue.repo, row.issue.number or 0)] = row
        return self._happened(Pulled(now, issues=(row,)))

    def new_number(self, repo: str) -> int:
        """For an issue that somebody opens."""
        number = self._next_number.setdefault(repo, 1)
        self._next_number[repo] += 1
        return number

    def comment(self, operation: Operation, comment: Comment, repo: str, number: int) -> Pulled:
        """Somebody of the team writes; a requester who hears from us for the first time answers."""
        reply = self._replies.get(number, "")
        if reply and not isinstance(operation, Noted):
            del self._replies[number]
            at = (comment.at + REPLY_AFTER - BEGINS).total_seconds()
            requester = self._issues[(repo, number)].issue.opened_by or ""
            self._coming.append(Arrival(at, number=number, said=Said(requester, reply)))
        return self._write(comment, repo, number)

    def log(self, operations: Sequence[Operation], at: datetime) -> Pulled:
        """Append a comment to the shift log."""
        self.has_offer = self.has_offer or any(isinstance(one, HandoffOffered) for one in operations)
        id = self.new_id()
        rows = tuple(LogRow((id, place), one, one.by, "MEMBER") for place, one in enumerate(operations))
        return self._happened(Pulled(at, logged=rows))

    def new_id(self) -> int:
        """Of a comment; they grow with the time."""
        self._next_id += 1
        return self._next_id

    # what the story does

    def next_at(self) -> datetime | None:
        """When something happens by itself; None where nothing will."""
        first = min((arrival.at for arrival in self._coming), default=None)
        return None if first is None else BEGINS + timedelta(seconds=first)

    def play(self, until: datetime) -> None:
        """Let everything happen whose time has come."""
        due = [arrival for arrival in self._coming if BEGINS + timedelta(seconds=arrival.at) <= until]
        self._coming = [arrival for arrival in self._coming if arrival not in due]
        for arrival in sorted(due, key=lambda arrival: arrival.at):
            at = BEGINS + timedelta(seconds=arrival.at)
            if arrival.issue is not None:
                self._stand(arrival.issue, at)
            if arrival.said is not None:
                self._say(REPO, arrival.number, arrival.said, at)
            if arrival.logged is not None:
                self._log(REPO, arrival.number, arrival.logged, at)

    def _happened(self, rows: Pulled) -> Pulled:
        self._rows.append(rows)
        return rows

    def _stand(self, opened: Opened, at: datetime | None = None) -> None:
        """Put an issue, with all that was said and logged about it, where a pull finds it."""
        at = at or BEGINS - timedelta(minutes=opened.ago)
        repo = opened.repo or REPO
        self.keep(IssueRow(_issue(opened, repo, at), opened.body), at)
        if opened.reply:
            self._replies[opened.number] = opened.reply
        history: tuple[Said | Logged, ...] = (*opened.said, *opened.logged)
        for each in sorted(history, key=lambda one: -one.ago):
            when = BEGINS - timedelta(minutes=each.ago)  # GitHub's ids grow with the time
            if isinstance(each, Said):
                self._say(repo, opened.number, each, when)
            else:
                self._log(repo, opened.number, each, when)

    def _log(self, repo: str, number: int, logged: Logged, when: datetime | None = None) -> None:
        when = when or BEGINS - timedelta(minutes=logged.ago)
        data: dict[str, Any] = {
            "kind": logged.did,
            "id": f"demo-{number}-{logged.did}-{logged.ago:g}",
            "at": encode(when),
            "by": logged.by,
            "ticket": f"{repo}#{number}" if number else "",
            **{name: encode(value) for name, value in logged.args},
        }
        minutes = data.pop("until_in", None)
        if minutes is not None:
            data["until"] = encode(BEGINS + timedelta(minutes=minutes))
        row = LogRow((self.new_id(), 0), decode_operation(data), logged.by, "MEMBER")
        self._happened(Pulled(when, logged=(row,)))

    def _say(self, repo: str, number: int, said: Said, at: datetime) -> None:
        self._write(Comment(self.new_id(), said.by, at, said.text, ""), repo, number)

    def _write(self, comment: Comment, repo: str, number: int) -> Pulled:
        """A comment changes its issue's time, too, as on GitHub: what was written since is told by it."""
        row = self._issues[(repo, number)]
        latest = max(comment.at, row.issue.updated_at or comment.at)
        after = replace(row, issue=replace(row.issue, updated_at=latest))
        self._issues[(repo, number)] = after
        return self._happened(
            Pulled(comment.at, issues=(after,), comments=(CommentRow(repo, number, comment),))
        )


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
