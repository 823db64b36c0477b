"""Undo: take back what was just recorded, without touching what others did since.

What an operation changed is kept beside it as `Changes`: for each ticket and field
the value before and after. Taking it back restores a field only where it still
reads as that operation left it.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar

from shiftui.domain.codec import decode, encode
from shiftui.domain.operations.base import Fact, Scene
from shiftui.domain.tickets import Issue, Note, Ticket, Work
from shiftui.domain.values import dataclass, replace

Restore = Mapping[str, Any]
"""`issue.priority` or `work.summary` to the JSON value that the field had before."""
_HALVES: dict[str, type] = {"issue": Issue, "work": Work}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one ticket, before and after an operation, as JSON values."""

    ticket: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Fact):
    """An earlier operation of the same person was taken back."""

    KIND: ClassVar[str] = "undone"

    target: str
    """The id of the operation that was taken back."""
    target_kind: str
    removes: bool = False
    """Whether the operation had made the ticket, which is thereby gone (on GitHub: closed as not planned)."""
    restore: Restore
    """Field to earlier value, for `ticket`; where that is removed, for `origin`."""
    origin: str | None = None
    """Key of the ticket that loses a spinoff by it."""

    def apply(self, ticket: Ticket) -> Ticket:
        """The fields as they were."""
        return restored(ticket, self.restore)

    def unlink(self, origin: Ticket) -> Ticket:
        """The ticket that loses a spinoff by it."""
        back = restored(origin, self.restore)
        left = tuple(key for key in back.work.spinoffs if key != self.ticket)
        return replace(back, work=replace(back.work, spinoffs=left))

    def line(self, timezone: str) -> str:
        """As a timeline shows it."""
        return f"took back: {self.target_kind}"

    def note(self, timezone: str) -> Note | None:
        """None: what was taken back is gone from the conversation, and so is the taking back."""
        return None


def changes_between(before: Ticket, after: Ticket) -> tuple[Change, ...]:
    """What differs, field by field."""
    return tuple(
        Change(after.key, f"{half}.{f.name}", encode(was), encode(now))
        for half, cls in _HALVES.items()
        for f in fields(cls)
        if (was := getattr(getattr(before, half), f.name)) != (now := getattr(getattr(after, half), f.name))
    )


def restorable(ticket: Ticket, changes: tuple[Change, ...]) -> Restore:
    """The fields of `ticket` that still read as the operation left them, with their earlier values."""
    return {
        change.field: change.before
        for change in changes
        if change.ticket == ticket.key and _read(ticket, change.field) == change.after
    }


def restored(ticket: Ticket, restore: Restore) -> Ticket:
    """The ticket with the named fields set back."""
    halves: dict[str, Any] = {}
    for name, cls in _HALVES.items():
        earlier = {
            field.partition(".")[2]: value for field, value in restore.items() if field.startswith(f"{name}.")
        }
        if earlier:
            half = getattr(ticket, name)
            halves[name] = decode(cls, {**encode(half), **earlier})
    return replace(ticket, **halves)


def undo(scene: Scene, target: Fact, changes: tuple[Change, ...]) -> Undone:
    """Decide to take `target` back; whether it may be is the caller's question."""
    origin = getattr(target, "origin", None)
    removes = hasattr(target, "create")
    changed = scene.tickets.get((origin or "") if removes else target.ticket)
    restore = restorable(changed, changes) if changed is not None else {}
    return Undone(
        **scene.stamp(target.ticket),
        target=target.id,
        target_kind=target.KIND,
        removes=removes,
        restore={name: value for name, value in restore.items() if not (removes and name == "work.spinoffs")},
        origin=origin,
    )


def _read(ticket: Ticket, field: str) -> Any:
    half, _, name = field.partition(".")
    return encode(getattr(getattr(ticket, half), name))
