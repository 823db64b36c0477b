"""Independent bookkeeping: what was acknowledged to people, and where GitHub must show it.

An operation is entered when the call that recorded it returned. It is struck out again only by what a person
asked for: an undo before it left, or a drop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shiftui.domain.operations import (
    Acknowledged,
    FieldsSet,
    Noted,
    Opened,
    Operation,
    Reopened,
    Resolved,
    Responded,
    SpunOff,
)
from shiftui.domain.refusals import Refused
from shiftui.domain.vocabulary import Via, WaitingOn
from tests.simulation.witness import At, Witness


@dataclass(frozen=True, slots=True)
class Entry:
    """An acknowledged operation, and at which look of the witness it was recorded."""

    login: str
    operation: Operation
    look: int


@dataclass(slots=True)
class Books:
    """All that was acknowledged, and what people took back."""

    witness: Witness
    entries: dict[str, Entry] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    """What a person dropped, or took back before it left."""
    conceded: set[str] = field(default_factory=set)
    """Of what a person left the labels to somebody else."""
    in_doubt: set[str] = field(default_factory=set)
    """What may have been taken out: the process died, or the disk failed, before that was acknowledged."""

    def acknowledge(self, login: str, operation: Operation) -> None:
        """The call that recorded it has returned."""
        self.entries[operation.id] = Entry(login, operation, self.witness.looks)

    @contextmanager
    def taking_out(self, operations: set[str]) -> Iterator[None]:
        """A person takes these out; where the call does not return, nobody knows whether they are."""
        self.in_doubt |= operations
        try:
            yield
        except Refused:
            self.in_doubt -= operations
            raise
        self.in_doubt -= operations

    def give_up(self, operation: str) -> None:
        """A person took it out."""
        self.given_up.add(operation)

    def keep_theirs(self, operation: str) -> None:
        """A person leaves the labels to somebody else; the rest of the operation goes."""
        self.conceded.add(operation)

    def lost(self) -> Iterator[str]:
        """Acknowledged operations of which GitHub does not show what it must."""
        for entry in self.entries.values():
            operation = entry.operation
            if operation.id in self.given_up | self.in_doubt:
                continue
            for kinds in _creates(operation):
                if not any(self.witness.created[kind, operation.id, entry.login] for kind in kinds):
                    yield f"no {' or '.join(kinds)} of {_named(entry)}"
            at = self._place(entry) if operation.id not in self.conceded else None
            if at is None:
                continue
            for trait in _sets(operation):
                if not self.witness.was_ever(at, entry.look, trait):
                    yield f"never {trait} after {_named(entry)}"

    def twice(self) -> Iterator[str]:
        """What was created more than once."""
        for (kind, id, author), times in (self.witness.created - self.witness.deleted).items():
            if times > 1:
                entry = self.entries.get(id)
                yield f"{times} times the {kind} of {_named(entry) if entry else f'{id} by {author}'}"

    def _place(self, entry: Entry) -> At | None:
        """Where an operation's ticket is on GitHub."""
        key = entry.operation.ticket
        if not key.startswith("L"):
            return self.witness.place_of(key)
        for other in self.entries.values():
            is_birth = isinstance(other.operation, Opened | SpunOff) and other.operation.ticket == key
            if is_birth and other.login == entry.login:
                return self.witness.born_of(other.operation.id)
        return None


def _creates(operation: Operation) -> list[tuple[str, ...]]:
    """What an operation creates on GitHub; of the kinds in one tuple, any."""
    match operation:
        case Opened() | SpunOff():
            return [("issue",), ("entry",)]
        case Responded(via=Via.GITHUB):
            return [("comment",)]
        case Noted() | Responded():
            return [("comment", "entry")]
        case Resolved(text=text) if text:
            return [("comment",), ("entry",)]
        case FieldsSet() if operation.is_native_only:
            return []
        case _:
            return [("entry",)]


def _sets(operation: Operation) -> list[str]:
    """What its issue must have been for a while: labels, states and assignees as the witness names them."""
    match operation:
        case FieldsSet():
            waiting = operation.waiting_on if operation.waiting_on is not WaitingOn.US else None
            wanted = {"priority": operation.priority, "severity": operation.severity, "waiting": waiting}
            return [f"{family}:{value}" for family, value in wanted.items() if value is not None]
        case Resolved(leaves_open=False):
            return ["closed"]
        case Reopened():
            return ["open"]
        case Acknowledged(assign=login) if login:
            return [f"@{login}"]
        case _:
            return []


def _named(entry: Entry) -> str:
    operation = entry.operation
    return f"{entry.login}'s {operation.KIND} {operation.id[:8]} on {operation.ticket or 'nothing'}"
