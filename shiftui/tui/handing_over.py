"""The handoff by keys: one key leads through whatever is the next step for whoever presses it.

Outgoing: each ticket that lacks an element, then the situation, then the offer. Incoming: each ticket read
back, then witnesses and acceptance. Everything is recorded as it is confirmed, so that leaving loses nothing.
"""

from collections.abc import Mapping
from functools import partial

from shiftui.domain.elements import Drafted, drafted, missing_to_offer
from shiftui.domain.handing_over import swept
from shiftui.domain.operations.fields_set import set_fields
from shiftui.domain.operations.handoff_offered import HandoffOffered
from shiftui.domain.operations.read_back import ask
from shiftui.domain.queue import Placed
from shiftui.domain.safe_text import safe_line
from shiftui.domain.settings import same_login
from shiftui.domain.tickets import Ticket
from shiftui.domain.vocabulary import NoteKind
from shiftui.service import handoffs
from shiftui.tui.handlers import HANDLERS, Handler
from shiftui.tui.hands import Gesture
from shiftui.tui.notices import Kind
from shiftui.tui.patched import lasting_fixes

_SAID = (NoteKind.QUESTION, NoteKind.NOTE)
WAITS = "the handoff waits where you left it"


async def _handoff(on: Gesture) -> None:
    found = handoffs.stands(on.desk)
    made = found.handoff.open_offer
    if found.is_provisional:
        on.hands.say("accepted here; it counts when GitHub has confirmed it", Kind.HINT)
    elif made is None:
        await _give(on, found)
    elif same_login(made.by, on.desk.me):
        await _offered(on, made)
    elif same_login(made.to, on.desk.me):
        await _receive(on)
    else:
        on.hands.say(f"{made.by} has offered the shift to {made.to}; they accept it", Kind.REFUSED)


async def _give(on: Gesture, found: handoffs.Standing) -> None:
    """Lead the outgoing engineer through what is missing, then offer."""
    duty = handoffs.on_call(on.desk).on_duty
    if duty.primary is not None and not same_login(duty.primary, on.desk.me):
        accepted, made = found.handoff.accepted, found.handoff.offer
        if accepted is not None and made is not None and same_login(made.by, on.desk.me):
            await _gone(on, duty.primary)
            return
        on.hands.say(f"{duty.primary} is on duty and offers the shift; `take over` is in the palette")
        return
    if not await lasting_fixes(on):
        on.hands.say(WAITS, Kind.HINT)
        return
    lacking = _lacking(on)  # the tickets that were just made among them
    for at, one in enumerate(lacking):
        if not await _elements(on, one.key, f"{at + 1} of {len(lacking)}", one.why):
            on.hands.say(WAITS, Kind.HINT)
            return
    left = len(_lacking(on))
    why = await _reason(on, left) if left else ""
    if why is not None:
        await _offer(on, why)


def _lacking(on: Gesture) -> list[Placed]:
    """Tickets of the shift that lack one of the outgoing engineer's elements, worst first."""
    queue = on.desk.snapshot.queue(on.desk.now())
    return [one for one in swept(queue, on.desk.me) if missing_to_offer(one.ticket)]


async def _elements(on: Gesture, key: str, place: str, why: str) -> bool:
    """Ask for a ticket's elements; whether to go on with the next one."""
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
        return True
    suggested: Drafted = drafted(thread.ticket, thread.notes)
    dialog = ElementsDialog(on.context, thread.ticket, suggested, place=place, why=why, save=save)
    answer = await on.hands.ask(dialog)
    if isinstance(answer, Elements):
        on.hands.recorded((key,), "is ready to be handed over")
    elif answer is not None and answer.action in HANDLERS:
        await HANDLERS[answer.action](Gesture(on.hands, None, (key,)))
    return answer is not None


async def _reason(on: Gesture, left: int) -> str | None:
    """Why tickets pass incomplete; None where somebody left."""
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    what = "1 ticket is" if left == 1 else f"{left} tickets are"
    about = "The next engineer sees the reason, and which tickets it is about."
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
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    planned = handoffs.next_primary(on.desk)
    if planned:
        return planned
    others = [one.login for one in on.desk.settings.people if not same_login(one.login, on.desk.me)]
    if not others:
        on.hands.say("there is nobody to hand over to: name the team under [[people]]", Kind.REFUSED)
        return None
    keys = "123456789abcdefghijklm"
    choices = [Choice(key, login, login) for key, login in zip(keys, others, strict=False)]
    return await on.hands.ask(ChoiceDialog(on.context, None, question="Who is next?", choices=choices))


