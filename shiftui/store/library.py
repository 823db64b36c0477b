"""The checkpoint as the service knows it: a state to start from, and the rest on demand.

`main` holds the open tickets without their conversations, and what every command needs
to know; it is all that `list` and `status` read. Conversations lie in shards by ticket
number, closed tickets in a shard a quarter.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from shiftui.domain.codec import Json, decode, encode
from shiftui.domain.conversation import Conversation
from shiftui.domain.outbox import Parcel
from shiftui.domain.records import Connected, Record, Recorded, SyncReport, decode_record
from shiftui.domain.replica import DiaryEntry, State
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import State as TicketState
from shiftui.ports import Entry, StoreBroken
from shiftui.store.checkpoint import Checkpoint, Checkpoints, Tables
from shiftui.store.errors import CheckpointReplaced
from shiftui.store.journal import FileJournal

TALK_SHARD: Final = 50
"""Tickets whose conversations share a shard."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The part of a state that is neither tickets nor conversations."""

    seq: int = 0
    connected: Connected | None = None
    aliases: Mapping[str, str] | None = None
    pending: tuple[Recorded, ...] = ()
    parcels: Mapping[str, Parcel] | None = None
    batches: Mapping[str, tuple[str, ...]] | None = None
    recent: tuple[Recorded, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    cursors: Mapping[str, str] | None = None
    next_local: int = 1
    high: int = 0
    synced_at: str = ""
    tried_at: str = ""
    report: SyncReport = SyncReport()  # noqa: RUF009 - frozen


def encode_record(record: Record) -> dict[str, Any]:
    """A journal line's record as a JSON object."""
    return cast(dict[str, Any], encode(record))


class RecordJournal:
    """The journal of records, as the service's port has it."""

    def __init__(self, journal: FileJournal[Record], checkpoints: Checkpoints) -> None:
        self._journal = journal
        self._checkpoints = checkpoints
