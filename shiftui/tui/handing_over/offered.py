"""The offer is out, or accepted: what is left to do for whoever handed over."""

from functools import partial

from shiftui.domain.operations.handoff_offered import HandoffOffered
from shiftui.domain.safe_text import safe_line
from shiftui.service import handoffs
from shiftui.tui.handing_over.standing_by import TAKES_OVER, take_over_from
from shiftui.tui.handing_over.standing_up import stand_up
from shiftui.tui.hands import Gesture


async def offered(on: Gesture, made: HandoffOffered) -> None:
    """The offer is out: wait, have it read back here, copy the messages to requesters, or take it back."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

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


async def gone(on: Gesture, primary: str) -> None:
    """I have handed over: what is left is to tell the requesters."""
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog

    count = len(handoffs.messages(on.desk))
    choices = [
        Choice("m", "messages to requesters", "messages", f"{count} drafted, copied one by one"),
        Choice("d", "done", "done"),
        Choice("t", "take over", "take", TAKES_OVER),
    ]
    question = f"{safe_line(primary, 40)} has the shift"
    about = "You are off duty. Nothing of it is yours to remember."
    dialog = ChoiceDialog(on.context, None, question=question, choices=choices, about=about)
    answer = await on.hands.ask(dialog)
    if answer == "messages":
        await _messages(on)
    elif answer == "take":
        await take_over_from(on, primary)


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
