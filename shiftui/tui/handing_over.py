"""The handoff by keys: one key leads through whatever is the next step for whoever presses it.

Outgoing: each ticket that lacks an element, then the situation, then the offer. Incoming: each ticket read
back, then witnesses and acceptance. Everything is recorded as it is confirmed, so that leaving loses nothing.
"""

from collections.abc import Mapping
from functools import partial

from shiftui.domain.duty import HandoffState
from shiftui.domain.handing_over import READ_BACK, Drafted, drafted, missing, missing_to_offer
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.read_back import ask, read_back
from shiftui.domain.safe_text import safe_line
from shiftui.domain.tickets import Ticket
from shiftui.service import handoffs
from shiftui.tui.handlers import HANDLERS, Handler
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind


async def _handoff(on: Gesture) -> None:
    found = handoffs.stands(on.desk)
    made = found.handoff.offer
    if found.is_provisional:
        on.hands.say("accepted here; it counts when GitHub has confirmed it", Kind.HINT)
    elif made is None or found.handoff.state is not HandoffState.OFFERED:
        await _give(on)
    elif _same(made.by, on.desk.me):
        await _offered(on, made.to)
    elif _same(made.to, on.desk.me):
        await _receive(on)
    else:
        on.hands.say(f"{made.by} has offered the shift to {made.to}; they accept it", Kind.REFUSED)


async def _give(on: Gesture) -> None:
    """Lead the outgoing engineer through what is missing, then offer."""
    duty = handoffs.on_call(on.desk).on_duty
    if duty.primary is not None and not _same(duty.primary, on.desk.me):
        on.hands.say(f"{duty.primary} is on duty and offers the shift; `take over` is in the palette")
        return
    lacking = [one for one in handoffs.draft(on.desk).placed if missing_to_offer(one.ticket)]
    later = 0
    for at, one in enumerate(lacking):
        answer = await _elements(on, one.key, f"{at + 1} of {len(lacking)}", one.why)
        if answer is None:
            on.hands.say("the handoff waits where you left it", Kind.HINT)
            return
        later += answer == "skip"
    why = ""
    if later:
        why = await _reason(on, later)
        if not why:
            return
    await _offer(on, why)


async def _elements(on: Gesture, key: str, place: str, why: str) -> str | None:
    """Ask for a ticket's elements; what was done with it, or None where somebody left."""
    from shiftui.tui.dialogs.handoff import Elements, ElementsDialog, Instead

    def save(answer: Elements | Instead) -> object:
        if isinstance(answer, Instead):
            return answer
        before = on.desk.find(key)
        work = before.work
        return on.desk.do(
            set_fields,
            key,
            severity=answer.severity if answer.severity != before.issue.severity else None,
            summary=answer.summary if answer.summary != work.summary else None,
            next_action=answer.next_action if answer.next_action != work.next_action else None,
            contingency=answer.contingency if answer.contingency != work.contingency else None,
        )

    thread = await on.hands.off_screen(lambda: on.desk.thread(key))
    if thread is None:
        return "gone"
    suggested: Drafted = drafted(thread.ticket, thread.notes)
    dialog = ElementsDialog(on.context, thread.ticket, suggested, place=place, why=why, save=save)
    answer = await on.hands.ask(dialog)
    if answer is None:
        return None
    if isinstance(answer, Instead) and answer.action in HANDLERS:
        await HANDLERS[answer.action](Gesture(on.hands, None, (key,)))
    elif not isinstance(answer, Instead):
        on.hands.recorded((key,), "is ready to be handed over")
    return answer.action if isinstance(answer, Instead) else "ready"


async def _reason(on: Gesture, later: int) -> str:
    """Why tickets pass incomplete."""
    from shiftui.tui.dialogs.handoff import SituationDialog

    what = "1 ticket is" if later == 1 else f"{later} tickets are"

    class Why(SituationDialog):
        KIND = "incomplete"

        def heading(self) -> str:
            return f"{what} not complete. Why?"

        def submit_word(self) -> str:
            return "go on"

    return await on.hands.ask(Why(on.context, "", "")) or ""


async def _offer(on: Gesture, incomplete: str) -> None:
    from shiftui.tui.dialogs.handoff import SituationDialog

    suggested = handoffs.draft(on.desk)
    to = await _incoming(on)
    if to is None:
        return
    dialog = SituationDialog(
        on.context,
        suggested.situation,
        to,
        save=lambda text: handoffs.offer(on.desk, to, text, incomplete),
    )
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), f"offered the shift to {to}; you are on duty until they accept")


