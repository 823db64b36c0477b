"""What a handoff consists of, and when each of its steps is legal.

Every ticket that is handed over carries its five elements (`shiftui.domain.elements`). Nothing passes
incomplete without a reason, and then it is flagged. These decisions look at the whole
duty log and not at one ticket, which is why they stand above the operations.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from shiftui.domain.duty import Duty, DutyEntry, handoff, on_duty, overrides
from shiftui.domain.elements import READ_BACK, in_words, missing, missing_to_offer
from shiftui.domain.handoff_report import report
from shiftui.domain.offers import Handoff, HandoffState, free_for_all_at
from shiftui.domain.operations import (
    GivenBack,
    HandedOver,
    HandoffAccepted,
    HandoffOffered,
    HandoffReturned,
    HandoffSettled,
    HandoffWithdrawn,
    Operation,
    ReadAloud,
    Scene,
    TakenOver,
)
from shiftui.domain.operations.base import shown_ref, written
from shiftui.domain.operations.shift_set import responder
from shiftui.domain.queue import Lane, Placed, order
from shiftui.domain.refusals import BadValue, Refused
from shiftui.domain.rotation import Shift, scheduled
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import absolute
from shiftui.domain.vocabulary import State


class NotHandedOver(Refused):
    """A step of a handoff is not possible now; the message says why and what is."""


class Incomplete(Refused):
    """Elements are missing; the message lists them, ticket by ticket."""

    def __init__(self, lacking: Sequence[tuple[str, tuple[str, ...]]], what_to_do: str) -> None:
        lines = "\n".join(f"  {ref}: {in_words(missing)}" for ref, missing in lacking)
        super().__init__(f"these are missing:\n{lines}\n{what_to_do}")
        self.lacking = tuple(lacking)


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
    made, duty = handoff(entries, settings).open_offer, on_duty(settings, entries, scene.now)
    if made is not None:
        raise NotHandedOver(f"{made.by} has offered it to {made.to} already; withdraw first")
    if duty.primary is not None and not same_login(duty.primary, scene.me):
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
        free_at=free_for_all_at(scene.now, settings),
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
    if same_login(incoming, scene.me):
        raise BadValue("to", "a shift is handed over to somebody else, --to WHO")
    spare = (planned.backup, planned.primary) if planned is not None else (duty.backup,)
    backup = next((one for one in spare if one and not same_login(one, incoming)), "")
    return incoming, backup, planned.ends if planned is not None else None


def scheduled_next(settings: Settings, entries: Sequence[DutyEntry], me: str, now: datetime) -> str:
    """Who follows me by the schedule; empty where nobody does."""
    planned = _planned_after(settings, entries, me, on_duty(settings, entries, now), now)
    found = (planned.primary if planned is not None else None) or ""
    return "" if same_login(found, me) else found


def _planned_after(
    settings: Settings, entries: Sequence[DutyEntry], me: str, duty: Duty, now: datetime
) -> Shift | None:
    """The next shift that is not mine; of the one that runs where it is somebody else's already."""
    at = max(now, duty.ends) if duty.ends is not None else now
    planned = scheduled(settings, overrides(entries), at)
    if planned is None or not same_login(planned.primary, me):
        return planned
    return scheduled(settings, overrides(entries), planned.ends) or planned


def withdraw(scene: Scene, entries: Sequence[DutyEntry]) -> HandoffWithdrawn:
    """Decide to take the offer back.

    Raises:
        NotHandedOver: there is none of mine.

    """
    made = _open_offer(entries, scene.settings)
    if not same_login(made.by, scene.me):
        raise NotHandedOver(f"{made.by} made the offer; you can return it with a reason")
    return HandoffWithdrawn(**scene.stamp(), offer=made.id)


def send_back(scene: Scene, entries: Sequence[DutyEntry], why: str) -> HandoffReturned:
    """Decide to return the offer with a reason.

    Raises:
        NotHandedOver: there is none to me.
        NoTextGiven: without a reason.

    """
    made = _open_offer(entries, scene.settings)
    if not same_login(made.to, scene.me):
        raise NotHandedOver(f"it is offered to {made.to}, not to you")
    return HandoffReturned(**scene.stamp(), offer=made.id, why=written(why, "reason"))


def read_aloud(scene: Scene, entries: Sequence[DutyEntry], ticket: Ticket, witness: str) -> ReadAloud:
    """Decide to tick a ticket that its receiver has just read back aloud, in the stand-up.

    Raises:
        NotHandedOver: there is no offer of mine, or the ticket is no part of it.
        BadValue: the witness is nobody, or the reader.

    """
    made = _open_offer(entries, scene.settings)
    if not same_login(made.by, scene.me):
        raise NotHandedOver(f"{made.by} offers the shift; it is read back at their screen, or in writing")
    if ticket.key not in made.tickets:
        raise NotHandedOver(f"{shown_ref(ticket, scene.settings.github.repo)} is no part of the offer")
    seen = responder(scene, witness, "witness")
    if not seen or same_login(seen, made.to):
        raise BadValue("witness", f"somebody other than {made.to} witnesses it")
    return ReadAloud(**scene.stamp(ticket.key), reader=made.to, witness=seen, offer=made.id)


