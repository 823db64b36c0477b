"""What a handoff consists of, and when each of its steps is legal.

Every ticket that is handed over carries the five elements of I-PASS (mission.md, "The structured handoff"):
severity, summary, next action and contingency from the outgoing engineer, the read-back from the incoming
one. Nothing passes incomplete without a reason, and then it is flagged. These decisions look at the whole
duty log and not at one ticket, which is why they stand above the operations.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shiftui.domain.duty import (
    Duty,
    DutyEntry,
    Handoff,
    HandoffState,
    free_for_all_at,
    handoff,
    on_duty,
    overrides,
)
from shiftui.domain.operations import (
    GivenBack,
    HandedOver,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffSettled,
    HandoffWithdrawn,
    Operation,
    Scene,
    TakenOver,
)
from shiftui.domain.operations.base import shown_ref, written
from shiftui.domain.operations.shift_set import responder
from shiftui.domain.queue import Lane, Placed, order
from shiftui.domain.refusals import BadValue, Refused
from shiftui.domain.rotation import Shift, scheduled
from shiftui.domain.settings import Person, Settings
from shiftui.domain.tickets import Note, Ticket
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass
from shiftui.domain.vocabulary import NoteKind, Response, State, WaitingOn

NONE_EXPECTED = "none expected"
"""A valid contingency, counted apart."""
READ_BACK = "read_back"
ELEMENTS = ("severity", "summary", "next_action", "contingency", READ_BACK)
_CLIP = 160


class NotHandedOver(Refused):
    """A step of a handoff is not possible now; the message says why and what is."""


class Incomplete(Refused):
    """Elements are missing; the message lists them, ticket by ticket."""

    def __init__(self, lacking: Sequence[tuple[str, tuple[str, ...]]], what_to_do: str) -> None:
        lines = "\n".join(f"  {ref}: {in_words(missing)}" for ref, missing in lacking)
        super().__init__(f"these are missing:\n{lines}\n{what_to_do}")
        self.lacking = tuple(lacking)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The elements of a ticket as they stand, with what its own history suggests where one is missing."""

    severity: str
    summary: str
    next_action: str
    contingency: str


def missing(ticket: Ticket) -> tuple[str, ...]:
    """Which of the five elements a ticket lacks, by the names that JSON gives them, in their order."""
    work = ticket.work
    held = (ticket.issue.severity, work.summary, work.next_action, work.contingency, work.read_back)
    return tuple(name for name, value in zip(ELEMENTS, held, strict=True) if not value)


def in_words(elements: Iterable[str]) -> str:
    """Elements as a person reads them."""
    return ", ".join(name.replace("_", "-" if name == READ_BACK else " ") for name in elements)


def missing_to_offer(ticket: Ticket) -> tuple[str, ...]:
    """Which of the outgoing engineer's four elements it lacks."""
    return tuple(name for name in missing(ticket) if name != READ_BACK)


def swept(placed: Iterable[Placed], outgoing: str) -> tuple[Placed, ...]:
    """The tickets of the shift, worst first: open, neither parked nor elsewhere, nor a colleague's."""
    names = ("", outgoing.casefold())
    return tuple(
        one
        for one in placed
        if one.lane <= Lane.ASLEEP and (one.ticket.acknowledged_by or "").casefold() in names
    )


def set_aside(placed: Iterable[Placed], outgoing: str) -> tuple[Placed, ...]:
    """What is open and no part of the handoff: parked ones, and those in a colleague's name."""
    found = tuple(placed)
    ours = {one.key for one in swept(found, outgoing)}
    return tuple(one for one in found if one.lane <= Lane.PARKED and one.key not in ours)


def drafted(ticket: Ticket, notes: Sequence[Note]) -> Drafted:
    """What the history suggests for each element; what stands already is kept."""
    work = ticket.work
    said = [note.text for note in notes if note.kind is NoteKind.NOTE]
    waits = {
        WaitingOn.REQUESTER: f"wait for {ticket.requester or 'the requester'}; ask again after a day",
        WaitingOn.THIRD_PARTY: "ask the third party how it stands",
        WaitingOn.US: "answer the requester" if ticket.responded_at is None else "go on with it",
    }
    latest = _clipped(said[-1]) if said else ""
    return Drafted(
        severity=ticket.issue.severity or "warning",
        summary=work.summary or _clipped(f"{ticket.issue.title}{': ' if latest else ''}{latest}"),
        next_action=work.next_action or waits[ticket.waiting_on],
        contingency=work.contingency or NONE_EXPECTED,
    )


