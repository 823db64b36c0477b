"""What the outgoing engineer is led through before the shift is offered."""

from collections.abc import Sequence
from functools import partial

from shiftui.domain.elements import Drafted, drafted, missing_to_offer
from shiftui.domain.handing_over import set_aside, swept
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.queue import Lane, Placed
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.service import handoffs
from shiftui.tui.handing_over.leaving import left
from shiftui.tui.handing_over.offered import gone
from shiftui.tui.handing_over.patched import lasting_fixes
from shiftui.tui.handing_over.standing_by import stand_by
from shiftui.tui.handlers import HANDLERS
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind

_NAMED = 8
"""Tickets that are named in a line."""


async def give(on: Gesture, found: handoffs.Standing) -> None:
    """Lead the outgoing engineer through what is missing, then offer."""
    duty = handoffs.on_call(on.desk).on_duty
    if duty.primary is not None and not same_login(duty.primary, on.desk.me):
        accepted, made = found.handoff.accepted, found.handoff.offer
        if accepted is not None and made is not None and same_login(made.by, on.desk.me):
            await gone(on, duty.primary)
            return
        await stand_by(on, duty)
        return
    if not (await _what_is_left_aside(on) and await lasting_fixes(on)):
        left(on)
        return
    lacking = _lacking(on)  # the tickets that were just made among them
    for at, one in enumerate(lacking):
        if not await _elements(on, one.key, f"{at + 1} of {len(lacking)}", one.why):
            left(on)
            return
    incomplete = _lacking(on)
    why = await _reason(on, incomplete) if incomplete else ""
    if why is not None:
        await _offer(on, why)


async def _what_is_left_aside(on: Gesture) -> bool:
    """Parked tickets and colleagues' are no part of it: all of them together take one key."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    queue = on.desk.snapshot.queue(on.desk.now())
    aside = set_aside(queue, on.desk.me)
    parked = sum(one.lane is Lane.PARKED for one in aside)
    if not aside:
        return True
    words = [f"{parked} parked"] * bool(parked)
    words += [f"{len(aside) - parked} in a colleague's name or elsewhere"] * (len(aside) > parked)
    choices = [
        Choice("g", "go on", "go", "they stay as they are"),
        Choice("l", "look at them first", "look", "view 2; H goes on here"),
    ]
    about = f"{' and '.join(words)}. Nobody takes them over by this handoff."
    count = len(swept(queue, on.desk.me))
    question = f"{count} ticket{'' if count == 1 else 's'} of your shift"
    dialog = ChoiceDialog(on.context, None, question=question, choices=choices, about=about)
    return await on.hands.ask(dialog) == "go"


def _lacking(on: Gesture) -> list[Placed]:
    """Tickets of the shift that lack one of the outgoing engineer's elements, worst first."""
    queue = on.desk.snapshot.queue(on.desk.now())
    return [one for one in swept(queue, on.desk.me) if missing_to_offer(one.ticket)]


async def _elements(on: Gesture, key: str, place: str, why: str) -> bool:
    """Ask for a ticket's elements until it has them, is put off, or is no part of it any more.

    Whether to go on with the next one.
    """
    while any(one.key == key for one in _lacking(on)):
        answer = await _asked(on, key, place, why)
        if answer is None:
            return False
        if answer == "given":
            on.hands.recorded((key,), "is ready to be handed over")
        elif answer not in HANDLERS:
            return True
        else:
            await HANDLERS[answer](Gesture(on.hands, None, (key,)))
    return True


async def _asked(on: Gesture, key: str, place: str, why: str) -> str | None:
    """Ask once: `given`, or what is to be done with the ticket instead; None for leaving."""
    from shiftui.tui.dialogs.handoff import Elements, ElementsDialog, Instead

    def save(answer: Elements | Instead) -> object:
        if isinstance(answer, Instead):
            return answer
        lacks, shown = missing_to_offer(on.desk.find(key)), dialog.shown
        typed = {
            "severity": (answer.severity, shown.severity),
            "summary": (answer.summary, shown.summary),
            "next_action": (answer.next_action, shown.next_action),
            "contingency": (answer.contingency, shown.contingency),
        }
        # what was left as it was shown is not said again: a colleague may have said otherwise meanwhile
        said = {name: now for name, (now, was) in typed.items() if name in lacks or now != was}
        return on.desk.do(set_fields, key, **said) if said else answer  # type: ignore[arg-type]  # its names

    thread = await on.hands.off_screen(lambda: on.desk.thread(key))
    if thread is None:
        return None
    suggested: Drafted = drafted(thread.ticket, thread.notes)
    dialog = ElementsDialog(on.context, thread.ticket, suggested, place=place, why=why, save=save)
    answer = await on.hands.ask(dialog)
    if answer is None:
        return None
    return answer.action if isinstance(answer, Instead) else "given"


async def _reason(on: Gesture, left: Sequence[Placed]) -> str | None:
    """Why tickets pass incomplete; None where somebody left."""
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    what = "1 ticket is" if len(left) == 1 else f"{len(left)} tickets are"
    refs = " ".join(on.context.ref(one.ticket) for one in left[:_NAMED])
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    about = f"{refs}{more}: put off. The next engineer sees that, and why."
    asking = Asking("incomplete", f"{what} not complete. Why?", "go on", about)
    return await on.hands.ask(TeamTextDialog(on.context, asking))


async def _offer(on: Gesture, incomplete: str) -> None:
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    to = await _incoming(on)
    drafted_words = await on.hands.off_screen(partial(handoffs.situation, on.desk)) if to else None
    if to is None or drafted_words is None:
        return
    asking = Asking(
        "situation",
        f"Offer the shift to {safe_line(to, 40)}",
        "offer",
        "What the next engineer should know as a whole. You stay on duty until they accept.",
        drafted_words,
    )
    dialog = TeamTextDialog(
        on.context, asking, save=lambda text: handoffs.offer(on.desk, to, text, incomplete)
    )
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), f"offered the shift to {to}; you are on duty until they accept")


async def _incoming(on: Gesture) -> str | None:
    """Whom to offer to: as scheduled, else chosen from the roster."""
    from shiftui.tui.dialogs.choice import ChoiceDialog, numbered

    planned = handoffs.next_primary(on.desk)
    if planned:
        return planned
    others = [one.login for one in on.desk.settings.people if not same_login(one.login, on.desk.me)]
    if not others:
        on.hands.say("there is nobody to hand over to: name the team under [[people]]", Kind.REFUSED)
        return None
    choices = numbered((login, login, "") for login in others)
    return await on.hands.ask(ChoiceDialog(on.context, None, question="Who is next?", choices=choices))
