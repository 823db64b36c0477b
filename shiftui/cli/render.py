"""The JSON of the command contract: what other programs read, to the letter (interface.md, "Commands")."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shiftui.domain.queue import Counts, Lane, Placed, place
from shiftui.domain.records import SyncReport
from shiftui.domain.refs import is_local_key
from shiftui.domain.tickets import Note
from shiftui.service.desk import Desk
from shiftui.service.snapshot import OutboxEntry, Snapshot
from shiftui.service.threads import Thread

if TYPE_CHECKING:
    from shiftui.service.handoffs import OnCall, Standing

Json = dict[str, Any]


def time_text(instant: datetime | None) -> str | None:
    """`2026-11-23T16:00:00Z`: UTC, to the second, the fraction dropped."""
    if instant is None:
        return None
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return utc.isoformat()[:19] + "Z"


def whole_ticket(desk: Desk, key: str) -> Json:
    """A ticket with its conversation, as it stands now."""
    thread = desk.thread(key)
    snapshot = desk.snapshot
    return ticket(place(thread.ticket, snapshot.settings, desk.now()), snapshot, thread)


def ticket(placed: Placed, snapshot: Snapshot, thread: Thread | None = None) -> Json:
    """A ticket in its place; without a thread it has neither `body` nor `notes`."""
    one, issue, work, running = placed.ticket, placed.ticket.issue, placed.ticket.work, placed.clock
    data: Json = {
        "ref": snapshot.ref(one.key),
        "local_ref": one.key if is_local_key(one.key) else None,
        "number": issue.number,
        "title": issue.title,
        "url": issue.url,
        "state": one.state.value,
        "parked": placed.lane is Lane.PARKED,
        "priority": issue.priority,
        "severity": issue.severity,
        "effective_severity": placed.severity,
        "requester": one.requester,
        "via": work.via.value,
        "opened_at": time_text(issue.opened_at),
        "acknowledged_at": time_text(work.acknowledged_at),
        "acknowledged_by": one.acknowledged_by,
        "responded_at": time_text(one.responded_at),
        "responded_by": one.responded_by,
        "response_due_at": time_text(running.due_at) if running is not None else None,
        "response": running.state.value if running is not None else None,
        "waiting_on": one.waiting_on.value,
        "summary": work.summary,
        "next_action": work.next_action,
        "contingency": work.contingency,
        "read_back": work.read_back,
        "snoozed_until": time_text(work.snoozed_until),
        "estimate_hours": work.estimate_hours,
        "assignees": list(issue.assignees),
        "labels": list(issue.labels),
        "origin": ref_of(work.origin, snapshot) if work.origin is not None else None,
        "spinoffs": [ref_of(key, snapshot) for key in work.spinoffs],
        "resolution": [kind.value for kind in one.resolution],
        "resolved_at": time_text(one.resolved_at),
        "sync": snapshot.sharing(one.key).value,
        "why": placed.why,
    }
    if thread is not None:
        data["body"] = thread.body
        data["notes"] = [note(entry) for entry in thread.notes]
    return data


def note(entry: Note) -> Json:
    """An entry of a conversation."""
    return {
        "id": entry.id,
        "at": time_text(entry.at),
        "by": entry.by,
        "kind": entry.kind.value,
        "text": entry.text,
    }


def ref_of(key: str, snapshot: Snapshot) -> str:
    """How the ticket of that key is shown, also where it has ended and is not loaded."""
    if key in snapshot.tickets or not is_local_key(key):
        return snapshot.ref(key)
    return next((address for address, born in snapshot.state.aliases.items() if born == key), key)


def outbox_entry(entry: OutboxEntry) -> Json:
    """An operation on its way."""
    return {
        "id": entry.id,
        "ref": entry.ref,
        "verb": entry.verb,
        "state": entry.state.value,
        "reason": entry.reason,
        "queued_at": time_text(entry.queued_at),
    }


def report(done: SyncReport) -> Json:
    """What a pass did."""
    return {
        "pulled": done.pulled,
        "sent": done.sent,
        "refused": done.refused,
        "queued": done.queued,
        "requests": done.requests,
        "retry_at": time_text(done.retry_at),
    }


def on_call(found: OnCall) -> Mapping[str, Json]:
    """Who is scheduled and who is on duty."""
    return {
        name: {
            "primary": one.primary,
            "backup": one.backup,
            "from": time_text(one.begins),
            "until": time_text(one.ends),
        }
        for name, one in (("scheduled", found.scheduled), ("on_duty", found.on_duty))
    }


def handoff(found: Standing, snapshot: Snapshot) -> Json:
    """The handoff as it stands, with what each of its tickets lacks."""
    made = found.handoff.offer
    return {
        "state": found.handoff.state.value,
        "offered_by": made.by if made is not None else None,
        "offered_to": made.to if made is not None else None,
        "tickets": [
            {"ref": ref_of(ticket.key, snapshot), "missing": list(found.lacking[ticket.key])}
            for ticket in found.tickets
        ],
        "minutes_to_accept": found.minutes_to_accept,
        "provisional": found.is_provisional,
        "incomplete": made.incomplete if made is not None else "",
        "situation": made.situation if made is not None else "",
        "witnesses": list(found.handoff.accepted.witnesses) if found.handoff.accepted is not None else [],
    }


def status(counts: Counts, snapshot: Snapshot, found: OnCall) -> Json:
    """The shift at a glance."""
    state = snapshot.state
    return {
        "needs_you": counts.needs_you,
        "waiting": counts.waiting,
        "snoozed": counts.snoozed,
        "parked": counts.parked,
        "breached": counts.breached,
        "next_due": time_text(counts.next_due),
        "on_duty": on_call(found)["on_duty"],
        "queued": len(state.pending),
        "synced_at": time_text(state.synced_at),
        "offline": bool(state.report.trouble.words),
    }
