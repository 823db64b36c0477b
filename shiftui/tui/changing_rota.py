"""The rota by keys: who has a shift, who backs it up, a swap, a cover. Each asks, records, and says so."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from shiftui.domain.coming import Slot
from shiftui.domain.rotation import TICK, is_away, people_of
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.service import handoffs, rota
from shiftui.tui.dialogs.choice import ChoiceDialog, numbered
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind
from shiftui.tui.view_models.rota import span_words

SWAPS = 20
"""Shifts that are offered for a swap: the next ones."""


async def _primary(on: Gesture, slot: Slot) -> None:
    part = rota.part_to_fill(slot)
    begun = part.has_begun(on.desk.now())
    about = "It has begun: whoever you choose is on duty at once, without a handoff." if begun else ""
    who = await _whom(on, part, "Who is primary?", current=slot.primary, about=about)
    if who and await on.hands.off_screen(partial(rota.set_primary, on.desk, part, who)) is not None:
        _changed(on, f"{who} is primary{_from_when(on, who) if begun else ''}", part)


def _from_when(on: Gesture, who: str) -> str:
    """Whoever goes off duty by it stays until everybody can see it."""
    is_on_duty = same_login(handoffs.on_call(on.desk).on_duty.primary, who)
    return " and on duty from now on" if is_on_duty else ", on duty when GitHub has it"


async def _backup(on: Gesture, slot: Slot) -> None:
    if slot.primary is None:
        on.hands.say("nobody is primary then; set the primary first", Kind.REFUSED)
        return
    who = await _whom(on, slot, "Who is backup?", current=slot.backup, without=slot.primary)
    if who and await on.hands.off_screen(partial(rota.set_backup, on.desk, slot, who)) is not None:
        _changed(on, f"{who} is backup", slot)


async def _swap(on: Gesture, slot: Slot) -> None:
    now = on.desk.now()
    if slot.has_begun(now) or slot.primary is None:
        why = "nobody has it; set the primary" if slot.primary is None else "it has begun; hand it over"
        on.hands.say(f"{why}, or swap a shift that is still to come", Kind.REFUSED)
        return
    others = _swappable(on, slot)[:SWAPS]
    if not others:
        on.hands.say("nobody else has a shift in these weeks", Kind.REFUSED)
        return
    zone = on.desk.settings.hours.timezone
    choices = numbered(
        (safe_line(one.primary or "", 40), one, f"{span_words(one, zone, now)}{_away(on, slot, one)}")
        for one in others
    )
    dialog = ChoiceDialog(
        on.context,
        None,
        question=f"Swap {safe_line(slot.primary, 40)}'s shift with which?",
        choices=choices,
        about=span_words(slot, zone, now),
    )
    other = await on.hands.ask(dialog)
    if other and await on.hands.off_screen(partial(rota.swap, on.desk, slot, other)) is not None:
        on.hands.recorded((), f"swapped: {other.primary} has this shift, {slot.primary} the other one")


def _swappable(on: Gesture, slot: Slot) -> list[Slot]:
    """Shifts of other people that are still to come: those as long as this one first, then by time."""
    others = [
        one
        for one in rota.outlook(on.desk).slots
        if not one.has_begun(on.desk.now())
        and one.primary is not None
        and not same_login(one.primary, slot.primary)
    ]
    length = slot.ends - slot.begins
    return sorted(others, key=lambda one: one.ends - one.begins != length)


async def _cover(on: Gesture, slot: Slot) -> None:
    from shiftui.tui.dialogs.cover import Cover, CoverDialog

    def save(cover: Cover) -> object:
        return handoffs.cover(on.desk, cover.who, cover.begins, cover.ends)

    who = await _whom(on, slot, "Who covers for some hours?", without=slot.primary)
    if who and await on.hands.ask(CoverDialog(on.context, who, slot, save=save)) is not None:
        on.hands.recorded((), f"{who} covers")


async def _whom(
    on: Gesture,
    slot: Slot,
    question: str,
    *,
    current: str | None = None,
    without: str | None = None,
    about: str = "",
) -> str | None:
    """Somebody of the roster; of the rotation's order where there is no roster."""
    settings, now = on.desk.settings, on.desk.now()
    logins = [person.login for person in settings.people] or list(settings.rotation.order)
    logins = [login for login in dict.fromkeys(logins) if not same_login(login, without)]
    if not logins:
        on.hands.say("there is nobody to choose from: name the team under [[people]]", Kind.REFUSED)
        return None
    holds = next((login for login in logins if same_login(login, current)), None)
    choices = numbered((safe_line(login, 40), login, _is_away(on, login, slot)) for login in logins)
    span = span_words(slot, settings.hours.timezone, now)
    dialog = ChoiceDialog(
        on.context,
        None,
        question=question,
        choices=choices,
        current=holds,
        about=f"{span}\n{about}".strip(),
    )
    return await on.hands.ask(dialog)


def _away(on: Gesture, one: Slot, other: Slot) -> str:
    """Who would get a shift on days on which they are away."""
    away = [_is_away(on, one.primary or "", other), _is_away(on, other.primary or "", one)]
    names = [who for who, is_gone in zip((one.primary, other.primary), away, strict=True) if is_gone]
    return f" · {safe_line(' and '.join(filter(None, names)), 40)} away then" if names else ""


def _is_away(on: Gesture, login: str, slot: Slot) -> str:
    zone, people = ZoneInfo(on.desk.settings.hours.timezone), people_of(on.desk.settings)
    first, last = slot.begins.astimezone(zone).date(), (slot.ends - TICK).astimezone(zone).date()
    return "away then" if is_away(people, login, first, last) else ""


def _changed(on: Gesture, said: str, slot: Slot) -> None:
    span = span_words(slot, on.desk.settings.hours.timezone, on.desk.now())
    on.hands.recorded((), f"{said}, {span}")


CHANGES: Mapping[str, Callable[[Gesture, Slot], Awaitable[None]]] = {
    "primary": _primary,
    "backup": _backup,
    "swap": _swap,
    "cover": _cover,
}
"""By what the screen's keys are called."""


async def change(on: Gesture, what: str, slot: Slot | None) -> None:
    """Do one of them on the shift under the cursor, or say why it cannot be."""
    if slot is None:
        on.hands.say("there is no shift here: no rotation is set", Kind.REFUSED)
    elif slot.is_over(on.desk.now()):
        on.hands.say(
            "this shift is over; only the running one and those to come can be changed", Kind.REFUSED
        )
    else:
        await CHANGES[what](on, slot)