def situation(placed: Iterable[Placed], since: datetime | None, diary: Sequence[str]) -> str:
    """The summary of a shift, to be edited: what arrived, how the goal was met, what is owed."""
    found = [one for one in placed if one.lane is not Lane.PARKED]
    mine = [one for one in found if since is None or one.ticket.issue.opened_at >= since]
    resolved = [
        one
        for one in found
        if one.ticket.resolved_at is not None and (since is None or one.ticket.resolved_at >= since)
    ]
    clocks = [one.clock.state for one in mine if one.clock is not None]
    late = [state for state in clocks if state in (Response.BREACHED, Response.MISSED)]
    owed = [one for one in found if one.ticket.is_spinoff and one.ticket.state is State.OPEN]
    parts = [f"{len(mine)} arrived", f"{len(resolved)} resolved"]
    if clocks:
        parts.append(f"goal met or still open on {len(clocks) - len(late)} of {len(clocks)}")
    if owed:
        parts.append(f"{len(owed)} spinoff{'' if len(owed) == 1 else 's'} open")
    lines = [", ".join(parts) + "."]
    lines += [f"Diary: {_clipped(text)}" for text in diary[-5:]]
    return "\n".join(lines)


def message(ticket: Ticket, ref: str, incoming: Person, backup: Person | None) -> str:
    """To one requester: who has their ticket now, who backs up, how to reach them (seed 004)."""
    reach = f" ({incoming.contact})" if incoming.contact else ""
    lines = [
        f"Hello {ticket.requester or 'there'},",
        "",
        f'your request "{_clipped(ticket.issue.title)}" ({ref}) is now with '
        f"{incoming.name or incoming.login}{reach}.",
    ]
    if backup is not None:
        spare = f" ({backup.contact})" if backup.contact else ""
        lines.append(f"{backup.name or backup.login}{spare} backs up.")
    if ticket.work.summary:
        lines.append(f"Where it stands: {ticket.work.summary}")
    return "\n".join([*lines, "", "Nothing is needed from you for this."])


def offer(
    scene: Scene,
    entries: Sequence[DutyEntry],
    to: str,
    words: str = "",
    incomplete: str = "",
) -> HandoffOffered:
    """Decide to offer the shift; the rotation says to whom where nobody is named.

    Raises:
        NotHandedOver: somebody else is on duty, or an offer is open already.
        Incomplete: elements are missing, and no reason is given.
        BadValue: nobody to offer it to.

    """
    settings = scene.settings
    found, duty = handoff(entries, settings), on_duty(settings, entries, scene.now)
    if found.state is HandoffState.OFFERED and found.offer is not None:
        raise NotHandedOver(f"{found.offer.by} has offered it to {found.offer.to} already; withdraw first")
    if duty.primary is not None and duty.primary.casefold() != scene.me.casefold():
        raise NotHandedOver(f"{duty.primary} is on duty; they offer the shift, or `shiftui shift takeover`")
    incoming, backup, ends = _next(scene, entries, to, duty)
    tickets = swept(order(scene.tickets.values(), settings, scene.now), scene.me)
    lacking = [
        (shown_ref(one.ticket, settings.github.repo), names)
        for one in tickets
        if (names := missing_to_offer(one.ticket))
    ]
    if lacking and not incomplete.strip():
        raise Incomplete(lacking, "`shiftui set REF …` gives them; or offer it with --incomplete REASON")
    return HandoffOffered(
        **scene.stamp(),
        to=incoming,
        backup=backup,
        ends=ends,
        tickets=tuple(one.key for one in tickets),
        situation=words.strip(),
        incomplete=incomplete.strip() if lacking else "",
    )


def _next(
    scene: Scene, entries: Sequence[DutyEntry], to: str, duty: Duty
) -> tuple[str, str, datetime | None]:
    """Who comes next, who backs them up and until when: as named, else as scheduled."""
    planned = _planned_after(scene.settings, entries, scene.me, duty, scene.now)
    incoming = responder(scene, to, "to") or (planned.primary if planned is not None else None) or ""
    if not incoming:
        raise BadValue("to", "nobody is scheduled after you; name somebody, --to WHO")
    if incoming.casefold() == scene.me.casefold():
        raise BadValue("to", "a shift is handed over to somebody else, --to WHO")
    backup = ""
    if planned is not None:
        spare = (planned.backup, planned.primary)
        backup = next((one for one in spare if one and one.casefold() != incoming.casefold()), "")
    return incoming, backup, planned.ends if planned is not None else None


def scheduled_next(settings: Settings, entries: Sequence[DutyEntry], me: str, now: datetime) -> str:
    """Who follows me by the schedule; empty where nobody does."""
    planned = _planned_after(settings, entries, me, on_duty(settings, entries, now), now)
    found = (planned.primary if planned is not None else None) or ""
    return found if found.casefold() != me.casefold() else ""


def _planned_after(
    settings: Settings, entries: Sequence[DutyEntry], me: str, duty: Duty, now: datetime
) -> Shift | None:
    """The next shift that is not mine; of the one that runs where it is somebody else's already."""
    at = max(now, duty.ends) if duty.ends is not None else now
    planned = scheduled(settings, overrides(entries), at)
    if planned is None or (planned.primary or "").casefold() != me.casefold():
        return planned
    return scheduled(settings, overrides(entries), planned.ends) or planned


