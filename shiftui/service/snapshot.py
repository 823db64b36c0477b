"""What a screen or a command may look at: one moment of a workspace, never changing under the reader."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from shiftui.domain import queue
from shiftui.domain.operations import Responded, Undone
from shiftui.domain.operations.base import shown_ref
from shiftui.domain.outbox import Delivery, Parcel
from shiftui.domain.records import Recorded
from shiftui.domain.replica import DiaryEntry, State, diary_of
from shiftui.domain.settings import Settings
from shiftui.domain.tickets import Ticket
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import Sharing
from shiftui.service.holding import is_reply


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An operation on its way to GitHub, as a person sees it."""

    id: str
    ref: str
    verb: str
    state: Delivery
    reason: str
    queued_at: datetime
    line: str
    """How it reads in a timeline."""
    retry_at: datetime | None = None
    is_disputed: bool = False
    """Somebody else changed the same on GitHub, and theirs counts until it is decided."""
    key: str = ""
    """Of its ticket."""
    reply: str = ""
    """The text for the requester, where it is nothing but that and can be written anew."""


@dataclass(frozen=True)
class Snapshot:
    """The tickets with everything recorded applied, and what is known about them.

    Not slotted: the derived views are computed when first asked for.
    """

    state: State
    tickets: Mapping[str, Ticket]
    settings: Settings

    @property
    def repo(self) -> str:
        """The incident repository; empty in a local workspace."""
        connected = self.state.connected
        return connected.repo if connected is not None else self.settings.github.repo

    def ref(self, key: str) -> str:
        """How the ticket of that key is shown."""
        ticket = self.tickets.get(key)
        return shown_ref(ticket, self.repo) if ticket is not None else key

    def queue(self, now: datetime) -> tuple[queue.Placed, ...]:
        """All loaded tickets in their places at `now`."""
        return queue.order(self.tickets.values(), self.settings, now)

    def sharing(self, key: str) -> Sharing:
        """How far what was recorded about a ticket has travelled."""
        if self.state.is_local:
            return Sharing.LOCAL
        states = self._in_flight.get(key)
        if states is not None:
            refused = any(state.needs_a_person for state in states)
            return Sharing.REFUSED if refused else Sharing.QUEUED
        ticket = self.tickets.get(key)
        if ticket is not None and ticket.work.not_shared:
            return Sharing.NOT_SHARED
        return Sharing.SYNCED

    @cached_property
    def _in_flight(self) -> Mapping[str, tuple[Delivery, ...]]:
        found: dict[str, tuple[Delivery, ...]] = {}
        for recorded in self.state.pending:
            operation = recorded.operation
            state = self.state.parcels.get(operation.id, Parcel()).state
            found[operation.ticket] = (*found.get(operation.ticket, ()), state)
        return found

    @cached_property
    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Everything that is not on GitHub yet, oldest first."""
        return tuple(self._entry(recorded) for recorded in self.state.pending)

    def _entry(self, recorded: Recorded) -> OutboxEntry:
        operation = recorded.operation
        parcel = self.state.parcels.get(operation.id, Parcel())
        retry = [step.retry_at for step in parcel.steps.values() if step.retry_at is not None]
        verb = f"undo {operation.target_kind}" if isinstance(operation, Undone) else operation.KIND
        return OutboxEntry(
            id=operation.id,
            ref=self.ref(operation.ticket) if operation.ticket else "",
            verb=verb,
            state=parcel.state,
            reason=parcel.reason,
            queued_at=operation.at,
            line=operation.line(self.settings.hours.timezone),
            retry_at=max(retry, default=None),
            is_disputed=parcel.is_disputed,
            key=operation.ticket,
            reply=operation.text if isinstance(operation, Responded) and is_reply(operation) else "",
        )

    @cached_property
    def diary(self) -> tuple[DiaryEntry, ...]:
        """The shift's diary, oldest first."""
        return diary_of(self.state)
