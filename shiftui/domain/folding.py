"""How each journal line changes a workspace: `absorb(state, line) → state`.

This is the only place that makes a new `State`. Each kind of line has its function;
all of them are total: a line that was once written can always be folded.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import Any, assert_never

from shiftui.domain.conversation import (
    RECORDED_HERE,
    AssigneeSeen,
    Conversation,
    Entry,
    LabelSeen,
    Logged,
    fold,
    refold,
    says_nature,
)
from shiftui.domain.layers import Draft, Layers
from shiftui.domain.operations import DiaryWritten, Opened, Operation, SpunOff, Undone
from shiftui.domain.outbox import Delivery, Parcel, StepName
from shiftui.domain.records import (
    BatchFixed,
    CommentRow,
    Connected,
    IssueRow,
    LogRow,
    Pulled,
    Record,
    Recorded,
    Settled,
    StepMoved,
    SyncAsked,
    SyncEnded,
    UnknownRecord,
)
from shiftui.domain.replica import (
    RECENT,
    DiaryEntry,
    Library,
    State,
    address_key,
    apply,
    conversation_of,
    known_tickets,
    ticket_of,
)
from shiftui.domain.response_clock import is_parked
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Issue, Ticket, Work
from shiftui.domain.values import dataclass, replace
from shiftui.domain.vocabulary import WaitingOn

DIARY_KEPT = 200
ANSWERS_KEPT = 20
REFERRING = frozenset({"work.same_as", "work.origin"})
"""Fields that name another ticket, which the shift log calls by its address."""
LONGEST_NUMBER = 15
"""Digits of an issue's number; more is no number of GitHub's."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Folds journal lines under given settings."""

    settings: Settings
    library: Library

    def absorb(self, state: State, lines: Iterable[tuple[int, Record]]) -> State:
        """The state after the lines, given as (sequence number, record), in order."""
        for seq, record in lines:
            if seq > state.seq:
                state = replace(self._after(state, seq, record), seq=seq)
        return state

    def _after(self, state: State, seq: int, record: Record) -> State:
        match record:
            case Recorded():
                return self._recorded(state, seq, record)
            case Pulled():
                return _Pull(self, state).run(record)
            case StepMoved(operation=operation, step=step):
                if not state.is_pending(operation):
                    return state
                parcel = state.parcels.get(operation, Parcel()).moved(step)
                return replace(state, parcels={**state.parcels, operation: parcel})
            case BatchFixed(batch=batch, operations=operations):
                return _with_batch(state, batch, operations)
            case Settled():
                return self._settled(state, seq, record)
            case Connected():
                return replace(state, connected=record)
            case SyncAsked(id=id):
                return replace(state, asked=(*state.asked, id))
            case SyncEnded():
                return _ended(state, record)
            case UnknownRecord():
                return state
            case _:
                assert_never(record)

    def _recorded(self, state: State, seq: int, record: Recorded) -> State:
        operation = record.operation
        if isinstance(operation, Opened | SpunOff):
            number = int(operation.ticket[1:])
            state = replace(state, next_local=max(state.next_local, number + 1))
        state = replace(state, recent=_recent(state.recent, record))
        if state.is_local:
            return self._into_base(state, operation, seq)
        return replace(state, pending=(*state.pending, record), diary=_diary(state, operation))

    def _into_base(self, state: State, operation: Operation, seq: int) -> State:
        """Fold an operation that will never be on GitHub (or is about to be forgotten as pending)."""
        keys = {key for key in (operation.ticket, getattr(operation, "origin", None)) if key}
        tickets = self._loaded(state, keys)
        apply(tickets, operation)
        conversations = Draft(state.conversations)
        entry = Logged((state.high, seq), operation, operation.by, RECORDED_HERE)
        for key in keys:
            conversations[key] = conversation_of(state, self.library, key).with_entries([entry])
        if isinstance(operation, Opened | SpunOff):
            conversations[operation.ticket] = replace(conversations[operation.ticket], body=operation.body)
        return replace(
            state,
            tickets=tickets.done(),
            conversations=conversations.done(),
            gone=state.gone | {key for key in keys if key not in tickets},
            diary=_diary(state, operation),
        )

    def _loaded(self, state: State, keys: Iterable[str]) -> Draft[Ticket]:
        """The base tickets, those of `keys` among them."""
        tickets = Draft(state.tickets)
        for key in keys:
            known = ticket_of(state, self.library, key)
            if known is not None:
                tickets[key] = known
        return tickets

    def _withheld(self, state: State, operation: Operation, seq: int) -> State:
        """Keep here what may not be shared. What GitHub holds natively stays as GitHub has it."""
        before = self._loaded(state, [operation.ticket]).get(operation.ticket)
        state = self._into_base(state, operation, seq)
        ticket = state.tickets.get(operation.ticket)
        if ticket is None:
            return state
        native = before.issue if before is not None else ticket.issue
        marked = replace(ticket, issue=native, work=replace(ticket.work, not_shared=True))
        return replace(state, tickets=Layers.of(state.tickets).changed({ticket.key: marked}))

    def _settled(self, state: State, seq: int, record: Settled) -> State:
        found = next((r for r in state.pending if r.operation.id == record.operation), None)
        parcels = {key: parcel for key, parcel in state.parcels.items() if key != record.operation}
        batches = {
            batch: left
            for batch, members in state.batches.items()
            if (left := tuple(member for member in members if member != record.operation))
        }
        pending = tuple(r for r in state.pending if r is not found)
        state = replace(state, pending=pending, parcels=parcels, batches=batches)
        if found is None:
            return state
        if record.outcome is Delivery.DROPPED:
            recent = tuple(r for r in state.recent if r.operation.id != record.operation)
            diary = tuple(entry for entry in state.diary if entry.id != record.operation)
            return replace(state, recent=recent, diary=diary)
        if record.outcome is Delivery.WITHHELD:
            return self._withheld(state, found.operation, seq)
        return state