def withdraw(scene: Scene, entries: Sequence[DutyEntry]) -> HandoffWithdrawn:
    """Decide to take the offer back.

    Raises:
        NotHandedOver: there is none of mine.

    """
    made = _open_offer(entries, scene.settings)
    if made.by.casefold() != scene.me.casefold():
        raise NotHandedOver(f"{made.by} made the offer; you can return it with a reason")
    return HandoffWithdrawn(**scene.stamp(), offer=made.id)


def send_back(scene: Scene, entries: Sequence[DutyEntry], why: str) -> HandoffReturned:
    """Decide to return the offer with a reason.

    Raises:
        NotHandedOver: there is none to me.
        NoTextGiven: without a reason.

    """
    made = _open_offer(entries, scene.settings)
    if made.to.casefold() != scene.me.casefold():
        raise NotHandedOver(f"it is offered to {made.to}, not to you")
    return HandoffReturned(**scene.stamp(), offer=made.id, why=written(why, "reason"))


def accept(
    scene: Scene, entries: Sequence[DutyEntry], witnesses: Sequence[str] = (), why: str = ""
) -> HandoffAccepted:
    """Decide to accept: every ticket read back, in writing or (with a witness) aloud.

    Raises:
        NotHandedOver: there is no open offer, or not to me and not yet for anybody.
        Incomplete: a ticket was not read back.

    """
    settings, made = scene.settings, _open_offer(entries, scene.settings)
    if made.by.casefold() == scene.me.casefold():
        raise NotHandedOver(f"you offered it; {made.to} accepts it")
    if made.to.casefold() != scene.me.casefold():
        free = free_for_all_at(made, settings)
        if scene.now < free:
            until = absolute(free, settings.hours.timezone)
            raise NotHandedOver(
                f"it is offered to {made.to}; from {until} anybody may take it, with a reason"
            )
        written(why, "reason")
    seen = tuple(responder(scene, one, "witness") for one in witnesses if one.strip())
    if any(one.casefold() == scene.me.casefold() for one in seen):
        raise BadValue("witness", "somebody else witnesses it")
    lacking = [
        (shown_ref(ticket, settings.github.repo), (READ_BACK,))
        for key in made.tickets
        if (ticket := scene.tickets.get(key)) is not None
        and ticket.state is State.OPEN
        and READ_BACK in missing(ticket)
    ]
    if lacking and not seen:
        raise Incomplete(
            lacking, "`shiftui handoff readback REF TEXT`; read back aloud counts with --witness WHO"
        )
    return HandoffAccepted(**scene.stamp(), offer=made.id, witnesses=seen, why=why.strip())


def settlement(scene: Scene, found: Handoff) -> list[Operation]:
    """What follows from an acceptance that counts: each ticket goes into the incoming engineer's name."""
    made, accepted = found.offer, found.accepted
    is_due = found.state is HandoffState.ACCEPTED and not found.is_settled
    if not is_due or made is None or accepted is None:
        return []
    doer = made.by if accepted.on_web else accepted.by  # who accepts on the web page has no machine here
    if doer.casefold() != scene.me.casefold():
        return []
    to = accepted.by
    assign = {"none": "", "acker": to, "primary": to}.get(scene.settings.github.assign, "")
    operations: list[Operation] = [HandoffSettled(**scene.stamp(), offer=made.id)]
    for key in made.tickets:
        ticket = scene.tickets.get(key)
        holder = (ticket.acknowledged_by or "").casefold() if ticket is not None else ""
        if ticket is None or ticket.state is State.RESOLVED or holder not in ("", made.by.casefold()):
            continue
        stamp = scene.stamp(key)
        to_whom = "" if scene.settings.is_local else assign
        operations.append(HandedOver(**stamp, to=to, former=made.by, assign=to_whom))
    return operations


def take_over(scene: Scene, entries: Sequence[DutyEntry], why: str = "") -> TakenOver:
    """Decide to become primary at once.

    Raises:
        NotHandedOver: I am already.

    """
    duty = on_duty(scene.settings, entries, scene.now)
    if duty.primary is not None and duty.primary.casefold() == scene.me.casefold():
        raise NotHandedOver("you are on duty already")
    responder(scene, scene.me, "takeover")
    return TakenOver(**scene.stamp(), former=duty.primary or "", why=why.strip())


def give_back(scene: Scene, entries: Sequence[DutyEntry]) -> GivenBack:
    """Decide to end a takeover of mine.

    Raises:
        NotHandedOver: there is none.

    """
    duty = on_duty(scene.settings, entries, scene.now)
    is_mine = duty.primary is not None and duty.primary.casefold() == scene.me.casefold()
    if not is_mine or not duty.why.startswith("took over") or duty.backup is None:
        raise NotHandedOver("you have taken nothing over")
    return GivenBack(**scene.stamp(), to=duty.backup)


def _open_offer(entries: Sequence[DutyEntry], settings: Settings) -> HandoffOffered:
    found = handoff(entries, settings)
    if found.state is not HandoffState.OFFERED or found.offer is None:
        raise NotHandedOver("no handoff is offered; `shiftui handoff offer` does")
    return found.offer


def _clipped(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _CLIP else words[: _CLIP - 1] + "…"
