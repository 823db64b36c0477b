"""What is no longer there: deletions show in no list of changes, so now and then everything is read.

A listing that was read from its beginning to its end, in one pull, tells which issues are missing. Each of
them is then asked for: only GitHub's own "deleted" counts as that, and what is merely hidden loses nothing.
Where a thread is shorter or longer than what is held of it, it is read whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shiftui.domain.records import CommentRow, GoneRow, IssueRow, ThreadRow
from shiftui.domain.vocabulary import Absence
from shiftui.github.addresses import Address
from shiftui.github.client import Client
from shiftui.github.mapping import Reader
from shiftui.github.payloads import IssuePayload, parse_issue
from shiftui.github.thread import thread_pages
from shiftui.ports import Gone, Holdings, NoAccess

ASKED_AT_MOST = 200
"""Missing issues that are asked for after one sweep; the rest comes with the next."""


@dataclass(slots=True)
class Sweep:
    """What one whole reading of a repository's issues has met."""

    client: Client
    reader: Reader
    repo: str
    holdings: Holdings
    met: dict[int, int] = field(default_factory=dict)
    """Number to how many comments GitHub counts."""
    held: Mapping[int, int] = field(init=False)
    """The same as known here before any of its rows is taken in."""

    def __post_init__(self) -> None:
        self.held = self.holdings.threads()

    def note(self, issue: IssuePayload) -> None:
        """An issue was listed."""
        self.met[issue.number] = issue.comments

    def missing(self) -> Iterator[IssueRow | GoneRow]:
        """What has become of the issues that were known here and not listed.

        Raises:
            TrackerError: it cannot be found out now.

        """
        for number in sorted(self.held.keys() - self.met.keys())[:ASKED_AT_MOST]:
            address = Address(self.repo, number)
            try:
                issue = parse_issue(self.client.get(address.path).data)
            except Gone:
                yield GoneRow(self.repo, number, Absence.DELETED)
            except NoAccess:  # moved to where we cannot see it: all that is known of it stays
                yield GoneRow(self.repo, number, Absence.HIDDEN)
            else:
                yield self.reader.issue_row(issue, self.repo, number)

    def threads(self) -> Iterator[tuple[ThreadRow, tuple[CommentRow, ...]]]:
        """The threads of another length than is held, as they are now: comments deleted, or listed too late.

        Raises:
            TrackerError: they cannot be read now.

        """
        for number in sorted(self.held.keys() & self.met.keys()):
            if self.met[number] != self.held[number]:
                pages = thread_pages(self.client, Address(self.repo, number))
                rows = tuple(
                    self.reader.comment_row(one, self.repo, number) for page in pages for one in page
                )
                yield ThreadRow(self.repo, number, tuple(row.comment.id for row in rows)), rows
