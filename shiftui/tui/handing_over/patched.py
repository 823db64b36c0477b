"""The step of the handoff about quick patches: each gets a ticket for the lasting fix, or a word why not."""

from functools import partial

from shiftui.domain.operations.waived import waive_spinoff
from shiftui.service.patches import Patch, patches
from shiftui.tui.handlers import HANDLERS
from shiftui.tui.hands import Gesture


async def lasting_fixes(on: Gesture) -> bool:
    """Ask for each patch of this shift; those of earlier ones are carried on. Whether to go on."""
    found = await on.hands.off_screen(partial(patches, on.desk)) or ()
    new = [one for one in found if not one.carried]
    older = len(found) - len(new)
    for at, patch in enumerate(new):
        if not await _lasting_fix(on, patch, f"{at + 1} of {len(new)}", older):
            return False
    return True


async def _lasting_fix(on: Gesture, patch: Patch, place: str, older: int) -> bool:
    from shiftui.tui.dialogs.choice import Choice, ChoiceDialog
    from shiftui.tui.dialogs.handoff import Asking, TeamTextDialog

    key = patch.ticket.key
    choices = [
        Choice("s", "make the ticket for the lasting fix", "spinoff"),
        Choice("n", "none is owed", "none", "with a word why"),
        Choice("l", "later", "later", "the next shift carries it"),
    ]
    question = f"Patched {place} · {on.context.ref(patch.ticket)} · what about the lasting fix?"
    if older:
        question += f" ({older} older: view 4)"
    while True:
        dialog = ChoiceDialog(on.context, patch.ticket, question=question, choices=choices)
        answer = await on.hands.ask(dialog)
        if answer == "spinoff":
            await HANDLERS["spinoff"](Gesture(on.hands, None, (key,)))
        elif answer == "none":
            asking = Asking("waive", "Why is no lasting fix owed?", "say so")
            why = TeamTextDialog(on.context, asking, save=lambda text: on.desk.do(waive_spinoff, key, text))
            if await on.hands.ask(why) is not None:
                on.hands.recorded((key,), "owes no lasting fix")
        else:
            return answer is not None
        owed = await on.hands.off_screen(partial(patches, on.desk)) or ()
        if all(one.ticket.key != key for one in owed):
            return True  # else whoever left the form comes back to the question
