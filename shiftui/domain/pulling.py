"""How rows from GitHub change a workspace.

Rows may come twice, late, and in any order of pages: what is older than what base holds
changes nothing, and words that arrive before their issue wait for it.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from shiftui.domain.conversation import (
    Comment,
    Conversation,
    Entry,
    Logged,
    fold,
    refold,
    says_nature,
)
from shiftui.domain.duty import DutyEntry, duty_after
from shiftui.domain.layers import Draft
from shiftui.domain.operations import HandoffOffered, Opened, Operation, SpunOff, Undone
from shiftui.domain.records import CommentRow, GoneRow, IssueRow, LogRow, Pulled, ThreadRow
from shiftui.domain.refs import is_local_key
from shiftui.domain.replica import DiaryEntry, Library, State, address_key, diary_after
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Issue, Ticket
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import State as IssueState

REFERRING = frozenset({"work.same_as", "work.origin"})
"""Fields that name another ticket, which the shift log calls by its address."""
LISTED_AFTER = timedelta(hours=1)
"""A comment younger than that may be missing in a listing because a replica lags."""
LONGEST_NUMBER = 15
"""Digits of an issue's number; more is no number of GitHub's."""


@dataclass(slots=True)
class Pull:
    """One `Pulled` line under way."""

    settings: Settings
    library: Library
    state: State
    tickets: Draft[Ticket] = field(init=False)
    conversations: Draft[Conversation] = field(init=False)
    aliases: dict[str, str] = field(init=False)
    diary: tuple[DiaryEntry, ...] = field(init=False)
    duty: tuple[DutyEntry, ...] = field(init=False)
    gone: set[str] = field(init=False)
    high: int = field(init=False)

    def __post_init__(self) -> None:
        self.tickets = Draft(self.state.tickets)
        self.conversations = Draft(self.state.conversations)
        self.aliases = dict(self.state.aliases)
        self.diary = self.state.diary
        self.duty = self.state.duty
        self.gone = set(self.state.gone)
        self.high = self.state.high

    def run(self, pulled: Pulled) -> State:
        """The state with all its rows in it."""
        for row in pulled.issues:
            self._issue(row)
        self._comments(pulled.comments)
        for logged in pulled.logged:
            self._log(logged)
        for gone in pulled.gone:
            self._gone(gone)
        for thread in pulled.threads:
            self._thread(thread, pulled.at)
        cursors = {**self.state.cursors, **pulled.cursors}
        return replace(
            self.state,
            tickets=self.tickets.done(),
            conversations=self.conversations.done(),
            aliases=self.aliases,
            diary=self.diary,
            duty=self.duty,
            gone=frozenset(self.gone),
            high=self.high,
            cursors={name: value for name, value in cursors.items() if value},
        )

    def _issue(self, row: IssueRow) -> None:
        number = row.issue.number
        if number is None:
            return
        key = self._key(row, number)
        known = self._ticket(key)
        if known is None and self._is_elsewhere(row.issue) and self._is_taken_back(key):
            return  # read once more, for what somebody recorded before they heard of it
        if not row.in_scope:
            del self.tickets[key]
            self.gone.add(key)
            return
        self.gone.discard(key)
        if known is None:
            known = self._born(key, row)
            if self._conversation(key).entries:
                known = refold(known, self._conversation(key), self.settings)
        elif _is_older(row.issue, known.issue):
            return
        self.tickets[key] = replace(known, key=key, issue=row.issue)
        if self._conversation(key).body != row.body:
            self.conversations[key] = replace(self._conversation(key), body=row.body)

    def _born(self, key: str, row: IssueRow) -> Ticket:
        """A ticket that base meets for the first time, with the work of its own creation if that was ours."""
        created = self._creation(row.created_by)
        if created is None:
            return Ticket(key, row.issue)
        origin = self._ticket(created.origin) if isinstance(created, SpunOff) else None
        if isinstance(created, SpunOff) and origin is not None:
            self.tickets[origin.key] = created.link(origin)
        return replace(created.create(), issue=row.issue)

    def _key(self, row: IssueRow, number: int) -> str:
        incident = self.state.connected.repo if self.state.connected is not None else ""
        address = address_key(row.issue.repo, number, incident)
        known = self.aliases.get(address)
        if known is not None:
            return known
        created = self._creation(row.created_by)
        if created is None:
            return address
        self.aliases[address] = created.ticket
        early = self._conversation(address)
        if early.entries:  # words that came before their issue
            self.conversations[created.ticket] = self._conversation(created.ticket).with_entries(
                early.entries
            )
            del self.conversations[address]
        return created.ticket

    def _creation(self, operation: str) -> Opened | SpunOff | None:
        if not operation:
            return None
        for recorded in self.state.pending:
            if recorded.operation.id == operation and isinstance(recorded.operation, Opened | SpunOff):
                return recorded.operation
        return None

    def _comments(self, rows: Iterable[CommentRow]) -> None:
        said: dict[str, list[Entry]] = {}
        for row in rows:
            said.setdefault(self._at(row.repo, row.number), []).append(row.comment)
            self.high = max(self.high, row.comment.id)
        for key, comments in said.items():
            self._add(key, comments)

    def _log(self, row: LogRow) -> None:
        self.high = max(self.high, row.stamp[0])
        operation = replace(self._localised(row.operation), by=row.author or row.operation.by)
        entry = Logged(row.stamp, operation, row.author, row.association)
        if not operation.ticket:  # the diary, shifts, and what was taken back of them
            if self.settings.is_responder(row.author, row.association):
                self.diary = diary_after(self.diary, operation)
                self.duty = duty_after(self.duty, DutyEntry(row.stamp, operation))
            return
        for key in {operation.ticket, getattr(operation, "origin", None) or operation.ticket}:
            self._add(key, [entry])
        if isinstance(operation, Undone) and operation.removes:
            self._forget_elsewhere(operation.ticket)

    def _gone(self, row: GoneRow) -> None:
        """What is known of it stays, as ended: at GitHub's last time of it, so that all machines agree."""
        key = self._at(row.repo, row.number)
        known = self._ticket(key)
        if known is None:
            return
        issue = known.issue
        ended = issue.closed_at or issue.updated_at or issue.opened_at
        gone = replace(issue, state=IssueState.RESOLVED, state_reason=row.why, closed_at=ended)
        self.tickets[key] = replace(known, issue=gone, work=replace(known.work, wrote_at=None))

    def _thread(self, row: ThreadRow, read_at: datetime) -> None:
        """Leave out what was deleted; what is new may not have been listed yet."""
        key = self._at(row.repo, row.number)
        before = self._conversation(key)
        there = frozenset(row.ids)
        left = tuple(
            entry
            for entry in before.entries
            if not isinstance(entry, Comment) or entry.id in there or read_at - entry.at < LISTED_AFTER
        )
        ticket = self._ticket(key)
        if len(left) == len(before.entries) or ticket is None:
            return
        self.conversations[key] = replace(before, entries=left)
        self.tickets[key] = refold(ticket, self.conversations[key], self.settings)

    def _forget_elsewhere(self, key: str) -> None:
        """A spinoff in another repository that was taken back is nobody's ticket any more."""
        ticket = self._ticket(key)
        if ticket is not None and self._is_elsewhere(ticket.issue):
            del self.tickets[key]
            self.gone.add(key)

    def _is_elsewhere(self, issue: Issue) -> bool:
        incident = self.state.connected.repo if self.state.connected is not None else ""
        return bool(issue.number) and issue.repo.casefold() != incident.casefold()

    def _is_taken_back(self, key: str) -> bool:
        logged = (entry for entry in self._conversation(key).entries if isinstance(entry, Logged))
        return any(isinstance(one.operation, Undone) and one.operation.removes for one in logged)

    def _localised(self, operation: Operation) -> Operation:
        """With this workspace's keys in place of addresses."""
        changes: dict[str, Any] = {
            name: self._here(value)
            for name in ("ticket", "origin", "same_as")
            if isinstance(value := getattr(operation, name, None), str)
        }
        if isinstance(operation, HandoffOffered):
            changes["tickets"] = tuple(filter(None, map(self._here, operation.tickets)))
        if isinstance(operation, Undone):
            changes["restore"] = {
                name: self._here(value) if name in REFERRING and isinstance(value, str) else value
                for name, value in operation.restore.items()
            }
        return replace(operation, **changes) if changes else operation

    def _here(self, address: str) -> str:
        """Our key of what others call so; empty for their own local names, which are others of ours."""
        if is_local_key(address):
            return ""
        repo, _, number = address.rpartition("#")
        is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
        return self._at(repo, int(number)) if is_number else address

    def _at(self, repo: str, number: int) -> str:
        incident = self.state.connected.repo if self.state.connected is not None else ""
        address = address_key(repo, number, incident)
        return self.aliases.get(address, address)

    def _ticket(self, key: str) -> Ticket | None:
        ticket = self.tickets.get(key)
        if ticket is None and key not in self.gone:
            ticket = self.library.closed(key)
            if ticket is not None:
                self.tickets[key] = ticket
        return ticket

    def _conversation(self, key: str) -> Conversation:
        conversation = self.conversations.get(key)
        if conversation is None:
            conversation = self.library.conversation(key)
            self.conversations[key] = conversation
        return conversation

    def _add(self, key: str, entries: list[Entry]) -> None:
        """Fold entries: on top where they are the newest, else all of the conversation anew."""
        before = self._conversation(key)
        after = before.with_entries(entries)
        if after is before:
            return
        self.conversations[key] = after
        ticket, settings = self._ticket(key), self.settings
        if ticket is None:  # its issue has not been listed yet; the words wait for it
            return
        newest = after.since(before)
        if newest is not None and not any(map(says_nature, newest)):
            for entry in newest:
                ticket = fold(ticket, entry, settings)
        else:
            ticket = refold(ticket, after, settings)
        self.tickets[key] = ticket


def _is_older(row: Issue, known: Issue) -> bool:
    """Whether a lagging replica gave a row from before what base holds."""
    return row.updated_at is not None and known.updated_at is not None and row.updated_at < known.updated_at