@dataclass(slots=True)
class _Pull:
    """One `Pulled` line under way."""

    folder: Folder
    state: State
    tickets: Draft[Ticket] = field(init=False)
    conversations: Draft[Conversation] = field(init=False)
    aliases: dict[str, str] = field(init=False)
    diary: tuple[DiaryEntry, ...] = field(init=False)
    gone: set[str] = field(init=False)
    high: int = field(init=False)

    def __post_init__(self) -> None:
        self.tickets = Draft(self.state.tickets)
        self.conversations = Draft(self.state.conversations)
        self.aliases = dict(self.state.aliases)
        self.diary = self.state.diary
        self.gone = set(self.state.gone)
        self.high = self.state.high

    def run(self, pulled: Pulled) -> State:
        for row in pulled.issues:
            self.issue(row)
        self.comments(pulled.comments)
        for logged in pulled.logged:
            self.log(logged)
        cursors = {**self.state.cursors, **pulled.cursors}
        return replace(
            self.state,
            tickets=self.tickets.done(),
            conversations=self.conversations.done(),
            aliases=self.aliases,
            diary=self.diary,
            gone=frozenset(self.gone),
            high=self.high,
            cursors={name: value for name, value in cursors.items() if value},
        )

    def issue(self, row: IssueRow) -> None:
        number = row.issue.number
        if number is None:
            return
        key = self._key(row, number)
        known = self._ticket(key)
        if not row.in_scope:
            del self.tickets[key]
            self.gone.add(key)
            return
        self.gone.discard(key)
        if known is None:
            known = self._born(key, row)
            if self._conversation(key).entries:
                known = refold(known, self._conversation(key), self.folder.settings)
        elif _is_older(row.issue, known.issue):
            return
        seen = _what_changed(known, row.issue, self._conversation(key), self.folder.settings)
        self.tickets[key] = replace(known, key=key, issue=row.issue)
        if self._conversation(key).body != row.body:
            self.conversations[key] = replace(self._conversation(key), body=row.body)
        if seen:
            self._add(key, seen)

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

    def comments(self, rows: Iterable[CommentRow]) -> None:
        said: dict[str, list[Entry]] = {}
        for row in rows:
            said.setdefault(self._at(row.repo, row.number), []).append(row.comment)
            self.high = max(self.high, row.comment.id)
        for key, comments in said.items():
            self._add(key, comments)

    def log(self, row: LogRow) -> None:
        self.high = max(self.high, row.stamp[0])
        operation = replace(self._localised(row.operation), by=row.author or row.operation.by)
        entry = Logged(row.stamp, operation, row.author, row.association)
        if not operation.ticket:  # the diary, and what was taken back of it
            if self.folder.settings.is_responder(row.author, row.association):
                self.diary = _diary(replace(self.state, diary=self.diary), operation)
            return
        for key in {operation.ticket, getattr(operation, "origin", None) or operation.ticket}:
            self._add(key, [entry])

    def _localised(self, operation: Operation) -> Operation:
        """With this workspace's keys in place of addresses."""
        changes: dict[str, Any] = {
            name: self._at_address(value)
            for name in ("ticket", "origin", "same_as")
            if isinstance(value := getattr(operation, name, None), str) and "#" in value
        }
        if isinstance(operation, Undone):
            changes["restore"] = {
                name: self._at_address(value) if name in REFERRING and isinstance(value, str) else value
                for name, value in operation.restore.items()
            }
        return replace(operation, **changes) if changes else operation

    def _at_address(self, address: str) -> str:
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
            ticket = self.folder.library.closed(key)
            if ticket is not None:
                self.tickets[key] = ticket
        return ticket

    def _conversation(self, key: str) -> Conversation:
        conversation = self.conversations.get(key)
        if conversation is None:
            conversation = self.folder.library.conversation(key)
            self.conversations[key] = conversation
        return conversation

    def _add(self, key: str, entries: list[Entry]) -> None:
        """Fold entries: on top where they are the newest, else all of the conversation anew."""
        before = self._conversation(key)
        after = before.with_entries(entries)
        if after is before:
            return
        self.conversations[key] = after
        ticket, settings = self._ticket(key), self.folder.settings
        if ticket is None:  # its issue has not been listed yet; the words wait for it
            return
        newest = after.since(before)
        if newest is not None and not any(map(says_nature, newest)):
            for entry in newest:
                ticket = fold(ticket, entry, settings)
        else:
            ticket = refold(ticket, after, settings)
        self.tickets[key] = ticket


