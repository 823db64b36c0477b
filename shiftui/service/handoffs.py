"""Shifts and handoffs on a desk: each step decided on the latest lines and recorded like every other verb."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from shiftui.domain import handing_over
from shiftui.domain.drafts import handed_over
from shiftui.domain.duty import Duty, DutyEntry, handoff, on_duty, planned
from shiftui.domain.elements import READ_BACK, Drafted, drafted, missing
from shiftui.domain.handing_over import swept
from shiftui.domain.offers import Handoff, HandoffState
from shiftui.domain.operations import Operation, Scene
from shiftui.domain.operations.covered import cover as cover_verb
from shiftui.domain.operations.read_back import read_back as read_back_verb
from shiftui.domain.operations.shift_set import set_shift
from shiftui.domain.queue import Placed
from shiftui.domain.records import Recorded
from shiftui.domain.refusals import UnknownTicket
from shiftui.domain.replica import duty_of, pending_acceptance
from shiftui.domain.settings import Person
from shiftui.domain.situation import situation as drafted_situation
from shiftui.domain.tickets import Ticket
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass
from shiftui.service.desk import Desk

Decide = Callable[[Scene, Sequence[DutyEntry]], Operation]


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is planned and who is it: two answers, and each screen says which it shows."""

    scheduled: Duty
    on_duty: Duty


