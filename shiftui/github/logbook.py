"""Which issues are shift logs. Only what stands under one of them is read as recorded operations.

Somebody on the roster may paste a requester's mail into a ticket, forged marker and all; so a comment's own
word is not enough, its issue must be a log: by its label, or by its own marker.

A log is over with the shift that it tells of: once its handoff is settled, what is recorded next belongs into
a new one, and the old one is closed. Any machine does both, as soon as it writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from shiftui.domain.operations import HandoffSettled
from shiftui.domain.records import LogRow
from shiftui.github.addresses import Address, repo_path
from shiftui.github.client import Client
from shiftui.github.labels import SHIFT_LOG
from shiftui.github.mapping import Reader
from shiftui.github.payloads import CommentPayload, IssuePayload, parse_issue, parse_page
from shiftui.ports import Blocked, NoAccess


def cursor_name(repo: str) -> str:
    """The cursor that holds the numbers of the log issues known in a repository."""
    return f"log-issues {repo.casefold()}"


def _over_name(repo: str) -> str:
    return f"logs-over {repo.casefold()}"


def _numbers(text: str) -> set[int]:
    return {int(number) for number in text.split(",") if number.isdecimal()}


@dataclass(slots=True)
class LogIssues:
    """The log issues of one repository, as far as they are known.

    `over` are those whose shift was handed over and that may still be open.
    """

    client: Client
    reader: Reader
    repo: str
    known: set[int] = field(default_factory=set)
    over: set[int] = field(default_factory=set)
    _others: set[int] = field(default_factory=set)
    _is_listed: bool = False

    @classmethod
    def from_cursors(
        cls, client: Client, reader: Reader, repo: str, cursors: Mapping[str, str]
    ) -> "LogIssues":
        """As the cursors have them."""
        known, over = (_numbers(cursors.get(name(repo), "")) for name in (cursor_name, _over_name))
        return cls(client, reader, repo, known, over)

    @property
    def cursors(self) -> dict[str, str]:
        """The cursors that remember them."""
        if not self.known:
            return {}
        names = {cursor_name(self.repo): self.known, _over_name(self.repo): self.over}
        return {name: ",".join(map(str, sorted(numbers))) for name, numbers in names.items()}

    def latest(self, last: int | None = None) -> list[int]:
        """The two highest numbers, the highest first: the log in use, and what it continues or ran beside it.

        With `last`, of those up to it.
        """
        numbers = self.known if last is None else {last, *(each for each in self.known if each < last)}
        return sorted(numbers, reverse=True)[:2]

    def rows(self, comment: CommentPayload) -> tuple[LogRow, ...]:
        """The operations in a comment of one of them; whether they end it is remembered."""
        rows = self.reader.log_rows(comment)
        if any(isinstance(row.operation, HandoffSettled) for row in rows) and self.reader.believes(comment):
            self.over |= set(self.latest(comment.number))
        return rows

    def note(self, issue: IssuePayload) -> bool:
        """Whether an issue that was listed is a log; remembered if so."""
        if not self.reader.is_log_issue(issue):
            return False
        self.known.add(issue.number)
        return True

    def list_labelled(self, state: str) -> dict[int, IssuePayload]:
        """The latest hundred logs by their label, `state` `open` or `all`; they are known from now on."""
        label = self.reader.names.written(SHIFT_LOG)
        return self.list_by(f"labels={quote(label, safe='')}&state={state}") if label else {}

    def list_by(self, query: str) -> dict[int, IssuePayload]:
        """The logs among the latest hundred issues that a query finds; they are known from now on."""
        url = f"{repo_path(self.repo)}/issues?{query}&sort=created&direction=desc&per_page=100"
        issues = parse_page(self.client.get(url).data, parse_issue)
        return {issue.number: issue for issue in issues if not issue.is_pull and self.note(issue)}

    def holds(self, number: int) -> bool:
        """Whether the issue of that number is a log; asks GitHub where it is not known.

        All that carry the label are asked for first, a hundred at a time: a year has fifty.

        Raises:
            TrackerError: that could not be found out now.

        """
        if number in self.known or number in self._others:
            return number in self.known
        if not self._is_listed:
            self._is_listed = True
            if self.list_labelled("all"):
                return self.holds(number)
        try:
            found = self.note(parse_issue(self.client.get(Address(self.repo, number).path).data))
        except (NoAccess, Blocked):
            found = False
        if not found:
            self._others.add(number)
        return found
