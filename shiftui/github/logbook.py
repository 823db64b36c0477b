"""Which issues are shift logs. Only what stands under one of them is read as recorded operations.

Somebody on the roster may paste a requester's mail into a ticket, forged marker and all; so a comment's own
word is not enough, its issue must be a log: by its label, or by its own marker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shiftui.github.addresses import Address
from shiftui.github.client import Client
from shiftui.github.mapping import Reader
from shiftui.github.payloads import IssuePayload, parse_issue
from shiftui.ports import Blocked, NoAccess


def cursor_name(repo: str) -> str:
    """The cursor that holds the numbers of the log issues known in a repository."""
    return f"log-issues {repo.casefold()}"


@dataclass(slots=True)
class LogIssues:
    """The log issues of one repository, as far as they are known."""

    client: Client
    reader: Reader
    repo: str
    known: set[int] = field(default_factory=set)
    _others: set[int] = field(default_factory=set)

    @classmethod
    def from_cursors(
        cls, client: Client, reader: Reader, repo: str, cursors: Mapping[str, str]
    ) -> "LogIssues":
        """As the cursors have them."""
        numbers = cursors.get(cursor_name(repo), "").split(",")
        return cls(client, reader, repo, {int(number) for number in numbers if number.isdecimal()})

    @property
    def cursors(self) -> dict[str, str]:
        """The cursor that remembers them."""
        return {cursor_name(self.repo): ",".join(map(str, sorted(self.known)))} if self.known else {}

    def note(self, issue: IssuePayload) -> bool:
        """Whether an issue that was listed is a log; remembered if so."""
        if not self.reader.is_log_issue(issue):
            return False
        self.known.add(issue.number)
        return True

    def holds(self, number: int) -> bool:
        """Whether the issue of that number is a log; asks GitHub where it is not known.

        Raises:
            TrackerError: that could not be found out now.

        """
        if number in self.known or number in self._others:
            return number in self.known
        try:
            found = self.note(parse_issue(self.client.get(Address(self.repo, number).path).data))
        except (NoAccess, Blocked):
            found = False
        if not found:
            self._others.add(number)
        return found
