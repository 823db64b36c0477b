"""The rota on a desk: what is coming, and changes of one shift, decided on the latest lines.

A change of a shift to come is a plan. One of the shift that runs puts whoever is named on duty at once, so it
is only made where that is what was asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shiftui.domain.coming import Absence, Slot, absences, coming
from shiftui.domain.duty import DutyEntry, on_duty, overrides, taken_by
from shiftui.domain.fairness import everybodys_load, suggestions
from shiftui.domain.operations import Operation, Scene, ShiftSet
from shiftui.domain.operations.shift_set import set_shift
from shiftui.domain.records import Recorded
from shiftui.domain.refusals import Refused
from shiftui.domain.replica import duty_of
from shiftui.domain.rotation import rota, scheduled
from shiftui.domain.settings import Settings, same_login
from shiftui.domain.times import absolute
from shiftui.domain.values import dataclass
from shiftui.service.desk import Desk
from shiftui.service.handoffs import OnCall, on_call

WEEKS = 8
"""How far ahead a person looks."""
FAR = timedelta(weeks=1)
"""How far past a time is looked, so that the shift that holds it is whole."""
OPEN_END = timedelta(weeks=1)
"""How much of a gap one change fills at most: where nothing is planned, a gap has no end of its own."""


class NotChanged(Refused):
    """A shift cannot be changed like this; the message says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to know of the rota at one instant."""

    now: datetime
    settings: Settings
    on_call: OnCall
    taken: Operation | None
    """What gave the shift to whoever is on duty; None where only the schedule does."""
    slots: tuple[Slot, ...]
    load: Mapping[str, timedelta]
    """How long each person is primary in these weeks."""
    advice: str
    """In words, which change would make it more even; empty where there is nothing to compare."""
    absences: tuple[Absence, ...]
    weeks: int = WEEKS


def outlook(desk: Desk, weeks: int = WEEKS) -> Outlook:
    """The rota from now on."""
    now, settings, entries = desk.now(), desk.settings, duty_of(desk.snapshot.state)
    until, changed = now + timedelta(weeks=weeks), overrides(entries)
    advice = suggestions(settings, changed, now, until)
    return Outlook(
        now=now,
        settings=settings,
        on_call=on_call(desk),
        taken=taken_by(settings, entries),
        slots=coming(settings, entries, now, until),
        load=everybodys_load(settings, rota(settings, changed, now, until)),
        advice=advice[-1] if advice else "",
        absences=absences(settings, now, until),
        weeks=weeks,
    )


def slot_at(desk: Desk, at: datetime) -> Slot:
    """The shift, or the gap, that a time falls into.

    Raises:
        NotChanged: nothing is planned for then.

    """
    slots = coming(desk.settings, duty_of(desk.snapshot.state), desk.now(), at + FAR)
    found = next((slot for slot in slots if slot.begins <= at < slot.ends), None)
    if found is None:
        raise NotChanged(f"no shift is planned for {absolute(at, desk.settings.hours.timezone)}")
    return found


def set_primary(desk: Desk, slot: Slot, who: str) -> Recorded:
    """Let somebody have a shift, or fill a gap; from now on, and on duty, where it runs already.

    Raises:
        NotChanged: it is over, was changed meanwhile, or is theirs already.
        Refused: as `shiftui.domain.operations.shift_set.set_shift`.

    """

    def decide(scene: Scene) -> list[Operation]:
        _check(desk, scene, slot)
        return [_with_primary(scene, slot, who)]

    return desk.record(decide)[0]


def set_backup(desk: Desk, slot: Slot, who: str) -> Recorded:
    """Let somebody back up a shift.

    Raises:
        NotChanged: it is over, was changed meanwhile, has no primary, or runs with somebody else on duty.
        Refused: as `shiftui.domain.operations.shift_set.set_shift`.

    """

    def decide(scene: Scene) -> list[Operation]:
        entries = _check(desk, scene, slot)
        if slot.primary is None:
            raise NotChanged("nobody is primary then; set the primary first")
        if same_login(who, slot.backup):
            raise NotChanged(f"{who} is the backup already")
        if slot.has_begun(scene.now):
            _check_on_duty(scene, entries, slot)
        seen = slot.primary if slot.has_begun(scene.now) else ""
        return [set_shift(scene, slot.primary, who, slot.begins, slot.ends, seen)]

    return desk.record(decide)[0]


def swap(desk: Desk, one: Slot, other: Slot) -> tuple[Recorded, ...]:
    """Let the primaries of two shifts to come have each other's, in one gesture that is undone together.

    Raises:
        NotChanged: one has begun, was changed meanwhile or is nobody's; or both are the same person's.
        Refused: as `shiftui.domain.operations.shift_set.set_shift`.

    """

    def decide(scene: Scene) -> list[Operation]:
        for slot in (one, other):
            _check(desk, scene, slot)
            if slot.has_begun(scene.now):
                raise NotChanged("it has begun; hand it over, or swap one that is still to come")
        if one.primary is None or other.primary is None:
            raise NotChanged("nobody has it; set the primary instead")
        return [_with_primary(scene, one, other.primary), _with_primary(scene, other, one.primary)]

    return desk.record(decide)


def part_to_fill(slot: Slot) -> Slot:
    """The stretch that one change is about: the slot, or as much of a gap as one change fills."""
    if not slot.is_gap or slot.ends - slot.begins <= OPEN_END:
        return slot
    return Slot(slot.begins, slot.begins + OPEN_END, None, None, slot.why)


def _with_primary(scene: Scene, slot: Slot, who: str) -> ShiftSet:
    if same_login(who, slot.primary):
        raise NotChanged(f"{who} has it already")
    backup = next((one for one in (slot.backup, slot.primary) if one and not same_login(one, who)), "")
    begins = None if slot.has_begun(scene.now) else slot.begins
    return set_shift(scene, who, backup, begins, slot.ends, (slot.primary or "") if begins is None else "")


def _check(desk: Desk, scene: Scene, slot: Slot) -> Sequence[DutyEntry]:
    """The entries about shifts, once it is sure that the slot still reads as the person saw it."""
    if slot.is_over(scene.now):
        raise NotChanged("this shift is over; only the running one and those to come can be changed")
    entries = duty_of(desk.snapshot.state)
    found = scheduled(scene.settings, overrides(entries), max(slot.begins, scene.now))
    seen = None if slot.is_gap else (slot.begins, slot.ends, slot.primary, slot.backup)
    stands = (found.begins, found.ends, found.primary, found.backup) if found and found.primary else None
    if seen != stands:
        raise NotChanged("somebody has changed this shift meanwhile; look at it again")
    return entries


def _check_on_duty(scene: Scene, entries: Sequence[DutyEntry], slot: Slot) -> None:
    """Naming who has the running shift puts them on duty, which a change of the backup must not do."""
    duty = on_duty(scene.settings, entries, scene.now)
    if not same_login(duty.primary, slot.primary) or duty.why:
        who = f"{duty.primary or 'nobody'} is on duty{f' ({duty.why})' if duty.why else ''}"
        raise NotChanged(f"{who}; the backup can be set once the shift is handed over")