def refold_all(state: State, folder: Folder) -> State:
    """Fold every conversation anew, because who speaks for the team has changed."""
    tickets = {
        key: refold(ticket, conversation_of(state, folder.library, key), folder.settings)
        for key, ticket in known_tickets(state, folder.library).items()
    }
    return replace(state, tickets=Layers(tickets))


def _is_older(row: Issue, known: Issue) -> bool:
    """Whether a lagging replica gave a row from before what base holds."""
    return row.updated_at is not None and known.updated_at is not None and row.updated_at < known.updated_at


def _what_changed(known: Ticket, after: Issue, conversation: Conversation, settings: Settings) -> list[Entry]:
    """What a row says that no entry does: labels or an assignee that somebody set on the web."""
    before = known.issue
    at = after.updated_at or after.opened_at
    stamp = (conversation.latest[0], conversation.latest[1] + 1)
    found: list[Entry] = []
    waits = after.waiting_on is not before.waiting_on and after.waiting_on is not WaitingOn.US
    if waits or (is_parked(known, settings) and _was_sorted(before, after)):
        found.append(LabelSeen(stamp, at, after.waiting_on if waits else None))
    pool = settings.github.assign.casefold()
    people = [login for login in after.assignees if login.casefold() != pool]
    if people and not set(people) <= set(before.assignees):
        login = next(login for login in people if login not in before.assignees)
        found.append(AssigneeSeen(stamp, login, at))
    elif people and after is before:
        found.append(AssigneeSeen(stamp, people[0], at))
    return found


def _was_sorted(before: Issue, after: Issue) -> bool:
    """Whether somebody decided something about a ticket by labels or assignees."""
    one, other = (
        (issue.priority, issue.severity, issue.waiting_on, frozenset(issue.assignees))
        for issue in (before, after)
    )
    return one != other


def _recent(recent: tuple[Recorded, ...], record: Recorded) -> tuple[Recorded, ...]:
    operation = record.operation
    if isinstance(operation, Undone):
        return tuple(r for r in recent if r.operation.id != operation.target)
    kept = (*recent, record)
    while len(kept) > RECENT and not _same_gesture(kept[0], record):
        oldest = kept[0]
        kept = tuple(one for one in kept if not _same_gesture(one, oldest))
    return kept


def _same_gesture(one: Recorded, other: Recorded) -> bool:
    return one is other or (bool(one.operation.group) and one.operation.group == other.operation.group)


def _diary(state: State, operation: Operation) -> tuple[DiaryEntry, ...]:
    if isinstance(operation, Undone):
        return tuple(entry for entry in state.diary if entry.id != operation.target)
    if not isinstance(operation, DiaryWritten) or any(entry.id == operation.id for entry in state.diary):
        return state.diary
    entry = DiaryEntry(operation.id, operation.at, operation.by, operation.text)
    entries = sorted((*state.diary, entry), key=lambda one: (one.at, one.id))
    return tuple(entries[-DIARY_KEPT:])


def _with_batch(state: State, batch: str, operations: tuple[str, ...]) -> State:
    operations = tuple(operation for operation in operations if state.is_pending(operation))
    if not operations:
        return state
    parcels = dict(state.parcels)
    for operation in operations:
        parcel = parcels.get(operation, Parcel())
        step = replace(parcel.step(StepName.LOG), batch=batch)
        parcels[operation] = parcel.moved(step)
    return replace(state, parcels=parcels, batches={**state.batches, batch: operations})


def _ended(state: State, record: SyncEnded) -> State:
    answers = {**state.answered, **dict.fromkeys(record.answers, record.report)}
    kept = dict(list(answers.items())[-ANSWERS_KEPT:])
    return replace(
        state,
        synced_at=state.synced_at if record.report.error else record.at,
        tried_at=record.at,
        report=record.report,
        asked=tuple(id for id in state.asked if id not in record.answers),
        answered=kept,
    )


__all__ = ["Folder", "Work", "refold_all"]