async def _offered(on: Gesture, made: HandoffOffered) -> None:
    """The offer is out: wait, have it read back here, copy the messages to requesters, or take it back."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
    from shiftui.tui.standing_up import stand_up

    messages, to = handoffs.messages(on.desk), safe_line(made.to, 40)
    about = f"{to} has not accepted yet. You are on duty until then."
    choices = [
        Choice("w", "wait", "wait"),
        Choice("m", "messages to requesters", "messages", f"{len(messages)} drafted, copied one by one"),
        Choice("t", "take the offer back", "withdraw"),
    ]
    unread = len(handoffs.unread(on.desk))
    if unread:
        choices.insert(1, Choice("s", "stand-up", "stand-up", f"{unread} read back aloud, on this screen"))
    dialog = ChoiceDialog(on.context, None, question="The shift is offered", choices=choices, about=about)
    answer = await on.hands.ask(dialog)
    if answer == "withdraw":
        if await on.hands.off_screen(partial(handoffs.withdraw, on.desk)) is not None:
            on.hands.recorded((), "took the offer back")
    elif answer == "stand-up":
        await stand_up(on, made)
    elif answer == "messages":
        await _messages(on)


async def _gone(on: Gesture, primary: str) -> None:
    """I have handed over: what is left is to tell the requesters."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    count = len(handoffs.messages(on.desk))
    choices = [
        Choice("m", "messages to requesters", "messages", f"{count} drafted, copied one by one"),
        Choice("d", "done", "done"),
    ]
    question = f"{safe_line(primary, 40)} has the shift"
    about = "You are off duty. Nothing of it is yours to remember."
    dialog = ChoiceDialog(on.context, None, question=question, choices=choices, about=about)
    if await on.hands.ask(dialog) == "messages":
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
    unread = handoffs.unread(on.desk)
    for at, ticket in enumerate(unread):
        if not await _read_back(on, ticket, f"{at + 1} of {len(unread)}"):
            on.hands.say(WAITS, Kind.HINT)
            return
    await _accept(on)


async def _read_back(on: Gesture, ticket: Ticket, place: str) -> bool:
    """Until it is read back, in writing or aloud; questions come before. Whether to go on."""
    from shiftui.tui.dialogs.handoff import ReadBackDialog, Received

    def save(said: Received) -> object:
        if said.is_spoken:
            return said
        if said.is_question:
            return on.desk.do(ask, ticket.key, said.text)
        return handoffs.read_back(on.desk, ticket.key, said.text)

    while True:
        thread = await on.hands.off_screen(lambda: on.desk.thread(ticket.key))
        spoken = [one for one in thread.notes if one.kind in _SAID] if thread is not None else []
        said = await on.hands.ask(ReadBackDialog(on.context, ticket, spoken[-2:], place=place, save=save))
        if said is not None and said.is_question:
            on.hands.recorded((ticket.key,), "asked; the answer comes as a note")
            continue
        if said is not None and not said.is_spoken:
            on.hands.recorded((ticket.key,), "read back")
        return said is not None


async def _accept(on: Gesture) -> None:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    count, spoken = len(handoffs.stands(on.desk).tickets), len(handoffs.unread(on.desk))

    made = handoffs.stands(on.desk).handoff.offer
    of_both = (on.desk.me, made.by if made is not None else "")
    people = [one.login for one in on.desk.settings.people]
    others = [one for one in people if not any(same_login(one, both) for both in of_both)]
    heard = f"{spoken} of {count} read back aloud: name who witnessed it." if spoken else ""
    about = heard or f"{count} tickets read back. You are on duty from then on."
    keys = "123456789"
    choices = [Choice("l", "later", "")] + [
        Choice(key, f"accept, witnessed by {safe_line(login, 40)}", f"@{login}")
        for key, login in zip(keys, others or list(of_both[1:]), strict=False)
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
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    made = handoffs.stands(on.desk).handoff.offer
    whose = safe_line(made.by, 40) if made is not None else "the one who offered it"
    asking = Asking(
        "return", "Return the shift. Why?", "return it", f"It stays with {whose}, who reads this."
    )
    dialog = TeamTextDialog(on.context, asking, save=lambda text: handoffs.send_back(on.desk, text))
    if await on.hands.ask(dialog) is not None:
        on.hands.recorded((), "returned the shift")


async def _take_over(on: Gesture) -> None:
    if await on.hands.off_screen(partial(handoffs.take_over, on.desk)) is not None:
        on.hands.recorded((), "took over: you are primary now", undo="takes it back")


HANDING_OVER: Mapping[str, Handler] = {"handoff": _handoff, "takeover": _take_over}