@dataclass(frozen=True, slots=True)
class Standing:
    """The handoff as it stands here."""

    handoff: Handoff
    tickets: tuple[Ticket, ...]
    """Those of the offer; before there is one, those that it would have."""
    at: datetime
    """When it is looked at, or when it was accepted: by then the elements had to be there."""
    is_provisional: bool = False
    """Accepted here, and not yet known to be the first acceptance."""

    @property
    def minutes_to_accept(self) -> int | None:
        """From the offer to its acceptance."""
        made, accepted = self.handoff.offer, self.handoff.accepted
        if made is None or accepted is None:
            return None
        return max(0, int((accepted.at - made.at).total_seconds()) // 60)

    @property
    def lacking(self) -> Mapping[str, tuple[str, ...]]:
        """Elements that are missing, by ticket key."""
        made = self.handoff.offer
        offer = made.id if made is not None else ""
        return {ticket.key: missing(ticket, offer, self.at) for ticket in self.tickets}


@dataclass(frozen=True, slots=True)
class Draft:
    """What an offer would say, for a person to confirm."""

    placed: tuple[Placed, ...]
    elements: Mapping[str, Drafted]
    """By ticket key."""
    aside: int
    """Parked ones and colleagues': open, and no part of it."""
    situation: str


def on_call(desk: Desk, at: datetime | None = None) -> OnCall:
    """Who is scheduled and who is on duty."""
    now, entries = at or desk.now(), duty_of(desk.snapshot.state)
    if not entries and not desk.settings.rotation.order:  # nobody has spoken of shifts: whoever works here
        alone = Duty(primary=desk.me or None)
        return OnCall(alone, alone)
    settings = desk.settings
    return OnCall(planned(settings, entries, now), on_duty(settings, entries, now))


def shift_words(desk: Desk) -> str:
    """Whose shift it is and until when, for the title of its log; empty where there are no shifts."""
    duty = on_duty(desk.settings, duty_of(desk.snapshot.state), desk.now())
    if duty.primary is None:
        return ""
    until = f" until {absolute(duty.ends, desk.settings.hours.timezone)}" if duty.ends is not None else ""
    return f"{duty.primary}{until}"


def stands(desk: Desk) -> Standing:
    """How the latest handoff stands."""
    state = desk.snapshot.state
    found = handoff(duty_of(state), desk.settings)
    waiting = pending_acceptance(state)
    provisional = waiting is not None and found.offer is not None and waiting.offer == found.offer.id
    if found.offer is not None and found.state in (HandoffState.OFFERED, HandoffState.ACCEPTED):
        at = found.accepted.at if found.accepted is not None else desk.now()
        return Standing(found, _tickets(desk, found.offer.tickets), at, provisional)
    ours = swept(desk.snapshot.queue(desk.now()), desk.me)
    return Standing(found, tuple(one.ticket for one in ours), desk.now())


def unread(desk: Desk) -> tuple[Ticket, ...]:
    """Tickets of the open offer that nobody has read back."""
    found = stands(desk)
    return tuple(one for one in found.tickets if READ_BACK in found.lacking[one.key])


def arrived_since_the_offer(desk: Desk) -> tuple[Ticket, ...]:
    """Tickets of the shift that were no part of the offer: they are the incoming engineer's, too."""
    made = handoff(duty_of(desk.snapshot.state), desk.settings).open_offer
    if made is None:
        return ()
    ours = swept(desk.snapshot.queue(desk.now()), made.by)
    return tuple(one.ticket for one in ours if one.key not in made.tickets)


def _tickets(desk: Desk, keys: Sequence[str]) -> tuple[Ticket, ...]:
    found = []
    for key in keys:
        try:
            found.append(desk.find(key))
        except UnknownTicket:
            continue
    return tuple(found)


def draft(desk: Desk) -> Draft:
    """What an offer made now would hold."""
    queue = desk.snapshot.queue(desk.now())
    ours = swept(queue, desk.me)
    elements = {one.key: drafted(one.ticket, desk.thread(one.key).notes) for one in ours}
    aside = len(handing_over.set_aside(queue, desk.me))
    return Draft(ours, elements, aside, situation(desk))


def situation(desk: Desk) -> str:
    """The drafted summary of the shift. Reads all that is known; not for the screen's own thread."""
    now = desk.now()
    everything = desk.everything().queue(now)
    since = on_call(desk).on_duty.begins
    diary = [one.text for one in desk.snapshot.diary if since is None or one.at >= since]
    return drafted_situation(everything, desk.settings, since, now, diary)


def next_primary(desk: Desk) -> str:
    """Who is scheduled after me; empty where nobody is."""
    entries = duty_of(desk.snapshot.state)
    return handing_over.scheduled_next(desk.settings, entries, desk.me, desk.now())


def offer(desk: Desk, to: str = "", words: str | None = None, incomplete: str = "") -> Recorded:
    """Offer the shift; the drafted situation goes with it where none is given.

    Raises:
        Refused: as `shiftui.domain.handing_over.offer`.

    """
    settle(desk)  # what follows from the handoff before this one, where a crash has kept it from being done
    said = situation(desk) if words is None else words
    return _write(desk, lambda scene, entries: handing_over.offer(scene, entries, to, said, incomplete))


def withdraw(desk: Desk) -> Recorded:
    """Take the offer back."""
    return _write(desk, handing_over.withdraw)


def send_back(desk: Desk, why: str) -> Recorded:
    """Return the offer with a reason."""
    return _write(desk, lambda scene, entries: handing_over.send_back(scene, entries, why))


def read_back(desk: Desk, ref: str, text: str) -> Recorded:
    """Say what was understood of a ticket of the open offer."""

    def decide(scene: Scene) -> list[Operation]:
        made = handoff(duty_of(desk.snapshot.state), desk.settings).open_offer
        return [read_back_verb(scene, desk.find(ref), text, made.id if made is not None else "")]

    return desk.record(decide)[0]


def read_aloud(desk: Desk, ref: str, witness: str) -> Recorded:
    """Tick a ticket that the receiver has read back aloud at this screen."""
    return _write(
        desk, lambda scene, entries: handing_over.read_aloud(scene, entries, desk.find(ref), witness)
    )


def accept(desk: Desk, witnesses: Sequence[str] = (), why: str = "") -> Recorded:
    """Accept the offer. It counts at once in a local workspace, else when GitHub shows it as the first."""
    done = _write(desk, lambda scene, entries: handing_over.accept(scene, entries, witnesses, why))
    settle(desk)
    return done


def settle(desk: Desk) -> int:
    """Record what follows from an acceptance of mine that counts; how many tickets changed their name."""
    settled = desk.record(
        lambda scene: handing_over.settlement(scene, handoff(duty_of(desk.snapshot.state), desk.settings))
    )
    return max(0, len(settled) - 1)


def take_over(desk: Desk, why: str = "") -> Recorded:
    """Become primary at once."""
    return _write(desk, lambda scene, entries: handing_over.take_over(scene, entries, why))


def give_back(desk: Desk) -> Recorded:
    """End a takeover."""
    return _write(desk, handing_over.give_back)


def start(desk: Desk, primary: str, backup: str, begins: datetime | None, ends: datetime) -> Recorded:
    """Set a shift."""
    return desk.write(set_shift, primary, backup, begins, ends)


def cover(desk: Desk, who: str, begins: datetime, ends: datetime) -> Recorded:
    """Let somebody stand in."""
    return desk.write(cover_verb, who, begins, ends)


def messages(desk: Desk) -> tuple[tuple[Ticket, str], ...]:
    """A drafted message for each requester of an offered ticket, one person each."""
    found = stands(desk)
    made = found.handoff.offer
    if made is None:
        return ()
    settings = desk.settings
    incoming = settings.person(made.to) or Person(made.to)
    backup = settings.person(made.backup) or Person(made.backup) if made.backup else None
    return tuple(
        (ticket, handed_over(ticket, desk.snapshot.ref(ticket.key), incoming, backup))
        for ticket in found.tickets
        if ticket.requester and not ticket.has_nobody_waiting
    )


def _write(desk: Desk, decide: Decide) -> Recorded:
    def both(scene: Scene) -> list[Operation]:
        return [decide(scene, duty_of(desk.snapshot.state))]

    return desk.record(both)[0]