async def _incoming(on: Gesture) -> str | None:
    """Whom to offer to: as scheduled, else chosen from the roster."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    planned = handoffs.next_primary(on.desk)
    if planned:
        return planned
    others = [one.login for one in on.desk.settings.people if not _same(one.login, on.desk.me)]
    if not others:
        on.hands.say("there is nobody to hand over to: name the team under [[people]]", Kind.REFUSED)
        return None
    keys = "123456789abcdefghijklm"
    choices = [Choice(key, login, login) for key, login in zip(keys, others, strict=False)]
    return await on.hands.ask(ChoiceDialog(on.context, None, question="Who is next?", choices=choices))


async def _offered(on: Gesture, to: str) -> None:
    """The offer is out: wait, copy the messages to requesters, or take it back."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    messages = handoffs.messages(on.desk)
    about = f"{safe_line(to, 40)} has not accepted yet. You are on duty until then."
    choices = [
        Choice("w", "wait", "wait"),
        Choice("m", "messages to requesters", "messages", f"{len(messages)} drafted, copied one by one"),
        Choice("t", "take the offer back", "withdraw"),
    ]
    dialog = ChoiceDialog(on.context, None, question="The shift is offered", choices=choices, about=about)
    answer = await on.hands.ask(dialog)
    if answer == "withdraw":
        if await on.hands.off_screen(partial(handoffs.withdraw, on.desk)) is not None:
            on.hands.recorded((), "took the offer back")
    elif answer == "messages":
        await _messages(on)


async def _messages(on: Gesture) -> None:
    """One message at a time, each to one person."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
    from shiftui.tui.errands import copy

    found = handoffs.messages(on.desk)
    if not found:
        on.hands.say("nobody waits for a message about this handoff")
    for at, (ticket, text) in enumerate(found):
        who = safe_line(ticket.requester or "", 60)
        choices = [Choice("c", "copy it", "copy"), Choice("n", "next", "next"), Choice("s", "stop", "stop")]
        dialog = ChoiceDialog(
            on.context, ticket, question=f"Message {at + 1} of {len(found)}, to {who}", choices=choices
        )
        answer = await on.hands.ask(dialog)
        if answer == "copy":
            await copy(on, text)
        elif answer != "next":
            return


async def _receive(on: Gesture) -> None:
    """Lead the incoming engineer through the tickets, then let them accept."""
    found = handoffs.stands(on.desk)
    open_ones = [one for one in found.tickets if READ_BACK in missing(one)]
    spoken = 0
    for at, ticket in enumerate(open_ones):
        said = await _read_back(on, ticket, f"{at + 1} of {len(open_ones)}")
        if said is None:
            on.hands.say("the handoff waits where you left it", Kind.HINT)
            return
        spoken += said == "spoken"
    await _accept(on, len(found.tickets), spoken)


async def _read_back(on: Gesture, ticket: Ticket, place: str) -> str | None:
    """Until it is read back: questions come before that. None where somebody left."""
    from shiftui.tui.dialogs.handoff import ReadBackDialog, Received

    def save(said: Received) -> object:
        if said.is_spoken:
            return said
        return on.desk.do(ask if said.is_question else read_back, ticket.key, said.text)

    while True:
        said = await on.hands.ask(ReadBackDialog(on.context, ticket, place=place, save=save))
        if said is None:
            return None
        if said.is_question:
            on.hands.recorded((ticket.key,), "asked; the answer comes as a note")
            continue
        if not said.is_spoken:
            on.hands.recorded((ticket.key,), "read back")
        return "spoken" if said.is_spoken else "written"


async def _accept(on: Gesture, count: int, spoken: int) -> None:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    others = [one.login for one in on.desk.settings.people if not _same(one.login, on.desk.me)]
    heard = f"{spoken} of {count} read back aloud: name who witnessed it." if spoken else ""
    about = heard or f"{count} tickets read back. You are on duty from then on."
    keys = "123456789"
    choices = [Choice("l", "later", "")] + [
        Choice(key, f"accept, witnessed by {safe_line(login, 40)}", f"@{login}")
        for key, login in zip(keys, others, strict=False)
    ]
    if not spoken:
        choices.insert(0, Choice("a", "accept", "accept"))
    choices.append(Choice("r", "return it with a reason", "return"))
    dialog = ChoiceDialog(on.context, None, question="Accept the shift?", choices=choices, about=about)
    answer = await on.hands.ask(dialog)
    if answer == "return":
        await _return(on)
    elif answer:
        witnesses = (answer[1:],) if answer.startswith("@") else ()
        done = await on.hands.off_screen(partial(handoffs.accept, on.desk, witnesses))
        if done is not None:
            provisional = handoffs.stands(on.desk).is_provisional
            tail = "; it counts when GitHub has confirmed it" if provisional else ": you are on duty"
            on.hands.say(f"accepted the shift{tail}", Kind.DONE)


async def _return(on: Gesture) -> None:
    from shiftui.tui.dialogs.handoff import SituationDialog

    class Reason(SituationDialog):
        KIND = "return"

        def heading(self) -> str:
            return "Return the shift. Why?"

        def submit_word(self) -> str:
            return "return it"

    dialog = Reason(on.context, "", "", save=lambda text: handoffs.send_back(on.desk, text))
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), "returned the shift")


async def _take_over(on: Gesture) -> None:
    if await on.hands.off_screen(partial(handoffs.take_over, on.desk)) is not None:
        on.hands.recorded((), "took over: you are primary now", undo="takes it back")


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


HANDING_OVER: Mapping[str, Handler] = {"handoff": _handoff, "takeover": _take_over}
