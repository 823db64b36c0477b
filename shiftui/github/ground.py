"""What deliveries and look-ups share: where a ticket is, how to read it, and how answers become rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from shiftui.domain.conversation import Marker
from shiftui.domain.operations import Operation
from shiftui.domain.outbox import StepName
from shiftui.domain.records import Connected, Pulled
from shiftui.domain.safe_text import safe_line
from shiftui.github.addresses import Address, parse_address
from shiftui.github.client import Client
from shiftui.github.deeds import Assign, Create, Deed, Unassign, Where, deeds
from shiftui.github.mapping import Reader, address_of
from shiftui.github.payloads import CommentPayload, IssuePayload, parse_issue
from shiftui.github.thread import thread_pages
from shiftui.ports import Blocked


@dataclass(frozen=True, slots=True)
class Ground:
    """The repositories as they are known, and the means to read them."""

    client: Client
    reader: Reader
    where: Where
    now: datetime

    @property
    def connected(self) -> Connected:
        """What is known of the repositories."""
        return self.where.connected

    def deed(self, step: StepName, operation: Operation) -> Deed | None:
        """What a step of an operation's delivery does."""
        return next((deed for deed in deeds(operation, self.where) if deed.step is step), None)

    def address(self, key: str) -> Address:
        """Where a ticket is on GitHub.

        Raises:
            Blocked: it has not been created there yet.

        """
        ticket = self.where.outlook.base(key) or self.where.outlook.ticket(key)
        if ticket is None:  # out of scope by now, but its key says where it is
            address = parse_address(key if "/" in key else f"{self.connected.repo}{key}")
        else:
            address = address_of(ticket.issue, self.connected.repo)
        if address is None:
            raise Blocked(f"{safe_line(key, 80)} is not on GitHub yet; this waits for it")
        return address

    def read(self, address: Address) -> IssuePayload:
        """The issue as it is now."""
        return parse_issue(self.client.get(address.path).data)

    def own_comments(self, address: Address) -> Iterator[CommentPayload]:
        """Our own comments on an issue, all pages of them."""
        for page in thread_pages(self.client, address):
            yield from filter(self.reader.is_mine, page)

    def created(self, issue: IssuePayload, deed: Create, operation: Operation) -> Pulled:
        """The row of an issue that an operation made: a ticket, whatever its labels say yet."""
        row = self.reader.issue_row(issue, deed.repo)
        return Pulled(self.now, issues=(replace(row, created_by=operation.id, in_scope=True),))

    def changed(self, issue: IssuePayload, address: Address) -> Pulled:
        """The row of an issue, under the address by which we know it."""
        return Pulled(self.now, issues=(self.reader.issue_row(issue, address.repo, address.number),))

    def said(self, comment: CommentPayload, address: Address) -> Pulled:
        """The row of a comment on that issue."""
        return Pulled(self.now, comments=(self.reader.comment_row(comment, address.repo, address.number),))


def is_marked(marker: Marker | None, id: str) -> bool:
    """Whether a marker is that of an operation."""
    return marker is not None and marker.id == id


def is_assigned(issue: IssuePayload, login: str) -> bool:
    """Whether somebody is among an issue's assignees."""
    return login.casefold() in {each.casefold() for each in issue.assignees}


def is_superseded(issue: IssuePayload, deed: Assign) -> bool:
    """Whether somebody is still assigned in whose place another one was."""
    differs = deed.former.casefold() != deed.login.casefold()
    return bool(deed.former) and differs and is_assigned(issue, deed.former)


def leavers(issue: IssuePayload, deed: Unassign) -> list[str]:
    """Those assignees whom an acknowledgement had added."""
    before = {each.casefold() for each in deed.before}
    candidates = {each.casefold() for each in deed.candidates}
    return [each for each in issue.assignees if each.casefold() in candidates - before]