def accept(
    scene: Scene, entries: Sequence[DutyEntry], witnesses: Sequence[str] = (), why: str = ""
) -> HandoffAccepted:
    """Decide to accept: every ticket read back, in writing or (with a witness) aloud.

    Whoever witnessed a ticket in the stand-up witnesses the acceptance, named again or not.

    Raises:
        NotHandedOver: there is no open offer, or not to me and not yet for anybody.
        Incomplete: a ticket was not read back.

    """
    settings, made = scene.settings, _open_offer(entries, scene.settings)
    if same_login(made.by, scene.me):
        raise NotHandedOver(f"you offered it; {made.to} accepts it")
    if not same_login(made.to, scene.me):
        free = made.free_at or free_for_all_at(made.at, settings)
        if scene.now < free:
            until = absolute(free, settings.hours.timezone)
            raise NotHandedOver(
                f"it is offered to {made.to}; from {until} anybody may take it, with a reason"
            )
        written(why, "reason")
    seen = tuple(responder(scene, one, "witness") for one in witnesses if one.strip())
    if any(same_login(one, scene.me) for one in seen):
        raise BadValue("witness", "somebody else witnesses it")
    lacking = [
        (shown_ref(ticket, settings.github.repo), (READ_BACK,))
        for key in made.tickets
        if (ticket := scene.tickets.get(key)) is not None
        and ticket.state is State.OPEN
        and READ_BACK in missing(ticket, made.id, scene.now)
    ]
    if lacking and not seen:
        raise Incomplete(
            lacking, "`shiftui handoff readback REF TEXT`; read back aloud counts with --witness WHO"
        )
    named = {one.casefold(): one for one in (*seen, *_heard(scene, made))}
    witnesses = tuple(named.values())
    return HandoffAccepted(**scene.stamp(), offer=made.id, witnesses=witnesses, why=why.strip())


def _heard(scene: Scene, made: HandoffOffered) -> Iterator[str]:
    """Who witnessed tickets of the offer in the stand-up."""
    for ticket in filter(None, map(scene.tickets.get, made.tickets)):
        holds = READ_BACK not in missing(ticket, made.id, scene.now)
        witness = ticket.work.read_aloud_to if holds else None
        if witness and not same_login(witness, scene.me):
            yield witness


def settlement(scene: Scene, found: Handoff) -> list[Operation]:
    """What follows from an acceptance that counts: each ticket goes into the incoming engineer's name.

    What the outgoing one took on after the offer, too: nothing of the shift stays theirs to remember.
    """
    made, accepted = found.offer, found.accepted
    is_due = found.state is HandoffState.ACCEPTED and not found.is_settled
    if not is_due or made is None or accepted is None:
        return []
    doer = made.by if accepted.on_web else accepted.by  # who accepts on the web page has no machine here
    if not same_login(doer, scene.me):
        return []
    to = accepted.by
    assign = {"none": "", "acker": to, "primary": to}.get(scene.settings.github.assign, "")
    tickets = [scene.tickets[key] for key in made.tickets if key in scene.tickets]
    settled = HandoffSettled(**scene.stamp(), offer=made.id, report=report(found, tickets))
    operations: list[Operation] = [settled]
    since = sorted(
        key
        for key, ticket in scene.tickets.items()
        if key not in made.tickets and ticket.acknowledged_by and same_login(ticket.acknowledged_by, made.by)
    )
    for key in (*made.tickets, *since):
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
    if same_login(duty.primary, scene.me):
        raise NotHandedOver("you are on duty already")
    responder(scene, scene.me, "takeover")
    return TakenOver(**scene.stamp(), former=duty.primary or "", why=why.strip())


def give_back(scene: Scene, entries: Sequence[DutyEntry]) -> GivenBack:
    """Decide to end a takeover of mine.

    Raises:
        NotHandedOver: there is none.

    """
    duty = on_duty(scene.settings, entries, scene.now)
    is_mine = same_login(duty.primary, scene.me)
    if not is_mine or not duty.is_taken or duty.backup is None:
        raise NotHandedOver("you have taken nothing over")
    return GivenBack(**scene.stamp(), to=duty.backup)


def _open_offer(entries: Sequence[DutyEntry], settings: Settings) -> HandoffOffered:
    made = handoff(entries, settings).open_offer
    if made is None:
        raise NotHandedOver("no handoff is offered; `shiftui handoff offer` does")
    return made
